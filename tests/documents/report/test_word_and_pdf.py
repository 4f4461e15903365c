"""The report as Word and as PDF says what its text says: running heads, ticks, tables, lists and footnotes included."""

import io
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.builders.report_files import RUNNING_HEAD, as_pdf, report_as_word
from tests.builders.word import cell, deleted, inserted, paragraph, row, run, table, word_file
from voting.documents.report import read_report_file
from voting.documents.report.pdf import PdfDamaged, PdfWithoutText, text_of_pdf
from voting.documents.report.word import text_of_word
from voting.domain.modifications.report import ModificationReport, report_to_json

SEED = "seed/modification-report.txt"
FRONT = (
    "About this document",
    "Annex A contains the observations of the Smart Metering Key Infrastructure (SMKI) Document Set review.",
    "Annex B (provided separately) contains the redlined changes to the Smart Energy Code (SEC).",
    "Contact",
)


@pytest.fixture
def seed(shared: Path) -> ModificationReport:
    """The seed's report, read from its text."""
    return read_report_file((shared / SEED).read_bytes(), "report.txt").report


def front(seed: ModificationReport) -> tuple[str, ...]:
    """What stands before the report, with the seed's own contact: nobody's name and number is copied here."""
    assert seed.contact is not None
    return (*FRONT, *filter(None, (seed.contact.name, seed.contact.phone, seed.contact.email)))


def told(report: ModificationReport) -> dict[str, Any]:
    """What a report says, besides its page furniture and what the front says."""
    said = report_to_json(report)
    return {name: value for name, value in said.items() if name not in {"furniture", "annexes", "contact"}}


def test_the_seed_as_word_says_just_what_its_text_says(seed: ModificationReport) -> None:
    read = read_report_file(report_as_word(seed, front(seed)), "report.docx").report
    assert told(read) == told(seed)
    assert RUNNING_HEAD in read.furniture
    assert [annex.letter for annex in read.annexes] == ["A", "B"]
    assert read.contact == seed.contact


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine.")
@pytest.mark.parametrize(
    ("print_", "setting"),
    [
        ("", ""),
        ('<w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans"/><w:sz w:val="24"/>', ""),
        (
            '<w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/><w:sz w:val="22"/>',
            '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/><w:jc w:val="both"/>',
        ),
    ],
    ids=["as it comes", "twelve points", "justified"],
)
def test_the_seed_as_pdf_says_just_what_its_text_says(
    seed: ModificationReport, print_: str, setting: str, tmp_path: Path
) -> None:
    word = report_as_word(seed, front(seed), print_=print_, setting=setting)
    read = read_report_file(as_pdf(word, tmp_path), "report.pdf").report
    assert told(read) == told(seed)
    assert RUNNING_HEAD in read.furniture
    assert read.contact == seed.contact


def test_a_text_that_was_pasted_into_word_line_by_line_is_read_as_text(shared: Path, seed: ModificationReport) -> None:
    lines = (shared / SEED).read_text().replace("\f", "").split("\n")
    read = read_report_file(word_file(*(paragraph(run(line)) for line in lines)), "report.docx").report
    pasted, said = told(read), told(seed)
    assert [len(part["text"]) for part in pasted["appendices"]] == [len(part["text"]) for part in said["appendices"]]
    assert {name: value for name, value in pasted.items() if name != "parts"} == {
        name: value for name, value in said.items() if name != "parts"
    }


def test_a_row_of_a_word_table_is_a_line_and_boxes_are_ticks() -> None:
    data = word_file(
        paragraph(run("4. Impacts")),
        table(row(cell("☒ DCC"), cell("☐ Small Suppliers")), row(cell("One", "two"), cell("three"))),
    )
    assert text_of_word(data).text.split("\n")[2:4] == ["✓ DCC Small Suppliers", "One two three"]


def test_of_tracked_changes_the_proposed_text_is_taken() -> None:
    data = word_file(paragraph(run("The DCC "), deleted("may"), inserted("shall"), run(" act.")))
    assert text_of_word(data).text.strip() == "The DCC shall act."


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF", b"nothing"])
def test_a_damaged_pdf_gets_a_sentence(data: bytes) -> None:
    with pytest.raises(PdfDamaged, match="damaged PDF"):
        text_of_pdf(data, "report.pdf")


def test_a_pdf_of_pictures_gets_a_sentence() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    held = io.BytesIO()
    document.save(held)
    with pytest.raises(PdfWithoutText, match="pictures"):
        text_of_pdf(held.getvalue(), "scan.pdf")
