"""Finishing a report by hand: fields corrected, rows added and taken out, unread passages placed or dismissed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.report import (
    FieldUnknown,
    ModificationReport,
    ReportField,
    assign_unread,
    dismiss_unread,
    field_at,
    fields_of,
    report_to_json,
    to_typed,
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


def correct_fields(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    version_id: int,
    seen_version: int,
    typed: Mapping[str, str],
) -> dict[str, str]:
    """Correct fields to what was typed, by path, in one act; gives the path at which each now is.

    A field that was left as it stood does not become a hand correction. Raises `FieldUnknown`, `FieldNotUnderstood`
    (its `field` is the path as given), `VersionPublished` and `SeenVersionStale`.
    """
    row = _draft(session, actor, version_id, seen_version)
    report = read_of(row).report
    corrected, places = set(row.hand_corrected), {path: path for path in typed}
    changed = []
    for path, words in typed.items():
        here = places[path]
        if _as_sent(to_typed(field_at(report, here).value)) == _as_sent(words):
            continue
        after = _typed_into(report, here, words, path)
        moves = _moves(fields_of(report), fields_of(after))
        corrected = {moves.get(each, each) for each in corrected} | {moves[here]}
        places = {name: moves.get(place, place) for name, place in places.items()}
        report = after
        changed.append(path)
    row.hand_corrected = sorted(corrected)
    _keep(session, now, actor, "correct_fields", row, report, {"paths": changed})
    return places


def add_row(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, name: str, value: object
) -> None:
    """Add a row to a list of the report, in its JSON shape. A later draft without it does not take it out unasked.

    Raises `NotARow`, `ReportJsonNotUnderstood`, `FieldNotUnderstood`.
    """
    row = _draft(session, actor, version_id, seen_version)
    before = read_of(row).report
    after = with_row(before, name, value)
    known = {field.path for field in fields_of(before)}
    added = {field.path for field in fields_of(after)} - known
    row.hand_corrected = sorted({*row.hand_corrected, *added})
    _keep(session, now, actor, "add_row", row, after, {"list": name})


def remove_row(session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, path: str) -> None:
    """Take a row out of a list. A later draft does not bring it back unasked. Raises `NotARow`."""
    row = _draft(session, actor, version_id, seen_version)
    before = read_of(row).report
    after = without_row(before, path)
    kept = [field for field in fields_of(before) if not field.path.startswith(f"{path}/")]
    moves = _moves(kept, fields_of(after))
    gone = f"{path}/"
    corrected = {moves.get(each, each) for each in row.hand_corrected if not each.startswith(gone)}
    row.hand_corrected = sorted({*corrected, path})
    _keep(session, now, actor, "remove_row", row, after, {"path": path})


def assign_passage(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, unread: str, to: str
) -> None:
    """Put an unread passage at the end of a field that holds text. Raises `FieldHoldsNoText`."""
    row = _draft(session, actor, version_id, seen_version)
    before = read_of(row).report
    after = assign_unread(before, unread, to)
    moves = _moves(fields_of(before), fields_of(after))
    row.hand_corrected = sorted({*(moves.get(each, each) for each in row.hand_corrected), moves[to]})
    _keep(session, now, actor, "assign_passage", row, after, {"unread": unread, "to": to})


def dismiss_passage(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, unread: str
) -> None:
    """Dismiss an unread passage by name: it is kept as furniture, with who dismissed it in the history."""
    row = _draft(session, actor, version_id, seen_version)
    after = dismiss_unread(read_of(row).report, unread)
    row.dismissed = [*row.dismissed, {"passage": after.furniture[-1], "by": actor.person_id}]
    _keep(session, now, actor, "dismiss_passage", row, after, {"unread": unread})


def _draft(session: Session, actor: Actor, version_id: int, seen_version: int) -> ReportVersion:
    row = version_row(session, version_id)
    modification = session.get_one(Modification, row.modification_id)
    check_permitted(actor, Action.EDIT_REPORT, Subject(state=modification.stage.value))
    check_draft(row)
    check_seen_version(seen_version, row.version)
    return row


def _as_sent(text: str) -> str:
    """A text as a form sends it, so that line ends and outer white space are no correction."""
    return text.replace("\r\n", "\n").strip()


def _typed_into(report: ModificationReport, place: str, words: str, path: str) -> ModificationReport:
    try:
        return with_typed_field(report, place, words)
    except FieldUnknown:
        raise
    except RuleBroken as refused:
        # Its row may have been renamed by a field before it in the same form, and the form knows it by its old name.
        refused.field = path
        raise


def _moves(before: Iterable[ReportField], after: Iterable[ReportField]) -> dict[str, str]:
    """Where each field is found afterwards: elsewhere if what names its row changed, or a row before it went."""
    return dict(zip(_own(before), _own(after), strict=True))


def _own(fields: Iterable[ReportField]) -> list[str]:
    return [field.path for field in fields if field.path.partition("/")[0] not in ("furniture", "unread")]


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
