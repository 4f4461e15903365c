"""What a move needs to be told besides its evidence, and when it is not good enough."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle.refusals import DetailMissing, DetailWrong
from voting.domain.modifications.lifecycle.words import Causer, ModificationFacts, MoveRequest


class Detail(StrEnum):
    """Something that a move needs besides evidence, by name."""

    REASON = "reason"
    REVIEW_DATE = "review_date"
    PATH = "path"
    MEETING = "meeting"
    PARTS = "parts"
    REFERRAL_WINDOW = "referral_window"


def check_detail(detail: Detail, request: MoveRequest, facts: ModificationFacts, now: datetime) -> None:
    """Pass, or raise `DetailMissing` or `DetailWrong` for one thing that the move needs."""
    _DETAIL_CHECKS[detail](request, facts, now)


def _check_reason(request: MoveRequest, _facts: ModificationFacts, _now: datetime) -> None:
    if not request.details.reason.strip():
        raise DetailMissing("Give the reason: it is shown with the move.", "reason")


def _check_review_date(request: MoveRequest, _facts: ModificationFacts, now: datetime) -> None:
    if request.details.review_on is None:
        raise DetailMissing("Give the date on which this will be looked at again.", "review_on")
    if request.details.review_on <= london_date(now):
        raise DetailWrong("The review date must lie in the future.", "review_on")


def _check_path(request: MoveRequest, facts: ModificationFacts, _now: datetime) -> None:
    if request.details.path is None:
        raise DetailMissing("Choose the path.", "path")
    if request.details.path is facts.path:
        raise DetailWrong("It is on this path already.", "path")


def _check_meeting(request: MoveRequest, _facts: ModificationFacts, _now: datetime) -> None:
    meeting = request.details.meeting
    if meeting is None or not meeting.name.strip():
        raise DetailMissing("Name the meeting.", "meeting")
    # A move may be written down late, so the meeting is measured against the date of what proves the move.
    if request.evidence is not None and meeting.held_on < request.evidence.dated_on:
        raise DetailWrong("That meeting was over by then. Name a later one.", "meeting")


def _check_parts(request: MoveRequest, facts: ModificationFacts, _now: datetime) -> None:
    numbers = request.details.part_numbers
    if len(numbers) < len("AB"):
        raise DetailMissing("Name two parts or more.", "parts")
    ours = all(number.digits == facts.number.digits and number.kind is facts.number.kind for number in numbers)
    if not ours or len(set(numbers)) < len(numbers) or any(not number.suffix for number in numbers):
        raise DetailWrong(f"The parts of {facts.number} keep its number and each take a letter of their own.", "parts")


def _check_referral_window(request: MoveRequest, facts: ModificationFacts, _now: datetime) -> None:
    # Only what the Board itself decides can be referred, so only there a window has to be given.
    if facts.decider is Causer.BOARD and request.details.referral_closes_at is None:
        raise DetailMissing("Give the last moment at which a Party may refer the decision.", "referral_closes_at")


_DETAIL_CHECKS: Mapping[Detail, Callable[[MoveRequest, ModificationFacts, datetime], None]] = {
    Detail.REASON: _check_reason,
    Detail.REVIEW_DATE: _check_review_date,
    Detail.PATH: _check_path,
    Detail.MEETING: _check_meeting,
    Detail.PARTS: _check_parts,
    Detail.REFERRAL_WINDOW: _check_referral_window,
}
