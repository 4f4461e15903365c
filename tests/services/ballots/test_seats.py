"""Seats, appointments and versions of the rules: who keeps them, and what is refused."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.builders.ballots import keep_rules, rules_with, seat_board
from tests.world import LONG_AGO, World, at
from voting.domain.ballots.parameters import AbstentionRule, VotingCategory
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT
from voting.domain.errors import NotFound, NotPermitted
from voting.models.ballots import BoardMember
from voting.services import ballots
from voting.services.ballots.rules import RuleSetVersionTaken
from voting.services.ballots.seats import (
    AppointmentOutOfOrder,
    AppointmentOverlaps,
    EvidenceMissing,
    SeatAbolished,
    SeatNameTaken,
)


def member_of(world: World, seat_id: int) -> BoardMember:
    with world.database.reading() as (session, _now):
        query = sa.select(BoardMember).where(BoardMember.seat_id == seat_id).order_by(BoardMember.id)
        return session.scalars(query).all()[-1]


def appoint(world: World, seat_id: int, who: str = "administrator", on: date = date(2026, 4, 1), **changes: int) -> int:
    arguments = {"person_id": world.people["analyst"], "organisation_id": world.organisations["secas"], **changes}
    return world.do(ballots.appoint_member, who, seat_id=seat_id, valid_from=on, **arguments)


def test_who_is_appointed_follows_the_one_before_on_that_day(world: World) -> None:
    seats = seat_board(world)
    before = member_of(world, seats["large_1"])
    appoint(world, seats["large_1"])
    with world.database.reading() as (session, _now):
        assert session.get_one(BoardMember, before.id).valid_to == date(2026, 4, 1)
    with at("2026-03-31T12:00"):
        assert seats["large_1"] in world.actor("large_1").member_of_seats
    with at("2026-04-01T12:00"):
        assert seats["large_1"] in world.actor("analyst").member_of_seats
        assert not world.actor("large_1").member_of_seats


def test_appointments_are_in_order_and_of_people_who_exist(world: World) -> None:
    seats = seat_board(world)
    with pytest.raises(AppointmentOverlaps):
        appoint(world, seats["large_1"], on=LONG_AGO)
    with pytest.raises(NotFound, match="person"):
        appoint(world, seats["large_1"], person_id=9999)
    with pytest.raises(NotFound, match="organisation"):
        appoint(world, seats["large_1"], organisation_id=9999)
    with pytest.raises(NotFound, match="seat"):
        appoint(world, 9999)


def test_a_membership_ends_once_and_not_before_it_began(world: World) -> None:
    seats = seat_board(world)
    member = member_of(world, seats["large_1"])

    def end(on: date) -> None:
        world.do(ballots.end_membership, "administrator", member_id=member.id, valid_to=on)

    with pytest.raises(AppointmentOutOfOrder):
        end(date(2019, 1, 1))
    end(date(2026, 4, 1))
    with pytest.raises(AppointmentOutOfOrder, match="ended already"):
        end(date(2026, 5, 1))
    with at("2026-04-01T12:00"):
        assert not world.actor("large_1").is_board


def test_an_alternate_is_appointed_by_a_form_that_is_named(world: World) -> None:
    seats = seat_board(world)

    def alternate(**changes: object) -> int:
        arguments: dict[str, object] = {"valid_from": LONG_AGO, "evidence": "Form of 3 January"}
        return world.do(
            ballots.appoint_alternate,
            "administrator",
            seat_id=seats["large_1"],
            person_id=world.people["auditor"],
            **{**arguments, **changes},
        )

    with pytest.raises(EvidenceMissing):
        alternate(evidence=" ")
    with pytest.raises(AppointmentOutOfOrder):
        alternate(valid_to=LONG_AGO)
    made = alternate()
    assert seats["large_1"] in world.actor("auditor").alternate_for_seats
    world.do(ballots.end_alternate, "administrator", alternate_id=made, valid_to=date(2020, 2, 1))
    assert not world.actor("auditor").alternate_for_seats
    with pytest.raises(NotFound):
        world.do(ballots.end_alternate, "administrator", alternate_id=9999, valid_to=LONG_AGO)


def test_nobody_is_appointed_to_a_seat_that_is_gone(world: World) -> None:
    seats = seat_board(world)
    world.do(ballots.abolish_seat, "administrator", seat_id=seats["large_1"], abolished_on=date(2026, 4, 1))
    with pytest.raises(SeatAbolished):
        appoint(world, seats["large_1"])


def test_two_seats_cannot_have_one_name(world: World) -> None:
    seat_board(world)
    with pytest.raises(SeatNameTaken):
        world.do(
            ballots.add_seat,
            "administrator",
            key="new",
            name="Large 1",
            category=VotingCategory.LARGE_SUPPLIERS,
            position=9,
        )


@pytest.mark.parametrize("who", ["analyst", "approver", "auditor"])
def test_the_administrator_keeps_seats_and_rules_and_nobody_else(world: World, who: str) -> None:
    seats = seat_board(world)
    with pytest.raises(NotPermitted):
        appoint(world, seats["large_1"], who)
    with pytest.raises(NotPermitted):
        world.do(ballots.abolish_seat, who, seat_id=seats["large_1"], abolished_on=LONG_AGO)
    with pytest.raises(NotPermitted):
        world.do(ballots.add_rule_set, who, rule_set=SHIPPED_DEFAULT)


def test_a_version_of_the_rules_is_added_once_and_never_changes(world: World) -> None:
    keep_rules(world)
    keep_rules(world, rules_with(abstention=AbstentionRule.COUNTS_AS_REJECT))
    with pytest.raises(RuleSetVersionTaken):
        world.do(ballots.add_rule_set, "administrator", rule_set=SHIPPED_DEFAULT)
