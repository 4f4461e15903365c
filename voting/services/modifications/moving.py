"""Moving a modification through its life cycle, with evidence, and everything that a move changes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.modifications.implementation import ImplementationResult, implementation_date
from voting.domain.modifications.implementation import decision_on as decided_on
from voting.domain.modifications.lifecycle import (
    Causer,
    ModificationFacts,
    Move,
    Moved,
    MoveRequest,
    NotTheirsToCause,
    Path,
    Stage,
    check_move,
    check_moves,
)
from voting.domain.modifications.timetable import EventKind
from voting.domain.people import Action, Actor, Role, check_permitted
from voting.models.ballots import Decision
from voting.models.modifications import ImplementationOptionRow, Modification, ModificationMove, TimetableEvent
from voting.queries.modifications.facts import facts_of
from voting.queries.modifications.loading import options_of, subject_of
from voting.services.history import record
from voting.services.intents import check_seen_version
from voting.services.modifications.ending import withdraw_what_is_open
from voting.services.modifications.loading import modification_row
from voting.services.modifications.timetable_rows import Changed, note_happened, note_if_planned


class BoardVoteNotDated(RuleBroken):
    """A decision of the Board without the instant of its vote, from which the decision date follows."""


class NumberTaken(RuleBroken):
    """Another modification has this number."""


# Moves that carry a decision, and moves that take an earlier one back.
_BOARD_DECIDES = frozenset({Move.BOARD_APPROVES, Move.BOARD_REJECTS})
_AUTHORITY_DECIDES = frozenset({Move.AUTHORITY_APPROVES, Move.AUTHORITY_REJECTS})
_FAST_TRACK_DECIDES = frozenset({Move.FAST_TRACK_APPROVES, Move.FAST_TRACK_REJECTS})
_DECISIONS = _BOARD_DECIDES | _AUTHORITY_DECIDES | _FAST_TRACK_DECIDES
_DECISION_FALLS = frozenset(
    {Move.REFER_TO_AUTHORITY, Move.BOARD_RETURNS, Move.BOARD_CORRECTS, Move.AUTHORITY_SENDS_BACK}
)
_VOTE_FALLS = frozenset({Move.BOARD_RETURNS, Move.AUTHORITY_SENDS_BACK})
_AFTER_A_VOTE = _BOARD_DECIDES | {Move.BOARD_RECOMMENDS}
_ROLE_OF_CAUSER = {Causer.SECAS_ANALYST: Role.SECAS_ANALYST, Causer.SECAS_APPROVER: Role.SECAS_APPROVER}


def make_move(
    session: Session, *, actor: Actor, now: datetime, modification_id: int, seen_version: int, request: MoveRequest
) -> None:
    """Record one move with its evidence.

    Raises `SeenVersionStale`, `NotTheirsToCause` (who names SECAS as the causer must hold that role), `NumberTaken`,
    and whatever `check_move` refuses with.
    """
    make_moves(
        session, actor=actor, now=now, modification_id=modification_id, seen_version=seen_version, requests=(request,)
    )


def make_moves(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    modification_id: int,
    seen_version: int,
    requests: tuple[MoveRequest, ...],
) -> None:
    """Record several moves of one meeting in order, all or none, in one history entry; raises as `make_move` does."""
    row = modification_row(session, modification_id)
    check_permitted(actor, Action.MOVE_MODIFICATION, subject_of(row))
    check_seen_version(seen_version, row.version)
    for request in requests:
        _check_causer_is_here(actor, request)
    check_moves(facts_of(session, row, now), requests, now)
    number, stage = row.number, row.stage
    changed = [
        one for request in requests for one in apply_move(session, now=now, actor=actor, row=row, request=request)
    ]
    record(
        session,
        now,
        Entry(
            "make_move" if len(requests) == 1 else "make_moves",
            actor.person_id,
            tuple(dict.fromkeys(changed)),
            facts={
                "number": number,
                "from": stage.value,
                "to": row.stage.value,
                "moves": [request.move.value for request in requests],
                "causers": [request.causer.value for request in requests],
                "evidence": [_evidence_fact(request) for request in requests],
                "new_number": row.number,
            },
            texts=_texts(requests),
            modification_id=row.id,
        ),
    )


def apply_move(
    session: Session, *, now: datetime, actor: Actor, row: Modification, request: MoveRequest
) -> tuple[Changed, ...]:
    """Make one move on a modification that the caller holds, and give every (table, id) it changed.

    It makes no history entry and checks no permission: the use case that calls it does both. A decision of the Board
    needs `row.board_outcome` and `row.board_voted_at`, which publishing the result sets. Raises what `check_move`
    raises, `BoardVoteNotDated` and `NumberTaken`.
    """
    session.flush()
    before = row.stage
    moved = check_move(facts_of(session, row, now), request, now)
    moved_on = request.evidence.dated_on if request.evidence else london_date(now)
    _check_number_is_free(session, row, moved)
    changed: list[Changed] = [("modification", row.id)]
    if request.move is Move.WITHDRAW:
        changed += withdraw_what_is_open(session, now=now, modification_id=row.id)
    _take_over(row, moved.facts, request, moved_on)
    if request.move in _DECISIONS:
        changed += _decide(session, now, row, request, moved_on)
    move_row = _move_row(row, request, before, moved_on, now, actor)
    session.add(move_row)
    row.version += 1
    session.flush()
    changed.append(("modification_move", move_row.id))
    changed += _events(session, row, moved, request, moved_on)
    changed += [("modification", part) for part in _add_parts(session, row, moved)]
    return tuple(changed)


def implementation_of(session: Session, row: Modification) -> ImplementationResult | None:
    """Which option of the implementation approach the decision date meets, with its sentence; None while undecided."""
    if row.decision_on is None or row.stage is Stage.REJECTED:
        return None
    return implementation_date(options_of(session, row.id), row.decision_on)


def _check_causer_is_here(actor: Actor, request: MoveRequest) -> None:
    """What SECAS itself causes is recorded by the one who did; what others caused, by anybody at SECAS."""
    role = _ROLE_OF_CAUSER.get(request.causer)
    if role is not None and role not in actor.roles:
        raise NotTheirsToCause("You do not hold this role. Name the body or person who caused it.", "causer")


def _check_number_is_free(session: Session, row: Modification, moved: Moved) -> None:
    wanted = [str(part.number) for part in (moved.facts, *moved.other_parts)]
    taken = session.scalar(
        sa.select(Modification.number).where(Modification.number.in_(wanted), Modification.id != row.id).limit(1)
    )
    if taken is not None:
        raise NumberTaken(f"There is already a modification {taken}. Look at it before you go on.", "parts")


def _take_over(row: Modification, after: ModificationFacts, request: MoveRequest, moved_on: date) -> None:
    row.number, row.stage, row.path, row.is_urgent = str(after.number), after.stage, after.path, after.urgent
    if after.report_approved != (row.report_approved_on is not None):
        row.report_approved_on = moved_on if after.report_approved else None
    row.on_hold_reason = after.hold.reason if after.hold else None
    row.on_hold_review_on = after.hold.review_on if after.hold else None
    row.board_meeting = after.board_meeting.name.strip() if after.board_meeting else None
    row.board_meeting_on = after.board_meeting.held_on if after.board_meeting else None
    row.board_outcome = after.board_outcome
    row.referral_closes_at, row.is_referred = after.referral_closes_at, after.referred
    if request.move in _VOTE_FALLS:
        row.board_voted_at = None
    if request.move in _DECISION_FALLS:
        row.authority_letter_on, row.implements_on, row.decision_on = None, None, None
    if request.move in _AUTHORITY_DECIDES:
        row.authority_letter_on = moved_on


def _decide(
    session: Session, now: datetime, row: Modification, request: MoveRequest, moved_on: date
) -> tuple[Changed, ...]:
    """The decision date and what follows from it; the row of the Board's own decision is written with its result."""
    row.decision_on = _decision_date(row, moved_on)
    result = implementation_of(session, row)
    row.implements_on = result.release_on if result else None
    if request.move in _BOARD_DECIDES:
        return ()
    outcome = "rejected" if row.stage is Stage.REJECTED else "approved"
    decision = Decision(
        modification_id=row.id,
        body=request.causer.value,
        outcome=outcome,
        decision_on=row.decision_on,
        implements_on=row.implements_on,
        sentence=result.sentence if result else "It is rejected, so nothing is implemented.",
        recorded_at=now,
    )
    session.add(decision)
    session.flush()
    return (("decision", decision.id),)


