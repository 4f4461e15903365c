"""Reads a Modification Report from the text of its PDF: from the bytes of a file to fields with their passages."""

from voting.documents.report.door import (
    NotAModificationReport,
    ReportEmpty,
    ReportIsArchive,
    ReportIsBinary,
    ReportIsImage,
    ReportIsMarkup,
    ReportIsOldOffice,
    ReportIsSpreadsheet,
    ReportTooLarge,
    UnreadableReport,
    read_report_file,
)
from voting.documents.report.reading import read_report_text

__all__ = [
    "NotAModificationReport",
    "ReportEmpty",
    "ReportIsArchive",
    "ReportIsBinary",
    "ReportIsImage",
    "ReportIsMarkup",
    "ReportIsOldOffice",
    "ReportIsSpreadsheet",
    "ReportTooLarge",
    "UnreadableReport",
    "read_report_file",
    "read_report_text",
]
