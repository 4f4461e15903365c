"""The words that people read for the enums of observations."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.observations.annex_a import AnnexFault
from voting.domain.observations.comparing import Standing, Told

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    ObservationState: {
        ObservationState.DRAFTED: "drafted",
        ObservationState.ADDRESSED: "addressed",
        ObservationState.CHANGED_AFTER_COMMENT: "changed after comment",
        ObservationState.CARRIED_UNRESOLVED: "carried unresolved",
        ObservationState.RESOLVED_ELSEWHERE: "resolved elsewhere",
        ObservationState.WITHDRAWN: "withdrawn",
    },
    ObservationKind: {
        ObservationKind.TECHNICAL: "technical",
        ObservationKind.CLARITY: "clarity",
        ObservationKind.STANDARDS: "standards",
        ObservationKind.TYPOGRAPHICAL: "typographical",
    },
    Standing: {
        Standing.NEW: "new",
        Standing.SAME: "in the register already",
        Standing.DIFFERENT: "differs from the register",
    },
    Told: {
        Told.TITLE: "title",
        Told.TEXT: "observation",
        Told.RECOMMENDATION: "recommendation",
        Told.CLAUSES: "clauses it cites",
        Told.KIND: "kind",
        Told.STATE: "state",
        Told.DONE: "what was done",
    },
    AnnexFault: {
        AnnexFault.NO_TABLES: "no tables",
        AnnexFault.COLUMNS_NOT_RECOGNISED: "columns not recognised",
        AnnexFault.NO_NUMBER: "no number",
        AnnexFault.NUMBER_NOT_RECOGNISED: "number not recognised",
        AnnexFault.NUMBER_TWICE: "number twice",
        AnnexFault.NO_TEXT: "no observation",
        AnnexFault.DOCUMENT_NOT_KNOWN: "document not known",
        AnnexFault.ROW_NOT_READ: "row not read",
    },
}
