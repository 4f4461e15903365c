"""From the bytes of a file to the report in it: text, Word or PDF, with a sentence for every kind that is none."""

import codecs

from voting.documents.report.pdf import text_of_pdf
from voting.documents.report.reading import read_report_text
from voting.documents.report.word import text_of_word
from voting.domain.errors import RuleBroken
from voting.domain.modifications.report.roles import NEEDED_PARTS, roles_of
from voting.domain.modifications.report.sources import ReadReport

MOST_BYTES = 5 * 1024 * 1024
_AS_TEXT = "Open it, save it as Word (.docx), PDF or plain text (UTF-8), and import that file."
_LOOKED_AT = 65_536
_MOST_CONTROLS = 0.02
_NEEDED_HEADINGS = 2


class UnreadableReport(RuleBroken):
    """A file that cannot be read as the text of a Modification Report."""


class ReportEmpty(UnreadableReport):
    """The file has no words."""


class ReportTooLarge(UnreadableReport):
    """The file is larger than the text of any report."""


class ReportIsOldOffice(UnreadableReport):
    """The file is of a program before Word 2007, or of one that is not Word."""


class ReportIsSpreadsheet(UnreadableReport):
    """The file is a workbook or a presentation."""


class ReportIsArchive(UnreadableReport):
    """The file is a zip or another archive."""


class ReportIsImage(UnreadableReport):
    """The file is a picture."""


class ReportIsMarkup(UnreadableReport):
    """The file is a web page or rich text: its words stand among signs of layout."""


class ReportIsBinary(UnreadableReport):
    """The file is no text, and of no kind that is known here."""


class NotAModificationReport(UnreadableReport):
    """The text has none of the headings of a Modification Report."""


_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_WORD_PART = b"word/"
_OFFICE_97 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM6", b"\x00\x00\x01\x00")
_ARCHIVES = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_report_file(data: bytes, filename: str) -> ReadReport:
    """The report in a Word file (.docx), a PDF, or a text file: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises a named `RuleBroken` whose sentence says what is wrong with the file and what to do.
    """
    name = _shown(filename)
    if b"%PDF-" in data[:1024]:
        read = read_report_text(text_of_pdf(data, filename), ends_tell=True)
        _refuse_other_texts(read, name)
        return read
    if data.startswith(_ZIPS) and _WORD_PART in data:
        try:
            word = text_of_word(data, filename)
        except RuleBroken as broken:
            broken.sentence, broken.field = f"{name}: {broken.sentence}", "file"
            raise
        read = read_report_text(word.text, furniture=word.furniture, is_wrapped=word.is_wrapped)
        _refuse_other_texts(read, name)
        return read
    return _read_text_file(data, name)


def _read_text_file(data: bytes, name: str) -> ReadReport:
    if len(data) > MOST_BYTES:
        raise ReportTooLarge(
            f"{name} has {len(data) / 1024 / 1024:.0f} MB; the text of a report has at most "
            f"{MOST_BYTES // 1024 // 1024}. "
            "Save the report alone as plain text (UTF-8), and import that file.",
            "file",
        )
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\x00"):
        raise _empty(name)
    _refuse_other_kinds(data, name)
    text, warnings = _decoded(data, name)
    if not text.strip("\ufeff\x00 \t\r\n\x0b\x0c"):
        raise _empty(name)
    read = read_report_text(text)
    _refuse_other_texts(read, name)
    return ReadReport(read.report, read.text, read.sources, (*warnings, *read.warnings))


def _empty(name: str) -> ReportEmpty:
    return ReportEmpty(f"{name} has no words in it. Check that it was saved, then import it again.", "file")


def _refuse_other_kinds(data: bytes, name: str) -> None:
    start = data[:1024]
    if start.startswith(_ZIPS):
        _refuse_zip(data, name)
    if start.startswith(_OFFICE_97):
        raise ReportIsOldOffice(f"{name} is a file of Word or another Office program before 2007. {_AS_TEXT}", "file")
    if start.startswith(_IMAGES) or (start.startswith(b"RIFF") and start[8:12] == b"WEBP"):
        raise ReportIsImage(f"{name} is a picture. Import the text of the report: plain text (UTF-8).", "file")
    if start.startswith(_ARCHIVES):
        raise ReportIsArchive(f"{name} is an archive. Unpack it and import the report's text from it.", "file")
    markup = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if markup.startswith((b"{\\rtf", b"<!doctype", b"<html", b"<?xml")):
        raise ReportIsMarkup(f"{name} is a web page or rich text, not plain text. {_AS_TEXT}", "file")


def _refuse_zip(data: bytes, name: str) -> None:
    """A zip by what its first entries are called; it is not unpacked here."""
    if b"xl/" in data or b"ppt/" in data:
        raise ReportIsSpreadsheet(
            f"{name} is a workbook or presentation, not a report's text. Import the report.", "file"
        )
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        raise ReportIsOldOffice(f"{name} is an OpenDocument text. {_AS_TEXT}", "file")
    raise ReportIsArchive(f"{name} is a zip. Unpack it and import the report's text from it.", "file")


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace" if len(data) % 2 else "surrogatepass"), ()
    _refuse_binary(data, name)
    try:
        return data.decode("utf-8-sig", errors="surrogatepass"), ()
    except UnicodeDecodeError:
        return _damaged_or_windows(data)


def _damaged_or_windows(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A text that is not all UTF-8: damaged where most of its signs are, else in the older encoding of Windows."""
    repaired = data.decode("utf-8-sig", errors="replace")
    broken = repaired.count("\ufffd")
    whole = sum(ord(sign) > 0x7F for sign in repaired) - broken
    if whole >= broken:
        return repaired, (
            (
                f"The file is damaged in {broken} place{'s' if broken > 1 else ''}, shown as “\ufffd”. Look for that "
                f"sign and "
                "type what belongs there."
            ),
        )
    return data.decode("cp1252", errors="replace"), (
        "The file is not UTF-8 and was read as Windows text. Look over quotation marks, dashes and pound signs.",
    )


def _refuse_binary(data: bytes, name: str) -> None:
    """Refuse what has more control signs than a text with a few stray ones can have."""
    looked_at = data[:_LOOKED_AT]
    controls = sum(looked_at.count(sign) for sign in range(32) if sign not in b"\t\n\x0b\x0c\r")
    if controls > max(_MOST_CONTROLS * len(looked_at), 8):
        raise ReportIsBinary(
            f"{name} is not a text. Save the report as plain text (UTF-8), and import that file.", "file"
        )


def _refuse_other_texts(read: ReadReport, name: str) -> None:
    found = {role for part in read.report.parts for role in roles_of(part.heading)} & set(NEEDED_PARTS)
    if len(found) < _NEEDED_HEADINGS:
        raise NotAModificationReport(
            f"{name} has none of the headings of a Modification Report (Summary, Issue, Solution, Impacts, Costs, "
            "Implementation approach, Assessment). Check that it is the report, saved as plain text (UTF-8).",
            "file",
        )


def _shown(filename: str) -> str:
    """The file's name in quotation marks, without its folders, what cannot be printed, or all of a very long name."""
    base = filename.replace("\\", "/").rpartition("/")[2]
    printable = "".join(sign for sign in base if sign.isprintable())[:80].strip()
    return f"“{printable}”" if printable else "The file"
