"""A consultation as SECAS works with it: who has returned what, what is late, what waits for whom, what blocks it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.confidentiality import Confidentiality, small_set_warning, withholds_name
from voting.domain.consultations import ConsultationState, ReturnState, window_check
from voting.domain.dispositions import DispositionState, needs_reply
from voting.domain.labels import label
from voting.domain.people import Action, Actor, PartyCategory, check_permitted
from voting.models.consultations import ConsultationRow
from voting.models.people import Person
from voting.queries.calendar import working_days
from voting.queries.consultations.facts import known_consultation
from voting.queries.consultations.listing import deadline_words
from voting.queries.consultations.matrix import FEW_ENOUGH_FOR_NAMES, Matrix, names_matrix
from voting.queries.consultations.page import (
    AskedQuestion,
    ConsultedDocument,
    ExtensionEvent,
    documents_of,
    extensions_of,
    questions_of,
)
from voting.queries.consultations.readiness import Finding, Waiting, readiness, waiting_for_somebody
from voting.queries.consultations.returns import OrganisationReturn, returns_of, silent
from voting.queries.dispositions.points import Point, Points, points_of
from voting.queries.responses.consulted import ConsultationView, consultation_view
from voting.queries.responses.readable import readable_answers
from voting.queries.responses.readable_values import ReadableAnswers, ReadableRespondent


@dataclass(frozen=True, slots=True)
class CategoryReturns:
    """The returns of one Party Category (None: Parties in none, and other bodies)."""

    category: PartyCategory | None
    answered: tuple[OrganisationReturn, ...]
    declined: tuple[OrganisationReturn, ...]
    silent: tuple[OrganisationReturn, ...]


@dataclass(frozen=True, slots=True)
class RepliesSoFar:
    """How far the replies are: `points` are those that say something the public may read."""

    points: int
    missing: int
    drafted: int
    returned: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class ConsultationDesk:
    """The desk of one consultation. What tells of answers is None or empty until the consultation has closed."""

    about: ConsultationView
    issue_on: date
    close_on: date
    deadline_words: str
    working_days_left: int
    window_working_days: int
    warnings: tuple[str, ...]
    prepared_by: str
    prepared_by_id: int
    opened_by: str
    published_by: str
    questions: tuple[AskedQuestion, ...]
    documents: tuple[ConsultedDocument, ...]
    report_number: int | None
    extensions: tuple[ExtensionEvent, ...]
    waiting_extension: ExtensionEvent | None
    extension_asked_by: str
    returns: tuple[CategoryReturns, ...]
    invited: int
    answered: int
    declined: int
    silent: int
    late: tuple[ReadableRespondent, ...]
    waiting: Waiting
    replies: RepliesSoFar | None
    blockers: tuple[str, ...]
    findings: tuple[Finding, ...]
    name_warning: str
    preparers: frozenset[int]
    matrix: Matrix | None
    summary: str
    version: int

    @property
    def state(self) -> ConsultationState:
        """Where it stands."""
        return self.about.state

    @property
    def is_ready(self) -> bool:
        """Whether it can be published now."""
        return self.state is ConsultationState.CLOSED and not self.blockers


def consultation_desk(session: Session, *, viewer: Actor, now: datetime, consultation_id: int) -> ConsultationDesk:
    """The desk, in a number of statements that does not depend on how many answered. Raises `NotPermitted`, `NotFound`.

    Before close SECAS reads here who has returned something and nothing of what it says, not as a count either.
    """
    check_permitted(viewer, Action.READ_RETURNS)
    row = known_consultation(session, viewer=viewer, consultation_id=consultation_id)
    about = consultation_view(row, row.modification, now)
    days = working_days(session)
    window = window_check(row.kind, row.issue_on, row.close_on, days)
    documents, report_number = documents_of(session, row)
    extensions = extensions_of(session, consultation_id, waiting=True)
    returns = returns_of(session, now=now, row=row)
    people = _names(session, row, extensions)
    waiting_extension = next((one for one in extensions if one.confirmed_at is None), None)
    states = Counter(one.state for one in returns)
    after_close = _after_close(session, viewer, now, row, about)
    return ConsultationDesk(
        about=about,
        issue_on=row.issue_on,
        close_on=row.close_on,
        deadline_words=deadline_words(row, now, days),
        working_days_left=days.working_days_left(now, row.closes_at),
        window_working_days=window.working_days,
        warnings=window.warnings,
        prepared_by=people[row.prepared_by_id],
        prepared_by_id=row.prepared_by_id,
        opened_by=people.get(row.opened_by_id or 0, ""),
        published_by=people.get(row.published_by_id or 0, ""),
        questions=questions_of(session, consultation_id),
        documents=documents,
        report_number=report_number,
        extensions=tuple(one for one in extensions if one.confirmed_at is not None),
        waiting_extension=waiting_extension if about.state is ConsultationState.OPEN else None,
        extension_asked_by=people[waiting_extension.requested_by_id] if waiting_extension else "",
        returns=_by_category(returns),
        invited=sum(one.is_invited for one in returns),
        answered=states[ReturnState.SUBMITTED],
        declined=states[ReturnState.WILL_NOT_RESPOND],
        silent=len(silent(returns)),
        late=after_close.late,
        waiting=waiting_for_somebody(session, consultation_id=consultation_id),
        replies=after_close.replies,
        blockers=after_close.blockers,
        findings=after_close.findings,
        name_warning=after_close.name_warning,
        preparers=after_close.preparers,
        matrix=after_close.matrix,
        summary=row.summary,
        version=row.version,
    )


@dataclass(frozen=True, slots=True)
class _AfterClose:
    """What the desk shows once the deadline has passed."""

    late: tuple[ReadableRespondent, ...] = ()
    replies: RepliesSoFar | None = None
    blockers: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    name_warning: str = ""
    preparers: frozenset[int] = frozenset()
    matrix: Matrix | None = None


def _after_close(
    session: Session, viewer: Actor, now: datetime, row: ConsultationRow, about: ConsultationView
) -> _AfterClose:
    if about.state not in {ConsultationState.CLOSED, ConsultationState.PUBLISHED}:
        return _AfterClose()
    answers = readable_answers(session, viewer=viewer, now=now, consultation_id=row.id)
    late = tuple(one for one in answers.respondents if one.is_late)
    matrix = _matrix(answers)
    if about.state is ConsultationState.PUBLISHED:
        return _AfterClose(late, matrix=matrix)
    points = points_of(session, consultation_id=row.id)
    judged = readiness(session, row=row, points=points)
    replies = replies_so_far(points) if row.asks_for_replies else None
    return _AfterClose(late, replies, judged.missing, judged.findings, _name_warning(answers), judged.preparers, matrix)


def _name_warning(answers: ReadableAnswers) -> str:
    """Whether a name that publication withholds may be guessed, because few answered."""
    answered = [one for one in answers.respondents if one.counts and one.state is ReturnState.SUBMITTED]
    chosen: dict[int | None, list[Confidentiality]] = {}
    for item in answers.items:
        if item.counts:
            chosen.setdefault(item.organisation_id, []).append(item.confidentiality)
    nameless = [
        one
        for one in answered
        if one.confidentiality is not None
        and any(withholds_name(one.confidentiality, choice) for choice in chosen.get(one.organisation_id, [None]))
    ]
    return small_set_warning(tuple(map(_category_words, nameless)), Counter(map(_category_words, answered)))


def _category_words(one: ReadableRespondent) -> str:
    return label(one.category) if one.category else "no Party Category"


def _matrix(answers: ReadableAnswers) -> Matrix | None:
    counting = sum(one.counts for one in answers.respondents)
    return names_matrix(answers) if 0 < counting < FEW_ENOUGH_FOR_NAMES else None


def replies_so_far(points: Points) -> RepliesSoFar:
    """How far the replies to these points are."""
    # A confidential point needs no reply and may be given one; then it counts as the others do.
    wanted = [
        one
        for one in points.by_id.values()
        if one.reply is not None or (needs_reply(one.value) and not one.is_withheld)
    ]
    held = Counter(_state(one) for one in points.by_id.values() if one.reply is not None)
    returned = sum(bool(one.reply and one.reply.returned_because) for one in points.by_id.values())
    return RepliesSoFar(
        points=len(wanted),
        missing=sum(one.reply is None for one in wanted),
        drafted=held[DispositionState.DRAFTED],
        returned=returned,
        confirmed=held[DispositionState.CONFIRMED],
    )


def _state(point: Point) -> DispositionState | None:
    return point.reply.value.state if point.reply is not None else None


def _by_category(returns: tuple[OrganisationReturn, ...]) -> tuple[CategoryReturns, ...]:
    """In the order of the categories as the code lists them, and last those in none."""
    order: tuple[PartyCategory | None, ...] = (*PartyCategory, None)
    grouped = {category: [one for one in returns if one.category is category] for category in order}
    return tuple(
        CategoryReturns(
            category,
            tuple(one for one in held if one.state is ReturnState.SUBMITTED),
            tuple(one for one in held if one.state is ReturnState.WILL_NOT_RESPOND),
            tuple(one for one in held if one.state is ReturnState.NOTHING_YET),
        )
        for category, held in grouped.items()
        if held
    )


def _names(session: Session, row: ConsultationRow, extensions: tuple[ExtensionEvent, ...]) -> dict[int, str]:
    ids = {row.prepared_by_id, row.opened_by_id, row.published_by_id, *(one.requested_by_id for one in extensions)}
    found = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_([one for one in ids if one]))).all()
    return {person.id: person.name for person in found}
