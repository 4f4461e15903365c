"""What happened, written into the timetable by the acts that make it happen."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.labels import label
from voting.domain.modifications.timetable import EventKind
from voting.models.modifications import TimetableEvent

Changed = tuple[str, int]


def note_happened(
    session: Session, *, modification_id: int, kind: EventKind, starts_on: date, ends_on: date | None = None
) -> Changed:
    """Write the actual dates of an event into its planned row, or into a new row where none was planned.

    `ends_on` None: one day where one day was planned or nothing was, and the last day too of a planned range. The
    first row of the kind without an actual date takes it. Gives (table, id) for the history entry, and makes none.
    """
    rows = session.scalars(_rows(modification_id)).all()
    row = next((row for row in rows if row.kind is kind and row.actual_start_on is None), None)
    if row is None:
        position = max((row.position for row in rows), default=0) + 1
        row = TimetableEvent(modification_id=modification_id, position=position, kind=kind, text=label(kind))
        session.add(row)
    row.actual_start_on = starts_on
    row.actual_end_on = ends_on or (starts_on if row.planned_end_on is not None else None)
    session.flush()
    return ("timetable_event", row.id)


def note_if_planned(session: Session, *, modification_id: int, kind: EventKind, starts_on: date) -> tuple[Changed, ...]:
    """Write the actual date of an event that may be planned; where it is not, nothing is added."""
    waiting = (row for row in session.scalars(_rows(modification_id)) if row.actual_start_on is None)
    if not any(row.kind is kind for row in waiting):
        return ()
    return (note_happened(session, modification_id=modification_id, kind=kind, starts_on=starts_on),)


def _rows(modification_id: int) -> sa.Select[TimetableEvent]:
    return (
        sa.select(TimetableEvent)
        .where(TimetableEvent.modification_id == modification_id)
        .order_by(TimetableEvent.position)
    )
