"""Clauses, hunks and readings as plain dictionaries and back: what a database or a JSON file holds of a redline.

The names are those of `voting read-redline --json`, and are stable.
"""

from collections.abc import Mapping
from typing import Any

from voting.domain.errors import RuleBroken
from voting.domain.legal_text.values import (
    Cell,
    Clause,
    ClauseKind,
    ClauseState,
    Hunk,
    HunkState,
    OtherRevision,
    OtherRevisionKind,
    Redline,
    Revision,
    Span,
    SpanKind,
    WordReading,
)


class StoredTextUnreadable(RuleBroken):
    """A stored clause or hunk lacks a field or holds a word that this version does not know."""


def clause_to_dict(clause: Clause) -> dict[str, Any]:
    """The clause as strings, numbers, lists and None."""
    stored: dict[str, Any] = {
        "key": clause.key,
        "kind": clause.kind.value,
        "level": clause.level,
        "label_as_is": clause.label_as_is,
        "label_to_be": clause.label_to_be,
        "path_as_is": clause.path_as_is,
        "path_to_be": clause.path_to_be,
        "text_as_is": clause.text_as_is,
        "text_to_be": clause.text_to_be,
        "state": clause.state.value,
        "spans": [_span_to_dict(span) for span in clause.spans],
    }
    if clause.cell is not None:
        stored["cell"] = clause.cell._asdict()
    return stored


def clause_from_dict(stored: Mapping[str, Any]) -> Clause:
    """The clause that `clause_to_dict` was given, or `StoredTextUnreadable`."""
    try:
        return Clause(
            key=stored["key"],
            kind=ClauseKind(stored["kind"]),
            level=stored["level"],
            label_as_is=stored["label_as_is"],
            label_to_be=stored["label_to_be"],
            text_as_is=stored["text_as_is"],
            text_to_be=stored["text_to_be"],
            state=ClauseState(stored["state"]),
            spans=tuple(_span_from_dict(span) for span in stored["spans"]),
            path_as_is=stored["path_as_is"],
            path_to_be=stored["path_to_be"],
            cell=Cell(**stored["cell"]) if "cell" in stored else None,
        )
    except (KeyError, ValueError, TypeError) as unknown:
        raise StoredTextUnreadable(f"A stored clause cannot be read: {unknown}. Import the text again.") from unknown


def hunk_to_dict(hunk: Hunk) -> dict[str, Any]:
    """The hunk as strings, lists and None."""
    return {
        "key": hunk.key,
        "clause_keys": list(hunk.clause_keys),
        "from_clause_keys": list(hunk.from_clause_keys),
        "delete_text": hunk.delete_text,
        "insert_text": hunk.insert_text,
        "state": hunk.state.value,
        "cancelled_because": hunk.cancelled_because,
    }


def hunk_from_dict(stored: Mapping[str, Any]) -> Hunk:
    """The hunk that `hunk_to_dict` was given, or `StoredTextUnreadable`."""
    try:
        return Hunk(
            key=stored["key"],
            clause_keys=tuple(stored["clause_keys"]),
            from_clause_keys=tuple(stored["from_clause_keys"]),
            delete_text=stored["delete_text"],
            insert_text=stored["insert_text"],
            state=HunkState(stored["state"]),
            cancelled_because=stored["cancelled_because"],
        )
    except (KeyError, ValueError) as unknown:
        raise StoredTextUnreadable(f"A stored change cannot be read: {unknown}. Import the text again.") from unknown


def reading_to_json(reading: WordReading) -> dict[str, Any]:
    """What was read from a Word file, in the published shape of `voting read-redline --json`."""
    redline = reading.redline
    return {
        "document": redline.document,
        "sec_version": redline.sec_version,
        "clauses": [clause_to_dict(clause) for clause in redline.clauses],
        "hunks": [hunk_to_dict(hunk) for hunk in redline.hunks],
        "other_revisions": [_other_to_dict(other) for other in reading.other_revisions],
        "warnings": list(reading.warnings),
    }


def reading_from_json(stored: Mapping[str, Any]) -> WordReading:
    """The reading that `reading_to_json` was given, or `StoredTextUnreadable`."""
    try:
        return WordReading(
            Redline(
                stored["document"],
                stored["sec_version"],
                tuple(clause_from_dict(clause) for clause in stored["clauses"]),
                tuple(hunk_from_dict(hunk) for hunk in stored["hunks"]),
            ),
            tuple(
                OtherRevision(**{**other, "kind": OtherRevisionKind(other["kind"])})
                for other in stored["other_revisions"]
            ),
            tuple(stored["warnings"]),
        )
    except (KeyError, ValueError, TypeError) as unknown:
        raise StoredTextUnreadable(f"A stored reading cannot be read: {unknown}. Import the text again.") from unknown


def _other_to_dict(other: OtherRevision) -> dict[str, Any]:
    return {
        "kind": other.kind.value,
        "what": other.what,
        "clause_key": other.clause_key,
        "author": other.author,
        "date": other.date,
        "element": other.element,
    }


def _span_to_dict(span: Span) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "kind": span.kind.value,
        "text": span.text,
        "author": span.author,
        "date": span.date,
        "hunk": span.hunk,
    }
    # Moves and nesting are rare, and most of a document is one equal span a clause.
    if span.move:
        stored["move"] = span.move
    if span.within:
        stored["within"] = [
            {"kind": outer.kind.value, "author": outer.author, "date": outer.date, "move": outer.move}
            for outer in span.within
        ]
    return stored


def _span_from_dict(stored: Mapping[str, Any]) -> Span:
    within = tuple(
        Revision(SpanKind(outer["kind"]), outer["author"], outer["date"], outer["move"])
        for outer in stored.get("within", ())
    )
    return Span(
        kind=SpanKind(stored["kind"]),
        text=stored["text"],
        author=stored["author"],
        date=stored["date"],
        hunk=stored["hunk"],
        move=stored.get("move", ""),
        within=within,
    )
