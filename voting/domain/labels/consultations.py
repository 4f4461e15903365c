"""The words that people read for the enums of consultations."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.consultations import ConsultationKind, ConsultationState, Invitation, QuestionKind, ReturnState

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    ConsultationKind: {
        ConsultationKind.LEGAL_TEXT: "Legal text consultation",
        ConsultationKind.REFINEMENT: "Refinement consultation",
        ConsultationKind.MODIFICATION_REPORT: "Modification Report Consultation",
        ConsultationKind.REQUEST_FOR_INFORMATION: "Request for information",
        ConsultationKind.PROBLEM_STATEMENT: "Problem statement comments",
    },
    QuestionKind: {
        QuestionKind.YES_NO_RATIONALE: "yes or no, with the reason",
        QuestionKind.FREE_TEXT: "free text",
        QuestionKind.OBJECTIVES: "General SEC Objectives",
        QuestionKind.COST: "cost",
        QuestionKind.LEAD_TIME: "lead time",
        QuestionKind.PREFERRED_OPTION: "preferred option",
        QuestionKind.APPROVAL: "approve or reject",
        QuestionKind.BY_OBSERVATION: "comment by observation",
        QuestionKind.BY_CLAUSE: "comment by clause",
    },
    ConsultationState: {
        ConsultationState.PREPARED: "prepared",
        ConsultationState.OPEN: "open",
        ConsultationState.CLOSED: "closed",
        ConsultationState.PUBLISHED: "responses published",
        ConsultationState.WITHDRAWN: "withdrawn",
    },
    Invitation: {
        Invitation.INVITED: "invited",
        Invitation.NOT_INVITED: "not on the list of the invited",
        Invitation.UNKNOWN_SENDER: "unknown sender",
    },
    ReturnState: {
        ReturnState.SUBMITTED: "submitted",
        ReturnState.WILL_NOT_RESPOND: "will not respond",
        ReturnState.NOTHING_YET: "nothing yet",
    },
}
