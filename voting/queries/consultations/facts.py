"""A consultation as its rules see it, read from its rows: the one way from the tables to `ConsultationFacts`."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.consultations import ConsultationFacts, ConsultationState, consultation_state
from voting.domain.errors import NotFound
from voting.domain.people import Actor
from voting.models.consultations import ConsultationRow

NO_SUCH = "There is no such consultation."


def consultation_facts(row: ConsultationRow, questions: int = 1) -> ConsultationFacts:
    """The facts of a consultation; `questions` matters to opening it alone.

    The row keeps the deadline that stands, so past extensions need not be read to judge by it.
    """
    return ConsultationFacts(
        kind=row.kind,
        prepared_by=frozenset({row.prepared_by_id}),
        questions=questions,
        asks_replies=row.asks_for_replies,
        open_to_secas=row.is_open_to_secas,
        opened_by=row.opened_by_id,
        opens_at=row.opened_at,
        first_closes_at=row.closes_at if row.opened_at is not None else None,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
    )


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
        .options(sa.orm.joinedload(ConsultationRow.modification))
        .where(ConsultationRow.id == consultation_id)
    )
    if row is None or not (was_announced(row) or viewer.is_secas):
        raise NotFound(NO_SUCH)
    return row
