"""The lines of a text taken from a PDF: numbered, with the blank lines before each and the places where pages begin."""

import re
from dataclasses import dataclass, replace
from statistics import quantiles

# Every sign that ends a line somewhere; a form feed begins a page and stays at the start of its line.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x1c\x1d\x1e\x85\u2028\u2029]")
_NOTHING = "\ufffd"
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
# Controls stand between words; signs of no width, soft hyphens among them, stand inside them.
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1b\x1f\x7f]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")

# From the first sign of a line that is not blank to its end.
_WORDS = re.compile(r"\S[^\n]*")

# No report has so many lines or letters; what comes after them is kept unread, so that reading takes bounded time.
MOST_LINES = 8_000
MOST_LETTERS = 300_000
_WIDTH_SAMPLE_FROM = 45
_WIDTH_NEEDS = 8
_USUAL_WIDTH = 100
_UNWRAPPED_FROM = 220
_BLANK_STYLE = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line that has words. `gap` counts the blank lines before it; `number` counts all lines from 1.

    `runs_on` is whether it was broken because the next word had no room; None where nothing tells.
    """

    number: int
    text: str
    gap: int
    opens_page: bool
    runs_on: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """How the lines of this text were laid out.

    `usual_gap` is the number of blank lines between two lines of one paragraph, `width` the length of a full line, and
    `is_wrapped` says whether paragraphs were broken into lines at all. `has_pages` says whether page ends are known.
    """

    usual_gap: int
    width: int
    is_wrapped: bool
    has_pages: bool


def clean_text(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with one kind of line end and without what nothing can hold, and a sentence for each thing replaced.

    U+0000 and lone surrogates become U+FFFD.
    """
    warnings: tuple[str, ...] = ()
    text, replaced = _UNUSABLE.subn(_NOTHING, text)
    if replaced:
        warnings = (
            (
                f"{replaced} character{'s' if replaced > 1 else ''} that cannot be stored (U+0000 or half a surrogate "
                f"pair) "
                "became “\ufffd”. Look for that sign and type what belongs there."
            ),
        )
    text = _CONTROLS.sub(" ", _LINE_ENDS.sub("\n", text))
    return _at_line_starts(text), warnings


def lines_of(text: str, *, ends_tell: bool = False) -> tuple[list[Line], str]:
    """The lines that have words, at most `MOST_LINES` and `MOST_LETTERS`, and the text that comes after them.

    `ends_tell` says that a line which runs on ends in a space, and no other does.
    """
    lines: list[Line] = []
    shifted: list[bool] = []
    number, read_to, letters = 1, 0, 0
    for found in _WORDS.finditer(text):
        passed = text.count("\n", read_to, found.start())
        row_start = text.rfind("\n", read_to, found.start()) + 1 or read_to
        # A form feed alone on its line, or before blank lines, opens the page of the next line that has words.
        opens_page = text.find("\x0c", read_to, found.start()) >= 0
        letters += found.end() - found.start()
        if len(lines) == MOST_LINES or letters > MOST_LETTERS:
            return _with_pages(lines, shifted), text[row_start:]
        words = " ".join(_INVISIBLE.sub("", found[0]).split())
        number += passed
        read_to = found.end()
        if words:
            gap = number - lines[-1].number - 1 if lines else number - 1
            lines.append(Line(number, words, gap, opens_page, found[0].endswith(" ") if ends_tell else None))
            shifted.append(text[row_start] == " ")
    return _with_pages(lines, shifted), ""


def layout_of(lines: list[Line]) -> Page:
    """How the text was laid out, told by all its lines."""
    gaps = [line.gap for line in lines[1:] if line.gap > 0]
    widths = [len(line.text) for line in lines if len(line.text) >= _WIDTH_SAMPLE_FROM]
    width = round(quantiles(widths, n=10)[-1]) if len(widths) >= _WIDTH_NEEDS else _USUAL_WIDTH
    return Page(
        usual_gap=min(gaps, default=1) if _blank_lines_mean_nothing(lines) else 0,
        width=min(width, _UNWRAPPED_FROM),
        is_wrapped=width < _UNWRAPPED_FROM or any(line.runs_on for line in lines),
        has_pages=any(line.opens_page for line in lines[1:]),
    )


def _blank_lines_mean_nothing(lines: list[Line]) -> bool:
    """Whether nearly every line is followed by a blank one, so that blank lines do not tell paragraphs apart."""
    return sum(line.gap > 0 for line in lines[1:]) > _BLANK_STYLE * len(lines)


def _with_pages(lines: list[Line], shifted: list[bool]) -> list[Line]:
    """The lines with the pages of a text that has no form feeds.

    Where every line is followed by a blank one, the first line of a page follows the last at once, shifted by a space.
    """
    if not _blank_lines_mean_nothing(lines):
        return lines
    return [
        replace(line, opens_page=True) if space and line.gap == 0 and at > 0 else line
        for at, (line, space) in enumerate(zip(lines, shifted, strict=True))
    ]


def _at_line_starts(text: str) -> str:
    """The text with every form feed at the start of a line, where programs that read PDFs put it or nearly so."""
    return re.sub("\n?\x0c", "\n\x0c", text) if "\x0c" in text else text
