"""What leaves later than the change that asked for it: mails in the outbox, jobs in the queue."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voting.db import Base


class OutboxMessage(Base):
    """A mail written in the transaction that caused it; the worker sends it and says so here."""

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    # One notice per cause and person, however often the cause is looked at.
    once_key: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    __table_args__ = (sa.Index(None, "sent_at", "due_at"), {"info": {"queue": True}})


class Job(Base):
    """Work to be done once after a commit, claimed for a while by one worker."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    once_key: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]

    __table_args__ = (sa.Index(None, "done_at", "due_at"), {"info": {"queue": True}})
