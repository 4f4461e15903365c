"""Who may know of a consultation, and where it stands."""

from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from voting.db import Instant
from voting.domain.consultations import ConsultationState, consultation_state
from voting.domain.errors import NotFound
from voting.domain.people import Actor
from voting.models.consultations import ConsultationRow
from voting.queries.responses.consulted import consultation_facts

NO_SUCH = "There is no such consultation."


def state_of(row: ConsultationRow, now: datetime) -> ConsultationState:
    """Where the consultation stands at `now`."""
    return consultation_state(consultation_facts(row), now)


def consultation_is_open(now: Instant) -> sa.ColumnElement[bool]:
    """As a condition on rows: that the consultation's state at `now` is open."""
    return sa.and_(
        ConsultationRow.opened_at <= now, ConsultationRow.closes_at >= now, ConsultationRow.withdrawn_at.is_(None)
    )


def consultation_has_closed(now: Instant) -> sa.ColumnElement[bool]:
    """As a condition on rows: that the consultation ran to its close, whether or not it is published since."""
    return sa.and_(
        ConsultationRow.opened_at <= now, ConsultationRow.closes_at < now, ConsultationRow.withdrawn_at.is_(None)
    )


def consultation_waits_for_publication(now: Instant) -> sa.ColumnElement[bool]:
    """As a condition on rows: that the consultation's state at `now` is closed, so that it is still to be published."""
    return sa.and_(consultation_has_closed(now), ConsultationRow.published_at.is_(None))


def was_announced(row: ConsultationRow) -> bool:
    """Whether it was ever opened; one that was not is known to SECAS alone."""
    return row.opened_at is not None


def known_consultation(session: Session, *, viewer: Actor, consultation_id: int) -> ConsultationRow:
    """The consultation with its modification, in one statement.

    Raises `NotFound` where there is none, or where it is prepared and so SECAS's alone to know.
    """
    row = session.scalar(_known(), {"consultation": consultation_id})
    if row is None or not (was_announced(row) or viewer.is_secas):
        raise NotFound(NO_SUCH)
    return row


@cache
def _known() -> sa.Select[ConsultationRow]:
    return (
        sa.select(ConsultationRow)
        .options(joinedload(ConsultationRow.modification))
        .where(ConsultationRow.id == sa.bindparam("consultation"))
    )
