"""The pages of a report: a published version, the desk where a draft is finished, the differences of a later draft."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.domain.errors import NotFound
from voting.domain.modifications.lifecycle import ApprovingBody
from voting.domain.modifications.lint import Finding
from voting.domain.modifications.report import (
    FieldKind,
    ModificationReport,
    ReadReport,
    ReportField,
    fields_of,
    passages_for,
    words_of,
)
from voting.domain.modifications.report_diff import DifferenceState, FieldDifference, report_diff
from voting.domain.people import Action, Actor, check_permitted, may
from voting.models.modifications import LintAcceptance, Modification, ReportVersion
from voting.models.people import Person
from voting.queries.modifications.loading import modification_numbered, subject_of
from voting.queries.reports.loading import draft_import_read, findings_on, preparers, read_of

_FRONT = frozenset(
    {
        "title",
        "number",
        "contact/name",
        "contact/phone",
        "contact/email",
        "proposer/person",
        "proposer/on_behalf_of",
    }
)
NO_SUCH = "There is no such version of the report, or it is not published."


@dataclass(frozen=True, slots=True)
class VersionInList:
    """One version in the switch."""

    id: int
    number: int
    created_at: datetime
    published_at: datetime | None
    prepared_by: str
    published_by: str | None


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions of one modification's report that a viewer may read, latest first."""

    modification_id: int
    modification_number: str
    modification_title: str
    versions: tuple[VersionInList, ...]
    may_import: bool


