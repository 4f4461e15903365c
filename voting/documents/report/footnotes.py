"""Footnotes: the notes at the ends of pages, and their marks where these are glued to words ("20211", "(f)2")."""

import re
from dataclasses import dataclass, replace

from voting.documents.report.lines import Line
from voting.domain.modifications.report.values import Footnote

_NOTE = re.compile(r"([0-9]{1,3}|[¹²³⁰⁴-⁹]{1,3})\s?(\S.*)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# A page has fewer lines than this; a mark is looked for no further above its note.
_PAGE_LINES = 120
_LONGEST_NOTE = 12


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, the lines it stands in, and the line its mark was in."""

    note: Footnote
    lines: tuple[Line, ...]
    marked_in: Line


@dataclass(frozen=True, slots=True)
class Annotated:
    """The lines without their notes and without the marks, and the notes."""

    body: list[Line]
    notes: list[Note]


def without_footnotes(lines: list[Line], *, has_pages: bool) -> Annotated:
    """The lines without footnotes.

    A note is a line at the end of a page that begins with the next number in order, of which the mark is found above it
    on that page. A number that has no such mark is left where it is: it may be a row of a table.
    """
    marks = _Marks([line.text for line in lines])
    notes: list[Note] = []
    taken: set[int] = set()
    at = 0
    while at < len(lines):
        mark = str(len(notes) + 1)
        end = _note_end(lines, at, len(notes) + 1, has_pages=has_pages)
        marked_at = marks.take_above(at, mark) if end else None
        if end is None or marked_at is None:
            at += 1
            continue
        words = " ".join(line.text for line in lines[at:end])
        notes.append(Note(Footnote(mark, words[len(mark) :].strip()), tuple(lines[at:end]), lines[marked_at]))
        taken.update(range(at, end))
        at = end
    body = [_body_line(lines, at, marks.texts[at], taken) for at in range(len(lines)) if at not in taken]
    return Annotated([line for line in body if line.text], notes)


class _Marks:
    """The texts of the lines, from which marks are taken one after the other; each line is looked at once a mark."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self._mark = ""
        self._next = 0
        self._latest: int | None = None
        self._pattern = re.compile("")

    def take_above(self, at: int, mark: str) -> int | None:
        """The nearest line above that bears this mark, which is taken out of its text; None where there is none."""
        if mark != self._mark:
            self._mark, self._pattern, self._latest = mark, _mark_pattern(mark), None
            self._next = max(0, at - _PAGE_LINES)
        for above in range(self._next, at):
            if self._pattern.search(self.texts[above]):
                self._latest = above
        self._next = at
        if self._latest is None or at - self._latest > _PAGE_LINES:
            return None
        self.texts[self._latest] = self._pattern.sub("", self.texts[self._latest], count=1).strip()
        return self._latest


def _body_line(lines: list[Line], at: int, text: str, taken: set[int]) -> Line:
    """The line with its marks gone; the line after a note begins a page."""
    return replace(lines[at], text=text, opens_page=lines[at].opens_page or at - 1 in taken)


def _note_end(lines: list[Line], at: int, expected: int, *, has_pages: bool) -> int | None:
    """Where the note that begins at this line ends; None where no such note begins here."""
    if not _is_note(lines[at].text, expected):
        return None
    limit = min(len(lines), at + 1 + _LONGEST_NOTE)
    for end in range(at + 1, limit):
        if lines[end].opens_page or _is_note(lines[end].text, expected + 1):
            return end
        if not has_pages and not lines[end].text[0].islower():
            return end
    return limit if limit == len(lines) or not has_pages else None


def _is_note(text: str, expected: int) -> bool:
    found = _NOTE.match(text)
    return found is not None and found[1].translate(_RAISED) == str(expected) and text[len(found[1]) :][:1] in " \u00a0"


def _mark_pattern(mark: str) -> re.Pattern[str]:
    raised = mark.translate(str.maketrans("0123456789", _RAISED_DIGITS))
    return re.compile(
        rf"{raised}"
        # After a year, a small letter, a bracket or a mark of quotation: "20211", "Authority1", "(f)2", "Code’3".
        rf"|(?<=\b(?:19|20)[0-9][0-9]){mark}(?![0-9%/-]|[.,][0-9])"
        rf"|(?<=[a-z)\]’”]){mark}(?![0-9A-Za-z]|\.[0-9])"
        rf"|(?<=[a-z)][.,;:]){mark}(?=\s|$)"
    )
