"""The documents that a modification changes, and one of them clause by clause."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from voting.domain.errors import NotFound
from voting.domain.legal_text import ClauseState, HunkOwner, HunkState, Redline
from voting.domain.observations import ObservationState, document_sort_key
from voting.domain.people import Action, Actor, Subject, may
from voting.models.legal_text import ClauseRow, CodeDocument, HunkRow, LegalTextVersion
from voting.models.modifications import Modification
from voting.models.observations import ObservationRow
from voting.queries.legal_text.loading import redline_of

NO_SUCH = "There is no such legal text, or it is not published."


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in the list of a modification: its latest version that the viewer may read."""

    code: str
    slug: str
    title: str
    sec_version: str
    number: int
    version_id: int
    published_at: datetime | None
    clauses_changed: int
    changes: int
    unowned: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents of a modification."""

    modification_id: int
    modification_number: str
    modification_title: str
    documents: tuple[DocumentLine, ...]
    may_edit: bool


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
    is_heading: bool
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
class VersionLine:
    """One version in the switch."""

    id: int
    number: int
    sec_version: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document in one version."""

    modification_id: int
    modification_number: str
    modification_title: str
    code: str
    slug: str
    title: str
    version: VersionLine
    versions: tuple[VersionLine, ...]
    clauses: tuple[ClauseOnPage, ...]
    hunks: tuple[HunkOnPage, ...]
    observations: tuple[ObservationLink, ...]
    unplaced: tuple[dict[str, str], ...]
    etag: str | None
    may_edit: bool
    prepared_by_viewer: bool
    has_register: bool


def slug_of(code: str) -> str:
    """A document's code as it stands in an address: "Appendix D" is `appendix-d`."""
    return code.lower().replace(" ", "-")


def documents_page(session: Session, *, viewer: Actor, number: str) -> DocumentsPage:
    """The documents that a modification changes, in the order of the code. Three statements. Raises `NotFound`."""
    modification = _modification(session, number)
    rows = session.execute(
        sa.select(LegalTextVersion, CodeDocument)
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .where(LegalTextVersion.modification_id == modification.id, _may_read(viewer))
        .order_by(LegalTextVersion.number)
    ).all()
    latest = {document.id: (version, document) for version, document in rows}
    counts = _counts(session, [version.id for version, _ in latest.values()])
    lines = [
        DocumentLine(
            document.code,
            slug_of(document.code),
            document.title,
            version.sec_version,
            version.number,
            version.id,
            version.published_at,
            *counts[version.id],
        )
        for version, document in latest.values()
    ]
    return DocumentsPage(
        modification.id,
        modification.number,
        modification.title,
        tuple(sorted(lines, key=lambda line: document_sort_key(line.code))),
        may(viewer, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value)),
    )


def document_page(
    session: Session, *, viewer: Actor, number: str, slug: str, version_number: int | None = None
) -> DocumentPage:
    """One document, in its latest version that the viewer may read or the one asked for.

    Five statements, whatever its length. Raises `NotFound`.
    """
    modification = _modification(session, number)
    versions = [
        row
        for row in session.scalars(
            sa.select(LegalTextVersion)
            .options(joinedload(LegalTextVersion.code_document))
            .where(LegalTextVersion.modification_id == modification.id, _may_read(viewer))
            .order_by(LegalTextVersion.number)
        )
        if slug_of(row.code_document.code) == slug
    ]
    wanted = [row for row in versions if version_number in (None, row.number)]
    if not wanted:
        raise NotFound(NO_SUCH)
    row = wanted[-1]
    observations = {
        each.id: ObservationLink(each.id, each.number, each.title, each.state)
        for each in session.scalars(
            sa.select(ObservationRow)
            .where(
                ObservationRow.modification_id == modification.id,
                ObservationRow.code_document_id == row.code_document_id,
            )
            .order_by(ObservationRow.position)
        )
    }
    hunk_rows = session.scalars(
        sa.select(HunkRow).where(HunkRow.legal_text_version_id == row.id).order_by(HunkRow.position)
    ).all()
    clause_rows = session.scalars(
        sa.select(ClauseRow).where(ClauseRow.legal_text_version_id == row.id).order_by(ClauseRow.position)
    ).all()
    labels = {clause.key: clause.label_to_be or clause.label_as_is or "" for clause in clause_rows}
    return DocumentPage(
        modification_id=modification.id,
        modification_number=modification.number,
        modification_title=modification.title,
        code=row.code_document.code,
        slug=slug,
        title=row.code_document.title,
        version=_line(row),
        versions=tuple(_line(each) for each in versions),
        clauses=_clauses(clause_rows, hunk_rows, observations),
        hunks=tuple(_hunk(each, labels, observations) for each in hunk_rows),
        observations=tuple(observations.values()),
        unplaced=tuple(row.unplaced),
        etag=row.page_etag if row.published_at else None,
        may_edit=may(viewer, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value)),
        prepared_by_viewer=viewer.person_id == row.prepared_by_id,
        has_register=bool(observations),
    )


