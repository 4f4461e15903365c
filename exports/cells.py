"""The one way in which anything is put into a cell: text stays text, whatever somebody typed."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment

from voting.domain.calendar import LONDON

Value: TypeAlias = str | int | datetime | None

# Excel keeps this many UTF-16 units in a cell and drops the rest without a word.
MOST_UNITS = 32_767
KEPT_UNITS = 32_000
# An escaped text is at most 13/7 as long, so this many units of it always fit.
KEPT_UNITS_OF_ESCAPED = 16_000
# XML 1.0 has no form for these: C0 and C1 controls but tab and line feed, lone surrogates, and two non-characters.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Excel reads `_x0041_` inside a text as the character of that number, unless its underscore is escaped the same way.
_LOOKS_ESCAPED = re.compile(r"_(?=[xX][0-9A-Fa-f]{4}_)")
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_INSTANT_FORMAT = "yyyy-mm-dd hh:mm:ss"
_POINTS_A_LINE = 15
_MOST_POINTS = 409
_SHEET_NAME_UNITS = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


def cell_text(text: str, address: str) -> tuple[str, bool]:
    """The text as it goes into the file, and whether it was cut; `address` is where the whole of it can be read.

    What XML cannot hold becomes U+FFFD, lines end with a line feed, and `_x0041_` is escaped (ECMA-376 Part 1,
    22.9.2.19), so that Excel shows what was typed.
    """
    clean = _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = _escaped(clean)
    if _units(escaped) <= MOST_UNITS:
        return escaped, False
    ending = f" [continues in the platform: {address}]"
    kept = _escaped(_first_units(clean, KEPT_UNITS))
    if _units(kept) + _units(ending) > MOST_UNITS:
        kept = _escaped(_first_units(clean, KEPT_UNITS_OF_ESCAPED))
    return kept + ending, True


def write_text(cell: Cell, text: str, address: str) -> bool:
    """Put text into a cell as text and nothing else; whether it was too long and had to be cut.

    Nothing is ever taken for a formula, a number, a date or an error: the type is said, the format is text, and the
    quote prefix keeps it so when somebody edits the cell.
    """
    written, was_cut = cell_text(text, address)
    cell.value = written
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = True
    cell.alignment = _WRAPPED
    return was_cut


def write_number(cell: Cell, number: int) -> None:
    """Put a whole number into a cell."""
    cell.value = number
    cell.number_format = "0"
    cell.alignment = Alignment(vertical="top", horizontal="left")


def write_instant(cell: Cell, shown: datetime) -> None:
    """Put a date and time into a cell, as the clock that `shown` is of reads it; Excel knows no zones."""
    cell.value = shown.replace(tzinfo=None, microsecond=0)
    cell.number_format = _INSTANT_FORMAT
    cell.alignment = Alignment(vertical="top", horizontal="left")


def in_uk_time(at: datetime | None) -> datetime | None:
    """The instant as a clock in the United Kingdom shows it."""
    return None if at is None else at.astimezone(LONDON)


def row_height(cells: Iterable[tuple[Value, int]]) -> float:
    """The height in points that shows every text in a column of this width; LibreOffice and others fit none."""
    lines = max((_lines(value, width) for value, width in cells), default=1)
    return float(min(lines * _POINTS_A_LINE, _MOST_POINTS))


def sheet_name(words: str, taken: Sequence[str] = ()) -> str:
    """A name that Excel takes: 31 units, none of `[]:*?/\\`, no quote at an end, not "History", unique without case."""
    clean = _NOT_IN_SHEET_NAMES.sub(" ", _UNWRITABLE.sub(" ", words)).strip(" '\n\t") or "Sheet"
    if clean.casefold() == "history":
        clean = "History of it"
    used = {name.casefold() for name in taken}
    name, number = _first_units(clean, _SHEET_NAME_UNITS), 1
    while name.casefold() in used:
        number += 1
        ending = f" ({number})"
        name = _first_units(clean, _SHEET_NAME_UNITS - len(ending)) + ending
    return name


def _escaped(text: str) -> str:
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _first_units(text: str, units: int) -> str:
    """As much of the text as fits, never half a character."""
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")


def _lines(value: Value, width: int) -> int:
    if not isinstance(value, str):
        return 1
    # A word that does not fit goes to the next line whole, so that a line holds a little less than its width.
    room = max(round(width * 0.95), 1)
    return sum(-(-len(line) // room) or 1 for line in value.split("\n"))
