"""When drafts pass away: 20 Working Days after the close, with everything that was never submitted."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import Database
from voting.domain.calendar import deadline_at, london_date
from voting.models.consultations import ConsultationRow
from voting.models.responses import DraftItemRow, DraftRow
from voting.queries.calendar import working_days
from voting.services.jobs import ask_for

PURGE_DRAFTS = "purge_drafts"
# Drafts and notes are outside the permanent record and go this long after close.
KEPT_WORKING_DAYS = 20


def drafts_end_on(session: Session, closes_at: datetime) -> date:
    """The last day on which the drafts of a consultation that closes then are kept."""
    return working_days(session).add_working_days(london_date(closes_at), KEPT_WORKING_DAYS)


def ask_for_purge(session: Session, *, consultation_id: int, closes_at: datetime) -> None:
    """Ask for the job that clears the drafts of this consultation. A later deadline gets a job of its own."""
    ends_on = drafts_end_on(session, closes_at)
    ask_for(
        session,
        kind=PURGE_DRAFTS,
        payload={"consultation_id": consultation_id},
        due_at=deadline_at(ends_on),
        once_key=f"{PURGE_DRAFTS}:{consultation_id}:{ends_on.isoformat()}",
    )


def purge_drafts(session: Session, *, now: datetime, consultation_id: int) -> int:
    """Clear every draft of the consultation if its time is over, and give how many went.

    If the deadline was extended since the job was asked for, nothing goes and the job is asked for anew. Call it in
    `scratch()`.
    """
    row = session.get(ConsultationRow, consultation_id)
    if row is None:
        return 0
    if now < deadline_at(drafts_end_on(session, row.closes_at)):
        ask_for_purge(session, consultation_id=consultation_id, closes_at=row.closes_at)
        return 0
    drafts = session.scalars(sa.select(DraftRow.id).where(DraftRow.consultation_id == consultation_id)).all()
    session.execute(sa.delete(DraftItemRow).where(DraftItemRow.draft_id.in_(drafts)))
    session.execute(sa.delete(DraftRow).where(DraftRow.id.in_(drafts)))
    return len(drafts)


def purge_drafts_job(database: Database, payload: Mapping[str, Any]) -> None:
    """The job as the worker runs it; running it twice does no harm."""
    with database.scratch() as (session, now):
        purge_drafts(session, now=now, consultation_id=int(payload["consultation_id"]))
