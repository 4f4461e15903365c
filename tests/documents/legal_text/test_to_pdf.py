"""The PDF: tagged, the same bytes each time, every word of the redline in it, and no word read as markup."""

import re
from collections.abc import Callable

import pypdfium2
import pytest

from tests.builders.tracked_word import TrackedDraft
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_pdf import pdf
from voting.domain.legal_text import Clause, ClauseKind, ClauseState, Redline, Span, SpanKind

pytest.importorskip("typst", reason="typst is not installed (extra `pdf`)")


def words_in(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def only_clause(text: str) -> Redline:
    clause = Clause(
        "k", ClauseKind.CLAUSE, 1, "1.", "1.", text, text, ClauseState.UNCHANGED, (Span(SpanKind.EQUAL, text),)
    )
    return Redline("Appendix D", "50.0", (clause,), ())


def test_it_is_tagged_and_claims_the_standard_of_accessible_pdf() -> None:
    data = pdf(read_redline(TrackedDraft(5).file()).redline)
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert re.search(rb"<pdfuaid:part>1<", data)


@pytest.mark.parametrize("seed", range(6))
def test_any_redline_can_be_set_and_is_set_alike_each_time(seed: int) -> None:
    redline = read_redline(TrackedDraft(seed, blocks=12).file()).redline
    data = pdf(redline)
    assert data == pdf(redline)
    assert "The end." in words_in(data)


@pytest.mark.parametrize(
    "text",
    [
        "#panic() *bold* _x_ $y$ `z` <label> @ref // no /* no",
        "= Heading?",
        "- item",
        "\\u{1F512} #let x = 1",
        '#import "@preview/x:1.0.0"',
    ],
)
def test_no_word_is_read_as_markup(text: str) -> None:
    assert text in words_in(pdf(only_clause(text)))


@pytest.mark.parametrize("text", ["日本語", "\uf0b7 sign of no font", "a\x00b\x85c\ud800\uffff", "مرحبا", "x" * 4_000])
def test_text_that_no_font_has_or_nothing_can_hold_is_still_set(text: str) -> None:
    assert pdf(only_clause(text)).startswith(b"%PDF-")


def test_renumbering_and_moves_are_said_in_words(redline_between: Callable[..., Redline]) -> None:
    moving, others = "Keys are held by the DCC for all its users.", ["Nobody else may know of it.", "This stays put."]
    old = "\n".join(f"{at} {text}" for at, text in enumerate([moving, *others], 1))
    new = "\n".join(f"{at} {text}" for at, text in enumerate([*others, moving], 1))
    shown = words_in(pdf(redline_between(old, new)))
    assert "(was 2)" in shown
    assert "(moved from 1)" in shown
    assert "(moved to 3)" in shown


def test_headings_that_skip_levels_are_set_without_a_gap() -> None:
    clauses = tuple(
        Clause(
            f"k{level}",
            ClauseKind.HEADING,
            level,
            "",
            "",
            f"Heading {level}",
            f"Heading {level}",
            ClauseState.UNCHANGED,
            (Span(SpanKind.EQUAL, f"Heading {level}"),),
        )
        for level in (4, 9, 0, 3)
    )
    assert "Contents" in words_in(pdf(Redline("D", "", clauses, ())))
