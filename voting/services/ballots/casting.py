"""Casting a vote, and recording one that came by another route."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import inserted_id
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.votes import (
    CastVote,
    StandIn,
    VoteChoice,
    check_recorded_vote,
    check_vote,
    looks_back,
)
from voting.domain.calendar import exact_instant_in_words
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.history import Entry, instant, new_receipt
from voting.domain.people import Action, Actor, check_permitted
from voting.models.ballots import RefusedAttempts, VoteRow
from voting.queries.ballots.loading import cast_vote_of, earlier_votes
from voting.queries.ballots.one_seat import SeatInBallot, roster_seat_in_ballot, seat_in_ballot
from voting.services.ballots.acting import acting_as, acting_person
from voting.services.history import record
from voting.services.intents import earlier_or_kept
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
    receipt = new_receipt()
    result = {"receipt": receipt, "recorded_at": instant(now)}
    earlier = earlier_or_kept(session, now, actor, intent, "cast_vote", body, result)
    if earlier is not None:
        return VoteReceipt(earlier["receipt"], datetime.fromisoformat(earlier["recorded_at"]))
    about, votes = _checked(session, actor, now, ballot_id, seat_id, choices)
    person = acting_person(actor)
    kept = _keep(session, about, votes, receipt, entered_by=person, evidence="")
    _record(session, now, actor, "cast_vote", about, kept, receipt=receipt)
    _confirm_by_mail(session, now, about, person, receipt)
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
    about = seat_in_ballot(session, ballot_id=ballot_id, seat_id=seat_id, person_id=given_by_id)
    check_permitted(actor, Action.RECORD_VOTE, about.subject(now))
    seat, person = about.seat(), acting_person(actor)
    accepted = _earlier(session, about, given_by_id, given_as)
    votes = [
        CastVote(
            "",
            seat.key,
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
        check_recorded_vote(vote, about.ballot, about.appointments, accepted)
    receipt = new_receipt()
    kept = _keep(session, about, votes, receipt, entered_by=person, evidence=evidence.strip())
    _record(session, now, actor, "record_vote", about, kept, receipt=receipt)
    return VoteReceipt(receipt, now)


def confirm_recorded_vote(session: Session, *, actor: Actor, now: datetime, receipt: str) -> None:
    """Confirm, as a second person, a vote that the secretary recorded; the member is told what was recorded.

    Raises `ConfirmedBefore` and what `check_vote` raises, as of the moment at which the vote was received.
    """
    about, found = _to_confirm(session, actor, now, receipt)
    seat, keys = about.seat(), {id_: key for key, id_ in about.option_ids.items()}
    accepted = _earlier(session, about, found[0].given_by_id, found[0].given_as)
    kept = []
    for row in found:
        vote = cast_vote_of(row, seat.key, keys[row.option_id])
        stand_in = StandIn(row.entered_by_id, row.evidence, acting_person(actor))
        check_vote(replace(vote, stand_in=stand_in), about.ballot, about.appointments, accepted)
        row.confirmed_by_id, row.confirmed_at = actor.person_id, now
        kept.append(vote)
    _record(session, now, actor, "confirm_recorded_vote", about, kept)
    _confirm_by_mail(session, now, about, found[0].given_by_id, receipt)


def decline_recorded_vote(session: Session, *, actor: Actor, now: datetime, receipt: str, because: str) -> None:
    """Decline, as a second person, a recorded vote that is not what the member sent: it is kept and never counts.

    Raises `ConfirmedBefore` and `DeclineReasonMissing`.
    """
    about, found = _to_confirm(session, actor, now, receipt)
    if not because.strip():
        raise DeclineReasonMissing("Say what is wrong with it, so that it can be recorded again.", "because")
    for row in found:
        row.declined_by_id, row.declined_at, row.declined_because = actor.person_id, now, because.strip()
    seat, keys = about.seat(), {id_: key for key, id_ in about.option_ids.items()}
    kept = [cast_vote_of(row, seat.key, keys[row.option_id]) for row in found]
    _record(session, now, actor, "decline_recorded_vote", about, kept, because=because.strip())


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
) -> tuple[SeatInBallot, list[CastVote]]:
    """The votes as the rulebook accepts them, with their ballot and seat."""
    about = seat_in_ballot(session, ballot_id=ballot_id, seat_id=seat_id, person_id=actor.person_id)
    check_permitted(actor, Action.CAST_VOTE, about.subject(now, seat_id=seat_id))
    seat, person = about.seat(), acting_person(actor)
    standing = acting_as(person, seat.key, about.ballot.occasion, about.appointments, now)
    accepted = _earlier(session, about, person, standing)
    votes = [
        CastVote("", seat.key, option, each.choice, each.objectives, each.reason, person, standing, now, now)
        for option, each in _chosen(choices).items()
    ]
    for vote in votes:
        check_vote(vote, about.ballot, about.appointments, accepted)
    return about, votes


def _earlier(session: Session, about: SeatInBallot, person: int, given_as: Standing) -> tuple[CastVote, ...]:
    """The votes by which a further one of this seat and person is judged; not asked for where no rule looks back."""
    if not looks_back(about.ballot.rule_set, given_as):
        return ()
    return earlier_votes(session, about.ballot_id, roster_id=about.seat().roster_id, person_id=person)


def _plain(choices: Mapping[str, Choice]) -> dict[str, list[object]]:
    return {option: [each.choice.value, list(each.objectives), each.reason] for option, each in sorted(choices.items())}


def _chosen(choices: Mapping[str, Choice]) -> Mapping[str, Choice]:
    if not choices:
        raise NothingChosen("Choose Approve, Reject or Abstain.", "choice")
    return choices


def _keep(
    session: Session, about: SeatInBallot, votes: Iterable[CastVote], receipt: str, *, entered_by: int, evidence: str
) -> list[CastVote]:
    """The votes as they were kept: with their keys, and texts without the white space around them."""
    kept = []
    for vote in votes:
        objectives, reason = tuple(sorted(set(vote.objectives))), vote.reason.strip()
        row = {
            "ballot_id": about.ballot_id,
            "roster_id": about.seat().roster_id,
            "option_id": about.option_ids[vote.option],
            "choice": vote.choice,
            "objectives": "".join(objectives),
            "reason": reason,
            "given_by_id": vote.given_by,
            "given_as": vote.given_as,
            "entered_by_id": entered_by,
            "cast_at": vote.cast_at,
            "received_at": vote.received_at,
            "evidence": evidence,
            "receipt": receipt,
        }
        key = str(inserted_id(session, VoteRow, row))
        kept.append(replace(vote, key=key, objectives=objectives, reason=reason))
    return kept


def _to_confirm(session: Session, actor: Actor, now: datetime, receipt: str) -> tuple[SeatInBallot, list[VoteRow]]:
    """What a second person is to look at: the ballot with the seat, and the recorded votes of one receipt."""
    found = _recorded(session, receipt)
    first = found[0]
    about = roster_seat_in_ballot(
        session, ballot_id=first.ballot_id, roster_id=first.roster_id, person_id=first.given_by_id
    )
    subject = replace(about.subject(now), prepared_by=frozenset({first.entered_by_id}))
    check_permitted(actor, Action.CONFIRM_RECORDED_VOTE, subject)
    if first.confirmed_at is not None or first.declined_at is not None:
        raise ConfirmedBefore("Somebody has already looked at this vote and settled it.")
    return about, found


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
    about: SeatInBallot,
    votes: Sequence[CastVote],
    *,
    receipt: str | None = None,
    because: str = "",
) -> None:
    facts: dict[str, object] = {
        "ballot": about.ballot_id,
        "seat": about.seat().key,
        "given_by": votes[0].given_by,
        "given_as": votes[0].given_as.value,
        "received_at": instant(votes[0].received_at),
        "options": [vote.option for vote in votes],
    }
    # How the seat voted stands in the texts, of which the entry shows hashes: a sealed vote's history is read as well.
    texts = {"declined_because": because}
    for vote in votes:
        texts[f"vote:{vote.option}"] = f"{vote.choice.value} {''.join(vote.objectives)}".strip()
        texts[f"reason:{vote.option}"] = vote.reason
    record(
        session,
        now,
        Entry(
            use_case,
            actor.person_id,
            tuple(("vote", int(vote.key)) for vote in votes),
            facts=facts,
            texts=texts,
            modification_id=about.modification_id,
            receipt=receipt,
        ),
    )


def _confirm_by_mail(session: Session, now: datetime, about: SeatInBallot, person: int, receipt: str) -> None:
    number = about.modification_number
    send(
        session,
        now,
        person_id=person,
        subject=f"{number}: your vote is recorded",
        body=(
            f"The vote of {about.seat().name} on {number} was recorded {exact_instant_in_words(now)}, "
            f"receipt {receipt}. Sign in to see exactly what is recorded for your seat.\n"
        ),
        once_key=f"vote:{receipt}",
    )
