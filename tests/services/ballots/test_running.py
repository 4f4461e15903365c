"""Preparing, opening, closing and ending a ballot: what is frozen, what is refused, and who is the second person."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    AFTER,
    CLOSES,
    DURING,
    FULL_BOARD,
    OPENED,
    PROPOSED,
    keep_rules,
    open_ballot,
    prepare_ballot,
    seat_board,
    vote,
    vote_all,
)
from tests.builders.modifications import add_modification, add_report_version
from tests.world import HOUSE, LONG_AGO, World, at
from voting.db import Lock
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT
from voting.domain.ballots.rule_set_json import rule_set_to_json
from voting.domain.ballots.state import EarlyCloseTooSoon
from voting.domain.ballots.votes import BallotClosed, BallotEndedWithoutVote
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.modifications.lifecycle import Stage
from voting.domain.people import Role
from voting.models.ballots import BallotRow, BoardMember, RosterRow
from voting.models.notices import OutboxMessage
from voting.services import ballots, people
from voting.services.ballots.running import (
    AnotherBallotIsOpen,
    ClosesTooSoon,
    EndReasonMissing,
    ItemClosedBefore,
    NothingToVoteOn,
    NotWithTheBoard,
)
from voting.services.ballots.seats import RosterFrozen


def ballot_at(world: World, ballot_id: int) -> BallotRow:
    with world.database.reading() as (session, _now):
        return session.get_one(BallotRow, ballot_id)


def roster(world: World, ballot_id: int) -> list[RosterRow]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(RosterRow).where(RosterRow.ballot_id == ballot_id)))


class TestPreparing:
    def prepare(self, world: World, who: str = "analyst", **changes: object) -> int:
        arguments: dict[str, object] = {
            "question": "Shall it be approved?",
            "options": PROPOSED,
            "rule_set_version_id": keep_rules(world),
            "closes_at": CLOSES,
        }
        return world.do(ballots.prepare_ballot, who, **{**arguments, **changes})

    @pytest.mark.parametrize("who", ["approver", "administrator", "auditor"])
    def test_an_analyst_prepares_it_and_nobody_else(self, world: World, who: str) -> None:
        with at(OPENED), pytest.raises(NotPermitted):
            self.prepare(world, who, modification_id=1)

    def test_a_modification_that_is_not_with_the_board_is_not_put_to_the_vote(self, world: World) -> None:
        with at(OPENED):
            made = add_modification(world, stage=Stage.REPORT)
            with pytest.raises(NotWithTheBoard):
                self.prepare(world, modification_id=made)

    def test_there_is_one_vote_at_a_time_on_a_modification(self, world: World) -> None:
        with at(OPENED):
            _ballot, modification = prepare_ballot(world)
            with pytest.raises(AnotherBallotIsOpen):
                self.prepare(world, modification_id=modification)

    def test_a_vote_needs_a_solution_and_a_time_to_come(self, world: World) -> None:
        with at(OPENED):
            made = add_modification(world, stage=Stage.BOARD)
            with pytest.raises(NothingToVoteOn):
                self.prepare(world, modification_id=made, options={})
            with pytest.raises(ClosesTooSoon):
                self.prepare(world, modification_id=made, closes_at=OPENED)
            with pytest.raises(NotFound):
                self.prepare(world, modification_id=made, rule_set_version_id=999)
            with pytest.raises(NotFound):
                self.prepare(world, modification_id=999)


class TestOpening:
    def test_it_freezes_rules_roster_and_report_and_tells_every_member(self, world: World) -> None:
        ballot = open_ballot(world, board=FULL_BOARD, vacant=["large_13"])
        row = ballot_at(world, ballot.id)
        assert row.rules == rule_set_to_json(SHIPPED_DEFAULT)
        frozen = roster(world, ballot.id)
        assert len(frozen) == 23
        assert [seat.seat_key for seat in frozen if seat.holder_id is None] == ["large_13"]
        with world.database.reading() as (session, _now):
            told = session.scalars(
                sa.select(OutboxMessage.person_id).where(OutboxMessage.once_key.like("ballot-open:%"))
            ).all()
        assert len(told) == 22

    def test_the_roster_stays_as_it_was_whatever_happens_to_the_board(self, world: World) -> None:
        ballot = open_ballot(world)
        with world.database.reading() as (session, _now):
            member = session.scalars(
                sa.select(BoardMember.id).where(BoardMember.seat_id == ballot.seats["large_2"])
            ).one()
        with at(DURING):
            world.do(ballots.end_membership, "administrator", member_id=member, valid_to=date(2026, 3, 4))
            with pytest.raises(RosterFrozen):
                world.do(
                    ballots.abolish_seat,
                    "administrator",
                    seat_id=ballot.seats["large_2"],
                    abolished_on=date(2026, 3, 4),
                )
        frozen = {seat.seat_key: seat.holder_id for seat in roster(world, ballot.id)}
        assert frozen["large_2"] == world.people["large_2"]

    def test_who_prepared_it_does_not_open_it(self, world: World) -> None:
        world.do(
            people.grant_role,
            HOUSE,
            person_id=world.people["analyst"],
            role=Role.SECAS_APPROVER,
            organisation_id=None,
            valid_from=LONG_AGO,
        )
        with at(OPENED):
            made, _modification = prepare_ballot(world)
            with pytest.raises(NotPermitted, match="second person"):
                world.do(ballots.open_ballot, "analyst", Lock("ballot", made), ballot_id=made)

    def test_it_opens_once(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING), pytest.raises(NotPermitted):
            world.do(ballots.open_ballot, "approver", ballot.lock, ballot_id=ballot.id)

    def test_a_closing_time_that_has_passed_since_is_refused(self, world: World) -> None:
        with at(OPENED):
            made, _modification = prepare_ballot(world)
        with at(AFTER), pytest.raises(ClosesTooSoon):
            world.do(ballots.open_ballot, "approver", Lock("ballot", made), ballot_id=made)

    def test_the_board_votes_on_the_report_that_is_published_when_it_opens(self, world: World) -> None:
        with at(OPENED - timedelta(hours=1)):
            seat_board(world)
            made, modification = prepare_ballot(world)
            later = add_report_version(world, modification)
        with at(OPENED):
            world.do(ballots.open_ballot, "approver", Lock("ballot", made), ballot_id=made)
        assert ballot_at(world, made).report_version_id == later


class TestClosingEarly:
    def close(self, world: World, ballot_id: int, who: str = "approver") -> None:
        world.do(ballots.close_ballot_early, who, Lock("ballot", ballot_id), ballot_id=ballot_id)

    def test_it_closes_once_every_filled_seat_has_voted_and_takes_no_vote_after_that(self, world: World) -> None:
        ballot = open_ballot(world, vacant=["large_3"])
        vote_all(world, ballot, large="aa", small="r", networks="ab", other="a")
        with at("2026-03-05T10:00"):
            with pytest.raises(EarlyCloseTooSoon, match="consumer_1"):
                self.close(world, ballot.id)
            vote(world, ballot, "consumer_1")
            self.close(world, ballot.id)
        with at("2026-03-05T10:00"), pytest.raises(BallotClosed):
            vote(world, ballot, "consumer_1", "r")

    def test_it_closes_after_the_chair_has_closed_the_item(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            with pytest.raises(NotPermitted):
                world.do(ballots.chair_closes_item, "large_2", ballot.lock, ballot_id=ballot.id)
            world.do(ballots.chair_closes_item, "large_1", ballot.lock, ballot_id=ballot.id)
            with pytest.raises(ItemClosedBefore):
                world.do(ballots.chair_closes_item, "large_1", ballot.lock, ballot_id=ballot.id)
            self.close(world, ballot.id)
        assert ballot_at(world, ballot.id).closed_early_at is not None

    @pytest.mark.parametrize("who", ["analyst", "administrator", "large_1", "auditor"])
    def test_nobody_but_an_approver_closes_early(self, world: World, who: str) -> None:
        ballot = open_ballot(world)
        with at(DURING), pytest.raises(NotPermitted):
            self.close(world, ballot.id, who)


class TestEndingWithoutAVote:
    def end(self, world: World, ballot_id: int, because: str = "Deferred to April.", who: str = "approver") -> None:
        world.do(ballots.end_ballot_without_vote, who, Lock("ballot", ballot_id), ballot_id=ballot_id, because=because)

    def test_it_takes_no_vote_any_more_and_another_can_be_prepared(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            vote(world, ballot, "large_1")
            self.end(world, ballot.id)
            with pytest.raises(BallotEndedWithoutVote):
                vote(world, ballot, "large_2")
            prepare_ballot(world, modification_id=ballot.modification_id)

    def test_it_takes_a_reason_and_an_approver(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            with pytest.raises(EndReasonMissing):
                self.end(world, ballot.id, because=" ")
            with pytest.raises(NotPermitted):
                self.end(world, ballot.id, who="analyst")
            self.end(world, ballot.id)
            with pytest.raises(NotPermitted):
                self.end(world, ballot.id)
