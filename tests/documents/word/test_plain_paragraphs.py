"""The paragraphs that one pass reads are what the walk piece by piece makes of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.tracked_word import paragraph, tracked_file, word_file
from voting.documents.word.numbering import number_properties
from voting.documents.word.package import Package, open_package
from voting.documents.word.paragraphs import TrackedParagraph
from voting.documents.word.paragraphs.plain import Survey
from voting.documents.word.paragraphs.walking import _Walk, tracked

CORPUS = Path(os.environ.get("VOTING_SHARED") or Path(__file__).parents[4] / "shared") / "corpus"


def _walked(package: Package, *, with_plain: bool) -> list[TrackedParagraph]:
    walk = _Walk(package, with_plain=with_plain)
    walk.blocks(package.document[0], ())
    return [each for found in walk.found for each in found.with_attached()]


def _said(paragraphs: list[TrackedParagraph]) -> Iterator[tuple[object, ...]]:
    for each in paragraphs:
        says = (each.says, each.says) if each.says else number_properties(each.properties)
        facts = (each.spans, each.mark, each.around, each.cell, each.story, each.is_followed, each.noted)
        yield (*facts, each.number_fields, each.bold, each.is_covered, says)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real Word files is not beside the checkout")
def test_both_ways_read_every_real_file_alike() -> None:
    plain = 0
    for path in sorted(CORPUS.rglob("*.docx")):
        package = open_package(path.read_bytes())
        assert list(_said(_walked(package, with_plain=True))) == list(_said(_walked(package, with_plain=False))), path
        plain += len(Survey(package.document).plain)
    assert plain > 1_000


BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>in</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
RUN = "<w:r><w:t>stray</w:t></w:r>"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("<w:r><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r>", ["ab"]),
        ("<w:p><w:r><w:t>in</w:t></w:r></w:p><w:r><w:t> out</w:t></w:r>", ["in out"]),
        (f"{BOX}<w:r><w:t>out</w:t></w:r>", ["out"]),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", ["a\tb"]),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r>", ["3"]),
        ("<w:sdt><w:sdtContent><w:r><w:t>held</w:t></w:r></w:sdtContent></w:sdt>", ["held"]),
    ],
)
def test_what_is_no_plain_paragraph_is_read_piece_by_piece(content: str, texts: list[str]) -> None:
    file = word_file(f"<w:p>{content}</w:p>", paragraph("next"))
    found = tracked(open_package(file)).paragraphs
    assert ["".join(span.text for span in each.spans) for each in found] == [*texts, "next"]


def test_a_run_outside_of_paragraphs_is_no_part_of_the_one_before() -> None:
    found = tracked(open_package(word_file(paragraph("a"), RUN, paragraph("b")))).paragraphs
    assert ["".join(span.text for span in each.spans) for each in found] == ["a", "stray", "b"]


INSERTED = '<w:ins w:author="A" w:date="D"><w:r><w:t>in</w:t></w:r></w:ins>'
DELETED = '<w:del w:author="A" w:date="D"><w:r><w:delText>out</w:delText></w:r></w:del>'
EDITS = [
    f"{RUN}{INSERTED}{RUN}",
    f"{INSERTED}{DELETED}{INSERTED}",
    f"{DELETED}{DELETED}{RUN}{RUN}",
    "<w:ins/><w:del><w:r/></w:del>",
    f'<w:ins w:author="B"><w:smartTag>{RUN}</w:smartTag>{RUN}</w:ins><w:hyperlink>{RUN}</w:hyperlink>{INSERTED}',
    f"<w:hyperlink>{INSERTED}</w:hyperlink>{DELETED}{RUN}",
    f'<w:ins w:author="B">{RUN}{DELETED}{RUN}</w:ins>{RUN}',
    f"<w:moveFrom>{RUN}</w:moveFrom>{INSERTED}{RUN}",
    f"<w:pPr><w:rPr><w:ins/><w:del/></w:rPr></w:pPr>{INSERTED}",
    f'<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/><w:ins/></w:numPr></w:pPr>{DELETED}{RUN}',
    f'<w:pPr><w:pStyle w:val="a"/><w:pPrChange><w:pPr><w:pStyle w:val="b"/></w:pPr></w:pPrChange></w:pPr>{RUN}',
    "<w:r><w:delText>of nobody</w:delText></w:r>",
]


@pytest.mark.parametrize("content", EDITS)
def test_edits_are_read_in_one_pass_as_they_are_piece_by_piece(content: str) -> None:
    package = open_package(word_file(f"<w:p>{content}</w:p>", paragraph("next")))
    assert list(_said(_walked(package, with_plain=True))) == list(_said(_walked(package, with_plain=False)))


@pytest.mark.parametrize(("at", "is_plain"), [(0, True), (4, True), (5, False), (6, False), (7, False), (8, True)])
def test_only_what_stands_right_in_the_paragraph_is_read_in_one_pass(at: int, is_plain: bool) -> None:
    root = open_package(word_file(f"<w:p>{EDITS[at]}</w:p>")).document
    assert bool(Survey(root).plain) is is_plain


@pytest.mark.parametrize("seed", range(60))
def test_both_ways_read_every_drawn_file_alike(seed: int) -> None:
    package = open_package(tracked_file(seed))
    assert list(_said(_walked(package, with_plain=True))) == list(_said(_walked(package, with_plain=False)))
