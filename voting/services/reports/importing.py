"""A report comes in: as a first draft, or as a later one whose differences wait beside the draft that is there."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.report import ReadReport, read_to_json, report_to_json
from voting.domain.modifications.report_diff import DifferenceState, FieldDifference, apply_differences, report_diff
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.modifications import Modification, ReportDraftImport, ReportVersion, UploadedFile
from voting.queries.reports.loading import draft_import_read, read_of, version_row
from voting.services.files import keep_file
from voting.services.history import record
from voting.services.intents import check_seen_version, earlier_result, keep_result


class VersionPublished(RuleBroken):
    """A published version never changes."""


class NothingWaits(RuleBroken):
    """No later draft waits to be taken or left."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Where an import went: the version, and whether it waits beside a draft that was there."""

    version_id: int
    number: int
    waits: bool


def import_report(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    filename: str,
    content: bytes,
    read: ReadReport,
    intent: str = "",
) -> Imported:
    """Keep a report that was read from a file: a new draft version, or beside the draft that is there already.

    Nothing of a draft is overwritten: `settle_import` takes over what a person accepts. The same `intent` again gives
    what it gave the first time. Raises `NotFound`, `NotPermitted`.
    """
    modification = session.get(Modification, modification_id)
    if modification is None:
        raise NotFound("There is no such modification.")
    check_permitted(actor, Action.IMPORT_REPORT, Subject(state=modification.stage.value))
    body = {"modification": modification_id, "sha256": hashlib.sha256(content).hexdigest()}
    earlier = earlier_result(session, actor, intent, "import_report", body)
    if earlier is not None:
        return Imported(**earlier)
    file = keep_file(session, actor=actor, now=now, name=filename, content=content, without_name="report.txt")
    stored = read_to_json(read)
    latest = session.scalar(
        sa.select(ReportVersion)
        .where(ReportVersion.modification_id == modification_id)
        .order_by(ReportVersion.number.desc())
        .limit(1)
    )
    if latest is not None and latest.published_at is None:
        imported = _beside(session, now, actor, latest, file, stored)
    else:
        imported = _as_draft(
            session, now, actor, modification_id, 1 if latest is None else latest.number + 1, file, stored
        )
    keep_result(session, now, actor, intent, "import_report", body, asdict(imported))
    return imported


def settle_import(
    session: Session, *, actor: Actor, now: datetime, version_id: int, seen_version: int, accepted: Collection[str]
) -> int:
    """Take the accepted differences of the later draft into the one that is there, and leave the rest.

    Gives how many were taken. Hand corrections that were not accepted stand. Raises `NothingWaits`,
    `DifferenceUnknown`, `SeenVersionStale`.
    """
    row = version_row(session, version_id)
    modification = session.get_one(Modification, row.modification_id)
    check_permitted(actor, Action.IMPORT_REPORT, Subject(state=modification.stage.value))
    check_draft(row)
    check_seen_version(seen_version, row.version)
    waiting = draft_import_read(session, version_id)
    if waiting is None:
        raise NothingWaits("No later draft waits here. Import one first.")
    draft, later = waiting
    held = read_of(row)
    differences = report_diff(held.report, later.report, frozenset(row.hand_corrected))
    taken = frozenset(accepted)
    report = apply_differences(held.report, differences, taken)
    known = _known(differences, taken)
    # Passages stand in the text that was read last; what was not taken over keeps none rather than a wrong one.
    row.report = report_to_json(report)
    row.sources = {
        **draft.sources,
        "passages": {path: lines for path, lines in draft.sources["passages"].items() if path in known},
    }
    row.hand_corrected = [path for path in row.hand_corrected if path not in taken]
    row.file_id, row.version = draft.file_id, row.version + 1
    draft.settled_at = now
    record(
        session,
        now,
        Entry(
            "settle_import",
            actor.person_id,
            (("report_version", row.id), ("report_draft_import", draft.id)),
            facts={"taken": sorted(taken)},
            modification_id=row.modification_id,
        ),
    )
    return len(taken)


def check_draft(row: ReportVersion) -> None:
    """Pass for a draft, or raise `VersionPublished`."""
    if row.published_at is not None:
        raise VersionPublished("This version is published and never changes. Import a new version to correct it.")


def _known(differences: tuple[FieldDifference, ...], taken: frozenset[str]) -> frozenset[str]:
    """The fields, and the rows they are in, that now say what the later draft says."""
    fields = taken | {each.path for each in differences if each.state is DifferenceState.SAME}
    return fields | {"/".join(path.split("/")[:2]) for path in fields}


def _as_draft(
    session: Session,
    now: datetime,
    actor: Actor,
    modification_id: int,
    number: int,
    file: UploadedFile,
    stored: dict[str, dict[str, object]],
) -> Imported:
    row = ReportVersion(
        modification_id=modification_id,
        number=number,
        report=stored["report"],
        sources=stored["sources"],
        file_id=file.id,
        prepared_by_id=actor.person_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, now, actor, row, file, waits=False)
    return Imported(row.id, row.number, waits=False)


def _beside(
    session: Session,
    now: datetime,
    actor: Actor,
    latest: ReportVersion,
    file: UploadedFile,
    stored: dict[str, dict[str, object]],
) -> Imported:
    waiting = draft_import_read(session, latest.id)
    if waiting is not None:
        waiting[0].settled_at = now
    session.add(
        ReportDraftImport(
            report_version_id=latest.id,
            report=stored["report"],
            sources=stored["sources"],
            file_id=file.id,
            imported_at=now,
            imported_by_id=actor.person_id,
        )
    )
    session.flush()
    _record(session, now, actor, latest, file, waits=True)
    return Imported(latest.id, latest.number, waits=True)


def _record(
    session: Session, now: datetime, actor: Actor, row: ReportVersion, file: UploadedFile, *, waits: bool
) -> None:
    facts = {"version": row.number, "file": file.name, "sha256": file.sha256.hex(), "beside_a_draft": waits}
    changed = (("report_version", row.id), ("uploaded_file", file.id))
    entry = Entry("import_report", actor.person_id, changed, facts=facts, modification_id=row.modification_id)
    record(session, now, entry)
