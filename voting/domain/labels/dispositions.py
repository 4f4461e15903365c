"""The words that people read for the enums of dispositions."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.dispositions import DecidedBy, DispositionKind, DispositionState, ReplyShown

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    DispositionKind: {
        DispositionKind.AGREED_AS_PROPOSED: "Agreed as proposed",
        DispositionKind.AGREED_IN_PART: "Agreed in part",
        DispositionKind.AGREED_OTHER_WORDING: "Agreed, other wording",
        DispositionKind.NOT_AGREED: "Not agreed",
        DispositionKind.ANSWERED: "Answered",
        DispositionKind.RESOLVED_ELSEWHERE: "Resolved elsewhere",
        DispositionKind.OUT_OF_SCOPE: "Out of scope",
        DispositionKind.DUPLICATE_OF: "Duplicate of",
        DispositionKind.CARRIED_FORWARD: "Carried forward",
        DispositionKind.WITHDRAWN: "Withdrawn",
    },
    DecidedBy: {
        DecidedBy.PROPOSER: "Proposer",
        DecidedBy.WORKING_GROUP: "Working Group",
        DecidedBy.SECAS: "SECAS",
    },
    DispositionState: {
        DispositionState.DRAFTED: "drafted",
        DispositionState.CONFIRMED: "confirmed",
        DispositionState.PUBLISHED: "published",
    },
    ReplyShown: {
        ReplyShown.FULL: "in full",
        ReplyShown.KIND_ONLY: "outcome alone",
        ReplyShown.HIDDEN: "hidden",
    },
}
