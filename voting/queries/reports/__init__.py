"""Modification Reports as each viewer may read them: published versions, drafts, differences, findings."""

from voting.queries.reports.loading import draft_import_read, read_of, version_row
from voting.queries.reports.pages import (
    DifferencePage,
    FieldOnPage,
    FindingOnPage,
    ReportDesk,
    ReportPage,
    VersionInList,
    VersionsPage,
    difference_page,
    report_desk,
    report_page,
    report_versions,
)

__all__ = [
    "DifferencePage",
    "FieldOnPage",
    "FindingOnPage",
    "ReportDesk",
    "ReportPage",
    "VersionInList",
    "VersionsPage",
    "difference_page",
    "draft_import_read",
    "read_of",
    "report_desk",
    "report_page",
    "report_versions",
    "version_row",
]
