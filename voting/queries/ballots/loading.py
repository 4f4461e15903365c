"""What the rulebook needs of a ballot, read from its rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from voting.domain.ballots.roster import Alternate as AlternateFact
from voting.domain.ballots.roster import AlternateKind, Appointments, RosterSeat
from voting.domain.ballots.roster import BoardMember as MemberFact
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.rule_set_json import rule_set_from_json
from voting.domain.ballots.state import BallotState, BallotTimes, ballot_state
from voting.domain.ballots.votes import CastVote, FrozenBallot, StandIn
from voting.domain.errors import NotFound
from voting.domain.people import Subject
from voting.models.ballots import (
    Alternate,
    BallotOption,
    BallotRow,
    BoardMember,
    RosterRow,
    RuleSetVersion,
    SeatRow,
    VoteRow,
)
from voting.models.modifications import ReportVersion

NO_SUCH_VOTE = "There is no such vote."


def ballot_row(session: Session, ballot_id: int) -> BallotRow:
    """The ballot with its modification, options and roster, in two statements. Raises `NotFound`."""
    row = (
        session.execute(
            sa.select(BallotRow)
            .where(BallotRow.id == ballot_id)
            .options(
                joinedload(BallotRow.options),
                joinedload(BallotRow.modification),
                joinedload(BallotRow.report_version).load_only(ReportVersion.number),
                selectinload(BallotRow.roster),
            )
            .execution_options(populate_existing=True)
        )
        .unique()
        .scalar_one_or_none()
    )
    if row is None:
        raise NotFound(NO_SUCH_VOTE)
    return row


def times_of(row: BallotRow) -> BallotTimes:
    """The ballot's instants."""
    return BallotTimes(row.opened_at, row.closes_at, row.closed_early_at, row.ended_at, row.published_at)


def state_of(row: BallotRow, now: datetime) -> BallotState:
    """Where the ballot stands."""
    return ballot_state(times_of(row), now)


def subject_of(row: BallotRow, now: datetime, *, seat_id: int | None = None) -> Subject:
    """The ballot as permission sees it."""
    return Subject(state=state_of(row, now).value, seat_id=seat_id, prepared_by=frozenset({row.prepared_by_id}))


def rules_of(session: Session, row: BallotRow) -> RuleSet:
    """The frozen rules, or before opening those of the version that will be frozen."""
    rules = row.rules or session.get_one(RuleSetVersion, row.rule_set_version_id).rules
    return rule_set_from_json(rules)


def roster_of(row: BallotRow) -> tuple[RosterSeat, ...]:
    """The frozen roster."""
    return tuple(
        RosterSeat(seat.seat_key, seat.category, seat.holder_id is not None, seat.is_recused, seat.is_present)
        for seat in row.roster
    )


def frozen_ballot(session: Session, row: BallotRow) -> FrozenBallot:
    """What a vote is judged by."""
    return FrozenBallot(
        rules_of(session, row),
        tuple(option.key for option in row.options),
        roster_of(row),
        row.occasion,
        times_of(row),
    )


def appointments_of(session: Session, seat_ids: Iterable[int]) -> Appointments:
    """Everybody ever appointed to act for these seats, in one statement."""
    seats = tuple(seat_ids)
    no_occasion: sa.ColumnElement[str | None] = sa.cast(sa.null(), sa.Text)
    rows: Sequence[Any] = session.execute(
        sa.union_all(
            sa.select(SeatRow.key, BoardMember.person_id, BoardMember.valid_from, BoardMember.valid_to, no_occasion)
            .join(SeatRow, SeatRow.id == BoardMember.seat_id)
            .where(BoardMember.seat_id.in_(seats)),
            sa.select(SeatRow.key, Alternate.person_id, Alternate.valid_from, Alternate.valid_to, Alternate.occasion)
            .join(SeatRow, SeatRow.id == Alternate.seat_id)
            .where(Alternate.seat_id.in_(seats)),
        )
    ).all()
    return Appointments(
        tuple(
            MemberFact(key, person, begins, ends) for key, person, begins, ends, occasion in rows if occasion is None
        ),
        tuple(
            AlternateFact(key, person, _kind_of(occasion), begins, ends, occasion)
            for key, person, begins, ends, occasion in rows
            if occasion is not None
        ),
    )


def is_counted() -> sa.ColumnElement[bool]:
    """A vote that the member cast, or that a second person confirmed."""
    return sa.or_(VoteRow.entered_by_id == VoteRow.given_by_id, VoteRow.confirmed_at.is_not(None))


def votes_of(
    session: Session, ballot_id: int, *, seat_id: int | None = None, by_person: int | None = None
) -> tuple[CastVote, ...]:
    """Votes that were accepted and confirmed, of one seat or by one person or all, as the rulebook's values."""
    wanted = [VoteRow.ballot_id == ballot_id]
    narrow = [
        *([RosterRow.seat_id == seat_id] if seat_id is not None else []),
        *([VoteRow.given_by_id == by_person] if by_person is not None else []),
    ]
    if narrow:
        wanted.append(sa.or_(*narrow))
    rows = session.execute(
        sa.select(VoteRow, RosterRow.seat_key, BallotOption.key)
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .join(BallotOption, BallotOption.id == VoteRow.option_id)
        .where(*wanted, is_counted())
        .order_by(VoteRow.id)
    )
    return tuple(cast_vote_of(vote, seat_key, option_key) for vote, seat_key, option_key in rows)


def cast_vote_of(vote: VoteRow, seat_key: str, option_key: str) -> CastVote:
    """One row of the table as the rulebook's value."""
    is_recorded = vote.entered_by_id != vote.given_by_id
    return CastVote(
        key=str(vote.id),
        seat_key=seat_key,
        option=option_key,
        choice=vote.choice,
        objectives=tuple(vote.objectives),
        reason=vote.reason,
        given_by=vote.given_by_id,
        given_as=vote.given_as,
        cast_at=vote.cast_at,
        received_at=vote.received_at,
        stand_in=StandIn(vote.entered_by_id, vote.evidence, vote.confirmed_by_id) if is_recorded else None,
    )


def _kind_of(occasion: str) -> AlternateKind:
    return AlternateKind.ONE_MEETING if occasion else AlternateKind.STANDING
