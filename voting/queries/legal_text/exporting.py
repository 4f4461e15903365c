"""One version of a document's text as it is taken away in a file."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.legal_text import Redline
from voting.domain.people import Actor
from voting.queries.legal_text.documents import document_head
from voting.queries.legal_text.loading import original_of, redline_of, version_row


@dataclass(frozen=True, slots=True)
class TextToExport:
    """A redline, the day it is of, the Word file that it was imported from, and the beginning of a file's name."""

    redline: Redline
    on: date
    original: bytes | None
    stem: str


def text_to_export(
    session: Session, *, viewer: Actor, number: str, slug: str, version_number: int | None = None
) -> TextToExport:
    """The version that the viewer may read. Six statements. Raises `NotFound`."""
    head = document_head(session, viewer=viewer, number=number, slug=slug, version_number=version_number)
    row = version_row(session, head.version.id)
    return TextToExport(
        redline_of(session, row),
        london_date(row.published_at or row.created_at),
        original_of(session, row),
        f"{head.modification_number}-{head.slug}-v{head.version.number}",
    )
