"""Publishing a result: frozen with its sentences, decided and moved in the same transaction, people told after."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.result import ChairDecision, Result, check_settled
from voting.domain.ballots.result_json import result_to_json
from voting.domain.ballots.rule_set import check_publishable
from voting.domain.calendar import deadline_at
from voting.domain.errors import RuleBroken
from voting.domain.history import Entry, new_receipt
from voting.domain.modifications.lifecycle import (
    BoardOutcome,
    Causer,
    Evidence,
    EvidenceKind,
    Move,
    MoveDetails,
    MoveRequest,
    Path,
)
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import BallotRow, Decision, VoteRow
from voting.models.consultations import ConsultationRow
from voting.models.modifications import Modification
from voting.queries.ballots.counting import count_ballot
from voting.queries.ballots.loading import ballot_row, rules_of, subject_of, times_of, waits_for_second_person
from voting.services.consultations.telling import concerned_organisations, people_of
from voting.services.history import record
from voting.services.intents import earlier_result, keep_result
from voting.services.modifications.loading import modification_row
from voting.services.modifications.moving import apply_move
from voting.services.notices import send


class RecordedVotesWait(RuleBroken):
    """Votes that the secretary recorded have neither been confirmed nor declined."""


_MOVES = {BoardOutcome.APPROVED: Move.BOARD_APPROVES, BoardOutcome.REJECTED: Move.BOARD_REJECTS}
_NO_CHAIR: tuple[ChairDecision, ...] = ()


def publish_result(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ballot_id: int,
    is_demonstration: bool,
    preference: str | None = None,
    chair_decisions: Iterable[ChairDecision] = _NO_CHAIR,
    chair_evidence: str = "",
    intent: str = "",
) -> str:
    """Publish the result of a closed ballot as a second person, and give the receipt. Call it with the ballot locked.

    The tally is frozen, a decision is recorded, and the modification moves on where the Board decided or recommended;
    members, respondents and the Proposer are told. `preference` and `chair_decisions` are given where the count asks
    for them. Raises `NotPermitted`, `RuleSetUnconfirmed` (a real result by unconfirmed rules), `RecordedVotesWait`,
    `ChairHasNotDecided`, `PreferenceNotSaid`, `ChairEvidenceMissing`, and what moving the modification raises.
    """
    chair = tuple(chair_decisions)
    said = [[each.option, each.category and each.category.value, each.approves] for each in chair]
    body = {"ballot": ballot_id, "preference": preference, "chair": said}
    earlier = earlier_result(session, actor, intent, "publish_result", body)
    if earlier is not None:
        return str(earlier["receipt"])
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.PUBLISH_RESULT, subject_of(row, now))
    check_publishable(rules_of(session, row), is_demonstration)
    _check_none_waits(session, row.id)
    result = count_ballot(session, row, now, chair=chair, chair_evidence=chair_evidence.strip(), preference=preference)
    check_settled(result)
    row.result, row.published_at, row.published_by_id = dict(result_to_json(result)), now, actor.person_id
    row.version += 1
    moved = _move_on(session, now, actor, row, result)
    decision = decision_of(row, result, now, actor)
    session.add(decision)
    session.flush()
    told = tell_of_result(
        session, now, row, f"{_headline(result)}\n\nThe result and how it was counted are on the vote's page."
    )
    receipt = new_receipt()
    record(
        session,
        now,
        Entry(
            "publish_result",
            actor.person_id,
            tuple(dict.fromkeys((("ballot", row.id), ("decision", decision.id), *moved))),
            facts={"result": row.result, "told": told},
            modification_id=row.modification_id,
            receipt=receipt,
        ),
    )
    keep_result(session, now, actor, intent, "publish_result", body, {"receipt": receipt})
    return receipt


def _check_none_waits(session: Session, ballot_id: int) -> None:
    waiting = sa.select(VoteRow.id).where(VoteRow.ballot_id == ballot_id, waits_for_second_person())
    if session.scalar(waiting.limit(1)):
        raise RecordedVotesWait(
            "A vote that the secretary recorded still waits for a second person. Confirm or decline it first."
        )


def _move_on(
    session: Session, now: datetime, actor: Actor, row: BallotRow, result: Result
) -> tuple[tuple[str, int], ...]:
    """The modification with the Board's outcome on it and, where there is one, its move; gives what was changed."""
    modification = modification_row(session, row.modification_id)
    outcome = result.board_outcome
    modification.board_outcome, modification.board_voted_at = outcome, times_of(row).closed_at
    if outcome is BoardOutcome.NOT_DECIDED:
        modification.version += 1
        return (("modification", modification.id),)
    return apply_move(
        session, now=now, actor=actor, row=modification, request=_request(modification, row, result, outcome)
    )


def _request(modification: Modification, row: BallotRow, result: Result, outcome: BoardOutcome) -> MoveRequest:
    # The vote's own date proves the move: publication only makes it known.
    evidence = Evidence(EvidenceKind.BALLOT_RESULT, f"result of vote {row.id}", result.decision_on)
    if modification.path is not Path.SELF_GOVERNANCE:
        return MoveRequest(Move.BOARD_RECOMMENDS, Causer.BOARD, evidence)
    closes_at = deadline_at(result.referral_ends_on) if result.referral_ends_on is not None else None
    return MoveRequest(_MOVES[outcome], Causer.BOARD, evidence, MoveDetails(referral_closes_at=closes_at))


def decision_of(row: BallotRow, result: Result, now: datetime, actor: Actor) -> Decision:
    """What a result decides, as a row that is not yet kept."""
    return Decision(
        modification_id=row.modification_id,
        ballot_id=row.id,
        body=Causer.BOARD.value,
        outcome=result.board_outcome.value,
        option_key=result.tally.preference.option,
        decision_on=result.decision_on,
        implements_on=result.implements_on,
        sentence=_headline(result),
        recorded_at=now,
        recorded_by_id=actor.person_id,
    )


def _headline(result: Result) -> str:
    outcomes = " ".join(option.outcome.text for option in result.options)
    return f"{outcomes} {result.implementation_sentence}".strip()


def tell_of_result(session: Session, now: datetime, row: BallotRow, words: str) -> int:
    """Tell members and whoever voted, the Proposer, and the people of every organisation that was consulted."""
    consultations = session.scalars(
        sa.select(ConsultationRow.id).where(
            ConsultationRow.modification_id == row.modification_id, ConsultationRow.opened_at.is_not(None)
        )
    ).all()
    organisations = frozenset[int]().union(*(concerned_organisations(session, each) for each in consultations))
    people = {
        *(seat.holder_id for seat in row.roster),
        *session.scalars(sa.select(VoteRow.given_by_id).where(VoteRow.ballot_id == row.id)),
        *(person for held in people_of(session, now, organisations).values() for person in held),
        row.modification.proposer_id,
    } - {None}
    number = row.modification.number
    for person in sorted(each for each in people if each is not None):
        send(
            session,
            now,
            person_id=person,
            subject=f"{number}: the result of the Change Board vote",
            body=f"{number}, {row.modification.title}\n\n{words}\n",
        )
    return len(people)
