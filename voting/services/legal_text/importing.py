"""Importing legal text: two pasted texts become a draft version, with keys, owners and places carried over."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.documents.legal_text.carrying import carry_keys
from voting.documents.legal_text.comparison import redline_from_texts
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry
from voting.domain.legal_text import HunkOwner, check_redline
from voting.domain.observations import parse_document
from voting.domain.people import Action, Actor, Subject, check_permitted
from voting.models.legal_text import CodeDocument, HunkRow, LegalTextVersion
from voting.models.modifications import Modification
from voting.queries.legal_text.loading import redline_of
from voting.services.history import record
from voting.services.legal_text.writing import render, write_redline

LONGEST_TEXT = 5_000_000


class NothingPasted(RuleBroken):
    """Both texts are empty."""


class TextTooLong(RuleBroken):
    """A text is longer than any document of the code."""


class SecVersionMissing(RuleBroken):
    """Every redline names the SEC version against which it was drafted."""


class NothingChanges(RuleBroken):
    """The proposed text is the text in force."""


def import_legal_text(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    document: str,
    title: str,
    sec_version: str,
    as_is: str,
    to_be: str,
) -> int:
    """Make (or, while it is a draft, make anew) the next version of a document's legal text, and give its id.

    Clause and hunk keys of the version before are carried over and with them the hunks' owners; what found no place is
    kept in `unplaced`. Raises `DocumentNotRecognised`, `NothingPasted`, `NothingChanges`, `SecVersionMissing`,
    `TextTooLong` and `RedlineInconsistent`.
    """
    modification = session.get(Modification, modification_id)
    if modification is None:
        raise NotFound("There is no such modification.")
    check_permitted(actor, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    code_document = _code_document(session, parse_document(document), title.strip())
    _check_texts(sec_version, as_is, to_be)
    redline = redline_from_texts(as_is, to_be, document=code_document.code, sec_version=sec_version.strip())
    if not redline.hunks and not any(clause.is_renumbered for clause in redline.clauses):
        raise NothingChanges("The proposed text says the same as the text in force. Paste the proposed one.", "to_be")
    versions = _versions(session, modification_id, code_document.id)
    published = [each for each in versions if each.published_at is not None]
    unplaced: list[dict[str, str]] = []
    if published:
        carried = carry_keys(redline_of(session, published[-1]), redline)
        redline = carried.redline
        unplaced = [
            {"key": each.key, "what": each.what.value, "path": each.path, "text": each.text}
            for each in carried.unplaced
        ]
    check_redline(redline)
    draft = _draft(session, actor, now, modification_id, code_document, versions)
    draft.sec_version, draft.as_is_text, draft.to_be_text = sec_version.strip(), as_is, to_be
    draft.unplaced, draft.prepared_by_id = unplaced, actor.person_id or 0
    owners = _owners(session, published[-1].id if published else None, draft)
    write_redline(session, draft, redline)
    _carry_owners(session, draft, owners)
    render(session, draft, redline)
    record(
        session,
        now,
        Entry(
            "import_legal_text",
            actor.person_id,
            (("legal_text_version", draft.id), ("code_document", code_document.id)),
            facts={
                "document": code_document.code,
                "version": draft.number,
                "sec_version": draft.sec_version,
                "clauses": len(redline.clauses),
                "changes": len(redline.hunks),
                "unplaced": len(unplaced),
            },
            modification_id=modification_id,
        ),
    )
    return draft.id


def _check_texts(sec_version: str, as_is: str, to_be: str) -> None:
    if not sec_version.strip():
        raise SecVersionMissing("Name the SEC version against which this was drafted.", "sec_version")
    if not (as_is.strip() or to_be.strip()):
        raise NothingPasted("Paste the text in force, the proposed text, or both.", "to_be")
    if max(len(as_is), len(to_be)) > LONGEST_TEXT:
        raise TextTooLong(
            "A text has more than 5,000,000 characters. Paste one document of the code at a time.", "to_be"
        )


def _code_document(session: Session, code: str, title: str) -> CodeDocument:
    row = session.scalar(sa.select(CodeDocument).where(CodeDocument.code == code))
    if row is None:
        row = CodeDocument(code=code, title=title or code)
        session.add(row)
        session.flush()
    return row


def _versions(session: Session, modification_id: int, code_document_id: int) -> list[LegalTextVersion]:
    mine = sa.and_(
        LegalTextVersion.modification_id == modification_id, LegalTextVersion.code_document_id == code_document_id
    )
    return list(session.scalars(sa.select(LegalTextVersion).where(mine).order_by(LegalTextVersion.number)))


def _draft(
    session: Session,
    actor: Actor,
    now: datetime,
    modification_id: int,
    code_document: CodeDocument,
    versions: list[LegalTextVersion],
) -> LegalTextVersion:
    if versions and versions[-1].published_at is None:
        draft = versions[-1]
        draft.version += 1
        return draft
    draft = LegalTextVersion(
        modification_id=modification_id,
        code_document_id=code_document.id,
        number=versions[-1].number + 1 if versions else 1,
        sec_version="",
        as_is_text="",
        to_be_text="",
        prepared_by_id=actor.person_id,
        created_at=now,
        code_document=code_document,
    )
    session.add(draft)
    session.flush()
    return draft


_Owners = Mapping[str, tuple[HunkOwner, int | None]]


def _owners(session: Session, published_id: int | None, draft: LegalTextVersion) -> _Owners:
    """Owners by hunk key, those of the draft that is made anew over those of the version before it."""
    owners: dict[str, tuple[HunkOwner, int | None]] = {}
    for version_id in (published_id, draft.id):
        rows = session.execute(
            sa.select(HunkRow.key, HunkRow.owner, HunkRow.observation_id).where(
                HunkRow.legal_text_version_id == version_id, HunkRow.owner.is_not(None)
            )
        )
        owners |= {key: (owner, observation_id) for key, owner, observation_id in rows if owner is not None}
    return owners


def _carry_owners(session: Session, draft: LegalTextVersion, owners: _Owners) -> None:
    for row in session.scalars(sa.select(HunkRow).where(HunkRow.legal_text_version_id == draft.id)):
        if row.key in owners:
            row.owner, row.observation_id = owners[row.key]
    session.flush()
