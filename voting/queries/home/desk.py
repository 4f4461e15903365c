"""The SECAS desk: the coming days by date, and each running consultation and ballot in numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle import ENDED
from voting.domain.modifications.timetable import EventKind
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import BallotRow, RosterRow, VoteRow
from voting.models.consultations import ConsultationRow, Invitation
from voting.models.modifications import Modification, TimetableEvent
from voting.models.people import Person
from voting.models.responses import ResponseRow, ResponseVersion
from voting.queries.ballots.loading import is_counted, waits_for_second_person

DAYS_AHEAD = 14
HELD_HERE = (
    EventKind.PROBLEM_STATEMENT_COMMENTS,
    EventKind.LEGAL_TEXT_CONSULTATION,
    EventKind.REFINEMENT_CONSULTATION,
    EventKind.REQUEST_FOR_INFORMATION,
    EventKind.MODIFICATION_REPORT_CONSULTATION,
    EventKind.BOARD_VOTE,
)


class DiaryKind(StrEnum):
    """What a day of the diary holds."""

    CONSULTATION_ISSUES = "consultation_issues"
    CONSULTATION_CLOSES = "consultation_closes"
    BALLOT_CLOSES = "ballot_closes"
    PLANNED = "planned"
    HOLD_REVIEWED = "hold_reviewed"


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One line of the diary: the day, what happens, what still stands in its way, and who owns it."""

    on: date
    kind: DiaryKind
    words: str
    modification_number: str
    about_id: int | None
    owner: str
    blocker: str


@dataclass(frozen=True, slots=True)
class RunningConsultation:
    """A consultation that is open or waits to be published: whom it was sent to and what came, by route."""

    id: int
    title: str
    modification_number: str
    closes_at: datetime
    is_closed: bool
    invited: int
    submitted: int
    nil: int
    by_other_route: int
    late_undecided: int


