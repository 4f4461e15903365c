"""Who reads a result, in which state, and what of it; and that a published one is read as it was frozen."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa

from tests.builders.ballots import (
    AFTER,
    DURING,
    FULL_BOARD,
    OpenBallot,
    open_ballot,
    publish,
    rules_with,
    vote,
    vote_all,
)
from tests.world import World, at
from voting.db import Database
from voting.domain.ballots.outcome import CategoryFinding, CategoryOutcome, OverallOutcome
from voting.domain.ballots.parameters import CategoryTieRule, PublicationRule, VotingCategory
from voting.domain.ballots.state import BallotKind
from voting.domain.confidentiality import Classification
from voting.domain.errors import NotFound
from voting.domain.people import PUBLIC
from voting.models.ballots import RuleSetVersion
from voting.queries.ballots import ResultView, result_view
from voting.services import ballots

Counted = Callable[[Database], AbstractContextManager[list[str]]]
LATER = "2026-03-12T09:00"


def reads(seen: list[str]) -> int:
    """How many of the statements read something; SQLite's BEGIN does not."""
    return sum(statement.startswith("SELECT") for statement in seen)


def read(world: World, ballot: OpenBallot, who: str | None = None, when: str = LATER) -> ResultView:
    with at(when):
        actor = world.actor(who) if who else PUBLIC
        with world.database.reading() as (session, now):
            return result_view(session, viewer=actor, now=now, ballot_id=ballot.id)


def test_the_table_shows_a_tie_a_vacancy_and_silence_for_what_they_are(world: World) -> None:
    ballot = open_ballot(world, vacant=["large_3"])
    vote_all(world, ballot, large="aa", small="a", networks="ar", other=".", consumer="b")
    publish(world, ballot)
    (option,) = read(world, ballot).options
    rows = {row.category: row for row in option.rows}
    large, networks = rows[VotingCategory.LARGE_SUPPLIERS], rows[VotingCategory.NETWORKS]
    other, consumer = rows[VotingCategory.OTHER_SEC_PARTIES], rows[VotingCategory.CONSUMER]
    assert (large.seats, large.vacant, large.present, large.approve, large.need) == (3, 1, 2, 2, 2)
    assert (networks.finding, networks.outcome) == (CategoryFinding.NO_MAJORITY, CategoryOutcome.NOT_COUNTED)
    assert (other.silent, other.finding) == (1, CategoryFinding.NOBODY_VOTED)
    assert (consumer.abstain, consumer.finding) == (1, CategoryFinding.ALL_ABSTAINED)
    assert option.outcome is OverallOutcome.APPROVED
    assert option.why.text.startswith("2 categories approve (Large Suppliers and Small Suppliers)")
    assert option.why.clause == "clause not yet confirmed"


class TestWhoReads:
    @pytest.mark.parametrize("who", ["large_1", "auditor", None])
    def test_nobody_but_secas_sees_what_would_come_out_before_publication(self, world: World, who: str | None) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="aaa")
        for when in (DURING, AFTER):
            with pytest.raises(NotFound):
                read(world, ballot, who, when)

    def test_secas_sees_it_after_close_and_not_while_votes_are_sealed(self, world: World) -> None:
        ballot = open_ballot(world)
        vote_all(world, ballot, large="aaa")
        with pytest.raises(NotFound):
            read(world, ballot, "approver", DURING)
        view = read(world, ballot, "approver", AFTER)
        assert (view.is_published, view.classification) == (False, Classification.AMBER)
        assert view.options[0].passes

    def test_an_open_roll_call_shows_secas_the_outcome_as_it_stands(self, world: World) -> None:
        ballot = open_ballot(world, kind=BallotKind.MEETING)
        vote_all(world, ballot, large="aaa")
        assert read(world, ballot, "analyst", DURING).options[0].passes
        with pytest.raises(NotFound):
            read(world, ballot, "large_1", DURING)

    def test_the_public_reads_counts_and_whoever_is_signed_in_names_and_reasons(self, world: World) -> None:
        world.add_party("brightloop")
        ballot = open_ballot(world)
        vote_all(world, ballot, large="ar")
        publish(world, ballot)
        public, party = read(world, ballot), read(world, ballot, "brightloop_signatory")
        assert (public.votes, public.reasons, public.votes_withheld) == ((), (), True)
        assert {seat.has_voted for seat in public.seats} == {None}
        assert public.classification is Classification.WHITE
        assert next((each.given_by, each.reason) for each in party.votes) == (
            "Member Large 1",
            "It makes the Code clearer.",
        )
        assert [(each.letter, len(each.approve), len(each.reject)) for each in party.reasons] == [("g", 1, 1)]
        assert party.classification is Classification.GREEN
        assert public.options == party.options

    def test_named_votes_are_public_where_the_rules_say_so(self, world: World) -> None:
        ballot = open_ballot(world, rules=rules_with(publication=PublicationRule.NAMED_VOTES_PUBLIC))
        vote_all(world, ballot, large="a")
        publish(world, ballot)
        public = read(world, ballot)
        assert len(public.votes) == 1
        assert public.classification is Classification.WHITE

    def test_nobody_learns_of_a_vote_that_is_not_theirs_to_know(self, world: World) -> None:
        ballot = open_ballot(world)
        world.add_party("brightloop")
        with pytest.raises(NotFound, match="There is no such vote"):
            read(world, ballot, "brightloop_signatory", AFTER)
        with pytest.raises(NotFound, match="no result yet"):
            read(world, ballot, "large_1", AFTER)


