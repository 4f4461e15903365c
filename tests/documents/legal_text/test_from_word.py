"""A redlined Word file is read as Word's own accepting and rejecting say, every changed character under its author."""

import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.changed_characters import Changed, changed_characters, plain
from tests.builders.known_edits import known_file
from tests.builders.many import tried_on
from tests.builders.tracked_word import tracked_file
from tests.builders.word import by, cell, deleted, inserted, moved, notes, paragraph, row, run, table, word_file
from voting.documents.legal_text.from_word import RevisionsMiscounted, TooManyClauses, read_redline
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    ClauseState,
    SpanKind,
    View,
    WordReading,
    borrowed,
    broken_invariants,
    reading_from_json,
    reading_to_json,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
EQUAL, INS, DEL, FROM, TO = SpanKind
Texts = list[str]


def _clauses(*blocks: str, related: dict[str, str] | None = None) -> tuple[Clause, ...]:
    numbers = count(1)
    reading = read_redline(word_file(*blocks, related=related), new_key=lambda: f"k{next(numbers)}")
    assert broken_invariants(reading.redline) == ()
    return reading.redline.clauses


def _both(*blocks: str, related: dict[str, str] | None = None) -> tuple[list[str | None], list[str | None]]:
    clauses = _clauses(*blocks, related=related)
    return [clause.text_as_is for clause in clauses], [clause.text_to_be for clause in clauses]


# Marks.

SPLITS: list[tuple[tuple[str, ...], list[str | None], list[str | None]]] = [
    ((paragraph("A. ", mark="ins"), paragraph("B.")), [None, "A. B."], ["A. ", "B."]),
    ((paragraph("A. ", mark="del"), paragraph("B.")), ["A. ", "B."], [None, "A. B."]),
    # Enter at the end of a clause, and a new one typed: the new mark is that of the old clause.
    ((paragraph("A", mark="ins"), paragraph(inserted("new"))), ["A", None], ["A", "new"]),
    ((paragraph("A", mark="ins"), paragraph()), ["A", None], ["A", ""]),
    ((paragraph("A", mark="del"), paragraph(deleted("old"))), ["A", "old"], ["A", None]),
    ((paragraph("A", mark="del"), paragraph()), ["A", ""], ["A", None]),
    ((paragraph(inserted("new"), mark="ins"), paragraph("B")), [None, "B"], ["new", "B"]),
    ((paragraph(deleted("old"), mark="del"), paragraph("B")), ["old", "B"], [None, "B"]),
    ((paragraph(mark="ins"), paragraph("B")), [None, "B"], ["", "B"]),
    ((paragraph(mark="del"), paragraph("B")), ["", "B"], [None, "B"]),
    # Chains fold in order.
    (
        (paragraph("A", mark="del"), paragraph("B", mark="del"), paragraph("C")),
        ["A", "B", "C"],
        [None, None, "ABC"],
    ),
    (
        (paragraph("A", mark="ins"), paragraph("B", mark="del"), paragraph("C")),
        [None, "AB", "C"],
        ["A", None, "BC"],
    ),
    (
        (paragraph("A", mark="del"), paragraph(deleted("B"), mark="del"), paragraph(deleted("C"))),
        ["A", "B", "C"],
        ["A", None, None],
    ),
    # Inserted and deleted again: in neither text.
    ((paragraph(inserted(deleted("x")), mark="ins del"), paragraph("B")), [None, "B"], [None, "B"]),
    ((paragraph("A", mark="ins del"), paragraph("B")), [None, "AB"], [None, "AB"]),
    # Nothing follows that could be joined.
    ((paragraph("A", mark="del"), table(row("1")), paragraph("B")), ["A", "1", "B"], ["A", "1", "B"]),
    ((paragraph(deleted("A"), mark="del"), table(row("1"))), ["A", "1"], [None, "1"]),
    ((paragraph("A"), paragraph(deleted("B"), mark="del")), ["A", "B"], ["A", None]),
    ((paragraph("A"), paragraph("B", mark="del")), ["A", "B"], ["A", "B"]),
    ((paragraph("A"), paragraph(inserted("B"), mark="ins")), ["A", None], ["A", "B"]),
    (
        (table(row(cell(paragraph("A", mark="del"), paragraph("B", mark="del")), "C")),),
        ["A", "B", "C"],
        [None, "AB", "C"],
    ),
]


@pytest.mark.parametrize(("blocks", "as_is", "to_be"), SPLITS)
def test_a_revised_mark_lets_a_paragraph_run_on_into_the_next(
    blocks: tuple[str, ...], as_is: list[str | None], to_be: list[str | None]
) -> None:
    assert _both(*blocks) == (as_is, to_be)


