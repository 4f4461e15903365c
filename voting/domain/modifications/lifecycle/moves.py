"""Making a move: stage, causer, evidence, conditions and details are checked, and the new facts come back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle.conditions import CONDITIONS, Condition, missing_conditions
from voting.domain.modifications.lifecycle.details import check_detail
from voting.domain.modifications.lifecycle.numbers import converted
from voting.domain.modifications.lifecycle.refusals import (
    EvidenceFromTheFuture,
    EvidenceMissing,
    EvidenceOfWrongKind,
    NotFromThisStage,
    NotTheirsToCause,
)
from voting.domain.modifications.lifecycle.table import MOVES, RULES, MoveRule
from voting.domain.modifications.lifecycle.words import ENDED, Hold, ModificationFacts, Move, MoveRequest
from voting.domain.modifications.timetable import EventKind


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move makes: the facts after it, the events for the timetable and, after a split, the other parts."""

    facts: ModificationFacts
    events: tuple[EventKind, ...]
    other_parts: tuple[ModificationFacts, ...] = ()


def check_move(facts: ModificationFacts, request: MoveRequest, now: datetime) -> Moved:
    """What the move makes of the facts at the instant `now`, or a `MoveRefused` that names the first thing missing.

    The order of refusals is: stage, who causes it, evidence, conditions as listed, details as listed.
    """
    rule = RULES[request.move]
    _check_stage(facts, rule)
    _check_causer(request, rule)
    _check_evidence(request, rule, now)
    for condition in missing_conditions(rule.conditions, facts, now):
        failed = CONDITIONS[condition]
        raise failed.refusal(failed.sentence)
    for detail in rule.details:
        check_detail(detail, request, facts, now)
    after = _EFFECTS.get(request.move, _nothing_more)(facts, request)
    stage = rule.to_stage or facts.stage
    # A hold ends with the modification: there is nothing left to resume.
    after = replace(after, stage=stage, hold=None if stage in ENDED else after.hold)
    others = tuple(replace(after, number=number) for number in request.details.part_numbers[1:])
    return Moved(after, rule.events + _endings(facts, request.move), others if request.move is Move.SPLIT else ())


def check_moves(facts: ModificationFacts, requests: tuple[MoveRequest, ...], now: datetime) -> Moved:
    """Several moves of one meeting in order, all or none: a CSC converts, skips refinement and approves the report.

    Raises the first `MoveRefused`; a split can only be the last of them, because afterwards there are several.
    """
    moved = Moved(facts, ())
    for request in requests:
        if moved.other_parts:
            raise NotFromThisStage("After a split each part moves on its own. Make the split the last of these moves.")
        made = check_move(moved.facts, request, now)
        moved = Moved(made.facts, moved.events + made.events, made.other_parts)
    return moved


def available_moves(facts: ModificationFacts, now: datetime) -> tuple[tuple[Move, tuple[Condition, ...]], ...]:
    """Every move that starts at this stage with the conditions it still misses (none: it can be made now)."""
    return tuple(
        (rule.move, missing_conditions(rule.conditions, facts, now))
        for rule in MOVES
        if facts.stage in rule.from_stages
    )


def _check_stage(facts: ModificationFacts, rule: MoveRule) -> None:
    if facts.stage not in rule.from_stages:
        raise NotFromThisStage(
            f"{facts.number} does not stand at a stage where this can happen. Look at the moves its page offers."
        )


def _check_causer(request: MoveRequest, rule: MoveRule) -> None:
    if request.causer not in rule.causers:
        raise NotTheirsToCause("This is not theirs to cause. Name the body or person who did.", "causer")


