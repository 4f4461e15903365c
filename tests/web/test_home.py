"""The home page and the desk of SECAS: what waits is one click away."""

from collections.abc import Callable
from datetime import timedelta

from tests.builders.ballots import DURING, OPENED, choice, open_ballot
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting.domain.ballots.roster import Standing
from voting.services import ballots


def test_a_recorded_vote_is_shown_to_who_may_confirm_it_and_counted_on_the_desk(
    world: World, client_for: Callable[..., CheckingClient]
) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        world.do(
            ballots.record_vote,
            "analyst",
            ballot.lock,
            ballot_id=ballot.id,
            seat_id=ballot.seats["large_1"],
            given_by_id=world.people["large_1"],
            given_as=Standing.MEMBER,
            received_at=OPENED + timedelta(hours=2),
            evidence="E-mail of 2 March, 12:00",
            choices={"proposed": choice("r")},
        )
        home = client_for(world, "approver").get("/")
        assert "Confirm vote" in home.text
        assert home.has(f'a[href="/ballots/{ballot.id}"]')
        assert (
            "A recorded vote waits for a second person."
            in client_for(world, "approver").get("/modifications/MP901").text
        )
        assert "Confirm vote" not in client_for(world, "analyst").get("/").text
        desk = client_for(world, "analyst").get("/desk")
    assert "Recorded, to be confirmed" in desk.text
