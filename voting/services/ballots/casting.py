"""Casting a vote, and recording one that came by another route."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.ballots.roster import Standing
from voting.domain.ballots.votes import (
    CastVote,
    StandIn,
    VoteChoice,
    check_recorded_vote,
    check_vote,
)
from voting.domain.calendar import instant_in_words
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry, instant, new_receipt
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import BallotRow, RefusedAttempts, RosterRow, VoteRow
from voting.queries.ballots.loading import (
    appointments_of,
    ballot_row,
    cast_vote_of,
    frozen_ballot,
    subject_of,
    votes_of,
)
from voting.services.ballots.acting import acting_as, acting_person, roster_seat
from voting.services.history import record
from voting.services.intents import earlier_result, keep_result
from voting.services.notices import send


class NothingChosen(RuleBroken):
    """A vote says something on at least one solution."""


class ConfirmedBefore(RuleBroken):
    """The recorded vote has been confirmed or declined already."""


class DeclineReasonMissing(RuleBroken):
    """A recorded vote is declined without a reason."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a seat says on one solution."""

    choice: VoteChoice
    objectives: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class VoteReceipt:
    """What was recorded: the receipt and the instant that decided."""

    receipt: str
    recorded_at: datetime


def cast_vote(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ballot_id: int,
    seat_id: int,
    choices: Mapping[str, Choice],
    intent: str = "",
) -> VoteReceipt:
    """Cast the vote of a seat on one or more solutions, by option key, at the instant `now` of the write.

    The same intent sent again gives the same receipt. Raises what `check_vote` raises, and `NothingChosen`.
    """
    body = {"ballot": ballot_id, "seat": seat_id, "choices": _plain(choices)}
    earlier = earlier_result(session, actor, intent, "cast_vote", body)
    if earlier is not None:
        return VoteReceipt(earlier["receipt"], datetime.fromisoformat(earlier["recorded_at"]))
    row, seat, votes = _checked(session, actor, now, ballot_id, seat_id, choices)
    person = acting_person(actor)
    receipt = new_receipt()
    rows = [_vote_row(row, seat, vote, receipt, entered_by=person, evidence="") for vote in votes]
    session.add_all(rows)
    session.flush()
    _record(session, now, actor, "cast_vote", row, seat, rows, receipt=receipt)
    _confirm_by_mail(session, now, row, seat, person, receipt)
    keep_result(session, now, actor, intent, "cast_vote", body, {"receipt": receipt, "recorded_at": instant(now)})
    return VoteReceipt(receipt, now)


def check_choices(
    session: Session, *, actor: Actor, now: datetime, ballot_id: int, seat_id: int, choices: Mapping[str, Choice]
) -> None:
    """Pass where `cast_vote` would record this now; nothing is written. For the page between pressing and doing."""
    _checked(session, actor, now, ballot_id, seat_id, choices)


def record_vote(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ballot_id: int,
    seat_id: int,
    given_by_id: int,
    given_as: Standing,
    received_at: datetime,
    evidence: str,
    choices: Mapping[str, Choice],
) -> VoteReceipt:
    """Record a vote that a member sent by another route, with its evidence. It counts once `confirm_recorded_vote`
    has been done by a second person; the deadline is judged on `received_at`.
    """
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.RECORD_VOTE, subject_of(row, now))
    seat, person = roster_seat(row, seat_id), acting_person(actor)
    ballot, appointments = frozen_ballot(session, row), appointments_of(session, [seat_id])
    accepted = votes_of(session, ballot_id, seat_id=seat_id, by_person=given_by_id)
    votes = [
        CastVote(
            "",
            seat.seat_key,
            option,
            each.choice,
            each.objectives,
            each.reason,
            given_by_id,
            given_as,
            now,
            received_at,
            StandIn(person, evidence, None),
        )
        for option, each in _chosen(choices).items()
    ]
    for vote in votes:
        check_recorded_vote(vote, ballot, appointments, accepted)
    receipt = new_receipt()
    rows = [_vote_row(row, seat, vote, receipt, entered_by=person, evidence=evidence.strip()) for vote in votes]
    session.add_all(rows)
    session.flush()
    _record(session, now, actor, "record_vote", row, seat, rows, receipt=receipt)
    return VoteReceipt(receipt, now)


