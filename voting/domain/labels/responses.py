"""The words that people read for the enums of responses."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.responses import ApprovalPosition, DraftingPosition, TargetKind, Tray, YesNo
from voting.domain.responses.routes import ResponseRoute

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    DraftingPosition: {
        DraftingPosition.AGREE: "Agree",
        DraftingPosition.AGREE_WITH_CHANGE: "Agree with a change",
        DraftingPosition.DISAGREE: "Disagree",
        DraftingPosition.QUESTION: "Question",
        DraftingPosition.NO_COMMENT: "No comment",
    },
    ApprovalPosition: {
        ApprovalPosition.APPROVE: "Approve",
        ApprovalPosition.REJECT: "Reject",
        ApprovalPosition.NO_VIEW: "No view",
    },
    YesNo: {
        YesNo.YES: "Yes",
        YesNo.NO: "No",
    },
    TargetKind: {
        TargetKind.QUESTION: "question",
        TargetKind.OBSERVATION: "observation",
        TargetKind.CLAUSE: "clause",
    },
    Tray: {
        Tray.IN_TIME: "received in time",
        Tray.LATE: "late, waits for SECAS's ruling",
        Tray.TO_CONFIRM: "waits for a second person",
        Tray.TO_LINK: "waits until SECAS links its sender",
    },
    ResponseRoute: {
        ResponseRoute.PLATFORM: "on the platform",
        ResponseRoute.EMAIL: "by e-mail",
        ResponseRoute.LETTER: "by letter",
        ResponseRoute.CALL: "on a call",
    },
}
