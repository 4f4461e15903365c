"""The timetable of a modification: what is planned and what happened, whether it is in order, and how late it runs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from voting.domain.errors import RuleBroken


class EventKind(StrEnum):
    """What can stand in a timetable or be recorded by a move. Rows in words of their own are `other`."""

    DRAFT_PROPOSAL_RAISED = "draft_proposal_raised"
    PRESENTED_TO_COMMITTEE = "presented_to_committee"
    PROBLEM_STATEMENT_COMMENTS = "problem_statement_comments"
    LEGAL_TEXT_CONSULTATION = "legal_text_consultation"
    CONVERTED = "converted"
    PATH_SET = "path_set"
    MARKED_URGENT = "marked_urgent"
    REFINEMENT_BEGUN = "refinement_begun"
    REFINEMENT_SKIPPED = "refinement_skipped"
    REFINEMENT_CONSULTATION = "refinement_consultation"
    REQUEST_FOR_INFORMATION = "request_for_information"
    REFINEMENT_ENDED = "refinement_ended"
    REPORT_APPROVED = "report_approved"
    REPORT_RETURNED = "report_returned"
    MODIFICATION_REPORT_CONSULTATION = "modification_report_consultation"
    SENT_TO_BOARD = "sent_to_board"
    PAPERS_ISSUED = "papers_issued"
    BOARD_VOTE = "board_vote"
    BOARD_DEFERRED = "board_deferred"
    BOARD_RETURNED = "board_returned"
    BOARD_DECIDED = "board_decided"
    RECOMMENDED = "recommended"
    APPROVING_BODY_DECIDED = "approving_body_decided"
    RESULT_CORRECTED = "result_corrected"
    REFERRED = "referred"
    REFERRAL_WINDOW_CLOSED = "referral_window_closed"
    AUTHORITY_DECIDED = "authority_decided"
    AUTHORITY_SENT_BACK = "authority_sent_back"
    IMPLEMENTED = "implemented"
    PUT_ON_HOLD = "put_on_hold"
    HOLD_REVIEWED = "hold_reviewed"
    RESUMED = "resumed"
    SPLIT = "split"
    WITHDRAWN = "withdrawn"
    CONSULTATION_WITHDRAWN = "consultation_withdrawn"
    BALLOT_WITHDRAWN = "ballot_withdrawn"
    OTHER = "other"


# What has to be over before what may begin. Two of them on one day are in order: one meeting can do both.
MUST_PRECEDE: tuple[tuple[EventKind, EventKind], ...] = (
    (EventKind.DRAFT_PROPOSAL_RAISED, EventKind.PRESENTED_TO_COMMITTEE),
    (EventKind.DRAFT_PROPOSAL_RAISED, EventKind.LEGAL_TEXT_CONSULTATION),
    (EventKind.DRAFT_PROPOSAL_RAISED, EventKind.CONVERTED),
    (EventKind.PRESENTED_TO_COMMITTEE, EventKind.CONVERTED),
    (EventKind.CONVERTED, EventKind.REFINEMENT_BEGUN),
    (EventKind.CONVERTED, EventKind.REFINEMENT_CONSULTATION),
    (EventKind.REFINEMENT_BEGUN, EventKind.REFINEMENT_CONSULTATION),
    (EventKind.REFINEMENT_CONSULTATION, EventKind.REFINEMENT_ENDED),
    (EventKind.REFINEMENT_ENDED, EventKind.REPORT_APPROVED),
    (EventKind.CONVERTED, EventKind.REPORT_APPROVED),
    (EventKind.REPORT_APPROVED, EventKind.MODIFICATION_REPORT_CONSULTATION),
    (EventKind.MODIFICATION_REPORT_CONSULTATION, EventKind.SENT_TO_BOARD),
    (EventKind.MODIFICATION_REPORT_CONSULTATION, EventKind.PAPERS_ISSUED),
    (EventKind.MODIFICATION_REPORT_CONSULTATION, EventKind.BOARD_VOTE),
    (EventKind.PAPERS_ISSUED, EventKind.BOARD_VOTE),
    (EventKind.BOARD_VOTE, EventKind.BOARD_DECIDED),
    (EventKind.BOARD_VOTE, EventKind.RECOMMENDED),
    (EventKind.BOARD_VOTE, EventKind.AUTHORITY_DECIDED),
    (EventKind.BOARD_VOTE, EventKind.REFERRAL_WINDOW_CLOSED),
    (EventKind.BOARD_VOTE, EventKind.IMPLEMENTED),
    (EventKind.REFERRAL_WINDOW_CLOSED, EventKind.IMPLEMENTED),
    (EventKind.AUTHORITY_DECIDED, EventKind.IMPLEMENTED),
)

# Words of a timetable's row that tell its kind; the first line whose words all occur decides, so the narrow come first.
_KIND_WORDS: tuple[tuple[tuple[str, ...], EventKind], ...] = (
    (("modification report consultation",), EventKind.MODIFICATION_REPORT_CONSULTATION),
    (("legal text", "consultation"), EventKind.LEGAL_TEXT_CONSULTATION),
    (("refinement", "consultation"), EventKind.REFINEMENT_CONSULTATION),
    (("request for information",), EventKind.REQUEST_FOR_INFORMATION),
    (("convert",), EventKind.CONVERTED),
    (("report", "approved"), EventKind.REPORT_APPROVED),
    (("approve", "modification report"), EventKind.REPORT_APPROVED),
    (("board", "vote"), EventKind.BOARD_VOTE),
    (("authority", "decision"), EventKind.AUTHORITY_DECIDED),
    (("draft proposal", "raised"), EventKind.DRAFT_PROPOSAL_RAISED),
    (("presented to",), EventKind.PRESENTED_TO_COMMITTEE),
    (("implement",), EventKind.IMPLEMENTED),
)


def event_kind_of(words: str) -> EventKind:
    """The kind of a timetable row written in words; `other` where the words say none, and the words stay beside it."""
    plain = " ".join(words.casefold().split())
    for needed, kind in _KIND_WORDS:
        if all(word in plain for word in needed):
            return kind
    return EventKind.OTHER


class EndsBeforeItStarts(RuleBroken):
    """A range whose last day lies before its first."""


class NothingToShift(RuleBroken):
    """No planned event lies on or after the day from which the timetable should move."""


class AlreadyHappened(RuleBroken):
    """An event has its actual date, which no plan can move."""


class HappensInFuture(RuleBroken):
    """An actual date that has not come yet."""


@dataclass(frozen=True, slots=True)
class Span:
    """One day, or a range of days with both ends in it."""

    starts_on: date
    ends_on: date | None = None

    def __post_init__(self) -> None:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise EndsBeforeItStarts("The last day lies before the first. Change one of the two dates.", "ends_on")

    @property
    def last_on(self) -> date:
        """The last day of it."""
        return self.ends_on or self.starts_on


@dataclass(frozen=True, slots=True)
class TimetableEvent:
    """One row: its kind, its words, what is planned (None where no date is set yet) and what happened."""

    kind: EventKind
    words: str
    planned: Span | None = None
    actual: Span | None = None

    @property
    def span(self) -> Span | None:
        """What happened if it has happened, else what is planned."""
        return self.actual or self.planned


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """Two rows of a timetable whose dates contradict the order of the process."""

    first: TimetableEvent
    then: TimetableEvent

    @property
    def sentence(self) -> str:
        """The finding in words."""
        return f"“{self.then.words}” begins before “{self.first.words}” is over."


def order_findings(events: tuple[TimetableEvent, ...]) -> tuple[OutOfOrder, ...]:
    """Every pair of dated rows that contradicts `MUST_PRECEDE`; rows without a date contradict nothing.

    Where a kind stands several times (a second consultation after a return), the later kind is only measured against
    the earliest of the earlier kind: what must have happened once has then happened.
    """
    findings = []
    for before, after in MUST_PRECEDE:
        firsts = [event for event in events if event.kind is before and event.span is not None]
        if not firsts:
            continue
        first = min(firsts, key=_last_on)
        findings += [
            OutOfOrder(first, event)
            for event in events
            if event.kind is after and event.span is not None and event.span.starts_on < _last_on(first)
        ]
    return tuple(findings)


def _last_on(event: TimetableEvent) -> date:
    return event.span.last_on if event.span else date.max


def happened(event: TimetableEvent, actual: Span, today: date) -> TimetableEvent:
    """The event with its actual dates beside the planned ones, which stay.

    Raises `AlreadyHappened` for a second actual date and `HappensInFuture` for a first day after `today`.
    """
    if event.actual is not None:
        raise AlreadyHappened(f"“{event.words}” already has its actual date. Record a correction instead.", "actual")
    if actual.starts_on > today:
        raise HappensInFuture("An actual date cannot lie in the future. Change the planned date instead.", "actual")
    return replace(event, actual=actual)


def replan(event: TimetableEvent, planned: Span | None) -> TimetableEvent:
    """The event with another planned date, or none yet. Raises `AlreadyHappened`."""
    if event.actual is not None:
        raise AlreadyHappened(f"“{event.words}” has happened, so its plan can no longer move.", "planned")
    return replace(event, planned=planned)


def shift(
    events: tuple[TimetableEvent, ...], from_on: date, move: Callable[[date], date]
) -> tuple[TimetableEvent, ...]:
    """The timetable with everything planned on or after `from_on` moved by `move`, a function from day to day.

    The calendar supplies `move` ("ten Working Days later"); `by_days` moves by calendar days. What has happened stays,
    and so does the start of a range that began earlier: only its end moves. Raises `NothingToShift`.
    """
    moved = tuple(_shifted(event, from_on, move) for event in events)
    if moved == events:
        raise NothingToShift(f"Nothing is planned on or after {from_on.isoformat()}. Choose an earlier day.", "from_on")
    return moved


def _shifted(event: TimetableEvent, from_on: date, move: Callable[[date], date]) -> TimetableEvent:
    planned = event.planned
    if event.actual is not None or planned is None or planned.last_on < from_on:
        return event
    starts_on = move(planned.starts_on) if planned.starts_on >= from_on else planned.starts_on
    ends_on = move(planned.ends_on) if planned.ends_on is not None else None
    return replace(event, planned=Span(starts_on, ends_on))


def by_days(days: int) -> Callable[[date], date]:
    """A `move` for `shift` that counts calendar days, backwards when negative."""
    return lambda day: day + timedelta(days=days)


class Punctuality(StrEnum):
    """How an event stands against its plan."""

    UNPLANNED = "unplanned"
    AHEAD = "ahead"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Lateness:
    """How an event stands, and by how many days as the caller's calendar counts them (0 where that says nothing)."""

    punctuality: Punctuality
    days: int = 0


def lateness(event: TimetableEvent, today: date, days_between: Callable[[date, date], int]) -> Lateness:
    """How late or early an event was, or how it stands today; ranges are judged by their last day.

    `days_between(earlier, later)` counts the days; the calendar supplies it when Working Days are wanted. A range that
    has begun and has no actual last day yet is still to come.
    """
    if event.planned is None:
        return Lateness(Punctuality.UNPLANNED)
    planned_on = event.planned.last_on
    if event.actual is not None and (event.planned.ends_on is None or event.actual.ends_on is not None):
        return _compared(planned_on, event.actual.last_on, days_between)
    if today == planned_on:
        return Lateness(Punctuality.DUE_TODAY)
    if today > planned_on:
        return Lateness(Punctuality.OVERDUE, days_between(planned_on, today))
    return Lateness(Punctuality.AHEAD, days_between(today, planned_on))


def _compared(planned_on: date, actual_on: date, days_between: Callable[[date, date], int]) -> Lateness:
    if actual_on > planned_on:
        return Lateness(Punctuality.LATE, days_between(planned_on, actual_on))
    if actual_on < planned_on:
        return Lateness(Punctuality.EARLY, days_between(actual_on, planned_on))
    return Lateness(Punctuality.ON_TIME)
