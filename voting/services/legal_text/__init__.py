"""Legal text: imported from Word files or pasted texts, owned hunk by hunk, published, changed only by cancelling."""

from voting.services.legal_text.files import (
    FileChoice,
    HandedIn,
    NoFiles,
    hand_in_text_files,
    read_text_file_job,
    settle_text_import,
    unpacked,
)
from voting.services.legal_text.importing import import_legal_text
from voting.services.legal_text.owning import confirm_links, mark_remaining_as_housekeeping, own_clauses, own_hunks
from voting.services.legal_text.publishing import cancel_hunk, publish_legal_text

__all__ = [
    "FileChoice",
    "HandedIn",
    "NoFiles",
    "cancel_hunk",
    "confirm_links",
    "hand_in_text_files",
    "import_legal_text",
    "mark_remaining_as_housekeeping",
    "own_clauses",
    "own_hunks",
    "publish_legal_text",
    "read_text_file_job",
    "settle_text_import",
    "unpacked",
]
