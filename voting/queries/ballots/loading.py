"""What the rulebook needs of a ballot, read from its rows."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from voting.db import Instant, fetched
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
COLUMNS_OF_VOTE = (
    VoteRow.id,
    VoteRow.choice,
    VoteRow.objectives,
    VoteRow.reason,
    VoteRow.given_by_id,
    VoteRow.given_as,
    VoteRow.entered_by_id,
    VoteRow.cast_at,
    VoteRow.received_at,
    VoteRow.evidence,
    VoteRow.confirmed_by_id,
)


def ballot_row(session: Session, ballot_id: int) -> BallotRow:
    """The ballot with its modification, options and roster, in two statements. Raises `NotFound`."""
    row = session.execute(_ballot(), {"ballot": ballot_id}).unique().scalar_one_or_none()
    if row is None:
        raise NotFound(NO_SUCH_VOTE)
    return row


@cache
def _ballot() -> sa.Select[BallotRow]:
    return (
        sa.select(BallotRow)
        .where(BallotRow.id == sa.bindparam("ballot"))
        .options(
            joinedload(BallotRow.options),
            joinedload(BallotRow.modification),
            joinedload(BallotRow.report_version).load_only(ReportVersion.number),
            selectinload(BallotRow.roster),
        )
        .execution_options(populate_existing=True)
    )


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
    return rules_in(json.dumps(row.rules or session.get_one(RuleSetVersion, row.rule_set_version_id).rules))


@lru_cache(maxsize=64)
def rules_in(text: str) -> RuleSet:
    """The rule set that stands in this JSON text. Reading one checks its every value, so the last few are kept."""
    return rule_set_from_json(json.loads(text))


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
    rows = fetched(session, _appointments(), seats=tuple(seat_ids))
    return Appointments(
        tuple(
            MemberFact(key, person, begins, ends) for key, person, begins, ends, occasion in rows if occasion is None
        ),
        tuple(
            alternate_of(key, person, begins, ends, occasion)
            for key, person, begins, ends, occasion in rows
            if occasion is not None
        ),
    )


@cache
def _appointments() -> sa.Select[*tuple[Any, ...]]:
    seats: sa.BindParameter[Any] = sa.bindparam("seats", expanding=True)
    no_occasion = sa.cast(sa.null(), sa.Text)
    everybody = sa.union_all(
        sa.select(
            BoardMember.seat_id,
            BoardMember.person_id,
            BoardMember.valid_from,
            BoardMember.valid_to,
            no_occasion.label("occasion"),
        ).where(BoardMember.seat_id.in_(seats)),
        sa.select(
            Alternate.seat_id, Alternate.person_id, Alternate.valid_from, Alternate.valid_to, Alternate.occasion
        ).where(Alternate.seat_id.in_(seats)),
    ).subquery()
    return sa.select(
        SeatRow.key, everybody.c.person_id, everybody.c.valid_from, everybody.c.valid_to, everybody.c.occasion
    ).join(everybody, everybody.c.seat_id == SeatRow.id)


def ballot_is_open(now: Instant) -> sa.ColumnElement[bool]:
    """As a condition on rows: that the ballot's state at `now` is open."""
    return sa.and_(
        BallotRow.opened_at <= now,
        BallotRow.closes_at >= now,
        sa.or_(BallotRow.closed_early_at.is_(None), BallotRow.closed_early_at > now),
        BallotRow.ended_at.is_(None),
        BallotRow.published_at.is_(None),
    )


def is_counted() -> sa.ColumnElement[bool]:
    """A vote that the member cast, or that a second person confirmed."""
    return sa.or_(VoteRow.entered_by_id == VoteRow.given_by_id, VoteRow.confirmed_at.is_not(None))


def waits_for_second_person() -> sa.ColumnElement[bool]:
    """A vote that was recorded for a member, and that nobody has confirmed or declined yet."""
    return sa.and_(
        VoteRow.entered_by_id != VoteRow.given_by_id, VoteRow.confirmed_at.is_(None), VoteRow.declined_at.is_(None)
    )


def votes_of(session: Session, ballot_id: int) -> tuple[CastVote, ...]:
    """All votes that were accepted and confirmed, as the rulebook's values."""
    return _cast_votes(fetched(session, _all_votes(), ballot=ballot_id))


def earlier_votes(session: Session, ballot_id: int, *, roster_id: int, person_id: int) -> tuple[CastVote, ...]:
    """Of `votes_of`, those by which a further vote is judged: of its seat, and by its person."""
    return _cast_votes(fetched(session, _earlier_votes(), ballot=ballot_id, roster=roster_id, person=person_id))


def _cast_votes(rows: Iterable[sa.Row[*tuple[Any, ...]]]) -> tuple[CastVote, ...]:
    return tuple(cast_vote_of(row, row.seat_key, row.option) for row in rows)


@cache
def _all_votes() -> sa.Select[*tuple[Any, ...]]:
    return _votes(_IN_BALLOT)


@cache
def _earlier_votes() -> sa.Select[*tuple[Any, ...]]:
    # Each side has its index: under a common condition on the ballot SQLite would go through all of its votes.
    by_person = sa.and_(_IN_BALLOT, VoteRow.given_by_id == sa.bindparam("person"))
    return _votes(sa.or_(VoteRow.roster_id == sa.bindparam("roster"), by_person))


_IN_BALLOT = VoteRow.ballot_id == sa.bindparam("ballot")


def _votes(wanted: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*COLUMNS_OF_VOTE, RosterRow.seat_key, BallotOption.key.label("option"))
        .join(RosterRow, RosterRow.id == VoteRow.roster_id)
        .join(BallotOption, BallotOption.id == VoteRow.option_id)
        .where(wanted, is_counted())
        .order_by(VoteRow.id)
    )


def cast_vote_of(vote: VoteRow | sa.Row[*tuple[Any, ...]], seat_key: str, option_key: str) -> CastVote:
    """One row of the table (or of those of its columns that the rulebook knows) as the rulebook's value."""
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


def alternate_of(seat_key: str, person: int, begins: date, ends: date | None, occasion: str) -> AlternateFact:
    """An alternate as the rulebook's value: for one meeting where the row names one."""
    kind = AlternateKind.ONE_MEETING if occasion else AlternateKind.STANDING
    return AlternateFact(seat_key, person, kind, begins, ends, occasion)