def document_redline(session: Session, *, viewer: Actor, version_id: int) -> Redline:
    """The whole redline as the rulebook's value, for comparing and for workbooks. Raises `NotFound`."""
    row = session.scalar(
        sa.select(LegalTextVersion)
        .options(joinedload(LegalTextVersion.code_document))
        .where(LegalTextVersion.id == version_id, _may_read(viewer))
    )
    if row is None:
        raise NotFound(NO_SUCH)
    return redline_of(session, row)


def _may_read(viewer: Actor) -> sa.ColumnElement[bool]:
    """Drafts are read by SECAS and the modification's Proposer alone."""
    if viewer.is_secas:
        return sa.true()
    published = LegalTextVersion.published_at.is_not(None)
    if viewer.person_id is None:
        return published
    proposed = sa.select(Modification.id).where(Modification.proposer_id == viewer.person_id)
    return sa.or_(published, LegalTextVersion.modification_id.in_(proposed))


def _modification(session: Session, number: str) -> Modification:
    row = session.scalar(sa.select(Modification).where(Modification.number == number))
    if row is None:
        raise NotFound("There is no such modification.")
    return row


def _counts(session: Session, version_ids: list[int]) -> dict[int, tuple[int, int, int, int]]:
    """By version: clauses that change, changes, changes without owner, changes cancelled."""
    proposed = HunkRow.state == HunkState.PROPOSED
    rows = session.execute(
        sa.select(
            HunkRow.legal_text_version_id,
            sa.func.count(sa.distinct(HunkRow.clause_key)),
            sa.func.sum(sa.case((proposed, 1), else_=0)),
            sa.func.sum(sa.case((sa.and_(proposed, HunkRow.owner.is_(None)), 1), else_=0)),
            sa.func.sum(sa.case((proposed, 0), else_=1)),
        )
        .where(HunkRow.legal_text_version_id.in_(version_ids))
        .group_by(HunkRow.legal_text_version_id)
    )
    found = {version: (int(clauses), int(all_), int(un), int(gone)) for version, clauses, all_, un, gone in rows}
    return {version: found.get(version, (0, 0, 0, 0)) for version in version_ids}


def _line(row: LegalTextVersion) -> VersionLine:
    return VersionLine(row.id, row.number, row.sec_version, row.published_at)


def _clauses(
    rows: Sequence[ClauseRow],
    hunks: Sequence[HunkRow],
    observations: dict[int, ObservationLink],
) -> tuple[ClauseOnPage, ...]:
    by_clause: dict[str, list[HunkRow]] = defaultdict(list)
    for hunk in hunks:
        for key in {*hunk.value["clause_keys"], *hunk.value["from_clause_keys"]}:
            by_clause[key].append(hunk)
    return tuple(_clause(row, by_clause[row.key], observations) for row in rows)


def _clause(row: ClauseRow, hunks: list[HunkRow], observations: dict[int, ObservationLink]) -> ClauseOnPage:
    owning = dict.fromkeys(hunk.observation_id for hunk in hunks if hunk.observation_id is not None)
    owners = Counter(hunk.owner for hunk in hunks)
    return ClauseOnPage(
        key=row.key,
        label=row.label_to_be or row.label_as_is or "",
        level=row.level,
        is_heading=row.kind == "heading",
        state=row.state,
        html=row.html,
        words=row.words,
        changes=len(hunks),
        observations=tuple(observations[each] for each in owning if each in observations),
        is_only_housekeeping=bool(hunks) and owners.keys() <= {HunkOwner.HOUSEKEEPING},
        text=row.text_to_be if row.text_to_be is not None else row.text_as_is or "",
    )


def _hunk(row: HunkRow, labels: dict[str, str], observations: dict[int, ObservationLink]) -> HunkOnPage:
    return HunkOnPage(
        row.key,
        row.clause_key,
        labels.get(row.clause_key, ""),
        row.value["delete_text"],
        row.value["insert_text"],
        bool(row.value["from_clause_keys"]),
        row.state,
        row.cancelled_because,
        row.owner,
        observations.get(row.observation_id) if row.observation_id is not None else None,
    )
