"""What counts mean: from the counts of each category to its outcome, and from the categories to the result.

Every figure is a whole number and every choice below reads a parameter of the rule set, so that a corrected rule set
changes the result without a change here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from voting.domain.ballots.parameters import (
    AbstentionRule,
    CategoryTieRule,
    MajorityOf,
    NoVotesRule,
    OverallKind,
    OverallTieRule,
    Share,
    Tiers,
    VotingCategory,
)
from voting.domain.ballots.rule_set import RuleSet

# What the chair decided, where a rule set asks the chair: True approves. The category None is the result as a whole.
ChairApproves: TypeAlias = Mapping[VotingCategory | None, bool]
NO_CHAIR: ChairApproves = {}


class CategoryFinding(StrEnum):
    """What the votes of a category show, before the rule set says what that does."""

    MORE_APPROVE = "more_approve"
    MORE_REJECT = "more_reject"
    NO_MAJORITY = "no_majority"
    ALL_ABSTAINED = "all_abstained"
    NOBODY_VOTED = "nobody_voted"
    NO_SEAT_CAN_VOTE = "no_seat_can_vote"


class CategoryOutcome(StrEnum):
    """What a category brings to the result."""

    APPROVES = "approves"
    REJECTS = "rejects"
    NOT_COUNTED = "not_counted"
    AWAITS_CHAIR = "awaits_chair"
    QUORUM_FAILS = "quorum_fails"
    SHOWN_ONLY = "shown_only"
    COUNTED_TOGETHER = "counted_together"


class OverallOutcome(StrEnum):
    """What the Board said to one solution."""

    APPROVED = "approved"
    REJECTED = "rejected"
    NO_QUORUM = "no_quorum"
    AWAITS_CHAIR = "awaits_chair"
    REFERRED = "referred"
    VOTE_AGAIN = "vote_again"


class OverallReason(StrEnum):
    """Why the result is what it is."""

    APPROVING_OUTNUMBER = "approving_outnumber"
    REJECTING_OUTNUMBER = "rejecting_outnumber"
    EQUAL = "equal"
    NOTHING_COUNTED = "nothing_counted"
    ALL_APPROVE = "all_approve"
    NOT_ALL_APPROVE = "not_all_approve"
    THRESHOLD_REACHED = "threshold_reached"
    THRESHOLD_MISSED = "threshold_missed"
    QUORUM_MISSING = "quorum_missing"
    CATEGORY_AWAITS_CHAIR = "category_awaits_chair"


class CountUnit(StrEnum):
    """What the result counts."""

    CATEGORIES = "categories"
    WEIGHT = "weight"
    VOTES = "votes"


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """The seats of one category on one solution, each in exactly one of the columns after `category`.

    `set_aside` are seats whose written vote the rule set does not count because they did not attend.
    """

    category: VotingCategory
    vacant: int = 0
    recused: int = 0
    approve: int = 0
    reject: int = 0
    abstain: int = 0
    silent: int = 0
    set_aside: int = 0

    @property
    def present(self) -> int:
        """Seats with approve, reject or abstain. Silence is never presence."""
        return self.approve + self.reject + self.abstain

    @property
    def able(self) -> int:
        """Filled seats that are not recused."""
        return self.present + self.silent + self.set_aside

    @property
    def seats(self) -> int:
        """All seats of the category."""
        return self.able + self.vacant + self.recused


@dataclass(frozen=True, slots=True)
class CategoryTally:
    """One row of the published table: counts, quorum, what the votes show and what the category brings."""

    count: CategoryCount
    need: int
    quorum_met: bool
    finding: CategoryFinding
    outcome: CategoryOutcome
    weight: int
    chair_decided: bool

    @property
    def category(self) -> VotingCategory:
        """Whose row this is."""
        return self.count.category


@dataclass(frozen=True, slots=True)
class OptionTally:
    """The result on one solution: what approved and rejected, counted in `unit`, out of `base`."""

    option: str
    categories: tuple[CategoryTally, ...]
    unit: CountUnit
    approving: int
    rejecting: int
    base: int
    outcome: OverallOutcome
    reason: OverallReason
    chair_decided: bool

    @property
    def passes(self) -> bool:
        """Whether the Board approved this solution; whether it prefers it is another fact."""
        return self.outcome is OverallOutcome.APPROVED


def judge_option(
    rule_set: RuleSet, option: str, counts: Sequence[CategoryCount], chair: ChairApproves = NO_CHAIR
) -> OptionTally:
    """The result on one solution from one count a category, in the order of the published table."""
    return judge_overall(rule_set, option, tuple(judge_category(rule_set, count, chair) for count in counts), chair)


def judge_overall(
    rule_set: RuleSet, option: str, categories: tuple[CategoryTally, ...], chair: ChairApproves = NO_CHAIR
) -> OptionTally:
    """The result on one solution from the rows of its categories."""
    figures = _figures(rule_set, categories)
    outcome, reason = _overall(rule_set, categories, figures)
    asks_chair = outcome is OverallOutcome.AWAITS_CHAIR and reason is not OverallReason.CATEGORY_AWAITS_CHAIR
    chair_decided = asks_chair and None in chair
    if chair_decided:
        outcome = OverallOutcome.APPROVED if chair[None] else OverallOutcome.REJECTED
    return OptionTally(
        option,
        categories,
        figures.unit,
        figures.approving,
        figures.rejecting,
        figures.base,
        outcome,
        reason,
        chair_decided,
    )


def judge_category(rule_set: RuleSet, count: CategoryCount, chair: ChairApproves = NO_CHAIR) -> CategoryTally:
    """A category's need, what its votes show, and what it brings to the result."""
    need = _need(rule_set, count)
    finding = _finding(rule_set, count)
    outcome = _brings(rule_set, count.category, finding)
    decided = outcome is CategoryOutcome.AWAITS_CHAIR and count.category in chair
    if decided:
        outcome = CategoryOutcome.APPROVES if chair[count.category] else CategoryOutcome.REJECTS
    waived = count.present == 0 and rule_set.quorum.value.nobody_present_meets_need
    met = (count.present >= need or waived) and outcome is not CategoryOutcome.QUORUM_FAILS
    return CategoryTally(count, need, met, finding, outcome, _weight(rule_set, count.category), decided)


