"""The calendar of Working Days, the table behind it, and the Releases."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.calendar import Calendar
from voting.models.calendar import NonWorkingDay, Release


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that does not count."""

    on: date
    name: str
    is_bank_holiday: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A SEC Release."""

    id: int
    name: str
    release_on: date
    is_ad_hoc: bool
    version: int


def working_days(session: Session) -> Calendar:
    """The calendar that rules count by. One statement."""
    rows = fetched(session, _counted())
    return Calendar(
        frozenset(on for on, _name, added_by in rows if added_by is None),
        {on: name for on, name, added_by in rows if added_by is not None},
    )


@cache
def _counted() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(NonWorkingDay.on, NonWorkingDay.name, NonWorkingDay.added_by_id).where(
        NonWorkingDay.withdrawn.is_(False)
    )


def non_working_days(session: Session, *, year: int) -> tuple[DayRow, ...]:
    """The days of one year that do not count, and those that SECAS withdrew."""
    rows = session.scalars(
        sa.select(NonWorkingDay)
        .where(NonWorkingDay.on >= date(year, 1, 1), NonWorkingDay.on <= date(year, 12, 31))
        .order_by(NonWorkingDay.on)
    )
    return tuple(DayRow(row.on, row.name, row.added_by_id is None, row.withdrawn) for row in rows)


def releases(session: Session) -> tuple[ReleaseRow, ...]:
    """All Releases, by date."""
    rows = session.scalars(sa.select(Release).order_by(Release.release_on))
    return tuple(ReleaseRow(row.id, row.name, row.release_on, row.is_ad_hoc, row.version) for row in rows)
