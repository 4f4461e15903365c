"""The rule set of a ballot: versioned data, each parameter with its clause and with who confirmed it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, TypeVar

from voting.domain.ballots.parameters import (
    AbstentionRule,
    AlternateReach,
    AlternateRule,
    CategoryFigure,
    CategoryRule,
    CategoryTieRule,
    ChangeOfVoteRule,
    InterestRule,
    MajorityOf,
    NoVotesRule,
    OverallKind,
    OverallRule,
    OverallTieRule,
    PartyMapping,
    PreferenceRule,
    PresenceRule,
    PublicationRule,
    QuorumKind,
    QuorumRule,
    ReasonRule,
    RuleSetContradicts,
    TierRule,
    Tiers,
    Visibility,
    VotingCategory,
    WhoseVoteCounts,
)
from voting.domain.calendar import date_in_words
from voting.domain.errors import RuleBroken
from voting.domain.people import PartyCategory

UNCONFIRMED = "clause not yet confirmed"

T_co = TypeVar("T_co", covariant=True)


class RuleSetUnconfirmed(RuleBroken):
    """A real result may not be published by rules that nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T_co]):
    """One parameter: its value, the clause it rests on, and who confirmed that, when and against which SEC version.

    A clause may stand here before anybody has confirmed it; it is then never printed.
    """

    value: T_co
    clause: str | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None
    sec_version: str | None = None

    def __post_init__(self) -> None:
        texts = (self.clause, self.confirmed_by, self.sec_version)
        if any(text is not None and not text.strip() for text in texts):
            raise RuleSetContradicts("A clause, a name or a SEC version is blank. Leave it out instead.")
        confirmation = (self.confirmed_by, self.confirmed_on, self.sec_version)
        given = sum(part is not None for part in confirmation)
        if given not in {0, len(confirmation)} or (given and self.clause is None):
            raise RuleSetContradicts("A confirmation names the clause, who confirmed it, when, and the SEC version.")

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody confirmed the clause."""
        return self.confirmed_by is not None

    @property
    def clause_words(self) -> str:
        """The clause as it is printed: its reference once confirmed, and never a guess before."""
        return self.clause if self.is_confirmed and self.clause is not None else UNCONFIRMED


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything by which a ballot is cast, counted and published, frozen into the ballot when it opens."""

    version: str
    name: str
    tiers: Parameter[TierRule]
    categories: Parameter[CategoryRule]
    category_majority: Parameter[MajorityOf]
    abstention: Parameter[AbstentionRule]
    category_tie: Parameter[CategoryTieRule]
    no_votes: Parameter[NoVotesRule]
    overall: Parameter[OverallRule]
    overall_tie: Parameter[OverallTieRule]
    preference: Parameter[PreferenceRule]
    quorum: Parameter[QuorumRule]
    reason: Parameter[ReasonRule]
    visibility: Parameter[Visibility]
    presence: Parameter[PresenceRule]
    publication: Parameter[PublicationRule]
    change_of_vote: Parameter[ChangeOfVoteRule]
    alternate: Parameter[AlternateRule]
    interest: Parameter[InterestRule]
    # In Working Days from publication.
    referral_window: Parameter[int]

    def __post_init__(self) -> None:
        if not self.version.strip() or not self.name.strip():
            raise RuleSetContradicts("A rule set has a version and a name. Give both.")
        if self.referral_window.value < 0:
            raise RuleSetContradicts("The referral window is 0 Working Days or more.")
        categories = self.categories.value
        _check_figures(self.quorum.value.figures, categories.seated, "quorum figure")
        _check_figures(self.tiers.value.weights, categories.counted, "weight")


def _check_figures(figures: tuple[CategoryFigure, ...], wanted: tuple[VotingCategory, ...], what: str) -> None:
    if figures and sorted(figure.category for figure in figures) != sorted(wanted):
        raise RuleSetContradicts(f"Each of these categories needs one {what}: {', '.join(wanted)}.")


def parameters(rule_set: RuleSet) -> Iterator[tuple[str, Parameter[Any]]]:
    """The parameters by name, in the order of the table that people read."""
    for field in fields(rule_set):
        value = getattr(rule_set, field.name)
        if isinstance(value, Parameter):
            yield field.name, value


def is_confirmed(rule_set: RuleSet) -> bool:
    """Whether somebody confirmed the clause of every parameter."""
    return all(parameter.is_confirmed for _, parameter in parameters(rule_set))


