"""The demonstration's organisations, people and seats hold together."""

import re
from collections import Counter
from datetime import date

import pytest

from tests.demo.content_shared.reading import (
    BODIES,
    category_today,
    day_of,
    organisations,
    people,
    read,
    rows_by_key,
    seats,
)
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.roster import AlternateKind
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT
from voting.domain.people import OrganisationKind, PartyCategory, Role


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021-11-30", date(2021, 11, 30)),
        ("today", date(2026, 11, 23)),
        ("today-30d", date(2026, 10, 24)),
        ("today+3wd", date(2026, 11, 26)),
        ("today-1wd", date(2026, 11, 20)),
        ("release+1", date(2027, 2, 25)),
        ("release+2-10wd", date(2027, 6, 10)),
        ("release-1", date(2026, 11, 5)),
    ],
)
def test_a_date_expression_means_one_date_on_the_day_of_loading(text: str, meant: date) -> None:
    assert day_of(text, date(2026, 11, 23)) == meant


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("organisations.toml", "organisation"),
        ("organisations.toml", "voting_group"),
        ("people.toml", "person"),
        ("seats.toml", "seat"),
    ],
)
def test_keys_are_slugs_and_none_is_used_twice(name: str, kind: str) -> None:
    keys = [row["key"] for row in read(name)[kind]]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in keys)


def test_there_are_forty_invented_organisations_and_four_real_bodies() -> None:
    invented = {key for key, row in organisations().items() if row["illustrative"]}
    assert len(invented) == 40
    assert organisations().keys() - invented == BODIES


def test_every_party_category_has_its_organisations() -> None:
    count = Counter(category_today(row) for row in organisations().values() if row["kind"] == "party")
    assert count == {
        PartyCategory.LARGE_SUPPLIERS: 15,
        PartyCategory.SMALL_SUPPLIERS: 7,
        PartyCategory.ELECTRICITY_NETWORKS: 5,
        PartyCategory.GAS_NETWORKS: 3,
        PartyCategory.OTHER_SEC_PARTIES: 5,
        None: 1,  # The Party that ceased.
    }


def test_names_and_kinds_can_be_stored() -> None:
    rows = organisations().values()
    assert len({row["name"] for row in rows}) == len(rows)
    assert {OrganisationKind(row["kind"]) for row in rows} == set(OrganisationKind)


def test_only_parties_have_categories_and_their_periods_are_in_order() -> None:
    for row in organisations().values():
        assert bool(row["categories"]) == (row["kind"] == "party")
        ends = ""
        for period in row["categories"]:
            assert ends <= period["valid_from"] < period.get("valid_to", "9999")
            ends = period.get("valid_to", "9999")


def test_one_organisation_changed_category_and_one_ceased() -> None:
    assert [key for key, row in organisations().items() if len(row["categories"]) > 1] == ["tansy-flexibility"]
    ceased = {key: row for key, row in organisations().items() if "ceased_on" in row}
    assert list(ceased) == ["tidewick-energy"]
    assert ceased["tidewick-energy"]["categories"][-1]["valid_to"] == ceased["tidewick-energy"]["ceased_on"]


def test_large_suppliers_form_thirteen_voting_groups() -> None:
    groups = rows_by_key("organisations.toml", "voting_group")
    members = Counter(row["voting_group"] for row in organisations().values() if "voting_group" in row)
    assert len(groups) == 13
    assert members.keys() == groups.keys()
    assert members.total() == 15
    assert all(PartyCategory(row["category"]) is PartyCategory.LARGE_SUPPLIERS for row in groups.values())


def holders_of(role: Role) -> list[str]:
    return [key for key, row in people().items() if role in row["roles"]]


def test_every_person_is_invented_belongs_somewhere_and_has_an_address_that_cannot_exist() -> None:
    rows = people().values()
    assert len({row["email"] for row in rows}) == len(rows)
    for row in rows:
        assert row["illustrative"] is True
        assert row["organisation"] in organisations()
        assert re.fullmatch(r"[a-z.-]+@[a-z-]+\.example", row["email"])
        assert [Role(role) for role in row["roles"]]


