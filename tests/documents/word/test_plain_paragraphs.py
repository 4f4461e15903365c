"""The paragraphs that one pass reads are what the walk piece by piece makes of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.tracked_word import paragraph, word_file
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