def against(rule_set: RuleSet, count: CategoryCount) -> int:
    """The votes against: rejections, and abstentions where the rule set counts them so."""
    if rule_set.abstention.value is AbstentionRule.COUNTS_AS_REJECT:
        return count.reject + count.abstain
    return count.reject


def majority_base(rule_set: RuleSet, count: CategoryCount) -> int:
    """Of how many more than half is a majority: votes cast, seats present, or seats that can vote."""
    match rule_set.category_majority.value:
        case MajorityOf.VOTES_CAST:
            return count.approve + against(rule_set, count)
        case MajorityOf.THOSE_PRESENT:
            return count.present
        case MajorityOf.SEATS:
            return count.able


def reaches(share: Share, part: int, whole: int) -> bool:
    """Whether the part is at least this share of the whole, without a division that would round."""
    return part * share.denominator >= share.numerator * whole


def quorum_figure(rule_set: RuleSet, category: VotingCategory) -> int:
    """The figure that the rule set gives the category for its quorum, 0 where it works without figures."""
    figures = rule_set.quorum.value.figures
    return next((figure.figure for figure in figures if figure.category is category), 0)


def _need(rule_set: RuleSet, count: CategoryCount) -> int:
    quorum = rule_set.quorum.value
    if count.category not in rule_set.categories.value.counted:
        return 0
    if quorum.share is not None:
        # The least whole number that reaches the share, which is the quotient rounded up.
        return -(-quorum.share.numerator * count.able // quorum.share.denominator)
    return min(quorum_figure(rule_set, count.category), count.able)


def _weight(rule_set: RuleSet, category: VotingCategory) -> int:
    return next((weight.figure for weight in rule_set.tiers.value.weights if weight.category is category), 1)


def _finding(rule_set: RuleSet, count: CategoryCount) -> CategoryFinding:
    if count.able == 0:
        return CategoryFinding.NO_SEAT_CAN_VOTE
    rejecting = against(rule_set, count)
    if count.approve + rejecting == 0:
        return CategoryFinding.ALL_ABSTAINED if count.abstain else CategoryFinding.NOBODY_VOTED
    base = majority_base(rule_set, count)
    if 2 * count.approve > base:
        return CategoryFinding.MORE_APPROVE
    if 2 * rejecting > base:
        return CategoryFinding.MORE_REJECT
    return CategoryFinding.NO_MAJORITY


_WITHOUT_MAJORITY = {
    CategoryTieRule.NOT_COUNTED: CategoryOutcome.NOT_COUNTED,
    CategoryTieRule.COUNTS_AS_REJECT: CategoryOutcome.REJECTS,
    CategoryTieRule.CHAIR_DECIDES: CategoryOutcome.AWAITS_CHAIR,
}
_WITHOUT_VOTES = {
    NoVotesRule.NOT_COUNTED: CategoryOutcome.NOT_COUNTED,
    NoVotesRule.COUNTS_AS_REJECT: CategoryOutcome.REJECTS,
    NoVotesRule.QUORUM_FAILS: CategoryOutcome.QUORUM_FAILS,
}
_UNDECIDED = {
    OverallTieRule.REJECTED: OverallOutcome.REJECTED,
    OverallTieRule.CHAIR_DECIDES: OverallOutcome.AWAITS_CHAIR,
    OverallTieRule.REFER: OverallOutcome.REFERRED,
    OverallTieRule.VOTE_AGAIN: OverallOutcome.VOTE_AGAIN,
}


def _brings(rule_set: RuleSet, category: VotingCategory, finding: CategoryFinding) -> CategoryOutcome:
    if category not in rule_set.categories.value.counted:
        return CategoryOutcome.SHOWN_ONLY
    if rule_set.tiers.value.kind is Tiers.FLAT_MAJORITY:
        return CategoryOutcome.COUNTED_TOGETHER
    match finding:
        case CategoryFinding.MORE_APPROVE:
            return CategoryOutcome.APPROVES
        case CategoryFinding.MORE_REJECT:
            return CategoryOutcome.REJECTS
        case CategoryFinding.NO_MAJORITY:
            return _WITHOUT_MAJORITY[rule_set.category_tie.value]
        case CategoryFinding.ALL_ABSTAINED | CategoryFinding.NOBODY_VOTED:
            return _WITHOUT_VOTES[rule_set.no_votes.value]
        case CategoryFinding.NO_SEAT_CAN_VOTE:
            # Seats that nobody can fill say nothing, so no rule about silent voters may count them as a rejection.
            return CategoryOutcome.NOT_COUNTED


@dataclass(frozen=True, slots=True)
class _Figures:
    """What approves and rejects, out of what, and what the votes of all counted categories together show."""

    unit: CountUnit
    approving: int
    rejecting: int
    base: int
    pooled: CategoryFinding | None = None


def _figures(rule_set: RuleSet, categories: Iterable[CategoryTally]) -> _Figures:
    if rule_set.tiers.value.kind is Tiers.FLAT_MAJORITY:
        pool = _pool([row.count for row in categories if row.outcome is CategoryOutcome.COUNTED_TOGETHER])
        rejecting, base = against(rule_set, pool), majority_base(rule_set, pool)
        return _Figures(CountUnit.VOTES, pool.approve, rejecting, base, _finding(rule_set, pool))
    rows = list(categories)
    approving = sum(row.weight for row in rows if row.outcome is CategoryOutcome.APPROVES)
    rejecting = sum(row.weight for row in rows if row.outcome is CategoryOutcome.REJECTS)
    weighted = rule_set.tiers.value.kind is Tiers.WEIGHTED_GROUPS
    unit = CountUnit.WEIGHT if weighted else CountUnit.CATEGORIES
    return _Figures(unit, approving, rejecting, approving + rejecting)


def _pool(counts: Sequence[CategoryCount]) -> CategoryCount:
    return CategoryCount(
        counts[0].category,
        vacant=sum(count.vacant for count in counts),
        recused=sum(count.recused for count in counts),
        approve=sum(count.approve for count in counts),
        reject=sum(count.reject for count in counts),
        abstain=sum(count.abstain for count in counts),
        silent=sum(count.silent for count in counts),
        set_aside=sum(count.set_aside for count in counts),
    )


_Verdict: TypeAlias = tuple[OverallOutcome, OverallReason]


def _overall(rule_set: RuleSet, categories: Sequence[CategoryTally], figures: _Figures) -> _Verdict:
    if not all(row.quorum_met for row in categories):
        return OverallOutcome.NO_QUORUM, OverallReason.QUORUM_MISSING
    if any(row.outcome is CategoryOutcome.AWAITS_CHAIR for row in categories):
        return OverallOutcome.AWAITS_CHAIR, OverallReason.CATEGORY_AWAITS_CHAIR
    if figures.approving + figures.rejecting == 0:
        return _nothing_counted(rule_set, figures.pooled)
    return _compare(rule_set, figures)


def _nothing_counted(rule_set: RuleSet, pooled: CategoryFinding | None) -> _Verdict:
    # Without categories there is no category to apply the rule for silent voters to, so it is applied to the whole.
    if pooled in {CategoryFinding.ALL_ABSTAINED, CategoryFinding.NOBODY_VOTED}:
        match rule_set.no_votes.value:
            case NoVotesRule.QUORUM_FAILS:
                return OverallOutcome.NO_QUORUM, OverallReason.NOTHING_COUNTED
            case NoVotesRule.COUNTS_AS_REJECT:
                return OverallOutcome.REJECTED, OverallReason.NOTHING_COUNTED
            case NoVotesRule.NOT_COUNTED:
                pass
    return _UNDECIDED[rule_set.overall_tie.value], OverallReason.NOTHING_COUNTED


def _compare(rule_set: RuleSet, figures: _Figures) -> _Verdict:
    approved, rejected = OverallOutcome.APPROVED, OverallOutcome.REJECTED
    rule = rule_set.overall.value
    if rule.threshold is not None:
        if reaches(rule.threshold, figures.approving, figures.base):
            return approved, OverallReason.THRESHOLD_REACHED
        return rejected, OverallReason.THRESHOLD_MISSED
    if rule.kind is OverallKind.ALL_MUST_APPROVE:
        if figures.approving == figures.base:
            return approved, OverallReason.ALL_APPROVE
        return rejected, OverallReason.NOT_ALL_APPROVE
    if 2 * figures.approving > figures.base:
        return approved, OverallReason.APPROVING_OUTNUMBER
    if 2 * figures.rejecting > figures.base:
        return rejected, OverallReason.REJECTING_OUTNUMBER
    return _UNDECIDED[rule_set.overall_tie.value], OverallReason.EQUAL
