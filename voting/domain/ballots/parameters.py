"""The values that a parameter of a rule set can have: every default and everything it must also support."""

from dataclasses import dataclass
from enum import StrEnum

from voting.domain.errors import RuleBroken
from voting.domain.people import PartyCategory


class RuleSetContradicts(RuleBroken):
    """The parameters of a rule set do not fit together."""


class VotingCategory(StrEnum):
    """The kind of a seat. A rule set seats Networks together, or electricity and gas apart, never both."""

    LARGE_SUPPLIERS = "large_suppliers"
    SMALL_SUPPLIERS = "small_suppliers"
    NETWORKS = "networks"
    ELECTRICITY_NETWORKS = "electricity_networks"
    GAS_NETWORKS = "gas_networks"
    OTHER_SEC_PARTIES = "other_sec_parties"
    CONSUMER = "consumer"


class Tiers(StrEnum):
    """Through how many steps a member's vote reaches the result."""

    MEMBER_CATEGORY_OVERALL = "member_category_overall"
    FLAT_MAJORITY = "flat_majority"
    WEIGHTED_GROUPS = "weighted_groups"


class MajorityOf(StrEnum):
    """Of what a category needs more than half (among votes cast: more on one side than on the other)."""

    VOTES_CAST = "votes_cast"
    THOSE_PRESENT = "those_present"
    SEATS = "seats"


class AbstentionRule(StrEnum):
    """What an abstention does to the count."""

    SHOWN_NOT_COUNTED = "shown_not_counted"
    COUNTS_AS_REJECT = "counts_as_reject"


class CategoryTieRule(StrEnum):
    """What a category without a majority does."""

    NOT_COUNTED = "not_counted"
    COUNTS_AS_REJECT = "counts_as_reject"
    CHAIR_DECIDES = "chair_decides"


class NoVotesRule(StrEnum):
    """What a category does in which all abstained or nobody voted."""

    NOT_COUNTED = "not_counted"
    COUNTS_AS_REJECT = "counts_as_reject"
    QUORUM_FAILS = "quorum_fails"


class OverallKind(StrEnum):
    """What the approving categories have to reach."""

    APPROVING_OUTNUMBER_REJECTING = "approving_outnumber_rejecting"
    ALL_MUST_APPROVE = "all_must_approve"
    THRESHOLD_SHARE = "threshold_share"


class OverallTieRule(StrEnum):
    """What happens where approving and rejecting are equal, or nothing was counted."""

    REJECTED = "rejected"
    CHAIR_DECIDES = "chair_decides"
    REFER = "refer"
    VOTE_AGAIN = "vote_again"


class PreferenceRule(StrEnum):
    """How, of several solutions that pass, the preferred one is found."""

    STRONGER_APPROVAL = "stronger_approval"
    BOARD_SAYS = "board_says"


class QuorumKind(StrEnum):
    """From what a category's need is worked out."""

    FIGURES = "figures"
    SHARE_OF_SEATS = "share_of_seats"
    NO_QUORUM = "no_quorum"


class ReasonRule(StrEnum):
    """Which choices need a reason. Where approve and reject need one, it names the objectives by letter."""

    APPROVE_AND_REJECT = "approve_and_reject"
    EVERY_CHOICE = "every_choice"
    OPTIONAL = "optional"


class Visibility(StrEnum):
    """Whether others see a vote before the ballot closes."""

    HIDDEN_UNLESS_ROLL_CALL = "hidden_unless_roll_call"
    HIDDEN_IN_BOTH = "hidden_in_both"
    OPEN_IN_BOTH = "open_in_both"


class PresenceRule(StrEnum):
    """What a written vote is worth at a meeting that its seat does not attend."""

    WRITTEN_VOTES_COUNT = "written_votes_count"
    ONLY_ATTENDING_COUNT = "only_attending_count"
    READ_OUT_NOT_COUNTED = "read_out_not_counted"


class PublicationRule(StrEnum):
    """Who reads named votes and their reasons after publication. Counts by category are public under both."""

    NAMED_VOTES_GREEN = "named_votes_green"
    NAMED_VOTES_PUBLIC = "named_votes_public"


class ChangeOfVoteRule(StrEnum):
    """Whether a seat may vote again on the same solution."""

    UNTIL_CLOSE = "until_close"
    FIRST_VOTE_FINAL = "first_vote_final"


