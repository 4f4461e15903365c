"""One's own page: what one is appointed to, and the receipts one has been given."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.people import Actor
from voting.models.ballots import SeatRow
from voting.models.history import HistoryEntry
from voting.queries.people.registers import PersonPage, person_page

RECEIPTS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A seat that one holds or stands in for."""

    name: str
    as_alternate: bool


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """One receipt: its code, for what, when."""

    code: str
    use_case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What `people.me` shows."""

    person: PersonPage
    seats: tuple[SeatHeld, ...]
    receipts: tuple[ReceiptGiven, ...]


def own_page(session: Session, *, actor: Actor, now: datetime) -> OwnPage:
    """The page of the one who is signed in."""
    if actor.person_id is None:
        raise ValueError("The public has no page of its own.")
    seats = session.execute(
        sa.union_all(
            sa.select(SeatRow.name, sa.false()).where(SeatRow.id.in_(actor.member_of_seats)),
            sa.select(SeatRow.name, sa.true()).where(SeatRow.id.in_(actor.alternate_for_seats)),
        )
    )
    receipts = session.execute(
        sa.select(HistoryEntry.receipt, HistoryEntry.use_case, HistoryEntry.at)
        .where(HistoryEntry.person_id == actor.person_id, HistoryEntry.receipt.is_not(None))
        .order_by(HistoryEntry.index.desc())
        .limit(RECEIPTS_SHOWN)
    )
    return OwnPage(
        person_page(session, person_id=actor.person_id, today=london_date(now)),
        tuple(SeatHeld(name, bool(as_alternate)) for name, as_alternate in seats),
        tuple(ReceiptGiven(code or "", use_case, at) for code, use_case, at in receipts),
    )
