"""SECAS's pages: prepare, open as a second person, record and confirm, close, end, preview, publish, correct."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    AFTER,
    DURING,
    OPENED,
    confirmed_rules,
    keep_rules,
    modification_at_board,
    open_ballot,
    prepare_ballot,
    publish,
    seat_board,
    vote,
    vote_all,
)
from tests.builders.modifications import modification_at
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting.domain.ballots.parameters import CategoryTieRule
from voting.domain.modifications.lifecycle import Stage
from voting.models.ballots import BallotRow, VoteRow

Clients = Callable[..., CheckingClient]


def test_an_analyst_prepares_and_an_approver_opens(world: World, client_for: Clients) -> None:
    with at(OPENED):
        seat_board(world)
        rules = keep_rules(world)
        modification_at_board(world)
        analyst = client_for(world, "analyst")
        assert "MP901 Clearer messages" in analyst.get("/ballots/new").text
        form = analyst.get("/ballots/new?modification=MP901").form()
        assert form.values["closes_on"] == "2026-03-10"
        done = analyst.send("", form.fill(options="Proposed Solution\n\nAlternative Solution", rule_set=str(rules)))
        assert done.status == 303
        assert "Prepared, not open yet." in analyst.get(done.location).text
        assert analyst.get(f"{done.location}/open").status == 403
        approver = client_for(world, "approver")
        opening = approver.get(f"{done.location}/open")
        assert "Proposed Solution; Alternative Solution" in opening.text
        assert approver.send("", opening.form()).location == done.location
        assert "0 of 8 seats have voted." in approver.get(done.location).text


def test_a_form_that_is_refused_keeps_what_was_typed(world: World, client_for: Clients) -> None:
    with at(OPENED):
        rules = str(keep_rules(world))
        modification_at_board(world)
        analyst = client_for(world, "analyst")
        form = analyst.get("/ballots/new?modification=MP901").form()
        form.fill(closes_on="2026-02-01", question="Why not?", rule_set=rules)
        page = analyst.send("", form)
    assert page.status == 422
    assert page.has("#closes_on-error")
    assert page.form().values["question"] == "Why not?"


def test_a_prepared_vote_is_nobody_elses_to_know(world: World, client_for: Clients) -> None:
    with at(OPENED):
        seat_board(world)
        made, _modification = prepare_ballot(world)
        assert client_for(world, "large_1").get(f"/ballots/{made}").status == 404
        assert client_for(world, "auditor").get(f"/ballots/{made}").status == 404


class TestRecording:
    def test_a_vote_by_e_mail_is_recorded_and_confirmed_by_a_second_person(
        self, world: World, client_for: Clients
    ) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            analyst = client_for(world, "analyst")
            form = analyst.get(f"/ballots/{ballot.id}/record").form()
            who = f"{ballot.seats['small_1']}-{world.people['small_1']}-member"
            form.fill(
                who=who,
                received_on="2026-03-03",
                received_at="09:30",
                evidence="E-mail of 3 March",
                choice_0="reject",
                objectives_0=["a"],
                reason_0="Too dear.",
            )
            assert analyst.send("", form).status == 303
            with world.database.reading() as (session, _now):
                receipt = session.scalar(sa.select(VoteRow.receipt))
            address = f"/ballots/{ballot.id}/recorded/{receipt}"
            own = analyst.send("", analyst.get(address).form())
            assert (own.status, "second person" in own.text) == (422, True)
            second = client_for(world, "second_analyst")
            page = second.get(f"/ballots/{ballot.id}")
            assert "Confirm the recorded vote of Small 1" in page.text
            look = second.get(address)
            assert "E-mail of 3 March" in look.text
            assert "Too dear." in look.text
            assert second.send("", look.form()).status == 303
            assert second.get(address).status == 404
            assert (
                "recorded by Analyst from: E-mail of 3 March"
                in client_for(world, "small_1").get(f"/ballots/{ballot.id}").text
            )

    def test_a_second_person_may_decline_it_with_a_reason(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            analyst = client_for(world, "analyst")
            form = analyst.get(f"/ballots/{ballot.id}/record").form()
            form.fill(
                who=f"{ballot.seats['small_1']}-{world.people['small_1']}-member",
                received_on="2026-03-03",
                received_at="09:30",
                evidence="Call",
                choice_0="abstain",
            )
            analyst.send("", form)
            with world.database.reading() as (session, _now):
                receipt = session.scalar(sa.select(VoteRow.receipt))
            second = client_for(world, "approver")
            page = second.get(f"/ballots/{ballot.id}/recorded/{receipt}")
            assert second.send("", page.form().fill(then="decline")).status == 422
            assert second.send("", page.form().fill(then="decline", because="They approved.")).status == 303
            assert "Declined, does not count" in client_for(world, "small_1").get(f"/ballots/{ballot.id}").text

    def test_what_does_not_fit_is_said_beside_its_field(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            analyst = client_for(world, "analyst")
            form = analyst.get(f"/ballots/{ballot.id}/record").form()
            form.fill(
                who=f"{ballot.seats['small_1']}-{world.people['small_1']}-member",
                received_on="2026-03-05",
                received_at="09:30",
                evidence="From the future",
                choice_0="abstain",
            )
            page = analyst.send("", form)
        assert page.status == 422
        assert page.has("#received_at-error")
        assert page.form().values["evidence"] == "From the future"

    @pytest.mark.parametrize("who", ["approver", "large_1", "auditor", "administrator"])
    def test_recording_is_for_analysts(self, world: World, client_for: Clients, who: str) -> None:
        ballot = open_ballot(world)
        with at(DURING):
            assert client_for(world, who).get(f"/ballots/{ballot.id}/record").status == 403


def test_the_chair_closes_the_item_and_the_approver_the_vote(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        approver = client_for(world, "approver")
        early = approver.send("", approver.get(f"/ballots/{ballot.id}/close").form())
        assert (early.status, "have still to vote" in early.text) == (422, True)
        chair = client_for(world, "large_1")
        assert chair.send("", chair.get(f"/ballots/{ballot.id}/close-item").form()).status == 303
        assert client_for(world, "large_2").get(f"/ballots/{ballot.id}/close-item").status == 403
        assert approver.send("", approver.get(f"/ballots/{ballot.id}/close").form()).status == 303
        assert "SECAS publishes the result next." in approver.get(f"/ballots/{ballot.id}").text


def test_an_item_ends_without_a_vote_and_says_why(world: World, client_for: Clients) -> None:
    ballot = open_ballot(world)
    with at(DURING):
        approver = client_for(world, "approver")
        form = approver.get(f"/ballots/{ballot.id}/end").form()
        assert approver.send("", form.fill(because="")).status == 422
        assert approver.send("", form.fill(because="Deferred to April.")).status == 303
        assert (
            "Ended without a vote: Deferred to April." in client_for(world, "large_1").get(f"/ballots/{ballot.id}").text
        )


class TestPublishing:
    def test_the_approver_previews_and_publishes(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world, rules=confirmed_rules())
        vote_all(world, ballot, large="aaa", small="r")
        with at(AFTER):
            approver = client_for(world, "approver")
            preview = approver.get(f"/ballots/{ballot.id}/result")
            assert "Not published:" in preview.text
            assert "For SECAS alone." in preview.text
            assert client_for(world, "large_1").get(f"/ballots/{ballot.id}/result").status == 404
            page = approver.get(f"/ballots/{ballot.id}/publish")
            done = approver.send("", page.form())
            assert done.status == 303
            public = client_for(world).get(done.location)
        assert public.status == 200
        assert modification_at(world, ballot.modification_id).stage is Stage.REJECTED
        assert "neither side prevails" in public.text

    def test_unconfirmed_rules_say_so_and_publish_nothing(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world)
        with at(AFTER):
            approver = client_for(world, "approver")
            page = approver.get(f"/ballots/{ballot.id}/publish")
            assert "the rules are not confirmed" in page.text
            refused = approver.send("", page.form())
        assert refused.status == 422
        assert "nobody has confirmed the clause of tiers" in refused.text
        with world.database.reading() as (session, _now):
            assert session.scalar(sa.select(BallotRow.published_at)) is None

    def test_what_the_chair_decided_is_asked_where_the_rules_ask(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world, rules=confirmed_rules(category_tie=CategoryTieRule.CHAIR_DECIDES))
        vote_all(world, ballot, networks="ar")
        with at(AFTER):
            approver = client_for(world, "approver")
            page = approver.get(f"/ballots/{ballot.id}/publish")
            assert "The chair decided for Networks on Proposed Solution" in page.text
            assert approver.send("", page.form()).status == 422
            done = approver.send("", page.form().fill(chair_0="approve", chair_evidence="Minute 4.2"))
            assert done.status == 303
            assert "Minute 4.2" in approver.get(done.location).text
        assert modification_at(world, ballot.modification_id).stage is Stage.PENDING_IMPLEMENTATION

    @pytest.mark.parametrize("who", ["analyst", "large_1", "auditor", "administrator"])
    def test_publishing_is_for_approvers(self, world: World, client_for: Clients, who: str) -> None:
        ballot = open_ballot(world)
        with at(AFTER):
            assert client_for(world, who).get(f"/ballots/{ballot.id}/publish").status == 403


class TestTheResult:
    def test_the_public_reads_counts_and_no_names_of_votes(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world, vacant=["large_3"])
        vote_all(world, ballot, large="aa", networks="ar", consumer="b")
        publish(world, ballot)
        with at(AFTER):
            page = client_for(world).get(f"/ballots/{ballot.id}/result")
        assert "Named votes and their reasons are Green" in page.text
        assert "It makes the Code clearer" not in page.text
        assert "Large Suppliers: 1 vacant; Small Suppliers: nobody voted; Networks: no majority" in page.text
        assert "clause not yet confirmed" in page.text
        assert "It is implemented on 25 Jun 2026" in page.text
        assert "Classification of this page: White" in page.text
        assert page.has("svg.bar")

    def test_a_party_reads_votes_and_reasons(self, world: World, client_for: Clients) -> None:
        world.add_party("brightloop")
        ballot = open_ballot(world)
        vote_all(world, ballot, large="ar")
        publish(world, ballot)
        with at(AFTER):
            page = client_for(world, "brightloop_signatory").get(f"/ballots/{ballot.id}/result")
        assert "Reasons by General SEC Objective" in page.text
        assert "It makes the Code clearer." in page.text
        assert "Classification of this page: Green" in page.text

    def test_each_solution_is_shown_by_itself(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world, options={"proposed": "Proposed Solution", "other": "Alternative Solution"})
        with at(DURING):
            for seat, letters in (("large_1", "aa"), ("large_2", "aa"), ("large_3", "aa"), ("small_1", "ra")):
                vote(world, ballot, seat, letters)
        publish(world, ballot)
        with at(AFTER):
            page = client_for(world).get(f"/ballots/{ballot.id}/result")
        assert "Only the Alternative Solution passes, so it is the preferred solution." in page.text
        assert page.has("#board-1")
        assert page.has("#board-2")

    def test_a_correction_is_added_by_an_approver_and_stands_on_top(self, world: World, client_for: Clients) -> None:
        ballot = open_ballot(world)
        publish(world, ballot)
        with at(AFTER):
            approver = client_for(world, "approver")
            page = approver.get(f"/ballots/{ballot.id}/correct")
            assert approver.send("", page.form().fill(correction=" ")).status == 422
            unsaid = approver.send("", page.form().fill(correction="One figure is wrong."))
            assert (unsaid.status, "Say whether the outcome is another." in unsaid.text) == (422, True)
            assert approver.send("", unsaid.form().fill(outcome="rejected")).status == 303
            public = client_for(world).get(f"/ballots/{ballot.id}/result")
            assert "One figure is wrong." in public.text
            assert "as corrected" not in public.text
            assert client_for(world, "analyst").get(f"/ballots/{ballot.id}/correct").status == 403

    def test_a_corrected_outcome_moves_the_modification_and_is_the_first_that_is_read(
        self, world: World, client_for: Clients
    ) -> None:
        ballot = open_ballot(world)
        publish(world, ballot)
        with at(AFTER):
            approver = client_for(world, "approver")
            page = approver.get(f"/ballots/{ballot.id}/correct")
            assert not page.has("select[name=option]")
            form = page.form().fill(correction="The votes were not counted.", outcome="approved")
            told = approver.follow(approver.send("", form))
            assert "Result: approved, as corrected" in told.text
            assert "The result is now: approved." in told.text
            public = client_for(world)
            assert "Approved" in public.get("/modifications/MP901").text
            assert "approved" in public.get("/ballots").text


def test_a_ballot_that_is_not_there_is_not_found(world: World, client_for: Clients) -> None:
    assert client_for(world, "analyst").get("/ballots/99").status == 404
    assert client_for(world).get("/ballots/99/result").status == 404
