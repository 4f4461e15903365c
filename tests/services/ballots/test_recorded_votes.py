"""Votes that came by another route: recorded with evidence, and counted once a second person has confirmed them."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    AFTER,
    CLOSES,
    DURING,
    OPENED,
    OpenBallot,
    choice,
    open_ballot,
    publish,
    vote,
)
from tests.world import World, at
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.votes import BallotClosed, EvidenceMissing, NotEntitled, ReceivedInTheFuture
from voting.domain.errors import NotFound, NotPermitted
from voting.models.ballots import BallotRow, VoteRow
from voting.models.notices import OutboxMessage
from voting.services import ballots
from voting.services.ballots.casting import ConfirmedBefore, DeclineReasonMissing
from voting.services.ballots.publishing import RecordedVotesWait


def record_vote(world: World, ballot: OpenBallot, who: str = "analyst", **changes: object) -> str:
    arguments: dict[str, object] = {
        "ballot_id": ballot.id,
        "seat_id": ballot.seats["large_1"],
        "given_by_id": world.people["large_1"],
        "given_as": Standing.MEMBER,
        "received_at": OPENED + timedelta(hours=2),
        "evidence": "E-mail of 2 March, 12:00",
        "choices": {"proposed": choice("r")},
    }
    return str(world.do(ballots.record_vote, who, ballot.lock, **{**arguments, **changes}).receipt)


def confirm(world: World, ballot: OpenBallot, receipt: str, who: str = "second_analyst") -> None:
    world.do(ballots.confirm_recorded_vote, who, ballot.lock, receipt=receipt)


def published_votes(world: World, ballot: OpenBallot) -> list[object]:
    with world.database.reading() as (session, _now):
        result = session.scalar(sa.select(BallotRow.result).where(BallotRow.id == ballot.id))
    return list((result or {})["votes"])


def test_it_counts_once_a_second_person_has_confirmed_it_and_the_member_is_told(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        receipt = record_vote(world, ballot)
        confirm(world, ballot, receipt)
    with world.database.reading() as (session, _now):
        kept = session.scalars(sa.select(VoteRow)).one()
        told = session.scalar(sa.select(OutboxMessage.person_id).where(OutboxMessage.body.contains(receipt)))
    assert kept.entered_by_id == world.people["analyst"]
    assert kept.confirmed_by_id == world.people["second_analyst"]
    assert told == world.people["large_1"]
    publish(world, ballot)
    assert published_votes(world, ballot) == [{"seat_key": "large_1", "option": "proposed", "choice": "reject"}]


def test_who_recorded_it_neither_confirms_nor_declines_it(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        receipt = record_vote(world, ballot)
        with pytest.raises(NotPermitted, match="second person"):
            confirm(world, ballot, receipt, "analyst")
        with pytest.raises(NotPermitted, match="second person"):
            world.do(ballots.decline_recorded_vote, "analyst", ballot.lock, receipt=receipt, because="Wrong.")


def test_a_result_is_not_published_while_one_waits_and_a_declined_one_never_counts(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        receipt = record_vote(world, ballot)
    with pytest.raises(RecordedVotesWait):
        publish(world, ballot)
    with at(AFTER):
        with pytest.raises(DeclineReasonMissing):
            world.do(ballots.decline_recorded_vote, "second_analyst", ballot.lock, receipt=receipt, because="")
        world.do(
            ballots.decline_recorded_vote, "second_analyst", ballot.lock, receipt=receipt, because="They approved."
        )
        with pytest.raises(ConfirmedBefore):
            confirm(world, ballot, receipt)
    publish(world, ballot)
    assert published_votes(world, ballot) == []


def test_what_was_received_in_time_may_be_entered_after_close_and_never_after_publication(world: World) -> None:
    ballot = open_ballot(world)
    with at(AFTER):
        confirm(world, ballot, record_vote(world, ballot, received_at=CLOSES))
        with pytest.raises(BallotClosed):
            record_vote(world, ballot, received_at=CLOSES + timedelta(seconds=1))
    publish(world, ballot)
    assert len(published_votes(world, ballot)) == 1
    with at(AFTER), pytest.raises(NotPermitted):
        record_vote(world, ballot, received_at=CLOSES)


def test_the_later_of_a_recorded_and_a_cast_vote_counts_whatever_was_entered_first(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        vote(world, ballot, "large_1", "a")
        early = record_vote(world, ballot, received_at=OPENED + timedelta(hours=1))
        confirm(world, ballot, early)
    publish(world, ballot)
    assert published_votes(world, ballot) == [{"seat_key": "large_1", "option": "proposed", "choice": "approve"}]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"evidence": " — "}, EvidenceMissing),
        ({"received_at": datetime.fromisoformat("2026-03-04T12:00:01+00:00")}, ReceivedInTheFuture),
        ({"given_as": Standing.ALTERNATE}, NotEntitled),
        ({"seat_id": 999}, NotFound),
    ],
    ids=["no evidence", "from the future", "not the alternate", "no such seat"],
)
def test_what_cannot_have_come_is_refused(world: World, changes: dict[str, object], refusal: type[Exception]) -> None:
    ballot = open_ballot(world)
    with at(DURING), pytest.raises(refusal):
        record_vote(world, ballot, **changes)


@pytest.mark.parametrize("who", ["approver", "administrator", "large_1", "auditor"])
def test_an_analyst_records_votes_and_nobody_else(world: World, who: str) -> None:
    ballot = open_ballot(world)
    with at(DURING), pytest.raises(NotPermitted):
        record_vote(world, ballot, who)


def test_a_receipt_of_a_vote_that_was_cast_is_nothing_to_confirm(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        receipt = vote(world, ballot, "large_1")
        with pytest.raises(NotFound):
            confirm(world, ballot, receipt)
