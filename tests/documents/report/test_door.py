"""A file that is no report gets a sentence on what it is and what to do; a strange text is read as far as can be."""

import io
import zipfile
from collections.abc import Callable

import pytest

from voting.documents.report import (
    NotAModificationReport,
    ReportEmpty,
    ReportIsArchive,
    ReportIsBinary,
    ReportIsImage,
    ReportIsMarkup,
    ReportIsOldOffice,
    ReportIsSpreadsheet,
    ReportTooLarge,
    UnreadableReport,
    read_report_file,
    read_report_text,
)
from voting.documents.report.pdf import PdfDamaged
from voting.documents.word.archive import PartDamaged

_TEXT = "1. Summary\nThe cost is £5 – ‘five’.\n2. Issue\nNone.\n"


def _zipped(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal", "says"),
    [
        (b"", ReportEmpty, "no words"),
        (b" \r\n\t\x0c", ReportEmpty, "no words"),
        (b"\xef\xbb\xbf\n", ReportEmpty, "no words"),
        (b"\xff\xfe\n\x00 \x00", ReportEmpty, "no words"),
        (b"\x00" * 50, ReportEmpty, "no words"),
        (b"%PDF-1.7\n...", PdfDamaged, "damaged PDF"),
        (b"junk before it\n%PDF-1.4\n...", PdfDamaged, "damaged PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40, ReportIsOldOffice, "before 2007"),
        (_zipped("mimetype") + b"", ReportIsArchive, "zip"),
        (_zipped("xl/workbook.xml"), ReportIsSpreadsheet, "workbook"),
        (_zipped("report.txt"), ReportIsArchive, "zip"),
        (b"\x1f\x8b\x08" + b"\x00" * 20, ReportIsArchive, "archive"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, ReportIsImage, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 20, ReportIsImage, "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", ReportIsImage, "picture"),
        (b"{\\rtf1\\ansi 1. Summary}", ReportIsMarkup, "rich text"),
        (b"<!DOCTYPE html><p>1. Summary</p>", ReportIsMarkup, "web page"),
        (bytes(range(256)) * 20, ReportIsBinary, "not a text"),
        (b"MZ" + b"\x00\x01\x02" * 100, ReportIsBinary, "not a text"),
        (b"x" * (5 * 1024 * 1024 + 1), ReportTooLarge, "at most 5"),
        (b"A shopping list\n1. Bread\n2. Milk\n", NotAModificationReport, "none of the headings"),
        ("résumé".encode("utf-16"), NotAModificationReport, "none of the headings"),
    ],
)
def test_another_kind_of_file_is_refused_with_what_to_do(
    data: bytes, refusal: type[UnreadableReport], says: str
) -> None:
    with pytest.raises(refusal) as refused:
        read_report_file(data, "report.txt")
    assert type(refused.value) is refusal
    assert refused.value.field == "file"
    assert "“report.txt”" in refused.value.sentence
    assert says in refused.value.sentence
    assert refused.value.sentence.count(".") >= 2


def test_a_file_name_is_shown_without_folders_and_controls() -> None:
    with pytest.raises(ReportEmpty) as refused:
        read_report_file(b"", "C:\\Users\\ada/../\x1b[31mx\u202e.txt")
    assert refused.value.sentence.startswith("“[31mx.txt” has")
    with pytest.raises(ReportEmpty) as unnamed:
        read_report_file(b"", "")
    assert unnamed.value.sentence.startswith("The file has")


@pytest.mark.parametrize(
    ("encode", "warning"),
    [
        (lambda text: text.encode(), ""),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), ""),
        (lambda text: b"\xff\xfe" + text.encode("utf-16-le"), ""),
        (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), ""),
        (lambda text: text.encode("cp1252"), "read as Windows text"),
    ],
    ids=["utf-8", "utf-8 with its mark", "utf-16 little", "utf-16 big", "windows-1252"],
)
def test_the_usual_encodings_read_the_same(encode: Callable[[str], bytes], warning: str) -> None:
    read = read_report_file(encode(_TEXT), "report.txt")
    assert read.report == read_report_text(_TEXT).report
    assert warning in " ".join(read.warnings)
    assert bool(read.warnings) is bool(warning)


def test_a_damaged_text_shows_where() -> None:
    data = (_TEXT * 5).encode().replace(b"\x93", b"", 1)
    read = read_report_file(data, "report.txt")
    assert "\ufffd" in read.text
    assert "damaged in 1 place" in read.warnings[0]
    assert "£5" in read.report.parts[0].text


def test_a_text_cut_off_in_its_middle_is_read_as_far_as_it_goes(variant_text: Callable[[str], str]) -> None:
    whole = variant_text("clean").encode()
    report = read_report_file(whole[: len(whole) // 2], "report.txt").report
    assert [part.heading for part in report.parts[:4]] == ["Summary", "Issue", "Solution", "Impacts"]


@pytest.mark.parametrize("sign", ["\x00", "\ud800"], ids=["nothing", "half a pair"])
def test_what_nothing_can_store_becomes_a_replacement_sign_with_a_warning(sign: str) -> None:
    read = read_report_text(_TEXT.replace("None", f"No{sign}ne"))
    assert read.report.parts[1].text == "No\ufffdne."
    assert "1 character that cannot be stored" in read.warnings[0]
    data = _TEXT.replace("None", f"No{sign}ne").encode(errors="surrogatepass")
    assert read_report_file(data, "report.txt").report == read.report


def test_hostile_words_are_only_words() -> None:
    text = "MP905 ‘=cmd|calc <script>alert(1)</script>’\n1. Summary\n<b>&amp;\n2. Issue\n../../etc\n"
    report = read_report_text(text).report
    assert report.title == "=cmd|calc <script>alert(1)</script>"
    assert report.parts[0].text == "<b>&amp;"


def test_an_empty_text_is_an_empty_report() -> None:
    read = read_report_text("")
    assert (read.report.parts, read.report.unread, read.sources) == ((), (), {})


def test_a_damaged_word_file_is_refused_at_its_field() -> None:
    with pytest.raises(PartDamaged, match="damaged") as refused:
        read_report_file(_zipped("[Content_Types].xml", "word/document.xml"), "report.docx")
    assert refused.value.field == "file"
