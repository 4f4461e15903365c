"""Who may know of a consultation, and where it stands."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from voting.domain.consultations import ConsultationState, consultation_state
from voting.domain.errors import NotFound
from voting.domain.people import Actor
from voting.models.consultations import ConsultationRow
from voting.queries.responses.consulted import consultation_facts

NO_SUCH = "There is no such consultation."


def state_of(row: ConsultationRow, now: datetime) -> ConsultationState:
    """Where the consultation stands at `now`."""
    return consultation_state(consultation_facts(row), now)


def was_announced(row: ConsultationRow) -> bool:
    """Whether it was ever opened; one that was not is known to SECAS alone."""
    return row.opened_at is not None


def known_consultation(session: Session, *, viewer: Actor, consultation_id: int) -> ConsultationRow:
    """The consultation with its modification, in one statement.

    Raises `NotFound` where there is none, or where it is prepared and so SECAS's alone to know.
    """
    row = session.scalar(
        sa.select(ConsultationRow)
        .options(joinedload(ConsultationRow.modification))
        .where(ConsultationRow.id == consultation_id)
    )
    if row is None or not (was_announced(row) or viewer.is_secas):
        raise NotFound(NO_SUCH)
    return row
