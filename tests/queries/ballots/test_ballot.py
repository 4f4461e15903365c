"""What each reader is shown of a ballot, state by state, and in how many statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from tests.builders.ballots import (
    AFTER,
    DURING,
    FULL_BOARD,
    OPENED,
    OpenBallot,
    add_alternate,
    choice,
    open_ballot,
    prepare_ballot,
    publish,
    seat_board,
    vote,
    vote_all,
)
from tests.world import World, at
from voting.db import Database
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.state import BallotKind, BallotState
from voting.domain.confidentiality import Classification
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.people import PUBLIC, Actor
from voting.queries.ballots import BallotView, ballot_detail, ballot_list
from voting.services import ballots

Counted = Callable[[Database], AbstractContextManager[list[str]]]


def reads(seen: list[str]) -> int:
    """How many of the statements read something; SQLite's BEGIN does not."""
    return sum(statement.startswith("SELECT") for statement in seen)


def shown(world: World, ballot: OpenBallot, who: str, when: str = DURING) -> BallotView:
    with at(when):
        actor = world.actor(who)
        with world.database.reading() as (session, now):
            return ballot_detail(session, viewer=actor, now=now, ballot_id=ballot.id)


def listed(world: World, who: str | None, when: str = DURING) -> list[tuple[str, BallotState, tuple[str, ...]]]:
    with at(when):
        actor: Actor = world.actor(who) if who else PUBLIC
        with world.database.reading() as (session, now):
            rows = ballot_list(session, viewer=actor, now=now)
    return [(row.modification_number, row.state, row.seats_waiting) for row in rows]


class TestSealed:
    @pytest.mark.parametrize("who", ["large_2", "analyst", "approver", "auditor"])
    def test_nobody_sees_another_seats_vote_while_the_ballot_is_open(self, world: World, who: str) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="a")
        view = shown(world, ballot, who)
        assert view.visible_votes == ()
        assert all(seat.recorded == () for seat in view.my_seats)
        assert "approve" not in repr((view.roster, view.my_seats, view.waiting_for_confirmation)).lower()

    def test_the_seat_sees_everything_that_is_recorded_for_it(self, world: World) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="a")
        with at("2026-03-04T13:00"):
            vote(world, ballot, "large_1", "r")
        (mine,) = shown(world, ballot, "large_1", "2026-03-04T14:00").my_seats
        assert [(each.choice, each.counts) for each in mine.recorded] == [("approve", False), ("reject", True)]
        assert [each.choice for each in mine.standing_votes] == ["reject"]

    def test_members_learn_how_many_voted_and_secas_which_seats(self, world: World) -> None:
        ballot = open_ballot(world, vacant=["large_3"])
        vote_all(world, ballot, large="ar")
        member, secas = shown(world, ballot, "small_1"), shown(world, ballot, "analyst")
        assert (member.turnout, member.seats_able) == (2, 7)
        assert {seat.has_voted for seat in member.roster} == {None}
        assert [seat.key for seat in secas.roster if seat.has_voted] == ["large_1", "large_2"]
        assert secas.turnout == 2

    def test_a_roll_call_at_a_meeting_is_open(self, world: World) -> None:
        ballot = open_ballot(world, kind=BallotKind.MEETING)
        vote_all(world, ballot, large="a")
        assert [each.seat_key for each in shown(world, ballot, "large_2").visible_votes] == ["large_1"]

    def test_after_close_the_board_and_secas_read_the_votes(self, world: World) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="ar")
        for who in ("small_1", "analyst"):
            view = shown(world, ballot, who, AFTER)
            assert view.state is BallotState.CLOSED
            assert [each.choice for each in view.visible_votes] == ["approve", "reject"]
        assert shown(world, ballot, "auditor", AFTER).visible_votes == ()


