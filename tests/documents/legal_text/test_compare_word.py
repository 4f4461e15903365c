"""Two Word files compared: both texts come back from the result, formatting and tables are kept, moves are moves."""

import random
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
from tests.builders.tracked_word import TrackedDraft, tracked_file
from tests.builders.views import texts
from tests.builders.word import cell, deleted, inserted, notes, paragraph, row, run, table, word_file
from voting.documents.legal_text.compare_word import compare_docx, redline_from_word_pair
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_word import clean_docx
from voting.documents.word.archive import NotAZip
from voting.documents.word.names import W
from voting.documents.word.package import NotAWordFile
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import ClauseKind, ClauseState, ClauseText, Redline, View

AUTHOR, WHEN = "A. Drafter", "2026-03-01T10:00:00Z"
SEEDS = st.integers(min_value=0, max_value=10_000)


def body(docx: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def holds_both(old: bytes, new: bytes) -> Redline:
    """The comparison's redline, once it was seen that its two texts are those of the files."""
    redline = redline_from_word_pair(old, new, author=AUTHOR, date=WHEN).redline
    assert texts(redline, View.IN_FORCE) == texts(read_redline(old).redline, View.CLEAN)
    assert texts(redline, View.CLEAN) == texts(read_redline(new).redline, View.CLEAN)
    return redline


@pytest.mark.slow
@tried_on(40)
@given(seed=SEEDS)
def test_both_texts_of_any_edited_draft_come_back(
    drafting: Callable[[int], object], numbered: Callable[..., list[ClauseText]], seed: int
) -> None:
    drafter = drafting(seed)
    draft = drafter.draft(12)  # type: ignore[attr-defined]
    files = [
        word_file(*(paragraph(f"{each.label} {each.text}") for each in numbered(version)))
        for version in (draft, drafter.edited(draft))  # type: ignore[attr-defined]
    ]
    holds_both(files[0], files[1])


@pytest.mark.slow
@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@tried_on(40)
@given(seed=SEEDS, other=SEEDS)
def test_both_texts_of_any_two_files_come_back_tables_and_notes_and_all(
    file_of: Callable[[int], bytes], seed: int, other: int
) -> None:
    old = clean_docx(read_redline(file_of(seed)).redline, View.IN_FORCE)
    new = clean_docx(read_redline(file_of(random.Random(other).choice([seed, other]))).redline)
    holds_both(old, new)


def test_real_files_accepted_and_rejected_give_their_changes_back(shared: Path) -> None:
    for rejected in sorted((shared / "corpus" / "accept-reject").glob("*-Rejected.docx")):
        accepted = Path(str(rejected).replace("-Rejected", "-Accepted"))
        holds_both(rejected.read_bytes(), accepted.read_bytes())


def test_words_keep_the_formatting_that_each_file_gives_them() -> None:
    old = word_file(paragraph(run("Keys are "), run("held", properties="<w:i/>"), run(" by fax today.")))
    new = word_file(paragraph(run("Keys are "), run("kept", properties="<w:b/>"), run(" by fax today.")))
    made = body(compare_docx(old, new, author=AUTHOR, date=WHEN))
    deletion, insertion = next(made.iter(W + "del")), next(made.iter(W + "ins"))
    assert ["".join(each.itertext()) for each in (deletion, insertion)] == ["held", "kept"]
    assert deletion.find(f".//{W}i") is not None
    assert insertion.find(f".//{W}b") is not None
    assert (insertion.get(W + "author"), insertion.get(W + "date")) == (AUTHOR, WHEN)


def test_a_run_is_cut_inside_and_what_is_around_it_stays() -> None:
    marks = '<w:bookmarkStart w:id="1" w:name="b"/>', '<w:bookmarkEnd w:id="1"/>'
    link = f'<w:hyperlink w:anchor="b">{run("see fax 7")}</w:hyperlink>'
    old = word_file(paragraph(marks[0], run("Keys are sent by fax. "), marks[1], link))
    new = word_file(paragraph(marks[0], run("Keys are sent by post. "), marks[1], link.replace("fax 7", "post 8")))
    made = compare_docx(old, new, author=AUTHOR, date=WHEN)
    assert [each.text for each in body(made).iter(W + "delText")] == ["fax", "fax 7"]
    assert body(made).find(f".//{W}hyperlink/{W}ins") is not None
    assert body(made).find(f".//{W}bookmarkStart") is not None
    holds_both(old, new)


def test_rows_are_inserted_and_deleted_as_rows_and_changed_cell_by_cell() -> None:
    head = row("Term", "Meaning of it")
    old = word_file(
        paragraph("A."),
        table(head, row("One", "the first of them"), row("Two", "nothing much at all")),
        paragraph("Z."),
    )
    new = word_file(
        paragraph("A."),
        table(head, row("One", "the very first of them"), row("Nine", "quite another thing")),
        paragraph("Z."),
    )
    redline = holds_both(old, new)
    assert [(each.cell.row, each.state) for each in redline.clauses if each.cell] == [
        (0, ClauseState.UNCHANGED),
        (0, ClauseState.UNCHANGED),
        (1, ClauseState.UNCHANGED),
        (1, ClauseState.CHANGED),
        (2, ClauseState.DELETED),
        (2, ClauseState.DELETED),
        (3, ClauseState.INSERTED),
        (3, ClauseState.INSERTED),
    ]


@pytest.mark.parametrize("swap", [False, True])
def test_a_whole_table_comes_or_goes(swap: bool) -> None:
    files = [
        word_file(paragraph("A."), table(row("One", cell("two", "lines")), row("x", "y")), paragraph("Z.")),
        word_file(paragraph("A."), paragraph("Z.")),
    ]
    old, new = files[::-1] if swap else files
    state = ClauseState.INSERTED if swap else ClauseState.DELETED
    assert {each.state for each in holds_both(old, new).clauses if each.cell} == {state}


@pytest.mark.parametrize("swap", [False, True])
def test_two_tables_that_become_one_keep_what_stood_between_them_in_its_place(swap: bool) -> None:
    rows = row("One", "the first of them"), row("Two", "the second of them")
    files = [
        word_file(paragraph("A."), table(rows[0]), paragraph("Between."), table(rows[1]), paragraph("Z.")),
        word_file(paragraph("A."), table(*rows), paragraph("Z.")),
    ]
    old, new = files[::-1] if swap else files
    holds_both(old, new)


def test_a_paragraph_that_moves_is_a_tracked_move_with_its_edits_inside() -> None:
    moving = "The DCC shall notify each Party within five Working Days of any such request"
    rest = [f"Clause number {at} is about something quite different from the others." for at in range(5)]
    old = word_file(paragraph(moving + " by fax."), *map(paragraph, rest))
    new = word_file(*map(paragraph, rest), paragraph(moving + " by post."), paragraph("End of all of it."))
    redline = holds_both(old, new)
    assert [each.state for each in redline.clauses if each.state is not ClauseState.UNCHANGED] == [
        ClauseState.MOVED,
        ClauseState.MOVED,
        ClauseState.INSERTED,
    ]
    move = next(hunk for hunk in redline.hunks if hunk.is_move)
    assert len(move.from_clause_keys) == len(move.clause_keys) == 1


def test_notes_are_compared_with_their_paragraphs_and_old_ones_taken_along() -> None:
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    old = word_file(
        paragraph(run("Keys"), reference.format(1), run(" are held.")),
        paragraph(run("Gone for good"), reference.format(2)),
        related={"footnotes": notes("footnote", paragraph("By the DCC."), paragraph("An old note."))},
    )
    new = word_file(
        paragraph(run("Keys"), reference.format(1), run(" are held.")),
        related={"footnotes": notes("footnote", paragraph("By the Panel."))},
    )
    redline = holds_both(old, new)
    states = {each.text_as_is: each.state for each in redline.clauses if each.kind is ClauseKind.FOOTNOTE}
    assert states == {"By the DCC.": ClauseState.CHANGED, "An old note.": ClauseState.DELETED}
    without = word_file(paragraph(run("Keys"), run(" are held.")))
    assert "An old note." in texts(holds_both(old, without), View.IN_FORCE)


def test_lists_and_styles_that_the_new_file_lacks_are_taken_along(redline_between: Callable[..., Redline]) -> None:
    old = clean_docx(
        redline_between("8 Keys and Codes\n8.1 The keys are held here.\n8.2 Nobody knows.", "x."), View.IN_FORCE
    )
    new = clean_docx(redline_between("x.", "9 Keys and Codes\n9.1 The keys are held here."))
    redline = holds_both(old, new)
    assert [(each.label_as_is, each.label_to_be) for each in redline.clauses] == [
        ("8", "9"),
        ("8.1", "9.1"),
        ("8.2", None),
    ]


def test_tracked_changes_of_the_files_themselves_count_as_accepted() -> None:
    old = word_file(paragraph("Keys are ", deleted("lost"), inserted("held"), " by fax."))
    new = word_file(paragraph("Keys are held by ", inserted("post"), deleted("fax"), "."))
    redline = redline_from_word_pair(old, new).redline
    assert [(hunk.delete_text, hunk.insert_text) for hunk in redline.hunks] == [("fax", "post")]


def test_the_same_files_have_no_changes_and_give_the_same_bytes() -> None:
    data = clean_docx(read_redline(TrackedDraft(4).file()).redline)
    assert not redline_from_word_pair(data, data).redline.hunks
    assert compare_docx(data, data) == compare_docx(data, data)


@pytest.mark.parametrize(
    ("data", "refusal"), [(b"", RuleBroken), (b"PK\x03\x04", NotAZip), (b"%PDF-1.7", NotAWordFile)]
)
def test_what_is_no_word_file_is_refused(data: bytes, refusal: type[RuleBroken]) -> None:
    good = word_file(paragraph("One."))
    for pair in ((data, good), (good, data)):
        with pytest.raises(refusal):
            compare_docx(*pair)
