"""Paragraphs that are split or merged: where their words are counted, shown, cancelled and named."""

from collections.abc import Sequence
from itertools import count

import pytest

from voting.domain.legal_text import (
    Cell,
    Clause,
    ClauseKind,
    ClauseState,
    LabelIndex,
    Redline,
    Revision,
    Span,
    SpanKind,
    View,
    borrowed,
    both_texts,
    broken_invariants,
    cancel_hunk,
    clause_from_dict,
    clause_to_dict,
    hunk_words,
    mark_hunks,
    mark_span,
    state_of,
    with_view_texts,
    words_first,
)

KEEP, ADD, CUT = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE


def _clause(
    number: int, spans: Sequence[Span], as_is: str | None, to_be: str | None, cell: Cell | None = None
) -> Clause:
    label_as_is = None if as_is is None else f"{number}."
    label_to_be = None if to_be is None else f"{number}."
    state = state_of(label_as_is=label_as_is, label_to_be=label_to_be, text_as_is=as_is, text_to_be=to_be, spans=spans)
    kind = ClauseKind.CLAUSE if cell is None else ClauseKind.TABLE_ROW
    return Clause(f"c{number}", kind, 1, label_as_is, label_to_be, as_is, to_be, state, tuple(spans), cell=cell)


def _redline(*clauses: Clause) -> Redline:
    keys = count(1)
    marked, hunks = mark_hunks(clauses, lambda: f"h{next(keys)}")
    return Redline("Appendix D", "50.0", marked, hunks)


SPLIT = (_clause(1, [Span(KEEP, "A. "), Span(ADD, "")], None, "A. "), _clause(2, [Span(KEEP, "B.")], "A. B.", "B."))
MERGED = (_clause(1, [Span(KEEP, "A. "), Span(CUT, "")], "A. ", None), _clause(2, [Span(KEEP, "B.")], "B.", "A. B."))


@pytest.mark.parametrize("clauses", [SPLIT, MERGED], ids=["split", "merged"])
def test_the_words_of_a_split_or_merged_clause_are_counted_where_they_end(clauses: tuple[Clause, ...]) -> None:
    assert broken_invariants(_redline(*clauses)) == ()
    assert [clause.state for clause in clauses] == [ClauseState.CHANGED, ClauseState.CHANGED]


@pytest.mark.parametrize(
    ("clauses", "sentence"),
    [
        ((SPLIT[0], _clause(2, [Span(KEEP, "B.")], "B.", "B.")), "not its text as is"),
        ((MERGED[0], _clause(2, [Span(KEEP, "B.")], "B.", "B.")), "not its text to be"),
        ((SPLIT[0],), "belongs to no clause"),
        (
            (
                _clause(1, SPLIT[0].spans, None, "A. ", Cell(0, 0, 0)),
                _clause(2, [Span(KEEP, "B.")], "A. B.", "B.", Cell(0, 0, 1)),
            ),
            "from outside of its cell",
        ),
        ((_clause(1, [Span(KEEP, "A")], None, None), _clause(2, [Span(KEEP, "B")], "AB", "AB")), ""),
    ],
)
def test_words_that_run_on_must_end_in_a_clause_of_their_place(clauses: tuple[Clause, ...], sentence: str) -> None:
    broken = broken_invariants(_redline(*clauses))
    assert any(sentence in each for each in broken) if sentence else broken == ()


def test_a_clause_knows_what_it_begins_with_in_each_view() -> None:
    assert [span.text for span in borrowed(SPLIT, View.IN_FORCE)["c2"]] == ["A. "]
    assert borrowed(SPLIT, View.CLEAN) == {}
    assert [span.text for span in borrowed(MERGED, View.CLEAN)["c2"]] == ["A. "]


def test_texts_of_a_view_are_summed_up_to_the_clauses_that_exist() -> None:
    assert with_view_texts(SPLIT, View.CLEAN, lambda clause: clause.key == "c2") == [None, "A. B."]
    assert with_view_texts(SPLIT, View.IN_FORCE, lambda _: True) == ["A. ", "B."]


