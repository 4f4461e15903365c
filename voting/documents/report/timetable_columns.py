"""The columns of a timetable as its header names them, and the cells of dates in a line of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.documents.report.lines import Line
from voting.domain.modifications.report.written_dates import WrittenDate, find_dates

UNSETTLED = (
    r"(?:TBC|TBA|TBD|to be (?:confirmed|agreed|advised|decided)|on ?going|n/a"
    r"|(?:(?:early|mid|late|end(?: of)?|q[1-4]|spring|summer|autumn|winter)[ -])?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s)?20[0-9]{2})"
)
_UNSETTLED_CELL = re.compile(rf"(?<![\w-]){UNSETTLED}(?![\w-])", re.IGNORECASE)
_WEEKDAY = r"(?:\b(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?)"
_BETWEEN_CELLS = re.compile(rf"[\s|*]*{_WEEKDAY}?[\s|]*", re.IGNORECASE)
_BEFORE_CELLS = re.compile(rf"[\s|*•:,–—-]*{_WEEKDAY}?[\s|]*$", re.IGNORECASE)
_MOST_HEADER_LINES = 5


class Column(StrEnum):
    """What a column of the timetable holds."""

    EVENT = "event"
    DATE = "date"
    PLANNED = "planned"
    REVISED = "revised"
    ACTUAL = "actual"
    START = "start"
    END = "end"
    NUMBER = "number"
    BODY = "body"
    NOTE = "note"


DATES = frozenset({Column.DATE, Column.PLANNED, Column.REVISED, Column.ACTUAL, Column.START, Column.END})
# At each place the longest name counts, so that "Planned date" is one column and not two.
_NAMES: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(rf"(?:{name})(?![\w])", re.IGNORECASE))
    for column, name in (
        (Column.EVENT, r"(?:process )?(?:event|action|activity|activities|milestone|stage|task)s?(?:\s?/\s?\w+)?"),
        (Column.DATE, r"dates?|when|timing|timescales?"),
        (
            Column.PLANNED,
            (
                r"(?:planned|target|expected|forecast|baseline|original|scheduled|anticipated|indicative)(?: dates?)?"
                r"|dates? (?:planned|expected|forecast)"
            ),
        ),
        (Column.REVISED, r"(?:revised|updated|latest|new|current)(?: dates?)?"),
        (Column.ACTUAL, r"(?:actual|completed|completion|outturn)(?: dates?)?|dates? (?:completed|achieved)"),
        (Column.START, r"(?:starts?|begins?|opens?|from|issued?)(?: dates?)?"),
        (Column.END, r"(?:ends?|finish(?:es)?|closes?|to|until)(?: dates?)?"),
        (Column.NUMBER, r"no\.?|number|#|ref(?:erence)?\.?|step"),
        (Column.BODY, r"owners?|responsible(?: (?:party|body))?|responsibility|lead|by|who|body|forum|committee"),
        (Column.NOTE, r"status|outcomes?|comments?|notes?|progress|RAG|results?|updates?|complete\??"),
    )
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A date, or a word for one that is not settled, in a line of text."""

    written: WrittenDate | None
    word: str
    start: int
    end: int


def columns_of(header: str) -> tuple[Column, ...]:
    """The columns that a header names, from left to right; none where it says anything else."""
    columns: list[Column] = []
    at = 0
    text = header.replace("|", " ").strip()
    while at < len(text):
        found = [(name.match(text, at), column) for column, name in _NAMES]
        longest, column = max(
            ((match.end(), column) for match, column in found if match is not None),
            default=(at, Column.NOTE),
            key=lambda pair: pair[0],
        )
        if longest == at:
            return ()
        columns.append(column)
        at = longest + len(text[longest:]) - len(text[longest:].lstrip())
    return _without_repeated_dates(columns)


def header_of(lines: Sequence[Line], at: int) -> tuple[int, tuple[Column, ...]]:
    """How many lines from here on are a header, one cell on a line or all in one, and its columns; 0 for none."""
    for length in range(min(_MOST_HEADER_LINES, len(lines) - at), 0, -1):
        columns = columns_of(" ".join(line.text for line in lines[at : at + length]))
        if Column.EVENT in columns and DATES & set(columns):
            return length, columns
    return 0, ()


def below_columns(lines: Sequence[Line]) -> tuple[list[Line], tuple[Column, ...]]:
    """The lines below the first header without those where it comes again, and its columns; all lines without one."""
    below: list[Line] = []
    columns: tuple[Column, ...] = ()
    at = 0
    while at < len(lines):
        length, found = header_of(lines, at)
        if length and not columns:
            below, columns = [], found
        elif not length or found != columns:
            below.append(lines[at])
            length = 1
        at += length
    return below, columns


def cells_in(text: str) -> tuple[Cell, ...]:
    """The dates of a line and the words for unsettled ones, in order."""
    dates = [Cell(found, "", found.start, found.end) for found in find_dates(text)]
    words = [
        Cell(None, found[0], found.start(), found.end())
        for found in _UNSETTLED_CELL.finditer(text)
        if not any(cell.start < found.end() and found.start() < cell.end for cell in dates)
    ]
    return tuple(sorted((*dates, *words), key=lambda cell: cell.start))


def clusters(text: str) -> tuple[tuple[Cell, ...], ...]:
    """The cells of a line, those together that have nothing but a weekday between them."""
    together: list[list[Cell]] = []
    for cell in cells_in(text):
        if together and _BETWEEN_CELLS.fullmatch(text, together[-1][-1].end, cell.start):
            together[-1].append(cell)
        else:
            together.append([cell])
    return tuple(tuple(cells) for cells in together)


def before_cells(text: str, cells: tuple[Cell, ...]) -> str:
    """What stands before these cells, without the name of the day of the week and what keeps columns apart."""
    return _BEFORE_CELLS.sub("", text[: cells[0].start])


def is_only_cells(text: str) -> bool:
    """Whether a line has nothing but dates in it."""
    found = clusters(text)
    if len(found) != 1:
        return False
    before, after = text[: found[0][0].start], text[found[0][-1].end :]
    return _BETWEEN_CELLS.fullmatch(before) is not None and _BETWEEN_CELLS.fullmatch(after) is not None


def _without_repeated_dates(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns of a header whose second line says "date" again below "planned" and "actual"."""
    held = tuple(columns)
    said = sum(column in DATES and column is not Column.DATE for column in held)
    return tuple(column for column in held if column is not Column.DATE) if said else held
