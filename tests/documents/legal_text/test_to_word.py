"""Redlines written as Word files from nothing: out and in again they are the same, and Word's own XML is real."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.builders.known_edits import known_file
from tests.builders.many import tried_on
from tests.builders.office import converted
from tests.builders.tracked_word import TrackedDraft, tracked_file
from tests.builders.views import texts
from tests.builders.word import by, cell, deleted, inserted, notes, paragraph, row, table, word_file
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_word import clean_docx, redlined_docx
from voting.documents.word.names import W
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    ClauseState,
    HunkState,
    Redline,
    Span,
    SpanKind,
    View,
    cancel_hunk,
)

Keys = Callable[[], Callable[[], str]]
FileOf = Callable[[int], bytes]
SEEDS = st.integers(min_value=0, max_value=10_000)
DRAFTER, WHEN = "A. Drafter", "2026-03-01T10:00:00Z"


def part(docx: bytes, name: str = "document") -> etree._Element:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def only_clause(text: str, label: str = "") -> Redline:
    spans = (Span(SpanKind.EQUAL, text),) if text else ()
    clause = Clause("k", ClauseKind.CLAUSE, 1, label, label, text, text, ClauseState.UNCHANGED, spans)
    return Redline("Appendix D", "50.0", (clause,), ())


@pytest.mark.slow
@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@tried_on(60)
@given(seed=SEEDS)
def test_what_was_read_from_word_is_the_same_when_it_is_written_and_read_again(
    counted: Keys, file_of: FileOf, seed: int
) -> None:
    redline = read_redline(file_of(seed), new_key=counted()).redline
    assert read_redline(redlined_docx(redline), new_key=counted()).redline == redline


@pytest.mark.parametrize("folder", ["accept-reject", "revision-kinds"])
def test_real_files_are_the_same_when_they_are_written_and_read_again(counted: Keys, shared: Path, folder: str) -> None:
    for file in sorted((shared / "corpus" / folder).glob("*.docx")):
        redline = read_redline(file.read_bytes(), new_key=counted()).redline
        assert read_redline(redlined_docx(redline), new_key=counted()).redline == redline, file.name


def test_texts_and_labels_of_statutory_instruments_come_back(counted: Keys, shared: Path) -> None:
    files = sorted((shared / "corpus" / "clause-numbers").glob("*.docx"))
    for file in (each for each in files if each.stat().st_size < 60_000):
        redline = read_redline(file.read_bytes(), new_key=counted()).redline
        again = read_redline(redlined_docx(redline), new_key=counted()).redline
        assert [(each.kind, each.label_to_be, each.spans) for each in again.clauses] == [
            (each.kind, each.label_to_be, each.spans) for each in redline.clauses
        ], file.name


@pytest.mark.slow
@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@tried_on(40)
@given(seed=SEEDS)
def test_a_clean_file_says_the_one_text_and_tracks_nothing(file_of: FileOf, seed: int) -> None:
    redline = read_redline(file_of(seed)).redline
    # A table in a cell whose last paragraph is gone is followed by an empty one, because Word opens no file without:
    # only the files with tables in cells can have it, and of them the paragraphs with words are compared.
    compared = bool if file_of is known_file else lambda text: text is not None
    for view in (View.CLEAN, View.IN_FORCE):
        clean = read_redline(clean_docx(redline, view)).redline
        assert texts(clean, View.CLEAN) == texts(clean, View.IN_FORCE)
        assert list(filter(compared, texts(clean, View.CLEAN))) == list(filter(compared, texts(redline, view)))
        assert not clean.hunks


@pytest.mark.slow
@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@tried_on(40)
@given(seed=SEEDS)
def test_cancelled_changes_are_in_neither_text_of_the_file(file_of: FileOf, seed: int) -> None:
    redline = read_redline(file_of(seed)).redline
    # A table that goes lets paragraphs meet, and which of their marks then counts only the original can say. A note
    # cannot stay without the words that refer to it, and a redline does not say which of those around it these are.
    is_apart = [each.cell is not None or each.kind is ClauseKind.FOOTNOTE for each in redline.clauses]
    is_note = [False, *(each.kind is ClauseKind.FOOTNOTE for each in redline.clauses), False]
    beside = zip(redline.clauses, is_apart, is_note, is_note[2:], strict=False)
    apart = {clause.key for clause, *reasons in beside if any(reasons)}
    for hunk in redline.hunks[::2]:
        if "¶" not in hunk.delete_text + hunk.insert_text and not apart.intersection(hunk.places):
            redline = cancelled(redline, hunk.key)
    again = read_redline(redlined_docx(redline)).redline
    for view in (View.CLEAN, View.IN_FORCE):
        assert texts(again, view) == texts(redline, view)


def cancelled(redline: Redline, key: str) -> Redline:
    """The redline without this change, which another that was cancelled may have taken along."""
    held = next(hunk for hunk in redline.hunks if hunk.key == key)
    return cancel_hunk(redline, key, "a response") if held.state is HunkState.PROPOSED else redline


def test_a_number_that_changes_is_no_edit_but_a_tracked_change_of_formatting(
    redline_between: Callable[..., Redline],
) -> None:
    redline = redline_between(
        "1. Keys are held.\n2. Keys are lost.", "1. Keys are made.\n2. Keys are held.\n3. Keys are lost."
    )
    docx = redlined_docx(redline, renumbered_by=DRAFTER, renumbered_at=WHEN)
    body = part(docx)
    assert [each.get(W + "author") for each in body.iter(W + "pPrChange")] == [DRAFTER] * 2
    assert {each.get(W + "date") for each in body.iter(W + "pPrChange")} == {WHEN}
    again = read_redline(docx).redline
    assert [(each.label_as_is, each.label_to_be) for each in again.clauses if each.is_renumbered] == [
        ("1.", "2."),
        ("2.", "3."),
    ]
    shown = {each.get(W + "val") for each in part(docx, "numbering").iter(W + "lvlText")}
    assert {"1.", "2.", "3."} <= shown


def test_authors_and_dates_are_kept_and_a_date_that_word_would_refuse_is_left_out() -> None:
    spans = (
        Span(SpanKind.INSERT, "new ", 'A "quoted" <author>', WHEN, "h1"),
        Span(SpanKind.DELETE, "old", "", "yesterday", "h1"),
    )
    clause = Clause("k", ClauseKind.CLAUSE, 1, "", "", "old", "new ", ClauseState.CHANGED, spans)
    body = part(redlined_docx(Redline("D", "", (clause,), ())))
    inserted, deleted = next(body.iter(W + "ins")), next(body.iter(W + "del"))
    assert (inserted.get(W + "author"), inserted.get(W + "date")) == ('A "quoted" <author>', WHEN)
    assert (deleted.get(W + "author"), deleted.get(W + "date")) == ("", None)
    assert [each.text for each in deleted.iter(W + "delText")] == ["old"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<script>alert('x')</script> & “more”", None),
        ("tab\there\nand a line", None),
        ("  spaces at both ends ", None),
        ("soft\u00adhyphen, no\u2011break, nbsp\u00a0, \U0001f512", None),
        ("zero\x00 bell\x07 lone\ud800 non\uffff", "zero\ufffd bell\ufffd lone\ufffd non\ufffd"),
        ("=cmd|' /C calc'!A0", None),
        ("%1 of %2", None),
    ],
)
def test_any_text_comes_out_and_in_as_it_was_or_as_the_sign_for_what_nothing_can_hold(
    text: str, read: str | None
) -> None:
    again = read_redline(redlined_docx(only_clause(text))).redline
    assert again.clauses[0].text_to_be == (text if read is None else read)


@pytest.mark.parametrize("label", ["8.3.4", "(a)", "L1.17(c)", "Schedule 2", "•", "iv)"])
def test_a_label_is_a_list_that_shows_just_that(label: str) -> None:
    docx = redlined_docx(only_clause("The DCC shall keep it.", label))
    assert read_redline(docx).redline.clauses[0].label_to_be == label
    assert "".join(part(docx).itertext()) == "The DCC shall keep it."


def test_a_typed_number_is_not_shown_twice() -> None:
    docx = redlined_docx(only_clause("8.3.4 The DCC shall keep it.", "8.3.4"))
    assert next(part(docx).iter(W + "numPr"), None) is None
    assert read_redline(docx).redline.clauses[0].label_to_be == "8.3.4"


def test_a_table_of_pasted_text_becomes_a_table_with_tracked_rows(redline_between: Callable[..., Redline]) -> None:
    redline = redline_between(
        "Before all this.\nTerm\tMeaning\nOne\tthe first of them\nTwo\tthe second of them",
        "Before all this.\nTerm\tMeaning\nOne\tthe very first of them\nThree\tsomething else altogether",
    )
    body = part(redlined_docx(redline))
    rows = list(body.iter(W + "tr"))
    assert [[each.tag.removeprefix(W) for each in row.iterfind(f"{W}trPr/*")] for row in rows] == [
        [],
        [],
        ["del"],
        ["ins"],
    ]
    assert [len(row.findall(W + "tc")) for row in rows] == [2, 2, 2, 2]


REFERENCE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
NOTES_OF_TWO = notes("footnote", paragraph("One. ", mark="del") + paragraph("Two."))
NOTE = notes("footnote", paragraph("A note."))
WHO = by("Ben Birch", "2025-06-01T00:00:00Z")
OTHER_CELL = f"<w:cellIns{WHO}/>"
GONE_AGAIN = cell(paragraph(mark="del"), revised="cellDel")
GONE_ALONE = cell("", properties=f"<w:cellDel{WHO}/>")
NEW_ALONE = cell("", properties=OTHER_CELL)


@pytest.mark.parametrize(
    ("blocks", "footnotes"),
    [
        # The paragraphs of one note are merged.
        ((paragraph("A", REFERENCE), paragraph("B")), NOTES_OF_TWO),
        ((paragraph("A", inserted(REFERENCE)), paragraph("B")), NOTES_OF_TWO),
        # A note whose paragraph is gone, and nothing follows that it could run on into.
        ((paragraph("A", mark="ins"), paragraph(REFERENCE), paragraph(inserted("B"), mark="ins")), NOTE),
        ((paragraph("A", mark="ins del"), paragraph(inserted(REFERENCE)), table(row("b")), paragraph("C")), NOTE),
        ((paragraph(deleted("A"), REFERENCE, mark="ins"), paragraph(deleted("B"), mark="del"), table(row("c"))), NOTE),
        ((paragraph(REFERENCE, mark="del"), table(row("b"))), NOTE),
        # A row that is new, and a cell in it that somebody else put there.
        ((table(row("a", cell("", properties=OTHER_CELL), revised="ins")), paragraph("B")), ""),
        # A row with cells of which one is gone, or in neither text.
        ((table(row("a", cell("b", revised="cellDel"), revised="ins")), paragraph("C")), ""),
        ((table(row("a", cell(deleted("b"), revised="cellIns"))), paragraph("C")), ""),
        # A row that is new, with a cell that somebody else put there and one that is gone again.
        ((table(row(cell(paragraph("a", mark="del"), "b", properties=OTHER_CELL), GONE_AGAIN, revised="ins")),), ""),
        # A new row in a cell that is gone, with a cell that somebody else put there and one that is gone by itself.
        ((table(row("b", cell("x", table(row(NEW_ALONE, GONE_ALONE, revised="ins")), "", revised="cellDel"))),), ""),
        # A row whose words are all gone around a table that stays.
        ((table(row(cell(paragraph(deleted("a"), mark="del"), table(row("b")), paragraph(mark="del")))),), ""),
    ],
)
def test_notes_rows_and_cells_come_back_with_what_happened_to_them_as_a_whole(
    counted: Keys, blocks: tuple[str, ...], footnotes: str
) -> None:
    data = word_file(*blocks, related={"footnotes": footnotes} if footnotes else {})
    redline = read_redline(data, new_key=counted()).redline
    assert read_redline(redlined_docx(redline), new_key=counted()).redline == redline


def test_both_ends_of_a_move_have_one_name_and_ids_that_are_nowhere_else(counted: Keys, shared: Path) -> None:
    data = (shared / "corpus" / "accept-reject" / "RP018-MoveFrom-MoveTo-CC.docx").read_bytes()
    body = part(redlined_docx(read_redline(data).redline))
    names = [each.get(W + "name") for tag in ("moveFromRangeStart", "moveToRangeStart") for each in body.iter(W + tag)]
    assert len(names) == 2
    assert len(set(names)) == 1
    ends = {W + "moveFromRangeEnd", W + "moveToRangeEnd"}
    ids = [each.get(W + "id") for each in body.iter() if each.get(W + "id") is not None and each.tag not in ends]
    assert len(ids) == len(set(ids))


def test_the_same_redline_always_gives_the_same_bytes() -> None:
    redline = read_redline(TrackedDraft(7).file()).redline
    assert redlined_docx(redline) == redlined_docx(redline)


@pytest.mark.libreoffice
def test_libreoffice_opens_it_and_shows_its_text(tmp_path: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftotext")):
        pytest.skip("LibreOffice (soffice) or pdftotext is not installed")
    word = redlined_docx(read_redline(TrackedDraft(11, blocks=20).file()).redline)
    (tmp_path / "redline.pdf").write_bytes(converted(word, "docx", "pdf", tmp_path))
    shown = subprocess.run(["pdftotext", tmp_path / "redline.pdf", "-"], check=True, capture_output=True, timeout=30)
    assert "The end." in shown.stdout.decode()
