"""The register of seats and the list of rule sets, in words and in a bounded number of statements."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from tests.builders.ballots import add_alternate, confirmed_rules, keep_rules, open_ballot, seat_board
from tests.world import World, at
from voting.db import Database
from voting.domain.ballots.rule_set_json import rule_set_from_json
from voting.domain.errors import NotFound
from voting.queries.ballots import (
    modifications_at_board,
    people_to_appoint,
    rule_set_list,
    rule_set_view,
    seat_on_register,
    seat_register,
    who_may_have_voted,
)
from voting.services import ballots

TODAY = date(2026, 3, 2)
Counted = Callable[[Database], AbstractContextManager[list[str]]]


def reads(seen: list[str]) -> int:
    """How many of the statements read something; SQLite's BEGIN does not."""
    return sum(statement.startswith("SELECT") for statement in seen)


def test_the_register_names_holder_alternates_vacancy_and_who_was_before(world: World) -> None:
    seats = seat_board(world, vacant=["large_2"])
    add_alternate(world, seats["large_1"], "stand_in", occasion="March")
    world.do(
        ballots.appoint_member,
        "administrator",
        seat_id=seats["large_3"],
        person_id=world.people["analyst"],
        organisation_id=world.organisations["secas"],
        valid_from=date(2026, 3, 1),
    )
    rows = {row.key: row for row in world.look(seat_register, today=TODAY)}
    first, vacant, changed = rows["large_1"], rows["large_2"], rows["large_3"]
    assert first.holder is not None
    assert (first.holder.person, first.holder.is_chair) == ("Member Large 1", True)
    assert [(each.person, each.occasion) for each in first.standing_in] == [("Stand In", "March")]
    assert vacant.holder is None
    assert [each.person for each in changed.members] == ["Analyst", "Member Large 3"]
    assert changed.holder is not None
    assert changed.holder.person == "Analyst"


def test_a_seat_that_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.look(seat_on_register, seat_id=9, today=TODAY)


def test_rules_are_shown_in_words_and_as_the_data_to_begin_the_next_version_from(world: World) -> None:
    keep_rules(world)
    made = keep_rules(world, confirmed_rules())
    latest, first = world.look(rule_set_list)
    assert (latest.version, latest.is_confirmed, first.is_confirmed) == ("confirmed", True, False)
    view = world.look(rule_set_view, rule_set_id=made)
    assert [rule.clause for rule in view.rules][:3] == ["D1", "D2", "D3"]
    assert rule_set_from_json(json.loads(view.json)) == confirmed_rules()
    with pytest.raises(NotFound):
        world.look(rule_set_view, rule_set_id=99)


def test_whoever_may_have_voted_is_offered_seat_by_seat(world: World) -> None:
    ballot = open_ballot(world, vacant=["large_2"])
    add_alternate(world, ballot.seats["large_1"], "stand_in")
    offered = world.look(who_may_have_voted, ballot_id=ballot.id)
    assert [(each.seat_name, each.person, each.standing) for each in offered[:3]] == [
        ("Large 1", "Member Large 1", "member"),
        ("Large 1", "Stand In", "alternate"),
        ("Large 3", "Member Large 3", "member"),
    ]


def test_modifications_with_a_vote_under_way_are_not_offered_again(world: World) -> None:
    ballot = open_ballot(world)
    assert world.look(modifications_at_board) == ()
    with at("2026-03-04T12:00"):
        world.do(
            ballots.end_ballot_without_vote, "approver", ballot.lock, ballot_id=ballot.id, because="Deferred to April."
        )
    assert [each.number for each in world.look(modifications_at_board)] == ["MP901"]


def test_the_registers_take_as_many_statements_for_many_seats_as_for_few(
    world: World, database: Database, statements: Counted
) -> None:
    def count() -> list[int]:
        found = []
        for look, arguments in ((seat_register, {"today": TODAY}), (people_to_appoint, {"today": TODAY})):
            with database.reading() as (session, _now), statements(database) as seen:
                look(session, **arguments)
                found.append(reads(seen))
        return found

    seat_board(world, {"large": 1})
    few = count()
    seat_board(world, {"small": 9, "networks": 9})
    assert few == count() == [3, 1]