def test_secas_has_its_people_and_the_administrator_is_an_analyst() -> None:
    assert len(holders_of(Role.SECAS_ANALYST)) == 3
    assert len(holders_of(Role.SECAS_APPROVER)) == 3
    assert [people()[key].get("phone", False) for key in holders_of(Role.SECAS_APPROVER)].count(True) == 1
    (administrator,) = holders_of(Role.ADMINISTRATOR)
    assert administrator in holders_of(Role.SECAS_ANALYST)
    assert not set(holders_of(Role.SECAS_ANALYST)) & set(holders_of(Role.SECAS_APPROVER))
    assert len(holders_of(Role.AUDITOR)) == 1


def test_people_beside_real_bodies_are_marked_and_can_neither_answer_nor_vote() -> None:
    staff = [row for row in people().values() if row["organisation"] in BODIES]
    respondents = {Role.PARTY_CONTRIBUTOR, Role.PARTY_REVIEWER, Role.PARTY_SIGNATORY}
    assert Counter(row["organisation"] for row in staff)["authority"] == 0
    assert all(row["job"].endswith("(illustrative)") for row in staff)
    assert not any(respondents & {Role(role) for role in row["roles"]} for row in staff)
    assert not {row["key"] for row in staff} & {seat["member"] for seat in seats().values()}


def test_every_organisation_that_may_answer_has_a_signatory_or_an_affiliate_with_one() -> None:
    signing = {people()[key]["organisation"] for key in holders_of(Role.PARTY_SIGNATORY)}
    groups = {organisations()[key].get("voting_group", key) for key in signing}
    missing = {
        key
        for key, row in organisations().items()
        if row["illustrative"] and key not in signing and row.get("voting_group") not in groups
    }
    assert len(signing) >= 25
    assert not missing


def test_the_board_has_twenty_three_seats_and_one_is_vacant() -> None:
    count = Counter(VotingCategory(seat["voting_category"]) for seat in seats().values())
    assert count == {
        VotingCategory.LARGE_SUPPLIERS: 13,
        VotingCategory.SMALL_SUPPLIERS: 3,
        VotingCategory.NETWORKS: 3,
        VotingCategory.OTHER_SEC_PARTIES: 3,
        VotingCategory.CONSUMER: 1,
    }
    assert [key for key, seat in seats().items() if not seat["member"]] == ["large-13"]
    assert len({seat["name"] for seat in seats().values()}) == 23


def test_each_member_holds_one_seat_and_is_of_the_category_it_speaks_for() -> None:
    speaks_for = {
        mapping.party_category: mapping.voting_category for mapping in SHIPPED_DEFAULT.categories.value.speaks_for
    }
    filled = [seat for seat in seats().values() if seat["member"]]
    assert len({seat["member"] for seat in filled}) == len(filled)
    for seat in filled:
        organisation = organisations()[people()[seat["member"]]["organisation"]]
        category = category_today(organisation)
        expected = speaks_for[category] if category else VotingCategory.CONSUMER
        assert VotingCategory(seat["voting_category"]) is expected
        assert organisation.get("voting_group") == seat.get("voting_group")


def test_electricity_and_gas_networks_share_the_three_seats_of_networks() -> None:
    members = [seat["member"] for seat in seats().values() if seat["voting_category"] == "networks"]
    categories = {category_today(organisations()[people()[key]["organisation"]]) for key in members}
    assert categories == {PartyCategory.ELECTRICITY_NETWORKS, PartyCategory.GAS_NETWORKS}


def test_the_vacancy_of_a_party_that_ceased_is_in_the_record() -> None:
    (earlier,) = seats()["small-3"]["earlier"]
    assert people()[earlier["member"]]["organisation"] == "tidewick-energy"
    assert earlier["ended_on"] == organisations()["tidewick-energy"]["ceased_on"] < seats()["small-3"]["appointed_on"]


def test_each_alternate_acts_for_one_filled_seat_of_a_colleague() -> None:
    rows = read("seats.toml")["alternate"]
    members = {seat["member"] for seat in seats().values()}
    assert {AlternateKind(row["kind"]) for row in rows} == set(AlternateKind)
    assert len({row["person"] for row in rows}) == len(rows)
    for row in rows:
        principal = seats()[row["seat"]]["member"]
        assert row["person"] not in members
        assert people()[row["person"]]["organisation"] == people()[principal]["organisation"]
        assert ("occasion" in row) == (row["kind"] == "one_meeting")


def test_the_chair_is_a_member_and_the_secretary_is_of_secas() -> None:
    board = read("seats.toml")["board"]
    assert board["chair"] in {seat["member"] for seat in seats().values()}
    assert people()[board["secretary"]]["organisation"] == "secas"