@pytest.mark.parametrize(
    ("blocks", "states"),
    [
        ((paragraph("A", mark="ins"), paragraph("B")), ["changed", "changed"]),
        ((paragraph("A", mark="ins"), paragraph(inserted("new"))), ["unchanged", "inserted"]),
        ((paragraph("A", mark="del"), paragraph(deleted("old"))), ["unchanged", "deleted"]),
        ((paragraph(mark="ins"), paragraph("B")), ["inserted", "unchanged"]),
        ((paragraph(mark="del"), paragraph("B")), ["deleted", "unchanged"]),
        ((paragraph("A", mark="ins"), paragraph()), ["unchanged", "inserted"]),
        ((paragraph(inserted(deleted("x")), mark="ins del"), paragraph("B")), ["changed", "unchanged"]),
        ((table(row("a", "b", revised="del")), paragraph("c")), ["deleted", "deleted", "unchanged"]),
    ],
)
def test_states_follow_from_words_and_not_from_where_word_keeps_the_mark(
    blocks: tuple[str, ...], states: list[str]
) -> None:
    assert [clause.state.value for clause in _clauses(*blocks)] == states


def test_the_revision_of_a_mark_is_a_span_only_where_the_text_does_not_tell_of_it() -> None:
    split, told, empty = (
        _clauses(paragraph("A", mark="ins"), paragraph("B"))[0],
        _clauses(paragraph(inserted("A"), mark="ins"), paragraph("B"))[0],
        _clauses(paragraph(mark="del"), paragraph("B"))[0],
    )
    assert [(span.kind, span.text) for span in split.spans] == [(EQUAL, "A"), (INS, "")]
    assert [(span.kind, span.text) for span in told.spans] == [(INS, "A")]
    assert [(span.kind, span.text, span.author) for span in empty.spans] == [(DEL, "", "Ann Alder")]


def test_a_mark_inserted_and_deleted_again_has_both_revisions() -> None:
    clause = _clauses(paragraph("A", mark="ins del"), paragraph("B"))[0]
    mark = clause.spans[-1]
    assert (mark.kind, [outer.kind for outer in mark.within]) == (DEL, [INS])
    assert clause.state is ClauseState.CHANGED


def test_the_surviving_mark_gives_the_number_and_the_words_keep_their_clause() -> None:
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum '
        'w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    blocks = (
        paragraph("A", properties=number),
        paragraph("B", mark="ins", properties=number),
        paragraph(inserted("new"), properties=number),
        paragraph("C", mark="del", properties=number),
        paragraph("D"),
    )
    clauses = _clauses(*blocks, related={"numbering": numbering})
    assert [(clause.label_as_is, clause.label_to_be) for clause in clauses] == [
        ("1.", "1."),
        ("2.", "2."),
        (None, "3."),
        ("3.", None),
        ("", ""),
    ]
    assert clauses[2].state is ClauseState.INSERTED


# Hunks.


def test_an_inserted_row_is_one_hunk_whatever_its_cells() -> None:
    file = word_file(table(row("a", "b"), row("c", "d", revised="ins"), row("e", "f", revised="ins")))
    hunks = read_redline(file).redline.hunks
    assert [(len(hunk.clause_keys), hunk.insert_text) for hunk in hunks] == [(2, "c\nd"), (2, "e\nf")]


def test_a_split_is_a_hunk_that_says_so() -> None:
    file = word_file(paragraph("A. ", mark="ins"), paragraph("B."))
    assert [(hunk.delete_text, hunk.insert_text) for hunk in read_redline(file).redline.hunks] == [("", "¶")]


def test_moved_paragraphs_are_one_hunk_and_an_end_without_the_other_is_plain() -> None:
    both = word_file(
        paragraph(moved("From", "m", "Some moved words"), mark="moveFrom"),
        paragraph("between"),
        paragraph(moved("To", "m", "Some moved words"), mark="moveTo"),
        paragraph("after"),
    )
    reading = read_redline(both)
    assert [clause.state.value for clause in reading.redline.clauses] == ["moved", "unchanged", "moved", "unchanged"]
    assert [hunk.is_move for hunk in reading.redline.hunks] == [True]
    assert reading.warnings == ()
    alone = read_redline(word_file(paragraph(moved("From", "m", "words"), mark="moveFrom"), paragraph("between")))
    assert [clause.state.value for clause in alone.redline.clauses] == ["deleted", "unchanged"]
    assert "1 move has one end only" in alone.warnings[0]


# Notes, boxes, tables.