class AlternateReach(StrEnum):
    """For how many seats one alternate may act in one ballot."""

    ONE_SEAT = "one_seat"
    SEVERAL_SEATS = "several_seats"


class WhoseVoteCounts(StrEnum):
    """Which vote of a seat counts where member and alternate both voted."""

    LATEST = "latest"
    PRINCIPALS = "principals"


class InterestRule(StrEnum):
    """What a declared interest does to the seat."""

    RECORDED_VOTE_STANDS = "recorded_vote_stands"
    SEAT_RECUSED = "seat_recused"


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction of two whole numbers, more than nothing and at most the whole, so that counting never rounds."""

    numerator: int
    denominator: int

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise RuleSetContradicts(f"{self.numerator}/{self.denominator} is no share between 0 and 1. Correct it.")

    def __str__(self) -> str:
        return f"{self.numerator}/{self.denominator}"


@dataclass(frozen=True, slots=True)
class CategoryFigure:
    """A whole number that belongs to one category: its weight, or its quorum figure."""

    category: VotingCategory
    figure: int

    def __post_init__(self) -> None:
        if self.figure < 0:
            raise RuleSetContradicts(f"The figure of {self.category} is negative. Give 0 or more.")


@dataclass(frozen=True, slots=True)
class PartyMapping:
    """The category of seats that speaks for one Party Category."""

    party_category: PartyCategory
    voting_category: VotingCategory


@dataclass(frozen=True, slots=True)
class TierRule:
    """The tiers of the count, and for weighted groups the weight of each category."""

    kind: Tiers
    weights: tuple[CategoryFigure, ...] = ()

    def __post_init__(self) -> None:
        if bool(self.weights) is not (self.kind is Tiers.WEIGHTED_GROUPS):
            raise RuleSetContradicts("Weights belong to weighted groups, and to nothing else.")
        if any(weight.figure == 0 for weight in self.weights):
            raise RuleSetContradicts(
                "A weight is 1 or more. Take a category out of the count instead of weighing it 0."
            )


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """Which categories have seats, in the order of the published table, which count, and for whom they speak."""

    seated: tuple[VotingCategory, ...]
    counted: tuple[VotingCategory, ...]
    speaks_for: tuple[PartyMapping, ...]

    def __post_init__(self) -> None:
        seated = frozenset(self.seated)
        if len(seated) != len(self.seated) or len(frozenset(self.counted)) != len(self.counted):
            raise RuleSetContradicts("A category is named twice. Name each once.")
        if not self.counted or not seated.issuperset(self.counted):
            raise RuleSetContradicts("The categories that count have to be some of those that have seats.")
        if VotingCategory.NETWORKS in seated and seated & {
            VotingCategory.ELECTRICITY_NETWORKS,
            VotingCategory.GAS_NETWORKS,
        }:
            raise RuleSetContradicts("Networks sit together, or electricity and gas apart, not both.")
        if sorted(mapping.party_category for mapping in self.speaks_for) != sorted(PartyCategory):
            raise RuleSetContradicts("Each Party Category needs one category of seats that speaks for it.")
        if not seated.issuperset(mapping.voting_category for mapping in self.speaks_for):
            raise RuleSetContradicts("A Party Category is given to a category that has no seats.")


@dataclass(frozen=True, slots=True)
class OverallRule:
    """How the categories make the result, and for a threshold the least share of what was counted that must approve."""

    kind: OverallKind
    threshold: Share | None = None

    def __post_init__(self) -> None:
        if (self.threshold is not None) is not (self.kind is OverallKind.THRESHOLD_SHARE):
            raise RuleSetContradicts("A share belongs to the threshold rule, and to nothing else.")


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """From what each category's need is worked out, and whether a category with nobody present meets it."""

    kind: QuorumKind
    nobody_present_meets_need: bool
    figures: tuple[CategoryFigure, ...] = ()
    share: Share | None = None

    def __post_init__(self) -> None:
        if bool(self.figures) is not (self.kind is QuorumKind.FIGURES):
            raise RuleSetContradicts("Quorum figures belong to a quorum by figures, and to nothing else.")
        if (self.share is not None) is not (self.kind is QuorumKind.SHARE_OF_SEATS):
            raise RuleSetContradicts("A share belongs to a quorum by share of seats, and to nothing else.")


@dataclass(frozen=True, slots=True)
class AlternateRule:
    """For how many seats an alternate may act, and whose vote counts where member and alternate both voted."""

    reach: AlternateReach
    counts: WhoseVoteCounts
