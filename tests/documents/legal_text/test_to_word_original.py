"""The imported Word file written again: cancelled changes are taken back in its XML, and nothing else is touched."""

import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.known_edits import known_file
from tests.builders.many import tried_on
from tests.builders.tracked_word import tracked_file
from tests.builders.views import texts
from tests.builders.word import (
    NAMESPACES,
    deleted,
    inserted,
    moved,
    paragraph,
    relationships,
    row,
    run,
    table,
    word_file,
)
from voting.documents.legal_text.carrying import carry_keys
from voting.documents.legal_text.from_word import read_redline, redline_of_package
from voting.documents.legal_text.to_word import RedlineNotOfThisFile, clean_from_original, rewritten_docx
from voting.documents.word.package import open_package
from voting.documents.word.resolving import Fate, accept_all, resolve
from voting.domain.legal_text import HunkState, Redline, View, cancel_hunk

SEEDS = st.integers(min_value=0, max_value=10_000)


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def without(redline: Redline, *numbers: int) -> Redline:
    """The redline with the hunks at these places cancelled."""
    for key in [redline.hunks[number].key for number in numbers]:
        held = next(hunk for hunk in redline.hunks if hunk.key == key)
        if held.state is HunkState.PROPOSED:
            redline = cancel_hunk(redline, key, "a response")
    return redline


@pytest.mark.slow
@tried_on(60)
@given(seed=SEEDS, which=st.randoms(use_true_random=False))
def test_the_file_says_what_the_redline_says_whatever_was_cancelled(seed: int, which: random.Random) -> None:
    data = tracked_file(seed)
    redline = partly_cancelled(data, which)
    try:
        holds(data, redline)
    except RedlineNotOfThisFile:
        # What it cannot say it refuses to write, which has to stay rare.
        assert any(hunk.state is HunkState.CANCELLED for hunk in redline.hunks)


@pytest.mark.slow
@tried_on(60)
@given(seed=SEEDS, which=st.randoms(use_true_random=False))
def test_what_cannot_be_taken_back_in_the_file_is_refused_and_never_written_wrong(
    seed: int, which: random.Random
) -> None:
    """Here rows, cells and notes are revised as a whole, and a note may stay whose place is gone."""
    data = known_file(seed)
    redline = partly_cancelled(data, which)
    try:
        holds(data, redline)
    except RedlineNotOfThisFile:
        assert any(hunk.state is HunkState.CANCELLED for hunk in redline.hunks)


@pytest.mark.parametrize(("file_of", "refused"), [(tracked_file, 0), (known_file, 0.05)])
def test_a_single_change_can_nearly_always_be_taken_back(file_of: Callable[[int], bytes], refused: float) -> None:
    tried = failed = 0
    for seed in range(30):
        data = file_of(seed)
        redline = read_redline(data).redline
        for number in range(len(redline.hunks)):
            tried += 1
            try:
                rewritten_docx(data, without(redline, number))
            except RedlineNotOfThisFile:
                failed += 1
    assert tried > 100
    assert failed <= refused * tried


@pytest.mark.slow
@pytest.mark.parametrize("file_of", [tracked_file, known_file])
@tried_on(20)
@given(seed=SEEDS)
def test_a_file_from_which_nothing_was_cancelled_keeps_every_byte_of_every_part(
    file_of: Callable[[int], bytes], seed: int
) -> None:
    data = file_of(seed)
    assert parts(rewritten_docx(data, read_redline(data).redline)) == parts(data)


def partly_cancelled(data: bytes, which: random.Random) -> Redline:
    """What the file says without some of its changes."""
    redline = read_redline(data).redline
    return without(redline, *[at for at in range(len(redline.hunks)) if which.random() < 0.4])


def holds(data: bytes, redline: Redline) -> None:
    """See that the rewritten file says what the redline says, and the clean one too."""
    again = read_redline(rewritten_docx(data, redline)).redline
    assert texts(again, View.IN_FORCE) == texts(redline, View.IN_FORCE)
    assert texts(again, View.CLEAN) == texts(redline, View.CLEAN)
    clean = read_redline(clean_from_original(data, redline)).redline
    assert not clean.hunks
    # A cell or a note that lost its last paragraph keeps an empty one, because Word opens no file without.
    assert list(filter(None, texts(clean, View.CLEAN))) == list(filter(None, texts(redline, View.CLEAN)))


def test_every_single_change_of_the_real_files_can_be_taken_back(shared: Path) -> None:
    for file in sorted((shared / "corpus" / "accept-reject").glob("RP*.docx")):
        data = file.read_bytes()
        redline = read_redline(data).redline
        for number in range(min(len(redline.hunks), 6)):
            held = without(redline, number)
            assert texts(read_redline(rewritten_docx(data, held)).redline, View.CLEAN) == texts(held, View.CLEAN), (
                file.name
            )