class TestWhoReadsIt:
    def test_a_party_and_the_public_do_not(self, world: World) -> None:
        ballot = open_ballot(world)
        world.add_party("brightloop")
        with pytest.raises(NotPermitted):
            shown(world, ballot, "brightloop_signatory")

    def test_a_vote_that_is_prepared_is_secass_alone(self, world: World) -> None:
        with at(OPENED):
            seats = seat_board(world)
            made, modification = prepare_ballot(world)
        ballot = OpenBallot(made, modification, seats)
        with pytest.raises(NotFound):
            shown(world, ballot, "large_1")
        assert shown(world, ballot, "approver").state is BallotState.PREPARED

    def test_the_message_that_brought_a_vote_is_secass_and_the_seats_own(self, world: World) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            receipt = world.do(
                ballots.record_vote,
                "analyst",
                ballot.lock,
                ballot_id=ballot.id,
                seat_id=ballot.seats["large_1"],
                given_by_id=world.people["large_1"],
                given_as=Standing.MEMBER,
                received_at=OPENED,
                evidence="E-mail of 2 March",
                choices={"proposed": choice("r")},
            ).receipt
        assert [each.evidence for each in shown(world, ballot, "approver").waiting_for_confirmation] == [
            "E-mail of 2 March"
        ]
        assert shown(world, ballot, "large_1").waiting_for_confirmation == ()
        with at(DURING):
            world.do(ballots.confirm_recorded_vote, "approver", ballot.lock, receipt=receipt)
        assert [each.evidence for each in shown(world, ballot, "large_2", AFTER).visible_votes] == [""]
        assert [each.evidence for each in shown(world, ballot, "analyst", AFTER).visible_votes] == ["E-mail of 2 March"]
        assert shown(world, ballot, "large_1", AFTER).my_seats[0].recorded[0].evidence == "E-mail of 2 March"


def test_the_papers_and_the_dates_stand_beside_the_form(world: World) -> None:
    ballot = open_ballot(world)
    view = shown(world, ballot, "large_1")
    assert (view.report_number, view.documents) == (1, 0)
    assert [(each.release_on, each.decide_by) for each in view.implementation] == [
        (date(2026, 6, 25), date(2026, 3, 10)),
        (date(2026, 11, 5), date(2026, 7, 20)),
    ]
    assert view.working_days_left == 4
    assert view.votes_are_sealed
    assert view.classification is Classification.AMBER


def test_an_alternate_acts_for_the_seat_on_its_occasion_alone(world: World) -> None:
    ballot = open_ballot(world, occasion="March")
    add_alternate(world, ballot.seats["large_1"], "for_march", occasion="March")
    add_alternate(world, ballot.seats["large_1"], "for_april", occasion="April")
    (seat,) = shown(world, ballot, "for_march").my_seats
    assert (seat.standing, seat.can_vote) == (Standing.ALTERNATE, True)
    assert shown(world, ballot, "for_april").my_seats == ()


class TestLists:
    def test_what_waits_for_my_vote_comes_first_and_goes_once_i_voted(self, world: World) -> None:
        ballot = open_ballot(world)
        other = open_ballot(world, number="MP902", seats=ballot.seats)
        vote_all(world, other, large="a")
        assert listed(world, "large_1") == [
            ("MP901", BallotState.OPEN, ("Large 1",)),
            ("MP902", BallotState.OPEN, ()),
        ]

    def test_an_alternate_for_another_occasion_waits_for_nothing(self, world: World) -> None:
        ballot = open_ballot(world, occasion="March")
        add_alternate(world, ballot.seats["large_1"], "for_april", occasion="April")
        assert listed(world, "for_april") == [("MP901", BallotState.OPEN, ())]

    def test_the_public_and_parties_know_of_a_vote_once_its_result_is_published(self, world: World) -> None:
        world.add_party("brightloop")
        ballot = open_ballot(world)
        assert listed(world, None) == listed(world, "brightloop_signatory") == []
        publish(world, ballot)
        assert listed(world, None, AFTER) == [("MP901", BallotState.PUBLISHED, ())]

    def test_a_prepared_vote_is_in_secass_list_alone(self, world: World) -> None:
        with at(OPENED):
            seat_board(world)
            prepare_ballot(world)
        assert listed(world, "large_1") == []
        assert listed(world, "analyst") == [("MP901", BallotState.PREPARED, ())]


def test_a_members_page_takes_six_statements_however_many_voted(
    world: World, database: Database, statements: Counted
) -> None:
    ballot = open_ballot(world, board=FULL_BOARD)
    with at(DURING):
        actor = world.actor("large_1")

    def count() -> int:
        with at(DURING), database.reading() as (session, now), statements(database) as seen:
            ballot_detail(session, viewer=actor, now=now, ballot_id=ballot.id)
            return reads(seen)

    few = count()
    vote_all(world, ballot, large="a" * 13, small="rrr", networks="abr", other="aaa")
    assert few == count() == 6


def test_the_list_takes_three_statements_however_many_votes_there_were(
    world: World, database: Database, statements: Counted
) -> None:
    ballot = open_ballot(world)

    def count() -> int:
        with at(DURING):
            actor = world.actor("large_1")
            with database.reading() as (session, now), statements(database) as seen:
                ballot_list(session, viewer=actor, now=now)
                return reads(seen)

    one = count()
    for number in range(2, 6):
        open_ballot(world, number=f"MP90{number}", seats=ballot.seats)
    assert one == count() == 3
