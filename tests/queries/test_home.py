"""What waits for whom, and the desk of SECAS in numbers."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from tests.builders.ballots import AFTER, DURING, OPENED, OpenBallot, choice, open_ballot, publish
from tests.world import World, at
from voting.db import Database
from voting.domain.ballots.roster import Standing
from voting.domain.people import Role
from voting.queries.home import Waiting, What, desk, waiting_for
from voting.services import ballots

Counted = Callable[[Database], AbstractContextManager[list[str]]]


def waiting(world: World, who: str, when: str = DURING) -> list[Waiting]:
    with at(when):
        actor = world.actor(who)
        with world.database.reading() as (session, now):
            return list(waiting_for(session, viewer=actor, now=now))


def acts(world: World, who: str, when: str = DURING) -> set[What]:
    return {each.what for each in waiting(world, who, when)}


def record_vote(world: World, ballot: OpenBallot, seat: str = "large_1", *, by: str = "analyst") -> str:
    with at(DURING):
        made = world.do(
            ballots.record_vote,
            by,
            ballot.lock,
            ballot_id=ballot.id,
            seat_id=ballot.seats[seat],
            given_by_id=world.people[seat],
            given_as=Standing.MEMBER,
            received_at=OPENED + timedelta(hours=2),
            evidence="E-mail of 2 March, 12:00",
            choices={key: choice("r") for key in ("proposed", "alternative")},
        )
    return made.receipt


@pytest.fixture
def ballot(world: World) -> OpenBallot:
    return open_ballot(world, options={"proposed": "Proposed Solution", "alternative": "Alternative 1"})


def test_a_recorded_vote_waits_once_for_everybody_of_secas_but_who_recorded_it(
    world: World, ballot: OpenBallot
) -> None:
    record_vote(world, ballot)
    for name in ("second_analyst", "approver", "administrator"):
        (found,) = (each for each in waiting(world, name) if each.what is What.CONFIRM_VOTE)
        assert (found.about_id, found.about, found.modification_number) == (ballot.id, "Large 1", "MP901")
        assert found.until is not None
    for name in ("analyst", "auditor", "large_1", "large_2"):
        assert What.CONFIRM_VOTE not in acts(world, name)


def test_it_still_waits_after_the_close_but_without_a_day(world: World, ballot: OpenBallot) -> None:
    record_vote(world, ballot)
    (found,) = (each for each in waiting(world, "second_analyst", AFTER) if each.what is What.CONFIRM_VOTE)
    assert found.until is None


def test_it_waits_until_a_second_person_has_confirmed_or_declined_it(world: World, ballot: OpenBallot) -> None:
    confirmed, declined = record_vote(world, ballot), record_vote(world, ballot, "large_2")
    assert len([each for each in waiting(world, "approver") if each.what is What.CONFIRM_VOTE]) == 2
    with at(DURING):
        world.do(ballots.confirm_recorded_vote, "approver", ballot.lock, receipt=confirmed)
        world.do(ballots.decline_recorded_vote, "approver", ballot.lock, receipt=declined, because="Not theirs (test).")
    assert What.CONFIRM_VOTE not in acts(world, "approver")
    publish(world, ballot)
    assert What.CONFIRM_VOTE not in acts(world, "approver", AFTER)


def test_the_member_has_still_to_vote_while_nobody_confirmed_what_was_recorded(
    world: World, ballot: OpenBallot
) -> None:
    receipt = record_vote(world, ballot)
    assert What.VOTE in acts(world, "large_1")
    with at(DURING):
        world.do(ballots.confirm_recorded_vote, "approver", ballot.lock, receipt=receipt)
    assert What.VOTE not in acts(world, "large_1")


def test_the_desk_counts_seats_that_voted_apart_from_those_to_be_confirmed(world: World, ballot: OpenBallot) -> None:
    receipt = record_vote(world, ballot)
    record_vote(world, ballot, "small_1")
    with at(DURING):
        world.do(ballots.confirm_recorded_vote, "approver", ballot.lock, receipt=receipt)
        with world.database.reading() as (session, now):
            (row,) = desk(session, viewer=world.actor("analyst"), now=now).ballots
    assert (row.voted, row.to_confirm, row.seats) == (1, 1, 8)


def test_the_list_takes_as_many_statements_for_one_recorded_vote_as_for_several(
    world: World, ballot: OpenBallot, statements: Counted
) -> None:
    world.add_person("both", "secas", Role.SECAS_ANALYST, Role.SECAS_APPROVER)
    actor = world.actor("both")
    taken = []
    for seat in ("large_1", "large_2", "large_3"):
        record_vote(world, ballot, seat)
        with at(DURING), world.database.reading() as (session, now), statements(world.database) as seen:
            waiting_for(session, viewer=actor, now=now)
        taken.append(sum(statement.startswith("SELECT") for statement in seen))
    assert taken == [8, 8, 8]
