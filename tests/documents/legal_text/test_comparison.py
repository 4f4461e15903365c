"""Two texts become one redline that adds up, in the order proposed, with renumbering apart from editing."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.documents.legal_text.comparison import compare_clauses, redline_from_texts
from voting.domain.legal_text import (
    ClauseState,
    ClauseText,
    Redline,
    SpanKind,
    broken_invariants,
    cancel_hunk,
    check_redline,
    words_first,
)

AS_IS = """
8.3 Revocation of credentials
8.3.4 The procedure for verification and revocation of credentials is as set out immediately below:
(a) a Registration Authority Manager, or a SMKI PMA Member, shall notify the DCC as soon as reasonably practicable;
(b) the DCC shall verify the identity of the person by telephone or by fax, and record the outcome;
(c) where the request is verified the DCC shall revoke the credentials.
8.4 A request that is made after 17:00 is treated as having been made on the next Working Day.
8.5 The DCC shall keep a record of every request for at least three years after it was made.
8.6 Nothing in this section affects the rights of a Party under Section L.
"""

TO_BE = """
8.3 Revocation of credentials
8.3.4 The procedure for verification and revocation of credentials is as set out immediately below:
(a) a Registration Authority Manager shall notify the DCC as soon as reasonably practicable;
(b) the DCC shall keep a record of every request for at least seven years after it was made;
(c) the DCC shall verify the identity of the person by telephone or by an authenticated message, and record the outcome;
(d) where the request is verified the DCC shall revoke the credentials.
8.4 This section 8 does not apply to the extent that Section L16 of the Code does.
8.5 Nothing in this section affects the rights of a Party under Section L.
"""


def _said(redline: Redline) -> list[tuple[str, str]]:
    return [(clause.path, clause.state.value) for clause in redline.clauses]


def test_a_redline_stands_in_the_order_proposed_with_what_goes_after_what_it_followed(
    redline_between: Callable[..., Redline],
) -> None:
    redline = redline_between(AS_IS, TO_BE)
    assert _said(redline) == [
        ("8.3", "unchanged"),
        ("8.3.4", "unchanged"),
        ("8.3.4(a)", "changed"),
        ("8.3.4(b)", "moved"),
        ("8.3.4(c)", "changed"),
        ("8.3.4(d)", "renumbered"),
        ("8.4", "deleted"),
        ("8.5", "moved"),
        ("8.4", "inserted"),
        ("8.5", "renumbered"),
    ]
    assert broken_invariants(redline) == ()
    assert redline.document == "Appendix D"
    assert redline.sec_version == "50.0"


def test_both_texts_are_held_clause_by_clause(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(AS_IS, TO_BE)
    in_force = [clause.text_as_is for clause in redline.clauses if clause.text_as_is is not None]
    proposed = [clause.text_to_be for clause in redline.clauses if clause.text_to_be is not None]
    assert len(in_force) == 8
    assert [text.split()[0] for text in in_force] == ["Revocation", "The", "a", "the", "where", "A", "The", "Nothing"]
    assert [text.split()[0] for text in proposed] == [
        "Revocation",
        "The",
        "a",
        "the",
        "the",
        "where",
        "This",
        "Nothing",
    ]


def test_each_change_reads_in_words(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(AS_IS, TO_BE)
    words = {clause.path_to_be: words_first(clause) for clause in redline.clauses if clause.text_to_be is not None}
    assert words["8.3.4(a)"] == ("delete ', or a SMKI PMA Member,'",)
    assert words["8.3.4(c)"] == ("renumber (b) as (c)", "delete 'fax'; insert 'an authenticated message'")
    assert words["8.3.4(d)"] == ("renumber (c) as (d)",)


def test_an_edit_inside_a_moved_clause_is_shown_where_it_went_as_a_hunk_of_its_own(
    redline_between: Callable[..., Redline],
) -> None:
    redline = redline_between(AS_IS, TO_BE)
    moved = redline.clauses[3]
    assert [hunk.delete_text for hunk in redline.hunks if hunk.clause_key == moved.key and not hunk.is_move] == [
        "The",
        "three",
        ".",
    ]
    (move,) = [hunk for hunk in redline.hunks if hunk.is_move]
    assert (move.clause_key, move.from_clause_keys) == (moved.key, (redline.clauses[7].key,))
    undone = cancel_hunk(redline, move.key, "a response")
    assert (
        undone.clauses[7].text_to_be
        == "the DCC shall keep a record of every request for at least seven years after it was made;"
    )


def test_clauses_that_move_together_are_one_hunk(
    numbered: Callable[..., list[ClauseText]], drafting: Callable[..., object]
) -> None:
    draft = drafting(1).draft(12)
    redline = compare_clauses(numbered(draft), numbered([*draft[3:], *draft[:3]]))
    (move,) = redline.hunks
    assert len(move.clause_keys) == len(move.from_clause_keys) == 3
    assert broken_invariants(redline) == ()


@pytest.mark.parametrize(
    ("as_is", "to_be", "states"),
    [
        ("", "", []),
        ("", "1.1 The DCC shall act.", ["inserted"]),
        ("1.1 The DCC shall act.", "", ["deleted"]),
        (AS_IS, AS_IS, ["unchanged"] * 8),
        (
            "1.1 The DCC shall act.\n1.2 It shall stop.",
            "1.2 The DCC shall act.\n1.3 It shall stop.",
            ["renumbered"] * 2,
        ),
        (
            "1.1 Not used.\n1.2 Not used.\n1.3 Not used.",
            "1.1 Not used.\n1.2 Not used.",
            ["unchanged", "unchanged", "deleted"],
        ),
        ("(a)\n(b) by fax.", "(a)\n(b) by post.", ["unchanged", "changed"]),
        ("1.1 by\u00a0fax  now.", "1.1 by fax now.", ["unchanged"]),
        ("1.1 inter\u00adoperable.", "1.1 interoperable.", ["unchanged"]),
        ("1.1 שלום עולם גדול.", "1.1 שלום עולם קטן.", ["changed"]),
    ],
)
def test_awkward_texts_are_compared(
    redline_between: Callable[..., Redline], as_is: str, to_be: str, states: list[str]
) -> None:
    redline = redline_between(as_is, to_be)
    check_redline(redline)
    assert [state for _, state in _said(redline)] == states


def test_a_text_compared_with_itself_has_no_hunk(redline_between: Callable[..., Redline]) -> None:
    assert redline_between(AS_IS, AS_IS).hunks == ()


def test_a_clause_without_words_that_is_new_still_has_a_hunk_that_somebody_must_own(
    redline_between: Callable[..., Redline],
) -> None:
    redline = redline_between("(a) by fax.", "(a) by fax.\n(b)")
    assert [clause.state for clause in redline.clauses] == [ClauseState.UNCHANGED, ClauseState.INSERTED]
    assert [span.kind for span in redline.clauses[1].spans] == [SpanKind.INSERT]
    assert len(redline.hunks) == 1


def test_author_and_date_are_those_of_who_pasted_the_text() -> None:
    redline = redline_from_texts("1.1 by fax.", "1.1 by post.", author="SECAS", date="2021-11-01")
    assert {(span.author, span.date) for span in redline.clauses[0].spans} == {("", ""), ("SECAS", "2021-11-01")}


def test_keys_are_minted_clauses_first_in_document_order_and_never_twice(
    redline_between: Callable[..., Redline],
) -> None:
    redline = redline_between("1.1 by fax.\n1.2 stays.", "1.1 by post.\n1.2 stays.")
    assert [clause.key for clause in redline.clauses] == ["k1", "k2"]
    assert [hunk.key for hunk in redline.hunks] == ["k3"]


_SENTENCES = st.sampled_from(
    [
        "by fax.",
        "by telephone.",
        "the DCC shall act now.",
        "Not used.",
        "the Party shall pay the DCC.",
        "x",
        "שלום.",
        "<b>&",
    ]
)
_TEXTS = st.lists(st.tuples(st.sampled_from(["1.1 ", "(a) ", "(i) ", "", "8.3.4 ", "• "]), _SENTENCES), max_size=8).map(
    lambda clauses: "\n".join(label + sentence for label, sentence in clauses)
) | st.text(max_size=30)


@given(as_is=_TEXTS, to_be=_TEXTS)
@settings(max_examples=60, deadline=None)
def test_any_two_texts_give_a_redline_that_adds_up_and_that_cancelling_undoes(
    redline_between: Callable[..., Redline], as_is: str, to_be: str
) -> None:
    redline = redline_between(as_is, to_be)
    assert broken_invariants(redline) == ()
    undone = redline
    for hunk in redline.hunks:
        if hunk.key in {left.key for left in undone.hunks if left.cancelled_because is None}:
            undone = cancel_hunk(undone, hunk.key, "a response")
            assert broken_invariants(undone) == ()
    assert all(clause.text_to_be == clause.text_as_is for clause in undone.clauses)
