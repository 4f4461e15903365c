"""The demonstration's content as tests read it: its files, and the small grammar of its dates."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import holidays
import pytest

import voting
from voting.domain.calendar import Calendar, london_instant
from voting.domain.people import PartyCategory

CONTENT = Path(voting.__file__).parent / "demo" / "content"
MODIFICATIONS = ("mp901", "mp902", "mp903", "mp904")
# A plain Monday, a Saturday, a bank holiday, the day before a release, and the eves of both clock changes.
DAYS = tuple(
    date.fromisoformat(day)
    for day in ("2026-11-23", "2026-12-26", "2027-01-01", "2027-02-24", "2027-03-27", "2027-10-30")
)
BODIES = {"dcc", "secas", "authority", "smki-pma"}

Table = dict[str, Any]


@cache
def read(name: str) -> Table:
    """One file of the content."""
    with (CONTENT / name).open("rb") as file:
        return tomllib.load(file)


def rows_by_key(name: str, kind: str) -> dict[str, Table]:
    return {row["key"]: row for row in read(name)[kind]}


def organisations() -> dict[str, Table]:
    return rows_by_key("organisations.toml", "organisation")


def people() -> dict[str, Table]:
    return rows_by_key("people.toml", "person")


def seats() -> dict[str, Table]:
    return rows_by_key("seats.toml", "seat")


def consultations() -> list[tuple[str, Table]]:
    return [(folder, one) for folder in MODIFICATIONS for one in read(f"{folder}/consultations.toml")["consultation"]]


def ballots() -> list[tuple[str, Table]]:
    return [(folder, one) for folder in ("mp903", "mp904") for one in read(f"{folder}/ballots.toml")["ballot"]]


def named(pairs: list[tuple[str, Table]]) -> Any:
    return pytest.mark.parametrize(("folder", "row"), pairs, ids=[f"{folder}-{row['key']}" for folder, row in pairs])


@cache
def calendar() -> Calendar:
    return Calendar(frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2031))))


def scheduled_releases() -> Iterator[date]:
    for year in range(2020, 2031):
        for month, last in ((2, True), (6, True), (11, False)):
            days = [date(year, month, day) for day in range(1, 29 if month == 2 else 31)]
            thursdays = [day for day in days if day.isoweekday() == 4]
            yield thursdays[-1] if last else thursdays[0]


_DATE = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<today>today)|release(?P<release>[+-][1-9]))(?P<steps>(?:[+-]\d+(?:wd|d))*)"
)
_STEP = re.compile(r"([+-]\d+)(wd|d)")


def day_of(text: str, today: date) -> date:
    """The date that an expression means on the day of loading."""
    found = _DATE.fullmatch(text)
    assert found is not None, f"not a date of the grammar: {text}"
    if found["iso"]:
        day = date.fromisoformat(found["iso"])
    elif found["today"]:
        day = today
    else:
        day = _release(int(found["release"]), today)
    for amount, unit in _STEP.findall(found["steps"]):
        steps = int(amount)
        day = calendar().add_working_days(day, steps) if unit == "wd" else day + timedelta(days=steps)
    return day


def _release(number: int, today: date) -> date:
    if number < 0:
        return [day for day in scheduled_releases() if day < today][number]
    first = calendar().add_working_days(today, 30)
    return [day for day in scheduled_releases() if day >= first][number - 1]


def instant_of(text: str, today: date, at: time = time(9)) -> datetime:
    """The instant that an expression means; `at` is the time where none is given."""
    day, _, clock = text.partition(" ")
    return london_instant(day_of(day, today), time.fromisoformat(clock) if clock else at)


def start_of(today: date) -> datetime:
    """The first minute of the day of loading: what is past must lie before it, and what is to come after."""
    return london_instant(today, time(0, 1))


def category_today(organisation: Table) -> PartyCategory | None:
    today = DAYS[0].isoformat()
    for period in organisation["categories"]:
        if period["valid_from"] <= today < period.get("valid_to", "9999"):
            return PartyCategory(period["category"])
    return None


@dataclass
class Clauses:
    """The labels of a pasted text with what stands behind them, read as simply as the content is written."""

    texts: dict[str, str] = field(default_factory=dict)
    numbered: list[str] = field(default_factory=list)


def clauses_of(text: str) -> Clauses:
    """The clauses of a pasted text; every line is a heading, a clause, a sub-clause of one, or the row of a table."""
    read_so_far = Clauses()
    letter = ""
    for line in text.strip().splitlines():
        if "\t" in line:
            continue
        label, _, words = line.partition(" ")
        if re.fullmatch(r"[A-Z]?\d+(\.\d+)+", label):
            read_so_far.numbered.append(label)
            letter = ""
            full = label
        elif re.fullmatch(r"\([ivx]+\)", label) and letter and not (label == "(i)" and letter == "(h)"):
            full = read_so_far.numbered[-1] + letter + label
        elif re.fullmatch(r"\([a-z]\)", label):
            letter = label
            full = read_so_far.numbered[-1] + letter
        else:
            assert re.fullmatch(r"[A-Z]?\d+", label), f"a line without a number: {line}"
            continue
        assert full not in read_so_far.texts, f"{full} stands twice"
        read_so_far.texts[full] = words
    return read_so_far


def documents_of(folder: str) -> list[Table]:
    content = read(f"{folder}/documents.toml")
    return [*content["document"], *content.get("alternative_document", [])]


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.casefold())
