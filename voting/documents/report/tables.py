"""The two tables of every report, row by row over wrapped lines and pages: progression timetable and glossary."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from voting.documents.report.lines import Line
from voting.documents.report.texts import Found, PartText, line_passage, with_role
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import GlossaryEntry, TimetableRow
from voting.domain.modifications.report.written_dates import WrittenDate, find_dates

_HEADER = re.compile(
    r"(?:event|action|activity|milestone|stage|process stage)s?(?:\s?/\s?\w+)?\s(?:(?:planned|actual|target)\s)?dates?"
    r"|dates?\s(?:event|action|activity|milestone)s?.{0,10}",
    re.IGNORECASE,
)
_UNSETTLED = (
    r"(?:TBC|TBA|TBD|to be (?:confirmed|agreed|advised|decided)|on ?going|n/a"
    r"|(?:(?:early|mid|late|end(?: of)?|q[1-4]|spring|summer|autumn|winter)[ -])?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s)?20[0-9]{2})"
)
_ENDS_UNSETTLED = re.compile(rf"(?:^|[\s(]){_UNSETTLED}\)?$", re.IGNORECASE)
_OPEN_RANGE = re.compile(r"(?:[–—-]|\bto|\buntil)$", re.IGNORECASE)
_AROUND_DATE = re.compile(
    r"[\s:–—,-]*(?:\b(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?)?\s*$", re.IGNORECASE
)
_AFTER_DATE = re.compile(r"^[\s:–—,-]+")
_LABELS = re.compile(
    r"(?:progression )?timetable|(?:progression )?timeline|timescales?|glossary|acronyms?", re.IGNORECASE
)

_GLOSSARY_HEADER = re.compile(
    r"(?:acronym|abbreviation|term)s?\s(?:(?:full )?(?:term|definition|meaning|description|form|title|name)"
    r"|expansion)s?",
    re.IGNORECASE,
)
_ACRONYM_WORD = re.compile(
    r"[(]?(?=[^a-z]*[A-Z0-9][^a-z]*(?:[a-z]{0,3}[A-Z0-9&/+.-]){1,}|[0-9][A-Z])[A-Za-z0-9&/+.’'-]{2,14}[)]?"
)
_LONGEST_ACRONYM = 3
_WRAPPED_NAMES = frozenset(
    (
        *(("Modification", "Proposal"), ("Modification", "Report"), ("Report", "Consultation"), ("Draft", "Proposal")),
        *(("Change", "Board"), ("Change", "Sub-Committee"), ("Working", "Group"), ("Refinement", "Consultation")),
        *(("Board", "vote"), ("Board", "Vote"), ("Authority", "decision"), ("Impact", "Assessment")),
    )
)
# A row of a timetable fills no more lines than this.
_MOST_LINES = 6
_SMALL_WORDS = frozenset(["a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with", "by", "at"])


@dataclass(slots=True)
class _Row:
    """A row that is being put together out of lines; `acronym` counts the words of a glossary entry's acronym."""

    lines: list[Line] = field(default_factory=list)
    acronym: int = 0

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def read_timetable(parts: Sequence[PartText]) -> tuple[Found[TimetableRow], ...]:
    """The rows of the timetable: after its header, else the lines that end (or begin) with a date.

    A row is complete with its date, or with a word for a date that is not settled; that word stays in the event.
    """
    found: list[Found[TimetableRow]] = []
    for part in with_role(parts, PartRole.TIMETABLE):
        lines = _after_header(part.lines, _HEADER)
        begins = sum(_begins_with_date(line.text) for line in lines)
        ends = sum(_ends_with_date(line.text) for line in lines)
        rows = _rows_by_end(lines) if ends >= begins else _rows_by_start(lines)
        found.extend(Found(row, line_passage(*held)) for held in rows if (row := _timetable_row(held)) is not None)
    return tuple(found)


def read_glossary(parts: Sequence[PartText]) -> tuple[Found[GlossaryEntry], ...]:
    """The rows of the glossary. A line that does not begin with an acronym goes on with the term before it."""
    found: list[Found[GlossaryEntry]] = []
    for part in with_role(parts, PartRole.GLOSSARY):
        rows: list[_Row] = []
        for line in _after_header(part.lines, _GLOSSARY_HEADER):
            length = _new_entry(rows[-1] if rows else None, line.text)
            if length:
                rows.append(_Row([line], length))
            elif rows:
                rows[-1].lines.append(line)
        found.extend(Found(entry, line_passage(*row.lines)) for row in rows if (entry := _entry(row)) is not None)
    return tuple(found)


def _after_header(lines: tuple[Line, ...], header: re.Pattern[str]) -> list[Line]:
    """The lines after the table's header, without the header where it comes again on a next page."""
    first = next((at for at, line in enumerate(lines) if header.fullmatch(line.text)), None)
    below = lines[first + 1 :] if first is not None else lines
    return [line for line in below if not header.fullmatch(line.text) and not _LABELS.fullmatch(line.text)]


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


def _new_entry(row: _Row | None, text: str) -> int:
    """How many words of a line are the acronym of a new entry; 0 if the line goes on with the row before it."""
    length = _acronym_length(text)
    if row is None:
        return length
    if _entry(row) is None or _row_is_open(row.text):
        return 0
    if not length and text[0].isupper() and " " in text and _is_spelt_out(row):
        # "Ofgem Office of Gas …": not in capitals, but the row before has a word for each of its letters.
        return 1
    return length


def _row_is_open(text: str) -> bool:
    return text.endswith(("-", "–", "/", "(")) or text.split()[-1].lower() in _SMALL_WORDS


def _is_spelt_out(row: _Row) -> bool:
    words = row.text.split()
    return _likeness(words[: row.acronym], words[row.acronym :]) == 1


def _entry(row: _Row) -> GlossaryEntry | None:
    words = row.text.split()
    term = " ".join(words[row.acronym :]).strip(" –—:-")
    return GlossaryEntry(" ".join(words[: row.acronym]).strip(" –—:-"), term) if term else None


def _acronym_length(text: str) -> int:
    """How many of the first words are the acronym: as many as make its letters the first letters of the rest."""
    words = text.split()
    most = 0
    while most < min(len(words), _LONGEST_ACRONYM) and _ACRONYM_WORD.fullmatch(words[most].strip(":–—")):
        most += 1
    lengths = range(1, most + 1)
    return max(lengths, key=lambda length: (_likeness(words[:length], words[length:]), -length), default=0)


def _likeness(acronym: list[str], term: list[str]) -> float:
    """How well the letters of an acronym agree with the first letters of a term, 0 to 1."""
    letters = [letter for letter in "".join(acronym).casefold() if letter.isalnum()]
    initials = [initial for word in term for initial in _initials(word)]
    matched = at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            matched += 1
            at += 1
    longest = max(len(letters), sum(not _is_small(word) for word in term), 1)
    return matched / longest


def _initials(word: str) -> list[str]:
    """The letters that a word gives to an acronym: each of its capitals if it is one itself, else that of each half."""
    plain = word.strip("(),.‘’“”'\"")
    if len(plain) > 1 and plain.isupper():
        return list(plain.casefold())
    return [half[0].casefold() for half in re.split(r"[-/]", plain) if half]


def _is_small(word: str) -> bool:
    return word.casefold() in _SMALL_WORDS
