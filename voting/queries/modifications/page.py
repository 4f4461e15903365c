"""One modification as its page shows it: where it stands, what I must do, what changed, and what is one click away."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from voting.db import NOW
from voting.domain.ballots.state import BallotState
from voting.domain.calendar import Calendar, deadline_in_words, london_date
from voting.domain.consultations import ConsultationState
from voting.domain.errors import NotFound
from voting.domain.labels import label
from voting.domain.modifications.implementation import ImplementationOption, implementation_date
from voting.domain.modifications.lifecycle import (
    CONDITIONS,
    ApprovingBody,
    ModificationFacts,
    ModificationNumber,
    Move,
    NamedMeeting,
    NumberKind,
    NumberNotRecognised,
    Stage,
    available_moves,
    parse_number,
)
from voting.domain.modifications.lifecycle.standing import OpenConsultation, StandingDates, status_sentence
from voting.domain.modifications.timetable import EventKind
from voting.domain.people import Action, Actor, Subject, may
from voting.models.modifications import Modification, ReportVersion
from voting.models.observations import ObservationRow
from voting.models.people import LastLook, Organisation, Person
from voting.queries.calendar import working_days
from voting.queries.home import waiting_for
from voting.queries.modifications.changes import changes_since
from voting.queries.modifications.dossier import DossierRow, dossier
from voting.queries.modifications.facts import fact_columns, facts_from
from voting.queries.modifications.in_short import report_in_short
from voting.queries.modifications.lines import (
    ballot_lines,
    consultation_lines,
    document_lines,
    move_lines,
    report_lines,
    timetable_lines,
    timetable_sentences,
    with_consultations,
)
from voting.queries.modifications.loading import release_words, subject_of
from voting.queries.modifications.views import (
    BallotLine,
    ConsultationLine,
    Implementation,
    ModificationView,
    MoveLine,
    MoveOffer,
    NextDeadline,
    TimetableLine,
)

# Pages opened within half an hour of each other are one visit: reloading does not make the changes disappear.
VISIT = timedelta(minutes=30)
# Within a visit the last look is written down at most once a minute.
_NOTED_EVERY = timedelta(minutes=1)
_NO_SUCH = "There is no modification of this number. Search the register for its title."
_APPROVING_MEETINGS = (EventKind.PRESENTED_TO_COMMITTEE, EventKind.CONVERTED, EventKind.REPORT_APPROVED)
_APPROVING_BODIES = {
    ApprovingBody.PANEL: "Panel",
    ApprovingBody.CHANGE_SUB_COMMITTEE: "Change Sub-Committee",
}


def modification_page(session: Session, *, viewer: Actor, now: datetime, number: str) -> ModificationView:
    """The modification of this number, or of the number that it had as a Draft Proposal or before a split.

    The caller compares `view.number` with what was asked for and redirects. Raises `NotFound`. At most six statements
    for anybody but SECAS, however much hangs on the modification.
    """
    found = _found(session, viewer, now, number)
    row: Modification = found["Modification"]
    facts = facts_from(row, found)
    looked_at, is_new_look = _look(found["looked_at"], found["looked_before_at"], now)
    rows = dossier(session, row.id, since=looked_at, viewer_id=viewer.person_id)
    calendar = working_days(session)
    reads_drafts = may(viewer, Action.READ_REPORT_DRAFT, subject_of(row))
    reports = report_lines(rows.get("report", ()), reads_drafts=reads_drafts)
    documents = document_lines(rows.get("document", ()), reads_drafts=reads_drafts)
    consultations = consultation_lines(rows.get("consultation", ()), viewer, now)
    ballots = ballot_lines(rows.get("ballot", ()), viewer, now)
    events = with_consultations(rows.get("event", ()), rows.get("consultation", ()), now)
    timetable = timetable_lines(events, london_date(now), calendar)
    moves = move_lines(rows.get("move", ()))
    options = tuple(_option(one) for one in rows.get("option", ()))
    dates = _dates(row, consultations, ballots, timetable, moves, options, now, calendar)
    report = found["report"]
    published = next((line.number for line in reports if line.published_at is not None), 0)
    return ModificationView(
        id=row.id,
        number=row.number,
        title=row.title,
        stage=row.stage,
        path=row.path,
        is_urgent=row.is_urgent,
        is_illustrative=row.is_illustrative,
        approving_body=row.approving_body,
        raised_on=row.raised_on,
        decision_on=row.decision_on,
        version=row.version,
        proposer_id=row.proposer_id,
        proposer=found["proposer"],
        proposer_organisation_id=row.proposer_organisation_id,
        proposer_organisation=found["organisation"],
        split_from=found["parent"],
        parts=tuple((one.code, one.words) for one in rows.get("part", ())),
        facts=facts,
        status=status_sentence(facts, dates, now),
        deadline=_deadline(consultations, ballots, now, calendar),
        waiting=_waiting(session, viewer, now, row.number),
        timetable=timetable,
        timetable_findings=timetable_sentences(events),
        reports=reports,
        in_short=report_in_short(report, published) if report and published else None,
        documents=documents,
        has_observations=bool(found["has_observations"]),
        consultations=consultations,
        ballots=ballots,
        implementation=_implementation(row, rows.get("option", []), options),
        moves_made=moves,
        offers=_offers(viewer, facts, now),
        looked_at=looked_at,
        changes=changes_since(rows, looked_at, now, viewer=viewer, reports=reports, ballots=ballots),
        is_new_look=is_new_look,
    )


def _found(session: Session, viewer: Actor, now: datetime, number: str) -> Any:
    wanted = _numbers(number)
    given = {"now": now, "viewer": viewer.person_id, "numbers": wanted}
    rows = session.execute(_by_number(), given).mappings()
    best = min(rows, key=lambda each: wanted.index(each["Modification"].number), default=None)
    if best is None:
        raise NotFound(_NO_SUCH)
    return best


@cache
def _by_number() -> sa.Select[*tuple[Any, ...]]:
    parent = aliased(Modification)
    report = (
        sa.select(ReportVersion.report)
        .where(ReportVersion.modification_id == Modification.id, ReportVersion.published_at.is_not(None))
        .order_by(ReportVersion.number.desc())
        .limit(1)
        .correlate(Modification)
        .scalar_subquery()
    )
    observed = sa.exists().where(ObservationRow.modification_id == Modification.id)
    seen = sa.and_(LastLook.modification_id == Modification.id, LastLook.person_id == sa.bindparam("viewer"))
    return (
        sa.select(
            Modification,
            Person.name.label("proposer"),
            Organisation.name.label("organisation"),
            parent.number.label("parent"),
            LastLook.at.label("looked_at"),
            LastLook.before_at.label("looked_before_at"),
            report.label("report"),
            observed.label("has_observations"),
            *fact_columns(NOW),
        )
        .outerjoin(Person, Person.id == Modification.proposer_id)
        .outerjoin(Organisation, Organisation.id == Modification.proposer_organisation_id)
        .outerjoin(parent, parent.id == Modification.split_from_id)
        .outerjoin(LastLook, seen)
        .where(Modification.number.in_(sa.bindparam("numbers", expanding=True)))
    )


def _numbers(typed: str) -> tuple[str, ...]:
    """The number asked for, then those it may have become: MP171 for DP171, and MP134A once MP134 was split."""
    try:
        asked = parse_number(typed)
    except NumberNotRecognised:
        raise NotFound(_NO_SUCH) from None
    converted = replace(asked, kind=NumberKind.MODIFICATION_PROPOSAL)
    first_parts = () if asked.suffix else (_first_part(asked), _first_part(converted))
    return tuple(dict.fromkeys(str(each) for each in (asked, converted, *first_parts)))


def _first_part(number: ModificationNumber) -> ModificationNumber:
    return replace(number, suffix="A")


def _look(at: datetime | None, before_at: datetime | None, now: datetime) -> tuple[datetime | None, bool]:
    """Since when changes count for this viewer, and whether this look is to be written down."""
    if at is None:
        return None, True
    return (before_at if now - at < VISIT else at), now - at >= _NOTED_EVERY


def _waiting(session: Session, viewer: Actor, now: datetime, number: str) -> Any:
    if not viewer.is_signed_in:
        return ()
    return tuple(each for each in waiting_for(session, viewer=viewer, now=now) if each.modification_number == number)


def _option(row: DossierRow) -> ImplementationOption:
    release_on, decide_by = row.days[0], row.days[1]
    if release_on is None or decide_by is None:
        raise ValueError("An implementation option has both of its dates; the table says so.")
    return ImplementationOption(release_on, decide_by, release_words(row.words))


def _implementation(
    row: Modification, rows: list[DossierRow], options: tuple[ImplementationOption, ...]
) -> Implementation:
    missing = tuple(one.days[0] for one in rows if not one.words and one.days[0] is not None)
    sentence = ""
    if row.decision_on is not None and row.stage is not Stage.REJECTED:
        sentence = implementation_date(options, row.decision_on).sentence
    return Implementation(options, missing, sentence, row.implements_on)


def _dates(
    row: Modification,
    consultations: tuple[ConsultationLine, ...],
    ballots: tuple[BallotLine, ...],
    timetable: tuple[TimetableLine, ...],
    moves: tuple[MoveLine, ...],
    options: tuple[ImplementationOption, ...],
    now: datetime,
    calendar: Calendar,
) -> StandingDates:
    voting = next((one for one in ballots if one.state is BallotState.OPEN), None)
    release = next((one.release_name for one in options if one.release_on == row.implements_on), "")
    return StandingDates(
        open_consultations=tuple(
            OpenConsultation(label(one.kind), deadline_in_words(one.closes_at, now, calendar))
            for one in reversed(consultations)
            if one.state is ConsultationState.OPEN
        ),
        approving_meeting=_approving_meeting(row, timetable),
        board_on=row.board_meeting_on or _planned_on(timetable, EventKind.BOARD_VOTE),
        vote_closes=deadline_in_words(voting.closes_at, now, calendar) if voting else "",
        options=options,
        decided_on=row.decision_on,
        with_authority_since=_moved_on(moves, Move.REFER_TO_AUTHORITY, Move.BOARD_RECOMMENDS),
        release=release,
        implemented_on=_moved_on(moves, Move.IMPLEMENT),
        withdrawn_on=_moved_on(moves, Move.WITHDRAW),
    )


def _approving_meeting(row: Modification, timetable: tuple[TimetableLine, ...]) -> NamedMeeting | None:
    days = [day for kind in _APPROVING_MEETINGS if (day := _planned_on(timetable, kind)) is not None]
    return NamedMeeting(_APPROVING_BODIES[row.approving_body], min(days)) if days else None


def _planned_on(timetable: tuple[TimetableLine, ...], kind: EventKind) -> date | None:
    """The first planned day of this kind that has not come about yet."""
    return min(
        (line.planned.starts_on for line in timetable if line.kind is kind and line.planned and line.actual is None),
        default=None,
    )


def _moved_on(moves: tuple[MoveLine, ...], *names: Move) -> date | None:
    return next((line.moved_on for line in moves if line.move in names), None)


def _deadline(
    consultations: tuple[ConsultationLine, ...], ballots: tuple[BallotLine, ...], now: datetime, calendar: Calendar
) -> NextDeadline | None:
    closing = [one.closes_at for one in consultations if one.state is ConsultationState.OPEN]
    closing += [one.closes_at for one in ballots if one.state is BallotState.OPEN]
    if not closing:
        return None
    return NextDeadline(min(closing), calendar.working_days_left(now, min(closing)))


def _offers(viewer: Actor, facts: ModificationFacts, now: datetime) -> tuple[MoveOffer, ...]:
    if not may(viewer, Action.MOVE_MODIFICATION, Subject(state=facts.stage.value)):
        return ()
    return tuple(
        MoveOffer(move, tuple(CONDITIONS[condition].sentence for condition in missing))
        for move, missing in available_moves(facts, now)
    )
