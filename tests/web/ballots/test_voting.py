"""A member's pages: check, record, change, declare an interest; what is refused keeps what was typed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    AFTER,
    CLOSES,
    DURING,
    FULL_BOARD,
    OPENED,
    OpenBallot,
    add_alternate,
    open_ballot,
    vote,
    vote_all,
)
from tests.checking_client import CheckingClient, Page
from tests.world import World, at, later
from voting.db import Database
from voting.models.ballots import RefusedAttempts, RosterRow, VoteRow

Clients = Callable[..., CheckingClient]
REASON = "It makes the Code clearer,\nand it costs little."


def kept(world: World) -> list[VoteRow]:
    with world.database.reading() as (session, _now):
        return list(session.scalars(sa.select(VoteRow).order_by(VoteRow.id)))


def filled(page: Page, **values: str | list[str]) -> object:
    given: dict[str, str | list[str]] = {"choice_0": "approve", "objectives_0": ["f", "g"], "reason_0": REASON}
    return page.form("/check").fill(**{**given, **values})


def to_check(
    world: World, clients: Clients, ballot: OpenBallot, who: str = "large_1", **values: str | list[str]
) -> Page:
    client = clients(world, who)
    return client.send("", filled(client.get(f"/ballots/{ballot.id}"), **values))


def test_a_vote_is_checked_recorded_and_answered_with_its_receipt(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_1")
        check = client.send("", filled(client.get(f"/ballots/{ballot.id}")))
        assert check.status == 200
        assert "Exactly this will be recorded for Large 1" in check.text
        assert "(f), (g)" in check.text
        assert kept(world) == []
        done = client.send("", check.form("/votes"))
        assert done.status == 303
        (row,) = kept(world)
        assert (row.choice, row.objectives, row.reason) == ("approve", "fg", REASON)
        receipt = client.get(done.location)
        assert row.receipt in receipt.text
        assert "by you" in receipt.text
        mine = client.get(f"/ballots/{ballot.id}")
        assert "Recorded for Large 1" in mine.text
        assert row.receipt in mine.text


def test_the_same_confirm_page_sent_twice_is_one_vote(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_1")
        form = client.send("", filled(client.get(f"/ballots/{ballot.id}"))).form("/votes")
        assert client.send("", form).location == client.send("", form).location
    assert len(kept(world)) == 1


def test_going_back_to_change_keeps_what_was_typed(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_1")
        form = client.send("", filled(client.get(f"/ballots/{ballot.id}"))).form("/votes")
        form.action = form.action.replace("/votes", "/check")
        back = client.send("", form.fill(then="change"))
    assert back.status == 200
    again = back.form("/check").values
    assert (again["choice_0"], again.getlist("objectives_0"), again["reason_0"]) == ("approve", ["f", "g"], REASON)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"choice_0": []}, "Choose Approve, Reject or Abstain."),
        ({"choice_0": "maybe"}, "Not a valid choice"),
        ({"reason_0": " … "}, "Say why the seat votes to approve."),
        ({"objectives_0": []}, "Choose the General SEC Objectives"),
        ({"reason_0": "x" * 10_001}, "Keep the reason under 10,000 characters."),
    ],
    ids=["no choice", "an unknown choice", "dots", "no objective", "too long"],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    world: World, client_for: Clients, values: dict[str, str | list[str]], said: str
) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        page = to_check(world, client_for, ballot, **values)
    assert page.status == 422
    assert said in page.text
    assert page.has("#error-summary")
    if "reason_0" not in values:
        assert page.form("/check").values["reason_0"] == REASON


def test_of_two_solutions_each_has_its_own_fields_and_errors(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world, options={"proposed": "Proposed Solution", "alternative": "Alternative Solution"})
    with at(DURING):
        wrong = to_check(world, client_for, ballot, choice_1="reject", objectives_1=["g"], reason_1="")
        assert wrong.status == 422
        assert wrong.has("#reason_1-error")
        assert not wrong.has("#reason_0-error")
        nothing = to_check(world, client_for, ballot, choice_0=[], objectives_0=[], reason_0="")
        assert (nothing.status, nothing.has("#choice_0-error")) == (422, True)
        one = to_check(world, client_for, ballot)
        assert "On Alternative Solution nothing is recorded." in one.text


def test_hostile_text_is_shown_as_text_and_stored_without_what_no_database_keeps(
    world: World, client_for: Clients
) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_1")
        page = client.send(
            "", filled(client.get(f"/ballots/{ballot.id}"), reason_0="<script>alert(1)</script> a\x00b =cmd")
        )
        client.send("", page.form("/votes"))
        shown = client.get(f"/ballots/{ballot.id}")
    assert kept(world)[0].reason == "<script>alert(1)</script> a\ufffdb =cmd"
    assert "<script>alert(1)</script>" in shown.text


def test_a_vote_checked_before_the_close_and_sent_after_it_is_refused_with_its_text_kept(
    world: World, client_for: Clients
) -> None:
    ballot = open_ballot(world)
    with at(CLOSES):
        client = client_for(world, "large_1")
        form = client.send("", filled(client.get(f"/ballots/{ballot.id}"))).form("/votes")
    with at(CLOSES + timedelta(seconds=1)):
        late = client.send("", form)
    assert late.status == 422
    assert "This vote closed at Tue 10 Mar 2026 17:00 UK time" in late.text
    assert REASON.split("\n")[0] in late.text
    assert kept(world) == []
    with world.database.reading() as (session, _now):
        assert session.scalar(sa.select(RefusedAttempts.count)) == 1


def test_after_half_an_hour_the_password_is_asked_before_a_vote_is_recorded(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING) as clock:
        client = client_for(world, "large_1")
        form = client.send("", filled(client.get(f"/ballots/{ballot.id}"))).form("/votes")
        clock.move_to(later(OPENED.replace(day=4, hour=12), minutes=31))
        asked = client.send("", form)
    assert asked.status == 403
    assert "Confirm that it is you" in asked.text
    assert asked.form("/votes").values["reason_0"] == REASON
    assert kept(world) == []


def test_an_alternate_votes_for_the_seat_and_the_member_sees_it(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    add_alternate(world, ballot.seats["large_1"], "stand_in")
    with at(DURING):
        vote(world, ballot, "large_1", "r", by="stand_in")
        member = client_for(world, "large_1").get(f"/ballots/{ballot.id}")
    assert "By Stand In, alternate" in member.text
    assert "A new vote replaces what is recorded." in member.text


@pytest.mark.parametrize("who", ["large_2", "analyst", "approver", "auditor"])
def test_nothing_on_a_page_of_an_open_vote_tells_how_another_seat_voted(
    world: World, client_for: Clients, who: str
) -> None:
    ballot = open_ballot(world)
    vote_all(world, ballot, large="r", networks="rr")
    with at(DURING):
        page = client_for(world, who).get(f"/ballots/{ballot.id}")
    assert "3 of 8 seats have voted. How they voted is sealed until close." in page.text
    assert "It makes the Code clearer" not in page.text
    assert not page.has(".tag-bad")


@pytest.mark.parametrize("who", [None, "brightloop_signatory"])
def test_a_vote_under_way_is_not_for_the_public_or_parties(world: World, client_for: Clients, who: str | None) -> None:
    world.add_party("brightloop")
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, who)
        assert client.get(f"/ballots/{ballot.id}").status == (403 if who else 302)
        assert client.get(f"/ballots/{ballot.id}/result").status == 404
        assert "No result is published yet." in client.get("/ballots").text


def test_nobody_sends_a_vote_for_another_seat_by_hand(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_2")
        address = f"/ballots/{ballot.id}/seats/{ballot.seats['large_1']}"
        for act in ("check", "votes"):
            assert client.post(f"{address}/{act}", choice_0="reject", objectives_0="g", reason_0="Ha.").status == 404
        assert client.get(f"{address}/interest").status == 404
    assert kept(world) == []


def test_what_waits_for_my_vote_is_the_first_thing_on_the_list(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_1")
        page = client.get("/ballots")
        assert "MP901 Clearer messages from meters (test) waits for the vote of Large 1." in page.text
        vote(world, ballot, "large_1")
        assert "waits for the vote" not in client.get("/ballots").text


def test_an_interest_is_declared_in_words(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        client = client_for(world, "large_1")
        address = f"/ballots/{ballot.id}/seats/{ballot.seats['large_1']}/interest"
        page = client.get(address)
        assert "recorded, vote stands (clause not yet confirmed)" in page.text
        assert client.send("", page.form().fill(interest=" ")).status == 422
        assert client.send("", page.form().fill(interest="We sell hubs.")).status == 303
        assert "We sell hubs." in client.get(f"/ballots/{ballot.id}").text
        assert "We sell hubs." not in client_for(world, "large_2").get(f"/ballots/{ballot.id}").text
    with world.database.reading() as (session, _now):
        said = session.scalar(sa.select(RosterRow.interest_declared).where(RosterRow.seat_key == "large_1"))
    assert said == "We sell hubs."
    with at(AFTER):
        client = client_for(world, "large_1")
        assert "while the vote is open" in client.send("", client.get(address).form().fill(interest="More.")).text


def test_a_members_page_takes_eight_statements_with_the_sign_in_however_many_voted(
    world: World,
    client_for: Clients,
    statements: Callable[[Database], AbstractContextManager[list[str]]],
) -> None:
    ballot = open_ballot(world, board=FULL_BOARD)
    with at(DURING):
        client = client_for(world, "large_1")

    def count() -> int:
        with at(DURING), statements(world.database) as seen:
            assert client.get(f"/ballots/{ballot.id}").status == 200
        return sum(not statement.startswith("BEGIN") for statement in seen)

    few = count()
    vote_all(world, ballot, large="a" * 13, networks="aaa")
    assert few == count() <= 8
