"""Annex A taken into the register: the file is handed in, read and kept, a person confirms it, and it goes in."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from voting.documents.gate import Limits
from voting.documents.old_word import run_bounded_on_word
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.lifecycle import ModificationNumber, parse_number
from voting.domain.observations import (
    ObservationFacts,
    ObservationKey,
    ObservationKind,
    ObservationState,
    TransitionRefused,
)
from voting.domain.observations.annex_a import AnnexReading, AnnexRow, annex_from_json, annex_to_json, short_title
from voting.domain.observations.comparing import ComparedRow, Standing, cited_of, compared
from voting.domain.observations.what_was_done import more_than_the_state, state_as_told
from voting.domain.people import Actor
from voting.domain.typed_text import storable
from voting.models.modifications import UploadedFile
from voting.models.observations import AnnexFile, ObservationMove, ObservationRow
from voting.queries.observations.files import handed_in_file, held_observations, hunks_of_observations
from voting.services.files import keep_file
from voting.services.history import record
from voting.services.intents import check_seen_version, earlier_result, keep_result
from voting.services.legal_text.code_documents import document_of_code
from voting.services.observations.loading import permitted_modification, put_in_order

Key = tuple[str, str]


class KindNotChosen(RuleBroken):
    """The file does not say of what kind a new observation is, and neither does the person."""


class StateNotChosen(RuleBroken):
    """The file's words leave the state of a new observation open, and nobody settled it."""


class NothingToImport(RuleBroken):
    """Everything that was read is in the register already, and no difference was ticked."""


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the person settled: the kind and the state of new observations of which the file tells none, the states of
    single ones by document and number, and which of those that differ to overwrite, with the version that was seen.
    """

    kind: ObservationKind | None = None
    state: ObservationState | None = None
    states: Mapping[Key, ObservationState] = field(default_factory=dict)
    overwrite: Mapping[Key, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many observations were added and overwritten, and how many were left as they were."""

    added: int
    overwritten: int
    left: int


def read_annex_file(content: bytes, filename: str, *, upload_bytes: int | None = None) -> AnnexReading:
    """What the tables of a file say; call it outside of any transaction, because it may take a while.

    `upload_bytes` is the most a file may have, by default the gate's own limit. Raises `FileRefused`.
    """
    limits = Limits() if upload_bytes is None else Limits(upload_bytes=upload_bytes)
    value, warnings = run_bounded_on_word("annex_a_word", content, filename, limits)
    reading = annex_from_json(value)
    return replace(reading, warnings=(*warnings, *reading.warnings))


def hand_in_annex(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    name: str,
    content: bytes,
    reading: AnnexReading,
    intent: str = "",
) -> int:
    """Keep a file of observations for this register with what `read_annex_file` read of it, and give its id.

    Raises `IntentReused`.
    """
    permitted_modification(session, actor, modification_id)
    body = {"modification": modification_id, "file": hashlib.sha256(content).hexdigest()}
    earlier = earlier_result(session, actor, intent, "hand_in_annex", body)
    if earlier is not None:
        return int(earlier["file"])
    file = keep_file(session, actor=actor, now=now, name=name, content=content, without_name="annex-a.docx")
    session.add(AnnexFile(file_id=file.id, modification_id=modification_id, reading=annex_to_json(reading)))
    record(
        session,
        now,
        Entry(
            "hand_in_annex",
            actor.person_id,
            (("uploaded_file", file.id),),
            facts=_facts(file),
            modification_id=modification_id,
        ),
    )
    keep_result(session, now, actor, intent, "hand_in_annex", body, {"file": file.id})
    return file.id


def import_observations(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    file_id: int,
    choices: ImportChoices,
    intent: str = "",
) -> Imported:
    """Take what was read of a file that was handed in into the register.

    New observations are added; one that is there alike is left, and so is one that differs, unless it is to be
    overwritten: then it takes what the file says, and keeps what the file does not say. Raises `KindNotChosen`,
    `StateNotChosen`, `NothingToImport`, `SeenVersionStale`, `TransitionRefused` with the observation named, `NotFound`.
    """
    modification = permitted_modification(session, actor, modification_id)
    handed_in = handed_in_file(session, modification_id, file_id)
    file, reading = handed_in.file, annex_from_json(handed_in.reading)
    body = {"file": file_id, "overwrite": [f"{document} {number}" for document, number in sorted(choices.overwrite)]}
    earlier = earlier_result(session, actor, intent, "import_observations", body)
    if earlier is not None:
        return Imported(**earlier)
    writer = _Writer(session, actor, now, modification_id, parse_number(modification.number), file.name, choices)
    lines = compared(reading.rows, held_observations(session, modification_id))
    for line in lines:
        writer.write(line)
    if not (writer.added or writer.overwritten):
        raise NothingToImport(
            "Nothing of this file is new. Tick an observation that differs to overwrite it, or leave the page."
        )
    handed_in.taken_in_at = now
    session.flush()
    put_in_order(session, modification_id)
    imported = Imported(
        len(writer.added), len(writer.overwritten), len(lines) - len(writer.added) - len(writer.overwritten)
    )
    _record(session, now, actor, modification_id, writer, reading, _facts(file))
    result = {"added": imported.added, "overwritten": imported.overwritten, "left": imported.left}
    keep_result(session, now, actor, intent, "import_observations", body, result)
    return imported


