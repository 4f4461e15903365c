"""The tally against a second count, written apart from it: over every profile of the real board, and every rule.

The second count reads the rule set as JSON and a category as the letters of its seats, divides with fractions, and
knows nothing of the domain's types.
"""

import os
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import islice, product
from math import ceil, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.ballots.outcome import CategoryCount, OptionTally, judge_category, judge_option, judge_overall
from voting.domain.ballots.parameters import (
    AbstentionRule,
    CategoryFigure,
    CategoryRule,
    CategoryTieRule,
    MajorityOf,
    NoVotesRule,
    OverallKind,
    OverallRule,
    OverallTieRule,
    QuorumKind,
    QuorumRule,
    Share,
    TierRule,
    Tiers,
    VotingCategory,
)
from voting.domain.ballots.roster import RosterSeat
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet
from voting.domain.ballots.rule_set_json import rule_set_to_json
from voting.domain.ballots.tally import FinalVote, tally

FULL = os.environ.get("VOTING_FULL") == "1"
# The seats of December 2021.
REAL_BOARD = {
    "large_suppliers": 13,
    "small_suppliers": 3,
    "networks": 3,
    "other_sec_parties": 3,
    "consumer": 1,
}
LETTERS = {"approve": "a", "reject": "r", "abstain": "b", "silent": ".", "vacant": "v", "recused": "x"}


