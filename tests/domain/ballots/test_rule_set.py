"""Rule sets as data: confirmed or not, consistent, and the same after a journey through JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

import pytest

from voting.domain.ballots import parameters as values
from voting.domain.ballots.parameters import (
    AlternateRule,
    CategoryFigure,
    CategoryRule,
    OverallRule,
    QuorumRule,
    RuleSetContradicts,
    Share,
    TierRule,
    VotingCategory,
)
from voting.domain.ballots.rule_set import (
    SHIPPED_DEFAULT,
    Parameter,
    RuleSet,
    RuleSetUnconfirmed,
    check_publishable,
    confirmation_in_words,
    is_confirmed,
    parameters,
    voting_category_of,
)
from voting.domain.ballots.rule_set_json import RuleSetUnreadable, rule_set_from_json, rule_set_to_json
from voting.domain.ballots.rules_in_words import rules_in_words
from voting.domain.people import PartyCategory

SEATED = SHIPPED_DEFAULT.categories.value.seated
SPEAKS_FOR = SHIPPED_DEFAULT.categories.value.speaks_for
SINGLE = {
    "category_majority": values.MajorityOf,
    "abstention": values.AbstentionRule,
    "category_tie": values.CategoryTieRule,
    "no_votes": values.NoVotesRule,
    "overall_tie": values.OverallTieRule,
    "preference": values.PreferenceRule,
    "reason": values.ReasonRule,
    "visibility": values.Visibility,
    "presence": values.PresenceRule,
    "publication": values.PublicationRule,
    "change_of_vote": values.ChangeOfVoteRule,
    "interest": values.InterestRule,
}
EVERY_VALUE: list[tuple[str, Any]] = [
    *((name, member) for name, members in SINGLE.items() for member in members),
    ("tiers", TierRule(values.Tiers.FLAT_MAJORITY)),
    ("tiers", TierRule(values.Tiers.WEIGHTED_GROUPS, tuple(CategoryFigure(category, 2) for category in SEATED))),
    ("categories", CategoryRule(SEATED, SEATED[:4], SPEAKS_FOR)),
    ("overall", OverallRule(values.OverallKind.ALL_MUST_APPROVE)),
    ("overall", OverallRule(values.OverallKind.THRESHOLD_SHARE, Share(2, 3))),
    ("quorum", QuorumRule(values.QuorumKind.NO_QUORUM, nobody_present_meets_need=False)),
    ("quorum", QuorumRule(values.QuorumKind.SHARE_OF_SEATS, nobody_present_meets_need=False, share=Share(1, 2))),
    ("quorum", replace(SHIPPED_DEFAULT.quorum.value, nobody_present_meets_need=False)),
    ("alternate", AlternateRule(values.AlternateReach.SEVERAL_SEATS, values.WhoseVoteCounts.PRINCIPALS)),
    ("referral_window", 0),
    ("referral_window", 15),
]


def _confirmed(value: Any) -> Parameter[Any]:
    return Parameter(value, "Section D8.6", "Code administrator", date(2026, 3, 2), "74.0")


CONFIRMED = replace(
    SHIPPED_DEFAULT, **{name: _confirmed(parameter.value) for name, parameter in parameters(SHIPPED_DEFAULT)}
)


def test_the_shipped_default_says_of_every_parameter_that_nobody_confirmed_its_clause() -> None:
    assert len(list(parameters(SHIPPED_DEFAULT))) == 18
    assert {parameter.clause_words for _, parameter in parameters(SHIPPED_DEFAULT)} == {"clause not yet confirmed"}
    assert not is_confirmed(SHIPPED_DEFAULT)


def test_a_clause_that_was_entered_and_not_confirmed_is_not_printed() -> None:
    assert Parameter(10, clause="Section D9.1").clause_words == "clause not yet confirmed"
    assert _confirmed(10).clause_words == "Section D8.6"


@pytest.mark.parametrize(
    "confirmation",
    [
        {"clause": "D8", "confirmed_by": "A"},
        {"clause": "D8", "confirmed_on": date(2026, 3, 2)},
        {"clause": "D8", "sec_version": "74.0"},
        {"confirmed_by": "A", "confirmed_on": date(2026, 3, 2), "sec_version": "74.0"},
        {"clause": " "},
        {"clause": "D8", "confirmed_by": "", "confirmed_on": date(2026, 3, 2), "sec_version": "74.0"},
    ],
)
def test_half_a_confirmation_is_refused(confirmation: dict[str, Any]) -> None:
    with pytest.raises(RuleSetContradicts):
        Parameter(10, **confirmation)


def test_a_real_result_needs_every_clause_confirmed_and_the_demonstration_does_not() -> None:
    check_publishable(CONFIRMED, is_demonstration=False)
    check_publishable(SHIPPED_DEFAULT, is_demonstration=True)
    with pytest.raises(RuleSetUnconfirmed, match=r"clause of tiers, categories, .*, referral window\. Have"):
        check_publishable(SHIPPED_DEFAULT, is_demonstration=False)


@pytest.mark.parametrize("name", [name for name, _ in parameters(SHIPPED_DEFAULT)])
def test_one_unconfirmed_parameter_is_enough_to_stop_publication(name: str) -> None:
    nearly = replace(CONFIRMED, **{name: getattr(SHIPPED_DEFAULT, name)})
    assert not is_confirmed(nearly)
    with pytest.raises(RuleSetUnconfirmed, match=f"the clause of {name.replace('_', ' ')}\\."):
        check_publishable(nearly, is_demonstration=False)


def test_the_ballot_page_says_who_confirmed_the_rules_when_and_against_which_sec() -> None:
    said = "Every clause of this rule set was confirmed by Code administrator on 2 Mar 2026 against SEC 74.0."
    assert confirmation_in_words(CONFIRMED) == said
    nearly = replace(CONFIRMED, tiers=SHIPPED_DEFAULT.tiers)
    said = "Parameters of this rule set with a clause not yet confirmed: 1 of 18."
    assert confirmation_in_words(nearly) == said


@pytest.mark.parametrize(
    ("party_category", "together", "apart"),
    [
        (PartyCategory.LARGE_SUPPLIERS, VotingCategory.LARGE_SUPPLIERS, VotingCategory.LARGE_SUPPLIERS),
        (PartyCategory.SMALL_SUPPLIERS, VotingCategory.SMALL_SUPPLIERS, VotingCategory.SMALL_SUPPLIERS),
        (PartyCategory.ELECTRICITY_NETWORKS, VotingCategory.NETWORKS, VotingCategory.ELECTRICITY_NETWORKS),
        (PartyCategory.GAS_NETWORKS, VotingCategory.NETWORKS, VotingCategory.GAS_NETWORKS),
        (PartyCategory.OTHER_SEC_PARTIES, VotingCategory.OTHER_SEC_PARTIES, VotingCategory.OTHER_SEC_PARTIES),
    ],
)
def test_a_rule_set_says_which_seats_speak_for_a_party_category(
    party_category: PartyCategory,
    together: VotingCategory,
    apart: VotingCategory,
    networks_apart: Callable[..., RuleSet],
) -> None:
    assert voting_category_of(SHIPPED_DEFAULT, party_category) is together
    assert voting_category_of(networks_apart(), party_category) is apart


def test_every_value_of_every_parameter_is_in_the_table_of_this_file() -> None:
    tried = {value for _, value in EVERY_VALUE if isinstance(value, StrEnum)}
    assert tried == {member for members in SINGLE.values() for member in members}
    assert {name for name, _ in EVERY_VALUE} == {name for name, _ in parameters(SHIPPED_DEFAULT)}


@pytest.mark.parametrize(("name", "value"), EVERY_VALUE)
def test_json_and_back_gives_the_same_rule_set(name: str, value: Any, rules: Callable[..., RuleSet]) -> None:
    rule_set = rules(**{name: value})
    written = json.dumps(rule_set_to_json(rule_set))
    assert rule_set_from_json(json.loads(written)) == rule_set
    assert json.dumps(rule_set_to_json(rule_set_from_json(json.loads(written)))) == written


def test_a_confirmed_rule_set_and_one_with_networks_apart_survive_json(networks_apart: Callable[..., RuleSet]) -> None:
    for rule_set in (CONFIRMED, networks_apart()):
        assert rule_set_from_json(json.loads(json.dumps(rule_set_to_json(rule_set)))) == rule_set


def test_rule_sets_that_differ_in_one_value_differ_in_json(rules: Callable[..., RuleSet]) -> None:
    changed = rules(overall_tie=values.OverallTieRule.REFER)
    assert rule_set_to_json(changed) != rule_set_to_json(SHIPPED_DEFAULT)


def _broken(place: str, value: object) -> object:
    raw: Any = rule_set_to_json(CONFIRMED)
    inside = raw
    *path, last = place.split(".")
    for key in path:
        inside = inside[int(key)] if key.isdigit() else inside[key]
    if value is ...:
        del inside[last]
    else:
        inside[last] = value
    return raw


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        ("abstention.value", "ignored", "abstention.value"),
        ("abstention.value", "SHOWN_NOT_COUNTED", "abstention.value"),
        ("abstention.value", None, "abstention.value"),
        ("abstention", "shown_not_counted", "abstention"),
        ("abstention", ..., ""),
        ("abstention.clause", ..., "abstention"),
        ("abstentions", {}, ""),
        ("abstention.note", "x", "abstention"),
        ("referral_window.value", True, "referral_window.value"),
        ("referral_window.value", 10.0, "referral_window.value"),
        ("referral_window.value", "10", "referral_window.value"),
        ("version", 1, "version"),
        ("name", None, "name"),
        ("tiers.confirmed_on", "2026-3-2", "tiers.confirmed_on"),
        ("tiers.confirmed_on", "20260302", "tiers.confirmed_on"),
        ("tiers.confirmed_on", 20260302, "tiers.confirmed_on"),
        ("tiers.value.weights", {}, "tiers.value.weights"),
        ("categories.value.seated", ["large_suppliers", "dcc"], "categories.value.seated"),
        ("quorum.value.figures", [{"category": "consumer"}], "quorum.value.figures"),
        ("overall.value.threshold", {"numerator": 1, "denominator": 2, "rounding": "up"}, "overall.value.threshold"),
        ("alternate.value", "one_seat", "alternate.value"),
    ],
)
def test_what_no_rule_set_has_is_refused_at_its_place(place: str, value: object, where: str) -> None:
    with pytest.raises(RuleSetUnreadable) as refused:
        rule_set_from_json(_broken(place, value))
    assert refused.value.field == where


@pytest.mark.parametrize("raw", [None, [], "rule set", 3, {}])
def test_what_is_no_object_at_all_is_refused(raw: object) -> None:
    with pytest.raises(RuleSetUnreadable, match=r"^A rule set "):
        rule_set_from_json(raw)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("referral_window.value", -1),
        ("version", " "),
        ("quorum.value.figures", []),
        ("categories.value.counted", []),
        ("tiers.confirmed_by", None),
    ],
)
def test_readable_values_that_do_not_fit_together_are_refused(place: str, value: object) -> None:
    with pytest.raises(RuleSetContradicts):
        rule_set_from_json(_broken(place, value))


FIGURES = SHIPPED_DEFAULT.quorum.value.figures
BAD: list[Callable[[], object]] = [
    lambda: Share(0, 3),
    lambda: Share(4, 3),
    lambda: Share(-1, -1),
    lambda: CategoryFigure(VotingCategory.CONSUMER, -1),
    lambda: TierRule(values.Tiers.FLAT_MAJORITY, FIGURES),
    lambda: TierRule(values.Tiers.WEIGHTED_GROUPS),
    lambda: TierRule(values.Tiers.WEIGHTED_GROUPS, FIGURES),
    lambda: CategoryRule((*SEATED, VotingCategory.CONSUMER), SEATED, SPEAKS_FOR),
    lambda: CategoryRule(SEATED, (*SEATED, SEATED[0]), SPEAKS_FOR),
    lambda: CategoryRule(SEATED[:4], SEATED, SPEAKS_FOR),
    lambda: CategoryRule((*SEATED, VotingCategory.GAS_NETWORKS), SEATED, SPEAKS_FOR),
    lambda: CategoryRule(SEATED, SEATED, SPEAKS_FOR[:4]),
    lambda: CategoryRule(SEATED[1:], SEATED[1:], SPEAKS_FOR),
    lambda: OverallRule(values.OverallKind.THRESHOLD_SHARE),
    lambda: OverallRule(values.OverallKind.ALL_MUST_APPROVE, Share(1, 2)),
    lambda: QuorumRule(values.QuorumKind.FIGURES, nobody_present_meets_need=True),
    lambda: QuorumRule(values.QuorumKind.NO_QUORUM, nobody_present_meets_need=True, figures=FIGURES),
    lambda: QuorumRule(values.QuorumKind.SHARE_OF_SEATS, nobody_present_meets_need=True),
    lambda: QuorumRule(values.QuorumKind.NO_QUORUM, nobody_present_meets_need=True, share=Share(1, 2)),
    lambda: replace(SHIPPED_DEFAULT, name=""),
    lambda: replace(
        SHIPPED_DEFAULT, tiers=Parameter(TierRule(values.Tiers.WEIGHTED_GROUPS, (CategoryFigure(SEATED[0], 1),)))
    ),
    lambda: replace(
        SHIPPED_DEFAULT, quorum=Parameter(replace(SHIPPED_DEFAULT.quorum.value, figures=(*FIGURES, FIGURES[0])))
    ),
]


@pytest.mark.parametrize("build", BAD)
def test_values_that_contradict_each_other_cannot_be_made(build: Callable[[], object]) -> None:
    with pytest.raises(RuleSetContradicts):
        build()


def test_the_rule_set_is_printed_with_value_and_clause() -> None:
    lines = {line.parameter: line for line in rules_in_words(SHIPPED_DEFAULT)}
    assert len(lines) == 18
    assert lines["Quorum"].value == (
        "Large Suppliers 3; Small Suppliers 1; Networks 1; Other SEC Parties 1; Consumer Representative 0; "
        "a category with nobody present meets its need"
    )
    assert lines["Abstention"].clause == "clause not yet confirmed"
    assert lines["Abstention"].confirmed == ""
    confirmed = {line.parameter: line for line in rules_in_words(CONFIRMED)}["Abstention"]
    assert (confirmed.clause, confirmed.confirmed) == ("Section D8.6", "Code administrator, 2 Mar 2026, SEC 74.0")


@pytest.mark.parametrize(("name", "value"), EVERY_VALUE)
def test_every_value_has_words(name: str, value: Any, rules: Callable[..., RuleSet]) -> None:
    default = [line.value for line in rules_in_words(SHIPPED_DEFAULT)]
    changed = [line.value for line in rules_in_words(rules(**{name: value}))]
    differing = [words for before, words in zip(default, changed, strict=True) if before != words]
    assert len(differing) == (getattr(SHIPPED_DEFAULT, name).value != value)
    assert all(changed)
