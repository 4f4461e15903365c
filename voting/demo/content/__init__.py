"""The demonstration's content: TOML and report texts of our own writing, and the reader of their dates."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from voting.domain.calendar import Calendar, date_in_words, london_instant

Table = dict[str, Any]

# How long from now until the first Release that a decision of this month can still make.
REACHABLE_RELEASE_WD = 30
MONTHS_OF_RELEASES = {2: "February", 6: "June", 11: "November"}

_DATE = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<today>today)|release(?P<release>[+-][1-9]))(?P<steps>(?:[+-]\d+(?:wd|d))*)"
)
_STEP = re.compile(r"([+-]\d+)(wd|d)")
_BRACES = re.compile(r"\{([^{}]+)\}")


class NotADate(ValueError):
    """A date of the content that is not in its grammar: a mistake of ours."""


@cache
def read(name: str) -> Table:
    """One TOML file of the content."""
    return tomllib.loads(files("voting.demo.content").joinpath(name).read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    """One text file of the content."""
    return files("voting.demo.content").joinpath(name).read_text(encoding="utf-8")


def has(name: str) -> bool:
    """Whether there is such a file."""
    return files("voting.demo.content").joinpath(name).is_file()


def scheduled_release(year: int, month: int) -> date:
    """The day of a scheduled Release: the last Thursday of February and June, the first Thursday of November."""
    first = date(year, month, 1)
    thursdays = [
        day for offset in range(31) if (day := first + timedelta(days=offset)).month == month and day.isoweekday() == 4
    ]
    return thursdays[0] if month == 11 else thursdays[-1]


def release_name(day: date) -> str:
    """The name of a scheduled Release: "February 2022 SEC Release"."""
    return f"{MONTHS_OF_RELEASES[day.month]} {day.year} SEC Release"


def scheduled_releases(years: Iterable[int]) -> tuple[date, ...]:
    """The scheduled Releases of these years, in order."""
    return tuple(scheduled_release(year, month) for year in years for month in MONTHS_OF_RELEASES)


class Dates:
    """Reads the dates of the content on the day of loading; the grammar stands on top of `organisations.toml`."""

    def __init__(self, today: date, calendar: Calendar) -> None:
        self.today = today
        self.calendar = calendar

    def day(self, text: str) -> date:
        """The date that an expression means."""
        found = _DATE.fullmatch(text)
        if found is None:
            raise NotADate(text)
        if found["iso"]:
            day = date.fromisoformat(found["iso"])
        else:
            day = self.today if found["today"] else self._release(int(found["release"]))
        for amount, unit in _STEP.findall(found["steps"]):
            steps = int(amount)
            day = self.calendar.add_working_days(day, steps) if unit == "wd" else day + timedelta(days=steps)
        return day

    def instant(self, text: str, at: time = time(9)) -> datetime:
        """The instant that an expression means; `at` is the London time where none is given."""
        day, _, clock = text.partition(" ")
        return london_instant(self.day(day), time.fromisoformat(clock) if clock else at)

    def filled_in(self, text: str) -> str:
        """A report's text with its dates in braces printed as people write them."""
        return _BRACES.sub(lambda found: self._in_words(found[1]), text)

    def _in_words(self, expression: str) -> str:
        day, _, name = expression.partition(" ")
        return release_name(self.day(day)) if name == "name" else date_in_words(self.day(day))

    def _release(self, number: int) -> date:
        around = scheduled_releases(range(self.today.year - 2, self.today.year + 4))
        if number < 0:
            return [day for day in around if day < self.today][number]
        first = self.calendar.add_working_days(self.today, REACHABLE_RELEASE_WD)
        return [day for day in around if day >= first][number - 1]
