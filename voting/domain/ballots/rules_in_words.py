"""A rule set as the table that people read: each parameter, its value in words, its clause and who confirmed it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from voting.domain.ballots.parameters import (
    AlternateRule,
    CategoryFigure,
    CategoryRule,
    OverallRule,
    QuorumKind,
    QuorumRule,
    TierRule,
)
from voting.domain.ballots.rule_set import Parameter, RuleSet, parameters
from voting.domain.calendar import counted_working_days, date_in_words
from voting.domain.labels import label

_NAMES = {
    "tiers": "Tiers",
    "categories": "Categories that count",
    "category_majority": "Category outcome",
    "abstention": "Abstention",
    "category_tie": "Category without a majority",
    "no_votes": "All abstain, or nobody voted",
    "overall": "Overall",
    "overall_tie": "Overall tie, or nothing counted",
    "preference": "Preferred of several that pass",
    "quorum": "Quorum",
    "reason": "Reason",
    "visibility": "Visibility before close",
    "presence": "Presence",
    "publication": "Publication of votes",
    "change_of_vote": "Change of vote",
    "alternate": "Alternate",
    "interest": "Interest declared",
    "referral_window": "Referral window",
}


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """One parameter as it is printed; `confirmed` is empty where nobody has confirmed the clause."""

    parameter: str
    value: str
    clause: str
    confirmed: str


def rules_in_words(rule_set: RuleSet) -> tuple[RuleInWords, ...]:
    """Every parameter in the order of the table."""
    return tuple(
        RuleInWords(_NAMES[name], _value(parameter.value), parameter.clause_words, _confirmed(parameter))
        for name, parameter in parameters(rule_set)
    )


def _confirmed(parameter: Parameter[object]) -> str:
    if parameter.confirmed_on is None:
        return ""
    return f"{parameter.confirmed_by}, {date_in_words(parameter.confirmed_on)}, SEC {parameter.sec_version}"


def _value(value: object) -> str:
    match value:
        case StrEnum():
            return label(value)
        case int():
            return f"{counted_working_days(value)} from publication"
        case TierRule():
            return "; ".join([label(value.kind), *_figures(value.weights)])
        case CategoryRule():
            return "; ".join(_categories(value))
        case OverallRule():
            return label(value.kind) if value.threshold is None else f"at least {value.threshold} must approve"
        case QuorumRule():
            return "; ".join(_quorum(value))
        case AlternateRule():
            return f"{label(value.reach)}; {label(value.counts)}"
        case _:
            raise TypeError(f"no parameter holds a {type(value).__name__}")


def _categories(rule: CategoryRule) -> Iterator[str]:
    yield from (label(category) for category in rule.counted)
    yield from (f"{label(category)} (shown, not counted)" for category in rule.seated if category not in rule.counted)


def _quorum(rule: QuorumRule) -> Iterator[str]:
    if rule.kind is QuorumKind.NO_QUORUM:
        yield label(rule.kind)
        return
    yield from _figures(rule.figures)
    if rule.share is not None:
        yield f"{rule.share} of the filled seats not recused"
    if rule.nobody_present_meets_need:
        yield "a category with nobody present meets its need"


def _figures(figures: tuple[CategoryFigure, ...]) -> list[str]:
    return [f"{label(figure.category)} {figure.figure}" for figure in figures]