def _note(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def test_notes_follow_the_clause_that_refers_to_them_even_where_its_text_runs_on() -> None:
    written = notes("footnote", paragraph(" Note one."), paragraph(" Note two."))
    related = {"footnotes": written}
    assert _both(paragraph("A", _note(1)), paragraph("B"), related=related)[0] == ["A", " Note one.", "B"]
    assert _both(paragraph("A ", _note(1), mark="ins"), paragraph("B", inserted(_note(2))), related=related) == (
        [None, "A B", " Note one.", None],
        ["A ", "B", " Note one.", " Note two."],
    )
    clauses = _clauses(paragraph("A clause.", deleted(_note(1))), related=related)
    assert [(clause.kind, clause.state) for clause in clauses] == [
        (ClauseKind.CLAUSE, ClauseState.UNCHANGED),
        (ClauseKind.FOOTNOTE, ClauseState.DELETED),
    ]


def test_a_deleted_row_with_kept_words_is_deleted_and_a_deleted_cell_too() -> None:
    as_is, to_be = _both(table(row("a", cell("b", revised="cellDel")), row("c", "", revised="del")))
    assert as_is == ["a", "b", "c", ""]
    assert to_be == ["a", None, None, None]


# Robustness.


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "non\u00a0breaking co\u00adoperation", "עברית", "\U0001f600"],
)
def test_words_are_kept_as_they_are(words: str) -> None:
    assert _both(paragraph(run(words), inserted(run(words)))) == ([words], [words * 2])


def test_a_clause_of_ten_thousand_words_is_one_clause() -> None:
    words = " ".join(f"word{number}" for number in range(10_000))
    assert _both(paragraph(words)) == ([words], [words])


def test_an_empty_document_gives_an_empty_redline_and_says_so() -> None:
    reading = read_redline(word_file())
    assert reading.redline.clauses == ()
    assert reading.warnings == (
        "The file has no tracked changes of text: the text in force and the proposed text are the same.",
    )


def test_changes_without_author_and_in_page_heads_are_told() -> None:
    header = f'<w:hdr xmlns:w="{W[1:-1]}">{paragraph(inserted("x"))}</w:hdr>'
    file = word_file(paragraph("a", deleted("b", who=by(None))), related={"header": header})
    assert read_redline(file).warnings == (
        "1 change names no author.",
        "A header of the pages has tracked changes, which are not part of the redline.",
    )


def test_more_paragraphs_than_any_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voting.documents.legal_text.from_word.MOST_CLAUSES", 2)
    with pytest.raises(TooManyClauses, match="3 paragraphs"):
        read_redline(word_file(*[paragraph("a")] * 3))


