"""What is missing before the answers can be published, and what the leak check found in what would be published."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.confidentiality import (
    Audience,
    ConfidentialItem,
    LeakFinding,
    PublishableItem,
    PublishedItem,
    Reading,
    confidential_items,
    leak_check,
    publication_view,
)
from voting.domain.dispositions import PublicationFacts, missing_for_publication
from voting.domain.labels import label
from voting.domain.responses.routes import ResponseRoute
from voting.models.consultations import ConsultationDocument, ConsultationRow, LeakDecision, QuestionRow
from voting.models.legal_text import ClauseRow
from voting.models.observations import ObservationRow
from voting.models.people import Organisation, Person
from voting.models.responses import ResponseRow, ResponseVersion
from voting.queries.dispositions.points import Point, Points, points_of

SUMMARY_KEY = "summary"
RULING_KEY = "ruling-"
BOARD_KEY = "board:"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of the leak check; `id` names it in a form, `reason` says why it was passed ("" while it was not)."""

    id: str
    value: LeakFinding
    reason: str

    @property
    def is_decided(self) -> bool:
        """Whether somebody looked at it and passed it."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A version that SECAS entered for somebody, and that waits for its sender to be named or for a second person."""

    version_id: int
    sender: str
    is_linked: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What still waits for somebody before anything can be published."""

    late_without_ruling: int
    waiting_for_link: int
    waiting_for_confirmation: int
    entries: tuple[WaitingEntry, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether it can be published: a sentence for each thing that is missing, and every finding of the leak check."""

    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    preparers: frozenset[int]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def readiness(session: Session, *, row: ConsultationRow, points: Points | None = None) -> Readiness:
    """Judge what would be published now; nine statements at most. Only SECAS asks, after close."""
    points = points or points_of(session, consultation_id=row.id, published_at=row.published_at)
    decisions = session.scalars(sa.select(LeakDecision).where(LeakDecision.consultation_id == row.id)).all()
    findings = _findings(session, row, points, decisions)
    waiting = waiting_for_somebody(session, consultation_id=row.id)
    facts = PublicationFacts(
        asks_replies=row.asks_for_replies,
        items=points.items,
        dispositions=points.dispositions,
        confidential=frozenset(str(point.id) for point in points.by_id.values() if point.is_withheld),
        has_summary=bool(row.summary.strip()),
        late_without_ruling=waiting.late_without_ruling,
        waiting_for_link=waiting.waiting_for_link,
        waiting_for_confirmation=waiting.waiting_for_confirmation,
        leaks_without_decision=sum(not finding.is_decided for finding in findings),
    )
    preparers = {
        row.prepared_by_id,
        row.summary_by_id,
        *(decision.decided_by_id for decision in decisions),
        *(point.reply.drafted_by_id for point in points.by_id.values() if point.reply is not None),
    }
    return Readiness(missing_for_publication(facts), findings, frozenset(one for one in preparers if one is not None))


