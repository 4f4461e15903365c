"""The tally by table: every default, and every value that a rule set must also support, with its edges."""

from collections.abc import Callable
from typing import Any

import pytest

from voting.domain.ballots import tally as counting
from voting.domain.ballots.outcome import CategoryFinding, CategoryOutcome, OptionTally, OverallOutcome, OverallReason
from voting.domain.ballots.parameters import (
    AbstentionRule,
    CategoryFigure,
    CategoryRule,
    CategoryTieRule,
    InterestRule,
    MajorityOf,
    NoVotesRule,
    OverallKind,
    OverallRule,
    OverallTieRule,
    PreferenceRule,
    PresenceRule,
    QuorumKind,
    QuorumRule,
    Share,
    TierRule,
    Tiers,
    VotingCategory,
)
from voting.domain.ballots.roster import RecusalNotInRuleSet, RosterSeat
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet
from voting.domain.ballots.tally import FinalVote, PreferenceFinding, Tally, tally
from voting.domain.ballots.votes import SeatNotInRoster, SeatVacant, UnknownOption, VoteChoice
from voting.domain.errors import RuleBroken

Rules = Callable[..., RuleSet]
Count = Callable[..., Tally]

SEATED = SHIPPED_DEFAULT.categories.value.seated
LARGE = VotingCategory.LARGE_SUPPLIERS
APPROVED, REJECTED = OverallOutcome.APPROVED, OverallOutcome.REJECTED
# A board on which two categories approve, two reject, and the Consumer Representative is left to the case.
EVEN = {"large": "aaa", "small": "a", "networks": "r", "other": "r"}


def _row(result: OptionTally, category: VotingCategory = LARGE) -> Any:
    return next(row for row in result.categories if row.category is category)


@pytest.mark.parametrize(
    ("letters", "finding", "outcome"),
    [
        ("aaar", CategoryFinding.MORE_APPROVE, CategoryOutcome.APPROVES),
        ("arrr", CategoryFinding.MORE_REJECT, CategoryOutcome.REJECTS),
        ("abbbbbbbb", CategoryFinding.MORE_APPROVE, CategoryOutcome.APPROVES),
        ("a............", CategoryFinding.MORE_APPROVE, CategoryOutcome.APPROVES),
        ("aarrb", CategoryFinding.NO_MAJORITY, CategoryOutcome.NOT_COUNTED),
        ("bbb..", CategoryFinding.ALL_ABSTAINED, CategoryOutcome.NOT_COUNTED),
        (".....", CategoryFinding.NOBODY_VOTED, CategoryOutcome.NOT_COUNTED),
        ("vv", CategoryFinding.NO_SEAT_CAN_VOTE, CategoryOutcome.NOT_COUNTED),
        ("", CategoryFinding.NO_SEAT_CAN_VOTE, CategoryOutcome.NOT_COUNTED),
    ],
)
def test_by_default_a_category_says_what_more_of_its_votes_say(
    letters: str, finding: CategoryFinding, outcome: CategoryOutcome, count: Count
) -> None:
    row = _row(count(SHIPPED_DEFAULT, large=letters).on("proposed"))
    assert (row.finding, row.outcome) == (finding, outcome)


def test_each_seat_is_in_exactly_one_column(count: Count, rules: Rules) -> None:
    rule_set = rules(interest=InterestRule.SEAT_RECUSED)
    row = _row(count(rule_set, large="aaarrbb...vvx").on("proposed")).count
    assert (row.approve, row.reject, row.abstain, row.silent, row.vacant, row.recused) == (3, 2, 2, 3, 2, 1)
    assert (row.seats, row.able, row.present) == (13, 10, 7)


