"""What a page asks of the database: eight statements at most, and no row more because others answered or voted."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from tests.builders.ballots import DURING, OpenBallot, open_ballot
from tests.builders.consultations import OpenedConsultation, instant, open_consultation
from tests.builders.crowds import add_answers, add_votes
from tests.builders.modifications import add_report_version
from tests.builders.responses import agree, answer, question
from tests.checking_client import CheckingClient
from tests.counting import counted
from tests.world import HOUSE, LONG_AGO, World, at
from voting.domain.people import Role, might
from voting.services import people

MOST = 8
PARTY = "brightloop"
# Who has a seat and signs for a Party is asked about most.
READER = "large_1"
# Their addresses name what this house has not: a file, a token, a second version, a reply, a submitted version.
NOT_HERE = {
    "static",
    "asset",
    "people.set_own_password",
    "legal_text.compare",
    "dispositions.return_it",
    "responses.version",
}


@pytest.fixture
def house(world: World) -> tuple[OpenedConsultation, OpenBallot]:
    """A consultation and a vote, both open, with a reader who has to do with both and has answered."""
    consultation = open_consultation(world, observations=("1", "2"))
    with at(DURING):
        add_report_version(world, consultation.modification_id)
    ballot = open_ballot(world)
    signs = {"role": Role.PARTY_SIGNATORY, "organisation_id": world.organisations[PARTY], "valid_from": LONG_AGO}
    world.do(people.grant_role, HOUSE, person_id=world.people[READER], **signs)
    answer(world, consultation, PARTY, agree(question(consultation), "Ours."), when=DURING)
    return consultation, ballot


def addresses(client: CheckingClient, world: World, here: Mapping[str, object]) -> dict[str, str]:
    """Every page that the reader might open, by its endpoint."""
    app, actor = client.app, world.actor(READER)
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if rule.endpoint in NOT_HERE or "GET" not in (rule.methods or ()) or not might(actor, view.access):  # type: ignore[attr-defined]
            continue
        found[rule.endpoint] = app.url_map.bind("localhost").build(
            rule.endpoint, {name: here[name] for name in rule.arguments}
        )
    return found | {"legal_text.document, searched": f"{found['legal_text.document']}?find=1.1"}


def test_no_page_of_a_party_or_member_takes_more_than_eight_statements_or_grows_with_others(
    world: World, house: tuple[OpenedConsultation, OpenBallot]
) -> None:
    consultation, ballot = house
    said_at = instant(DURING) - timedelta(hours=1)
    here = {
        "number": "MP801",
        "slug": "appendix-d",
        "version": 1,
        "observation_id": consultation.texts[0].observation_ids[0],
        "consultation_id": consultation.id,
        "organisation_id": world.organisations[PARTY],
        "ballot_id": ballot.id,
        "seat_id": ballot.seats[READER],
        "code": "2222-3333-4444",
        "form": "clean.txt",
    }
    asked: dict[str, list[tuple[int, int]]] = {}
    shown: set[str] = set()
    for others in (1, 8):
        add_answers(world, consultation, others, received=said_at, prefix=f"of-{others}")
        add_votes(world, ballot, others, cast=said_at, but=(READER,))
        with at(DURING):
            client = CheckingClient.signed_in(world, READER)
            for endpoint, path in addresses(client, world, here).items():
                with counted(world.database) as spent:
                    page = client.client.get(path)
                assert page.status_code < 500, (endpoint, page.status)
                shown.update([endpoint] if page.status_code == 200 else [])
                asked.setdefault(endpoint, []).append((spent.statements, spent.rows))
    assert len(shown) >= 18, "what is not shown costs nothing"
    assert {endpoint: few for endpoint, (few, many) in asked.items() if max(few[0], many[0]) > MOST} == {}
    assert {endpoint: (few, many) for endpoint, (few, many) in asked.items() if few[1] != many[1]} == {}
