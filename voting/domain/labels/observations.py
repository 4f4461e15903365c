"""The words that people read for the enums of observations."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.observations import ObservationKind, ObservationState

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
}