@dataclass(frozen=True, slots=True)
class RunningBallot:
    """A ballot that is open or waits to be published: how many seats have voted, never how.

    `to_confirm` counts the seats with a recorded vote that waits for a second person.
    """

    id: int
    modification_number: str
    question: str
    closes_at: datetime
    is_closed: bool
    seats: int
    voted: int
    to_confirm: int


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk."""

    diary: tuple[DiaryLine, ...]
    consultations: tuple[RunningConsultation, ...]
    ballots: tuple[RunningBallot, ...]


def desk(session: Session, *, viewer: Actor, now: datetime) -> Desk:
    """The desk of SECAS, in eight statements. Counts of returns are no secret from SECAS; what was answered is."""
    check_permitted(viewer, Action.READ_RETURNS)
    today = london_date(now)
    until = today + timedelta(days=DAYS_AHEAD)
    lines = [
        *_consultation_lines(session, today, until),
        *_ballot_lines(session, today, until),
        *_planned_lines(session, today, until),
        *_holds(session, until),
    ]
    return Desk(
        tuple(sorted(lines, key=lambda line: (line.on, line.modification_number, line.kind))),
        _consultations(session, now),
        _ballots(session, now),
    )


def _consultation_lines(session: Session, today: date, until: date) -> list[DiaryLine]:
    rows = session.execute(
        sa.select(ConsultationRow, Modification.number, Person.name)
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .join(Person, Person.id == ConsultationRow.prepared_by_id)
        .where(ConsultationRow.withdrawn_at.is_(None), ConsultationRow.published_at.is_(None))
    )
    lines = []
    for row, number, owner in rows:
        closes_on = london_date(row.closes_at)
        if row.opened_at is None and row.issue_on <= until:
            blocker = "a second person has to open it"
            lines.append(
                DiaryLine(row.issue_on, DiaryKind.CONSULTATION_ISSUES, row.title, number, row.id, owner, blocker)
            )
        if row.opened_at is not None and today <= closes_on <= until:
            lines.append(DiaryLine(closes_on, DiaryKind.CONSULTATION_CLOSES, row.title, number, row.id, owner, ""))
    return lines


def _ballot_lines(session: Session, today: date, until: date) -> list[DiaryLine]:
    rows = session.execute(
        sa.select(BallotRow, Modification.number, Person.name)
        .join(Modification, Modification.id == BallotRow.modification_id)
        .join(Person, Person.id == BallotRow.prepared_by_id)
        .where(BallotRow.ended_at.is_(None), BallotRow.published_at.is_(None))
    )
    return [
        DiaryLine(
            closes_on,
            DiaryKind.BALLOT_CLOSES,
            row.question,
            number,
            row.id,
            owner,
            "a second person has to open it" if row.opened_at is None else "",
        )
        for row, number, owner in rows
        if today <= (closes_on := london_date(row.closes_at)) <= until
    ]


def _planned_lines(session: Session, today: date, until: date) -> list[DiaryLine]:
    rows = session.execute(
        sa.select(TimetableEvent, Modification.number)
        .join(Modification, Modification.id == TimetableEvent.modification_id)
        .where(TimetableEvent.actual_start_on.is_(None), Modification.stage.not_in(ENDED))
        .where(TimetableEvent.planned_start_on <= until, TimetableEvent.planned_start_on >= today - timedelta(days=60))
        # Whether these have begun is known from the consultations and ballots themselves, which have their own lines.
        .where(sa.or_(TimetableEvent.kind.not_in(HELD_HERE), TimetableEvent.planned_start_on > today))
    )
    return [
        DiaryLine(
            event.planned_start_on or today,
            DiaryKind.PLANNED,
            event.text,
            number,
            None,
            "",
            "",
        )
        for event, number in rows
    ]


def _holds(session: Session, until: date) -> list[DiaryLine]:
    rows = session.execute(
        sa.select(Modification.on_hold_review_on, Modification.on_hold_reason, Modification.number).where(
            Modification.on_hold_review_on.is_not(None), Modification.on_hold_review_on <= until
        )
    )
    return [
        DiaryLine(on, DiaryKind.HOLD_REVIEWED, reason or "", number, None, "", "")
        for on, reason, number in rows
        if on is not None
    ]


def _consultations(session: Session, now: datetime) -> tuple[RunningConsultation, ...]:
    invited = (
        sa.select(Invitation.consultation_id, sa.func.count().label("invited"))
        .group_by(Invitation.consultation_id)
        .subquery()
    )
    last = (
        sa.select(ResponseVersion.response_id, sa.func.max(ResponseVersion.number).label("number"))
        .group_by(ResponseVersion.response_id)
        .subquery()
    )

    def number_of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((condition, 1), else_=0))

    returned = (
        sa.select(
            ResponseRow.consultation_id,
            number_of(ResponseVersion.is_nil.is_(False)).label("submitted"),
            number_of(ResponseVersion.is_nil.is_(True)).label("nil"),
            number_of(ResponseVersion.route != "platform").label("other"),
            number_of(sa.and_(ResponseVersion.is_late.is_(True), ResponseVersion.admitted.is_(None))).label("late"),
        )
        .join(last, last.c.response_id == ResponseRow.id)
        .join(
            ResponseVersion,
            sa.and_(ResponseVersion.response_id == ResponseRow.id, ResponseVersion.number == last.c.number),
        )
        .group_by(ResponseRow.consultation_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(
            ConsultationRow.id,
            ConsultationRow.title,
            Modification.number,
            ConsultationRow.closes_at,
            sa.func.coalesce(invited.c.invited, 0),
            sa.func.coalesce(returned.c.submitted, 0),
            sa.func.coalesce(returned.c.nil, 0),
            sa.func.coalesce(returned.c.other, 0),
            sa.func.coalesce(returned.c.late, 0),
        )
        .join(Modification, Modification.id == ConsultationRow.modification_id)
        .outerjoin(invited, invited.c.consultation_id == ConsultationRow.id)
        .outerjoin(returned, returned.c.consultation_id == ConsultationRow.id)
        .where(ConsultationRow.opened_at.is_not(None), ConsultationRow.withdrawn_at.is_(None))
        .where(ConsultationRow.published_at.is_(None))
        .order_by(ConsultationRow.closes_at)
    )
    return tuple(
        RunningConsultation(row_id, title, number, closes_at, closes_at < now, *map(int, counts))
        for row_id, title, number, closes_at, *counts in rows
    )


def _ballots(session: Session, now: datetime) -> tuple[RunningBallot, ...]:
    def seats_with(votes: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.count(sa.distinct(sa.case((votes, VoteRow.roster_id))))

    cast = (
        sa.select(
            VoteRow.ballot_id,
            seats_with(is_counted()).label("voted"),
            seats_with(waits_for_second_person()).label("to_confirm"),
        )
        .group_by(VoteRow.ballot_id)
        .subquery()
    )
    able = (
        sa.select(RosterRow.ballot_id, sa.func.count().label("able"))
        .where(RosterRow.holder_id.is_not(None), RosterRow.is_recused.is_(False))
        .group_by(RosterRow.ballot_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(
            BallotRow,
            Modification.number,
            sa.func.coalesce(able.c.able, 0),
            sa.func.coalesce(cast.c.voted, 0),
            sa.func.coalesce(cast.c.to_confirm, 0),
        )
        .join(Modification, Modification.id == BallotRow.modification_id)
        .outerjoin(able, able.c.ballot_id == BallotRow.id)
        .outerjoin(cast, cast.c.ballot_id == BallotRow.id)
        .where(BallotRow.opened_at.is_not(None), BallotRow.published_at.is_(None), BallotRow.ended_at.is_(None))
        .order_by(BallotRow.closes_at)
    )
    return tuple(
        RunningBallot(
            row.id,
            number,
            row.question,
            row.closes_at,
            row.closed_early_at is not None or row.closes_at < now,
            *counts,
        )
        for row, number, *counts in rows
    )
