"""Withdrawing consultations with their modification, which is the only way in which one ends before its deadline."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.consultations import ConsultationState, withdraw_with_modification
from voting.domain.modifications.lifecycle import Stage
from voting.models.consultations import ConsultationRow
from voting.queries.consultations.facts import state_of
from voting.queries.responses.consulted import consultation_facts

_OVER = frozenset({ConsultationState.PUBLISHED, ConsultationState.WITHDRAWN})


def withdraw_consultations(session: Session, *, now: datetime, modification_id: int) -> list[int]:
    """Withdraw every consultation of a modification that is being withdrawn, and give their ids.

    It is part of that use case, which records it: there is no history entry of its own. What was published stays.
    """
    rows = session.scalars(
        sa.select(ConsultationRow)
        .where(ConsultationRow.modification_id == modification_id)
        .order_by(ConsultationRow.id)
        .with_for_update()
    )
    withdrawn = [row for row in rows if state_of(row, now) not in _OVER]
    for row in withdrawn:
        row.withdrawn_at = withdraw_with_modification(consultation_facts(row), Stage.WITHDRAWN, now).withdrawn_at
        row.version += 1
    session.flush()
    return [row.id for row in withdrawn]
