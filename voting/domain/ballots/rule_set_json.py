"""The rule set as JSON and back: exact inverses, so that what a ballot froze can be read again to the last value."""

from dataclasses import fields

from voting.domain.ballots.exact_json import Json, Reading, to_json
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.errors import RuleBroken


class RuleSetUnreadable(RuleBroken):
    """What should be a rule set has a key, a value or a shape that no rule set has; `field` says where."""


_READING = Reading("a rule set", RuleSetUnreadable)


def rule_set_to_json(rule_set: RuleSet) -> dict[str, Json]:
    """The rule set as a JSON object: its keys are the names of the fields, its dates are ISO 8601."""
    return {field.name: to_json(getattr(rule_set, field.name)) for field in fields(rule_set)}


def rule_set_from_json(raw: object) -> RuleSet:
    """The rule set that `rule_set_to_json` gave this object for.

    Raises `RuleSetUnreadable` for an unknown, missing or mistyped value: nothing is skipped and nothing is defaulted. A
    rule set whose values are readable but do not fit together raises `RuleSetContradicts`.
    """
    rule_set: RuleSet = _READING.value(RuleSet, raw)
    return rule_set
