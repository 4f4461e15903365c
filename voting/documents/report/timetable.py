"""The progression timetable, row by row over wrapped lines and pages, with one column of dates or several."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voting.documents.report.lines import Line
from voting.documents.report.tables import below_header, without_labels
from voting.documents.report.texts import Found, PartText, line_passage, with_role
from voting.documents.report.timetable_columns import UNSETTLED, Column, below_columns
from voting.documents.report.timetable_rows import rows_below
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import TimetableRow
from voting.domain.modifications.report.written_dates import WrittenDate, find_dates

_HEADER = re.compile(
    r"(?:event|action|activity|milestone|stage|process stage)s?(?:\s?/\s?\w+)?\s(?:(?:planned|actual|target)\s)?dates?"
    r"|dates?\s(?:event|action|activity|milestone)s?.{0,10}",
    re.IGNORECASE,
)
_ENDS_UNSETTLED = re.compile(rf"(?:^|[\s(]){UNSETTLED}\)?$", re.IGNORECASE)
_OPEN_RANGE = re.compile(r"(?:[–—-]|\bto|\buntil)$", re.IGNORECASE)
_AROUND_DATE = re.compile(
    r"[\s:–—,-]*(?:\b(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?)?\s*$", re.IGNORECASE
)
_AFTER_DATE = re.compile(r"^[\s:–—,-]+")
_WRAPPED_NAMES = frozenset(
    (
        *(("Modification", "Proposal"), ("Modification", "Report"), ("Report", "Consultation"), ("Draft", "Proposal")),
        *(("Change", "Board"), ("Change", "Sub-Committee"), ("Working", "Group"), ("Refinement", "Consultation")),
        *(("Board", "vote"), ("Board", "Vote"), ("Authority", "decision"), ("Impact", "Assessment")),
    )
)
# A row of a timetable fills no more lines than this.
_MOST_LINES = 6


@dataclass(slots=True)
class _Row:
    """A row that is being put together out of lines."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def read_timetable(parts: Sequence[PartText]) -> tuple[Found[TimetableRow], ...]:
    """The rows of the timetable: after its header, else the lines that end (or begin) with a date.

    A row is complete with its date, or with a word for a date that is not settled; that word stays in the event. Where
    the header names further columns (a second date, a status, who does it), `rows_below` says what becomes of them.
    """
    found: list[Found[TimetableRow]] = []
    for part in with_role(parts, PartRole.TIMETABLE):
        below, columns = below_columns(part.lines)
        if len(columns) > len((Column.EVENT, Column.DATE)):
            found.extend(Found(row, line_passage(*held)) for row, held in rows_below(without_labels(below), columns))
            continue
        found.extend(_two_columns(without_labels(below) if columns else below_header(part.lines, _HEADER)))
    return tuple(found)


def _two_columns(lines: list[Line]) -> Iterable[Found[TimetableRow]]:
    begins = sum(_begins_with_date(line.text) for line in lines)
    ends = sum(_ends_with_date(line.text) for line in lines)
    rows = _rows_by_end(lines) if ends >= begins else _rows_by_start(lines)
    return (Found(row, line_passage(*held)) for held in rows if (row := _timetable_row(held)) is not None)


def _dates(text: str) -> tuple[WrittenDate, ...]:
    return find_dates(text)


def _ends_with_date(text: str) -> bool:
    dates = _dates(text)
    rest = text[dates[-1].end :].strip() if dates else text
    return (
        bool(dates and (not rest.strip(" .*)") or _ENDS_UNSETTLED.search(rest)))
        or _ENDS_UNSETTLED.search(text) is not None
    )


def _begins_with_date(text: str) -> bool:
    dates = _dates(text)
    return bool(dates) and not text[: dates[0].start].strip(" •-")


def _rows_by_end(lines: list[Line]) -> Iterable[list[Line]]:
    """Rows whose date comes last. Small letters after a complete row are the rest of its event."""
    row = _Row()
    complete: list[Line] | None = None
    for line in lines:
        if complete is not None and _goes_on(complete, line):
            complete.append(line)
            continue
        if complete is not None:
            yield complete
            complete = None
        row.lines.append(line)
        if _ends_with_date(row.text) and not _OPEN_RANGE.search(row.text):
            complete, row = row.lines, _Row()
        elif line.text[-1] == "." or len(row.text) > 300:
            # A sentence between the rows is a remark.
            row = _Row()
    if complete is not None:
        yield complete


def _goes_on(complete: list[Line], line: Line) -> bool:
    if len(complete) == _MOST_LINES:
        return False
    if _is_rest_of_name(complete[-1].text, line.text):
        return True
    before = complete[-1].text
    is_rest_of_range = _OPEN_RANGE.match(line.text.split(" ")[0]) is not None
    return (
        (line.text[0].islower() and not _ends_with_date(line.text))
        or is_rest_of_range
        or before.endswith(("–", "-", "—"))
    )


def _is_rest_of_name(before: str, text: str) -> bool:
    """Whether a line is the rest of a name wrapped beside its date: "… to Modification 30 Nov" and "Proposal"."""
    dates = _dates(before)
    last = before[: dates[0].start].split()[-1:] if dates else []
    first = text.split()
    return len(first) <= len(("Report", "Consultation")) and (*last, first[0]) in _WRAPPED_NAMES


def _rows_by_start(lines: list[Line]) -> Iterable[list[Line]]:
    row: list[Line] = []
    for line in lines:
        if _begins_with_date(line.text) or (_ENDS_UNSETTLED.match(line.text.split(" ")[0]) and row):
            if row:
                yield row
            row = [line]
        elif row:
            row.append(line)
    if row:
        yield row


def _timetable_row(lines: list[Line]) -> TimetableRow | None:
    text = " ".join(line.text for line in lines)
    dates = _dates(text)
    if not dates:
        return TimetableRow(text.strip(" •")) if _has_event(text) else None
    written, inside = (dates[0], "") if _begins_with_date(text) else _spread(text, dates)
    before = _AROUND_DATE.sub("", text[: written.start])
    after = text[written.end :].strip(" .*")
    # A range whose end is not settled keeps its word: "Consultation – TBC".
    event = " ".join(f"{before} {inside} {after if _keeps_dash(after) else _AFTER_DATE.sub('', after)}".split())
    return TimetableRow(event.strip(" •"), written.starts_on, written.ends_on) if event else None


def _spread(text: str, dates: tuple[WrittenDate, ...]) -> tuple[WrittenDate, str]:
    """The date of a row; a range that was wrapped beside its event has words of the event between its ends."""
    first, last = dates[0], dates[-1]
    between = text[first.end : last.start].strip()
    if len(dates) != 2 or first.ends_on is not None or between[:1] not in ("–", "—", "-"):
        return last, ""
    return WrittenDate(first.starts_on, last.starts_on, first.start, last.end), between.lstrip("–—- ")


def _keeps_dash(after: str) -> bool:
    return _ENDS_UNSETTLED.search(after) is not None


def _has_event(text: str) -> bool:
    """Whether an undated row says what is to happen, and is no sentence that happens to end in a year."""
    return len(text) <= 150 and not text.endswith(".") and _ENDS_UNSETTLED.sub("", text).strip(" –-") != ""