def waiting_for_somebody(session: Session, *, consultation_id: int) -> Waiting:
    """Late responses without a ruling (the last of each), unknown senders, unconfirmed entries; one statement."""
    last = (
        sa.select(ResponseVersion.response_id, sa.func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )
    is_last = ResponseVersion.number == last.c.number
    unconfirmed = sa.and_(ResponseVersion.route != ResponseRoute.PLATFORM, ResponseVersion.confirmed_at.is_(None))
    late = sa.and_(ResponseVersion.is_late, ResponseVersion.admitted.is_(None), is_last)
    unknown = sa.and_(ResponseRow.organisation_id.is_(None), is_last)
    rows = session.execute(
        sa.select(
            ResponseVersion.id,
            sa.func.coalesce(Organisation.name, ResponseRow.sender).label("sender"),
            late.label("is_late"),
            unknown.label("is_unknown"),
            unconfirmed.label("is_unconfirmed"),
        )
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .join(last, last.c.response_id == ResponseRow.id)
        .outerjoin(Organisation, Organisation.id == ResponseRow.organisation_id)
        .where(ResponseRow.consultation_id == consultation_id, sa.or_(late, unknown, unconfirmed))
        .order_by(ResponseVersion.id)
    ).all()
    return Waiting(
        late_without_ruling=sum(bool(row.is_late) for row in rows),
        waiting_for_link=sum(bool(row.is_unknown) for row in rows),
        waiting_for_confirmation=sum(bool(row.is_unconfirmed) for row in rows),
        entries=tuple(
            WaitingEntry(row.id, row.sender, is_linked=not row.is_unknown)
            for row in rows
            if row.is_unknown or row.is_unconfirmed
        ),
    )


def finding_id(finding: LeakFinding) -> str:
    """The name of a finding in a form: it stays the same as long as the finding does."""
    parts = (finding.kind.value, finding.published_key, finding.confidential_key, finding.words)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _findings(
    session: Session, row: ConsultationRow, points: Points, decisions: Iterable[LeakDecision]
) -> tuple[Finding, ...]:
    reasons = {(one.kind, one.published_key, one.confidential_key, one.words): one.reason for one in decisions}
    items = tuple(_publishable(point) for point in points.by_id.values())
    people = _people_by_organisation(session, frozenset(point.organisation_id for point in points.by_id.values()))
    beside = (*_summary(row), *_rulings(session, row.id))
    secrets = {audience: confidential_items(items, audience, people) for audience in (Audience.PUBLIC, Audience.BOARD)}
    known = _known_public(session, row) if any(one.texts for held in secrets.values() for one in held) else ()
    found = _checked(publication_view(items, Audience.PUBLIC), secrets[Audience.PUBLIC], beside, known)
    for_board = _checked(publication_view(items, Audience.BOARD), secrets[Audience.BOARD], (), known)
    seen = {(one.kind, one.confidential_key, one.words) for one in found}
    only_board = tuple(
        replace(one, published_key=BOARD_KEY + one.published_key)
        for one in for_board
        if (one.kind, one.confidential_key, one.words) not in seen
    )
    return tuple(
        Finding(finding_id(one), one, reasons.get((one.kind, one.published_key, one.confidential_key, one.words), ""))
        for one in (*found, *only_board)
    )


def _checked(
    published: tuple[PublishedItem, ...],
    secrets: tuple[ConfidentialItem, ...],
    beside: tuple[PublishedItem, ...],
    known_public: tuple[str, ...],
) -> tuple[LeakFinding, ...]:
    return leak_check((*published, *beside), secrets, known_public=known_public)


def _publishable(point: Point) -> PublishableItem:
    reply = point.reply.value if point.reply is not None else None
    return PublishableItem(
        key=str(point.id),
        facts=point.facts,
        organisation=point.organisation,
        category="",
        targets=(),
        position=point.position or "",
        comment=point.value.comment,
        own_wording=point.value.own_wording,
        public_version=point.public_version,
        reply=label(reply.kind) if reply is not None else "",
        reply_detail=f"{reply.detail}\n{reply.adopted_wording}" if reply is not None else "",
    )


def _summary(row: ConsultationRow) -> tuple[PublishedItem, ...]:
    return (_text(SUMMARY_KEY, row.summary),) if row.summary.strip() else ()


def _rulings(session: Session, consultation_id: int) -> tuple[PublishedItem, ...]:
    """The published reasons of rulings on late responses can tell as much as an answer."""
    rows = session.execute(
        sa.select(ResponseVersion.id, ResponseVersion.ruling_reason)
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .where(ResponseRow.consultation_id == consultation_id, ResponseVersion.admitted.is_not(None))
        .order_by(ResponseVersion.id)
    )
    return tuple(_text(f"{RULING_KEY}{version_id}", reason) for version_id, reason in rows)


def _text(key: str, words: str) -> PublishedItem:
    return PublishedItem(key, Reading.WITHOUT_NAME, "", "", (), "", words, "", "", "")


def _people_by_organisation(session: Session, organisation_ids: frozenset[int]) -> Mapping[str, tuple[str, ...]]:
    rows = session.execute(
        sa.select(Organisation.name, Person.name)
        .join(Person, Person.organisation_id == Organisation.id)
        .where(Organisation.id.in_(organisation_ids))
        .order_by(Person.id)
    )
    people: dict[str, list[str]] = {}
    for organisation, person in rows:
        people.setdefault(organisation, []).append(person)
    return {organisation: tuple(names) for organisation, names in people.items()}


def _known_public(session: Session, row: ConsultationRow) -> tuple[str, ...]:
    """What both a confidential and a public text may quote: questions, clauses as consulted, observations."""
    versions = sa.select(ConsultationDocument.legal_text_version_id).where(
        ConsultationDocument.consultation_id == row.id
    )
    nothing = sa.literal("")
    texts = session.execute(
        sa.union_all(
            sa.select(QuestionRow.text, QuestionRow.hint).where(QuestionRow.consultation_id == row.id),
            sa.select(
                sa.func.coalesce(ClauseRow.text_as_is, nothing), sa.func.coalesce(ClauseRow.text_to_be, nothing)
            ).where(ClauseRow.legal_text_version_id.in_(versions)),
            sa.select(ObservationRow.text, ObservationRow.recommendation).where(
                ObservationRow.modification_id == row.modification_id
            ),
        )
    )
    return (row.introduction, *(text for pair in texts for text in pair if text))
