"""The queue of jobs: asked for with the change that needs them, done once, tried again when they fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.notices import next_try_at
from voting.models.notices import Job

LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that this worker is to do now."""

    id: int
    kind: str
    payload: Mapping[str, Any]


def ask_for(
    session: Session, *, kind: str, payload: Mapping[str, Any], due_at: datetime, once_key: str | None = None
) -> None:
    """Ask for a job at an instant, in the transaction of the change. With a `once_key` a later call moves it."""
    row = session.scalar(sa.select(Job).where(Job.once_key == once_key)) if once_key else None
    if row is None:
        session.add(Job(kind=kind, payload=dict(payload), due_at=due_at, once_key=once_key))
    elif row.done_at is None:
        row.due_at, row.payload = due_at, dict(payload)


def claim_job(session: Session, *, now: datetime) -> DueJob | None:
    """The job that has waited longest, for this worker alone until its lease ends. Call in `scratch()`."""
    free = sa.or_(Job.leased_until.is_(None), Job.leased_until <= now)
    first = (
        sa.select(Job.id)
        .where(Job.done_at.is_(None), Job.failed_at.is_(None), Job.due_at <= now, free)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.execute(
        sa.update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(leased_until=now + LEASE, attempts=Job.attempts + 1)
        .returning(Job.id, Job.kind, Job.payload)
    ).first()
    return DueJob(*row) if row else None


def job_done(session: Session, *, now: datetime, job_id: int) -> None:
    """The job was done."""
    session.execute(sa.update(Job).where(Job.id == job_id).values(done_at=now, leased_until=None))


def job_failed(session: Session, *, now: datetime, job_id: int, error: str) -> None:
    """The job failed: try again later, or give up and keep the reason."""
    row = session.get_one(Job, job_id)
    again = next_try_at(now, row.attempts)
    row.last_error, row.leased_until = error, None
    if again is None:
        row.failed_at = now
    else:
        row.due_at = again
