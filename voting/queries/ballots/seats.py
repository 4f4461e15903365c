"""The register of Change Board seats: who holds each, who stands in, and who did before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from voting.domain.ballots.parameters import VotingCategory
from voting.domain.errors import NotFound
from voting.domain.periods import holds_on
from voting.models.ballots import Alternate, BoardMember, SeatRow
from voting.models.people import Organisation, Person


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody in a seat, as member or as alternate; `valid_to` is the first day on which it no longer holds."""

    id: int
    person_id: int
    person: str
    organisation: str
    is_alternate: bool
    is_chair: bool
    occasion: str
    evidence: str
    valid_from: date
    valid_to: date | None
    holds_today: bool
    can_end: bool


@dataclass(frozen=True, slots=True)
class SeatOnRegister:
    """One seat with everybody ever appointed to it, latest first."""

    id: int
    key: str
    name: str
    category: VotingCategory
    position: int
    abolished_on: date | None
    members: tuple[Appointment, ...]
    alternates: tuple[Appointment, ...]

    @property
    def holder(self) -> Appointment | None:
        """Who holds it today; None where it is vacant."""
        return next((member for member in self.members if member.holds_today), None)

    @property
    def standing_in(self) -> tuple[Appointment, ...]:
        """Who may stand in today."""
        return tuple(alternate for alternate in self.alternates if alternate.holds_today)


@dataclass(frozen=True, slots=True)
class Choosable:
    """A person or an organisation that a form offers."""

    id: int
    words: str
    organisation_id: int | None


def seat_register(session: Session, *, today: date) -> tuple[SeatOnRegister, ...]:
    """Every seat in the order of the Board's list, those abolished last. Three statements."""
    rows = session.scalars(_seats().order_by(SeatRow.abolished_on.is_not(None), SeatRow.position, SeatRow.id))
    return tuple(_seat(row, today) for row in rows)


def seat_on_register(session: Session, *, seat_id: int, today: date) -> SeatOnRegister:
    """One seat with its history. Raises `NotFound`."""
    row = session.scalar(_seats().where(SeatRow.id == seat_id))
    if row is None:
        raise NotFound("There is no such seat.")
    return _seat(row, today)


def people_to_appoint(session: Session, *, today: date) -> tuple[Choosable, ...]:
    """Everybody who has not left, by name, with their organisation in the words."""
    rows = session.execute(
        sa.select(Person.id, Person.name, Organisation.name, Person.organisation_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(sa.or_(Person.left_on.is_(None), Person.left_on > today))
        .order_by(Person.name, Person.id)
    )
    return tuple(Choosable(key, f"{name}, {at}" if at else name, at_id) for key, name, at, at_id in rows)


def _seats() -> sa.Select[SeatRow]:
    return sa.select(SeatRow).options(
        selectinload(SeatRow.members).options(joinedload(BoardMember.person), joinedload(BoardMember.organisation)),
        selectinload(SeatRow.alternates).joinedload(Alternate.person).joinedload(Person.organisation),
    )


def _seat(row: SeatRow, today: date) -> SeatOnRegister:
    return SeatOnRegister(
        id=row.id,
        key=row.key,
        name=row.name,
        category=row.category,
        position=row.position,
        abolished_on=row.abolished_on,
        members=_latest_first(_member(member, today) for member in row.members),
        alternates=_latest_first(_alternate(alternate, today) for alternate in row.alternates),
    )


def _latest_first(appointments: Iterable[Appointment]) -> tuple[Appointment, ...]:
    return tuple(sorted(appointments, key=lambda each: (each.valid_from, each.id), reverse=True))


def _member(row: BoardMember, today: date) -> Appointment:
    return Appointment(
        id=row.id,
        person_id=row.person_id,
        person=row.person.name,
        organisation=row.organisation.name,
        is_alternate=False,
        is_chair=row.is_chair,
        occasion="",
        evidence="",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        holds_today=holds_on(row, today),
        can_end=row.valid_to is None or row.valid_to > today,
    )


def _alternate(row: Alternate, today: date) -> Appointment:
    return Appointment(
        id=row.id,
        person_id=row.person_id,
        person=row.person.name,
        organisation=row.person.organisation.name if row.person.organisation else "",
        is_alternate=True,
        is_chair=False,
        occasion=row.occasion,
        evidence=row.evidence,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        holds_today=holds_on(row, today),
        can_end=row.valid_to is None or row.valid_to > today,
    )
