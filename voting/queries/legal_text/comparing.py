"""Two versions of one document's proposed text, compared clause by clause."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.documents.legal_text.clause_html import ClauseHtml, document_html
from voting.documents.legal_text.comparison import clauses_of_view, compare_clauses
from voting.domain.errors import NotFound
from voting.domain.legal_text import Cell, Clause, ClauseState, Redline, View, clause_from_dict
from voting.domain.people import Actor
from voting.models.legal_text import ClauseRow
from voting.queries.legal_text.documents import NO_SUCH, VersionLine, document_head


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A clause as it is shown, and whether the two versions differ in it."""

    html: ClauseHtml
    differs: bool
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class ComparedVersions:
    """What the later version proposes that the earlier did not, and the other way round."""

    modification_number: str
    modification_title: str
    code: str
    slug: str
    title: str
    versions: tuple[VersionLine, ...]
    earlier: VersionLine
    later: VersionLine
    clauses: tuple[ComparedClause, ...]
    changes: int

    @property
    def differing(self) -> tuple[ComparedClause, ...]:
        """The clauses in which they differ."""
        return tuple(clause for clause in self.clauses if clause.differs)


def compared_versions(
    session: Session, *, viewer: Actor, number: str, slug: str, earlier: int, later: int
) -> ComparedVersions:
    """The proposed texts of two versions that the viewer may read, compared. Three statements. Raises `NotFound`."""
    head = document_head(session, viewer=viewer, number=number, slug=slug)
    versions = {version.number: version for version in head.versions}
    if earlier not in versions or later not in versions:
        raise NotFound(NO_SUCH)
    ids = [versions[earlier].id, versions[later].id]
    clauses: dict[int, list[Clause]] = {each: [] for each in ids}
    rows = session.execute(
        sa.select(ClauseRow.legal_text_version_id, ClauseRow.value)
        .where(ClauseRow.legal_text_version_id.in_(ids))
        .order_by(ClauseRow.position)
    )
    for version_id, value in rows:
        clauses[version_id].append(clause_from_dict(value))
    texts = [clauses_of_view(clauses[each], View.CLEAN) for each in ids]
    redline = compare_clauses(*texts, document=head.code, sec_version=versions[later].sec_version)
    return ComparedVersions(
        head.modification_number,
        head.modification_title,
        head.code,
        slug,
        head.title,
        head.versions,
        versions[earlier],
        versions[later],
        _shown(redline),
        len(redline.hunks),
    )


def _shown(redline: Redline) -> tuple[ComparedClause, ...]:
    pages = document_html(redline).clauses
    return tuple(
        ComparedClause(page, clause.state is not ClauseState.UNCHANGED, clause.cell)
        for page, clause in zip(pages, redline.clauses, strict=True)
    )
