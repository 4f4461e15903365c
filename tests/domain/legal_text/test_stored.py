"""What is stored of a redline comes back as the same value."""

import json
from collections.abc import Callable

import pytest

from voting.domain.legal_text import (
    Redline,
    Revision,
    Span,
    SpanKind,
    StoredTextUnreadable,
    cancel_hunk,
    clause_from_dict,
    clause_to_dict,
    hunk_from_dict,
    hunk_to_dict,
)


def test_clauses_and_hunks_come_back_the_same_through_json(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(SpanKind.EQUAL, "a "), Span(SpanKind.DELETE, "“fax”", "Ann", "2021-09-01T10:00:00Z")],
        [Span(SpanKind.MOVE_FROM, "m", move="m")],
        [
            Span(SpanKind.MOVE_TO, "", move="m"),
            Span(SpanKind.DELETE, "m", within=(Revision(SpanKind.MOVE_TO, move="m"),)),
        ],
        [],
    )
    redline = cancel_hunk(redline, "h1", "a response")
    for clause in redline.clauses:
        assert clause_from_dict(json.loads(json.dumps(clause_to_dict(clause)))) == clause
    for hunk in redline.hunks:
        assert hunk_from_dict(json.loads(json.dumps(hunk_to_dict(hunk)))) == hunk


def test_a_word_that_is_not_known_or_a_field_that_is_missing_is_refused(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(SpanKind.DELETE, "fax")])
    stored_clause, stored_hunk = clause_to_dict(redline.clauses[0]), hunk_to_dict(redline.hunks[0])
    with pytest.raises(StoredTextUnreadable, match="mislaid"):
        clause_from_dict(stored_clause | {"state": "mislaid"})
    with pytest.raises(StoredTextUnreadable, match="text_as_is"):
        clause_from_dict({name: value for name, value in stored_clause.items() if name != "text_as_is"})
    with pytest.raises(StoredTextUnreadable, match="mislaid"):
        hunk_from_dict(stored_hunk | {"state": "mislaid"})
