"""The kinds of consultation: what each asks, when it is held, and what is said of a short window."""

from dataclasses import replace
from datetime import date

import pytest

from voting.domain.calendar import Calendar, WindowCheck
from voting.domain.consultations import (
    KIND_RULES,
    ConsultationKind,
    NotReadyForConsultation,
    QuestionKind,
    WrongStageForConsultation,
    check_stage,
    window_check,
)
from voting.domain.modifications.lifecycle import ModificationFacts, Stage, parse_number

Kind = ConsultationKind
MONDAY = date(2026, 3, 2)
FACTS = ModificationFacts(parse_number("MP900"), report_drafted=True, report_approved=True, report_published=True)


def test_every_kind_has_its_rule_with_questions_of_different_keys() -> None:
    assert list(KIND_RULES) == list(Kind)
    for kind, rule in KIND_RULES.items():
        keys = [question.key for question in rule.questions]
        assert rule.kind is kind
        assert keys
        assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        (Kind.LEGAL_TEXT, True),
        (Kind.REFINEMENT, True),
        (Kind.MODIFICATION_REPORT, False),
        (Kind.REQUEST_FOR_INFORMATION, False),
        (Kind.PROBLEM_STATEMENT, True),
    ],
)
def test_replies_are_given_where_the_kind_asks_for_them(kind: Kind, asks: bool) -> None:
    assert KIND_RULES[kind].asks_replies is asks


def test_a_modification_report_consultation_asks_two_questions() -> None:
    approval, anything_else = KIND_RULES[Kind.MODIFICATION_REPORT].questions
    assert approval.kind is QuestionKind.APPROVAL
    assert approval.comment_required
    assert "Objectives" in approval.words
    assert (anything_else.kind, anything_else.comment_required) == (QuestionKind.FREE_TEXT, False)


S = Stage
HELD_AT = {
    Kind.LEGAL_TEXT: {S.DEVELOPMENT, S.REFINEMENT, S.REPORT},
    Kind.REFINEMENT: {S.REFINEMENT},
    Kind.MODIFICATION_REPORT: {S.REPORT},
    Kind.REQUEST_FOR_INFORMATION: {S.DEVELOPMENT, S.REFINEMENT, S.REPORT, S.BOARD},
    Kind.PROBLEM_STATEMENT: {S.DEVELOPMENT},
}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("stage", list(Stage))
def test_a_kind_is_held_at_its_stages_and_at_no_other(kind: Kind, stage: Stage) -> None:
    if stage in HELD_AT[kind]:
        check_stage(kind, replace(FACTS, stage=stage))
    else:
        with pytest.raises(WrongStageForConsultation):
            check_stage(kind, replace(FACTS, stage=stage))


def test_a_legal_text_consultation_can_run_before_conversion() -> None:
    check_stage(Kind.LEGAL_TEXT, ModificationFacts(parse_number("DP900")))


@pytest.mark.parametrize(
    "report",
    [replace(FACTS, stage=S.REPORT, report_approved=False), replace(FACTS, stage=S.REPORT, report_published=False)],
)
def test_the_report_consultation_needs_a_report_that_is_approved_and_published(report: ModificationFacts) -> None:
    with pytest.raises(NotReadyForConsultation):
        check_stage(Kind.MODIFICATION_REPORT, report)


@pytest.mark.parametrize("kind", Kind)
def test_a_window_is_judged_by_what_is_usual_for_its_kind(kind: ConsultationKind) -> None:
    usual = KIND_RULES[kind].minimum_working_days
    calendar = Calendar(frozenset({date(2026, 12, 25)}))
    closes_on = calendar.add_working_days(MONDAY, usual)
    assert window_check(kind, MONDAY, closes_on, calendar) == WindowCheck(usual, usual, ())
    short = window_check(kind, MONDAY, calendar.add_working_days(MONDAY, usual - 1), calendar)
    assert short.warnings == (f"The window is {usual - 1} Working Days, fewer than the usual {usual}.",)
