"""Mail: written into the outbox with the change that causes it, sent afterwards by the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import inserted, inserted_once
from voting.domain.notices import next_try_at
from voting.models.notices import OutboxMessage
from voting.models.people import Person

# For how long a message that is being sent is nobody else's.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message that this worker is to send now."""

    id: int
    address: str
    subject: str
    body: str


def send(
    session: Session, now: datetime, *, person_id: int, subject: str, body: str, once_key: str | None = None
) -> None:
    """Ask for a mail to a person, with the change that causes it. A second one of the same `once_key` is dropped."""
    row = {"person_id": person_id, "subject": subject, "body": body, "created_at": now, "due_at": now}
    if once_key is None:
        inserted(session, OutboxMessage, row)
    else:
        inserted_once(session, OutboxMessage, row | {"once_key": f"{once_key}:{person_id}"})


def claim_messages(session: Session, *, now: datetime, limit: int = 20) -> tuple[DueMessage, ...]:
    """Up to `limit` messages that are due, for this worker alone until the lease ends. Call in `scratch()`."""
    due = (
        sa.select(OutboxMessage.id)
        .where(OutboxMessage.sent_at.is_(None), OutboxMessage.failed_at.is_(None), OutboxMessage.due_at <= now)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = session.scalars(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id.in_(due.scalar_subquery()))
        .values(due_at=now + LEASE, attempts=OutboxMessage.attempts + 1)
        .returning(OutboxMessage.id)
    ).all()
    rows = session.execute(
        sa.select(OutboxMessage.id, Person.email, OutboxMessage.subject, OutboxMessage.body)
        .join(Person, Person.id == OutboxMessage.person_id)
        .where(OutboxMessage.id.in_(claimed))
        .order_by(OutboxMessage.id)
    )
    return tuple(DueMessage(*row) for row in rows)


def message_sent(session: Session, *, now: datetime, message_id: int) -> None:
    """The mail server took it."""
    session.execute(sa.update(OutboxMessage).where(OutboxMessage.id == message_id).values(sent_at=now))


def message_failed(session: Session, *, now: datetime, message_id: int, error: str) -> None:
    """The mail server did not take it: try again later, or give up and keep the reason."""
    row = session.get_one(OutboxMessage, message_id)
    again = next_try_at(now, row.attempts)
    row.last_error = error
    if again is None:
        row.failed_at = now
    else:
        row.due_at = again