@pytest.mark.parametrize(
    ("board", "outcome", "reason"),
    [
        ({**EVEN, "consumer": "a"}, APPROVED, OverallReason.APPROVING_OUTNUMBER),
        ({**EVEN, "consumer": "r"}, REJECTED, OverallReason.REJECTING_OUTNUMBER),
        ({**EVEN, "consumer": "b"}, REJECTED, OverallReason.EQUAL),
        ({**EVEN, "consumer": "."}, REJECTED, OverallReason.EQUAL),
        ({**EVEN, "consumer": "v"}, REJECTED, OverallReason.EQUAL),
        ({"consumer": "a"}, APPROVED, OverallReason.APPROVING_OUTNUMBER),
        ({"large": ".", "consumer": "b"}, REJECTED, OverallReason.NOTHING_COUNTED),
        ({}, REJECTED, OverallReason.NOTHING_COUNTED),
        ({"large": "aaaaaaaaaaaaa", "small": "r", "networks": "r"}, REJECTED, OverallReason.REJECTING_OUTNUMBER),
    ],
)
def test_by_default_approving_categories_have_to_outnumber_rejecting_ones(
    board: dict[str, str], outcome: OverallOutcome, reason: OverallReason, count: Count
) -> None:
    result = count(SHIPPED_DEFAULT, **board).on("proposed")
    assert (result.outcome, result.reason) == (outcome, reason)


def test_a_tie_in_a_category_gives_no_category_vote(count: Count) -> None:
    result = count(SHIPPED_DEFAULT, large="aarr", small="a").on("proposed")
    assert (result.approving, result.rejecting, result.outcome) == (1, 0, APPROVED)


@pytest.mark.parametrize(
    ("letters", "need", "met"),
    [
        ("aaa..........", 3, True),
        ("bbb..........", 3, True),
        ("aa...........", 3, False),
        ("a............", 3, False),
        (".............", 3, True),
        ("aavvvvvvvvvvv", 2, True),
        ("a.vvvvvvvvvvv", 2, False),
        ("avvvvvvvvvvvv", 1, True),
        ("vvvvvvvvvvvvv", 0, True),
    ],
)
def test_by_default_a_category_needs_its_figure_or_all_its_seats_that_can_vote_unless_nobody_is_present(
    letters: str, need: int, met: bool, count: Count
) -> None:
    result = count(SHIPPED_DEFAULT, large=letters, small="aaa", networks="aaa").on("proposed")
    assert (_row(result).need, _row(result).quorum_met) == (need, met)
    assert result.outcome is (APPROVED if met else OverallOutcome.NO_QUORUM)
    assert (result.reason is OverallReason.QUORUM_MISSING) is not met


def test_a_missing_quorum_goes_before_a_majority_of_categories(count: Count) -> None:
    result = count(SHIPPED_DEFAULT, large="rr...........", small="aaa", networks="aaa", other="aaa").on("proposed")
    assert (result.outcome, result.approving) == (OverallOutcome.NO_QUORUM, 3)


def test_silence_is_never_a_vote(count: Count) -> None:
    result = count(SHIPPED_DEFAULT, large="aaa..........", small="a..", networks=".a.").on("proposed")
    assert (result.approving, result.rejecting) == (3, 0)


ON = {category: CategoryFigure(category, weight) for category, weight in zip(SEATED, (5, 1, 2, 1, 1), strict=True)}
WEIGHTED = TierRule(Tiers.WEIGHTED_GROUPS, tuple(ON.values()))
FLAT = TierRule(Tiers.FLAT_MAJORITY)


@pytest.mark.parametrize(
    ("tiers", "board", "figures", "outcome"),
    [
        # Three small categories outvote a large one by categories, and are outvoted by it when all seats count alike.
        (SHIPPED_DEFAULT.tiers.value, {"large": "aaaaa", "small": "r", "other": "r"}, (1, 2, 3), REJECTED),
        (FLAT, {"large": "aaaaa", "small": "r", "other": "r"}, (5, 2, 7), APPROVED),
        (FLAT, {"large": "aaab", "small": "rrr"}, (3, 3, 6), REJECTED),
        (FLAT, {"large": "aaa", "small": "rrr", "consumer": "r"}, (3, 4, 7), REJECTED),
        (FLAT, {"large": "...", "small": "b.."}, (0, 0, 0), REJECTED),
        (WEIGHTED, {"large": "aaa", "small": "r", "other": "r", "networks": "r"}, (5, 4, 9), APPROVED),
        (WEIGHTED, {"large": "rrr", "small": "a", "other": "a", "networks": "a"}, (4, 5, 9), REJECTED),
        (
            WEIGHTED,
            {"large": "aaa", "small": "r", "other": "r", "networks": "r", "consumer": "r"},
            (5, 5, 10),
            REJECTED,
        ),
    ],
)
def test_the_result_is_counted_in_categories_in_weights_or_in_all_seats_together(
    tiers: TierRule,
    board: dict[str, str],
    figures: tuple[int, int, int],
    outcome: OverallOutcome,
    count: Count,
    rules: Rules,
) -> None:
    result = count(rules(tiers=tiers), **board).on("proposed")
    assert (result.approving, result.rejecting, result.base) == figures
    assert result.outcome is outcome


