"""One document of the code as a modification changes it, clause by clause."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.legal_text import (
    Cell,
    ClauseKind,
    ClausesFound,
    ClauseState,
    HunkOwner,
    HunkState,
    Ownership,
    Redline,
    clause_from_dict,
    find_clauses,
    ownership_of,
)
from voting.domain.observations import ObservationState
from voting.domain.people import Actor
from voting.models.legal_text import ClauseRow, HunkRow
from voting.models.observations import ObservationRow
from voting.queries.legal_text.documents import DocumentHead, document_head
from voting.queries.legal_text.loading import has_register

# Cells and notes stand under a heading like any other text, whatever their depth.
_NEVER_IN_CONTENTS = frozenset({ClauseKind.TABLE_ROW, ClauseKind.FOOTNOTE})


@dataclass(frozen=True, slots=True)
class ObservationLink:
    """An observation that owns changes of a clause."""

    id: int
    number: str
    title: str
    state: ObservationState


@dataclass(frozen=True, slots=True)
class ClauseOnPage:
    """One clause with its stored HTML and who owns its changes."""

    key: str
    label: str
    level: int
    is_in_contents: bool
    cell: Cell | None
    state: ClauseState
    html: str
    words: str
    changes: int
    observations: tuple[ObservationLink, ...]
    is_only_housekeeping: bool
    text: str


@dataclass(frozen=True, slots=True)
class HunkOnPage:
    """One change, for the list in which owners are given."""

    key: str
    clause_key: str
    clause_label: str
    delete_text: str
    insert_text: str
    is_move: bool
    state: HunkState
    cancelled_because: str | None
    owner: HunkOwner | None
    observation: ObservationLink | None


@dataclass(frozen=True, slots=True)
class DocumentPage(DocumentHead):
    """One document in one version, clause by clause."""

    clauses: tuple[ClauseOnPage, ...]
    hunks: tuple[HunkOnPage, ...]
    observations: tuple[ObservationLink, ...]
    has_register: bool


def document_page(
    session: Session, *, viewer: Actor, number: str, slug: str, version_number: int | None = None
) -> DocumentPage:
    """One document, in its latest version that the viewer may read or the one asked for.

    Five statements, whatever its length. Raises `NotFound`.
    """
    head = document_head(session, viewer=viewer, number=number, slug=slug, version_number=version_number)
    return document_under(session, head)


def document_under(session: Session, head: DocumentHead) -> DocumentPage:
    """The document of which this is the head. Three statements, whatever its length."""
    observations = {
        id_: ObservationLink(id_, number, title, state)
        for id_, number, title, state in fetched(
            session, _observations(), modification=head.modification_id, document=head.code_document_id
        )
    }
    hunk_rows = fetched(session, _hunk_rows(), version=head.version.id)
    clause_rows = fetched(session, _clause_rows(), version=head.version.id)
    labels = {clause.key: clause.label_to_be or clause.label_as_is or "" for clause in clause_rows}
    register = bool(observations) or has_register(session, head.modification_id)
    about = {field.name: getattr(head, field.name) for field in fields(head)}
    return DocumentPage(
        **about,
        clauses=_clauses(clause_rows, hunk_rows, observations),
        hunks=tuple(_hunk(each, labels, observations, register) for each in hunk_rows),
        observations=tuple(observations.values()),
        has_register=register,
    )


def clauses_found(session: Session, head: DocumentHead, words: str) -> ClausesFound:
    """What these words find in the document of which this is the head. One statement."""
    clauses = tuple(clause_from_dict(row.value) for row in fetched(session, _clause_values(), version=head.version.id))
    return find_clauses(Redline(head.code, head.version.sec_version, clauses, ()), words)


@cache
def _clause_values() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(ClauseRow.value)
        .where(ClauseRow.legal_text_version_id == sa.bindparam("version"))
        .order_by(ClauseRow.position)
    )


@cache
def _observations() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(ObservationRow.id, ObservationRow.number, ObservationRow.title, ObservationRow.state)
        .where(
            ObservationRow.modification_id == sa.bindparam("modification"),
            ObservationRow.code_document_id == sa.bindparam("document"),
        )
        .order_by(ObservationRow.position)
    )


@cache
def _hunk_rows() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            HunkRow.key,
            HunkRow.clause_key,
            HunkRow.value,
            HunkRow.state,
            HunkRow.cancelled_because,
            HunkRow.owner,
            HunkRow.observation_id,
        )
        .where(HunkRow.legal_text_version_id == sa.bindparam("version"))
        .order_by(HunkRow.position)
    )


@cache
def _clause_rows() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            ClauseRow.key,
            ClauseRow.kind,
            ClauseRow.level,
            ClauseRow.label_as_is,
            ClauseRow.label_to_be,
            ClauseRow.text_as_is,
            ClauseRow.text_to_be,
            ClauseRow.state,
            ClauseRow.html,
            ClauseRow.words,
            sa.case((ClauseRow.kind == ClauseKind.TABLE_ROW, ClauseRow.value["cell"])).label("cell"),
        )
        .where(ClauseRow.legal_text_version_id == sa.bindparam("version"))
        .order_by(ClauseRow.position)
    )


def _clauses(
    rows: Sequence[sa.Row[Any]],
    hunks: Sequence[HunkRow],
    observations: dict[int, ObservationLink],
) -> tuple[ClauseOnPage, ...]:
    by_clause: dict[str, list[HunkRow]] = defaultdict(list)
    for hunk in hunks:
        for key in {*hunk.value["clause_keys"], *hunk.value["from_clause_keys"]}:
            by_clause[key].append(hunk)
    return tuple(_clause(row, by_clause[row.key], observations) for row in rows)


def _clause(row: sa.Row[Any], hunks: list[HunkRow], observations: dict[int, ObservationLink]) -> ClauseOnPage:
    owning = dict.fromkeys(hunk.observation_id for hunk in hunks if hunk.observation_id is not None)
    return ClauseOnPage(
        key=row.key,
        label=row.label_to_be or row.label_as_is or "",
        level=row.level,
        is_in_contents=row.kind == ClauseKind.HEADING or (row.level == 0 and row.kind not in _NEVER_IN_CONTENTS),
        cell=Cell(**row.cell) if row.cell else None,
        state=row.state,
        html=row.html,
        words=row.words,
        changes=len(hunks),
        observations=tuple(observations[each] for each in owning if each in observations),
        is_only_housekeeping=bool(hunks) and all(hunk.owner is HunkOwner.HOUSEKEEPING for hunk in hunks),
        text=row.text_to_be if row.text_to_be is not None else row.text_as_is or "",
    )


def _hunk(row: HunkRow, labels: dict[str, str], observations: dict[int, ObservationLink], register: bool) -> HunkOnPage:
    return HunkOnPage(
        row.key,
        row.clause_key,
        labels.get(row.clause_key, ""),
        row.value["delete_text"],
        row.value["insert_text"],
        bool(row.value["from_clause_keys"]),
        row.state,
        row.cancelled_because,
        _owner(row, register),
        observations.get(row.observation_id) if row.observation_id is not None else None,
    )


def _owner(row: HunkRow, register: bool) -> HunkOwner | None:
    if row.owner is HunkOwner.OBSERVATION:
        return row.owner
    marked = {row.key: Ownership(row.owner)} if row.owner is not None else {}
    ownership = ownership_of(row.key, marked, register)
    return ownership.owner if ownership is not None else None
