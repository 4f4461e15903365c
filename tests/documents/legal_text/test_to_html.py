"""The page that stands alone: nothing in it comes from elsewhere, nothing runs, and every clause is in it once."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from tests.builders.known_edits import known_file
from tests.builders.tracked_word import TrackedDraft, tracked_file
from tests.builders.word import inserted, paragraph, row, table, word_file
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_html import html_page
from voting.domain.legal_text import Clause, ClauseKind, ClauseState, Redline, Span, SpanKind, cancel_hunk


@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10_000))
def test_every_clause_is_in_the_page_once_cancelled_ones_too(file_of: Callable[[int], bytes], seed: int) -> None:
    redline = read_redline(file_of(seed)).redline
    keys = [clause.key for clause in redline.clauses]
    assert re.findall(r'id="c-(\w+)"', html_page(redline).decode()) == keys
    for key in [hunk.key for hunk in redline.hunks]:
        if next(hunk for hunk in redline.hunks if hunk.key == key).cancelled_because is None:
            redline = cancel_hunk(redline, key, "a response")
    assert sorted(re.findall(r'id="c-(\w+)"', html_page(redline).decode())) == sorted(keys)


def test_the_page_is_well_formed_html_without_script_or_anything_from_elsewhere() -> None:
    page = html_page(read_redline(TrackedDraft(5).file()).redline).decode()
    parsed = JustHTML(page, fragment=False)
    assert not parsed.errors
    assert "<script" not in page.replace("&lt;script", "")
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|https?:", page)
    assert "default-src 'none'" in page


def test_words_of_the_text_are_never_markup() -> None:
    text = '<img src=x onerror=alert(1)> "&" \x00\ud800'
    clause = Clause(
        "k", ClauseKind.HEADING, 1, text, text, text, text, ClauseState.UNCHANGED, (Span(SpanKind.EQUAL, text),)
    )
    page = html_page(Redline(text, text, (clause,), ())).decode()
    assert "<img" not in page


def test_headings_make_contents_and_rows_a_table(redline_between: Callable[..., Redline]) -> None:
    page = html_page(
        redline_between("1 Keys and Codes\n1.1 The DCC keeps them.", "1 Keys and Codes\n1.1 The DCC has them.")
    ).decode()
    assert '<nav class="contents">' in page
    data = word_file(
        table(row("a", "b"), row(paragraph(inserted("c")), paragraph(inserted("d")), revised="ins")), paragraph("End.")
    )
    page = html_page(read_redline(data).redline).decode()
    assert page.count("<tr>") == 2
    assert page.count("<td>") == 4
    assert '<nav class="contents">' not in page


def test_the_same_redline_always_gives_the_same_page() -> None:
    redline = read_redline(TrackedDraft(2).file()).redline
    assert html_page(redline) == html_page(redline)