def test_both_texts_come_from_one_pass() -> None:
    inside = Revision(ADD)
    spans = (Span(KEEP, "a"), Span(ADD, "b"), Span(CUT, "c"), Span(CUT, "d", within=(inside,)), Span(KEEP, "e"))
    assert both_texts(spans) == ("ace", "abe")


def test_only_a_last_span_without_words_is_a_mark() -> None:
    assert mark_span((Span(KEEP, "a"), Span(ADD, ""))) == Span(ADD, "")
    assert mark_span((Span(ADD, ""), Span(KEEP, "a"))) is None
    assert mark_span((Span(KEEP, "", hunk="h1"),)) is None
    assert mark_span(()) is None


def test_a_split_is_said_in_words() -> None:
    redline = _redline(*SPLIT)
    assert hunk_words(redline.hunks[0]) == "insert a paragraph break"
    assert words_first(redline.clauses[0]) == ("insert a paragraph break",)
    assert words_first(redline.clauses[1]) == ()
    assert hunk_words(_redline(*MERGED).hunks[0]) == "delete a paragraph break"


@pytest.mark.parametrize(
    ("clauses", "to_be", "states"),
    [
        (SPLIT, [None, "A. B."], [ClauseState.CANCELLED, ClauseState.UNCHANGED]),
        (MERGED, ["A. ", "B."], [ClauseState.UNCHANGED, ClauseState.UNCHANGED]),
    ],
    ids=["split", "merged"],
)
def test_a_cancelled_split_or_merge_gives_back_the_paragraphs_in_force(
    clauses: tuple[Clause, ...], to_be: list[str | None], states: list[ClauseState]
) -> None:
    cancelled = cancel_hunk(_redline(*clauses), "h1", "a response")
    assert [clause.text_to_be for clause in cancelled.clauses] == to_be
    assert [clause.state for clause in cancelled.clauses] == states
    assert broken_invariants(cancelled) == ()


def test_another_change_of_a_merged_clause_is_cancelled_without_undoing_the_merge() -> None:
    redline = _redline(
        _clause(1, [Span(CUT, "x"), Span(KEEP, "A. "), Span(CUT, "")], "xA. ", None),
        _clause(2, [Span(KEEP, "B.")], "B.", "A. B."),
    )
    cancelled = cancel_hunk(redline, "h1", "a response")
    assert [clause.text_to_be for clause in cancelled.clauses] == [None, "xA. B."]


def test_words_that_come_back_behind_the_last_clause_of_a_cell_end_there() -> None:
    place, other = Cell(0, 0, 0), Cell(0, 0, 1)
    redline = _redline(
        _clause(1, [Span(KEEP, "A")], "A", "A", place),
        _clause(2, [Span(CUT, "B"), Span(CUT, "", within=(Revision(ADD),))], None, None, place),
        _clause(3, [Span(CUT, "C")], "BC", None, place),
        _clause(4, [Span(KEEP, "D")], "D", "D", other),
    )
    assert broken_invariants(redline) == ()
    cancelled = cancel_hunk(redline, redline.clauses[1].spans[0].hunk, "a response")
    assert [clause.text_to_be for clause in cancelled.clauses] == ["A", None, "B", "D"]
    assert broken_invariants(cancelled) == ()


def test_the_cells_of_a_deleted_row_are_one_hunk_and_those_of_another_row_another() -> None:
    def gone(number: int, row: int, column: int) -> Clause:
        return _clause(number, [Span(CUT, str(number))], str(number), None, Cell(0, row, column))

    kept = _clause(9, [Span(KEEP, "kept")], "kept", "kept", Cell(0, 2, 1))
    redline = _redline(gone(1, 0, 0), gone(2, 0, 1), gone(3, 1, 0), gone(4, 2, 0), kept, gone(5, 2, 2))
    assert [hunk.clause_keys for hunk in redline.hunks] == [("c1", "c2"), ("c3",), ("c4",), ("c5",)]
    back = cancel_hunk(redline, "h1", "a response")
    assert [clause.text_to_be for clause in back.clauses[:3]] == ["1", "2", None]