def test_where_all_seats_count_together_categories_have_no_vote_of_their_own(count: Count, rules: Rules) -> None:
    result = count(rules(tiers=FLAT), large="aaa", small="rr").on("proposed")
    assert {row.outcome for row in result.categories} == {CategoryOutcome.COUNTED_TOGETHER}
    assert _row(result).finding is CategoryFinding.MORE_APPROVE


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        (NoVotesRule.NOT_COUNTED, OverallOutcome.VOTE_AGAIN),
        (NoVotesRule.COUNTS_AS_REJECT, REJECTED),
        (NoVotesRule.QUORUM_FAILS, OverallOutcome.NO_QUORUM),
    ],
)
def test_where_all_seats_count_together_the_rule_for_no_votes_is_asked_of_the_whole(
    rule: NoVotesRule, outcome: OverallOutcome, count: Count, rules: Rules
) -> None:
    rule_set = rules(tiers=FLAT, no_votes=rule, overall_tie=OverallTieRule.VOTE_AGAIN)
    assert count(rule_set, large="bbb", small="..").on("proposed").outcome is outcome
    # Seats that nobody fills are no silent voters.
    assert count(rule_set, large="vv").on("proposed").outcome is OverallOutcome.VOTE_AGAIN


def test_electricity_and_gas_apart_are_two_categories(count: Count, networks_apart: Rules) -> None:
    result = count(networks_apart(), electricity="aa", gas="a", large="r", other="r").on("proposed")
    assert (result.approving, result.rejecting, result.outcome) == (2, 2, REJECTED)
    together = count(SHIPPED_DEFAULT, networks="aaa", large="rrr", other="r").on("proposed")
    assert (together.approving, together.rejecting) == (1, 2)


def test_electricity_and_gas_apart_can_differ(count: Count, networks_apart: Rules) -> None:
    result = count(networks_apart(), electricity="aa", gas="r", small="a").on("proposed")
    assert (result.approving, result.rejecting, result.outcome) == (2, 1, APPROVED)


@pytest.mark.parametrize(("consumer", "outcome"), [("a", REJECTED), ("r", REJECTED), (".", REJECTED)])
def test_a_consumer_seat_that_is_not_counted_is_shown_and_settles_nothing(
    consumer: str, outcome: OverallOutcome, count: Count, rules: Rules
) -> None:
    rule_set = rules(categories=CategoryRule(SEATED, SEATED[:4], SHIPPED_DEFAULT.categories.value.speaks_for))
    result = count(rule_set, **EVEN, consumer=consumer).on("proposed")
    assert (result.outcome, result.reason) == (outcome, OverallReason.EQUAL)
    assert _row(result, VotingCategory.CONSUMER).outcome is CategoryOutcome.SHOWN_ONLY


def test_a_consumer_seat_that_is_not_counted_is_left_out_when_all_seats_count_together(
    count: Count, rules: Rules
) -> None:
    counted = CategoryRule(SEATED, SEATED[:4], SHIPPED_DEFAULT.categories.value.speaks_for)
    result = count(rules(categories=counted, tiers=FLAT), large="aaa", small="rrr", consumer="a").on("proposed")
    assert (result.approving, result.rejecting) == (3, 3)


