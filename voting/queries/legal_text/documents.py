"""The documents that a modification changes, and which version of one of them a person reads."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from voting.domain.errors import NotFound
from voting.domain.legal_text import HunkOwner, HunkState
from voting.domain.observations import document_sort_key
from voting.domain.people import Action, Actor, Subject, may
from voting.models.legal_text import CodeDocument, HunkRow, LegalTextVersion, TextImport, TextImportFile
from voting.models.modifications import Modification
from voting.models.observations import ObservationRow
from voting.queries.modifications.loading import drafts_read_by, modification_numbered

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
class ImportLine:
    """Word files handed in together that wait for somebody to say what they are."""

    id: int
    created_at: datetime
    files: int


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents of a modification."""

    modification_id: int
    modification_number: str
    modification_title: str
    documents: tuple[DocumentLine, ...]
    may_edit: bool
    imports: tuple[ImportLine, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in the switch."""

    id: int
    number: int
    sec_version: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """One document in one version, without its text. `etag` changes with anything on its page; drafts have none."""

    modification_id: int
    modification_number: str
    modification_title: str
    code_document_id: int
    code: str
    slug: str
    title: str
    version: VersionLine
    versions: tuple[VersionLine, ...]
    unplaced: tuple[dict[str, str], ...]
    etag: str | None
    may_edit: bool
    prepared_by_viewer: bool


def slug_of(code: str) -> str:
    """A document's code as it stands in an address: "Appendix D" is `appendix-d`."""
    return code.lower().replace(" ", "-")


def documents_page(session: Session, *, viewer: Actor, number: str) -> DocumentsPage:
    """The documents that a modification changes, in the order of the code. Three statements; for who may edit, four.

    Raises `NotFound`.
    """
    modification = modification_numbered(session, number)
    rows = session.execute(
        sa.select(LegalTextVersion, CodeDocument)
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .where(LegalTextVersion.modification_id == modification.id, _may_read(viewer))
        .order_by(LegalTextVersion.number)
    ).all()
    latest = {document.id: (version, document) for version, document in rows}
    counts = _counts(session, modification.id, [version.id for version, _ in latest.values()])
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
    may_edit = may(viewer, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value))
    return DocumentsPage(
        modification.id,
        modification.number,
        modification.title,
        tuple(sorted(lines, key=lambda line: document_sort_key(line.code))),
        may_edit,
        _open_imports(session, modification.id) if may_edit else (),
    )


def document_head(
    session: Session, *, viewer: Actor, number: str, slug: str, version_number: int | None = None
) -> DocumentHead:
    """Which version of a document is shown: the latest that the viewer may read, or the one asked for.

    Two statements. Raises `NotFound`.
    """
    modification = modification_numbered(session, number)
    register = sa.select(_changes_of(ObservationRow.version)).where(
        ObservationRow.modification_id == modification.id,
        ObservationRow.code_document_id == LegalTextVersion.code_document_id,
    )
    # Every published text of this document, whichever modification's: where two change one clause, both pages say so.
    theirs = aliased(LegalTextVersion)
    texts = sa.func.aggregate_strings(sa.func.coalesce(theirs.page_etag, ""), ",")
    others = (
        sa.select(sa.cast(_changes_of(Modification.version), sa.Text) + ":" + sa.func.coalesce(texts, ""))
        .join(theirs, theirs.modification_id == Modification.id)
        .where(theirs.code_document_id == LegalTextVersion.code_document_id, theirs.published_at.is_not(None))
    )
    versions = [
        row
        for row in session.execute(
            sa.select(
                LegalTextVersion.id,
                LegalTextVersion.number,
                LegalTextVersion.sec_version,
                LegalTextVersion.published_at,
                LegalTextVersion.prepared_by_id,
                LegalTextVersion.page_etag,
                LegalTextVersion.unplaced,
                LegalTextVersion.code_document_id,
                CodeDocument.code,
                CodeDocument.title,
                register.correlate(LegalTextVersion).scalar_subquery().label("register"),
                others.correlate(LegalTextVersion).scalar_subquery().label("others"),
            )
            .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
            .where(LegalTextVersion.modification_id == modification.id, _may_read(viewer))
            .order_by(LegalTextVersion.number)
        )
        if slug_of(row.code) == slug
    ]
    wanted = [row for row in versions if version_number in (None, row.number)]
    if not wanted:
        raise NotFound(NO_SUCH)
    row = wanted[-1]
    return DocumentHead(
        modification_id=modification.id,
        modification_number=modification.number,
        modification_title=modification.title,
        code_document_id=row.code_document_id,
        code=row.code,
        slug=slug,
        title=row.title,
        version=VersionLine(row.id, row.number, row.sec_version, row.published_at),
        versions=tuple(VersionLine(each.id, each.number, each.sec_version, each.published_at) for each in versions),
        unplaced=tuple(row.unplaced),
        etag=f"{row.page_etag}:{len(versions)}:{row.register}:{row.others}" if row.published_at else None,
        may_edit=may(viewer, Action.EDIT_LEGAL_TEXT, Subject(state=modification.stage.value)),
        prepared_by_viewer=viewer.person_id == row.prepared_by_id,
    )


def _changes_of(version: InstrumentedAttribute[int]) -> sa.ColumnElement[int]:
    """A number that grows with every row and with every change of one."""
    return sa.func.count() + sa.func.coalesce(sa.func.sum(version), 0)


def _open_imports(session: Session, modification_id: int) -> tuple[ImportLine, ...]:
    rows = session.execute(
        sa.select(TextImport.id, TextImport.created_at, sa.func.count(TextImportFile.id))
        .join(TextImportFile, TextImportFile.text_import_id == TextImport.id)
        .where(TextImport.modification_id == modification_id, TextImport.settled_at.is_(None))
        .group_by(TextImport.id, TextImport.created_at)
        .order_by(TextImport.id.desc())
    )
    return tuple(ImportLine(*row) for row in rows)


def _may_read(viewer: Actor) -> sa.ColumnElement[bool]:
    """Drafts are read by who reads the drafts of the report to which they belong."""
    theirs = sa.select(Modification.id).where(drafts_read_by(viewer))
    return sa.or_(LegalTextVersion.published_at.is_not(None), LegalTextVersion.modification_id.in_(theirs))


def _counts(session: Session, modification_id: int, version_ids: list[int]) -> dict[int, tuple[int, int, int, int]]:
    """By version: clauses that change, changes, changes without owner (as `ownership_of` has it), changes cancelled."""
    proposed = HunkRow.state == HunkState.PROPOSED
    register = sa.exists().where(ObservationRow.modification_id == modification_id)
    unowned = sa.and_(proposed, sa.or_(HunkRow.owner.is_(None), HunkRow.owner == HunkOwner.PROPOSED_SOLUTION), register)
    rows = session.execute(
        sa.select(
            HunkRow.legal_text_version_id,
            sa.func.count(sa.distinct(HunkRow.clause_key)),
            sa.func.sum(sa.case((proposed, 1), else_=0)),
            sa.func.sum(sa.case((unowned, 1), else_=0)),
            sa.func.sum(sa.case((proposed, 0), else_=1)),
        )
        .where(HunkRow.legal_text_version_id.in_(version_ids))
        .group_by(HunkRow.legal_text_version_id)
    )
    found = {version: (int(clauses), int(all_), int(un), int(gone)) for version, clauses, all_, un, gone in rows}
    return {version: found.get(version, (0, 0, 0, 0)) for version in version_ids}
