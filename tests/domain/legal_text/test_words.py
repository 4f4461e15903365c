"""A change reads in words alone."""

from collections.abc import Callable

import pytest

from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    Redline,
    Revision,
    Span,
    SpanKind,
    cancel_hunk,
    hunk_words,
    words_first,
)

KEEP, ADD, CUT = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE
FROM, TO = SpanKind.MOVE_FROM, SpanKind.MOVE_TO


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([Span(KEEP, "by fax")], ()),
        ([Span(KEEP, "by "), Span(CUT, "fax"), Span(ADD, "telephone")], ("delete 'fax'; insert 'telephone'",)),
        (
            [Span(KEEP, "by "), Span(CUT, "fax "), Span(KEEP, "or "), Span(ADD, "post")],
            ("delete 'fax'", "insert 'post'"),
        ),
        (
            [Span(KEEP, "a"), Span(CUT, "  "), Span(ADD, " "), Span(KEEP, "b")],
            ("delete white space; insert white space",),
        ),
        ([Span(ADD, "new words")], ("insert clause 1: 'new words'",)),
        ([Span(CUT, "old words")], ("delete clause 1: 'old words'",)),
        ([Span(CUT, "")], ("delete clause 1: an empty paragraph",)),
        ([Span(FROM, "moved", move="m")], ("move 'moved' to another place",)),
        ([Span(TO, "moved", move="m")], ("move 'moved' here from another place",)),
        (
            [Span(KEEP, "x "), Span(FROM, "there", move="m"), Span(KEEP, " y "), Span(TO, "here", move="m")],
            ("move 'there' to another place", "move 'here' here from another place"),
        ),
        ([Span(KEEP, "x"), Span(CUT, "y", within=(Revision(ADD),))], ("no words",)),
        (
            [Span(KEEP, "x"), Span(ADD, "kept"), Span(CUT, "y", within=(Revision(ADD),))],
            ("insert 'kept'",),
        ),
    ],
)
def test_each_hunk_of_a_clause_is_one_phrase(
    redline_of: Callable[..., Redline], spans: list[Span], words: tuple[str, ...]
) -> None:
    clause = redline_of(spans, [Span(FROM, "m", move="m"), Span(TO, "m", move="m")]).clauses[0]
    assert words_first(clause) == words


def test_a_moved_clause_quotes_what_moved_as_it_was_and_then_its_edits(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(FROM, "by fax", move="m")],
        [Span(TO, "by ", move="m"), Span(CUT, "fax", within=(Revision(TO, move="m"),)), Span(ADD, "post")],
    )
    assert words_first(redline.clauses[0], "8.3.6") == ("move 'by fax' to 8.3.6",)
    assert words_first(redline.clauses[1], "8.3.4") == (
        "move 'by fax' here from 8.3.4",
        "delete 'fax'; insert 'post'",
    )


def test_renumbering_is_said_first_and_apart_from_the_edit(clause_of: Callable[..., Clause]) -> None:
    clause = clause_of(1, [Span(KEEP, "by "), Span(CUT, "fax")])
    assert words_first(clause._replace(label_to_be="2.")) == ("renumber 1. as 2.", "delete 'fax'")
    assert words_first(clause._replace(label_to_be=""))[0] == "renumber 1. as no number"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ClauseKind.HEADING, "insert heading 1: 'x'"),
        (ClauseKind.DEFINITION, "insert definition 1: 'x'"),
        (ClauseKind.TABLE_ROW, "insert table row 1: 'x'"),
        (ClauseKind.NOTE, "insert clause 1: 'x'"),
    ],
)
def test_a_whole_clause_is_named_by_what_it_is(clause_of: Callable[..., Clause], kind: ClauseKind, words: str) -> None:
    assert words_first(clause_of(1, [Span(ADD, "x")], kind=kind)) == (words,)


def test_an_unnumbered_clause_is_named_without_a_number(clause_of: Callable[..., Clause]) -> None:
    assert words_first(clause_of(1, [Span(ADD, "x")], label="")) == ("insert clause: 'x'",)


def test_a_cancelled_hunk_says_what_was_proposed_and_why_it_no_longer_is(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(KEEP, "by "), Span(CUT, "fax"), Span(ADD, "post")], [Span(CUT, "gone")])
    cancelled = cancel_hunk(redline, "h1", "response 3 of Alder Energy")
    assert hunk_words(cancelled.hunks[0]) == (
        "was proposed: delete 'fax'; insert 'post'; cancelled because of response 3 of Alder Energy"
    )
    assert hunk_words(cancelled.hunks[1]) == "delete 'gone'"


def test_a_move_is_named_by_the_text_that_moves(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(FROM, "by fax", move="m")], [Span(TO, "by fax", move="m")])
    assert hunk_words(redline.hunks[0]) == "move 'by fax'"