@pytest.mark.parametrize(
    ("rule", "letters", "finding"),
    [
        (MajorityOf.VOTES_CAST, "aarb.", CategoryFinding.MORE_APPROVE),
        (MajorityOf.THOSE_PRESENT, "aarb.", CategoryFinding.NO_MAJORITY),
        (MajorityOf.THOSE_PRESENT, "aaarb", CategoryFinding.MORE_APPROVE),
        (MajorityOf.THOSE_PRESENT, "arrr.", CategoryFinding.MORE_REJECT),
        (MajorityOf.THOSE_PRESENT, "arrbb", CategoryFinding.NO_MAJORITY),
        (MajorityOf.SEATS, "aaar.", CategoryFinding.MORE_APPROVE),
        (MajorityOf.SEATS, "aaa...", CategoryFinding.NO_MAJORITY),
        (MajorityOf.SEATS, "rrrr...", CategoryFinding.MORE_REJECT),
        (MajorityOf.SEATS, "aaavv", CategoryFinding.MORE_APPROVE),
        (MajorityOf.SEATS, "aaav..", CategoryFinding.MORE_APPROVE),
        (MajorityOf.SEATS, "aaavv...", CategoryFinding.NO_MAJORITY),
    ],
)
def test_a_majority_is_of_votes_cast_of_those_present_or_of_the_seats_that_can_vote(
    rule: MajorityOf, letters: str, finding: CategoryFinding, count: Count, rules: Rules
) -> None:
    assert _row(count(rules(category_majority=rule), large=letters).on("proposed")).finding is finding


@pytest.mark.parametrize(
    ("rule", "letters", "finding"),
    [
        (AbstentionRule.SHOWN_NOT_COUNTED, "aabbb", CategoryFinding.MORE_APPROVE),
        (AbstentionRule.COUNTS_AS_REJECT, "aabbb", CategoryFinding.MORE_REJECT),
        (AbstentionRule.COUNTS_AS_REJECT, "aaarb", CategoryFinding.MORE_APPROVE),
        (AbstentionRule.COUNTS_AS_REJECT, "aabr.", CategoryFinding.NO_MAJORITY),
        (AbstentionRule.COUNTS_AS_REJECT, "bbb..", CategoryFinding.MORE_REJECT),
        (AbstentionRule.COUNTS_AS_REJECT, ".....", CategoryFinding.NOBODY_VOTED),
    ],
)
def test_an_abstention_is_only_shown_or_counts_as_reject(
    rule: AbstentionRule, letters: str, finding: CategoryFinding, count: Count, rules: Rules
) -> None:
    row = _row(count(rules(abstention=rule), large=letters).on("proposed"))
    assert (row.finding, row.count.abstain) == (finding, letters.count("b"))


@pytest.mark.parametrize(
    ("rule", "chair", "row_outcome", "outcome"),
    [
        (CategoryTieRule.NOT_COUNTED, {}, CategoryOutcome.NOT_COUNTED, APPROVED),
        (CategoryTieRule.COUNTS_AS_REJECT, {}, CategoryOutcome.REJECTS, REJECTED),
        (CategoryTieRule.CHAIR_DECIDES, {}, CategoryOutcome.AWAITS_CHAIR, OverallOutcome.AWAITS_CHAIR),
        (CategoryTieRule.CHAIR_DECIDES, {"large": True}, CategoryOutcome.APPROVES, APPROVED),
        (CategoryTieRule.CHAIR_DECIDES, {"large": False}, CategoryOutcome.REJECTS, REJECTED),
    ],
)
def test_a_category_tie_is_left_out_counts_as_reject_or_is_the_chairs(
    rule: CategoryTieRule,
    chair: dict[str, bool],
    row_outcome: CategoryOutcome,
    outcome: OverallOutcome,
    count: Count,
    rules: Rules,
) -> None:
    result = count(rules(category_tie=rule), chair=chair, large="aarr", small="a").on("proposed")
    assert (_row(result).outcome, _row(result).chair_decided) == (row_outcome, bool(chair))
    assert result.outcome is outcome


