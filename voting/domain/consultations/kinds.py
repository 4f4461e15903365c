"""The kinds of consultation as data: what each asks, when and how long it is held, and whether it gets replies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from voting.domain.calendar import Calendar, WindowCheck
from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle import ModificationFacts, Stage


class ConsultationKind(StrEnum):
    """What a consultation asks for views on."""

    LEGAL_TEXT = "legal_text"
    REFINEMENT = "refinement"
    MODIFICATION_REPORT = "modification_report"
    REQUEST_FOR_INFORMATION = "request_for_information"
    PROBLEM_STATEMENT = "problem_statement"


class QuestionKind(StrEnum):
    """How a question is answered."""

    YES_NO_RATIONALE = "yes_no_rationale"
    FREE_TEXT = "free_text"
    OBJECTIVES = "objectives"
    COST = "cost"
    LEAD_TIME = "lead_time"
    PREFERRED_OPTION = "preferred_option"
    APPROVAL = "approval"
    BY_OBSERVATION = "by_observation"
    BY_CLAUSE = "by_clause"


class WrongStageForConsultation(RuleBroken):
    """The modification does not stand at a stage at which this kind of consultation is held."""


class NotReadyForConsultation(RuleBroken):
    """The report that people are to be consulted on is not approved or not published."""


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A question as a kind of consultation asks it unless SECAS changes it."""

    key: str
    kind: QuestionKind
    words: str
    comment_required: bool = False


@dataclass(frozen=True, slots=True)
class KindRule:
    """What holds for a kind of consultation; `minimum_working_days` is warned about and never blocks.

    `of_approved_report`: it can only be held on a Modification Report that is approved and published.
    """

    kind: ConsultationKind
    asks_replies: bool
    minimum_working_days: int
    stages: frozenset[Stage]
    questions: tuple[QuestionTemplate, ...]
    of_approved_report: bool = False


_ANYTHING_ELSE = QuestionTemplate("anything_else", QuestionKind.FREE_TEXT, "Do you have anything else to say?")
_BEFORE_DECISION = frozenset({Stage.DEVELOPMENT, Stage.REFINEMENT, Stage.REPORT, Stage.BOARD})

# Data with a version: the lengths, the stages and the wording of the questions are the best reading of rules whose text
# was not to hand. What the Modification Report Consultation asks, and which kinds get replies, are facts.
KIND_RULES_VERSION = "2021-12 default 1"
KIND_RULES: Mapping[ConsultationKind, KindRule] = MappingProxyType(
    {
        rule.kind: rule
        for rule in (
            KindRule(
                ConsultationKind.LEGAL_TEXT,
                asks_replies=True,
                minimum_working_days=15,
                # It may run before conversion.
                stages=frozenset({Stage.DEVELOPMENT, Stage.REFINEMENT, Stage.REPORT}),
                questions=(
                    QuestionTemplate(
                        "drafting", QuestionKind.BY_CLAUSE, "Does the drafted text do what the solution needs?"
                    ),
                    _ANYTHING_ELSE,
                ),
            ),
            KindRule(
                ConsultationKind.REFINEMENT,
                asks_replies=True,
                minimum_working_days=15,
                stages=frozenset({Stage.REFINEMENT}),
                questions=(
                    QuestionTemplate(
                        "solves_issue",
                        QuestionKind.YES_NO_RATIONALE,
                        "Does the Proposed Solution solve the issue?",
                        comment_required=True,
                    ),
                    QuestionTemplate(
                        "objectives",
                        QuestionKind.OBJECTIVES,
                        "Which General SEC Objectives does it help or harm, and why?",
                    ),
                    QuestionTemplate("cost", QuestionKind.COST, "What would it cost you to implement?"),
                    QuestionTemplate("lead_time", QuestionKind.LEAD_TIME, "How long would you need to implement it?"),
                    QuestionTemplate(
                        "drafting", QuestionKind.BY_CLAUSE, "Does the drafted text do what the solution needs?"
                    ),
                    _ANYTHING_ELSE,
                ),
            ),
            KindRule(
                ConsultationKind.MODIFICATION_REPORT,
                asks_replies=False,
                minimum_working_days=15,
                stages=frozenset({Stage.REPORT}),
                questions=(
                    QuestionTemplate(
                        "approval",
                        QuestionKind.APPROVAL,
                        "Should it be approved or rejected, and why, against the General SEC Objectives?",
                        comment_required=True,
                    ),
                    _ANYTHING_ELSE,
                ),
                of_approved_report=True,
            ),
            KindRule(
                ConsultationKind.REQUEST_FOR_INFORMATION,
                asks_replies=False,
                minimum_working_days=10,
                stages=_BEFORE_DECISION,
                questions=(
                    QuestionTemplate("cost", QuestionKind.COST, "What would it cost you to implement?"),
                    QuestionTemplate("lead_time", QuestionKind.LEAD_TIME, "How long would you need to implement it?"),
                    _ANYTHING_ELSE,
                ),
            ),
            KindRule(
                ConsultationKind.PROBLEM_STATEMENT,
                asks_replies=True,
                minimum_working_days=10,
                stages=frozenset({Stage.DEVELOPMENT}),
                questions=(
                    QuestionTemplate(
                        "recognise",
                        QuestionKind.YES_NO_RATIONALE,
                        "Do you recognise this problem?",
                        comment_required=True,
                    ),
                    _ANYTHING_ELSE,
                ),
            ),
        )
    }
)


def check_stage(kind: ConsultationKind, modification: ModificationFacts) -> None:
    """Pass, or raise `WrongStageForConsultation` or `NotReadyForConsultation`."""
    rule = KIND_RULES[kind]
    if modification.stage not in rule.stages:
        raise WrongStageForConsultation(
            f"{modification.number} does not stand at a stage at which this kind of consultation is held.", "kind"
        )
    if rule.of_approved_report and not (modification.report_approved and modification.report_published):
        raise NotReadyForConsultation(
            "Approve and publish the Modification Report first: people must be able to read what they are asked about."
        )


def window_check(kind: ConsultationKind, issue_on: date, close_on: date, calendar: Calendar) -> WindowCheck:
    """How long the window is and what to say about it, judged by what is usual for the kind; warnings never block."""
    return calendar.consultation_window(issue_on, close_on, KIND_RULES[kind].minimum_working_days)
