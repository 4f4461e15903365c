"""Days that do not count, and Releases: filled from public holidays, added to and corrected by SECAS."""

from collections.abc import Iterable
from datetime import date, datetime

import holidays
import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.people import Action, Actor, check_permitted
from voting.models.calendar import NonWorkingDay, Release
from voting.services.history import record
from voting.services.intents import check_seen_version

# Past modifications are counted too, and plans reach some years ahead.
FIRST_YEAR = 2013
YEARS_AHEAD = 6


class DayAlreadyThere(RuleBroken):
    """The day does not count already, for the reason that stands there."""


class ReleaseNameTaken(RuleBroken):
    """Another Release has this name."""


def fill_bank_holidays(session: Session, *, actor: Actor, now: datetime) -> int:
    """Fill in the bank holidays of England and Wales that are missing; gives how many were added.

    Days that SECAS added or withdrew stay as they are.
    """
    check_permitted(actor, Action.ADMINISTER)
    there = set(session.scalars(sa.select(NonWorkingDay.on)))
    public = bank_holidays(range(FIRST_YEAR, now.year + YEARS_AHEAD + 1))
    missing = {on: name for on, name in sorted(public.items()) if on not in there}
    session.add_all(NonWorkingDay(on=on, name=name) for on, name in missing.items())
    if missing:
        days = [on.isoformat() for on in missing]
        facts = {"added": len(days), "from": days[0], "to": days[-1]}
        record(session, now, Entry("fill_bank_holidays", actor.person_id, (), facts=facts))
    return len(missing)


def bank_holidays(years: Iterable[int]) -> dict[date, str]:
    """The bank holidays of England and Wales in these years, with their names."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=years))


def add_non_working_day(session: Session, *, actor: Actor, now: datetime, on: date, name: str) -> None:
    """Add a day that does not count, with its reason. Raises `DayAlreadyThere`."""
    check_permitted(actor, Action.ADMINISTER)
    row = session.get(NonWorkingDay, on)
    if row is not None and not row.withdrawn:
        raise DayAlreadyThere(f"This day does not count already: {row.name}.", "on")
    if row is None:
        session.add(NonWorkingDay(on=on, name=name, added_by_id=actor.person_id))
    else:
        row.name, row.withdrawn, row.added_by_id = name, False, actor.person_id
    _record_day(session, now, actor, "add_non_working_day", on, name)


def withdraw_non_working_day(session: Session, *, actor: Actor, now: datetime, on: date) -> None:
    """Let a day count again. Deadlines that were set keep their instant."""
    check_permitted(actor, Action.ADMINISTER)
    row = session.get(NonWorkingDay, on)
    if row is None or row.withdrawn:
        raise NotFound("This day counts already.")
    row.withdrawn = True
    _record_day(session, now, actor, "withdraw_non_working_day", on, row.name)


def add_release(
    session: Session, *, actor: Actor, now: datetime, name: str, release_on: date, is_ad_hoc: bool = False
) -> int:
    """Add a SEC Release and give its id. Raises `ReleaseNameTaken`."""
    check_permitted(actor, Action.ADMINISTER)
    if session.scalar(sa.select(Release.id).where(Release.name == name)):
        raise ReleaseNameTaken("There is already a Release of this name.", "name")
    row = Release(name=name, release_on=release_on, is_ad_hoc=is_ad_hoc)
    session.add(row)
    session.flush()
    _record_release(session, now, actor, "add_release", row)
    return row.id


def move_release(
    session: Session, *, actor: Actor, now: datetime, release_id: int, seen_version: int, release_on: date
) -> None:
    """Move a Release to another day."""
    check_permitted(actor, Action.ADMINISTER)
    row = session.get(Release, release_id)
    if row is None:
        raise NotFound("There is no such Release.")
    check_seen_version(seen_version, row.version, "release_on")
    row.release_on, row.version = release_on, row.version + 1
    _record_release(session, now, actor, "move_release", row)


def _record_day(session: Session, now: datetime, actor: Actor, use_case: str, on: date, name: str) -> None:
    record(session, now, Entry(use_case, actor.person_id, (), facts={"on": on.isoformat(), "name": name}))


def _record_release(session: Session, now: datetime, actor: Actor, use_case: str, row: Release) -> None:
    facts = {"name": row.name, "release_on": row.release_on.isoformat()}
    record(session, now, Entry(use_case, actor.person_id, (("release", row.id),), facts=facts))
