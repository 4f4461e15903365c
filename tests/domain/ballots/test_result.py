"""The result of a ballot: what it says, what must be settled before it is published, and its way to JSON and back."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.ballots.explain import WhatFollows
from voting.domain.ballots.funnel import VoteFunnel
from voting.domain.ballots.parameters import CategoryTieRule, OverallTieRule, PreferenceRule, VotingCategory
from voting.domain.ballots.result import (
    ChairDecision,
    ChairEvidenceMissing,
    ChairHasNotDecided,
    Counted,
    PreferenceNotSaid,
    Result,
    asked_of_board,
    asked_of_chair,
    board_outcome,
    check_settled,
    in_a_sentence,
    result_of,
    votes_without_names,
)
from voting.domain.ballots.result_json import ResultUnreadable, result_from_json, result_to_json
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet
from voting.domain.ballots.tally import FinalVote
from voting.domain.ballots.votes import VoteChoice
from voting.domain.modifications.implementation import ImplementationOption, implementation_date
from voting.domain.modifications.lifecycle.words import BoardOutcome, Path

VOTED_ON = date(2022, 1, 20)
OPTIONS = (
    ImplementationOption(date(2022, 2, 24), date(2022, 2, 10), "February 2022 release"),
    ImplementationOption(date(2022, 6, 30), date(2022, 6, 16), "June 2022 release"),
)


@pytest.fixture
def decide(roster: Callable[..., Any], letters_as_votes: Callable[..., tuple[FinalVote, ...]]) -> Callable[..., Result]:
    """The result of a board of letters on Path 3: `decide(large="aar", networks="ar")`."""

    def build(rule_set: RuleSet = SHIPPED_DEFAULT, path: Path = Path.SELF_GOVERNANCE, **board: Any) -> Result:
        said = {name: board.pop(name) for name in ("chair", "chair_evidence", "preference") if name in board}
        options = board.pop("options", (("proposed", "Proposed Solution"),))
        votes = tuple(vote for key, _title in options for vote in letters_as_votes(board, key))
        counted = Counted(
            rule_set,
            roster(board),
            options,
            votes_without_names(votes),
            VoteFunnel(len(votes), len(votes), 0, len(votes), 0, 0),
            **said,
        )
        follows = WhatFollows(path, date(2022, 2, 4), implementation_date(OPTIONS, VOTED_ON))
        return result_of(counted, follows, VOTED_ON)

    return build


def test_an_approval_names_the_day_on_which_it_is_implemented(decide: Callable[..., Result]) -> None:
    result = decide(large="aar", small="a")
    assert result.board_outcome is BoardOutcome.APPROVED
    assert result.implements_on == date(2022, 2, 24)
    assert "24 Feb 2022" in result.options[0].next_step.text
    assert result.options[0].outcome.text == "The Change Board approved the Proposed Solution."


def test_a_rejection_names_none(decide: Callable[..., Result]) -> None:
    result = decide(large="rrr")
    assert (result.board_outcome, result.implements_on) == (BoardOutcome.REJECTED, None)
    assert result.implementation_sentence == ""


@pytest.mark.parametrize(
    ("board", "outcome"),
    [
        ({"large": "aaa"}, BoardOutcome.APPROVED),
        ({"large": "rrr"}, BoardOutcome.REJECTED),
        ({"large": "a.."}, BoardOutcome.NOT_DECIDED),
        ({"large": "..."}, BoardOutcome.REJECTED),
    ],
    ids=["approved", "rejected", "no quorum", "silence"],
)
def test_the_life_cycle_is_told_one_of_three_outcomes(
    decide: Callable[..., Result], board: dict[str, str], outcome: BoardOutcome
) -> None:
    assert board_outcome(decide(**board).tally) is outcome


TIE_IS_THE_CHAIRS = {"category_tie": CategoryTieRule.CHAIR_DECIDES}


def test_what_is_the_chairs_is_asked_and_settled_once_said_with_its_evidence(
    decide: Callable[..., Result], rules: Callable[..., RuleSet]
) -> None:
    of_chair = rules(**TIE_IS_THE_CHAIRS)
    waiting = decide(of_chair, networks="ar")
    assert asked_of_chair(waiting.tally) == (("proposed", VotingCategory.NETWORKS),)
    with pytest.raises(ChairHasNotDecided):
        check_settled(waiting)
    said = (ChairDecision("proposed", VotingCategory.NETWORKS, approves=True),)
    with pytest.raises(ChairEvidenceMissing):
        check_settled(decide(of_chair, networks="ar", chair=said, chair_evidence=" "))
    settled = decide(of_chair, networks="ar", chair=said, chair_evidence="Minute 4.2")
    check_settled(settled)
    assert asked_of_chair(settled.tally) == ()


def test_an_overall_tie_that_is_the_chairs_is_asked_for_the_whole(
    decide: Callable[..., Result], rules: Callable[..., RuleSet]
) -> None:
    result = decide(rules(overall_tie=OverallTieRule.CHAIR_DECIDES), small="a", networks="r")
    assert asked_of_chair(result.tally) == (("proposed", None),)


def test_between_solutions_that_pass_alike_the_board_is_asked(
    decide: Callable[..., Result], rules: Callable[..., RuleSet]
) -> None:
    both = (("proposed", "Proposed Solution"), ("other", "Alternative Solution"))
    result = decide(rules(preference=PreferenceRule.BOARD_SAYS), large="aaa", options=both)
    assert asked_of_board(result.tally) == ("proposed", "other")
    with pytest.raises(PreferenceNotSaid):
        check_settled(result)
    check_settled(decide(rules(preference=PreferenceRule.BOARD_SAYS), large="aaa", options=both, preference="other"))


def test_where_one_solution_is_undecided_nobody_is_asked_for_a_preference(decide: Callable[..., Result]) -> None:
    both = (("proposed", "Proposed Solution"), ("other", "Alternative Solution"))
    assert asked_of_board(decide(large="a..", options=both).tally) == ()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Proposed Solution", "the Proposed Solution"),
        ("The Proposed Solution", "The Proposed Solution"),
        ("Alternative 1: a longer window", "Alternative 1: a longer window"),
    ],
)
def test_a_title_reads_well_in_a_sentence(title: str, words: str) -> None:
    assert in_a_sentence(title) == words


LETTERS = st.text(alphabet="arb.v", min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(board=st.fixed_dictionaries({"large": LETTERS, "networks": LETTERS, "consumer": LETTERS}))
def test_what_was_published_is_read_again_to_the_last_value(
    board: dict[str, str], roster: Callable[..., Any], letters_as_votes: Callable[..., tuple[FinalVote, ...]]
) -> None:
    votes = letters_as_votes(board)
    counted = Counted(
        SHIPPED_DEFAULT,
        roster(board),
        (("proposed", "Proposed Solution"),),
        votes_without_names(votes),
        VoteFunnel(len(votes) + 1, len(votes), 1, len(votes), 0, 0),
    )
    follows = WhatFollows(Path.SELF_GOVERNANCE, date(2022, 2, 4), implementation_date(OPTIONS, VOTED_ON))
    result = result_of(counted, follows, VOTED_ON)
    stored = json.loads(json.dumps(result_to_json(result)))
    assert result_from_json(stored) == result


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw.pop("votes"),
        lambda raw: raw.update(extra=1),
        lambda raw: raw["tally"]["options"][0].update(approving="1"),
        lambda raw: raw["tally"]["options"][0].update(outcome="Approved"),
        lambda raw: raw.update(decision_on="20 January 2022"),
    ],
    ids=["lacks votes", "says more", "a number as text", "an unknown outcome", "a date in words"],
)
def test_a_stored_result_that_was_changed_is_refused(
    decide: Callable[..., Result], spoil: Callable[[dict[str, Any]], object]
) -> None:
    raw = json.loads(json.dumps(result_to_json(decide(large="aaa"))))
    spoil(raw)
    with pytest.raises(ResultUnreadable):
        result_from_json(raw)


def test_equal_votes_in_another_order_are_equal_bytes() -> None:
    votes = [FinalVote("b", "proposed", VoteChoice.APPROVE), FinalVote("a", "proposed", VoteChoice.REJECT)]
    assert votes_without_names(votes) == votes_without_names(reversed(votes))