@dataclass(slots=True)
class _Writer:
    """The register while a file is taken into it."""

    session: Session
    actor: Actor
    now: datetime
    modification_id: int
    modification: ModificationNumber
    file_name: str
    choices: ImportChoices
    added: list[tuple[ObservationRow, str]] = field(default_factory=list)
    overwritten: list[tuple[ObservationRow, str]] = field(default_factory=list)

    def write(self, line: ComparedRow) -> None:
        """Add a new one, overwrite one that is to be, leave the others."""
        if line.standing is Standing.NEW:
            self._add(line.row)
        elif line.standing is Standing.DIFFERENT and line.row.key in self.choices.overwrite:
            self._overwrite(line)

    def _add(self, told: AnnexRow) -> None:
        kind = told.kind or self.choices.kind
        if kind is None:
            raise KindNotChosen("The file does not say of what kind its observations are. Choose one.", "kind")
        state = self._state(told)
        if state is None:
            raise StateNotChosen(
                f"{told.document} observation {told.number}: what was done leaves its state open. Choose one.", "state"
            )
        document = document_of_code(self.session, told.document, storable(told.document_title))
        row = ObservationRow(
            modification_id=self.modification_id,
            code_document_id=document.id,
            number=told.number,
            position=0,
            title=storable(told.title or short_title(told.text)),
            text=storable(told.text),
            recommendation=storable(told.recommendation),
            kind=kind,
            state=ObservationState.DRAFTED,
            cited_clauses=storable(cited_of(told)),
        )
        self.session.add(row)
        self.session.flush()
        self._move(row, told, state)
        self.added.append((row, told.document))

    def _overwrite(self, line: ComparedRow) -> None:
        told, held = line.row, line.held
        if held is None:
            return
        check_seen_version(self.choices.overwrite[told.key], held.version)
        row = self.session.get_one(ObservationRow, held.id)
        row.title = storable(told.title) or row.title
        row.text = storable(told.text)
        row.recommendation = storable(told.recommendation) or row.recommendation
        row.cited_clauses = storable(told.reference) or row.cited_clauses
        row.kind = told.kind or row.kind
        self._move(row, told, self._state(told, otherwise=row.state))
        row.version += 1
        self.overwritten.append((row, told.document))

    def _state(self, told: AnnexRow, otherwise: ObservationState | None = None) -> ObservationState | None:
        """As the person settled it, else as the file says it outright; a mere guess is nobody's word."""
        said = told.state if told.is_state_certain else None
        return self.choices.states.get(told.key) or said or otherwise or self.choices.state

    def _move(self, row: ObservationRow, told: AnnexRow, state: ObservationState | None) -> None:
        """Let it go to its state step by step, each with the file's words as its reason."""
        if state is None:
            return
        key = ObservationKey(self.modification, told.document, told.number)
        source = f"From “{self.file_name}”, table {told.table}, row {told.row}."
        hunks = hunks_of_observations(self.session, row.id) if state is ObservationState.ADDRESSED else ()
        try:
            steps = state_as_told(ObservationFacts(key, row.state, hunks), state, told.done, source)
        except TransitionRefused as refused:
            raise type(refused)(f"{told.document} observation {told.number}: {refused.sentence}", "state") from None
        for step, reason in steps:
            move = ObservationMove(
                observation_id=row.id,
                from_state=row.state.value,
                to_state=step.value,
                reason=storable(reason),
                at=self.now,
                by_id=self.actor.person_id,
            )
            self.session.add(move)
            row.state, row.state_reason = step, storable(reason)
        row.state_reason = storable(more_than_the_state(told.done)) or row.state_reason


def _record(
    session: Session,
    now: datetime,
    actor: Actor,
    modification_id: int,
    writer: _Writer,
    reading: AnnexReading,
    file: Mapping[str, object],
) -> None:
    written = [*writer.added, *writer.overwritten]
    texts = {
        f"{document} {row.number}: {name}": text
        for row, document in written
        for name, text in (("text", row.text), ("recommendation", row.recommendation), ("reason", row.state_reason))
    }
    record(
        session,
        now,
        Entry(
            "import_observations",
            actor.person_id,
            tuple(("observation", row.id) for row, _ in written),
            facts={
                **file,
                "added": _named(writer.added),
                "overwritten": _named(writer.overwritten),
                "problems": [problem.place for problem in reading.problems],
            },
            texts=texts,
            modification_id=modification_id,
        ),
    )


def _facts(file: UploadedFile) -> dict[str, object]:
    return {"file_id": file.id, "file": file.name, "sha256": file.sha256.hex()}


def _named(rows: Sequence[tuple[ObservationRow, str]]) -> list[dict[str, str]]:
    return [{"document": document, "number": row.number, "state": row.state.value} for row, document in rows]
