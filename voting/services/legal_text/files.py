"""Word files of legal text: handed in, read one by one by the worker, and made drafts once a person says what they are.

Handing in and settling are use cases with an entry each. A reading lies outside the record, because it can be had again
from the file's bytes.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import Database
from voting.documents.gate import MEGABYTE, FileRefused, Limits, check_size, run_bounded
from voting.documents.old_word import ReadableFile, as_word_file, run_bounded_on_word
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.legal_text import (
    Redline,
    RedlineInconsistent,
    check_redline,
    clause_from_dict,
    hunk_from_dict,
)
from voting.domain.observations import parse_document
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.domain.typed_text import storable
from voting.models.legal_text import LegalTextVersion, TextImport, TextImportFile, TextReading
from voting.models.modifications import Modification, UploadedFile
from voting.queries.modifications.loading import modification_known
from voting.services import jobs
from voting.services.files import keep_file
from voting.services.history import record
from voting.services.intents import check_seen_version, earlier_result, keep_result
from voting.services.legal_text.code_documents import document_of_code
from voting.services.legal_text.drafting import facts_of, put_draft, sec_version_named

MOST_FILES = 60
MOST_BYTES_TOGETHER = 100 * MEGABYTE
# A document of 10,000 clauses gives some 20 MB of JSON and takes a few seconds; one that takes a minute is no document.
READING_LIMITS = Limits(result_bytes=128 * MEGABYTE, memory_bytes=1024 * MEGABYTE, cpu_seconds=60, wall_seconds=90.0)
_UNPACKING_LIMITS = Limits(result_bytes=192 * MEGABYTE, memory_bytes=1024 * MEGABYTE)
_OPENING_WORDS = 300


class NoFiles(RuleBroken):
    """Nothing was handed in."""


class TooManyFiles(RuleBroken):
    """More files, or larger ones together, than any modification's Annex B."""


class ImportSettled(RuleBroken):
    """The files of an import are assigned once."""


class StillReading(RuleBroken):
    """Some files are still being read."""


class DocumentNotChosen(RuleBroken):
    """A file that was read has neither a document nor "leave out"."""


class DocumentTwice(RuleBroken):
    """Two files claim one document."""


class NothingToImport(RuleBroken):
    """Every file was refused or left out."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file as handed in. With `in_force` it is a clean proposed text, to be compared with that other clean text.

    `refusal` says why it cannot be read where that is known already: it could not be taken out of its zip.
    """

    name: str
    content: bytes
    refusal: str = ""
    in_force: "HandedIn | None" = None


@dataclass(frozen=True, slots=True)
class FileChoice:
    """What a person says a file is: a document of the code by its name, and the title where it is named first."""

    document: str
    title: str = ""


def unpacked(files: Sequence[HandedIn]) -> list[HandedIn]:
    """The files one by one: a zip of Word files gives those in it. Call outside of any transaction.

    Raises `NoFiles`, `TooManyFiles`, and `FileRefused` for a zip that breaks a limit.
    """
    found: list[HandedIn] = []
    for file in files:
        check_size(len(file.content), _UNPACKING_LIMITS)
        if not file.name.lower().endswith(".zip"):
            found.append(file)
            continue
        members = run_bounded("files_in_zip", file.content, filename=file.name, limits=_UNPACKING_LIMITS)
        found += [
            HandedIn(member["name"], base64.b64decode(member["content"]), member["refusal"]) for member in members
        ]
    if not found:
        raise NoFiles("Choose at least one Word file, or a zip of them.", "files")
    if len(found) > MOST_FILES or sum(len(file.content) for file in found) > MOST_BYTES_TOGETHER:
        raise TooManyFiles(
            f"At most {MOST_FILES} files and {MOST_BYTES_TOGETHER // MEGABYTE} MB can be handed in together. "
            "Hand them in in parts.",
            "files",
        )
    return found


