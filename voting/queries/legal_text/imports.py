"""Word files that were handed in for a modification: how far their reading is, and what each is likely to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from voting.domain.errors import NotFound
from voting.domain.legal_text.files import DocumentGuess, NamedFile, TextFileState, guess_documents
from voting.domain.observations import document_sort_key
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.legal_text import CodeDocument, LegalTextVersion, TextImport, TextImportFile, TextReading
from voting.models.modifications import UploadedFile
from voting.queries.legal_text.documents import slug_of
from voting.queries.modifications.loading import modification_numbered


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file: where it stands, what was found in it or why not, and which document it is likely to be."""

    id: int
    name: str
    size: int
    state: TextFileState
    clauses: int
    changes: int
    warnings: tuple[str, ...]
    refusal: str
    guess: DocumentGuess
    is_comparison: bool
    document: str
    document_slug: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document of the code that somebody named before."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class TextImportPage:
    """The files that were handed in together."""

    id: int
    modification_number: str
    modification_title: str
    sec_version: str
    created_at: datetime
    settled_at: datetime | None
    seen_version: int
    files: tuple[FileLine, ...]
    documents: tuple[KnownDocument, ...]

    @property
    def waiting(self) -> int:
        """How many files are still to be read."""
        return sum(file.state is TextFileState.WAITING for file in self.files)

    @property
    def readable(self) -> tuple[FileLine, ...]:
        """The files of which a draft can be made."""
        return tuple(file for file in self.files if file.state is TextFileState.READ)


def text_import_page(session: Session, *, viewer: Actor, number: str, import_id: int) -> TextImportPage:
    """One import with all its files. Four statements. Raises `NotFound`, `NotPermitted`."""
    modification = modification_numbered(session, number)
    check_permitted(viewer, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    row = session.get(TextImport, import_id)
    if row is None or row.modification_id != modification.id:
        raise NotFound("There is no such import of legal text.")
    known = tuple(
        KnownDocument(document.code, document.title)
        for document in sorted(session.scalars(sa.select(CodeDocument)), key=lambda each: document_sort_key(each.code))
    )
    found = session.execute(
        sa.select(TextImportFile, TextReading, CodeDocument.code)
        .join(UploadedFile, UploadedFile.id == TextImportFile.file_id)
        .options(contains_eager(TextImportFile.file))
        .outerjoin(TextReading, TextReading.text_import_file_id == TextImportFile.id)
        .outerjoin(LegalTextVersion, LegalTextVersion.id == TextImportFile.legal_text_version_id)
        .outerjoin(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .where(TextImportFile.text_import_id == row.id)
        .order_by(TextImportFile.position)
    )
    # An outer join gives None, whatever its types say.
    files = cast("list[tuple[TextImportFile, TextReading | None, str | None]]", found.all())
    guesses = guess_documents(
        [NamedFile(file.file.name, "" if reading is None else reading.opening) for file, reading, _ in files],
        {document.code: document.title for document in known},
    )
    return TextImportPage(
        row.id,
        modification.number,
        modification.title,
        row.sec_version,
        row.created_at,
        row.settled_at,
        row.version,
        tuple(
            _line(file, reading, code or "", guess, is_settled=row.settled_at is not None)
            for (file, reading, code), guess in zip(files, guesses, strict=True)
        ),
        known,
    )


def _line(
    file: TextImportFile, reading: TextReading | None, code: str, guess: DocumentGuess, *, is_settled: bool
) -> FileLine:
    return FileLine(
        file.id,
        file.file.name,
        file.file.size,
        _state(file, reading, is_settled=is_settled),
        reading.clauses if reading else 0,
        reading.changes if reading else 0,
        _words(reading.warnings if reading else ()),
        reading.refusal if reading else "",
        guess,
        file.in_force_file_id is not None,
        code,
        slug_of(code),
    )


def _words(warnings: Sequence[object]) -> tuple[str, ...]:
    return tuple(str(warning) for warning in warnings)


def _state(file: TextImportFile, reading: TextReading | None, *, is_settled: bool) -> TextFileState:
    if file.legal_text_version_id is not None:
        return TextFileState.IMPORTED
    if reading is not None and reading.refusal:
        return TextFileState.REFUSED
    if is_settled:
        return TextFileState.LEFT_OUT
    return TextFileState.WAITING if reading is None else TextFileState.READ
