"""Correcting a published result: it stands as it was, a further decision says what is right, and the rest follows."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.correcting import CorrectionTooLate, check_solution, moves_of_correction
from voting.domain.ballots.result_json import result_from_json
from voting.domain.calendar import deadline_at, london_date
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry
from voting.domain.labels import label
from voting.domain.modifications.lifecycle import (
    BoardOutcome,
    Causer,
    Evidence,
    EvidenceKind,
    Move,
    MoveDetails,
    MoveRequest,
)
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import BallotRow, Decision
from voting.queries.ballots.loading import ballot_row, rules_of, subject_of
from voting.queries.calendar import working_days
from voting.services.ballots.publishing import decision_of, tell_of_result
from voting.services.history import record
from voting.services.modifications.loading import modification_row
from voting.services.modifications.moving import apply_move
from voting.services.modifications.timetable_rows import Changed


class CorrectionMissing(RuleBroken):
    """A correction that does not say what was wrong and what is right."""


def correct_result(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ballot_id: int,
    correction: str,
    outcome: BoardOutcome | None = None,
    option: str | None = None,
) -> int:
    """Append a correction to a published result, which itself is never edited, and give the new decision's id.

    Where `outcome` is another than the one that stands, the modification moves with it in the same act, with the
    correction as evidence: a wrong decision falls, and the right one is recorded with a referral window of its own.
    `option` is the solution that the corrected result approves, where several were voted on. Call it with the ballot
    locked. Raises `NotPermitted`, `CorrectionMissing`, `CorrectionTooLate`, `SolutionNotNamed`, and what moving the
    modification raises.
    """
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.CORRECT_RESULT, subject_of(row, now))
    words = correction.strip()
    if not words:
        raise CorrectionMissing("Say what was published wrongly, what is right, and why.", "correction")
    decided = sa.select(Decision).where(Decision.ballot_id == row.id).order_by(Decision.id.desc()).limit(1)
    last = session.scalars(decided).one()
    decision = decision_of(row, result_from_json(row.result), now, actor)
    decision.sentence, decision.corrects_id = words, last.id
    decision.outcome, decision.option_key, decision.implements_on = last.outcome, last.option_key, last.implements_on
    is_other = outcome is not None and outcome != last.outcome
    changed: tuple[Changed, ...] = ()
    if is_other and outcome is not None:
        _check_is_last(session, row)
        solution = check_solution(outcome, option, tuple(each.key for each in row.options))
        changed = _follow(session, now, actor, row, outcome, words)
        decision.outcome, decision.option_key = outcome.value, solution
        decision.implements_on = row.modification.implements_on
    session.add(decision)
    session.flush()
    now_is = f"\n\nThe result is now: {label(BoardOutcome(decision.outcome))}." if is_other else ""
    told = tell_of_result(session, now, row, f"A correction was added to the published result:\n\n{words}{now_is}")
    facts = {"ballot": row.id, "corrects": last.id, "outcome": decision.outcome, "was": last.outcome, "told": told}
    record(
        session,
        now,
        Entry(
            "correct_result",
            actor.person_id,
            tuple(dict.fromkeys((("decision", decision.id), *changed))),
            facts=facts,
            texts={"correction": words},
            modification_id=row.modification_id,
        ),
    )
    return decision.id


def _check_is_last(session: Session, row: BallotRow) -> None:
    """Whether the modification stands on this result: a later vote may have been published since."""
    later = sa.select(BallotRow.id).where(
        BallotRow.modification_id == row.modification_id, BallotRow.published_at > row.published_at
    )
    if session.scalar(later.limit(1)) is not None:
        raise CorrectionTooLate(
            "A later vote has been held and published. Publish the correction with the outcome as it was.", "outcome"
        )


def _follow(
    session: Session, now: datetime, actor: Actor, row: BallotRow, outcome: BoardOutcome, words: str
) -> tuple[Changed, ...]:
    """The modification with the right outcome on it, moved to where that leads; gives what was changed."""
    modification = modification_row(session, row.modification_id)
    moves = moves_of_correction(modification.path, modification.stage, outcome, is_referred=modification.is_referred)
    modification.board_outcome = outcome
    modification.version += 1
    changed: list[Changed] = [("modification", modification.id)]
    for move in moves:
        request = _request(session, now, row, move, words)
        changed += apply_move(session, now=now, actor=actor, row=modification, request=request)
    return tuple(changed)


def _request(session: Session, now: datetime, row: BallotRow, move: Move, words: str) -> MoveRequest:
    evidence = Evidence(EvidenceKind.BALLOT_RESULT, f"correction of the result of vote {row.id}", london_date(now))
    if move is Move.BOARD_CORRECTS:
        return MoveRequest(move, Causer.BOARD, evidence, MoveDetails(reason=words))
    if move is Move.BOARD_RECOMMENDS:
        return MoveRequest(move, Causer.BOARD, evidence)
    # What is decided anew may be referred anew, from the day on which that is published.
    last_day = working_days(session).referral_ends_on(london_date(now), rules_of(session, row).referral_window.value)
    return MoveRequest(move, Causer.BOARD, evidence, MoveDetails(referral_closes_at=deadline_at(last_day)))
