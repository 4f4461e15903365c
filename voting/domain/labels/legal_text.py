"""The words that people read for the enums of legal text."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from voting.domain.legal_text import (
    CitationFault,
    ClauseKind,
    ClauseState,
    HunkOwner,
    HunkState,
    KeyOf,
    OtherRevisionKind,
    SpanKind,
    View,
)

LABELS: dict[type[StrEnum], Mapping[Any, str]] = {
    SpanKind: {
        SpanKind.EQUAL: "kept",
        SpanKind.INSERT: "inserted",
        SpanKind.DELETE: "deleted",
        SpanKind.MOVE_FROM: "moved from here",
        SpanKind.MOVE_TO: "moved to here",
    },
    ClauseKind: {
        ClauseKind.HEADING: "heading",
        ClauseKind.CLAUSE: "clause",
        ClauseKind.DEFINITION: "definition",
        ClauseKind.TABLE_ROW: "table row",
        ClauseKind.NOTE: "note",
        ClauseKind.FOOTNOTE: "footnote",
    },
    ClauseState: {
        ClauseState.UNCHANGED: "unchanged",
        ClauseState.RENUMBERED: "renumbered",
        ClauseState.CHANGED: "changed",
        ClauseState.INSERTED: "inserted",
        ClauseState.DELETED: "deleted",
        ClauseState.MOVED: "moved",
        ClauseState.CANCELLED: "was proposed, cancelled",
    },
    CitationFault: {
        CitationFault.NO_SUCH_CLAUSE: "there is no such clause in this text",
        CitationFault.SEVERAL_CLAUSES: "several clauses have this number",
        CitationFault.NOTHING_CHANGES: "nothing changes there",
    },
    OtherRevisionKind: {
        OtherRevisionKind.FORMAT: "formatting",
        OtherRevisionKind.ROW: "table row",
        OtherRevisionKind.CELL: "table cell",
        OtherRevisionKind.NUMBERING: "numbering",
        OtherRevisionKind.CONTENT_CONTROL: "content control",
        OtherRevisionKind.FIELD: "field",
        OtherRevisionKind.PICTURE: "picture",
    },
    HunkState: {
        HunkState.PROPOSED: "proposed",
        HunkState.CANCELLED: "was proposed, cancelled",
    },
    HunkOwner: {
        HunkOwner.OBSERVATION: "observation",
        HunkOwner.CONSEQUENTIAL: "consequential",
        HunkOwner.HOUSEKEEPING: "housekeeping",
        HunkOwner.PROPOSED_SOLUTION: "the Proposed Solution",
    },
    KeyOf: {
        KeyOf.CLAUSE: "clause",
        KeyOf.HUNK: "change",
    },
    View: {
        View.REDLINE: "Redline",
        View.CLEAN: "Clean",
        View.IN_FORCE: "In force",
        View.WORDS: "Words",
    },
}
