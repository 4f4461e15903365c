"""One seat in one ballot: everything by which its vote is judged and kept, in plain columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.ballots.roster import Appointments, BoardMember, RosterSeat, standing_of
from voting.domain.ballots.state import BallotTimes, ballot_state
from voting.domain.ballots.votes import FrozenBallot
from voting.domain.calendar import london_date
from voting.domain.errors import NotFound
from voting.domain.people import Actor, Subject
from voting.models.ballots import Alternate, BallotOption, BallotRow, RosterRow, RuleSetVersion
from voting.models.ballots import BoardMember as BoardMemberRow
from voting.models.modifications import Modification
from voting.queries.ballots.loading import NO_SUCH_VOTE, alternate_of, rules_in
from voting.queries.ballots.views import OptionView


@dataclass(frozen=True, slots=True)
class SeatPlace:
    """A seat as the ballot froze it."""

    roster_id: int
    seat_id: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SeatInBallot:
    """A ballot as the vote that one person gives for one seat is judged by it.

    `ballot` holds no other seat, and none where this one is not in it; `appointments` are the person's to this seat;
    `option_ids` gives each solution's id by its key.
    """

    ballot_id: int
    question: str
    options: tuple[OptionView, ...]
    modification_id: int
    modification_number: str
    prepared_by_id: int
    option_ids: Mapping[str, int]
    ballot: FrozenBallot
    appointments: Appointments
    place: SeatPlace | None

    def subject(self, now: datetime, *, seat_id: int | None = None) -> Subject:
        """The ballot as permission sees it, and the seat where it is asked for."""
        state = ballot_state(self.ballot.times, now).value
        return Subject(state=state, seat_id=seat_id, prepared_by=frozenset({self.prepared_by_id}))

    def seat(self) -> SeatPlace:
        """The seat as the ballot froze it. Raises `NotFound`."""
        if self.place is None:
            raise NotFound("This seat does not count in this vote.")
        return self.place


def seat_in_ballot(session: Session, *, ballot_id: int, seat_id: int, person_id: int | None) -> SeatInBallot:
    """The ballot, this seat of it, and this person's part in it. One statement. Raises `NotFound` without a ballot."""
    return _seat(fetched(session, _by_seat(), ballot=ballot_id, seat=seat_id, person=person_id))


def question_put(session: Session, *, viewer: Actor, now: datetime, ballot_id: int, seat_id: int) -> SeatInBallot:
    """What the viewer is asked for this seat. One statement. Raises `NotFound` where the viewer does not act for it."""
    asked = seat_in_ballot(session, ballot_id=ballot_id, seat_id=seat_id, person_id=viewer.person_id)
    person, day = viewer.person_id or 0, london_date(now)
    if standing_of(person, asked.seat().key, day, asked.ballot.occasion, asked.appointments) is None:
        raise NotFound("You do not act for this seat in this vote.")
    return asked


def roster_seat_in_ballot(session: Session, *, ballot_id: int, roster_id: int, person_id: int) -> SeatInBallot:
    """As `seat_in_ballot`, by the seat's place in the roster."""
    return _seat(fetched(session, _by_roster(), ballot=ballot_id, roster=roster_id, person=person_id))


def _seat(rows: Sequence[Any]) -> SeatInBallot:
    """From one row for each combination of a solution with appointments as member and as alternate."""
    if not rows:
        raise NotFound(NO_SUCH_VOTE)
    row = rows[0]
    place: SeatPlace | None = None
    roster: tuple[RosterSeat, ...] = ()
    if row.roster_id is not None:
        place = SeatPlace(row.roster_id, row.seat_id, row.seat_key, row.seat_name)
        is_filled = row.holder_id is not None
        roster = (RosterSeat(row.seat_key, row.category, is_filled, row.is_recused, row.is_present),)
    times = BallotTimes(row.opened_at, row.closes_at, row.closed_early_at, row.ended_at, row.published_at)
    options = {each.option: each.option_id for each in rows}
    titles = {each.option: each.option_title for each in rows}
    return SeatInBallot(
        row.id,
        row.question,
        tuple(OptionView(key, title) for key, title in titles.items()),
        row.modification_id,
        row.modification_number,
        row.prepared_by_id,
        options,
        FrozenBallot(rules_in(row.rules), tuple(options), roster, row.occasion, times),
        _appointments(rows),
        place,
    )


def _appointments(rows: Sequence[Any]) -> Appointments:
    held = {
        BoardMember(each.seat_key, each.person, each.member_from, each.member_to)
        for each in rows
        if each.member_from is not None
    }
    stands_in = {
        alternate_of(each.seat_key, each.person, each.alternate_from, each.alternate_to, each.alternate_occasion)
        for each in rows
        if each.alternate_from is not None
    }
    return Appointments(tuple(held), tuple(stands_in))


@cache
def _by_seat() -> sa.Select[*tuple[Any, ...]]:
    return _seats(RosterRow.seat_id == sa.bindparam("seat"))


@cache
def _by_roster() -> sa.Select[*tuple[Any, ...]]:
    return _seats(RosterRow.id == sa.bindparam("roster"))


def _seats(wanted: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    # As text: what was frozen is read once and kept by its text, see `rules_in`.
    person = sa.bindparam("person", type_=sa.Integer())
    frozen = sa.func.coalesce(sa.cast(BallotRow.rules, sa.Text), sa.cast(RuleSetVersion.rules, sa.Text))
    return (
        sa.select(
            BallotRow.id,
            BallotRow.question,
            BallotRow.modification_id,
            Modification.number.label("modification_number"),
            BallotRow.prepared_by_id,
            BallotRow.occasion,
            BallotRow.opened_at,
            BallotRow.closes_at,
            BallotRow.closed_early_at,
            BallotRow.ended_at,
            BallotRow.published_at,
            frozen.label("rules"),
            BallotOption.id.label("option_id"),
            BallotOption.key.label("option"),
            BallotOption.title.label("option_title"),
            RosterRow.id.label("roster_id"),
            RosterRow.seat_id,
            RosterRow.seat_key,
            RosterRow.seat_name,
            RosterRow.category,
            RosterRow.holder_id,
            RosterRow.is_recused,
            RosterRow.is_present,
            person.label("person"),
            BoardMemberRow.valid_from.label("member_from"),
            BoardMemberRow.valid_to.label("member_to"),
            Alternate.valid_from.label("alternate_from"),
            Alternate.valid_to.label("alternate_to"),
            Alternate.occasion.label("alternate_occasion"),
        )
        .join(Modification, Modification.id == BallotRow.modification_id)
        .join(RuleSetVersion, RuleSetVersion.id == BallotRow.rule_set_version_id)
        .join(BallotOption, BallotOption.ballot_id == BallotRow.id)
        .outerjoin(RosterRow, sa.and_(RosterRow.ballot_id == BallotRow.id, wanted))
        .outerjoin(
            BoardMemberRow, sa.and_(BoardMemberRow.seat_id == RosterRow.seat_id, BoardMemberRow.person_id == person)
        )
        .outerjoin(Alternate, sa.and_(Alternate.seat_id == RosterRow.seat_id, Alternate.person_id == person))
        .where(BallotRow.id == sa.bindparam("ballot"))
        .order_by(BallotOption.position)
    )
