"""A PDF as the text that a Modification Report is read from: line by line, a form feed at the start of each page."""

import ctypes
import math
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from voting.documents.report.pdf_lines import Box, Stretch, is_gap, page_texts
from voting.domain.errors import RuleBroken

MOST_PAGES = 500
_LINE_END = "\r\n"
_SPACES = re.compile(r"(?<=\S) +(?=\S)")
# How far print goes above and below the line that it stands on, of its size.
_ABOVE, _BELOW = 0.75, 0.25
# PDFium's sign for a hyphen at which a line was broken; it gives no line end with it.
_BROKEN = "\ufffe"
_AT_BREAK = re.compile(rf"(\w*){_BROKEN}(\w*)")
_WORD = re.compile(r"\w+(?:-\w+)*")


class PdfProtected(RuleBroken):
    """The PDF opens with a password only."""


class PdfDamaged(RuleBroken):
    """The PDF cannot be opened or a page of it cannot be read."""


class PdfTooLong(RuleBroken):
    """The PDF has more pages than any report."""


class PdfWithoutText(RuleBroken):
    """The pages of the PDF are pictures."""


def text_of_pdf(data: bytes, filename: str = "") -> str:
    """The text of all pages, in which each line that goes on in the next ends in a space, and no other.

    Raises `PdfProtected`, `PdfDamaged`, `PdfTooLong` and `PdfWithoutText`.
    """
    name = f"“{filename[:80]}”" if filename else "The file"
    try:
        document = pypdfium2.PdfDocument(data)
    except PdfiumError as broken:
        if "password" in str(broken).lower():
            raise PdfProtected(f"{name} is protected. Take the password off, then import it again.", "file") from broken
        raise PdfDamaged(f"{name} is a damaged PDF. Print or save it anew, then import that file.", "file") from broken
    try:
        if len(document) > MOST_PAGES:
            raise PdfTooLong(
                f"{name} has {len(document):,} pages; a report has at most {MOST_PAGES}. Import the report alone.",
                "file",
            )
        text = _with_hyphens("\f".join(page_texts(_stretches(document))))
    except PdfiumError as broken:
        raise PdfDamaged(f"{name} is a damaged PDF. Print or save it anew, then import that file.", "file") from broken
    finally:
        document.close()
    if not text.strip("\f \r\n"):
        raise PdfWithoutText(
            f"{name} has no text, only pictures of pages. Import the file that it was made from, or its text.", "file"
        )
    return text


def _stretches(document: pypdfium2.PdfDocument) -> Iterator[list[Stretch]]:
    """What stands between the line ends of each page."""
    for page in document:
        text = page.get_textpage()
        yield list(_of_page(text))
        text.close()
        page.close()


def _of_page(page: pypdfium2.PdfTextPage) -> Iterator[Stretch]:
    text = page.get_text_range()
    start = 0
    for piece in text.split(_LINE_END):
        if piece.strip():
            begins = start + len(piece) - len(piece.lstrip())
            yield _stretch(page, piece.lstrip(), begins)
        start += len(piece) + len(_LINE_END)


def _stretch(page: pypdfium2.PdfTextPage, text: str, start: int) -> Stretch:
    """The stretch that begins at this place of the page's text."""
    words = text.rstrip()
    first, last = _box(page, start), _box(page, start + len(words) - 1)
    _, _, end, _ = page.get_charbox(start + len(text) - 1, loose=True)
    _, _, word, _ = page.get_charbox(start + len(words.split(maxsplit=1)[0]) - 1, loose=True)
    last = last._replace(right=max(last.right, end))
    return Stretch(
        text, first, last, word - first.left, tuple(_gaps(page, text, start, max(first.height, last.height)))
    )


def _gaps(page: pypdfium2.PdfTextPage, text: str, start: int, height: float) -> Iterator[tuple[int, float]]:
    """The wide gaps in a text that begins at this place of the page's."""
    for space in _SPACES.finditer(text):
        _, _, before, _ = page.get_charbox(start + space.start() - 1, loose=True)
        after, _, _, _ = page.get_charbox(start + space.end(), loose=True)
        if is_gap(before, after, height):
            yield space.start(), after


def _box(page: pypdfium2.PdfTextPage, at: int) -> Box:
    """Where a sign stands, as high as its print is, whatever its own form."""
    left, _, right, _ = page.get_charbox(at, loose=True)
    x, baseline, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(page.raw, at, x, baseline)
    pdfium.FPDFText_GetMatrix(page.raw, at, matrix)
    size = pdfium.FPDFText_GetFontSize(page.raw, at) * (math.hypot(matrix.c, matrix.d) or 1)
    return Box(left, baseline.value - _BELOW * size, right, baseline.value + _ABOVE * size)


def _with_hyphens(text: str) -> str:
    """The text with the hyphens at which lines were broken, but where its other words say that there was none."""
    if _BROKEN not in text:
        return text
    words = set(_WORD.findall(text))

    def mended(found: re.Match[str]) -> str:
        joined, hyphenated = found[1] + found[2], f"{found[1]}-{found[2]}"
        return joined if joined in words and hyphenated not in words else hyphenated

    return _AT_BREAK.sub(mended, text)
