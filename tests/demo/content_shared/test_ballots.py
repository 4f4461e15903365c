"""Every vote of the two ballots is one that the rulebook would accept, and is counted as the file says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from tests.demo.content_shared.reading import (
    DAYS,
    Table,
    ballots,
    calendar,
    day_of,
    instant_of,
    named,
    people,
    read,
    seats,
    start_of,
)
from voting.domain.ballots.outcome import CategoryFinding
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.roster import Alternate, AlternateKind, Appointments, BoardMember, RosterSeat, Standing
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT
from voting.domain.ballots.state import BallotTimes
from voting.domain.ballots.tally import FinalVote, tally
from voting.domain.ballots.votes import CastVote, FrozenBallot, VoteChoice, check_vote
from voting.domain.errors import RuleBroken
from voting.domain.people import Role


def appointments(today: date) -> Appointments:
    number = {key: at for at, key in enumerate(people())}
    members = tuple(
        BoardMember(seat["key"], number[seat["member"]], date.fromisoformat(seat["appointed_on"]))
        for seat in seats().values()
        if seat["member"]
    )
    alternates = tuple(
        Alternate(
            row["seat"],
            number[row["person"]],
            AlternateKind(row["kind"]),
            day_of(row["appointed_on"], today),
            occasion=row.get("occasion", ""),
        )
        for row in read("seats.toml")["alternate"]
    )
    return Appointments(members, alternates)


def frozen(row: Table, today: date) -> FrozenBallot:
    roster = tuple(
        RosterSeat(
            key, VotingCategory(seat["voting_category"]), filled=bool(seat["member"]), recused=False, present=None
        )
        for key, seat in seats().items()
    )
    times = BallotTimes(instant_of(row["opens"], today), instant_of(row["closes"], today, at=time(17)))
    return FrozenBallot(SHIPPED_DEFAULT, tuple(one["key"] for one in row["options"]), roster, row["occasion"], times)


def cast_votes(row: Table, today: date) -> list[CastVote]:
    number = {key: at for at, key in enumerate(people())}
    return [
        CastVote(
            key=str(at),
            seat_key=vote["seat"],
            option=vote["option"],
            choice=VoteChoice(vote["choice"]),
            objectives=tuple(vote["objectives"]),
            reason=vote["reason"],
            given_by=number[vote["person"]],
            given_as=Standing(vote["capacity"]),
            cast_at=instant_of(vote["cast"], today),
            received_at=instant_of(vote["cast"], today),
        )
        for at, vote in enumerate(row["vote"])
    ]


@pytest.mark.parametrize("today", DAYS, ids=str)
@named(ballots())
def test_every_vote_is_one_that_the_ballot_accepts(folder: str, row: Table, today: date) -> None:
    ballot, entitled = frozen(row, today), appointments(today)
    votes = cast_votes(row, today)
    assert votes == sorted(votes, key=lambda vote: vote.cast_at), folder
    for at, vote in enumerate(votes):
        check_vote(vote, ballot, entitled, votes[:at])
    assert all(vote.cast_at < start_of(today) for vote in votes)


@named(ballots())
def test_a_ballot_is_prepared_and_opened_by_two_people_and_accounts_for_every_seat(folder: str, row: Table) -> None:
    voted = {vote["seat"] for vote in row["vote"]}
    silent = set(row.get("silent", row.get("not_yet_voted", [])))
    assert not voted & silent
    assert voted | silent | set(row["vacant"]) == seats().keys()
    assert Role.SECAS_ANALYST in people()[row["prepared_by"]]["roles"]
    assert Role.SECAS_APPROVER in people()[row["opened_by"]]["roles"], folder
    assert row["report"] in {report["number"] for report in read(f"{folder}/modification.toml")["report"]}


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_half_of_the_board_has_voted_on_mp903_and_the_vote_closes_in_three_working_days(today: date) -> None:
    (row,) = read("mp903/ballots.toml")["ballot"]
    seats_that_voted = Counter(vote["seat"] for vote in row["vote"])
    assert len(seats_that_voted) == 11
    assert [seat for seat, times in seats_that_voted.items() if times > 1] == ["large-09"]
    assert [vote["seat"] for vote in row["vote"] if vote["capacity"] == "alternate"] == ["large-01"]
    closes = instant_of(row["closes"], today, at=time(17))
    assert calendar().working_days_left(start_of(today), closes) == 3


def test_mp904_is_counted_as_its_file_says() -> None:
    (row,) = read("mp904/ballots.toml")["ballot"]
    ballot = frozen(row, DAYS[0])
    final = [FinalVote(vote.seat_key, vote.option, vote.choice) for vote in cast_votes(row, DAYS[0])]
    result = tally(SHIPPED_DEFAULT, ballot.roster, final, options=ballot.options)
    for option in ballot.options:
        counted = result.on(option)
        assert {one.category: _as_written(one) for one in counted.categories} | {"overall": counted.outcome} == (
            row["expected"][option]
        )
    assert result.preference.option == row["expected"]["preference"]["option"] == "alternative-1"
    findings = {one.finding for one in result.on("proposed").categories}
    assert {CategoryFinding.NO_MAJORITY, CategoryFinding.ALL_ABSTAINED} <= findings
    assert result.passing == ("proposed", "alternative-1")
    assert read("mp904/modification.toml")["decision"]["option"] == result.preference.option


def _as_written(one: Any) -> Table:
    count = one.count
    return {
        "seats": count.seats,
        "approve": count.approve,
        "reject": count.reject,
        "abstain": count.abstain,
        "outcome": one.outcome,
    }


@pytest.mark.parametrize(
    "spoil",
    [
        lambda vote: replace(vote, objectives=()),
        lambda vote: replace(vote, reason=""),
        lambda vote: replace(vote, given_by=0),
        lambda vote: replace(vote, seat_key="large-13"),
    ],
    ids=["no objectives", "no reason", "another person", "the vacant seat"],
)
def test_the_check_of_votes_would_notice_a_bad_one(spoil: Callable[[CastVote], CastVote]) -> None:
    (row,) = read("mp903/ballots.toml")["ballot"]
    vote = cast_votes(row, DAYS[0])[0]
    with pytest.raises(RuleBroken):
        check_vote(spoil(vote), frozen(row, DAYS[0]), appointments(DAYS[0]), ())
