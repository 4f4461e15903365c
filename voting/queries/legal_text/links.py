"""What the register's citations say of a draft's changes: links to confirm, and two reports before publication."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from voting.domain.legal_text import (
    CitationFault,
    HunkState,
    observations_without_change,
    propose_links,
    unowned_hunks,
)
from voting.domain.people import Actor
from voting.queries.legal_text.clauses import DocumentPage, HunkOnPage, ObservationLink, document_page
from voting.queries.legal_text.loading import citing_observations, owners_of, redline_of, version_row


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A change that an observation likely owns, because it cites the clause."""

    hunk: HunkOnPage
    observation: ObservationLink
    citation: str


@dataclass(frozen=True, slots=True)
class ContestedLine:
    """A change that several observations cite equally closely."""

    hunk: HunkOnPage
    observations: tuple[ObservationLink, ...]


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A citation that led to no change; `clauses` are labels of what it may mean."""

    observation: ObservationLink
    citation: str
    fault: CitationFault
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinksPage:
    """A draft with what its register says of it."""

    page: DocumentPage
    links: tuple[LinkLine, ...]
    contested: tuple[ContestedLine, ...]
    unplaced: tuple[CitationLine, ...]
    unowned: tuple[HunkOnPage, ...]
    without_change: tuple[ObservationLink, ...]


def links_page(session: Session, *, viewer: Actor, number: str, slug: str) -> LinksPage:
    """The proposals and both reports for the newest version. Ten statements.

    Whoever may read the draft may read this too. Raises `NotFound`.
    """
    page = document_page(session, viewer=viewer, number=number, slug=slug)
    row = version_row(session, page.version.id)
    redline, owners = redline_of(session, row), owners_of(session, row.id)
    citing = citing_observations(session, row)
    unowned = {hunk.key for hunk in unowned_hunks(redline.hunks, owners, page.has_register)}
    proposals = propose_links(redline, citing, unowned)
    hunks = {hunk.key: hunk for hunk in page.hunks}
    observations = {each.number: each for each in page.observations}
    labels = {clause.key: clause.label or "unnumbered" for clause in page.clauses}
    return LinksPage(
        page=page,
        links=tuple(
            LinkLine(hunks[link.hunk_key], observations[link.observation], link.citation) for link in proposals.links
        ),
        contested=tuple(
            ContestedLine(hunks[each.hunk_key], tuple(observations[name] for name in each.observations))
            for each in proposals.contested
        ),
        unplaced=tuple(
            CitationLine(
                observations[each.observation],
                each.citation,
                each.fault,
                tuple(labels[key] for key in each.clause_keys),
            )
            for each in proposals.unplaced
        ),
        unowned=tuple(hunk for hunk in page.hunks if hunk.key in unowned and hunk.state is HunkState.PROPOSED),
        without_change=tuple(observations[name] for name in observations_without_change(redline, citing, owners)),
    )