def hand_in_text_files(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    sec_version: str,
    files: Sequence[HandedIn],
    intent: str = "",
) -> int:
    """Keep the files (see `unpacked`) and ask for their reading, one job each; gives the import's id.

    Raises `SecVersionMissing`, `NoFiles`, `IntentReused`.
    """
    modification = modification_known(session, modification_id)
    check_permitted(actor, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    version = sec_version_named(sec_version)
    if not files:
        raise NoFiles("Choose at least one Word file, or a zip of them.", "files")
    body = {"modification": modification_id, "files": [hashlib.sha256(file.content).hexdigest() for file in files]}
    earlier = earlier_result(session, actor, intent, "hand_in_text_files", body)
    if earlier is not None:
        return int(earlier["import"])
    row = TextImport(
        modification_id=modification_id,
        sec_version=storable(version),
        prepared_by_id=actor.person_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    kept = [_keep(session, actor, now, row.id, position, file) for position, file in enumerate(files)]
    for file in kept:
        jobs.ask_for(session, kind="read_text_file", payload={"file_id": file.id}, due_at=now)
    record(
        session,
        now,
        Entry(
            "hand_in_text_files",
            actor.person_id,
            (("text_import", row.id), *(("text_import_file", file.id) for file in kept)),
            facts={
                "sec_version": row.sec_version,
                "files": [{"name": file.file.name, "sha256": file.file.sha256.hex()} for file in kept],
            },
            modification_id=modification_id,
        ),
    )
    keep_result(session, now, actor, intent, "hand_in_text_files", body, {"import": row.id})
    return row.id


def _keep(
    session: Session, actor: Actor, now: datetime, import_id: int, position: int, file: HandedIn
) -> TextImportFile:
    kept = keep_file(session, actor=actor, now=now, name=file.name, content=file.content, without_name="text.docx")
    before = file.in_force and keep_file(
        session,
        actor=actor,
        now=now,
        name=file.in_force.name,
        content=file.in_force.content,
        without_name="in-force.docx",
    )
    row = TextImportFile(
        text_import_id=import_id,
        position=position,
        file_id=kept.id,
        file=kept,
        in_force_file_id=before.id if before else None,
    )
    session.add(row)
    session.flush()
    if file.refusal:
        session.add(TextReading(text_import_file_id=row.id, value={}, refusal=file.refusal, read_at=now))
    return row


def read_text_file_job(database: Database, payload: Mapping[str, Any]) -> None:
    """Read one file and keep what it gave, or the sentence that says why not; twice does no harm.

    The reading runs outside of any transaction, in a process of its own.
    """
    file_id = int(payload["file_id"])
    with database.reading() as (session, _now):
        row = session.get(TextImportFile, file_id)
        if row is None or session.get(TextReading, file_id) is not None:
            return
        name, content = row.file.name, row.file.content
        before = session.get(UploadedFile, row.in_force_file_id) if row.in_force_file_id else None
        in_force = (before.name, before.content) if before else None
    reading = _read(file_id, name, content, in_force)
    with database.scratch() as (session, now):
        if session.get(TextReading, file_id) is None:
            reading.read_at = now
            session.add(reading)


def _read(file_id: int, name: str, content: bytes, in_force: tuple[str, bytes] | None) -> TextReading:
    try:
        if in_force is None:
            value, warnings = run_bounded_on_word("redline_word", content, name, READING_LIMITS)
        else:
            files = [as_word_file(in_force[1], in_force[0]), as_word_file(content, name)]
            value = run_bounded("compared_texts", _packed(files), filename=name, limits=READING_LIMITS)
            warnings = [warning for file in files for warning in file.warnings]
        redline = redline_of_reading(value, document=name, sec_version="")
        check_redline(redline)
    except (FileRefused, RedlineInconsistent) as refused:
        return TextReading(text_import_file_id=file_id, value={}, refusal=refused.sentence)
    texts = [clause.text_to_be or clause.text_as_is or "" for clause in redline.clauses[:20]]
    return TextReading(
        text_import_file_id=file_id,
        value=value,
        opening=" ".join(text for text in texts if text)[:_OPENING_WORDS],
        clauses=len(redline.clauses),
        changes=len(redline.hunks),
        warnings=[*warnings, *value.get("warnings", ())],
        refusal="",
    )


def _packed(files: Sequence[ReadableFile]) -> bytes:
    """Several files as one for the gate: names and contents in JSON."""
    return json.dumps(
        [{"name": file.name, "content": base64.b64encode(file.content).decode()} for file in files]
    ).encode()


def redline_of_reading(value: Mapping[str, Any], *, document: str, sec_version: str) -> Redline:
    """The redline that a stored reading holds. Raises `StoredTextUnreadable`."""
    return Redline(
        document,
        sec_version,
        tuple(clause_from_dict(clause) for clause in value["clauses"]),
        tuple(hunk_from_dict(hunk) for hunk in value["hunks"]),
    )


def settle_text_import(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    import_id: int,
    seen_version: int,
    choices: Mapping[int, FileChoice | None],
) -> tuple[int, ...]:
    """Make a draft of each file for the document that a person named for it, by the file's id; None leaves it out.

    Gives the ids of the drafts. A file that could not be read is left out whatever is said of it. Raises
    `ImportSettled`, `StillReading`, `DocumentNotChosen`, `DocumentTwice`, `NothingToImport`, `DocumentNotRecognised`,
    `NothingChanges`.
    """
    row = _open_import(session, actor, import_id, seen_version)
    files = session.scalars(
        sa.select(TextImportFile).where(TextImportFile.text_import_id == import_id).order_by(TextImportFile.position)
    ).all()
    readings = {
        reading.text_import_file_id: reading
        for reading in session.scalars(
            sa.select(TextReading).where(TextReading.text_import_file_id.in_([file.id for file in files]))
        )
    }
    chosen = _chosen(files, readings, choices)
    drafts = []
    for file, choice in chosen:
        draft = _draft(session, actor, now, row, file, readings[file.id], choice)
        file.legal_text_version_id = draft.id
        drafts.append(draft)
    row.settled_at, row.version = now, row.version + 1
    session.flush()
    record(
        session,
        now,
        Entry(
            "settle_text_import",
            actor.person_id,
            (
                ("text_import", row.id),
                *(("legal_text_version", draft.id) for draft in drafts),
                *(("text_import_file", file.id) for file, _ in chosen),
            ),
            facts={
                "documents": [
                    facts_of(session, draft) | {"sha256": file.file.sha256.hex()}
                    for draft, (file, _) in zip(drafts, chosen, strict=True)
                ],
                "left_out": [file.file.name for file in files if file.legal_text_version_id is None],
            },
            modification_id=row.modification_id,
        ),
    )
    return tuple(draft.id for draft in drafts)


def _open_import(session: Session, actor: Actor, import_id: int, seen_version: int) -> TextImport:
    row = session.get(TextImport, import_id)
    if row is None:
        raise NotFound("There is no such import.")
    modification = session.get_one(Modification, row.modification_id)
    check_permitted(actor, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    if row.settled_at is not None:
        raise ImportSettled("These files are assigned already. Hand in new ones to change the drafts.")
    check_seen_version(seen_version, row.version)
    return row


def _chosen(
    files: Sequence[TextImportFile], readings: Mapping[int, TextReading], choices: Mapping[int, FileChoice | None]
) -> list[tuple[TextImportFile, FileChoice]]:
    """The files to import and what each is; every file that was read has to be spoken of."""
    found: list[tuple[TextImportFile, FileChoice]] = []
    for file in files:
        reading = readings.get(file.id)
        if reading is None:
            raise StillReading("Some files are still being read. Look again in a moment.")
        if reading.refusal:
            continue
        if file.id not in choices:
            raise DocumentNotChosen(f"Say which document “{file.file.name}” is, or leave it out.", f"file-{file.id}")
        choice = choices[file.id]
        if choice is not None:
            found.append((file, FileChoice(parse_document(choice.document), choice.title)))
    twice = [document for document, count in Counter(choice.document for _, choice in found).items() if count > 1]
    if twice:
        raise DocumentTwice(f"Two files are {twice[0]}. Choose one of them, and leave the other out.")
    if not found:
        raise NothingToImport("No file is left to import. Hand in files that can be read.")
    return found


def _draft(
    session: Session,
    actor: Actor,
    now: datetime,
    row: TextImport,
    file: TextImportFile,
    reading: TextReading,
    choice: FileChoice,
) -> LegalTextVersion:
    code_document = document_of_code(session, choice.document, storable(choice.title))
    redline = redline_of_reading(reading.value, document=code_document.code, sec_version=row.sec_version)
    as_is, to_be = (
        "\n".join(text for text in texts if text is not None)
        for texts in (
            [clause.text_as_is for clause in redline.clauses],
            [clause.text_to_be for clause in redline.clauses],
        )
    )
    return put_draft(
        session,
        actor=actor,
        now=now,
        modification_id=row.modification_id,
        code_document=code_document,
        redline=redline,
        texts=(as_is, to_be),
        original_file_id=file.file_id,
    )
