"""Seats of the Change Board: who holds each and who stands in, over time."""

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.parameters import VotingCategory
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import Alternate, BallotRow, BoardMember, RosterRow, SeatRow
from voting.models.people import Organisation, Person
from voting.services.history import record


class SeatNameTaken(RuleBroken):
    """Another seat has this key or name."""


class AppointmentOverlaps(RuleBroken):
    """An appointment would begin before the one that stands began."""


class AppointmentOutOfOrder(RuleBroken):
    """An appointment would end before it begins, or again after it has ended."""


class SeatAbolished(RuleBroken):
    """The seat is no longer on the Board."""


class EvidenceMissing(RuleBroken):
    """An alternate is appointed by form, and the form is named."""


class RosterFrozen(RuleBroken):
    """A ballot that is open has frozen this seat."""


def add_seat(
    session: Session, *, actor: Actor, now: datetime, key: str, name: str, category: VotingCategory, position: int
) -> int:
    """Add a seat and give its id. Raises `SeatNameTaken`."""
    check_permitted(actor, Action.ADMINISTER)
    if session.scalar(sa.select(SeatRow.id).where(sa.or_(SeatRow.key == key, SeatRow.name == name))):
        raise SeatNameTaken("There is already a seat of this name. Choose another.", "name")
    row = SeatRow(key=key, name=name, category=category, position=position)
    session.add(row)
    session.flush()
    _record(session, now, actor, "add_seat", ("seat", row.id), {"key": key, "category": category.value})
    return row.id


def appoint_member(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    seat_id: int,
    person_id: int,
    organisation_id: int,
    valid_from: date,
    is_chair: bool = False,
) -> int:
    """Put a person into a seat from a day on; whoever held it leaves it on that day. Gives the appointment's id.

    Raises `SeatAbolished`, `AppointmentOverlaps`.
    """
    check_permitted(actor, Action.ADMINISTER)
    seat = _standing_seat(session, seat_id)
    _check_known(session, person_id, organisation_id)
    last = seat.members[-1] if seat.members else None
    if last is not None:
        if valid_from <= last.valid_from:
            raise AppointmentOverlaps("The new member has to begin after the one before began.", "valid_from")
        last.valid_to = min(last.valid_to or valid_from, valid_from)
    row = BoardMember(
        seat_id=seat_id, person_id=person_id, organisation_id=organisation_id, valid_from=valid_from, is_chair=is_chair
    )
    session.add(row)
    session.flush()
    facts = {"seat": seat.key, "person": person_id, "valid_from": valid_from.isoformat(), "chair": is_chair}
    ended = [("board_member", last.id)] if last is not None else []
    _record(session, now, actor, "appoint_member", ("board_member", row.id), facts, also=ended)
    return row.id


def end_membership(session: Session, *, actor: Actor, now: datetime, member_id: int, valid_to: date) -> None:
    """End a membership, which leaves the seat vacant from that day; votes cast in office stand.

    Raises `AppointmentOutOfOrder`.
    """
    check_permitted(actor, Action.ADMINISTER)
    row = session.get(BoardMember, member_id)
    if row is None:
        raise NotFound("There is no such appointment.")
    row.valid_to = _checked_end(row, valid_to)
    _record(session, now, actor, "end_membership", ("board_member", row.id), {"valid_to": row.valid_to.isoformat()})


def appoint_alternate(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    seat_id: int,
    person_id: int,
    valid_from: date,
    evidence: str,
    valid_to: date | None = None,
    occasion: str = "",
) -> int:
    """Appoint an alternate by form: standing, or for the one `occasion` that is named. Gives the appointment's id.

    Raises `SeatAbolished`, `AppointmentOutOfOrder`, `EvidenceMissing`.
    """
    check_permitted(actor, Action.ADMINISTER)
    seat = _standing_seat(session, seat_id)
    _check_known(session, person_id)
    if valid_to is not None and valid_to <= valid_from:
        raise AppointmentOutOfOrder("The appointment has to end after its first day.", "valid_to")
    if not evidence.strip():
        raise EvidenceMissing("Name the form by which the alternate was appointed.", "evidence")
    row = Alternate(
        seat_id=seat_id,
        person_id=person_id,
        occasion=occasion.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        evidence=evidence.strip(),
    )
    session.add(row)
    session.flush()
    facts = {"seat": seat.key, "person": person_id, "valid_from": valid_from.isoformat(), "occasion": row.occasion}
    _record(session, now, actor, "appoint_alternate", ("alternate", row.id), facts)
    return row.id


def end_alternate(session: Session, *, actor: Actor, now: datetime, alternate_id: int, valid_to: date) -> None:
    """End an alternate's appointment; votes already cast stand."""
    check_permitted(actor, Action.ADMINISTER)
    row = session.get(Alternate, alternate_id)
    if row is None:
        raise NotFound("There is no such appointment.")
    row.valid_to = _checked_end(row, valid_to)
    _record(session, now, actor, "end_alternate", ("alternate", row.id), {"valid_to": row.valid_to.isoformat()})


def abolish_seat(session: Session, *, actor: Actor, now: datetime, seat_id: int, abolished_on: date) -> None:
    """Take a seat off the Board; ballots that have frozen it keep it. Raises `RosterFrozen` while one is open."""
    check_permitted(actor, Action.ADMINISTER)
    seat = _seat(session, seat_id)
    is_live = sa.and_(BallotRow.opened_at.is_not(None), BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None))
    frozen = sa.select(RosterRow.id).join(BallotRow, BallotRow.id == RosterRow.ballot_id)
    if session.scalar(frozen.where(RosterRow.seat_id == seat_id, is_live).limit(1)):
        raise RosterFrozen("A vote on which this seat counts is under way. Abolish the seat once it is published.")
    seat.abolished_on = abolished_on
    _record(session, now, actor, "abolish_seat", ("seat", seat.id), {"abolished_on": abolished_on.isoformat()})


def _seat(session: Session, seat_id: int) -> SeatRow:
    row = session.get(SeatRow, seat_id)
    if row is None:
        raise NotFound("There is no such seat.")
    return row


def _standing_seat(session: Session, seat_id: int) -> SeatRow:
    row = _seat(session, seat_id)
    if row.abolished_on is not None:
        raise SeatAbolished("This seat is no longer on the Board, so nobody is appointed to it.")
    return row


def _check_known(session: Session, person_id: int, organisation_id: int | None = None) -> None:
    if session.get(Person, person_id) is None:
        raise NotFound("There is no such person.", "person_id")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise NotFound("There is no such organisation.", "organisation_id")


def _checked_end(row: BoardMember | Alternate, valid_to: date) -> date:
    if valid_to < row.valid_from:
        raise AppointmentOutOfOrder("It cannot end before its first day.", "valid_to")
    if row.valid_to is not None and valid_to > row.valid_to:
        raise AppointmentOutOfOrder("It has ended already. Appoint the person again instead.", "valid_to")
    return valid_to


def _record(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    changed: tuple[str, int],
    facts: dict[str, object],
    *,
    also: Iterable[tuple[str, int]] = (),
) -> None:
    record(session, now, Entry(use_case, actor.person_id, (changed, *also), facts=facts))
