"""Administration of seats and rules of counting: each form, what it refuses, and that nobody else gets there."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from tests.builders.ballots import keep_rules, seat_board
from tests.checking_client import CheckingClient
from tests.world import World, at
from voting.domain.ballots.rule_set import is_confirmed
from voting.domain.ballots.rule_set_json import rule_set_from_json
from voting.queries.ballots import rule_set_list, rule_set_view, seat_on_register, seat_register

Clients = Callable[..., CheckingClient]
NOW = "2026-03-02T10:00"
TODAY = date(2026, 3, 2)


@pytest.fixture
def administrator(world: World, client_for: Clients) -> CheckingClient:
    """The administrator's browser."""
    with at(NOW):
        return client_for(world, "administrator")


@pytest.mark.parametrize("who", ["analyst", "approver", "auditor", "large_1", None])
def test_nobody_but_an_administrator_gets_there(world: World, client_for: Clients, who: str | None) -> None:
    seats = seat_board(world)
    rules = keep_rules(world)
    with at(NOW):
        client = client_for(world, who)
        for path in ("seats", "seats/new", f"seats/{seats['large_1']}", "rule-sets", f"rule-sets/{rules}"):
            assert client.get(f"/ballots/{path}").status == (403 if who else 302)


def test_a_seat_is_added_filled_given_an_alternate_and_abolished(world: World, administrator: CheckingClient) -> None:
    with at(NOW):
        form = administrator.get("/ballots/seats/new").form()
        made = administrator.send(
            "", form.fill(name="Small 1", key="small-1", category="small_suppliers", position="1")
        )
        assert made.status == 303
        assert "Vacant" in administrator.get(made.location).text
        member = administrator.get(f"{made.location}/member").form()
        person = str(world.people["analyst"])
        secas = str(world.organisations["secas"])
        member.fill(person_id=person, organisation_id=secas, valid_from="2026-03-01", is_chair="y")
        assert administrator.send("", member).status == 303
        alternate = administrator.get(f"{made.location}/alternate").form()
        alternate.fill(
            person_id=str(world.people["auditor"]), valid_from="2026-03-01", evidence="Form 7", occasion="March"
        )
        assert administrator.send("", alternate).status == 303
        page = administrator.get(made.location)
        assert "Held by Analyst, Code administrator (test)" in page.text
        assert "For March; Form 7" in page.text
        register = administrator.get("/ballots/seats").text
        assert "Auditor (March)" in register
        seat = world.look(seat_register, today=TODAY)[0]
        for kind, one in (("members", seat.members[0]), ("alternates", seat.alternates[0])):
            end = administrator.get(f"{made.location}/{kind}/{one.id}/end").form()
            assert administrator.send("", end.fill(valid_to="2025-01-01")).status == 422
            assert administrator.send("", end.fill(valid_to="2026-03-02")).status == 303
        assert world.look(seat_on_register, seat_id=seat.id, today=TODAY).holder is None
        gone = administrator.get(f"{made.location}/abolish").form()
        assert administrator.send("", gone.fill(valid_to="2026-03-02")).status == 303
        assert "Abolished 2 Mar 2026" in administrator.get(made.location).text


def test_a_seat_that_is_refused_keeps_what_was_typed(world: World, administrator: CheckingClient) -> None:
    seat_board(world)
    with at(NOW):
        form = administrator.get("/ballots/seats/new").form()
        page = administrator.send("", form.fill(name="Large 1", key="other", category="networks", position="5"))
    assert page.status == 422
    assert page.has("#name-error")
    assert page.form().values["key"] == "other"


def test_an_appointment_of_another_seat_is_not_found(world: World, administrator: CheckingClient) -> None:
    seats = seat_board(world)
    with at(NOW):
        assert administrator.get(f"/ballots/seats/{seats['large_1']}/members/999/end").status == 404
        assert administrator.get("/ballots/seats/999").status == 404


class TestRuleSets:
    def test_clauses_are_confirmed_in_a_new_version_by_whoever_ticks_them(
        self, world: World, administrator: CheckingClient
    ) -> None:
        first = keep_rules(world)
        with at(NOW):
            form = administrator.get(f"/ballots/rule-sets/{first}/confirm").form()
            form.fill(version="2", sec_version="30.0", clause_quorum="D8.4", sure_quorum="y")
            made = administrator.send("", form)
            assert made.status == 303
            page = administrator.get(made.location)
        assert "D8.4" in page.text
        assert "Administrator, 2 Mar 2026, SEC 30.0" in page.text
        assert "17 of 18" in page.text
        assert [row.version for row in world.look(rule_set_list)] == ["2", "1"]

    def test_every_clause_ticked_makes_rules_that_can_publish(
        self, world: World, administrator: CheckingClient
    ) -> None:
        first = keep_rules(world)
        with at(NOW):
            form = administrator.get(f"/ballots/rule-sets/{first}/confirm").form()
            names = [name.removeprefix("clause_") for name in form.values if name.startswith("clause_")]
            ticks = {f"clause_{name}": f"D{place}" for place, name in enumerate(names)} | {
                f"sure_{name}": "y" for name in names
            }
            administrator.send("", form.fill(version="2", sec_version="30.0", **ticks))
        latest = world.look(rule_set_list)[0]
        rules = rule_set_from_json(json.loads(world.look(rule_set_view, rule_set_id=latest.id).json))
        assert is_confirmed(rules)

    def test_a_tick_without_a_clause_is_refused_beside_it(self, world: World, administrator: CheckingClient) -> None:
        first = keep_rules(world)
        with at(NOW):
            form = administrator.get(f"/ballots/rule-sets/{first}/confirm").form()
            page = administrator.send("", form.fill(version="2", sec_version="30.0", sure_quorum="y"))
        assert page.status == 422
        assert page.has("#clause_quorum-error")

    def test_a_version_is_begun_from_another_and_added_as_data(
        self, world: World, administrator: CheckingClient
    ) -> None:
        first = keep_rules(world)
        with at(NOW):
            form = administrator.get(f"/ballots/rule-sets/new?from={first}").form()
            raw = json.loads(form.values["rules"])
            raw["version"] = "1.1"
            raw["abstention"]["value"] = "counts_as_reject"
            made = administrator.send("", form.fill(rules=json.dumps(raw)))
            assert made.status == 303
            assert "Counts as reject" in administrator.get(made.location).text

    @pytest.mark.parametrize(
        ("spoil", "said"),
        [
            (lambda text: text, "There is a rule set of this version"),
            (lambda text: text.replace('"more', "'more").replace("{", "", 1), "This is not JSON."),
            (lambda text: text.replace("shown_not_counted", "ignored"), "cannot be 'ignored'"),
            (lambda text: text.replace("Change Board,", "a\\u0000b"), "characters that cannot be kept"),
            (lambda _text: "[" * 20_000, "This is not JSON."),
            (lambda _text: "[]", "A rule set cannot be []"),
        ],
        ids=["the same version", "broken", "an unknown value", "U+0000", "deep", "a list"],
    )
    def test_what_is_no_new_rule_set_is_refused_and_kept_to_mend(
        self, world: World, administrator: CheckingClient, spoil: Callable[[str], str], said: str
    ) -> None:
        first = keep_rules(world)
        with at(NOW):
            form = administrator.get(f"/ballots/rule-sets/new?from={first}").form()
            text = spoil(form.values["rules"].replace("\r\n", "\n"))
            page = administrator.send("", form.fill(rules=text))
        assert page.status == 422
        assert said in page.text
        assert page.has("#rules-error")
