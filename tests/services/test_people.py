"""Organisations and people: who may administer them, what is refused, what ends when an appointment ends."""

from datetime import date, timedelta

import pytest

from tests.world import PASSWORD, World, at
from voting.domain.errors import NotPermitted
from voting.domain.people import OrganisationKind, PartyCategory, Role
from voting.queries.people import organisation_page, organisation_register, signed_in
from voting.services import people
from voting.services.intents import SeenVersionStale
from voting.services.people.organisations import NameTaken, NotAParty, PeriodOverlaps
from voting.services.people.passwords import PasswordTooWeak
from voting.services.people.persons import RoleNeedsOrganisation

HOUR = timedelta(hours=1)


def test_a_party_that_changes_category_is_in_each_on_its_days(world: World) -> None:
    party = world.add_organisation("brightloop", "Brightloop (test)", category=PartyCategory.SMALL_SUPPLIERS)
    world.do(
        people.begin_party_category,
        "administrator",
        organisation_id=party,
        category=PartyCategory.LARGE_SUPPLIERS,
        valid_from=date(2026, 4, 1),
    )

    def category_on(day: date) -> PartyCategory | None:
        return world.look(organisation_page, organisation_id=party, today=day).organisation.category

    assert category_on(date(2019, 12, 31)) is None
    assert category_on(date(2026, 3, 31)) is PartyCategory.SMALL_SUPPLIERS
    assert category_on(date(2026, 4, 1)) is PartyCategory.LARGE_SUPPLIERS


def test_a_party_that_ceased_stays_on_its_page_but_in_no_category(world: World) -> None:
    party = world.add_organisation("gone", "Gone Energy (test)", category=PartyCategory.SMALL_SUPPLIERS)
    world.do(
        people.cease_organisation,
        "administrator",
        organisation_id=party,
        seen_version=1,
        ceased_on=date(2026, 1, 1),
    )
    page = world.look(organisation_page, organisation_id=party, today=date(2026, 1, 1))
    assert page.organisation.ceased_on == date(2026, 1, 1)
    assert page.organisation.category is None


def test_a_period_cannot_begin_before_the_one_that_stands(world: World) -> None:
    party = world.add_organisation("early", "Early (test)", category=PartyCategory.SMALL_SUPPLIERS)
    with pytest.raises(PeriodOverlaps):
        world.do(
            people.begin_party_category,
            "administrator",
            organisation_id=party,
            category=PartyCategory.LARGE_SUPPLIERS,
            valid_from=date(2019, 1, 1),
        )


def test_only_a_party_stands_in_a_category(world: World) -> None:
    body = world.add_organisation("voice", "Consumer voice (test)", OrganisationKind.CONSUMER_BODY)
    with pytest.raises(NotAParty):
        world.do(
            people.begin_party_category,
            "administrator",
            organisation_id=body,
            category=PartyCategory.LARGE_SUPPLIERS,
            valid_from=date(2026, 1, 1),
        )


@pytest.mark.parametrize("who", ["analyst", "approver", "auditor"])
def test_nobody_but_the_administrator_adds_organisations_or_people(world: World, who: str) -> None:
    with pytest.raises(NotPermitted):
        world.do(people.add_organisation, who, name="Sly (test)", kind=OrganisationKind.PARTY)
    with pytest.raises(NotPermitted):
        world.do(people.add_person, who, name="Sly", email="sly@x.example")


def test_two_organisations_cannot_have_one_name_and_nothing_is_recorded(world: World) -> None:
    world.add_organisation("one", "Twin (test)")
    size = world.history_size()
    with pytest.raises(NameTaken):
        world.do(people.add_organisation, "administrator", name="Twin (test)", kind=OrganisationKind.PARTY)
    assert world.history_size() == size


def test_a_form_that_saw_an_older_name_overwrites_nothing(world: World) -> None:
    party = world.add_organisation("drift", "Drift (test)")
    world.do(people.edit_organisation, "administrator", organisation_id=party, seen_version=1, name="Drift 2 (test)")
    with pytest.raises(SeenVersionStale):
        world.do(people.edit_organisation, "administrator", organisation_id=party, seen_version=1, name="Drift 3")
    names = {row.name for row in world.look(organisation_register, today=date(2026, 1, 1))}
    assert "Drift 2 (test)" in names


