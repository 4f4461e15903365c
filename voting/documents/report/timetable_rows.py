"""The rows of a timetable with several columns: which lines make one, and what its cells of dates mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from voting.documents.report.lines import Line
from voting.documents.report.timetable_columns import DATES, Cell, Column, before_cells, clusters, is_only_cells
from voting.domain.modifications.report.values import TimetableRow

# Which of the dates of a row counts: what has happened before what was planned.
_COUNTS_MOST = (Column.ACTUAL, Column.REVISED, Column.DATE, Column.PLANNED)
_STATES = (
    r"(?:completed?|done|closed|open|on[ -]track|on[ -]going|in progress|not started|planned|pending|delayed|deferred"
    r"|cancelled|approved|rejected|withdrawn|issued|published|held|achieved|forecast|green|amber|red)"
)
_ENDS_WITH_STATE = re.compile(rf"[\s|,:–—-]+{_STATES}$", re.IGNORECASE)
_IS_STATE = re.compile(rf"{_STATES}[.*]?", re.IGNORECASE)
_BODY = (
    r"(?:SECAS|DCC|CSC|Change Sub-Committee|Change Board|(?:SEC )?Panel|Working Group|Proposer|Authority|Ofgem"
    r"|(?:SEC )?Parties|Industry|TABASC|SSC|OPSG|SMKI PMA)"
)
_ENDS_WITH_BODY = re.compile(rf"(?<=\w)[\s|,:–—-]+{_BODY}(?:\s?(?:/|&|,|and)\s?{_BODY})*$")
_BEGINS_WITH_NUMBER = re.compile(r"(?:[0-9]{1,2}|[A-Z])[.)]?\s+(?=\S)")
_EDGES = " |*•:,–—-"
_LONGEST_ROW = 300
_MOST_LINES = 6


@dataclass(slots=True)
class _Row:
    """A row that is being put together: the lines up to its last date, and those that go on with its event."""

    lines: list[Line] = field(default_factory=list)
    more: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def rows_below(lines: Sequence[Line], columns: tuple[Column, ...]) -> Iterable[tuple[TimetableRow, tuple[Line, ...]]]:
    """The rows with the lines that make each.

    Of several dates in a row the actual one counts, then the revised, then the planned one; a column of first days and
    one of last days are a range. What a column of notes or of bodies says is no part of the event. It stays in the
    text of its part, as every line does.
    """
    dates_first = min(map(columns.index, DATES & set(columns))) < columns.index(Column.EVENT)
    for row in _rows_by_start(lines) if dates_first else _rows_by_end(lines, columns):
        read = _read(row, columns, dates_first=dates_first)
        if read is not None:
            yield read, (*row.lines, *row.more)


def _rows_by_start(lines: Sequence[Line]) -> Iterable[_Row]:
    row = _Row()
    for line in lines:
        found = clusters(line.text)
        if found and not before_cells(line.text, found[0]).strip(_EDGES):
            if row.lines and not is_only_cells(row.text):
                yield row
                row = _Row()
            row.lines.append(line)
        elif row.lines:
            row.lines.append(line)
    if row.lines:
        yield row


def _rows_by_end(lines: Sequence[Line], columns: tuple[Column, ...]) -> Iterable[_Row]:
    row = _Row()
    for line in lines:
        if _dates_of(row, columns) and _goes_on(row, line, columns):
            (row.lines if is_only_cells(line.text) else row.more).append(line)
            continue
        if _dates_of(row, columns):
            yield row
            row = _Row()
        row.lines.append(line)
        if not _dates_of(row, columns) and (line.text[-1] == "." or len(row.text) > _LONGEST_ROW):
            # A sentence between the rows is a remark.
            row = _Row()
    if _dates_of(row, columns):
        yield row


def _goes_on(row: _Row, line: Line, columns: tuple[Column, ...]) -> bool:
    """Whether a line belongs to a row that has a date: further dates, a state, or the rest of its event."""
    if len(row.lines) + len(row.more) >= _MOST_LINES:
        return False
    if is_only_cells(line.text):
        return len(_dates_of(row, columns)) < sum(column in DATES for column in columns)
    if Column.NOTE in columns and _IS_STATE.fullmatch(line.text):
        return True
    is_rest = line.text[0].islower() or _is_one_word_of_a_name(line.text)
    return is_rest and not clusters(line.text)


def _is_one_word_of_a_name(text: str) -> bool:
    return text in {"Proposal", "Report", "Consultation", "Board", "Sub-Committee", "Group", "Assessment", "Release"}


def _dates_of(row: _Row, columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """The cells of a row whose event comes first, or none while its dates have not been met."""
    text = row.text
    found = [cells for cells in clusters(text) if text[: cells[0].start].strip(_EDGES)]
    if not found:
        return ()
    if {Column.NOTE, Column.BODY} & set(columns[_last_date(columns) + 1 :]):
        return found[0]
    return found[-1] if not text[found[-1][-1].end :].strip(_EDGES + ").") else ()


def _last_date(columns: tuple[Column, ...]) -> int:
    return max(at for at, column in enumerate(columns) if column in DATES)


def _read(row: _Row, columns: tuple[Column, ...], *, dates_first: bool) -> TimetableRow | None:
    text = row.text
    cells = clusters(text)[0] if dates_first else _dates_of(row, columns)
    event = text[cells[-1].end :] if dates_first else before_cells(text, cells)
    rest = [line.text for line in row.more if not _IS_STATE.fullmatch(line.text)]
    event = _event(" ".join([event.strip(_EDGES), *rest]), columns)
    if not event:
        return None
    roles = [column for column in columns if column in DATES]
    meant = dict(zip(roles, cells, strict=False)) if len(set(roles)) == len(roles) else {Column.DATE: cells[-1]}
    if Column.START in meant:
        return _spread(event, meant)
    return _single(event, [meant[column] for column in _COUNTS_MOST if column in meant])


def _event(text: str, columns: tuple[Column, ...]) -> str:
    event = " ".join(text.split()).strip(_EDGES)
    if Column.NUMBER in columns:
        event = _BEGINS_WITH_NUMBER.sub("", event, count=1)
    if Column.NOTE in columns:
        event = _ENDS_WITH_STATE.sub("", event)
    if Column.BODY in columns:
        event = _ENDS_WITH_BODY.sub("", event)
    return event


def _spread(event: str, meant: dict[Column, Cell]) -> TimetableRow:
    """A row with a first and a last day; a word for one that is not settled stays with the event."""
    first, last = meant[Column.START], meant.get(Column.END)
    if first.written is None:
        return TimetableRow(f"{event} {first.word}")
    starts_on, ends_on = first.written.starts_on, first.written.ends_on
    if last is None:
        return TimetableRow(event, starts_on, ends_on)
    if last.written is None:
        return TimetableRow(f"{event} – {last.word}", starts_on)
    return TimetableRow(event, starts_on, _later(starts_on, last.written.ends_on or last.written.starts_on))


def _later(starts_on: date, ends_on: date) -> date | None:
    return None if ends_on == starts_on else ends_on


def _single(event: str, cells: list[Cell]) -> TimetableRow:
    dated = next((cell.written for cell in cells if cell.written is not None), None)
    if dated is not None:
        return TimetableRow(event, dated.starts_on, dated.ends_on)
    return TimetableRow(f"{event} {cells[-1].word}")
