"""Every attempt to vote and every seat is accounted for in exactly one place."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.ballots.funnel import FunnelDoesNotAdd, SeatFunnel, VoteFunnel, seat_funnel, vote_funnel
from voting.domain.ballots.parameters import InterestRule, PresenceRule
from voting.domain.ballots.roster import RosterSeat, Standing
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet
from voting.domain.ballots.tally import Tally, tally
from voting.domain.ballots.votes import CastVote, VoteChoice, final_votes

OPENS = datetime(2026, 1, 12, 9, tzinfo=UTC)


def _vote(key: str, hours: int, seat_key: str = "large-1") -> CastVote:
    at = OPENS + timedelta(hours=hours)
    return CastVote(key, seat_key, "proposed", VoteChoice.APPROVE, (), "", 11, Standing.MEMBER, at, at)


def test_attempts_are_accepted_or_refused_and_accepted_votes_are_final_superseded_or_withdrawn() -> None:
    votes = [_vote("v1", 1), _vote("v2", 2), _vote("v3", 3), _vote("v4", 4), _vote("v5", 4), _vote("v6", 1, "large-2")]
    counted = final_votes(votes, SHIPPED_DEFAULT, withdrawn={"v3"})
    funnel = vote_funnel(attempts=9, refused_at_cast=3, counted=counted)
    assert funnel == VoteFunnel(attempts=9, accepted=4, refused=5, final=2, superseded=1, withdrawn=1)


def test_a_vote_that_was_acknowledged_and_is_not_counted_anywhere_is_found() -> None:
    counted = final_votes([_vote("v1", 1)], SHIPPED_DEFAULT)
    with pytest.raises(FunnelDoesNotAdd, match="2 accepted votes are not 1 final"):
        vote_funnel(attempts=2, refused_at_cast=0, counted=counted)


@pytest.mark.parametrize(
    "figures",
    [
        {"attempts": 3, "accepted": 1, "refused": 1, "final": 1, "superseded": 0, "withdrawn": 0},
        {"attempts": 2, "accepted": 2, "refused": 0, "final": 1, "superseded": 0, "withdrawn": 0},
        {"attempts": 2, "accepted": 2, "refused": 0, "final": 2, "superseded": 1, "withdrawn": 0},
    ],
)
def test_a_funnel_of_votes_that_does_not_add_up_cannot_be_made(figures: dict[str, int]) -> None:
    with pytest.raises(FunnelDoesNotAdd):
        VoteFunnel(**figures)


def test_seats_voted_abstained_are_recused_silent_or_vacant(
    rules: Callable[..., RuleSet], count: Callable[..., Tally]
) -> None:
    rule_set = rules(interest=InterestRule.SEAT_RECUSED, presence=PresenceRule.ONLY_ATTENDING_COUNT)
    option = count(rule_set, attendance=True, large="aarbb..vxA", consumer="r").on("proposed")
    assert seat_funnel(option, roster_seats=11) == SeatFunnel(
        seats=11, voted=4, abstained=2, recused=1, silent=2, vacant=1, set_aside=1
    )


def test_a_seat_that_is_on_the_roster_and_not_in_the_tally_is_found(count: Callable[..., Tally]) -> None:
    with pytest.raises(FunnelDoesNotAdd, match="4 seats are on the roster and 3 are accounted for"):
        seat_funnel(count(SHIPPED_DEFAULT, large="aar").on("proposed"), roster_seats=4)


@settings(max_examples=60, deadline=None)
@given(
    board=st.fixed_dictionaries(
        {"large": st.text("arb.vAR", max_size=13), "other": st.text("arb.vB", max_size=3)},
    ),
    presence=st.sampled_from(PresenceRule),
)
def test_every_seat_of_any_board_is_accounted_for(
    board: dict[str, str],
    presence: PresenceRule,
    rules: Callable[..., RuleSet],
    roster: Callable[..., tuple[RosterSeat, ...]],
    letters_as_votes: Callable[..., Any],
) -> None:
    seats = roster(board, attendance=True)
    result = tally(rules(presence=presence), seats, letters_as_votes(board), options=("proposed",))
    funnel = seat_funnel(result.on("proposed"), roster_seats=len(seats))
    votes = sum(letter.lower() in "arb" for letters in board.values() for letter in letters)
    assert funnel.voted + funnel.abstained + funnel.set_aside == votes