class SecondCount:
    """The rules of the table in domain.md, counted from letters."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule: dict[str, Any] = {
            name: entry["value"] for name, entry in rule_set_to_json(rule_set).items() if isinstance(entry, dict)
        }
        self.tiers = self.rule["tiers"]["kind"]
        self.counted = self.rule["categories"]["counted"]

    def category(self, name: str, letters: str) -> tuple[int, bool, str, str]:
        """(need, quorum met, what the votes show, what the category brings)"""
        can_vote = [seat for seat in letters if seat not in "vx"]
        voting = [seat for seat in can_vote if seat != "."]
        shows = self._shows(can_vote, voting)
        if name not in self.counted:
            return 0, True, shows, "shown_only"
        quorum = self.rule["quorum"]
        need = 0
        if quorum["kind"] == "figures":
            need = min(len(can_vote), {entry["category"]: entry["figure"] for entry in quorum["figures"]}[name])
        if quorum["kind"] == "share_of_seats":
            need = ceil(Fraction(quorum["share"]["numerator"], quorum["share"]["denominator"]) * len(can_vote))
        met = len(voting) >= need or (not voting and quorum["nobody_present_meets_need"])
        brings = "counted_together" if self.tiers == "flat_majority" else self._brings(shows)
        return need, met and brings != "quorum_fails", shows, brings

    def _shows(self, can_vote: list[str], voting: list[str]) -> str:
        no_letters = "rb" if self.rule["abstention"] == "counts_as_reject" else "r"
        yes, no = voting.count("a"), sum(seat in no_letters for seat in voting)
        if not can_vote:
            return "no_seat_can_vote"
        if yes == no == 0:
            return "all_abstained" if voting else "nobody_voted"
        whole = {"votes_cast": yes + no, "those_present": len(voting), "seats": len(can_vote)}
        half = Fraction(whole[self.rule["category_majority"]], 2)
        return "more_approve" if yes > half else "more_reject" if no > half else "no_majority"

    def _brings(self, shows: str) -> str:
        if shows in ("more_approve", "more_reject"):
            return shows.replace("more_", "") + "s"
        if shows == "no_seat_can_vote":
            return "not_counted"
        rule = self.rule["category_tie"] if shows == "no_majority" else self.rule["no_votes"]
        names = {"counts_as_reject": "rejects", "chair_decides": "awaits_chair"}
        return str(names.get(rule, rule))

    def overall(self, board: Mapping[str, str], rows: Mapping[str, tuple[int, bool, str, str]]) -> str:
        """The outcome, from the rows of `category`."""
        if not all(row[1] for row in rows.values()):
            return "no_quorum"
        if any(row[3] == "awaits_chair" for row in rows.values()):
            return "awaits_chair"
        if self.tiers == "flat_majority":
            return self._flat("".join(letters for name, letters in board.items() if name in self.counted))
        weights = {entry["category"]: entry["figure"] for entry in self.rule["tiers"]["weights"]}
        yes = sum(weights.get(name, 1) for name, row in rows.items() if row[3] == "approves")
        no = sum(weights.get(name, 1) for name, row in rows.items() if row[3] == "rejects")
        return self._decide(yes, no, yes + no)

    def _flat(self, letters: str) -> str:
        can_vote = [seat for seat in letters if seat not in "vx"]
        voting = [seat for seat in can_vote if seat != "."]
        yes, no = voting.count("a"), voting.count("r")
        if self.rule["abstention"] == "counts_as_reject":
            no += voting.count("b")
        if can_vote and yes == no == 0 and self.rule["no_votes"] != "not_counted":
            return "no_quorum" if self.rule["no_votes"] == "quorum_fails" else "rejected"
        whole = {"votes_cast": yes + no, "those_present": len(voting), "seats": len(can_vote)}
        return self._decide(yes, no, whole[self.rule["category_majority"]])

    def _decide(self, yes: int, no: int, whole: int) -> str:
        kind, threshold = self.rule["overall"]["kind"], self.rule["overall"]["threshold"]
        if yes == no == 0:
            return self._tie()
        share = Fraction(yes, whole)
        if kind == "threshold_share":
            passes = share >= Fraction(threshold["numerator"], threshold["denominator"])
        elif kind == "all_must_approve":
            passes = share == 1
        else:
            passes = share > Fraction(1, 2)
            if not passes and Fraction(no, whole) <= Fraction(1, 2):
                return self._tie()
        return "approved" if passes else "rejected"

    def _tie(self) -> str:
        names = {"chair_decides": "awaits_chair", "refer": "referred"}
        return str(names.get(self.rule["overall_tie"], self.rule["overall_tie"]))


def _rows(result: OptionTally) -> dict[str, tuple[int, bool, str, str]]:
    return {
        row.category.value: (row.need, row.quorum_met, row.finding.value, row.outcome.value)
        for row in result.categories
    }


def _assert_same(rule_set: RuleSet, second: SecondCount, board: Mapping[str, CategoryCount]) -> None:
    letters = {name: _letters(count) for name, count in board.items()}
    rows = {name: second.category(name, seats) for name, seats in letters.items()}
    result = judge_option(rule_set, "proposed", tuple(board.values()))
    assert _rows(result) == rows, letters
    assert result.outcome.value == second.overall(letters, rows), letters


def _letters(count: CategoryCount) -> str:
    return "".join(letter * getattr(count, column) for column, letter in LETTERS.items())


@cache
def _profiles(name: str) -> tuple[CategoryCount, ...]:
    """Every way in which the seats of a category can approve, reject, abstain or stay silent."""
    seats = REAL_BOARD[name]
    counts = product(range(seats + 1), repeat=3)
    return tuple(
        CategoryCount(VotingCategory(name), approve=a, reject=r, abstain=b, silent=seats - a - r - b)
        for a, r, b in counts
        if a + r + b <= seats
    )


@pytest.mark.parametrize(("name", "profiles"), list(zip(REAL_BOARD, (560, 20, 20, 20, 4), strict=True)))
def test_every_count_profile_of_every_category_of_the_real_board(name: str, profiles: int) -> None:
    second = SecondCount(SHIPPED_DEFAULT)
    assert len(_profiles(name)) == profiles
    for count in _profiles(name):
        row = judge_category(SHIPPED_DEFAULT, count)
        seen = (row.need, row.quorum_met, row.finding.value, row.outcome.value)
        assert seen == second.category(name, _letters(count)), count


@cache
def _kinds(name: str) -> tuple[CategoryCount, ...]:
    """One profile for each thing that a category can show, with and without its quorum, and one without any seat."""
    kinds = {}
    for count in _profiles(name):
        row = judge_category(SHIPPED_DEFAULT, count)
        kinds.setdefault((row.finding, row.quorum_met), count)
    return (*kinds.values(), CategoryCount(VotingCategory(name), vacant=REAL_BOARD[name]))


@pytest.mark.parametrize("large", range(10), ids="kind {}".format)
def test_every_combination_of_what_the_categories_can_show(large: int) -> None:
    assert [len(_kinds(name)) for name in REAL_BOARD] == [10, 6, 6, 6, 5]
    second = SecondCount(SHIPPED_DEFAULT)
    first, *others = REAL_BOARD
    for counts in product(*(_kinds(name) for name in others)):
        board = dict(zip(REAL_BOARD, (_kinds(first)[large], *counts), strict=True))
        _assert_same(SHIPPED_DEFAULT, second, board)


@pytest.mark.slow
def test_the_full_product_of_all_count_profiles_of_the_real_board() -> None:
    """All 17,920,000 boards where VOTING_FULL=1; else every 17,911th, a prime, which still meets every profile."""
    second = SecondCount(SHIPPED_DEFAULT)
    # What a category brings was compared profile by profile above, so here it is worked out once a profile.
    judged = [
        [
            (name, letters, second.category(name, letters), judge_category(SHIPPED_DEFAULT, count))
            for count, letters in ((count, _letters(count)) for count in _profiles(name))
        ]
        for name in REAL_BOARD
    ]
    boards, seen = prod(len(profiles) for profiles in judged), 0
    for position in range(0, boards, 1 if FULL else 17_911):
        chosen, rest = [], position
        for profiles in judged:
            rest, index = divmod(rest, len(profiles))
            chosen.append(profiles[index])
        letters = {name: said for name, said, _, _ in chosen}
        expected = second.overall(letters, {name: row for name, _, row, _ in chosen})
        result = judge_overall(SHIPPED_DEFAULT, "proposed", tuple(row for _, _, _, row in chosen))
        assert result.outcome.value == expected, letters
        seen += 1
    assert (boards, seen) == (17_920_000, boards if FULL else 1_001)


SEATED = SHIPPED_DEFAULT.categories.value.seated
WEIGHTS = tuple(CategoryFigure(category, figure) for category, figure in zip(SEATED, (4, 1, 2, 2, 1), strict=True))
FIGURES = SHIPPED_DEFAULT.quorum.value.figures
CATEGORIES = [
    SHIPPED_DEFAULT.categories.value,
    CategoryRule(SEATED, SEATED[:4], SHIPPED_DEFAULT.categories.value.speaks_for),
]
TIERS = [
    TierRule(Tiers.MEMBER_CATEGORY_OVERALL),
    TierRule(Tiers.FLAT_MAJORITY),
    TierRule(Tiers.WEIGHTED_GROUPS, WEIGHTS),
]
# Each category that counts has its weight, so this file's weights go with all five.
CATEGORIES_BY_TIERS = {
    Tiers.MEMBER_CATEGORY_OVERALL: CATEGORIES,
    Tiers.FLAT_MAJORITY: CATEGORIES,
    Tiers.WEIGHTED_GROUPS: CATEGORIES[:1],
}
OVERALL = [
    OverallRule(OverallKind.APPROVING_OUTNUMBER_REJECTING),
    OverallRule(OverallKind.ALL_MUST_APPROVE),
    OverallRule(OverallKind.THRESHOLD_SHARE, Share(2, 3)),
]
QUORUM = [
    SHIPPED_DEFAULT.quorum.value,
    QuorumRule(QuorumKind.FIGURES, nobody_present_meets_need=False, figures=FIGURES),
    QuorumRule(QuorumKind.SHARE_OF_SEATS, nobody_present_meets_need=True, share=Share(1, 2)),
    QuorumRule(QuorumKind.NO_QUORUM, nobody_present_meets_need=False),
]
# Counts alone are judged here, so a recused seat needs no rule about interests.
COLUMNS = list(LETTERS)


def _random_board(chance: random.Random) -> dict[str, CategoryCount]:
    board = {}
    for name, seats in REAL_BOARD.items():
        # Few columns at a time, or ties, unanimity and silence would hardly ever come up.
        columns = chance.sample(COLUMNS, chance.randint(1, 3))
        drawn = [chance.choice(columns) for _ in range(chance.randint(1, min(seats, 6)))]
        board[name] = CategoryCount(VotingCategory(name), **{column: drawn.count(column) for column in COLUMNS})
    return board


@pytest.mark.parametrize("weighing", TIERS, ids=lambda tiers: str(tiers.kind))
@pytest.mark.parametrize("overall", OVERALL, ids=lambda overall: str(overall.kind))
def test_the_rules_of_counting_in_combination_on_random_boards(
    weighing: TierRule, overall: OverallRule, rules: Callable[..., RuleSet]
) -> None:
    combinations = product(MajorityOf, AbstentionRule, CategoryTieRule, NoVotesRule, OverallTieRule, QUORUM)
    names = ("category_majority", "abstention", "category_tie", "no_votes", "overall_tie", "quorum")
    chance = random.Random(f"{weighing.kind} {overall.kind}")
    # Every fifth of the 864 meets each value of each parameter many times, because 5 divides none of their numbers.
    for values in islice(combinations, 0, None, 1 if FULL else 5):
        categories = chance.choice(CATEGORIES_BY_TIERS[weighing.kind])
        changed = dict(zip(names, values, strict=True))
        rule_set = rules(tiers=weighing, overall=overall, categories=categories, **changed)
        _assert_same(rule_set, SecondCount(rule_set), _random_board(chance))


SHORT = dict(zip(("large", "small", "networks", "other", "consumer"), SEATED, strict=True))
BOARDS = st.fixed_dictionaries(
    {
        "large": st.text("arb.v", max_size=13),
        "small": st.text("arb.v", max_size=3),
        "networks": st.text("arb.v", max_size=3),
        "other": st.text("arb.v", max_size=3),
        "consumer": st.text("arb.v", max_size=1),
    }
)


@settings(max_examples=60, deadline=None)
@given(board=BOARDS, chance=st.randoms(use_true_random=False))
def test_members_votes_add_up_to_the_second_count_in_whatever_order_they_come(
    board: dict[str, str],
    chance: random.Random,
    roster: Callable[..., tuple[RosterSeat, ...]],
    letters_as_votes: Callable[..., tuple[FinalVote, ...]],
) -> None:
    seats, votes = list(roster(board)), list(letters_as_votes(board))
    result = tally(SHIPPED_DEFAULT, seats, votes, options=("proposed",))
    second = SecondCount(SHIPPED_DEFAULT)
    named = {SHORT[name].value: letters for name, letters in board.items()}
    rows = {name: second.category(name, letters) for name, letters in named.items()}
    assert _rows(result.on("proposed")) == rows
    assert result.on("proposed").outcome.value == second.overall(named, rows)
    chance.shuffle(seats)
    chance.shuffle(votes)
    assert tally(SHIPPED_DEFAULT, seats, votes, options=("proposed",)) == result