@pytest.mark.parametrize("letters", ["bbb", "..."])
@pytest.mark.parametrize(
    ("rule", "row_outcome", "outcome"),
    [
        (NoVotesRule.NOT_COUNTED, CategoryOutcome.NOT_COUNTED, APPROVED),
        (NoVotesRule.COUNTS_AS_REJECT, CategoryOutcome.REJECTS, REJECTED),
        (NoVotesRule.QUORUM_FAILS, CategoryOutcome.QUORUM_FAILS, OverallOutcome.NO_QUORUM),
    ],
)
def test_a_category_in_which_all_abstain_or_nobody_votes_is_left_out_rejects_or_fails_the_quorum(
    letters: str,
    rule: NoVotesRule,
    row_outcome: CategoryOutcome,
    outcome: OverallOutcome,
    count: Count,
    rules: Rules,
) -> None:
    board = {"small": "aaa", "networks": "v", "other": "v", "consumer": "v"}
    result = count(rules(no_votes=rule), large=letters, **board).on("proposed")
    assert (_row(result).outcome, result.outcome) == (row_outcome, outcome)
    # A category that has nobody to be silent is not touched by the rule.
    assert _row(result, VotingCategory.NETWORKS).outcome is CategoryOutcome.NOT_COUNTED


ALL = OverallRule(OverallKind.ALL_MUST_APPROVE)
TWO_THIRDS = OverallRule(OverallKind.THRESHOLD_SHARE, Share(2, 3))


@pytest.mark.parametrize(
    ("overall", "tiers", "board", "outcome", "reason"),
    [
        (ALL, None, {"large": "aaa", "small": "a", "other": "."}, APPROVED, OverallReason.ALL_APPROVE),
        (ALL, None, {"large": "aaa", "small": "a", "other": "r"}, REJECTED, OverallReason.NOT_ALL_APPROVE),
        (ALL, None, {"large": "...", "small": "b"}, REJECTED, OverallReason.NOTHING_COUNTED),
        (ALL, FLAT, {"large": "aaa", "small": "ab"}, APPROVED, OverallReason.ALL_APPROVE),
        (ALL, FLAT, {"large": "aaa", "small": "ar"}, REJECTED, OverallReason.NOT_ALL_APPROVE),
        (TWO_THIRDS, None, {"large": "aaa", "small": "a", "other": "r"}, APPROVED, OverallReason.THRESHOLD_REACHED),
        (TWO_THIRDS, None, {**EVEN, "consumer": "a"}, REJECTED, OverallReason.THRESHOLD_MISSED),
        (TWO_THIRDS, FLAT, {"large": "aaaa", "small": "rr"}, APPROVED, OverallReason.THRESHOLD_REACHED),
        (TWO_THIRDS, FLAT, {"large": "aaaaaaa", "small": "rrrr"}, REJECTED, OverallReason.THRESHOLD_MISSED),
        (TWO_THIRDS, WEIGHTED, {"large": "aaa", "networks": "r"}, APPROVED, OverallReason.THRESHOLD_REACHED),
        (TWO_THIRDS, WEIGHTED, {**EVEN, "consumer": "."}, APPROVED, OverallReason.THRESHOLD_REACHED),
        (TWO_THIRDS, WEIGHTED, {**EVEN, "consumer": "r"}, REJECTED, OverallReason.THRESHOLD_MISSED),
    ],
)
def test_approving_has_to_outnumber_or_be_all_or_reach_a_share(
    overall: OverallRule,
    tiers: TierRule | None,
    board: dict[str, str],
    outcome: OverallOutcome,
    reason: OverallReason,
    count: Count,
    rules: Rules,
) -> None:
    rule_set = rules(overall=overall, tiers=tiers or SHIPPED_DEFAULT.tiers.value)
    result = count(rule_set, **board).on("proposed")
    assert (result.outcome, result.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("rule", "chair", "outcome"),
    [
        (OverallTieRule.REJECTED, {}, REJECTED),
        (OverallTieRule.CHAIR_DECIDES, {}, OverallOutcome.AWAITS_CHAIR),
        (OverallTieRule.CHAIR_DECIDES, {"overall": True}, APPROVED),
        (OverallTieRule.CHAIR_DECIDES, {"overall": False}, REJECTED),
        (OverallTieRule.REFER, {}, OverallOutcome.REFERRED),
        (OverallTieRule.VOTE_AGAIN, {}, OverallOutcome.VOTE_AGAIN),
    ],
)
@pytest.mark.parametrize(
    ("board", "reason"),
    [({**EVEN, "consumer": "b"}, OverallReason.EQUAL), ({"large": "..."}, OverallReason.NOTHING_COUNTED)],
)
def test_an_overall_tie_or_nothing_counted_is_rejected_the_chairs_referred_or_voted_on_again(
    rule: OverallTieRule,
    chair: dict[str, bool],
    outcome: OverallOutcome,
    board: dict[str, str],
    reason: OverallReason,
    count: Count,
    rules: Rules,
) -> None:
    result = count(rules(overall_tie=rule), chair=chair, **board).on("proposed")
    assert (result.outcome, result.reason, result.chair_decided) == (outcome, reason, bool(chair))


