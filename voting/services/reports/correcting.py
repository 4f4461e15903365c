"""Finishing a report by hand: fields corrected, rows added and taken out, unread passages placed or dismissed."""

from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.history import Entry
from voting.domain.modifications.report import (
    ModificationReport,
    assign_unread,
    dismiss_unread,
    fields_of,
    report_to_json,
    with_row,
    with_typed_field,
    without_row,
)
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.modifications import Modification, ReportVersion
from voting.queries.reports.loading import read_of, version_row
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.reports.importing import check_draft


def correct_field(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, path: str, typed: str
) -> str:
    """Correct one field to what was typed; gives the path at which it now is. Raises `FieldNotUnderstood`."""
    row = _draft(session, actor, version_id, seen_version)
    before = read_of(row).report
    after = with_typed_field(before, path, typed)
    new_path = _path_now(before, after, path)
    row.hand_corrected = sorted({*row.hand_corrected, new_path})
    _keep(session, now, actor, "correct_field", row, after, {"path": path})
    return new_path


def add_row(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, name: str, value: object
) -> None:
    """Add a row to a list of the report, in its JSON shape. Raises `NotARow`, `ReportJsonNotUnderstood`."""
    row = _draft(session, actor, version_id, seen_version)
    after = with_row(read_of(row).report, name, value)
    _keep(session, now, actor, "add_row", row, after, {"list": name})


def remove_row(session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, path: str) -> None:
    """Take a row out of a list. A later draft does not bring it back unasked. Raises `NotARow`."""
    row = _draft(session, actor, version_id, seen_version)
    after = without_row(read_of(row).report, path)
    row.hand_corrected = sorted({*row.hand_corrected, path})
    _keep(session, now, actor, "remove_row", row, after, {"path": path})


def assign_passage(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, unread: str, to: str
) -> None:
    """Put an unread passage at the end of a field that holds text. Raises `FieldHoldsNoText`."""
    row = _draft(session, actor, version_id, seen_version)
    after = assign_unread(read_of(row).report, unread, to)
    row.hand_corrected = sorted({*row.hand_corrected, to})
    _keep(session, now, actor, "assign_passage", row, after, {"unread": unread, "to": to})


def dismiss_passage(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, unread: str
) -> None:
    """Dismiss an unread passage by name: it is kept as furniture, with who dismissed it in the history."""
    row = _draft(session, actor, version_id, seen_version)
    before = read_of(row).report
    after = dismiss_unread(before, unread)
    row.dismissed = [*row.dismissed, {"passage": after.furniture[-1], "by": actor.person_id}]
    _keep(session, now, actor, "dismiss_passage", row, after, {"unread": unread})


def _draft(session: Session, actor: Actor, version_id: int, seen_version: int) -> ReportVersion:
    row = version_row(session, version_id)
    modification = session.get_one(Modification, row.modification_id)
    check_permitted(actor, Action.EDIT_REPORT, Subject(state=modification.stage.value))
    check_draft(row)
    check_seen_version(seen_version, row.version)
    return row


def _path_now(before: ModificationReport, after: ModificationReport, path: str) -> str:
    """Where the corrected field is found now: elsewhere if it is what names its row."""
    places = [field.path for field in fields_of(before)]
    return [field.path for field in fields_of(after)][places.index(path)]


def _keep(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    row: ReportVersion,
    report: ModificationReport,
    facts: dict[str, object],
) -> None:
    row.report, row.version = report_to_json(report), row.version + 1
    record(
        session,
        now,
        Entry(
            use_case,
            actor.person_id,
            (("report_version", row.id),),
            facts={**facts, "version": row.number},
            modification_id=row.modification_id,
        ),
    )
