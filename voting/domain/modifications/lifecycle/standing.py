"""The first line on a modification: one sentence that says where it stands and what comes next.

It is imported from here and not from the package, because the implementation date it speaks of builds on the package.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from voting.domain.calendar import date_in_words, instant_in_words, london_date
from voting.domain.modifications.implementation import ImplementationOption, implementation_date
from voting.domain.modifications.lifecycle.words import (
    ApprovingBody,
    BoardOutcome,
    Causer,
    ModificationFacts,
    NamedMeeting,
    Stage,
)


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """An open consultation in words: its name ("Consultation", "Legal text consultation") and how it closes.

    `closes` comes from the calendar: "closes Wed 22 Dec 2021 17:00 UK time, 4 Working Days left".
    """

    name: str
    closes: str


@dataclass(frozen=True, slots=True)
class StandingDates:
    """The dates around a modification, as far as they are known."""

    open_consultations: tuple[OpenConsultation, ...] = ()
    # The next meeting of the approving body, and the Board's (the facts name the Board's once it has been sent there).
    approving_meeting: NamedMeeting | None = None
    board_on: date | None = None
    # How the open vote closes, from the calendar: "closes Thu 20 Jan 2022 17:00 UK time, 2 Working Days left".
    vote_closes: str = ""
    options: tuple[ImplementationOption, ...] = ()
    decided_on: date | None = None
    with_authority_since: date | None = None
    # The name of the release that implements it; its date is among the facts.
    release: str = ""
    implemented_on: date | None = None
    withdrawn_on: date | None = None


_BODIES: Mapping[ApprovingBody, str] = {
    ApprovingBody.PANEL: "the Panel",
    ApprovingBody.CHANGE_SUB_COMMITTEE: "the Change Sub-Committee",
}


def status_sentence(facts: ModificationFacts, dates: StandingDates, now: datetime) -> str:
    """Where the modification stands at the instant `now`, in one line without a full stop.

    "Consultation closes Wed 22 Dec 2021 17:00 UK time, 4 Working Days left; Board 20 Jan 2022; February 2022 release if
    approved by 10 Feb 2022". What is not known is left out, never guessed.
    """
    parts = (*_hold(facts, now), *_BY_STAGE[facts.stage](facts, dates, now))
    return "; ".join(part for part in parts if part)


def _hold(facts: ModificationFacts, now: datetime) -> tuple[str, ...]:
    if facts.hold is None:
        return ()
    verb = "review" if london_date(now) <= facts.hold.review_on else "review was due"
    return (f"On hold, {verb} {date_in_words(facts.hold.review_on)}: {facts.hold.reason}",)


def _development(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    open_ones = _open_consultations(dates)
    if facts.number.is_draft_proposal:
        return (*(open_ones or ("Draft Proposal in development",)), _approving_meeting(dates, now))
    return (*(open_ones or ("Converted to a Modification Proposal",)), "refinement has not begun")


def _refinement(_facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    return (*(_open_consultations(dates) or ("In refinement",)), _board(dates.board_on, now))


def _report(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    return (*(_open_consultations(dates) or _report_phase(facts, dates, now)), *_ahead(facts, dates, now))


def _report_phase(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    body = _BODIES[facts.approving_body]
    if not facts.report_approved:
        return (f"Modification Report awaits approval by {body}", _approving_meeting(dates, now))
    if facts.decider is Causer.APPROVING_BODY:
        return (f"Modification Report approved; awaits the decision of {body}",)
    if not facts.report_consultation_closed:
        return ("Modification Report approved; its consultation has not opened",)
    return (
        "Consultation closed; "
        + ("responses published" if facts.report_responses_published else "responses to be published"),
    )


def _at_board(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    option = _option(facts, dates, now)
    if facts.ballot_open:
        return (f"Change Board vote {dates.vote_closes or 'is open'}", option)
    voted = {
        BoardOutcome.APPROVED: "The Change Board voted to approve it; its decision is to be recorded",
        BoardOutcome.REJECTED: "The Change Board voted to reject it; its decision is to be recorded",
        BoardOutcome.NOT_DECIDED: "The Change Board did not decide",
    }
    if facts.board_outcome is not None:
        return (voted[facts.board_outcome], option if facts.board_outcome is not BoardOutcome.REJECTED else "")
    meeting = facts.board_meeting
    return ("At the Change Board", f"{meeting.name} {date_in_words(meeting.held_on)}" if meeting else "", option)


def _authority(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    since = f" since {date_in_words(dates.with_authority_since)}" if dates.with_authority_since else ""
    if facts.referred:
        return (f"Referred to the Authority by a Party{since}", _option(facts, dates, now))
    recommended = {
        BoardOutcome.APPROVED: "the Change Board recommended approval",
        BoardOutcome.REJECTED: "the Change Board recommended rejection",
    }
    words = recommended.get(facts.board_outcome, "") if facts.board_outcome else ""
    return (f"With the Authority{since}", words, _option(facts, dates, now))


def _pending(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    if facts.release_on is None:
        release = "no release date applies"
    else:
        release = f"to be implemented {date_in_words(facts.release_on)}" + (
            f", {dates.release}" if dates.release else ""
        )
    return (f"Approved{_on(dates.decided_on)}", release, _referral(facts, now))


def _implemented(_facts: ModificationFacts, dates: StandingDates, _now: datetime) -> tuple[str, ...]:
    return (f"Implemented{_on(dates.implemented_on)}" + (f", {dates.release}" if dates.release else ""),)


def _rejected(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    return (f"Rejected{_on(dates.decided_on)}", _referral(facts, now))


def _withdrawn(_facts: ModificationFacts, dates: StandingDates, _now: datetime) -> tuple[str, ...]:
    return (f"Withdrawn{_on(dates.withdrawn_on)}",)


_BY_STAGE: Mapping[Stage, Callable[[ModificationFacts, StandingDates, datetime], tuple[str, ...]]] = {
    Stage.DEVELOPMENT: _development,
    Stage.REFINEMENT: _refinement,
    Stage.REPORT: _report,
    Stage.BOARD: _at_board,
    Stage.AUTHORITY: _authority,
    Stage.PENDING_IMPLEMENTATION: _pending,
    Stage.IMPLEMENTED: _implemented,
    Stage.REJECTED: _rejected,
    Stage.WITHDRAWN: _withdrawn,
}


def _open_consultations(dates: StandingDates) -> tuple[str, ...]:
    return tuple(f"{consultation.name} {consultation.closes}" for consultation in dates.open_consultations)


def _approving_meeting(dates: StandingDates, now: datetime) -> str:
    meeting = dates.approving_meeting
    if meeting is None or meeting.held_on < london_date(now):
        return ""
    return f"{meeting.name} {date_in_words(meeting.held_on)}"


def _ahead(facts: ModificationFacts, dates: StandingDates, now: datetime) -> tuple[str, ...]:
    return (_board(dates.board_on, now), _option(facts, dates, now))


def _board(board_on: date | None, now: datetime) -> str:
    # A planned meeting that has passed without this modification says nothing about where it stands.
    return f"Board {date_in_words(board_on)}" if board_on and board_on >= london_date(now) else ""


def _option(facts: ModificationFacts, dates: StandingDates, now: datetime) -> str:
    """The first option that can still be met: by today, and by the Board's meeting where the Board decides."""
    if not dates.options:
        return ""
    earliest = london_date(now)
    board_on = facts.board_meeting.held_on if facts.board_meeting else dates.board_on
    if board_on and facts.stage is not Stage.AUTHORITY:
        # The Authority decides after the Board at the earliest, so the Board's date bounds its decision as well.
        earliest = max(earliest, board_on)
    option = implementation_date(dates.options, earliest).option
    if option is not None:
        return f"{option.release_name} if approved by {date_in_words(option.decide_by)}"
    return "no release date is left: every date to decide by has passed or falls before the decision"


def _referral(facts: ModificationFacts, now: datetime) -> str:
    closes_at = facts.referral_closes_at
    if closes_at is None or now > closes_at:
        return ""
    return f"a Party may refer it to the Authority until {instant_in_words(closes_at)}"


def _on(day: date | None) -> str:
    return f" {date_in_words(day)}" if day else ""
