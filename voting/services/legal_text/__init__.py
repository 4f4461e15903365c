"""Legal text: imported from pasted texts, owned hunk by hunk, published, and changed only by cancelling a hunk."""

from voting.services.legal_text.importing import import_legal_text
from voting.services.legal_text.owning import mark_remaining_as_housekeeping, own_clauses, own_hunks
from voting.services.legal_text.publishing import cancel_hunk, publish_legal_text

__all__ = [
    "cancel_hunk",
    "import_legal_text",
    "mark_remaining_as_housekeeping",
    "own_clauses",
    "own_hunks",
    "publish_legal_text",
]