@pytest.mark.parametrize("view", [View.CLEAN, View.IN_FORCE])
def test_accepting_or_rejecting_all_gives_the_paragraphs_that_word_gives(shared: Path, view: View) -> None:
    ending = {View.CLEAN: "Accepted", View.IN_FORCE: "Rejected"}[view]
    for expected in sorted((shared / "corpus" / "accept-reject").glob(f"*-{ending}.docx")):
        package = open_package(Path(str(expected).replace(f"-{ending}", "")).read_bytes())
        for root in [each for each in (package.document, package.related_xml("footnotes")) if each is not None]:
            if view is View.CLEAN:
                accept_all(root)
            else:
                resolve(root, lambda _: Fate.REJECTED)
        said = redline_of_package(package).redline
        assert texts(said, View.CLEAN) == texts(read_redline(expected.read_bytes()).redline, View.CLEAN), expected.name


def test_only_the_cancelled_change_goes_and_authors_dates_and_formatting_stay() -> None:
    data = word_file(
        paragraph(
            run("Keys ", properties="<w:b/>"), inserted("new "), deleted("old "), run("stay.", properties="<w:i/>")
        ),
        paragraph(inserted("A whole clause."), mark="ins"),
        table(row("a", "b"), row(paragraph(inserted("c")), paragraph(inserted("d")), revised="ins")),
        paragraph("End."),
    )
    redline = read_redline(data).redline
    written = parts(rewritten_docx(data, without(redline, 0)))["word/document.xml"].decode()
    assert "new " not in written
    assert '<w:t xml:space="preserve">old </w:t>' in written
    assert "<w:b/>" in written
    assert "<w:i/>" in written
    assert "A whole clause." in written
    assert written.count('w:author="Ann Alder"') == data_authors(data) - 2


def data_authors(data: bytes) -> int:
    return parts(data)["word/document.xml"].decode().count('w:author="Ann Alder"')


def test_a_cancelled_row_goes_with_its_cells_and_a_table_without_rows_goes_too() -> None:
    data = word_file(
        paragraph("Before."),
        table(row(paragraph(inserted("c")), paragraph(inserted("d")), revised="ins")),
        paragraph("After."),
    )
    written = parts(rewritten_docx(data, without(read_redline(data).redline, 0)))["word/document.xml"].decode()
    assert "<w:tbl>" not in written


def test_a_cancelled_move_stays_where_it_was_and_loses_its_name() -> None:
    data = word_file(
        paragraph(moved("From", "m1", "Keys are held by the DCC."), mark="<w:moveFrom w:id='900' w:author=''/>"),
        paragraph("Between."),
        paragraph(moved("To", "m1", "Keys are held by the DCC."), mark="<w:moveTo w:id='901' w:author=''/>"),
        paragraph("End."),
    )
    written = rewritten_docx(data, without(read_redline(data).redline, 0))
    assert b"move" not in parts(written)["word/document.xml"]
    assert texts(read_redline(written).redline, View.CLEAN) == ["Keys are held by the DCC.", "Between.", "End."]


def test_cancelled_clauses_carried_from_an_earlier_version_do_not_disturb() -> None:
    first = word_file(
        paragraph("One stays as it is."),
        paragraph(inserted("Two comes anew here."), mark="ins"),
        paragraph("Three stays too."),
    )
    second = word_file(paragraph("One stays as it is."), paragraph("Three ", inserted("now "), "stays too."))
    earlier = without(read_redline(first).redline, 0)
    later = carry_keys(earlier, read_redline(second).redline).redline
    assert len(later.hunks) == 2
    assert texts(read_redline(rewritten_docx(second, later)).redline, View.CLEAN) == texts(later, View.CLEAN)


def test_a_redline_of_another_file_is_refused() -> None:
    data = word_file(paragraph("One."), paragraph("Two."))
    other = read_redline(word_file(paragraph("One."), paragraph("Three."))).redline
    with pytest.raises(RedlineNotOfThisFile):
        rewritten_docx(data, other)
    shorter = read_redline(data).redline
    with pytest.raises(RedlineNotOfThisFile):
        rewritten_docx(data, replace(shorter, clauses=shorter.clauses[:1]))


def test_what_word_would_fetch_from_outside_points_nowhere_and_links_stay() -> None:
    kinds = {"attachedTemplate": "http://evil.example/t.dotm", "hyperlink": "https://example.org/"}
    relations = "".join(
        f'<Relationship Id="r{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/>'
        for at, (kind, target) in enumerate(kinds.items())
    )
    data = word_file(paragraph("One."), parts={"word/_rels/document.xml.rels": relationships(relations)})
    written = parts(rewritten_docx(data, read_redline(data).redline))["word/_rels/document.xml.rels"].decode()
    assert "evil.example" not in written
    assert "https://example.org/" in written


def test_changes_in_notes_and_headings_of_pages_are_accepted_in_the_clean_file(counted: Callable[..., object]) -> None:
    held = paragraph(deleted("old"), inserted("new"))
    header = f"<w:hdr {NAMESPACES}>{held}</w:hdr>"
    data = word_file(paragraph("One."), related={"header": header})
    clean = parts(clean_from_original(data, read_redline(data).redline))["word/header.xml"]
    assert b"old" not in clean
    assert b"w:ins" not in clean
    assert b"new" in clean