@pytest.mark.parametrize("beside", ["a", "<w:r><w:tab/></w:r>"], ids=["read in one pass", "read piece by piece"])
def test_a_reading_that_lost_a_changed_character_is_refused(beside: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from voting.documents.word.paragraphs import plain as one_pass
    from voting.documents.word.paragraphs import walking

    monkeypatch.setattr(one_pass, "_DEL_TEXT", "none")
    monkeypatch.setattr(walking, "SILENT", walking.SILENT | {f"{W}delText"})
    monkeypatch.setattr(walking, "_DEL_TEXT", "none")
    with pytest.raises(RevisionsMiscounted, match="4 characters that Ann Alder changed"):
        read_redline(word_file(paragraph(beside, deleted("lost"))))


def test_refusals_of_the_package_come_through() -> None:
    with pytest.raises(RuleBroken, match="empty"):
        read_redline(b"")


def test_a_reading_survives_json() -> None:
    file = word_file(
        paragraph("a", inserted("b", deleted("c")), mark="ins"),
        paragraph("d", properties=f"<w:jc/><w:pPrChange{by()}><w:pPr/></w:pPrChange>"),
        table(row("e", revised="del")),
    )
    reading = read_redline(file, document="Appendix D", sec_version="50.0")
    assert reading_from_json(reading_to_json(reading)) == reading
    assert list(reading_to_json(reading)) == [
        "document",
        "sec_version",
        "clauses",
        "hunks",
        "other_revisions",
        "warnings",
    ]
    assert [other.clause_key for other in reading.other_revisions] == [
        reading.redline.clauses[1].key,
        reading.redline.clauses[2].key,
    ]


def test_what_runs_on_is_borrowed_by_the_clause_that_ends_it() -> None:
    clauses = _clauses(paragraph("A. ", mark="ins"), paragraph("B. ", mark="ins"), paragraph("C."))
    assert {key: [span.text for span in spans] for key, spans in borrowed(clauses, View.IN_FORCE).items()} == {
        clauses[2].key: ["A. ", "B. "]
    }
    assert borrowed(clauses, View.CLEAN) == {}


# The corpus.


def _paragraph_text(element: ET.Element) -> Iterator[str]:
    """The text of one paragraph by a walk of its own, without what Word does not show."""
    signs = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011", W + "softHyphen": "\u00ad"}
    for child in element:
        if child.tag in {W + "t", W + "delText", M + "t"}:
            yield child.text or ""
        elif child.tag in signs:
            yield signs[child.tag]
        elif child.tag not in {W + "pPr", W + "rPr", W + "txbxContent", MC + "Fallback"}:
            yield from _paragraph_text(child)


def _paragraphs(file: Path) -> Texts:
    with zipfile.ZipFile(file) as archive:
        root = fromstring(archive.read("word/document.xml"))
    for choices in [each for each in root.iter() if each.find(MC + "Fallback") is not None]:
        choices.remove(choices.find(MC + "Fallback") or ET.Element("none"))
    return ["".join(_paragraph_text(each)) for each in root.iter(W + "p")]


def _families(shared: Path) -> list[Path]:
    folder = shared / "corpus" / "accept-reject"
    return sorted(file for file in folder.glob("*.docx") if not file.stem.endswith(("-Accepted", "-Rejected")))


def test_every_family_reads_as_its_accepted_and_rejected_files(shared: Path) -> None:
    files = _families(shared)
    assert len(files) == 26
    for file in files:
        clauses = [clause for clause in read_redline(file.read_bytes()).redline.clauses if clause.kind != "footnote"]
        for view, texts in (
            ("Rejected", [clause.text_as_is for clause in clauses]),
            ("Accepted", [clause.text_to_be for clause in clauses]),
        ):
            expected = _paragraphs(file.with_stem(f"{file.stem}-{view}"))
            assert [text for text in texts if text is not None] == expected, f"{file.name} {view}"


KINDS: dict[str, tuple[set[str], set[str]]] = {
    "001": ({"changed"}, set()),
    "002": ({"deleted"}, set()),
    "003": ({"changed"}, {"field"}),
    "004": ({"renumbered"}, {"numbering", "format"}),
    "005": ({"inserted", "renumbered"}, {"numbering", "format"}),
    "006": ({"deleted"}, {"row"}),
    "007": ({"inserted"}, {"row"}),
    "008": ({"changed"}, {"field"}),
    "009": ({"inserted"}, set()),
    "010": ({"changed"}, set()),
    "011": ({"changed"}, set()),
    "012": ({"changed"}, set()),
    "013": ({"deleted"}, set()),
    "014": ({"moved"}, set()),
    "015": (set(), {"content_control"}),
    "016": (set(), {"content_control"}),
    "017": ({"renumbered"}, {"numbering", "format"}),
    "018": (set(), {"format"}),
    "019": (set(), {"format"}),
    "020": (set(), {"format"}),
    "021": (set(), {"format"}),
    "022": (set(), {"format"}),
    "023": (set(), {"format"}),
    "024": (set(), {"format"}),
}


def test_each_kind_of_revision_is_read_for_what_it_is(shared: Path) -> None:
    files = sorted((shared / "corpus" / "revision-kinds").glob("*.docx"))
    assert len(files) == len(KINDS)
    for file in files:
        reading = read_redline(file.read_bytes())
        states = {clause.state.value for clause in reading.redline.clauses} - {"unchanged"}
        others = {other.kind.value for other in reading.other_revisions}
        assert (states, others) == KINDS[file.name[:3]], file.name
        assert all(other.author and other.what for other in reading.other_revisions if other.element != "tblGridChange")


def _changed_in(reading: WordReading) -> Changed:
    """The changed characters that were read."""
    read: Changed = Counter()
    for span in (span for clause in reading.redline.clauses for span in clause.spans if span.text):
        if span.kind is not EQUAL:
            read[span.kind, span.author, span.date] += len(span.text)
    return read


@pytest.mark.parametrize("folder", ["accept-reject", "revision-kinds", "clause-numbers"])
def test_every_changed_character_has_its_kind_author_and_date(shared: Path, folder: str) -> None:
    for file in sorted((shared / "corpus" / folder).glob("*.docx")):
        raw, reading = changed_characters(file.read_bytes()), read_redline(file.read_bytes())
        if any("one end only" in warning for warning in reading.warnings):
            raw = plain(raw)
        assert _changed_in(reading) == raw, file.name


@pytest.mark.slow
@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@tried_on(60)
@given(seed=st.integers(min_value=0, max_value=10_000))
def test_every_changed_character_of_a_generated_file_has_its_kind_author_and_date(
    file_of: Callable[[int], bytes], seed: int
) -> None:
    data = file_of(seed)
    assert plain(_changed_in(read_redline(data))) == plain(changed_characters(data))
