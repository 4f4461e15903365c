"""Casting votes: who may, what each refusal says, what is kept, and what a sealed vote gives away."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    AFTER,
    CLOSES,
    DURING,
    OPENED,
    add_alternate,
    choice,
    open_ballot,
    prepare_ballot,
    rules_with,
    seat_board,
    vote,
)
from tests.world import World, at
from voting.db import Lock
from voting.domain.ballots.parameters import (
    AlternateReach,
    AlternateRule,
    ChangeOfVoteRule,
    InterestRule,
    VotingCategory,
    WhoseVoteCounts,
)
from voting.domain.ballots.votes import (
    AlternateActsForAnotherSeat,
    BallotClosed,
    NotEntitled,
    ObjectivesMissing,
    PrincipalHasVoted,
    ReasonMissing,
    SeatRecused,
    SeatVacant,
    UnknownOption,
    VoteIsFinal,
)
from voting.domain.errors import NotFound, NotPermitted
from voting.models.ballots import RefusedAttempts, VoteRow
from voting.models.history import HistoryEntry
from voting.models.notices import OutboxMessage
from voting.services import ballots
from voting.services.ballots.casting import NothingChosen
from voting.services.ballots.running import InterestMissing, NotOpen
from voting.services.intents import IntentReused


def votes(world: World) -> list[VoteRow]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(VoteRow).order_by(VoteRow.id)))


def test_a_vote_is_kept_with_its_reason_its_receipt_and_the_instant_of_the_write(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        receipt = vote(world, ballot, "large_1", "a")
    (kept,) = votes(world)
    assert (kept.choice, kept.objectives, kept.reason) == ("approve", "g", "It makes the Code clearer.")
    assert kept.receipt == receipt
    assert kept.cast_at == kept.received_at
    assert kept.cast_at.isoformat() == f"{DURING}:00+00:00"
    assert world.use_cases()[-1] == "cast_vote"


def test_the_history_tells_that_a_seat_voted_and_not_how(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        vote(world, ballot, "large_1", "r")
    with world.database.reading() as (session, _now):
        leaf = session.scalars(sa.select(HistoryEntry.leaf).order_by(HistoryEntry.index.desc())).first()
    said = json.loads(leaf or b"{}")
    assert said["facts"]["seat"] == "large_1"
    assert "reject" not in json.dumps(said)
    assert {"vote:proposed", "reason:proposed"} <= said["texts"].keys()


def test_the_member_is_told_by_mail_that_the_vote_is_recorded_and_not_how(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        receipt = vote(world, ballot, "large_1", "r")
    with world.database.reading() as (session, _now):
        mail = session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()
    assert mail is not None
    assert mail.person_id == world.people["large_1"]
    assert receipt in mail.body
    assert "reject" not in mail.body.lower()


def test_the_same_form_sent_twice_is_one_vote_with_one_receipt(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        first = vote(world, ballot, "large_1", "a", intent="form-1")
        again = vote(world, ballot, "large_1", "a", intent="form-1")
        with pytest.raises(IntentReused):
            vote(world, ballot, "large_1", "r", intent="form-1")
    assert first == again
    assert len(votes(world)) == 1


def test_a_vote_may_change_until_close_and_each_change_is_kept(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        vote(world, ballot, "large_1", "a")
    with at(CLOSES):
        vote(world, ballot, "large_1", "r")
    assert [kept.choice for kept in votes(world)] == ["approve", "reject"]


def test_where_the_first_vote_is_final_a_second_is_refused(world: World) -> None:
    ballot = open_ballot(world, rules=rules_with(change_of_vote=ChangeOfVoteRule.FIRST_VOTE_FINAL))
    with at(DURING):
        vote(world, ballot, "large_1", "a")
    with at(CLOSES), pytest.raises(VoteIsFinal):
        vote(world, ballot, "large_1", "r")


def test_the_deadline_is_in_time_and_the_instant_after_it_is_not(world: World) -> None:
    ballot = open_ballot(world)
    with at(CLOSES):
        vote(world, ballot, "large_1")
    with at(CLOSES + timedelta(microseconds=1)), pytest.raises(BallotClosed, match=r"10 Mar 2026 17:00 UK time"):
        vote(world, ballot, "large_2")


def test_nobody_votes_before_the_opening(world: World) -> None:
    with at(OPENED):
        seats = seat_board(world)
        made, _modification = prepare_ballot(world)
        with pytest.raises(NotFound, match="does not count"):
            world.do(
                ballots.cast_vote,
                "large_1",
                Lock("ballot", made),
                ballot_id=made,
                seat_id=seats["large_1"],
                choices={"proposed": choice("a")},
            )


@pytest.mark.parametrize("who", ["analyst", "approver", "administrator", "auditor", "large_2"])
def test_nobody_votes_for_a_seat_that_is_not_theirs(world: World, who: str) -> None:
    ballot = open_ballot(world)
    with at(DURING), pytest.raises(NotPermitted):
        vote(world, ballot, "large_1", by=who)


def test_a_vacant_seat_cannot_be_filled_into_a_vote_that_is_open(world: World) -> None:
    ballot = open_ballot(world, vacant=["large_3"])
    with at(DURING):
        world.do(
            ballots.appoint_member,
            "administrator",
            seat_id=ballot.seats["large_3"],
            person_id=world.people["large_3"],
            organisation_id=world.organisations["large_3"],
            valid_from=OPENED.date(),
        )
        with pytest.raises(SeatVacant):
            vote(world, ballot, "large_3")


def test_a_new_seat_is_not_in_a_roster_that_was_frozen_before(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        new = world.do(
            ballots.add_seat,
            "administrator",
            key="large_9",
            name="Large 9",
            category=VotingCategory.LARGE_SUPPLIERS,
            position=99,
        )
        world.do(
            ballots.appoint_member,
            "administrator",
            seat_id=new,
            person_id=world.people["approver"],
            organisation_id=world.organisations["secas"],
            valid_from=OPENED.date(),
        )
        with pytest.raises(NotFound):
            world.do(
                ballots.cast_vote,
                "approver",
                ballot.lock,
                ballot_id=ballot.id,
                seat_id=new,
                choices={"proposed": choice("a")},
            )


def test_who_follows_in_a_seat_votes_for_it_and_the_predecessors_vote_stands_until_then(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        vote(world, ballot, "large_2", "a")
        world.add_person("follower", None)
        world.do(
            ballots.appoint_member,
            "administrator",
            seat_id=ballot.seats["large_2"],
            person_id=world.people["follower"],
            organisation_id=world.organisations["large_2"],
            valid_from=(OPENED + timedelta(days=4)).date(),
        )
    with at(OPENED + timedelta(days=5)):
        with pytest.raises(NotPermitted):
            vote(world, ballot, "large_2", "r")
        assert len(votes(world)) == 1
        vote(world, ballot, "large_2", "r", by="follower")
    assert [kept.given_by_id for kept in votes(world)] == [world.people["large_2"], world.people["follower"]]


@pytest.mark.parametrize(
    ("choices", "refusal"),
    [
        ({}, NothingChosen),
        ({"proposed": choice("a", reason="…")}, ReasonMissing),
        ({"proposed": choice("r", objectives="")}, ObjectivesMissing),
        ({"other": choice("a")}, UnknownOption),
    ],
    ids=["nothing", "a reason of dots", "no objective", "another solution"],
)
def test_what_a_vote_lacks_is_named(world: World, choices: dict[str, ballots.Choice], refusal: type[Exception]) -> None:
    ballot = open_ballot(world)
    with at(DURING), pytest.raises(refusal):
        vote(world, ballot, "large_1", choices=choices)
    assert votes(world) == []


def test_an_abstention_needs_no_reason(world: World) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        vote(world, ballot, "large_1", "b")
    assert votes(world)[0].reason == ""


def test_each_solution_is_voted_on_by_itself_under_one_receipt(world: World) -> None:
    ballot = open_ballot(world, options={"proposed": "Proposed Solution", "alternative": "Alternative Solution"})
    with at(DURING):
        vote(world, ballot, "large_1", "ar")
    kept = votes(world)
    assert [each.choice for each in kept] == ["approve", "reject"]
    assert kept[0].receipt == kept[1].receipt


class TestAlternates:
    def test_a_standing_alternate_votes_for_the_seat(self, world: World) -> None:
        ballot = open_ballot(world)
        add_alternate(world, ballot.seats["large_1"], "stand_in")
        with at(DURING):
            vote(world, ballot, "large_1", by="stand_in")
        assert votes(world)[0].given_as == "alternate"

    def test_an_alternate_for_one_occasion_votes_on_that_one_and_no_other(self, world: World) -> None:
        ballot = open_ballot(world, occasion="Change Board of March")
        add_alternate(world, ballot.seats["large_1"], "for_march", occasion="Change Board of March")
        add_alternate(world, ballot.seats["large_1"], "for_april", occasion="Change Board of April")
        with at(DURING):
            with pytest.raises(NotEntitled):
                vote(world, ballot, "large_1", by="for_april")
            vote(world, ballot, "large_1", by="for_march")
        assert len(votes(world)) == 1

    def test_one_alternate_acts_for_one_seat(self, world: World) -> None:
        ballot = open_ballot(world)
        for seat in ("large_1", "large_2"):
            add_alternate(world, ballot.seats[seat], "stand_in")
        with at(DURING):
            vote(world, ballot, "large_1", by="stand_in")
            with pytest.raises(AlternateActsForAnotherSeat):
                vote(world, ballot, "large_2", by="stand_in")

    def test_where_the_members_vote_prevails_an_alternate_comes_too_late(self, world: World) -> None:
        rule = AlternateRule(AlternateReach.ONE_SEAT, WhoseVoteCounts.PRINCIPALS)
        ballot = open_ballot(world, rules=rules_with(alternate=rule))
        add_alternate(world, ballot.seats["large_1"], "stand_in")
        with at(DURING):
            vote(world, ballot, "large_1")
            with pytest.raises(PrincipalHasVoted):
                vote(world, ballot, "large_1", "r", by="stand_in")


class TestInterests:
    def declare(
        self, world: World, ballot_id: int, seat_id: int, who: str = "large_1", words: str = "We sell hubs."
    ) -> None:
        world.do(
            ballots.declare_interest,
            who,
            Lock("ballot", ballot_id),
            ballot_id=ballot_id,
            seat_id=seat_id,
            interest=words,
        )

    def test_by_default_an_interest_is_recorded_and_the_vote_stands(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            self.declare(world, ballot.id, ballot.seats["large_1"])
            vote(world, ballot, "large_1")
        assert len(votes(world)) == 1

    def test_where_the_rules_say_so_it_takes_the_seat_out(self, world: World) -> None:
        ballot = open_ballot(world, rules=rules_with(interest=InterestRule.SEAT_RECUSED))
        with at(DURING):
            self.declare(world, ballot.id, ballot.seats["large_1"])
            with pytest.raises(SeatRecused):
                vote(world, ballot, "large_1")

    def test_it_is_declared_for_ones_own_seat_in_words_while_the_vote_is_open(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            with pytest.raises(NotPermitted):
                self.declare(world, ballot.id, ballot.seats["large_1"], who="large_2")
            with pytest.raises(InterestMissing):
                self.declare(world, ballot.id, ballot.seats["large_1"], words="  ")
        with at(AFTER), pytest.raises(NotOpen):
            self.declare(world, ballot.id, ballot.seats["large_1"])


def test_a_refused_attempt_is_counted_outside_the_record(world: World) -> None:
    ballot = open_ballot(world)
    for _ in range(2):
        with world.database.scratch() as (session, _now):
            ballots.count_refused_attempt(session, ballot_id=ballot.id)
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(RefusedAttempts.count)) == 2