HALF = QuorumRule(QuorumKind.SHARE_OF_SEATS, nobody_present_meets_need=False, share=Share(1, 2))
STRICT = QuorumRule(QuorumKind.FIGURES, nobody_present_meets_need=False, figures=SHIPPED_DEFAULT.quorum.value.figures)
NONE = QuorumRule(QuorumKind.NO_QUORUM, nobody_present_meets_need=False)
FULL = {"small": "a", "networks": "a", "other": "a", "consumer": "a"}


@pytest.mark.parametrize(
    ("quorum", "letters", "need", "met"),
    [
        (STRICT, "...", 3, False),
        (STRICT, "vvv", 0, True),
        (STRICT, "aab", 3, True),
        (HALF, "aa...", 3, False),
        (HALF, "aab..", 3, True),
        (HALF, "aa..", 2, True),
        (HALF, "aavv.", 2, True),
        (HALF, "....", 2, False),
        (NONE, "....", 0, True),
        (NONE, "a............", 0, True),
    ],
)
def test_a_quorum_may_be_by_share_or_by_figures_without_excuse_or_not_asked_for(
    quorum: QuorumRule, letters: str, need: int, met: bool, count: Count, rules: Rules
) -> None:
    result = count(rules(quorum=quorum), large=letters, **FULL).on("proposed")
    assert (_row(result).need, _row(result).quorum_met) == (need, met)
    assert result.outcome is (APPROVED if met else OverallOutcome.NO_QUORUM)


@pytest.mark.parametrize(
    ("rule", "letters", "figures"),
    [
        # Capitals are written votes of seats that do not attend.
        (PresenceRule.WRITTEN_VOTES_COUNT, "aaRRRR", (2, 4, 0)),
        (PresenceRule.ONLY_ATTENDING_COUNT, "aaRRRR", (2, 0, 4)),
        (PresenceRule.ONLY_ATTENDING_COUNT, "rrrAAA", (0, 3, 3)),
        (PresenceRule.READ_OUT_NOT_COUNTED, "aaRRRR", (2, 0, 4)),
        (PresenceRule.READ_OUT_NOT_COUNTED, "rrrAAB", (0, 3, 3)),
    ],
)
def test_written_votes_count_or_only_seats_that_attend_do(
    rule: PresenceRule, letters: str, figures: tuple[int, int, int], count: Count, rules: Rules
) -> None:
    row = _row(count(rules(presence=rule), attendance=True, large=letters).on("proposed")).count
    assert (row.approve, row.reject, row.set_aside) == figures
    assert row.seats == len(letters)


@pytest.mark.parametrize("rule", list(PresenceRule))
def test_in_an_ex_committee_ballot_where_no_attendance_is_taken_every_vote_counts(
    rule: PresenceRule, count: Count, rules: Rules
) -> None:
    row = _row(count(rules(presence=rule), large="aaR").on("proposed")).count
    assert (row.approve, row.reject, row.set_aside) == (2, 1, 0)


def test_a_seat_whose_written_vote_is_set_aside_is_not_present_for_the_quorum(count: Count, rules: Rules) -> None:
    rule_set = rules(presence=PresenceRule.ONLY_ATTENDING_COUNT)
    result = count(rule_set, attendance=True, large="aaA", small="aaa", networks="aaa").on("proposed")
    assert result.outcome is OverallOutcome.NO_QUORUM