@dataclass(frozen=True, slots=True)
class PassedFinding:
    """A finding that was passed, with its reason."""

    message: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One version of a report as it is read."""

    modification_id: int
    modification_number: str
    modification_title: str
    version: VersionInList
    versions: tuple[VersionInList, ...]
    report: ModificationReport
    passed_findings: tuple[PassedFinding, ...]
    approving_body: ApprovingBody
    reads_drafts: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class FieldOnPage:
    """One field with the passage that it came from beside it."""

    field: ReportField
    passages: tuple[str, ...]
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class FindingOnPage:
    """One finding, and the reason if it was passed."""

    finding: Finding
    passed: PassedFinding | None


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """A draft on the desk: groups of fields, unread passages, findings."""

    modification_id: int
    modification_number: str
    modification_title: str
    version: VersionInList
    lock_version: int
    groups: tuple[tuple[str, tuple[FieldOnPage, ...]], ...]
    unread: tuple[tuple[str, str], ...]
    text_fields: tuple[str, ...]
    warnings: tuple[str, ...]
    findings: tuple[FindingOnPage, ...]
    has_later_draft: bool
    prepared_by_viewer: bool
    may_edit: bool


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """The differences of a later draft, part by part."""

    modification_number: str
    modification_title: str
    version: VersionInList
    lock_version: int
    parts: tuple[tuple[str, tuple[FieldDifference, ...]], ...]
    same: int


def report_versions(session: Session, *, viewer: Actor, number: str) -> VersionsPage:
    """The versions that the viewer may read, latest first. Two statements. Raises `NotFound`."""
    modification = modification_numbered(session, number)
    return VersionsPage(
        modification.id,
        modification.number,
        modification.title,
        _versions(session, modification, viewer),
        may(viewer, Action.IMPORT_REPORT, subject_of(modification)),
    )


def report_page(session: Session, *, viewer: Actor, number: str, version_number: int) -> ReportPage:
    """One version, if the viewer may read it. Five statements. Raises `NotFound`."""
    modification, row, versions = _found(session, viewer, number, version_number)
    return ReportPage(
        modification.id,
        modification.number,
        modification.title,
        _listed(versions, row),
        versions,
        read_of(row).report,
        tuple(_passed(session, row.id).values()),
        modification.approving_body,
        may(viewer, Action.READ_REPORT_DRAFT, subject_of(modification)),
        may(viewer, Action.EDIT_REPORT, subject_of(modification)),
    )


def report_desk(session: Session, *, viewer: Actor, number: str, version_number: int) -> ReportDesk:
    """A draft on the desk of SECAS. Raises `NotFound`, `NotPermitted`."""
    check_permitted(viewer, Action.READ_RETURNS)
    modification, row, versions = _found(session, viewer, number, version_number)
    read = read_of(row)
    passed = _passed(session, row.id)
    corrected = frozenset(row.hand_corrected)
    fields = fields_of(read.report)
    return ReportDesk(
        modification.id,
        modification.number,
        modification.title,
        _listed(versions, row),
        row.version,
        _groups(read, fields, corrected),
        tuple((f"unread/{position}", text) for position, text in enumerate(read.report.unread, start=1)),
        tuple(field.path for field in fields if _is_placeable(field)),
        read.warnings,
        tuple(
            FindingOnPage(finding, passed.get((str(finding.rule), finding.message)))
            for finding in findings_on(session, row)
        ),
        draft_import_read(session, row.id) is not None,
        viewer.person_id in preparers(session, row),
        row.published_at is None and may(viewer, Action.EDIT_REPORT, subject_of(modification)),
    )


def difference_page(session: Session, *, viewer: Actor, number: str, version_number: int) -> DifferencePage:
    """What a later draft would change, part by part. Raises `NotFound` where none waits."""
    check_permitted(viewer, Action.READ_RETURNS)
    modification, row, versions = _found(session, viewer, number, version_number)
    waiting = draft_import_read(session, row.id)
    if waiting is None:
        raise NotFound("No later draft waits beside this version.")
    differences = report_diff(read_of(row).report, waiting[1].report, frozenset(row.hand_corrected))
    parts: dict[str, list[FieldDifference]] = defaultdict(list)
    for difference in differences:
        if difference.state is not DifferenceState.SAME:
            parts[difference.part].append(difference)
    return DifferencePage(
        modification.number,
        modification.title,
        _listed(versions, row),
        row.version,
        tuple((part, tuple(found)) for part, found in parts.items()),
        sum(difference.state is DifferenceState.SAME for difference in differences),
    )


def _found(
    session: Session, viewer: Actor, number: str, version_number: int
) -> tuple[Modification, ReportVersion, tuple[VersionInList, ...]]:
    modification = modification_numbered(session, number)
    versions = _versions(session, modification, viewer)
    wanted = [each.id for each in versions if each.number == version_number]
    row = session.get(ReportVersion, wanted[0]) if wanted else None
    if row is None:
        raise NotFound(NO_SUCH)
    return modification, row, versions


def _versions(session: Session, modification: Modification, viewer: Actor) -> tuple[VersionInList, ...]:
    reads_drafts = may(viewer, Action.READ_REPORT_DRAFT, subject_of(modification))
    publisher = aliased(Person)
    rows = session.execute(
        sa.select(
            ReportVersion.id,
            ReportVersion.number,
            ReportVersion.created_at,
            ReportVersion.published_at,
            Person.name,
            publisher.name,
        )
        .join(Person, Person.id == ReportVersion.prepared_by_id)
        .outerjoin(publisher, publisher.id == ReportVersion.published_by_id)
        .where(ReportVersion.modification_id == modification.id)
        .where(sa.true() if reads_drafts else ReportVersion.published_at.is_not(None))
        .order_by(ReportVersion.number.desc())
    )
    return tuple(VersionInList(*row) for row in rows)


def _listed(versions: tuple[VersionInList, ...], row: ReportVersion) -> VersionInList:
    return next(each for each in versions if each.id == row.id)


def _passed(session: Session, version_id: int) -> dict[tuple[str, str], PassedFinding]:
    rows = session.execute(
        sa.select(LintAcceptance, Person.name)
        .join(Person, Person.id == LintAcceptance.accepted_by_id)
        .where(LintAcceptance.report_version_id == version_id)
        .order_by(LintAcceptance.id)
    )
    return {
        (row.rule, row.message): PassedFinding(row.message, row.reason, name, row.accepted_at) for row, name in rows
    }


def _groups(
    read: ReadReport, fields: tuple[ReportField, ...], corrected: frozenset[str]
) -> tuple[tuple[str, tuple[FieldOnPage, ...]], ...]:
    groups: dict[str, list[FieldOnPage]] = defaultdict(list)
    for field in fields:
        name = field.path.partition("/")[0]
        if name not in ("unread", "furniture"):
            passages = tuple(words_of(read, passage) for passage in passages_for(read, field.path))
            groups[name].append(FieldOnPage(field, passages, field.path in corrected))
    return tuple((name, tuple(found)) for name, found in groups.items())


def _is_placeable(field: ReportField) -> bool:
    """Whether a passage can be put there: running text, or one of the single words on the front of a report."""
    if field.path.partition("/")[0] in ("unread", "furniture"):
        return False
    return field.kind is FieldKind.TEXT or (field.kind is FieldKind.WORDS and field.path in _FRONT)