def _decision_date(row: Modification, moved_on: date) -> date:
    if row.path is None or row.path is Path.FAST_TRACK:
        return moved_on
    day = decided_on(row.path, row.board_voted_at, row.authority_letter_on, row.is_referred)
    if day is None:
        raise BoardVoteNotDated(
            "The Board's vote has no date. Publish its result, from which the decision date follows."
        )
    return day


def _move_row(
    row: Modification, request: MoveRequest, before: Stage, moved_on: date, now: datetime, actor: Actor
) -> ModificationMove:
    evidence = request.evidence
    return ModificationMove(
        modification_id=row.id,
        move=request.move,
        from_stage=before.value,
        to_stage=row.stage.value,
        moved_on=moved_on,
        entered_at=now,
        entered_by_id=actor.person_id,
        causer=request.causer,
        evidence_kind=evidence.kind if evidence else None,
        evidence=evidence.reference.strip() if evidence else "",
        evidence_on=evidence.dated_on if evidence else None,
        reason=request.details.reason.strip(),
    )


def _events(session: Session, row: Modification, moved: Moved, request: MoveRequest, moved_on: date) -> list[Changed]:
    voted: tuple[Changed, ...] = ()
    if request.move in _AFTER_A_VOTE and row.board_voted_at is not None:
        voted = note_if_planned(
            session, modification_id=row.id, kind=EventKind.BOARD_VOTE, starts_on=london_date(row.board_voted_at)
        )
    made = (note_happened(session, modification_id=row.id, kind=kind, starts_on=moved_on) for kind in moved.events)
    return [*voted, *made]


