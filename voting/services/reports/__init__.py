"""Modification Reports: imported, finished by hand, linted, published; a later draft never overwrites a correction."""

from voting.services.reports.correcting import (
    add_row,
    assign_passage,
    correct_fields,
    dismiss_passage,
    remove_row,
)
from voting.services.reports.importing import Imported, import_report, settle_import
from voting.services.reports.publishing import accept_finding, open_findings, publish_report
from voting.services.reports.reading import read_upload

__all__ = [
    "Imported",
    "accept_finding",
    "add_row",
    "assign_passage",
    "correct_fields",
    "dismiss_passage",
    "import_report",
    "open_findings",
    "publish_report",
    "read_upload",
    "remove_row",
    "settle_import",
]
