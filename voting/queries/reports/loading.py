"""A report version as the rulebook's values, read from its row."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.modifications.report import ReadReport, read_from_json
from voting.models.modifications import ReportDraftImport, ReportVersion


def version_row(session: Session, version_id: int) -> ReportVersion:
    """The version, with its modification. Raises `NotFound`."""
    row = session.get(ReportVersion, version_id)
    if row is None:
        raise NotFound("There is no such version of the report.")
    return row


def read_of(row: ReportVersion | ReportDraftImport) -> ReadReport:
    """The report with the passages beside its fields."""
    return read_from_json({"report": row.report, "sources": row.sources})


def draft_import_read(session: Session, version_id: int) -> tuple[ReportDraftImport, ReadReport] | None:
    """The later draft that waits beside a version to be taken or left, if there is one."""
    row = session.scalar(
        sa.select(ReportDraftImport)
        .where(ReportDraftImport.report_version_id == version_id, ReportDraftImport.settled_at.is_(None))
        .order_by(ReportDraftImport.id.desc())
        .limit(1)
    )
    return None if row is None else (row, read_of(row))
