"""The register of observations across documents, and one observation with its whole trace."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.errors import NotFound
from voting.domain.legal_text import HunkState
from voting.domain.observations import ObservationKind, ObservationState
from voting.domain.people import Action, Actor, Subject, may
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.models.modifications import Modification
from voting.models.observations import ObservationMove, ObservationRow
from voting.models.people import Person
from voting.queries.legal_text.documents import slug_of

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
    modification = session.scalar(sa.select(Modification).where(Modification.number == number))
    if modification is None:
        raise NotFound("There is no such modification.")
    rows = session.execute(_lines().where(ObservationRow.modification_id == modification.id)).all()
    lines = [_line(*row) for row in rows]
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
    """One observation whole. Five statements. Raises `NotFound`."""
    found = session.execute(_lines().where(ObservationRow.id == observation_id)).first()
    modification = session.scalar(sa.select(Modification).where(Modification.number == number))
    if found is None or modification is None or found[0].modification_id != modification.id:
        raise NotFound(NO_SUCH)
    row: ObservationRow = found[0]
    reads_drafts = viewer.is_secas or (viewer.person_id is not None and viewer.person_id == modification.proposer_id)
    latest = _latest_version(session, row, reads_drafts=reads_drafts)
    clauses = _owned(session, row.id, latest.id) if latest is not None else ()
    before, after = _neighbours(session, row)
    return ObservationPage(
        modification.id,
        modification.number,
        modification.title,
        _line(*found),
        found[2],
        latest.number if latest is not None else None,
        clauses,
        _moves(session, row.id),
        before,
        after,
        may(viewer, Action.EDIT_OBSERVATIONS, Subject(state=modification.stage.value)),
    )


def _lines() -> sa.Select[ObservationRow, str, str, int]:
    # Counted on published versions only, so that a draft's links do not show through the count.
    changes = (
        sa.select(sa.func.count(sa.distinct(HunkRow.key)))
        .join(LegalTextVersion, LegalTextVersion.id == HunkRow.legal_text_version_id)
        .where(HunkRow.observation_id == ObservationRow.id, LegalTextVersion.published_at.is_not(None))
        .correlate(ObservationRow)
        .scalar_subquery()
    )
    return (
        sa.select(ObservationRow, CodeDocument.code, CodeDocument.title, changes)
        .join(CodeDocument, CodeDocument.id == ObservationRow.code_document_id)
        .order_by(ObservationRow.position)
    )


def _line(row: ObservationRow, code: str, _title: str, changes: int) -> ObservationLine:
    return ObservationLine(
        row.id,
        code,
        slug_of(code),
        row.number,
        row.title,
        row.text,
        row.recommendation,
        row.kind,
        row.state,
        row.state_reason,
        row.cited_clauses,
        changes,
        row.version,
    )


def _latest_version(session: Session, row: ObservationRow, *, reads_drafts: bool) -> LegalTextVersion | None:
    mine = sa.and_(
        LegalTextVersion.modification_id == row.modification_id,
        LegalTextVersion.code_document_id == row.code_document_id,
        sa.true() if reads_drafts else LegalTextVersion.published_at.is_not(None),
    )
    return session.scalar(sa.select(LegalTextVersion).where(mine).order_by(LegalTextVersion.number.desc()).limit(1))


def _owned(session: Session, observation_id: int, version_id: int) -> tuple[OwnedChange, ...]:
    rows = session.execute(
        sa.select(HunkRow, ClauseRow)
        .join(
            ClauseRow,
            sa.and_(
                ClauseRow.legal_text_version_id == HunkRow.legal_text_version_id, ClauseRow.key == HunkRow.clause_key
            ),
        )
        .where(HunkRow.observation_id == observation_id, HunkRow.legal_text_version_id == version_id)
        .order_by(ClauseRow.position, HunkRow.position)
    )
    return tuple(
        OwnedChange(
            hunk.key,
            clause.key,
            clause.label_to_be or clause.label_as_is or "",
            clause.html,
            hunk.state,
            hunk.cancelled_because,
        )
        for hunk, clause in rows
    )


def _moves(session: Session, observation_id: int) -> tuple[MoveLine, ...]:
    rows = session.execute(
        sa.select(ObservationMove, Person.name)
        .outerjoin(Person, Person.id == ObservationMove.by_id)
        .where(ObservationMove.observation_id == observation_id)
        .order_by(ObservationMove.id)
    )
    return tuple(
        MoveLine(ObservationState(move.from_state), ObservationState(move.to_state), move.reason, move.at, name)
        for move, name in rows
    )


def _neighbours(session: Session, row: ObservationRow) -> tuple[int | None, int | None]:
    near = session.execute(
        sa.select(ObservationRow.position, ObservationRow.id).where(
            ObservationRow.modification_id == row.modification_id,
            ObservationRow.position.in_((row.position - 1, row.position + 1)),
        )
    )
    by_position: dict[int, int] = {row.position: row.id for row in near}
    return by_position.get(row.position - 1), by_position.get(row.position + 1)
