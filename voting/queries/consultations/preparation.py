"""What preparing a consultation can choose from: the modification's documents and reports, and the organisations."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import USUAL_WINDOW, WindowCheck, london_date
from voting.domain.consultations import ConsultationKind, ConsultationState, window_check
from voting.domain.people import Action, Actor, PartyCategory, check_permitted
from voting.models.consultations import ConsultationDocument, Invitation
from voting.models.legal_text import CodeDocument, LegalTextVersion
from voting.models.modifications import ReportVersion
from voting.models.people import Organisation, PartyCategoryPeriod
from voting.queries.calendar import working_days
from voting.queries.consultations.facts import known_consultation, state_of
from voting.queries.modifications.loading import modification_known, modification_numbered
from voting.queries.people.periods import holds_on_day


@dataclass(frozen=True, slots=True)
class VersionOffered:
    """A report version or a document's text version that it can be about."""

    id: int
    words: str
    is_published: bool
    is_latest: bool


@dataclass(frozen=True, slots=True)
class OrganisationOffered:
    """An organisation that can be invited."""

    id: int
    name: str
    category: PartyCategory | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """Everything that the forms of preparing need; of an existing consultation also what it holds now."""

    modification_id: int
    modification_number: str
    modification_title: str
    reports: tuple[VersionOffered, ...]
    texts: tuple[VersionOffered, ...]
    organisations: tuple[OrganisationOffered, ...]
    suggested_issue_on: date
    suggested_close_on: date
    consultation_id: int | None = None
    kind: ConsultationKind | None = None
    title: str = ""
    introduction: str = ""
    report_version_id: int | None = None
    text_version_ids: tuple[int, ...] = ()
    invited_ids: frozenset[int] = frozenset()
    asks_for_replies: bool = False
    is_open_to_secas: bool = False
    version: int = 0
    is_prepared: bool = True
    window: WindowCheck | None = None


def preparation(session: Session, *, viewer: Actor, now: datetime, modification_id: int) -> Preparation:
    """The choices for a new consultation on a modification. Raises `NotPermitted` and `NotFound`."""
    check_permitted(viewer, Action.PREPARE_CONSULTATION)
    modification = modification_known(session, modification_id)
    days = working_days(session)
    today = london_date(now)
    return Preparation(
        modification_id=modification.id,
        modification_number=modification.number,
        modification_title=modification.title,
        reports=_reports(session, modification.id),
        texts=_texts(session, modification.id),
        organisations=_organisations(session, today),
        suggested_issue_on=today,
        suggested_close_on=days.add_working_days(today, USUAL_WINDOW),
    )


def preparation_of(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> Preparation:
    """The choices for a consultation that exists, with what it holds; nine statements."""
    check_permitted(viewer, Action.PREPARE_CONSULTATION)
    row = known_consultation(session, viewer=viewer, consultation_id=consultation_id)
    texts = session.scalars(
        sa.select(ConsultationDocument.legal_text_version_id).where(ConsultationDocument.consultation_id == row.id)
    ).all()
    invited = session.scalars(sa.select(Invitation.organisation_id).where(Invitation.consultation_id == row.id)).all()
    return Preparation(
        modification_id=row.modification.id,
        modification_number=row.modification.number,
        modification_title=row.modification.title,
        reports=_reports(session, row.modification_id),
        texts=_texts(session, row.modification_id),
        organisations=_organisations(session, london_date(now)),
        suggested_issue_on=row.issue_on,
        suggested_close_on=row.close_on,
        consultation_id=row.id,
        kind=row.kind,
        title=row.title,
        introduction=row.introduction,
        report_version_id=row.report_version_id,
        text_version_ids=tuple(texts),
        invited_ids=frozenset(invited),
        asks_for_replies=row.asks_for_replies,
        is_open_to_secas=row.is_open_to_secas,
        version=row.version,
        is_prepared=state_of(row, now) is ConsultationState.PREPARED,
        window=window_check(row.kind, row.issue_on, row.close_on, working_days(session)),
    )


def modification_of_number(session: Session, *, viewer: Actor, number: str) -> int:
    """The id of the modification with this number. Raises `NotPermitted` and `NotFound`."""
    check_permitted(viewer, Action.PREPARE_CONSULTATION)
    return modification_numbered(session, number.strip().upper()).id


def _reports(session: Session, modification_id: int) -> tuple[VersionOffered, ...]:
    rows = session.execute(
        sa.select(ReportVersion.id, ReportVersion.number, ReportVersion.published_at)
        .where(ReportVersion.modification_id == modification_id)
        .order_by(ReportVersion.number.desc())
    ).all()
    return tuple(
        VersionOffered(
            row.id, f"Version {row.number}{_draft(row.published_at)}", row.published_at is not None, not place
        )
        for place, row in enumerate(rows)
    )


def _texts(session: Session, modification_id: int) -> tuple[VersionOffered, ...]:
    rows = session.execute(
        sa.select(
            LegalTextVersion.id,
            LegalTextVersion.number,
            LegalTextVersion.published_at,
            LegalTextVersion.code_document_id,
            CodeDocument.code,
        )
        .join(CodeDocument, CodeDocument.id == LegalTextVersion.code_document_id)
        .where(LegalTextVersion.modification_id == modification_id)
        .order_by(CodeDocument.id, LegalTextVersion.number.desc())
    ).all()
    seen: set[int] = set()
    offered = []
    for row in rows:
        words = f"{row.code}, version {row.number}{_draft(row.published_at)}"
        is_latest = row.code_document_id not in seen
        offered.append(VersionOffered(row.id, words, row.published_at is not None, is_latest))
        seen.add(row.code_document_id)
    return tuple(offered)


def _draft(published_at: datetime | None) -> str:
    return "" if published_at is not None else " (draft: publish it before opening)"


def _organisations(session: Session, today: date) -> tuple[OrganisationOffered, ...]:
    """Everybody who still exists, Parties by category first."""
    category = sa.and_(
        PartyCategoryPeriod.organisation_id == Organisation.id,
        holds_on_day(PartyCategoryPeriod, today),
    )
    rows = session.execute(
        sa.select(Organisation.id, Organisation.name, PartyCategoryPeriod.category)
        .outerjoin(PartyCategoryPeriod, category)
        .where(sa.or_(Organisation.ceased_on.is_(None), Organisation.ceased_on > today))
        .order_by(sa.func.lower(Organisation.name))
    )
    order = (*PartyCategory, None)
    offered = [OrganisationOffered(row.id, row.name, row.category) for row in rows]
    return tuple(sorted(offered, key=lambda one: order.index(one.category)))