@pytest.mark.parametrize(
    ("letters", "need", "finding"),
    [("aaxx", 2, CategoryFinding.MORE_APPROVE), ("arxx", 2, CategoryFinding.NO_MAJORITY)],
)
def test_a_recused_seat_leaves_the_denominator(
    letters: str, need: int, finding: CategoryFinding, count: Count, rules: Rules
) -> None:
    rule_set = rules(interest=InterestRule.SEAT_RECUSED, category_majority=MajorityOf.SEATS)
    row = _row(count(rule_set, large=letters).on("proposed"))
    assert (row.need, row.finding, row.count.recused) == (need, finding, 2)


def test_the_vote_of_a_seat_recused_afterwards_is_not_counted(rules: Rules, roster: Callable[..., Any]) -> None:
    seats = roster({"large": "ax"})
    votes = [FinalVote("large-1", "proposed", VoteChoice.REJECT), FinalVote("large-2", "proposed", VoteChoice.APPROVE)]
    result = tally(rules(interest=InterestRule.SEAT_RECUSED), seats, votes, options=("proposed",)).on("proposed")
    assert (_row(result).count.approve, _row(result).count.reject, _row(result).count.recused) == (0, 1, 1)


def test_where_an_interest_is_only_recorded_no_seat_can_be_recused(count: Count) -> None:
    with pytest.raises(RecusalNotInRuleSet):
        count(SHIPPED_DEFAULT, large="aax")


OPTIONS = ("proposed", "alternative-1", "alternative-2")


@pytest.mark.parametrize(
    ("boards", "rule", "board_says", "passing", "finding", "preferred"),
    [
        (("rrr", "rrr"), None, None, (), PreferenceFinding.NONE_PASSES, None),
        (("rrr", "aaa"), None, None, (1,), PreferenceFinding.ONE_PASSES, 1),
        (("aaa", "rrr"), PreferenceRule.BOARD_SAYS, None, (0,), PreferenceFinding.ONE_PASSES, 0),
        (("aaa|a", "aaa|a|a"), None, None, (0, 1), PreferenceFinding.STRONGER_APPROVAL, 1),
        (("aaa|a|r", "aaa|a"), None, None, (0, 1), PreferenceFinding.STRONGER_APPROVAL, 1),
        (("aaa|a", "aaa|a"), None, None, (0, 1), PreferenceFinding.EQUAL_APPROVAL, None),
        (("aaa|a", "aaa|a"), None, 0, (0, 1), PreferenceFinding.BOARD_SAID, 0),
        (("aaa|a", "aaa|a|a"), PreferenceRule.BOARD_SAYS, None, (0, 1), PreferenceFinding.BOARD_TO_SAY, None),
        (("aaa|a", "aaa|a|a"), PreferenceRule.BOARD_SAYS, 0, (0, 1), PreferenceFinding.BOARD_SAID, 0),
        (("aa.|a", "aaa|a|a"), None, None, (1,), PreferenceFinding.SOLUTION_STILL_OPEN, None),
    ],
)
def test_each_solution_passes_by_itself_and_which_is_preferred_is_another_fact(
    boards: tuple[str, ...],
    rule: PreferenceRule | None,
    board_says: int | None,
    passing: tuple[int, ...],
    finding: PreferenceFinding,
    preferred: int | None,
    rules: Rules,
    roster: Callable[..., Any],
    letters_as_votes: Callable[..., Any],
) -> None:
    names = ("large", "small", "networks")
    seats = roster({"large": "...", "small": ".", "networks": "."})
    votes = [
        vote
        for option, board in zip(OPTIONS, boards, strict=False)
        for vote in letters_as_votes(dict(zip(names, board.split("|"), strict=False)), option)
    ]
    result = tally(
        rules(preference=rule or PreferenceRule.STRONGER_APPROVAL),
        seats,
        votes,
        options=OPTIONS[: len(boards)],
        board_preference=None if board_says is None else OPTIONS[board_says],
    )
    assert result.passing == tuple(OPTIONS[position] for position in passing)
    assert result.preference.finding is finding
    assert result.preference.option == (None if preferred is None else OPTIONS[preferred])