def _add_parts(session: Session, row: Modification, moved: Moved) -> list[int]:
    """The other parts of a split: each with the timetable and the approach, and a report of its own to come."""
    parts = [
        Modification(
            number=str(part.number),
            title=row.title,
            stage=part.stage,
            path=part.path,
            is_urgent=part.urgent,
            approving_body=part.approving_body,
            proposer_id=row.proposer_id,
            proposer_organisation_id=row.proposer_organisation_id,
            raised_on=row.raised_on,
            on_hold_reason=part.hold.reason if part.hold else None,
            on_hold_review_on=part.hold.review_on if part.hold else None,
            split_from_id=row.id,
            is_illustrative=row.is_illustrative,
        )
        for part in moved.other_parts
    ]
    session.add_all(parts)
    session.flush()
    for part in parts:
        _copy_plans(session, row.id, part.id)
    return [part.id for part in parts]


def _copy_plans(session: Session, from_id: int, to_id: int) -> None:
    events = session.scalars(sa.select(TimetableEvent).where(TimetableEvent.modification_id == from_id)).all()
    options = session.scalars(
        sa.select(ImplementationOptionRow).where(ImplementationOptionRow.modification_id == from_id)
    ).all()
    session.add_all(
        TimetableEvent(
            modification_id=to_id,
            position=event.position,
            kind=event.kind,
            text=event.text,
            planned_start_on=event.planned_start_on,
            planned_end_on=event.planned_end_on,
            actual_start_on=event.actual_start_on,
            actual_end_on=event.actual_end_on,
        )
        for event in events
    )
    session.add_all(
        ImplementationOptionRow(
            modification_id=to_id, position=option.position, release_on=option.release_on, decide_by=option.decide_by
        )
        for option in options
    )
    session.flush()


def _evidence_fact(request: MoveRequest) -> dict[str, str] | None:
    if request.evidence is None:
        return None
    return {"kind": request.evidence.kind.value, "dated_on": request.evidence.dated_on.isoformat()}


def _texts(requests: tuple[MoveRequest, ...]) -> dict[str, str]:
    texts = {}
    for request in requests:
        texts[f"reason of {request.move.value}"] = request.details.reason.strip()
        texts[f"evidence of {request.move.value}"] = request.evidence.reference.strip() if request.evidence else ""
    return texts
