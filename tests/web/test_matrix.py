"""Every address as every kind of person: the declared access decides, and nothing breaks the house."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from tests.builders.ballots import seat_board
from tests.checking_client import SETTINGS, CheckingClient
from tests.databases import sqlite_in_memory
from tests.world import World, at
from voting.app import create_app
from voting.domain.people import PUBLIC, Action, Actor, Role, might

TODAY = "2026-03-02T10:00"
BOARD = {"large": 1}
# Who walks through the house; the member sits on the Board that `seat_board` makes.
WALKERS = {
    "public": None,
    "party": "brightloop_signatory",
    "member": "large_1",
    "analyst": "analyst",
    "approver": "approver",
    "administrator": "administrator",
    "auditor": "auditor",
    "approving_body": "csc_member",
}
# What stands in an address for a thing that nobody made.
NO_SUCH = {
    "number": "MP998",
    "slug": "appendix-zz",
    "key": "nosuchkey",
    "code": "2222-3333-4444",
    "receipt": "2222-3333-4444",
    "token": "no-such-token",
    "move": "no_such_move",
    "name": "nosuch",
    "form": "nosuch",
    "fingerprint": "0" * 16,
    "filename": "nosuch.css",
    "on": date(2027, 12, 24),
}
NO_SUCH_ID = 987_654
# Files that everybody may have, and what a machine asks for.
NO_PAGES = {"static", "asset", "home.health"}
# A page about something, which answers politely about a thing that nobody made.
ANSWERS_ANYWAY = {"history.receipt", "people.set_own_password"}


def reading_rules(app: Flask) -> list[Rule]:
    """Every address that can be read by a person."""
    return [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
    ]


def path_of(app: Flask, rule: Rule) -> str:
    """The address of a rule with ids of things that are not there."""
    values = {
        name: NO_SUCH_ID if isinstance(rule._converters[name], IntegerConverter) else NO_SUCH[name]
        for name in rule.arguments
    }
    built = app.url_map.bind("localhost").build(rule.endpoint, values)
    return str(built)


def actor_of(world: World, walker: str) -> Actor:
    """Who this walker is."""
    name = WALKERS[walker]
    return world.actor(name) if name else PUBLIC


def allowed(rule: Rule) -> set[int]:
    """The answers that somebody gets who may come in."""
    if not rule.arguments:
        return {200, 302, 303, 404}
    return {200, 404} if rule.endpoint in ANSWERS_ANYWAY else {302, 303, 403, 404}


def people_of(world: World) -> None:
    """The walkers who are not of SECAS."""
    world.add_party("brightloop")
    world.add_person("csc_member", None, Role.CHANGE_SUB_COMMITTEE_MEMBER)
    seat_board(world, BOARD)


@pytest.fixture
def peopled(world: World) -> World:
    """The world with a Party and a Board of one seat."""
    with at(TODAY):
        people_of(world)
    return world


@pytest.mark.parametrize("walker", list(WALKERS))
def test_every_address_answers_as_its_access_says(
    peopled: World, client_for: Callable[..., CheckingClient], walker: str
) -> None:
    with at(TODAY):
        client, actor = client_for(peopled, WALKERS[walker]), actor_of(peopled, walker)
        client.app.testing = False  # As it is served: a failure becomes a page with 500, and every one is listed.
        wrong, seen = [], 0
        for rule in reading_rules(client.app):
            access: Action = client.app.view_functions[rule.endpoint].access  # type: ignore[attr-defined]
            page = client.get(path_of(client.app, rule))
            seen += 1
            if might(actor, access):
                is_right = page.status in allowed(rule) and "/sign-in" not in page.location
            elif actor.is_signed_in:
                is_right = page.status == 403
            else:
                is_right = page.status == 302 and page.location.startswith("/sign-in?next=")
            if not is_right:
                wrong.append(f"{rule.rule} ({access}): {page.status} {page.location}")
    assert wrong == []
    assert seen > 80


def test_somebody_walks_through_every_door(world: World) -> None:
    # Nobody is forgotten: each declared access lets in one of the walkers, except the Chair's.
    with at(TODAY):
        people_of(world)
        actors = [actor_of(world, walker) for walker in WALKERS]
    app = create_app(SETTINGS, world.database)
    declared = {app.view_functions[rule.endpoint].access for rule in reading_rules(app)}  # type: ignore[attr-defined]
    assert {access for access in declared if not any(might(actor, access) for actor in actors)} <= {
        Action.CHAIR_CLOSES_ITEM
    }


def test_every_argument_of_an_address_has_an_example() -> None:
    app = create_app(SETTINGS, sqlite_in_memory())
    plain = {
        name
        for rule in reading_rules(app)
        for name in rule.arguments
        if not isinstance(rule._converters[name], IntegerConverter)
    }
    assert plain <= set(NO_SUCH)


def test_an_id_too_long_for_any_database_is_no_page(world: World, client_for: Callable[..., CheckingClient]) -> None:
    client = client_for(world, "analyst")
    assert client.get(f"/ballots/{2**70}").status == 404
    assert client.get(f"/consultations/{2**31}").status == 404