def confirm_recorded_vote(session: Session, *, actor: Actor, now: datetime, receipt: str) -> None:
    """Confirm, as a second person, a vote that the secretary recorded; the member is told what was recorded.

    Raises `ConfirmedBefore` and what `check_vote` raises, as of the moment at which the vote was received.
    """
    row, seat, found = _to_confirm(session, actor, now, receipt)
    ballot, appointments = frozen_ballot(session, row), appointments_of(session, [seat.seat_id])
    accepted = votes_of(session, row.id, seat_id=seat.seat_id, by_person=found[0].given_by_id)
    keys = {option.id: option.key for option in row.options}
    for vote in found:
        value = cast_vote_of(vote, seat.seat_key, keys[vote.option_id])
        stand_in = StandIn(vote.entered_by_id, vote.evidence, acting_person(actor))
        check_vote(replace(value, stand_in=stand_in), ballot, appointments, accepted)
        vote.confirmed_by_id, vote.confirmed_at = actor.person_id, now
    _record(session, now, actor, "confirm_recorded_vote", row, seat, found)
    _confirm_by_mail(session, now, row, seat, found[0].given_by_id, receipt)


def decline_recorded_vote(session: Session, *, actor: Actor, now: datetime, receipt: str, because: str) -> None:
    """Decline, as a second person, a recorded vote that is not what the member sent: it is kept and never counts.

    Raises `ConfirmedBefore` and `DeclineReasonMissing`.
    """
    row, seat, found = _to_confirm(session, actor, now, receipt)
    if not because.strip():
        raise DeclineReasonMissing("Say what is wrong with it, so that it can be recorded again.", "because")
    for vote in found:
        vote.declined_by_id, vote.declined_at, vote.declined_because = actor.person_id, now, because.strip()
    _record(session, now, actor, "decline_recorded_vote", row, seat, found, because=because.strip())


def recorded_ballot(session: Session, *, receipt: str) -> int:
    """The ballot to which a recorded vote belongs, so that the edge can lock it. Raises `NotFound`."""
    return _recorded(session, receipt)[0].ballot_id


def count_refused_attempt(session: Session, *, ballot_id: int) -> None:
    """Note that a rule refused a vote, so that every attempt is accounted for. Call in `scratch()`."""
    counter = session.get(RefusedAttempts, ballot_id)
    if counter is None:
        session.add(RefusedAttempts(ballot_id=ballot_id, count=1))
    else:
        counter.count += 1


def _checked(
    session: Session, actor: Actor, now: datetime, ballot_id: int, seat_id: int, choices: Mapping[str, Choice]
) -> tuple[BallotRow, RosterRow, list[CastVote]]:
    """The votes as the rulebook accepts them, with their ballot and seat."""
    row = ballot_row(session, ballot_id)
    check_permitted(actor, Action.CAST_VOTE, subject_of(row, now, seat_id=seat_id))
    seat, person = roster_seat(row, seat_id), acting_person(actor)
    ballot, appointments = frozen_ballot(session, row), appointments_of(session, [seat_id])
    standing = acting_as(person, seat, row, appointments, now)
    accepted = votes_of(session, ballot_id, seat_id=seat_id, by_person=person)
    votes = [
        CastVote("", seat.seat_key, option, each.choice, each.objectives, each.reason, person, standing, now, now)
        for option, each in _chosen(choices).items()
    ]
    for vote in votes:
        check_vote(vote, ballot, appointments, accepted)
    return row, seat, votes