@pytest.mark.parametrize(
    ("role", "has_organisation"),
    [(Role.PARTY_SIGNATORY, False), (Role.SECAS_ANALYST, True)],
    ids=["a signatory of nobody", "an analyst of a Party"],
)
def test_a_role_is_held_where_it_belongs(world: World, role: Role, has_organisation: bool) -> None:
    party = world.add_organisation("held", "Held (test)")
    person = world.add_person("somebody", "held")
    with pytest.raises(RoleNeedsOrganisation):
        world.do(
            people.grant_role,
            "administrator",
            person_id=person,
            role=role,
            organisation_id=party if has_organisation else None,
            valid_from=date(2026, 1, 1),
        )


def test_a_sign_in_lives_until_it_is_idle_too_long_too_old_or_ended(world: World) -> None:
    with at("2026-03-02T09:00"):
        world.do(people.set_password, "analyst", person_id=world.people["analyst"], password=PASSWORD)
        token = _sign_in(world, "analyst@secas.example", PASSWORD)
        assert token
    assert _is_live(world, token, "2026-03-02T09:59")
    assert not _is_live(world, token, "2026-03-02T10:01"), "idle for more than an hour"
    with at("2026-03-02T20:30"), world.database.scratch() as (session, now):
        people.touch_session(session, now=now, token=token)
    assert _is_live(world, token, "2026-03-02T20:59")
    assert not _is_live(world, token, "2026-03-02T21:01"), "twelve hours old"


def test_a_wrong_password_and_an_unknown_address_look_the_same(world: World) -> None:
    world.do(people.set_password, "analyst", person_id=world.people["analyst"], password=PASSWORD)
    assert _sign_in(world, "analyst@secas.example", "wrong horse battery staple") is None
    assert _sign_in(world, "nobody@secas.example", PASSWORD) is None
    assert _sign_in(world, " ANALYST@secas.example ", PASSWORD)


def test_after_ten_failures_even_the_right_password_waits_a_quarter_of_an_hour(world: World) -> None:
    with at("2026-03-02T09:00"):
        world.do(people.set_password, "analyst", person_id=world.people["analyst"], password=PASSWORD)
        for _ in range(10):
            assert _sign_in(world, "analyst@secas.example", "wrong horse battery staple") is None
        with pytest.raises(people.TooManyTries):
            _sign_in(world, "analyst@secas.example", PASSWORD)
    with at("2026-03-02T09:16"):
        assert _sign_in(world, "analyst@secas.example", PASSWORD)


def test_who_left_is_signed_out_at_once(world: World) -> None:
    with at("2026-03-02T09:00"):
        world.do(people.set_password, "analyst", person_id=world.people["analyst"], password=PASSWORD)
        token = _sign_in(world, "analyst@secas.example", PASSWORD)
        world.do(
            people.edit_person,
            "administrator",
            person_id=world.people["analyst"],
            seen_version=2,
            name="Analyst",
            organisation_id=None,
            left_on=date(2026, 3, 2),
        )
        assert token
    assert not _is_live(world, token, "2026-03-02T09:01")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "passwordpassword",
        "Password123456789",
        "111111111111111",
        "qwertyuiopasdfghjkl",
        "analyst analyst analyst",
    ],
)
def test_a_password_that_is_tried_first_is_refused(world: World, password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        world.do(people.set_password, "analyst", person_id=world.people["analyst"], password=password)


def test_an_appointment_that_ended_gives_no_role(world: World) -> None:
    person = world.add_person("gone_tomorrow", None)
    grant = world.do(
        people.grant_role,
        "administrator",
        person_id=person,
        role=Role.SECAS_ANALYST,
        organisation_id=None,
        valid_from=date(2026, 1, 1),
    )
    with at("2026-03-02T09:00"):
        assert world.actor("gone_tomorrow").roles == {Role.SECAS_ANALYST}
        world.do(people.end_role, "administrator", grant_id=grant, valid_to=date(2026, 3, 2))
        assert not world.actor("gone_tomorrow").roles


def _sign_in(world: World, email: str, password: str) -> str | None:
    with world.database.scratch() as (session, now):
        return people.sign_in(session, now=now, email=email, password=password, address="192.0.2.1")


def _is_live(world: World, token: str, when: str) -> bool:
    with at(when), world.database.reading() as (session, now):
        return signed_in(session, now=now, token=token, idle=HOUR, absolute=12 * HOUR) is not None
