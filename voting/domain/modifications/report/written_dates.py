"""Dates as reports write them: 21 Jun 2021, 21st June 2021, 21/06/2021, 2021-06-21, 1 – 21 Dec 2021."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?<![0-9.,£])(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
# A year of two digits is one only where nothing else can be meant: after an apostrophe, or at the end of the words.
_YEAR = r"(?P<year>(?:19|20)[0-9]{2}(?![0-9])|[’'][0-9]{2}(?![0-9])|[0-9]{2}(?=\s{0,3}(?:$|[),;–—-])))"
_BREAK = r"(?:\.?\s?[-/,]?\s?|\s{1,3}of\s{1,3})"
_WORDED = re.compile(rf"{_DAY}{_BREAK}(?P<month>{_MONTH}){_BREAK}{_YEAR}", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{_MONTH})\s(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)[0-9]{{2}})(?![0-9])",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_FIGURES = re.compile(
    r"(?<![0-9./-])(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})"
    r"(?![0-9]|[./-][0-9])"
)
_DIGITS = re.compile(r"[0-9]{2}")
_TO = re.compile(r"\s{0,3}(?:[–—-]|to|until|till)\s{0,3}", re.IGNORECASE)
# What stands before a date when the month or the year of the first day is left out: "1 – 21 Dec 2021".
_SHORT_START = re.compile(
    rf"{_DAY}(?:\s?(?P<month>{_MONTH}))?\s{{0,3}}(?:[–—-]|\bto\b|\buntil\b)\s{{0,3}}$",
    re.IGNORECASE,
)
_LONGEST_SHORT_START = 30


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date or a range of dates, and where in the text it stands. A single day has no `ends_on`."""

    starts_on: date
    ends_on: date | None
    start: int
    end: int


def find_dates(text: str) -> tuple[WrittenDate, ...]:
    """Every full date in the text, ranges joined, in order. A month without a day is not a date; nor is 31 February."""
    found: list[WrittenDate] = []
    for single in _single_dates(text):
        before = found[-1] if found else None
        if before is not None and before.ends_on is None and _TO.fullmatch(text, before.end, single.start):
            found[-1] = WrittenDate(before.starts_on, single.starts_on, before.start, single.end)
        else:
            found.append(_with_short_start(text, single, before.end if before is not None else 0))
    return tuple(found)


def single_date(text: str) -> date | None:
    """The date that the whole text is, or None."""
    stripped = text.strip()
    found = find_dates(stripped)
    if len(found) != 1 or found[0].ends_on is not None or (found[0].start, found[0].end) != (0, len(stripped)):
        return None
    return found[0].starts_on


def _single_dates(text: str) -> list[WrittenDate]:
    if _DIGITS.search(text) is None:
        return []
    found = [
        WrittenDate(day, None, match.start(), match.end())
        for pattern in (_WORDED, _MONTH_FIRST, _ISO, _FIGURES)
        for match in pattern.finditer(text)
        if (day := _day(match)) is not None
    ]
    found.sort(key=lambda single: single.start)
    return found


def _with_short_start(text: str, single: WrittenDate, earliest: int) -> WrittenDate:
    begin = max(earliest, single.start - _LONGEST_SHORT_START)
    short = _SHORT_START.search(text, begin, single.start)
    if short is None:
        return single
    month = _month_number(short["month"]) if short["month"] else single.starts_on.month
    # "20 Dec – 10 Jan 2022" begins in the year before.
    year = single.starts_on.year - (month > single.starts_on.month)
    starts_on = _date_or_none(year, month, int(short["day"]))
    if starts_on is None or starts_on >= single.starts_on:
        return single
    return WrittenDate(starts_on, single.starts_on, short.start(), single.end)


def _day(found: re.Match[str]) -> date | None:
    year = int(found["year"].lstrip("’'"))
    return _date_or_none(year if year > 99 else 2000 + year, _month_number(found["month"]), int(found["day"]))


def _month_number(written: str) -> int:
    return int(written) if written.isdecimal() else _MONTHS.index(written[:3].lower()) + 1


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
