"""Any sequence of tracked edits, whose truth the generator knows, is read back to the character."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.known_edits import DEL, EQUAL, FROM, GONE, INS, MARK, NEW, TO, KnownEdits, Stack
from tests.builders.many import tried_on
from voting.documents.legal_text.from_word import read_redline
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    Redline,
    Revision,
    Span,
    as_is_text,
    broken_invariants,
    cancel_hunk,
    to_be_text,
)

SEEDS = st.integers(min_value=0, max_value=2**32).map(random.Random)


def _held(span: Span) -> Stack:
    return () if span.kind is EQUAL else (*span.within, Revision(span.kind, span.author, span.date, span.move))


def _plain(stack: Stack, loose: set[str]) -> Stack:
    """The revisions with moves of which one end was edited away as plain ones."""
    kinds = {FROM: DEL, TO: INS}
    return tuple(
        revision._replace(kind=kinds[revision.kind], move="") if revision.move in loose else revision
        for revision in stack
    )


def _apart(redline: Redline) -> tuple[list[Clause], list[Clause]]:
    """The clauses of the body and those of the notes."""
    of_notes = [clause for clause in redline.clauses if clause.kind is ClauseKind.FOOTNOTE]
    return [clause for clause in redline.clauses if clause.kind is not ClauseKind.FOOTNOTE], of_notes


@pytest.mark.slow
@tried_on(60)
@given(drawn=SEEDS)
def test_any_tracked_edits_are_read_back_to_the_character(drawn: random.Random) -> None:
    truth = KnownEdits(drawn)
    redline = read_redline(truth.file()).redline
    assert broken_invariants(redline) == ()
    loose = truth.loose_moves()
    for clauses, stories in zip(_apart(redline), (truth.of_body, truth.of_notes), strict=True):
        assert [
            (sign, _plain(_held(span), loose)) for clause in clauses for span in clause.spans for sign in span.text
        ] == [(sign, _plain(stack, loose)) for story in stories for sign, stack in story.known()]
        assert [clause.text_as_is for clause in clauses if clause.text_as_is is not None] == [
            text for story in stories for text in story.paragraphs(NEW)
        ]
        assert [clause.text_to_be for clause in clauses if clause.text_to_be is not None] == [
            text for story in stories for text in story.paragraphs(GONE)
        ]
        assert [clause.cell for clause in clauses] == [
            story.cell for story in stories for sign in story.signs if sign.text == MARK
        ]


@pytest.mark.slow
@tried_on(40)
@given(drawn=SEEDS)
def test_every_revised_mark_has_a_hunk_and_cancelling_all_gives_back_the_text_in_force(drawn: random.Random) -> None:
    redline = read_redline(KnownEdits(drawn).file()).redline
    as_is = [clause.text_as_is for clause in redline.clauses]
    for clause in redline.clauses:
        if (clause.text_as_is is None) != (clause.text_to_be is None):
            assert any(span.hunk for span in clause.spans)
    keys = [hunk.key for hunk in redline.hunks]
    drawn.shuffle(keys)
    for key in keys:
        if next(hunk for hunk in redline.hunks if hunk.key == key).cancelled_because is None:
            redline = cancel_hunk(redline, key, "a response")
            assert broken_invariants(redline) == ()
    assert [clause.text_as_is for clause in redline.clauses] == as_is
    assert [clause.text_to_be for clause in redline.clauses] == as_is


def test_the_generator_makes_what_it_promises() -> None:
    counted: Counter[str] = Counter()
    for seed in range(200):
        counted += KnownEdits(random.Random(seed)).kinds()
    wanted = [f"{what} {kind}" for what in ("mark", "text") for kind in (INS, DEL, FROM, TO)]
    wanted += ["note insert", "note delete", "in a revised row or cell", "last mark revised", "three deep"]
    wanted += ["insertion in deletion in insertion", "loose move", "paired move", "nested table"]
    assert all(counted[each] > 10 for each in wanted), counted


def test_texts_of_spans_are_those_of_views() -> None:
    spans = (Span(EQUAL, "a"), Span(INS, "b"), Span(DEL, "c"), Span(DEL, "d", within=(Revision(INS),)))
    assert (as_is_text(spans), to_be_text(spans)) == ("ac", "ab")
