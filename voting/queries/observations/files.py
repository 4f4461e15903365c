"""Word files of observations: which were handed in for a register, what is in them, and how that stands to it.

That a file belongs to a register is what the record says of its being handed in: nothing else ties the two.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.observations.annex_a import AnnexReading
from voting.domain.observations.comparing import ComparedRow, HeldObservation, Standing, compared
from voting.domain.people import Action, Actor, Subject, check_permitted, may
from voting.models.history import HistoryEntry
from voting.models.legal_text import CodeDocument, HunkRow
from voting.models.modifications import Modification, UploadedFile
from voting.models.observations import ObservationRow
from voting.queries.modifications.loading import modification_numbered

NO_SUCH_FILE = "There is no such file of observations."


@dataclass(frozen=True, slots=True)
class AnnexContent:
    """A file as it was handed in."""

    modification_id: int
    name: str
    content: bytes
    uploaded_at: datetime


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


def handed_in_file(session: Session, modification_id: int, file_id: int) -> UploadedFile:
    """A file that was handed in for this register. Two statements. Raises `NotFound` for any other."""
    file = session.get(UploadedFile, file_id) if file_id in _handed_in(session, modification_id) else None
    if file is None:
        raise NotFound(NO_SUCH_FILE)
    return file


def annex_content(session: Session, *, viewer: Actor, number: str, file_id: int) -> AnnexContent:
    """The file's bytes, for who may change the register. Raises `NotFound`, `NotPermitted`."""
    modification = _editable(session, viewer, number)
    file = handed_in_file(session, modification.id, file_id)
    return AnnexContent(modification.id, file.name, file.content, file.uploaded_at)


def annex_page(session: Session, *, viewer: Actor, number: str, file_name: str, reading: AnnexReading) -> AnnexPage:
    """What was read of a file, beside the register as it stands now. Two statements."""
    modification = _editable(session, viewer, number)
    lines = compared(reading.rows, held_observations(session, modification.id))
    return AnnexPage(modification.id, modification.number, modification.title, file_name, reading, lines)


def waiting_files(session: Session, *, viewer: Actor, number: str) -> tuple[WaitingFile, ...]:
    """The files that were handed in and not taken in, the latest first; none for who may not change the register.

    One that was put right and taken in under the same name later waits no more.
    """
    modification = modification_numbered(session, number)
    if not may(viewer, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value)):
        return ()
    taken = _taken_in(session, modification.id)
    waiting = _handed_in(session, modification.id) - set(taken)
    if not waiting:
        return ()
    files = session.scalars(
        sa.select(UploadedFile).where(UploadedFile.id.in_(sorted(waiting))).order_by(UploadedFile.id.desc())
    )
    return tuple(
        WaitingFile(file.id, file.name, file.uploaded_at)
        for file in files
        if not any(name == file.name and later > file.id for later, name in taken.items())
    )


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


def _editable(session: Session, viewer: Actor, number: str) -> Modification:
    modification = modification_numbered(session, number)
    check_permitted(viewer, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value))
    return modification


def _handed_in(session: Session, modification_id: int) -> set[int]:
    """The ids of the files that were handed in for a register."""
    return {
        int(row)
        for leaf in _leaves(session, modification_id, "hand_in_annex")
        for table, row in json.loads(leaf)["changed"]
        if table == "uploaded_file"
    }


def _taken_in(session: Session, modification_id: int) -> dict[int, str]:
    """The files of which something was taken into a register: their names by their ids."""
    leaves = _leaves(session, modification_id, "import_observations")
    facts = (json.loads(leaf)["facts"] for leaf in leaves)
    return {int(each["file_id"]): str(each["file"]) for each in facts}


def _leaves(session: Session, modification_id: int, use_case: str) -> Sequence[bytes]:
    return session.scalars(
        sa.select(HistoryEntry.leaf).where(
            HistoryEntry.modification_id == modification_id, HistoryEntry.use_case == use_case
        )
    ).all()
