"""Word files of observations: which were handed in for a register, what was read of them, and how that stands to it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from voting.domain.errors import NotFound
from voting.domain.observations.annex_a import AnnexReading, annex_from_json
from voting.domain.observations.comparing import ComparedRow, HeldObservation, Standing, compared
from voting.domain.people import Action, Actor, Subject, check_permitted, may
from voting.models.legal_text import CodeDocument, HunkRow
from voting.models.modifications import UploadedFile
from voting.models.observations import AnnexFile, ObservationRow
from voting.queries.modifications.loading import modification_numbered

NO_SUCH_FILE = "There is no such file of observations."


@dataclass(frozen=True, slots=True)
class AnnexPage:
    """What was read of a file, beside the register."""

    modification_id: int
    modification_number: str
    modification_title: str
    file_name: str
    reading: AnnexReading
    lines: tuple[ComparedRow, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents of what was read, in the file's order."""
        return self.reading.documents

    def count(self, standing: str) -> int:
        """How many observations stand so to the register."""
        return sum(line.standing == standing for line in self.lines)

    @property
    def says_all_kinds(self) -> bool:
        """Whether the file says of what kind each new observation is."""
        return all(line.row.kind for line in self.lines if line.standing is Standing.NEW)

    @property
    def says_all_states(self) -> bool:
        """Whether the file says outright what state each new observation is in."""
        return all(line.row.is_state_certain for line in self.lines if line.standing is Standing.NEW)

    @property
    def can_import(self) -> bool:
        """Whether anything could be taken in."""
        return any(line.standing is not Standing.SAME for line in self.lines)


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file that was handed in and not taken into the register yet."""

    id: int
    name: str
    uploaded_at: datetime


def handed_in_file(session: Session, modification_id: int, file_id: int) -> AnnexFile:
    """A file that was handed in for this register. One statement. Raises `NotFound` for any other."""
    # Without its bytes, which may be many.
    described = joinedload(AnnexFile.file).load_only(UploadedFile.name, UploadedFile.sha256)
    file = session.get(AnnexFile, file_id, options=[described])
    if file is None or file.modification_id != modification_id:
        raise NotFound(NO_SUCH_FILE)
    return file


def annex_page(session: Session, *, viewer: Actor, number: str, file_id: int) -> AnnexPage:
    """What was read of a file, beside the register as it stands now, for who may change it. Three statements.

    Raises `NotFound`, `NotPermitted`.
    """
    modification = modification_numbered(session, number)
    check_permitted(viewer, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value))
    file = handed_in_file(session, modification.id, file_id)
    reading = annex_from_json(file.reading)
    lines = compared(reading.rows, held_observations(session, modification.id))
    return AnnexPage(modification.id, modification.number, modification.title, file.file.name, reading, lines)


def waiting_files(session: Session, *, viewer: Actor, number: str) -> tuple[WaitingFile, ...]:
    """The files that were handed in and not taken in, the latest first; none for who may not change the register.

    One that was put right and taken in under the same name later waits no more. Two statements.
    """
    modification = modification_numbered(session, number)
    if not may(viewer, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value)):
        return ()
    files = session.execute(
        sa.select(UploadedFile.id, UploadedFile.name, UploadedFile.uploaded_at, AnnexFile.taken_in_at)
        .join(AnnexFile, AnnexFile.file_id == UploadedFile.id)
        .where(AnnexFile.modification_id == modification.id)
        .order_by(UploadedFile.id.desc())
    ).all()
    taken: set[str] = set()
    waiting = []
    for file in files:
        if file.taken_in_at is not None:
            taken.add(file.name)
        elif file.name not in taken:
            waiting.append(WaitingFile(file.id, file.name, file.uploaded_at))
    return tuple(waiting)


def held_observations(session: Session, modification_id: int) -> tuple[HeldObservation, ...]:
    """The register as files are compared with it. One statement."""
    rows = session.execute(
        sa.select(ObservationRow, CodeDocument.code)
        .join(CodeDocument, CodeDocument.id == ObservationRow.code_document_id)
        .where(ObservationRow.modification_id == modification_id)
    ).all()
    return tuple(
        HeldObservation(
            row.id,
            code,
            row.number,
            row.version,
            row.title,
            row.text,
            row.recommendation,
            row.kind,
            row.state,
            row.state_reason,
            row.cited_clauses,
        )
        for row, code in rows
    )


def hunks_of_observations(session: Session, observation_id: int) -> tuple[str, ...]:
    """The keys of the changes that an observation owns."""
    return tuple(session.scalars(sa.select(HunkRow.key).where(HunkRow.observation_id == observation_id).distinct()))