def _plain(choices: Mapping[str, Choice]) -> dict[str, list[object]]:
    return {option: [each.choice.value, list(each.objectives), each.reason] for option, each in sorted(choices.items())}


def _chosen(choices: Mapping[str, Choice]) -> Mapping[str, Choice]:
    if not choices:
        raise NothingChosen("Choose Approve, Reject or Abstain.", "choice")
    return choices


def _vote_row(
    row: BallotRow, seat: RosterRow, vote: CastVote, receipt: str, *, entered_by: int, evidence: str
) -> VoteRow:
    return VoteRow(
        ballot_id=row.id,
        roster_id=seat.id,
        option_id=next(option.id for option in row.options if option.key == vote.option),
        choice=vote.choice,
        objectives="".join(sorted(set(vote.objectives))),
        reason=vote.reason.strip(),
        given_by_id=vote.given_by,
        given_as=vote.given_as,
        entered_by_id=entered_by,
        cast_at=vote.cast_at,
        received_at=vote.received_at,
        evidence=evidence,
        receipt=receipt,
    )


def _to_confirm(
    session: Session, actor: Actor, now: datetime, receipt: str
) -> tuple[BallotRow, RosterRow, list[VoteRow]]:
    """What a second person is to look at: the ballot, the seat and the recorded votes of one receipt."""
    found = _recorded(session, receipt)
    row = ballot_row(session, found[0].ballot_id)
    seat = next(each for each in row.roster if each.id == found[0].roster_id)
    about = replace(subject_of(row, now), prepared_by=frozenset({found[0].entered_by_id}))
    check_permitted(actor, Action.CONFIRM_RECORDED_VOTE, about)
    if found[0].confirmed_at is not None or found[0].declined_at is not None:
        raise ConfirmedBefore("Somebody has already looked at this vote and settled it.")
    return row, seat, found


def _recorded(session: Session, receipt: str) -> list[VoteRow]:
    is_recorded = VoteRow.entered_by_id != VoteRow.given_by_id
    rows = list(session.scalars(sa.select(VoteRow).where(VoteRow.receipt == receipt, is_recorded).order_by(VoteRow.id)))
    if not rows:
        raise NotFound("There is no recorded vote with this receipt.")
    return rows


def _record(
    session: Session,
    now: datetime,
    actor: Actor,
    use_case: str,
    row: BallotRow,
    seat: RosterRow,
    votes: list[VoteRow],
    *,
    receipt: str | None = None,
    because: str = "",
) -> None:
    keys = {option.id: option.key for option in row.options}
    facts: dict[str, object] = {
        "ballot": row.id,
        "seat": seat.seat_key,
        "given_by": votes[0].given_by_id,
        "given_as": votes[0].given_as.value,
        "received_at": instant(votes[0].received_at),
        "options": [keys[vote.option_id] for vote in votes],
    }
    # How the seat voted stands in the texts, of which the entry shows hashes: a sealed vote's history is read as well.
    texts = {"declined_because": because}
    for vote in votes:
        texts[f"vote:{keys[vote.option_id]}"] = f"{vote.choice.value} {vote.objectives}".strip()
        texts[f"reason:{keys[vote.option_id]}"] = vote.reason
    record(
        session,
        now,
        Entry(
            use_case,
            actor.person_id,
            tuple(("vote", vote.id) for vote in votes),
            facts=facts,
            texts=texts,
            modification_id=row.modification_id,
            receipt=receipt,
        ),
    )


def _confirm_by_mail(
    session: Session, now: datetime, row: BallotRow, seat: RosterRow, person: int, receipt: str
) -> None:
    send(
        session,
        now,
        person_id=person,
        subject=f"{row.modification.number}: your vote is recorded",
        body=(
            f"The vote of {seat.seat_name} on {row.modification.number} was recorded {instant_in_words(now)}, "
            f"receipt {receipt}. Sign in to see exactly what is recorded for your seat.\n"
        ),
        once_key=f"vote:{receipt}",
    )
