"""A PDF as the text that a Modification Report is read from: line by line, a form feed at the start of each page."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import PdfiumError

from voting.domain.errors import RuleBroken

MOST_PAGES = 500
_LINE_END = "\r\n"
# The share of the smaller sign’s height that two signs of one line have in common (a raised mark little, the next line
# of print none), and the gap that is a space.
_SAME_LINE = 0.25
_GAP = 0.2


class PdfProtected(RuleBroken):
    """The PDF opens with a password only."""


class PdfDamaged(RuleBroken):
    """The PDF cannot be opened or a page of it cannot be read."""


class PdfTooLong(RuleBroken):
    """The PDF has more pages than any report."""


class PdfWithoutText(RuleBroken):
    """The pages of the PDF are pictures."""


def text_of_pdf(data: bytes, filename: str = "") -> str:
    """The text of all pages. Raises `PdfProtected`, `PdfDamaged`, `PdfTooLong` and `PdfWithoutText`."""
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
        text = "\f".join(_pages(document))
    except PdfiumError as broken:
        raise PdfDamaged(f"{name} is a damaged PDF. Print or save it anew, then import that file.", "file") from broken
    finally:
        document.close()
    if not text.strip("\f \r\n"):
        raise PdfWithoutText(
            f"{name} has no text, only pictures of pages. Import the file that it was made from, or its text.", "file"
        )
    return text


def _pages(document: pypdfium2.PdfDocument) -> Iterator[str]:
    for page in document:
        text = page.get_textpage()
        yield _glued(text)
        text.close()
        page.close()


def _glued(page: pypdfium2.PdfTextPage) -> str:
    """The page's text without the line ends that stand inside a line: around raised marks, and between cells of a row.

    What follows a line end to the right of what comes before it, at about its height, is on the same line.
    """
    text = page.get_text_range()
    pieces: list[str] = []
    read_to = 0
    at = text.find(_LINE_END)
    while at >= 0:
        pieces.append(text[read_to:at])
        read_to = at + len(_LINE_END)
        between = _between(page, at - 1, read_to) if at > 0 and read_to < len(text) else "\n"
        pieces.append("" if between == " " and pieces[-1].endswith(" ") else between)
        at = text.find(_LINE_END, read_to)
    return "".join([*pieces, text[read_to:]])


def _between(page: pypdfium2.PdfTextPage, before: int, after: int) -> str:
    """What stands between two signs at whose places in the text a line end is: a line end, a space, or nothing."""
    left, bottom, right, top = page.get_charbox(before, loose=True)
    next_left, next_bottom, _, next_top = page.get_charbox(after, loose=True)
    height = max(top - bottom, next_top - next_bottom)
    overlap = min(top, next_top) - max(bottom, next_bottom)
    if next_left <= left or overlap < _SAME_LINE * min(top - bottom, next_top - next_bottom) or height <= 0:
        return "\n"
    return " " if next_left - right > _GAP * height else ""