def test_a_published_result_stays_whatever_becomes_of_the_rules_and_the_count(world: World) -> None:
    ballot = open_ballot(world)
    vote_all(world, ballot, large="aaa")
    publish(world, ballot)
    before = read(world, ballot)
    with world.database.engine.begin() as connection:
        connection.execute(sa.update(RuleSetVersion).values(rules={}))
    assert read(world, ballot) == before


def test_a_superseded_vote_is_shown_as_one_and_the_funnel_adds_up(world: World) -> None:
    ballot = open_ballot(world)
    vote_all(world, ballot, large="a")
    with at("2026-03-05T10:00"):
        vote(world, ballot, "large_1", "r")
    publish(world, ballot)
    view = read(world, ballot, "large_2")
    assert [(each.choice, each.counts) for each in view.votes] == [("approve", False), ("reject", True)]
    assert (view.attempts, view.final, view.superseded, view.refused) == (2, 1, 1, 0)


def test_a_correction_stands_beside_the_result(world: World) -> None:
    ballot = open_ballot(world)
    publish(world, ballot)
    with at(LATER):
        world.do(
            ballots.correct_result, "approver", ballot.lock, ballot_id=ballot.id, correction="One figure is wrong."
        )
    view = read(world, ballot)
    assert [(each.text, each.recorded_by) for each in view.corrections] == [("One figure is wrong.", "Approver")]
    assert view.published_by == "Approver"


def test_what_the_chair_has_still_to_decide_is_asked_of_secas(world: World) -> None:
    ballot = open_ballot(world, rules=rules_with(category_tie=CategoryTieRule.CHAIR_DECIDES))
    vote_all(world, ballot, networks="ar")
    asked = read(world, ballot, "approver", AFTER).asked_of_chair
    assert [(each.option.key, each.category) for each in asked] == [("proposed", VotingCategory.NETWORKS)]


def test_each_solution_has_its_own_table_and_one_is_preferred(world: World) -> None:
    ballot = open_ballot(world, options={"proposed": "Proposed Solution", "other": "Alternative Solution"})
    with at(DURING):
        for seat, letters in (("large_1", "aa"), ("large_2", "aa"), ("large_3", "aa"), ("small_1", "ra")):
            vote(world, ballot, seat, letters)
    publish(world, ballot)
    view = read(world, ballot)
    assert [(each.option.key, each.passes, each.is_preferred) for each in view.options] == [
        ("proposed", False, False),
        ("other", True, True),
    ]
    assert view.preference_sentence == "Only the Alternative Solution passes, so it is the preferred solution."


@pytest.mark.parametrize("who", [None, "large_1"])
def test_a_published_result_takes_four_statements_however_many_voted(
    world: World, database: Database, statements: Counted, who: str | None
) -> None:
    counts = []
    few = open_ballot(world, board=FULL_BOARD)
    many = open_ballot(world, number="MP902", seats=few.seats)
    vote_all(world, many, large="a" * 13, small="rrr", networks="abr", other="aaa")
    for ballot in (few, many):
        publish(world, ballot)
        with at(LATER):
            actor = world.actor(who) if who else PUBLIC
            with database.reading() as (session, now), statements(database) as seen:
                result_view(session, viewer=actor, now=now, ballot_id=ballot.id)
                counts.append(reads(seen))
    assert counts[0] == counts[1] <= 4
