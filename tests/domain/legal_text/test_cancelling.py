"""A cancelled hunk gives back the text in force, stays listed with its reason, and touches nothing else."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.legal_text import (
    PARAGRAPH_MARK,
    CancellingNeedsReason,
    ClauseState,
    Hunk,
    HunkAlreadyCancelled,
    HunkNotFound,
    HunkState,
    Redline,
    Revision,
    Span,
    SpanKind,
    broken_invariants,
    cancel_hunk,
    find_hunk,
    is_in_as_is,
    mark_span,
)

KEEP, ADD, CUT = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE
FROM, TO = SpanKind.MOVE_FROM, SpanKind.MOVE_TO


def _to_be(redline: Redline) -> list[str | None]:
    return [clause.text_to_be for clause in redline.clauses]


def _as_is(redline: Redline) -> list[str | None]:
    return [clause.text_as_is for clause in redline.clauses]


def test_cancelling_one_hunk_of_a_clause_leaves_the_other(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(CUT, "Fax"), Span(ADD, "Telephone"), Span(KEEP, " and "), Span(CUT, "telex")])
    cancelled = cancel_hunk(redline, "h1", "response 3 of Alder Energy")
    assert _to_be(cancelled) == ["Fax and "]
    assert cancelled.clauses[0].state is ClauseState.CHANGED
    hunk = find_hunk(cancelled, "h1")
    assert (hunk.state, hunk.cancelled_because) == (HunkState.CANCELLED, "response 3 of Alder Energy")
    assert (hunk.delete_text, hunk.insert_text) == ("Fax", "Telephone")
    assert find_hunk(cancelled, "h2").state is HunkState.PROPOSED


def test_a_cancelled_insertion_keeps_its_place_without_text(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(KEEP, "by "), Span(ADD, "fax or "), Span(KEEP, "post")])
    cancelled = cancel_hunk(redline, "h1", "a response")
    assert [(span.text, span.hunk) for span in cancelled.clauses[0].spans] == [("by ", ""), ("", "h1"), ("post", "")]
    assert cancelled.clauses[0].state is ClauseState.UNCHANGED


def test_an_inserted_clause_is_then_in_neither_text_and_keeps_its_key_and_number(
    redline_of: Callable[..., Redline],
) -> None:
    cancelled = cancel_hunk(redline_of([Span(ADD, "new")]), "h1", "a response").clauses[0]
    assert (cancelled.state, cancelled.text_as_is, cancelled.text_to_be) == (ClauseState.CANCELLED, None, None)
    assert (cancelled.key, cancelled.path) == ("c1", "1")


@pytest.mark.parametrize("text", ["gone", ""])
def test_a_deleted_clause_comes_back_with_its_number(redline_of: Callable[..., Redline], text: str) -> None:
    back = cancel_hunk(redline_of([Span(CUT, text)]), "h1", "a response").clauses[0]
    assert (back.text_to_be, back.label_to_be, back.path_to_be) == (text, "1.", "1")
    assert back.state is ClauseState.UNCHANGED


def test_cancelling_a_move_takes_the_edits_inside_it_back_to_where_the_text_was(
    redline_of: Callable[..., Redline],
) -> None:
    redline = redline_of(
        [Span(FROM, "by fax now", move="m")],
        [
            Span(ADD, "New: "),
            Span(TO, "by ", move="m"),
            Span(CUT, "fax", within=(Revision(TO, move="m"),)),
            Span(ADD, "telephone"),
            Span(TO, " now", move="m"),
        ],
    )
    move = next(hunk.key for hunk in redline.hunks if hunk.is_move)
    cancelled = cancel_hunk(redline, move, "a response")
    assert _to_be(cancelled) == ["New: by telephone now", None]
    assert [hunk.clause_keys for hunk in cancelled.hunks if not hunk.is_move] == [("c1",), ("c1",)]
    assert broken_invariants(cancelled) == ()


def test_where_the_ends_of_a_move_differ_the_edits_are_cancelled_with_it(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(FROM, "by fax", move="m")],
        [Span(TO, "by ", move="m"), Span(CUT, "telex", within=(Revision(TO, move="m"),)), Span(ADD, "post")],
    )
    cancelled = cancel_hunk(redline, "h1", "a response")
    assert _to_be(cancelled) == ["by fax", None]
    assert {hunk.state for hunk in cancelled.hunks} == {HunkState.CANCELLED}
    assert broken_invariants(cancelled) == ()


def test_a_fragment_that_goes_back_takes_the_whole_of_its_edit_along(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(KEEP, "by "), Span(FROM, "fax end", move="m")],
        [
            Span(KEEP, "k "),
            Span(TO, "fax ", move="m"),
            Span(CUT, "end", within=(Revision(TO, move="m"),)),
            Span(ADD, "End"),
        ],
    )
    assert _to_be(cancel_hunk(redline, "h1", "a response")) == ["by fax End", "k "]


def test_a_move_inside_one_clause_is_cancelled_in_place(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(FROM, "a ", move="m"), Span(KEEP, "b "), Span(ADD, "new "), Span(TO, "a ", move="m")])
    cancelled = cancel_hunk(redline, "h1", "a response")
    assert _to_be(cancelled) == ["a b new "]
    assert broken_invariants(cancelled) == ()


def test_a_deletion_beside_text_that_is_moved_in_stays_when_the_move_is_cancelled(
    redline_of: Callable[..., Redline],
) -> None:
    redline = redline_of(
        [Span(FROM, "xy", move="m"), Span(KEEP, ".")],
        [Span(KEEP, "k "), Span(TO, "x", move="m"), Span(CUT, "old"), Span(TO, "y", move="m")],
    )
    cancelled = cancel_hunk(redline, next(hunk.key for hunk in redline.hunks if hunk.is_move), "a response")
    assert _as_is(cancelled) == ["xy.", "k old"]
    assert broken_invariants(cancelled) == ()


def test_an_edit_inside_a_move_is_cancelled_and_the_move_stays(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of(
        [Span(FROM, "by fax", "Ann", move="m")],
        [
            Span(TO, "by ", move="m"),
            Span(CUT, "fax", "Bob", within=(Revision(TO, "Ann", move="m"),)),
            Span(ADD, "post"),
        ],
    )
    cancelled = cancel_hunk(redline, "h2", "a response")
    assert _to_be(cancelled) == [None, "by fax"]
    assert cancelled.clauses[1].spans[-1] == Span(TO, "fax", "Ann", hunk="h1", move="m")
    assert cancelled.clauses[1].state is ClauseState.MOVED
    assert broken_invariants(cancelled) == ()


def test_cancelling_needs_a_hunk_that_is_there_and_stands_and_a_reason(redline_of: Callable[..., Redline]) -> None:
    redline = redline_of([Span(CUT, "a")])
    with pytest.raises(HunkNotFound):
        cancel_hunk(redline, "h9", "a response")
    with pytest.raises(CancellingNeedsReason) as refused:
        cancel_hunk(redline, "h1", "  ")
    assert refused.value.field == "because"
    with pytest.raises(HunkAlreadyCancelled, match="already cancelled because of a response"):
        cancel_hunk(cancel_hunk(redline, "h1", "a response"), "h1", "another")


def _stands(hunk: Hunk) -> bool:
    return hunk.state is HunkState.PROPOSED and not hunk.is_move


def _inserted(redline: Redline, key: str) -> str:
    return "".join(
        PARAGRAPH_MARK if span is mark_span(clause.spans) else span.text
        for clause in redline.clauses
        for span in clause.spans
        if span.hunk == key and span.kind is ADD
    )


_WORDS = st.sampled_from(["fax ", "telephone ", "shall ", "the DCC ", ""])


@st.composite
def _clauses_as_in_word(draw: st.DrawFn) -> list[list[Span]]:
    """Clauses of every kind of span, with moves whose far ends may be edited, and may be fragments of a clause."""
    plain = st.tuples(st.sampled_from([KEEP, ADD, CUT]), _WORDS).map(lambda drawn: Span(*drawn))
    nested = _WORDS.map(lambda text: Span(CUT, text, within=(Revision(ADD),)))
    clauses = draw(st.lists(st.lists(plain | nested, max_size=4), min_size=2, max_size=5))
    for move in draw(st.lists(st.sampled_from("mno"), unique=True, max_size=3)):
        text = draw(_WORDS)
        edited = draw(st.booleans())
        where, at = draw(st.integers(0, len(clauses) - 1)), draw(st.integers(0, 2))
        clauses[where].insert(at, Span(FROM, text + "end", move=move))
        inside = [Span(CUT, "end", within=(Revision(TO, move=move),)), Span(ADD, "End")]
        moved = [Span(TO, text, move=move), *inside] if edited else [Span(TO, text + "end", move=move)]
        if draw(st.booleans()):
            clauses.append(moved)
        else:
            where = draw(st.integers(0, len(clauses) - 1))
            clauses[where] += moved
    return clauses


@given(clauses=_clauses_as_in_word(), order=st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_cancelling_every_hunk_in_any_order_gives_back_the_text_in_force(
    redline_of: Callable[..., Redline], clauses: list[list[Span]], order: random.Random
) -> None:
    redline = redline_of(*clauses)
    assert broken_invariants(redline) == ()
    in_force = _as_is(redline)
    keys = [hunk.key for hunk in redline.hunks]
    order.shuffle(keys)
    for key in keys:
        if find_hunk(redline, key).state is HunkState.PROPOSED:
            redline = cancel_hunk(redline, key, "a response")
        assert broken_invariants(redline) == ()
        assert _as_is(redline) == in_force
        assert all(_inserted(redline, hunk.key) == hunk.insert_text for hunk in redline.hunks if _stands(hunk))
    assert [text or "" for text in _to_be(redline)] == [text or "" for text in in_force]
    assert all(is_in_as_is(span) for clause in redline.clauses for span in clause.spans)
    assert [hunk.key for hunk in redline.hunks] == [hunk.key for hunk in redline_of(*clauses).hunks]
