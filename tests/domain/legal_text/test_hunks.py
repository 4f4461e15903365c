"""Adjacent revisions are one hunk, a move is one hunk, and an edit inside a move is its own."""

from collections.abc import Callable

from voting.domain.legal_text import (
    ClauseState,
    Redline,
    Revision,
    Span,
    SpanKind,
    broken_invariants,
)

KEEP, ADD, CUT = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE
FROM, TO = SpanKind.MOVE_FROM, SpanKind.MOVE_TO


def test_adjacent_revisions_of_several_authors_are_one_hunk(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(CUT, "a", "One"), Span(ADD, "b", "Two"), Span(CUT, "c", "One"), Span(KEEP, "d")])
    assert [(hunk.delete_text, hunk.insert_text) for hunk in redline.hunks] == [("ac", "b")]
    assert [span.author for span in redline.clauses[0].spans] == ["One", "Two", "One", ""]


def test_what_is_kept_between_two_revisions_separates_two_hunks(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(CUT, "a"), Span(KEEP, " "), Span(ADD, "b")])
    assert [hunk.key for hunk in redline.hunks] == ["h1", "h2"]


def test_a_hunk_never_crosses_the_end_of_a_clause(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(KEEP, "x"), Span(CUT, "a")], [Span(CUT, "b"), Span(KEEP, "y")])
    assert [hunk.clause_keys for hunk in redline.hunks] == [("c1",), ("c2",)]


def test_both_ends_of_a_move_are_one_hunk_with_the_destination_as_its_clause(
    redline_of: Callable[..., Redline],
) -> None:
    redline = redline_of([Span(FROM, "moved", move="m")], [Span(KEEP, "stays")], [Span(TO, "moved", move="m")])
    (hunk,) = redline.hunks
    assert (hunk.is_move, hunk.clause_key, hunk.from_clause_keys) == (True, "c3", ("c1",))
    assert hunk.places == ("c1", "c3")


def test_a_move_of_two_paragraphs_is_one_hunk_whose_ends_pair_in_order(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(FROM, "one", move="m")],
        [Span(FROM, "two", move="m")],
        [Span(KEEP, "stays")],
        [Span(TO, "one", move="m")],
        [Span(TO, "two", move="m")],
    )
    (hunk,) = redline.hunks
    assert (hunk.from_clause_keys, hunk.clause_keys) == (("c1", "c2"), ("c4", "c5"))
    assert hunk.delete_text == "one\ntwo"


def test_an_edit_inside_moved_text_is_a_hunk_of_its_own(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(FROM, "by fax now", move="m")],
        [
            Span(TO, "by ", move="m"),
            Span(CUT, "fax", within=(Revision(TO, move="m"),)),
            Span(ADD, "telephone"),
            Span(TO, " now", move="m"),
        ],
    )
    assert [(hunk.is_move, hunk.delete_text, hunk.insert_text) for hunk in redline.hunks] == [
        (True, "by fax now", "by  now"),
        (False, "fax", "telephone"),
    ]
    assert broken_invariants(redline) == ()


def test_an_end_of_a_move_without_the_other_becomes_a_plain_deletion_or_insertion(
    redline_of: Callable[..., Redline],
) -> None:
    redline = redline_of(
        [Span(FROM, "gone", move="lost")],
        [Span(TO, "come", move="found"), Span(CUT, "x", within=(Revision(TO, move="found"),))],
    )
    assert [clause.state for clause in redline.clauses] == [ClauseState.DELETED, ClauseState.INSERTED]
    assert redline.clauses[1].spans[1].within == (Revision(ADD),)
    assert not any(hunk.is_move for hunk in redline.hunks)


def test_text_inserted_and_deleted_again_is_shown_but_is_neither_taken_out_nor_put_in(
    redline_of: Callable[..., Redline],
) -> None:
    redline = redline_of([Span(KEEP, "x"), Span(ADD, "stays"), Span(CUT, "never", within=(Revision(ADD),))])
    (hunk,) = redline.hunks
    assert (hunk.delete_text, hunk.insert_text) == ("", "stays")


def test_what_a_lone_end_of_a_move_parted_is_one_piece_again(redline_of: Callable[..., Redline]) -> None:
    clause = redline_of([Span(ADD, "a"), Span(SpanKind.MOVE_TO, "b", move="m1"), Span(ADD, "c")]).clauses[0]
    assert [(span.kind, span.text) for span in clause.spans] == [(ADD, "abc")]
