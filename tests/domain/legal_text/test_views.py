"""The two texts follow from the spans, and a redline that breaks an invariant is refused."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from voting.domain.legal_text import (
    Clause,
    ClauseState,
    HunkState,
    Redline,
    RedlineInconsistent,
    Revision,
    Span,
    SpanKind,
    View,
    as_is_text,
    broken_invariants,
    check_redline,
    is_in_a_move,
    state_of,
    to_be_text,
    view_text,
)

KEEP, ADD, CUT = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE
FROM, TO = SpanKind.MOVE_FROM, SpanKind.MOVE_TO


@pytest.mark.parametrize(
    ("spans", "as_is", "to_be"),
    [
        ((), "", ""),
        ((Span(KEEP, "by fax"),), "by fax", "by fax"),
        ((Span(KEEP, "by "), Span(CUT, "fax"), Span(ADD, "telephone")), "by fax", "by telephone"),
        ((Span(FROM, "gone", move="m"),), "gone", ""),
        ((Span(TO, "come", move="m"),), "", "come"),
        ((Span(CUT, "never", within=(Revision(ADD),)), Span(KEEP, "x")), "x", "x"),
        ((Span(CUT, "old", within=(Revision(TO, move="m"),)), Span(TO, "x", move="m")), "", "x"),
        ((Span(ADD, "a", within=(Revision(CUT), Revision(ADD))),), "", ""),
    ],
)
def test_equal_and_deleted_spans_are_the_text_as_is_and_equal_and_inserted_ones_the_text_to_be(
    spans: tuple[Span, ...], as_is: str, to_be: str
) -> None:
    assert (as_is_text(spans), to_be_text(spans)) == (as_is, to_be)


@pytest.mark.parametrize(
    ("labels", "texts", "spans", "state"),
    [
        (("1", "1"), ("a", "a"), (Span(KEEP, "a"),), ClauseState.UNCHANGED),
        (("1", "2"), ("a", "a"), (Span(KEEP, "a"),), ClauseState.RENUMBERED),
        (("1", "2"), ("a", "b"), (Span(CUT, "a"), Span(ADD, "b")), ClauseState.CHANGED),
        (("1", "1"), ("a", "a"), (Span(CUT, "a"), Span(ADD, "a")), ClauseState.CHANGED),
        ((None, "1"), (None, "a"), (Span(ADD, "a"),), ClauseState.INSERTED),
        (("1", None), ("a", None), (Span(CUT, "a"),), ClauseState.DELETED),
        (("1", None), ("a", None), (Span(FROM, "a", move="m"),), ClauseState.MOVED),
        ((None, "1"), (None, "a"), (Span(TO, "a", move="m"),), ClauseState.MOVED),
        (("1", "1"), ("ab", "a"), (Span(KEEP, "a"), Span(FROM, "b", move="m")), ClauseState.CHANGED),
        ((None, "1"), (None, None), (Span(KEEP, "", hunk="h"),), ClauseState.CANCELLED),
    ],
)
def test_the_state_of_a_clause_follows_from_its_texts_labels_and_spans(
    labels: tuple[str | None, str | None],
    texts: tuple[str | None, str | None],
    spans: tuple[Span, ...],
    state: ClauseState,
) -> None:
    found = state_of(
        label_as_is=labels[0], label_to_be=labels[1], text_as_is=texts[0], text_to_be=texts[1], spans=spans
    )
    assert found is state


def test_a_deletion_inside_moved_text_is_in_a_move_and_a_plain_one_is_not() -> None:
    assert is_in_a_move(Span(CUT, "x", within=(Revision(TO, move="m"),)))
    assert not is_in_a_move(Span(CUT, "x", within=(Revision(ADD),)))


def test_a_view_gives_the_text_of_a_clause_where_it_exists(clause_of: Callable[..., Clause]) -> None:
    deleted = clause_of(1, [Span(CUT, "gone")])
    assert [view_text(deleted, view) for view in View] == [None, None, "gone", None]


def test_a_clause_in_both_views_under_two_numbers_is_renumbered_whatever_else_happened_to_it(
    clause_of: Callable[..., Clause],
) -> None:
    changed = clause_of(1, [Span(CUT, "a"), Span(ADD, "b")])._replace(label_to_be="2.")
    assert changed.is_renumbered
    assert not clause_of(1, [Span(ADD, "b")]).is_renumbered


def _first(redline: Redline, **changes: object) -> Redline:
    return replace(redline, clauses=(redline.clauses[0]._replace(**changes), *redline.clauses[1:]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda redline: _first(redline, text_as_is="by post"), "not its text as is"),
        (lambda redline: _first(redline, text_to_be="by post"), "not its text to be"),
        (lambda redline: _first(redline, state=ClauseState.UNCHANGED), "The state of clause 1 is not what"),
        (lambda redline: _first(redline, key="c2"), "Two clauses share the key c2"),
        (lambda redline: replace(redline, hunks=redline.hunks * 2), "Two changes share the key h1"),
        (lambda redline: replace(redline, hunks=()), "h1 is in the text but not in the list"),
        (lambda redline: _first(redline, spans=(Span(CUT, "by fax"), Span(ADD, "by telephone"))), "has no key"),
        (lambda redline: _first(redline, spans=(Span(KEEP, "by fax", within=(Revision(CUT),)),)), "has no key"),
        (
            lambda redline: replace(redline, hunks=(replace(redline.hunks[0], clause_keys=("c2",)),)),
            "listed under other clauses",
        ),
        (
            lambda redline: replace(
                redline,
                hunks=(replace(redline.hunks[0], state=HunkState.CANCELLED, cancelled_because="a response"),),
            ),
            "cancelled in the list and not in the text",
        ),
        (
            lambda redline: replace(redline, hunks=(replace(redline.hunks[0], cancelled_because="a response"),)),
            "a reason exactly when",
        ),
        (
            lambda redline: _first(redline, text_as_is=None, text_to_be="", spans=(), state=ClauseState.INSERTED),
            "No change accounts for clause 1",
        ),
    ],
)
def test_a_redline_that_does_not_add_up_is_refused_with_what_is_wrong(
    redline_of: Callable[..., Redline], spoil: Callable[[Redline], Redline], sentence: str
) -> None:
    sound = redline_of([Span(KEEP, "by "), Span(CUT, "fax"), Span(ADD, "telephone")], [Span(KEEP, "other")])
    check_redline(sound)
    spoilt = spoil(sound)
    assert any(sentence in broken for broken in broken_invariants(spoilt))
    with pytest.raises(RedlineInconsistent, match="Appendix D does not add up"):
        check_redline(spoilt)