def test_a_solution_on_which_nobody_voted_has_its_own_result(roster: Callable[..., Any]) -> None:
    result = tally(SHIPPED_DEFAULT, roster({"large": "."}), (), options=("proposed", "alternative-1"))
    assert [option.option for option in result.options] == ["proposed", "alternative-1"]
    assert {option.reason for option in result.options} == {OverallReason.NOTHING_COUNTED}


def _vote(seat_key: str = "large-1", option: str = "proposed") -> FinalVote:
    return FinalVote(seat_key, option, VoteChoice.APPROVE)


@pytest.mark.parametrize(
    ("votes", "refusal"),
    [
        ([_vote("large-9")], SeatNotInRoster),
        ([_vote("large-2")], SeatVacant),
        ([_vote(option="alternative-1")], UnknownOption),
        ([_vote(), _vote()], counting.SeatCountedTwice),
    ],
)
def test_votes_that_no_ballot_can_have_recorded_are_refused(
    votes: list[FinalVote], refusal: type[RuleBroken], roster: Callable[..., Any]
) -> None:
    with pytest.raises(refusal):
        tally(SHIPPED_DEFAULT, roster({"large": ".v"}), votes, options=("proposed",))


def test_a_roster_that_names_a_seat_twice_is_refused(roster: Callable[..., Any]) -> None:
    with pytest.raises(counting.SeatTwiceInRoster, match="large-1"):
        tally(SHIPPED_DEFAULT, roster({"large": "."}) * 2, (), options=("proposed",))


@pytest.mark.parametrize("rule", [PresenceRule.ONLY_ATTENDING_COUNT, PresenceRule.READ_OUT_NOT_COUNTED])
def test_attendance_taken_for_some_seats_only_is_refused_where_it_decides(rule: PresenceRule, rules: Rules) -> None:
    seats = [
        RosterSeat("large-1", LARGE, filled=True, recused=False, present=True),
        RosterSeat("large-2", LARGE, filled=True, recused=False, present=None),
    ]
    with pytest.raises(counting.AttendanceIncomplete):
        tally(rules(presence=rule), seats, (), options=("proposed",))
    tally(SHIPPED_DEFAULT, seats, (), options=("proposed",))


@pytest.mark.parametrize("asked", ["large", "overall"])
def test_a_decision_of_the_chair_that_nobody_asked_for_is_refused(asked: str, count: Count, rules: Rules) -> None:
    rule_set = rules(category_tie=CategoryTieRule.CHAIR_DECIDES, overall_tie=OverallTieRule.CHAIR_DECIDES)
    with pytest.raises(counting.ChairNotAsked):
        count(rule_set, chair={asked: True}, large="aaa", small="a")


def test_the_chair_decides_each_solution_by_itself(
    rules: Rules, roster: Callable[..., Any], letters_as_votes: Callable[..., Any]
) -> None:
    decisions = {("proposed", LARGE): True, ("alternative-1", LARGE): False}
    result = tally(
        rules(category_tie=CategoryTieRule.CHAIR_DECIDES),
        roster({"large": "...."}),
        [vote for option in OPTIONS[:2] for vote in letters_as_votes({"large": "aarr"}, option)],
        options=OPTIONS[:2],
        chair_decisions=decisions,
    )
    assert [option.outcome for option in result.options] == [APPROVED, REJECTED]


@pytest.mark.parametrize(("boards", "board_says"), [(("aaa", "rrr"), 0), (("aaa", "aaa"), 2), (("aaa", "aa."), 0)])
def test_a_preference_of_the_board_that_nobody_asked_for_is_refused(
    boards: tuple[str, ...], board_says: int, roster: Callable[..., Any], letters_as_votes: Callable[..., Any]
) -> None:
    votes = [
        vote
        for option, letters in zip(OPTIONS, boards, strict=False)
        for vote in letters_as_votes({"large": letters}, option)
    ]
    with pytest.raises(counting.PreferenceNotAsked):
        tally(SHIPPED_DEFAULT, roster({"large": "..."}), votes, options=OPTIONS, board_preference=OPTIONS[board_says])
