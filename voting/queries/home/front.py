"""What the front page shows to everybody: open consultations and recent decisions."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import NOW, fetched
from voting.domain.consultations import ConsultationKind
from voting.models.ballots import BallotRow, Decision
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification
from voting.queries.consultations.facts import consultation_is_open

DECISIONS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A consultation that can be answered now."""

    id: int
    title: str
    kind: ConsultationKind
    modification_number: str
    modification_title: str
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class RecentDecision:
    """A decision or recommendation of the Board, or the Authority's decision."""

    modification_number: str
    modification_title: str
    sentence: str
    decision_on: date
    implements_on: date | None
    ballot_id: int | None


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front page."""

    consultations: tuple[OpenConsultation, ...]
    decisions: tuple[RecentDecision, ...]


def front_page(session: Session, *, now: datetime) -> FrontPage:
    """Open consultations, soonest first, and the latest decisions. Two statements."""
    consultations = fetched(session, _open_consultations(), now=now)
    decisions = fetched(session, _recent_decisions())
    return FrontPage(
        tuple(OpenConsultation(*row) for row in consultations), tuple(RecentDecision(*row) for row in decisions)
    )


@cache
def _open_consultations() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            ConsultationRow.id,
            ConsultationRow.title,
            ConsultationRow.kind,
            Modification.number,
            Modification.title,
            ConsultationRow.closes_at,
        )
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .where(consultation_is_open(NOW))
        .order_by(ConsultationRow.closes_at)
    )


@cache
def _recent_decisions() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Modification.number,
            Modification.title,
            Decision.sentence,
            Decision.decision_on,
            Decision.implements_on,
            Decision.ballot_id,
        )
        .join(Modification, Modification.id == Decision.modification_id)
        .outerjoin(BallotRow, BallotRow.id == Decision.ballot_id)
        .where(sa.or_(Decision.ballot_id.is_(None), BallotRow.published_at.is_not(None)))
        .order_by(Decision.recorded_at.desc())
        .limit(DECISIONS_SHOWN)
    )
