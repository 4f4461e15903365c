"""A report version as the rulebook's values, read from its row."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.modifications.lint import Finding, lint_report
from voting.domain.modifications.report import ReadReport, read_from_json
from voting.domain.observations import document_sort_key
from voting.models.history import HistoryEntry
from voting.models.legal_text import CodeDocument, LegalTextVersion
from voting.models.modifications import ReportDraftImport, ReportVersion


def version_row(session: Session, version_id: int) -> ReportVersion:
    """The version, with its modification. Raises `NotFound`."""
    row = session.get(ReportVersion, version_id)
    if row is None:
        raise NotFound("There is no such version of the report.")
    return row


# The use cases that prepare a draft; passing a finding with a reason is not one of them.
_PREPARING = (
    "import_report",
    "settle_import",
    "correct_fields",
    "add_row",
    "remove_row",
    "assign_passage",
    "dismiss_passage",
)


def preparers(session: Session, row: ReportVersion) -> frozenset[int]:
    """Everybody who prepared this version, none of whom may publish it: a modification has one draft at a time."""
    entries = sa.select(HistoryEntry.person_id).where(
        HistoryEntry.modification_id == row.modification_id,
        HistoryEntry.use_case.in_(_PREPARING),
        HistoryEntry.at >= row.created_at,
        HistoryEntry.person_id.is_not(None),
    )
    if row.published_at is not None:
        entries = entries.where(HistoryEntry.at <= row.published_at)
    return frozenset(person for person in session.scalars(entries) if person is not None) | {row.prepared_by_id}


def read_of(row: ReportVersion | ReportDraftImport) -> ReadReport:
    """The report with the passages beside its fields."""
    return read_from_json({"report": row.report, "sources": row.sources})


def findings_on(session: Session, row: ReportVersion) -> tuple[Finding, ...]:
    """What the lint finds in a version, held against the legal text of its modification as well as against itself."""
    return lint_report(read_of(row).report, annex_b_files=_documents_redlined(session, row))


def _documents_redlined(session: Session, row: ReportVersion) -> tuple[str, ...]:
    """The code documents that Annex B holds: those of which the modification has legal text, drafts included.

    What was drafted after a version was published is no part of that version.
    """
    drafted = sa.select(LegalTextVersion.code_document_id).where(
        LegalTextVersion.modification_id == row.modification_id
    )
    if row.published_at is not None:
        drafted = drafted.where(LegalTextVersion.created_at <= row.published_at)
    codes = session.scalars(sa.select(CodeDocument.code).where(CodeDocument.id.in_(drafted)))
    return tuple(sorted(codes, key=document_sort_key))


def draft_import_read(session: Session, version_id: int) -> tuple[ReportDraftImport, ReadReport] | None:
    """The later draft that waits beside a version to be taken or left, if there is one."""
    row = session.scalar(
        sa.select(ReportDraftImport)
        .where(ReportDraftImport.report_version_id == version_id, ReportDraftImport.settled_at.is_(None))
        .order_by(ReportDraftImport.id.desc())
        .limit(1)
    )
    return None if row is None else (row, read_of(row))
