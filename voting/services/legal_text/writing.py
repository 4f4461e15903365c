"""Writing a redline into its rows, and the pages that are made of it once."""

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.documents.legal_text.clause_html import OwnerMark, document_html
from voting.domain.labels import label
from voting.domain.legal_text import HunkOwner, Ownership, Redline, clause_to_dict, hunk_to_dict
from voting.models.legal_text import ClauseRow, HunkRow, LegalTextVersion
from voting.queries.legal_text.loading import owners_of


def write_redline(session: Session, version: LegalTextVersion, redline: Redline) -> None:
    """Put the clauses and hunks of a redline in place of what the draft version held."""
    for table in (ClauseRow, HunkRow):
        session.execute(sa.delete(table).where(table.legal_text_version_id == version.id))
    session.add_all(
        ClauseRow(
            legal_text_version_id=version.id,
            key=clause.key,
            position=position,
            kind=clause.kind.value,
            level=clause.level,
            label_as_is=clause.path_as_is or clause.label_as_is,
            label_to_be=clause.path_to_be or clause.label_to_be,
            text_as_is=clause.text_as_is,
            text_to_be=clause.text_to_be,
            state=clause.state,
            value=clause_to_dict(clause),
            html="",
            words="",
        )
        for position, clause in enumerate(redline.clauses)
    )
    session.add_all(
        HunkRow(
            legal_text_version_id=version.id,
            key=hunk.key,
            position=position,
            clause_key=hunk.clause_key,
            value=hunk_to_dict(hunk),
            state=hunk.state,
            cancelled_because=hunk.cancelled_because,
        )
        for position, hunk in enumerate(redline.hunks)
    )
    session.flush()


def render(session: Session, version: LegalTextVersion, redline: Redline) -> None:
    """Make every clause's HTML, with the owners as they stand, and the tag by which browsers keep the page."""
    owners = {key: _mark(ownership) for key, ownership in owners_of(session, version.id).items()}
    pages = document_html(redline, owners)
    rows = {
        row.key: row
        for row in session.scalars(sa.select(ClauseRow).where(ClauseRow.legal_text_version_id == version.id))
    }
    fingerprint = hashlib.sha256()
    for page in pages.clauses:
        row = rows[page.key]
        row.html, row.words = page.html, page.words
        fingerprint.update(page.html.encode() + page.words.encode())
    version.page_etag = fingerprint.hexdigest()[:32]


def _mark(ownership: Ownership) -> OwnerMark:
    if ownership.owner is HunkOwner.OBSERVATION:
        return OwnerMark(f"observation-{ownership.observation}", f"observation {ownership.observation}")
    return OwnerMark(ownership.owner.value, label(ownership.owner))