def test_a_row_that_is_partly_kept_has_a_hunk_for_each_cell() -> None:
    first = _clause(1, [Span(KEEP, "a"), Span(CUT, "b")], "ab", "a", Cell(0, 0, 0))
    second = _clause(2, [Span(CUT, "c")], "c", None, Cell(0, 0, 1))
    assert [hunk.clause_keys for hunk in _redline(first, second).hunks] == [("c1",), ("c2",)]


def test_a_clause_in_a_cell_comes_back_through_json() -> None:
    clause = _clause(1, [Span(KEEP, "a")], "a", "a", Cell(2, 0, 1))
    assert clause_to_dict(clause)["cell"] == {"table": 2, "row": 0, "column": 1}
    assert clause_from_dict(clause_to_dict(clause)) == clause


def test_a_term_in_a_table_of_definitions_is_found_with_what_it_means() -> None:
    def cell(number: int, text: str, row: int, column: int) -> Clause:
        return _clause(number, [Span(KEEP, text)], text, text, Cell(0, row, column))

    redline = _redline(
        cell(1, "“Recovery Key”", 0, 0),
        cell(2, "means a key that recovers.", 0, 1),
        cell(3, "Month", 1, 0),
        cell(4, "May", 1, 1),
        cell(5, "User", 2, 0),
        cell(6, "has the meaning given in Section A.", 2, 1),
    )
    index = LabelIndex(redline)
    assert [clause.key for clause in index.resolve("recovery key")] == ["c1", "c2"]
    assert [clause.key for clause in index.resolve("User")] == ["c5", "c6"]
    assert index.resolve("Month") == ()


def _note(number: int, text: str) -> Clause:
    return _clause(number, [Span(KEEP, text)], text, text)._replace(kind=ClauseKind.FOOTNOTE)


def test_text_runs_on_past_a_note_and_never_into_it() -> None:
    redline = _redline(
        _clause(1, [Span(KEEP, "A. "), Span(CUT, "")], "A. ", None),
        _clause(2, [Span(ADD, "new. ")], None, "A. new. "),
        _note(3, "A note."),
        _clause(4, [Span(KEEP, "B.")], "B.", "B."),
    )
    assert broken_invariants(redline) == ()
    cancelled = cancel_hunk(redline, redline.clauses[1].spans[0].hunk, "a response")
    assert [clause.text_to_be for clause in cancelled.clauses] == [None, None, "A note.", "A. B."]
    assert broken_invariants(cancelled) == ()
    assert list(borrowed(cancelled.clauses, View.CLEAN)) == ["c4"]
    ends_in_note = (cancelled.clauses[0], _note(3, "A note.")._replace(text_to_be="A. A note."))
    assert broken_invariants(_redline(*ends_in_note))


def test_a_cancelled_move_inside_another_goes_along_when_that_is_cancelled_too() -> None:
    first, second = Revision(SpanKind.MOVE_TO, move="m1"), "m2"
    redline = _redline(
        _clause(1, [Span(SpanKind.MOVE_TO, "", move=second)], None, ""),
        _clause(2, [Span(SpanKind.MOVE_FROM, "kept", move="m1")], "kept", None),
        _clause(
            3,
            [Span(SpanKind.MOVE_TO, "kept", move="m1"), Span(SpanKind.MOVE_FROM, "", move=second, within=(first,))],
            None,
            "kept",
        ),
    )
    assert broken_invariants(redline) == ()
    for key in [hunk.key for hunk in redline.hunks]:
        redline = cancel_hunk(redline, key, "a response")
        assert broken_invariants(redline) == ()
    assert [clause.text_to_be for clause in redline.clauses] == [None, "kept", None]