def _check_evidence(request: MoveRequest, rule: MoveRule, now: datetime) -> None:
    if not rule.evidence:
        return
    evidence = request.evidence
    if evidence is None or not evidence.reference.strip():
        raise EvidenceMissing(
            "Say what proves it and where that is found, such as the minute or the letter.", "evidence"
        )
    if evidence.kind not in rule.evidence:
        raise EvidenceOfWrongKind("Evidence of this kind does not prove this move. Give another.", "evidence")
    if evidence.dated_on > london_date(now):
        raise EvidenceFromTheFuture("The evidence is dated after today. Check its date.", "evidence")


def _endings(facts: ModificationFacts, move: Move) -> tuple[EventKind, ...]:
    """What ends with a withdrawal: a consultation is never shortened, only withdrawn with its modification."""
    if move is not Move.WITHDRAW:
        return ()
    ended = (
        (facts.consultation_open, EventKind.CONSULTATION_WITHDRAWN),
        (facts.ballot_open, EventKind.BALLOT_WITHDRAWN),
    )
    return tuple(event for was_open, event in ended if was_open)


Effect = Callable[[ModificationFacts, MoveRequest], ModificationFacts]


def _nothing_more(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return facts


def _path_is_set(facts: ModificationFacts, request: MoveRequest) -> ModificationFacts:
    return replace(facts, path=request.details.path)


def _is_urgent(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, urgent=True)


def _is_converted(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, number=converted(facts.number))


def _report_is_approved(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, report_approved=True)


def _report_starts_again(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(
        facts,
        report_approved=False,
        report_published=False,
        report_consultation_closed=False,
        report_responses_published=False,
    )


def _report_comes_back(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    # The answers that were given stay good: a new consultation may follow, but need not. The vote does not stay good.
    return replace(
        facts,
        report_approved=False,
        report_published=False,
        board_outcome=None,
        board_meeting=None,
        referral_closes_at=None,
        referred=False,
    )


def _meeting_is_named(facts: ModificationFacts, request: MoveRequest) -> ModificationFacts:
    return replace(facts, board_meeting=request.details.meeting, board_outcome=None)


def _window_opens(facts: ModificationFacts, request: MoveRequest) -> ModificationFacts:
    return replace(facts, referral_closes_at=request.details.referral_closes_at)


def _window_is_over(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, referral_closes_at=None)


def _is_referred(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, referral_closes_at=None, referred=True)


def _is_held(facts: ModificationFacts, request: MoveRequest) -> ModificationFacts:
    details = request.details
    return replace(facts, hold=Hold(details.reason.strip(), details.review_on) if details.review_on else facts.hold)


def _is_resumed(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, hold=None)


def _is_first_part(facts: ModificationFacts, request: MoveRequest) -> ModificationFacts:
    return replace(facts, number=request.details.part_numbers[0])


def _is_withdrawn(facts: ModificationFacts, _request: MoveRequest) -> ModificationFacts:
    return replace(facts, consultation_open=False, ballot_open=False)


_EFFECTS: Mapping[Move, Effect] = {
    Move.SET_PATH: _path_is_set,
    Move.MARK_URGENT: _is_urgent,
    Move.CONVERT: _is_converted,
    Move.APPROVE_REPORT: _report_is_approved,
    Move.RETURN_TO_REFINEMENT: _report_starts_again,
    Move.SEND_TO_BOARD: _meeting_is_named,
    Move.BOARD_DEFERS: _meeting_is_named,
    Move.BOARD_APPROVES: _window_opens,
    Move.BOARD_REJECTS: _window_opens,
    Move.BOARD_RETURNS: _report_comes_back,
    Move.BOARD_CORRECTS: _window_is_over,
    Move.AUTHORITY_SENDS_BACK: _report_comes_back,
    Move.REFER_TO_AUTHORITY: _is_referred,
    Move.CLOSE_REFERRAL_WINDOW: _window_is_over,
    Move.PUT_ON_HOLD: _is_held,
    Move.REVIEW_HOLD: _is_held,
    Move.RESUME: _is_resumed,
    Move.SPLIT: _is_first_part,
    Move.WITHDRAW: _is_withdrawn,
}
