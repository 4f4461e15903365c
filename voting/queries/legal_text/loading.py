"""A version of legal text as the rulebook's values, read from its rows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from voting.domain.errors import NotFound
from voting.domain.legal_text import (
    CitingObservation,
    HunkOwner,
    Ownership,
    Redline,
    citations_in,
    clause_from_dict,
    hunk_from_dict,
)
from voting.domain.observations import ObservationState
from voting.models.legal_text import ClauseRow, HunkRow, LegalTextVersion
from voting.models.modifications import UploadedFile
from voting.models.observations import ObservationRow


def version_row(session: Session, version_id: int) -> LegalTextVersion:
    """The version with its document. Raises `NotFound`."""
    row = session.scalar(
        sa.select(LegalTextVersion)
        .where(LegalTextVersion.id == version_id)
        .options(joinedload(LegalTextVersion.code_document))
    )
    if row is None:
        raise NotFound("There is no such version of the legal text.")
    return row


def redline_of(session: Session, row: LegalTextVersion) -> Redline:
    """The whole redline. Two statements."""
    clauses = session.scalars(
        sa.select(ClauseRow)
        .where(ClauseRow.legal_text_version_id == row.id)
        .options(undefer(ClauseRow.value))
        .order_by(ClauseRow.position)
    )
    hunks = session.scalars(
        sa.select(HunkRow).where(HunkRow.legal_text_version_id == row.id).order_by(HunkRow.position)
    )
    return Redline(
        row.code_document.code,
        row.sec_version,
        tuple(clause_from_dict(clause.value) for clause in clauses),
        tuple(hunk_from_dict(hunk.value) for hunk in hunks),
    )


def original_of(session: Session, row: LegalTextVersion) -> bytes | None:
    """The bytes of the file that the version was imported from; None for pasted text. One statement."""
    return session.scalar(sa.select(UploadedFile.content).where(UploadedFile.id == row.original_file_id))


def owners_of(session: Session, version_id: int) -> dict[str, Ownership]:
    """Who owns each hunk that has an owner, by the hunk's key; an observation is named by its number."""
    rows = session.execute(
        sa.select(HunkRow.key, HunkRow.owner, ObservationRow.number)
        .outerjoin(ObservationRow, ObservationRow.id == HunkRow.observation_id)
        .where(HunkRow.legal_text_version_id == version_id, HunkRow.owner.is_not(None))
    )
    return {key: _ownership(owner, number) for key, owner, number in rows if owner is not None}


def citing_observations(session: Session, row: LegalTextVersion) -> tuple[CitingObservation, ...]:
    """The document's observations that owe the text something, by number, with the clauses that they cite.

    Where the register's own list of clauses is empty, those that its words cite are taken. One statement.
    """
    rows = session.scalars(
        sa.select(ObservationRow)
        .where(
            ObservationRow.modification_id == row.modification_id,
            ObservationRow.code_document_id == row.code_document_id,
            ObservationRow.state.not_in([ObservationState.WITHDRAWN, ObservationState.RESOLVED_ELSEWHERE]),
        )
        .order_by(ObservationRow.position)
    )
    return tuple(CitingObservation(each.number, _citations(each)) for each in rows)


def _citations(observation: ObservationRow) -> tuple[str, ...]:
    listed = citations_in(observation.cited_clauses, is_list=True)
    return listed or citations_in(f"{observation.title}\n{observation.text}\n{observation.recommendation}")


def has_register(session: Session, modification_id: int) -> bool:
    """Whether the modification has a register of observations."""
    first = sa.select(ObservationRow.id).where(ObservationRow.modification_id == modification_id).limit(1)
    return session.scalar(first) is not None


def _ownership(owner: HunkOwner, number: str | None) -> Ownership:
    return Ownership(owner, number or "") if owner is HunkOwner.OBSERVATION else Ownership(owner)
