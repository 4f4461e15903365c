"""A redline becomes the draft of a document's next version, with keys, owners and places carried over."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.documents.legal_text.carrying import carry_keys
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import HunkOwner, Redline, check_redline
from voting.domain.people import Actor
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.queries.legal_text.loading import redline_of
from voting.services.legal_text.writing import render, write_redline


class NothingChanges(RuleBroken):
    """The proposed text is the text in force."""


class SecVersionMissing(RuleBroken):
    """Every redline names the SEC version against which it was drafted."""


def sec_version_named(text: str) -> str:
    """The SEC version as named. Raises `SecVersionMissing`."""
    if not text.strip():
        raise SecVersionMissing("Name the SEC version against which this was drafted.", "sec_version")
    return text.strip()


def put_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    code_document: CodeDocument,
    redline: Redline,
    texts: tuple[str, str],
    original_file_id: int | None = None,
) -> LegalTextVersion:
    """Make the next version of this document's text, or its draft anew; `texts` are the whole of it as is and to be.

    Clause and hunk keys of the draft and of the version published last are carried over, and with them the owners;
    what of the published version found no place is kept in `unplaced`. Raises `NothingChanges`, `RedlineInconsistent`.
    """
    if not redline.hunks and not any(clause.is_renumbered for clause in redline.clauses):
        raise NothingChanges(
            f"The proposed text of {code_document.code} says the same as the text in force. Import the proposed one.",
            "to_be",
        )
    versions = _versions(session, modification_id, code_document.id)
    published = [each for each in versions if each.published_at is not None]
    unplaced: list[dict[str, str]] = []
    # The published version comes last: a key that people may have linked to wins over one of the draft's.
    for earlier in (*(each for each in versions[-1:] if each.published_at is None), *published[-1:]):
        carried = carry_keys(redline_of(session, earlier), redline)
        redline = carried.redline
        unplaced = [
            {"key": each.key, "what": each.what.value, "path": each.path, "text": each.text}
            for each in (carried.unplaced if earlier.published_at is not None else ())
        ]
    check_redline(redline)
    draft = _draft(session, actor, now, modification_id, code_document, versions)
    draft.sec_version, (draft.as_is_text, draft.to_be_text) = redline.sec_version, texts
    draft.unplaced, draft.prepared_by_id, draft.original_file_id = unplaced, actor.person_id or 0, original_file_id
    owners = _owners(session, published[-1].id if published else None, draft)
    write_redline(session, draft, redline)
    _carry_owners(session, draft, owners)
    render(session, draft, redline)
    return draft


def facts_of(session: Session, draft: LegalTextVersion) -> dict[str, object]:
    """What the record says of a draft that was just made."""
    counts = [
        session.scalar(sa.select(sa.func.count()).where(table.legal_text_version_id == draft.id)) or 0
        for table in (ClauseRow, HunkRow)
    ]
    return {
        "document": draft.code_document.code,
        "version": draft.number,
        "sec_version": draft.sec_version,
        "clauses": counts[0],
        "changes": counts[1],
        "unplaced": len(draft.unplaced),
    }


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