def confirmation_in_words(rule_set: RuleSet) -> str:
    """One sentence for the ballot page: who confirmed the rules, when and against which SEC, or how many are not."""
    every = [parameter for _, parameter in parameters(rule_set)]
    unconfirmed = sum(not parameter.is_confirmed for parameter in every)
    if unconfirmed:
        return f"Parameters of this rule set with a {UNCONFIRMED}: {unconfirmed} of {len(every)}."
    said = {
        f"by {parameter.confirmed_by} on {date_in_words(parameter.confirmed_on)} against SEC {parameter.sec_version}"
        for parameter in every
        if parameter.confirmed_on is not None
    }
    return f"Every clause of this rule set was confirmed {'; '.join(sorted(said))}."


def check_publishable(rule_set: RuleSet, is_demonstration: bool) -> None:
    """Pass, or raise `RuleSetUnconfirmed`: a real result needs every clause confirmed, the demonstration does not."""
    if is_demonstration or is_confirmed(rule_set):
        return
    names = ", ".join(name.replace("_", " ") for name, parameter in parameters(rule_set) if not parameter.is_confirmed)
    raise RuleSetUnconfirmed(
        f"This result cannot be published yet: nobody has confirmed the clause of {names}. "
        "Have the code administrator confirm each against the SEC."
    )


def voting_category_of(rule_set: RuleSet, party_category: PartyCategory) -> VotingCategory:
    """The category of seats that speaks for a Party Category under this rule set."""
    speaks_for = rule_set.categories.value.speaks_for
    return next(mapping.voting_category for mapping in speaks_for if mapping.party_category is party_category)


_LARGE, _SMALL = VotingCategory.LARGE_SUPPLIERS, VotingCategory.SMALL_SUPPLIERS
_NETWORKS, _OTHER, _CONSUMER = VotingCategory.NETWORKS, VotingCategory.OTHER_SEC_PARTIES, VotingCategory.CONSUMER
_SEATED = (_LARGE, _SMALL, _NETWORKS, _OTHER, _CONSUMER)

# The best reading of rules whose text was not to hand. The code administrator corrects it as data, with a new version.
SHIPPED_DEFAULT = RuleSet(
    version="1",
    name="Change Board, shipped default",
    tiers=Parameter(TierRule(Tiers.MEMBER_CATEGORY_OVERALL)),
    categories=Parameter(
        CategoryRule(
            seated=_SEATED,
            counted=_SEATED,
            speaks_for=(
                PartyMapping(PartyCategory.LARGE_SUPPLIERS, _LARGE),
                PartyMapping(PartyCategory.SMALL_SUPPLIERS, _SMALL),
                PartyMapping(PartyCategory.ELECTRICITY_NETWORKS, _NETWORKS),
                PartyMapping(PartyCategory.GAS_NETWORKS, _NETWORKS),
                PartyMapping(PartyCategory.OTHER_SEC_PARTIES, _OTHER),
            ),
        )
    ),
    category_majority=Parameter(MajorityOf.VOTES_CAST),
    abstention=Parameter(AbstentionRule.SHOWN_NOT_COUNTED),
    category_tie=Parameter(CategoryTieRule.NOT_COUNTED),
    no_votes=Parameter(NoVotesRule.NOT_COUNTED),
    overall=Parameter(OverallRule(OverallKind.APPROVING_OUTNUMBER_REJECTING)),
    overall_tie=Parameter(OverallTieRule.REJECTED),
    preference=Parameter(PreferenceRule.STRONGER_APPROVAL),
    quorum=Parameter(
        QuorumRule(
            QuorumKind.FIGURES,
            nobody_present_meets_need=True,
            figures=(
                CategoryFigure(_LARGE, 3),
                CategoryFigure(_SMALL, 1),
                CategoryFigure(_NETWORKS, 1),
                CategoryFigure(_OTHER, 1),
                CategoryFigure(_CONSUMER, 0),
            ),
        )
    ),
    reason=Parameter(ReasonRule.APPROVE_AND_REJECT),
    visibility=Parameter(Visibility.HIDDEN_UNLESS_ROLL_CALL),
    presence=Parameter(PresenceRule.WRITTEN_VOTES_COUNT),
    publication=Parameter(PublicationRule.NAMED_VOTES_GREEN),
    change_of_vote=Parameter(ChangeOfVoteRule.UNTIL_CLOSE),
    alternate=Parameter(AlternateRule(AlternateReach.ONE_SEAT, WhoseVoteCounts.LATEST)),
    interest=Parameter(InterestRule.RECORDED_VOTE_STANDS),
    referral_window=Parameter(10),
)
