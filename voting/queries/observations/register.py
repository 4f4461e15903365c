"""The register of observations across documents, and one observation with its whole trace."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.db import fetched
from voting.domain.errors import NotFound
from voting.domain.legal_text import HunkState
from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.people import Action, Actor, Subject, may
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.models.modifications import Modification
from voting.models.observations import ObservationMove, ObservationRow
from voting.models.people import Person
from voting.queries.legal_text.documents import slug_of
from voting.queries.modifications.loading import modification_numbered, subject_of

NO_SUCH = "There is no such observation."


@dataclass(frozen=True, slots=True)
class ObservationLine:
    """One observation in the register."""

    id: int
    document_code: str
    document_slug: str
    number: str
    title: str
    text: str
    recommendation: str
    kind: ObservationKind
    state: ObservationState
    state_reason: str
    cited_clauses: str
    changes: int
    version: int


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register of a modification, filtered."""

    modification_id: int
    modification_number: str
    modification_title: str
    lines: tuple[ObservationLine, ...]
    total: int
    documents: tuple[str, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One change of state."""

    from_state: ObservationState
    to_state: ObservationState
    reason: str
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class OwnedChange:
    """One change that the observation owns, in the latest version that the viewer may read."""

    hunk_key: str
    clause_key: str
    clause_label: str
    clause_html: str
    state: HunkState
    cancelled_because: str | None


@dataclass(frozen=True, slots=True)
class ObservationPage:
    """One observation with its changes and moves."""

    modification_id: int
    modification_number: str
    modification_title: str
    line: ObservationLine
    document_title: str
    version_number: int | None
    clauses: tuple[OwnedChange, ...]
    moves: tuple[MoveLine, ...]
    previous_id: int | None
    next_id: int | None
    may_edit: bool


def observation_register(
    session: Session, *, viewer: Actor, number: str, document: str = "", state: str = "", find: str = ""
) -> RegisterPage:
    """The register, filtered by document, state and words. Two statements. Raises `NotFound`."""
    modification = modification_numbered(session, number)
    lines = [_line(row) for row in fetched(session, _lines_of_modification(), modification=modification.id)]
    wanted = find.casefold()
    shown = [
        line
        for line in lines
        if document in ("", line.document_code)
        and state in ("", line.state)
        and wanted in f"{line.number} {line.title} {line.text} {line.recommendation}".casefold()
    ]
    return RegisterPage(
        modification.id,
        modification.number,
        modification.title,
        tuple(shown),
        len(lines),
        tuple(dict.fromkeys(line.document_code for line in lines)),
        may(viewer, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value)),
    )


def observation_page(session: Session, *, viewer: Actor, number: str, observation_id: int) -> ObservationPage:
    """One observation whole. Three statements. Raises `NotFound`."""
    found = fetched(session, _one_line(), observation=observation_id, number=number)
    if not found:
        raise NotFound(NO_SUCH)
    row = found[0]
    reads_drafts = may(viewer, Action.READ_REPORT_DRAFT, subject_of(row))
    changes = fetched(session, _owned(), observation=observation_id, reads_drafts=reads_drafts)
    return ObservationPage(
        row.modification_id,
        row.modification_number,
        row.modification_title,
        _line(row),
        row.document_title,
        changes[0].version if changes else None,
        tuple(
            OwnedChange(
                change.hunk,
                change.clause,
                change.label_to_be or change.label_as_is or "",
                change.html,
                change.state,
                change.cancelled_because,
            )
            for change in changes
            if change.clause is not None
        ),
        tuple(
            MoveLine(
                ObservationState(move.from_state), ObservationState(move.to_state), move.reason, move.at, move.name
            )
            for move in fetched(session, _moves(), observation=observation_id)
        ),
        row.previous_id,
        row.next_id,
        may(viewer, Action.EDIT_OBSERVATIONS, Subject(state=row.stage.value)),
    )


@cache
def _lines() -> sa.Select[*tuple[Any, ...]]:
    # Counted on published versions only, so that a draft's links do not show through the count.
    changes = (
        sa.select(sa.func.count(sa.distinct(HunkRow.key)))
        .join(LegalTextVersion, LegalTextVersion.id == HunkRow.legal_text_version_id)
        .where(HunkRow.observation_id == ObservationRow.id, LegalTextVersion.published_at.is_not(None))
        .correlate(ObservationRow)
        .scalar_subquery()
    )
    return (
        sa.select(
            ObservationRow.id,
            ObservationRow.number,
            ObservationRow.title,
            ObservationRow.text,
            ObservationRow.recommendation,
            ObservationRow.kind,
            ObservationRow.state,
            ObservationRow.state_reason,
            ObservationRow.cited_clauses,
            ObservationRow.version,
            CodeDocument.code,
            CodeDocument.title.label("document_title"),
            changes.label("changes"),
        )
        .join(CodeDocument, CodeDocument.id == ObservationRow.code_document_id)
        .order_by(ObservationRow.position)
    )


@cache
def _lines_of_modification() -> sa.Select[*tuple[Any, ...]]:
    return _lines().where(ObservationRow.modification_id == sa.bindparam("modification"))


@cache
def _one_line() -> sa.Select[*tuple[Any, ...]]:
    """One observation of a modification, with the modification and the observations before and after it."""
    return (
        _lines()
        .add_columns(
            Modification.id.label("modification_id"),
            Modification.number.label("modification_number"),
            Modification.title.label("modification_title"),
            Modification.stage,
            Modification.proposer_id,
            Modification.approving_body,
            _neighbour(-1).label("previous_id"),
            _neighbour(+1).label("next_id"),
        )
        .join(Modification, Modification.id == ObservationRow.modification_id)
        .where(ObservationRow.id == sa.bindparam("observation"), Modification.number == sa.bindparam("number"))
    )


def _neighbour(away: int) -> sa.ScalarSelect[int]:
    near = aliased(ObservationRow)
    return (
        sa.select(sa.func.min(near.id))
        .where(near.modification_id == ObservationRow.modification_id, near.position == ObservationRow.position + away)
        .correlate(ObservationRow)
        .scalar_subquery()
    )


def _line(row: Any) -> ObservationLine:
    return ObservationLine(
        row.id,
        row.code,
        slug_of(row.code),
        row.number,
        row.title,
        row.text,
        row.recommendation,
        row.kind,
        row.state,
        row.state_reason,
        row.cited_clauses,
        row.changes,
        row.version,
    )


@cache
def _owned() -> sa.Select[*tuple[Any, ...]]:
    """What an observation owns in the last version that may be read; a row with nothing but its number if nothing."""
    readable = aliased(LegalTextVersion)
    latest = (
        sa.select(readable.id)
        .where(
            readable.modification_id == ObservationRow.modification_id,
            readable.code_document_id == ObservationRow.code_document_id,
            sa.or_(sa.bindparam("reads_drafts", type_=sa.Boolean()), readable.published_at.is_not(None)),
        )
        .order_by(readable.number.desc())
        .limit(1)
        .correlate(ObservationRow)
        .scalar_subquery()
    )
    return (
        sa.select(
            LegalTextVersion.number.label("version"),
            HunkRow.key.label("hunk"),
            HunkRow.state,
            HunkRow.cancelled_because,
            ClauseRow.key.label("clause"),
            ClauseRow.label_to_be,
            ClauseRow.label_as_is,
            ClauseRow.html,
        )
        .select_from(ObservationRow)
        .join(LegalTextVersion, LegalTextVersion.id == latest)
        .outerjoin(
            HunkRow,
            sa.and_(HunkRow.legal_text_version_id == LegalTextVersion.id, HunkRow.observation_id == ObservationRow.id),
        )
        .outerjoin(
            ClauseRow,
            sa.and_(ClauseRow.legal_text_version_id == LegalTextVersion.id, ClauseRow.key == HunkRow.clause_key),
        )
        .where(ObservationRow.id == sa.bindparam("observation"))
        .order_by(ClauseRow.position, HunkRow.position)
    )


@cache
def _moves() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            ObservationMove.from_state,
            ObservationMove.to_state,
            ObservationMove.reason,
            ObservationMove.at,
            Person.name,
        )
        .outerjoin(Person, Person.id == ObservationMove.by_id)
        .where(ObservationMove.observation_id == sa.bindparam("observation"))
        .order_by(ObservationMove.id)
    )
