"""The progression timetable as SECAS keeps it: its rows, a plan that moves, and what really happened."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.timetable import (
    AlreadyHappened,
    EventKind,
    Span,
    TimetableEvent,
    event_kind_of,
    happened,
    replan,
    shift,
)
from voting.domain.people import Action, Actor, check_permitted
from voting.domain.typed_text import storable
from voting.models.modifications import Modification
from voting.models.modifications import TimetableEvent as EventRow
from voting.queries.calendar import working_days
from voting.queries.modifications.loading import subject_of
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.modifications.loading import modification_row

MOST_ROWS = 200
MOST_WORKING_DAYS = 1_000
_PARKED = 100_000


class WordsMissing(RuleBroken):
    """A row of a timetable that does not say what happens."""


class TooManyRows(RuleBroken):
    """More rows than a timetable can have."""


class ShiftTooFar(RuleBroken):
    """A shift by no day, or by more days than anybody plans."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row as planned. `id` None: a new one. Without a kind, its words tell it."""

    words: str
    planned: Span | None = None
    kind: EventKind | None = None
    id: int | None = None


def set_timetable(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    seen_version: int,
    rows: tuple[PlannedRow, ...],
) -> None:
    """Give the timetable these rows in this order; rows left out go, unless they have happened.

    Raises `SeenVersionStale`, `WordsMissing`, `TooManyRows`, `NotFound` for a row of another timetable, and
    `AlreadyHappened` for one that would go or be planned anew after the fact.
    """
    row = _editable(session, actor, modification_id, seen_version)
    if len(rows) > MOST_ROWS:
        raise TooManyRows(f"A timetable has at most {MOST_ROWS} rows.")
    kept = {event.id: event for event in event_rows(session, row.id)}
    _check_known(rows, kept)
    for gone in kept.keys() - {planned.id for planned in rows}:
        if kept[gone].actual_start_on is not None:
            raise AlreadyHappened(f"“{kept[gone].text}” has happened, so it stays in the timetable.")
        session.delete(kept[gone])
    # Positions are unique, so the rows step aside before each takes its place.
    for event in kept.values():
        event.position += _PARKED
    session.flush()
    changed = [_write(session, row, kept, position, planned) for position, planned in enumerate(rows, start=1)]
    session.flush()
    _record(session, now, actor, row, "set_timetable", changed)


def record_actual(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    seen_version: int,
    event_id: int,
    actual: Span,
) -> None:
    """Write the actual dates of one row beside the planned ones.

    Raises `AlreadyHappened`, `HappensInFuture`, `SeenVersionStale` and `NotFound`.
    """
    row = _editable(session, actor, modification_id, seen_version)
    event = _event(session, row.id, event_id)
    after = happened(event_value(event), actual, london_date(now)).actual or actual
    event.actual_start_on, event.actual_end_on = after.starts_on, after.ends_on
    _record(session, now, actor, row, "record_actual", [event])


def shift_timetable(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    seen_version: int,
    from_on: date,
    working_days_later: int,
) -> None:
    """Move everything planned on or after a day by so many Working Days, earlier where negative.

    Raises `NothingToShift`, `ShiftTooFar`, `YearNotInCalendar` and `SeenVersionStale`.
    """
    row = _editable(session, actor, modification_id, seen_version)
    events = event_rows(session, row.id)
    shifted = shifted_events(session, tuple(events), from_on, working_days_later)
    moved = [event for event, after in zip(events, shifted, strict=True) if after != event_value(event)]
    for event, after in zip(events, shifted, strict=True):
        _take_plan(event, after.planned)
    more = {"from_on": from_on.isoformat(), "working_days": working_days_later}
    _record(session, now, actor, row, "shift_timetable", moved, more)


def shifted_events(
    session: Session, events: tuple[EventRow, ...], from_on: date, working_days_later: int
) -> tuple[TimetableEvent, ...]:
    """What a shift would make of these rows; raises as `shift_timetable` does."""
    if not 0 < abs(working_days_later) <= MOST_WORKING_DAYS:
        raise ShiftTooFar(
            f"Say by how many Working Days: from 1 to {MOST_WORKING_DAYS}, or negative to move it earlier.",
            "working_days",
        )
    calendar = working_days(session)
    values = tuple(event_value(event) for event in events)
    return shift(values, from_on, lambda day: calendar.add_working_days(day, working_days_later))


def event_rows(session: Session, modification_id: int) -> list[EventRow]:
    """The rows of a timetable in order."""
    rows = sa.select(EventRow).where(EventRow.modification_id == modification_id).order_by(EventRow.position)
    return list(session.scalars(rows))


def event_value(row: EventRow) -> TimetableEvent:
    """A row as the rulebook's value."""
    planned = Span(row.planned_start_on, row.planned_end_on) if row.planned_start_on else None
    actual = Span(row.actual_start_on, row.actual_end_on) if row.actual_start_on else None
    return TimetableEvent(row.kind, row.text, planned, actual)


def _editable(session: Session, actor: Actor, modification_id: int, seen_version: int) -> Modification:
    row = modification_row(session, modification_id)
    check_permitted(actor, Action.EDIT_MODIFICATION, subject_of(row))
    check_seen_version(seen_version, row.version)
    return row


def _event(session: Session, modification_id: int, event_id: int) -> EventRow:
    row = session.get(EventRow, event_id)
    if row is None or row.modification_id != modification_id:
        raise NotFound("There is no such row in the timetable.")
    return row


def _check_known(rows: tuple[PlannedRow, ...], kept: dict[int, EventRow]) -> None:
    named = [planned.id for planned in rows if planned.id is not None]
    if len(named) != len(set(named)) or not set(named) <= kept.keys():
        raise NotFound("A row is not in this timetable any more. Open the page again.")


def _write(
    session: Session, row: Modification, kept: dict[int, EventRow], position: int, planned: PlannedRow
) -> EventRow:
    words = " ".join(storable(planned.words).split())
    if not words:
        raise WordsMissing("Say in each row what happens, or leave the row out.", "rows")
    event = kept.get(planned.id) if planned.id is not None else None
    if event is None:
        kind = planned.kind or event_kind_of(words)
        event = EventRow(modification_id=row.id, position=position, kind=kind, text=words)
        session.add(event)
    before = event_value(event).planned
    if before != planned.planned:
        _take_plan(event, replan(event_value(event), planned.planned).planned)
    event.position, event.text, event.kind = position, words, planned.kind or event.kind
    return event


def _take_plan(event: EventRow, planned: Span | None) -> None:
    event.planned_start_on = planned.starts_on if planned else None
    event.planned_end_on = planned.ends_on if planned else None


def _record(
    session: Session,
    now: datetime,
    actor: Actor,
    row: Modification,
    use_case: str,
    events: list[EventRow],
    more: dict[str, object] | None = None,
) -> None:
    row.version += 1
    session.flush()
    changed = (("modification", row.id), *(("timetable_event", event.id) for event in events))
    facts = {"number": row.number, "events": [_fact(event) for event in events]} | (more or {})
    record(session, now, Entry(use_case, actor.person_id, changed, facts=facts, modification_id=row.id))


def _fact(event: EventRow) -> dict[str, object]:
    dates = {
        "planned_start": event.planned_start_on,
        "planned_end": event.planned_end_on,
        "actual_start": event.actual_start_on,
        "actual_end": event.actual_end_on,
    }
    known = {name: day.isoformat() for name, day in dates.items() if day is not None}
    return {"kind": event.kind.value, "words": event.text, **known}
