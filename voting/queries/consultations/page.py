"""One consultation as everybody may see it: what it asks, on which documents, until when, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.calendar import Calendar
from voting.domain.consultations import ConsultationState, QuestionKind
from voting.domain.people import Actor
from voting.models.consultations import ConsultationDocument, ConsultationRow, Extension, QuestionRow
from voting.models.legal_text import CodeDocument, LegalTextVersion
from voting.models.modifications import ReportVersion
from voting.queries.calendar import working_days
from voting.queries.consultations.facts import known_consultation
from voting.queries.consultations.listing import OwnState, deadline_words, own_states
from voting.queries.responses.consulted import ConsultationView, consultation_view


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question as it is asked."""

    id: int
    position: int
    kind: QuestionKind
    text: str
    hint: str
    options: tuple[str, ...]
    comment_required: bool


@dataclass(frozen=True, slots=True)
class ConsultedDocument:
    """One version of a code document that it is about."""

    version_id: int
    code: str
    title: str
    number: int
    sec_version: str
    is_published: bool


@dataclass(frozen=True, slots=True)
class ExtensionEvent:
    """A deadline that was moved, or for SECAS a request that waits for its second person."""

    id: int
    from_at: datetime
    to_at: datetime
    reason: str
    notice: str
    requested_at: datetime
    requested_by_id: int
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """The page. `report_number` is the version of the Modification Report that it is about, if it is about one."""

    about: ConsultationView
    issue_on: date
    close_on: date
    deadline_words: str
    working_days_left: int
    window_working_days: int | None
    questions: tuple[AskedQuestion, ...]
    documents: tuple[ConsultedDocument, ...]
    extensions: tuple[ExtensionEvent, ...]
    report_number: int | None
    summary: str
    own: tuple[OwnState, ...]
    version: int

    @property
    def state(self) -> ConsultationState:
        """Where it stands."""
        return self.about.state


NO_CALENDAR = Calendar(frozenset())


def consultation_page(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> ConsultationPage:
    """The consultation, in six statements at most; nothing in it depends on how many have answered.

    The factual summary is there once it is published. Raises `NotFound`.
    """
    row = known_consultation(session, viewer=viewer, consultation_id=consultation_id)
    about = consultation_view(row, row.modification, now)
    is_running = about.state in {ConsultationState.OPEN, ConsultationState.PREPARED}
    # Working Days are counted only where somebody can still use them.
    days = working_days(session) if is_running else NO_CALENDAR
    documents, report_number = documents_of(session, row)
    return ConsultationPage(
        about=about,
        issue_on=row.issue_on,
        close_on=row.close_on,
        deadline_words=deadline_words(row, now, days),
        working_days_left=days.working_days_left(now, row.closes_at) if is_running else 0,
        window_working_days=days.working_days_between(row.issue_on, row.close_on) if is_running else None,
        questions=questions_of(session, consultation_id),
        documents=documents,
        extensions=extensions_of(session, consultation_id, waiting=viewer.is_secas),
        report_number=report_number,
        summary=about.summary,
        own=own_states(session, viewer, consultation_id),
        version=row.version,
    )


def questions_of(session: Session, consultation_id: int) -> tuple[AskedQuestion, ...]:
    """The questions in their order. One statement."""
    return tuple(
        AskedQuestion(
            row.id, row.position, row.kind, row.text, row.hint, tuple(map(str, row.options)), row.comment_required
        )
        for row in fetched(session, _questions(), consultation=consultation_id)
    )


@cache
def _questions() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            QuestionRow.id,
            QuestionRow.position,
            QuestionRow.kind,
            QuestionRow.text,
            QuestionRow.hint,
            QuestionRow.options,
            QuestionRow.comment_required,
        )
        .where(QuestionRow.consultation_id == sa.bindparam("consultation"))
        .order_by(QuestionRow.position)
    )


def extensions_of(session: Session, consultation_id: int, *, waiting: bool) -> tuple[ExtensionEvent, ...]:
    """Every extension in the order of its making; with `waiting` also the last request, if it is not confirmed."""
    rows = fetched(session, _extensions(), consultation=consultation_id)
    return tuple(ExtensionEvent(*row) for row in rows if row.confirmed_at is not None or (waiting and row is rows[-1]))


@cache
def _extensions() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Extension.id,
            Extension.from_at,
            Extension.to_at,
            Extension.reason,
            Extension.notice,
            Extension.requested_at,
            Extension.requested_by_id,
            Extension.confirmed_at,
        )
        .where(Extension.consultation_id == sa.bindparam("consultation"))
        .order_by(Extension.id)
    )


def documents_of(session: Session, row: ConsultationRow) -> tuple[tuple[ConsultedDocument, ...], int | None]:
    """The documents it is about, and the number of the report version it is about; one statement for both."""
    rows = fetched(session, _documents(), consultation=row.id, report=row.report_version_id)
    documents = tuple(
        ConsultedDocument(one.id, one.code, one.title, one.number, one.sec_version, bool(one.is_published))
        for one in rows
        if one.place
    )
    return documents, next((one.number for one in rows if not one.place), None)


@cache
def _documents() -> sa.Select[*tuple[Any, ...]]:
    report = sa.select(
        sa.literal(0).label("place"),
        ReportVersion.id.label("id"),
        sa.literal("").label("code"),
        sa.literal("").label("title"),
        ReportVersion.number.label("number"),
        sa.literal("").label("sec_version"),
        ReportVersion.published_at.is_not(None).label("is_published"),
    ).where(ReportVersion.id == sa.bindparam("report", type_=sa.Integer()))
    texts = (
        sa.select(
            CodeDocument.id,
            LegalTextVersion.id,
            CodeDocument.code,
            CodeDocument.title,
            LegalTextVersion.number,
            LegalTextVersion.sec_version,
            LegalTextVersion.published_at.is_not(None),
        )
        .join(LegalTextVersion, LegalTextVersion.code_document_id == CodeDocument.id)
        .join(ConsultationDocument, ConsultationDocument.legal_text_version_id == LegalTextVersion.id)
        .where(ConsultationDocument.consultation_id == sa.bindparam("consultation"))
    )
    both = sa.union_all(report, texts).subquery()
    return sa.select(both).order_by(both.c.place)
