"""Who gets which workbook: the same rule as the pages, asked through the addresses."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from tests.builders import ballots as boards
from tests.builders.consultations import AFTER_CLOSE, JUST_BEFORE_CLOSE
from tests.builders.workbooks import AS_AT, answered, publish_answers, voted
from tests.checking_client import CheckingClient, Page
from tests.world import World, at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _text(page: Page) -> str:
    assert (page.status, page.response.mimetype) == (200, XLSX)
    assert page.response.headers["Content-Disposition"].startswith('attachment; filename="MP')
    assert page.response.headers["Cache-Control"] == "no-store"
    workbook = load_workbook(io.BytesIO(page.response.get_data()))
    return "\n".join(str(value) for sheet in workbook for row in sheet.values for value in row if value is not None)


@pytest.mark.parametrize("who", [None, "brightloop_signatory", "analyst"])
def test_before_close_nobody_gets_the_answers_not_even_secas(
    world: World, client_for: Callable[..., CheckingClient], who: str | None
) -> None:
    opened = answered(world)
    with at(JUST_BEFORE_CLOSE):
        page = client_for(world, who).get(f"/consultations/{opened.id}/responses.xlsx")
    assert page.status == 404
    assert "not published" in page.text


def test_between_close_and_publication_secas_alone_gets_them_and_not_as_white(
    world: World, client_for: Callable[..., CheckingClient]
) -> None:
    opened = answered(world)
    address = f"/consultations/{opened.id}/responses.xlsx"
    with at(AFTER_CLOSE):
        for who in (None, "brightloop_signatory"):
            assert client_for(world, who).get(address).status == 404
        text = _text(client_for(world, "analyst").get(address))
        assert client_for(world, "analyst").get(address, profile="publication").status == 404
    assert "The anonymous words." in text
    assert "Red: " in text


def test_once_published_each_reader_gets_what_they_may_read(
    world: World, client_for: Callable[..., CheckingClient]
) -> None:
    opened = answered(world)
    publish_answers(world, opened)
    address = f"/consultations/{opened.id}/responses.xlsx"
    with at(AS_AT):
        public, party, owner, secas = (
            _text(client_for(world, who).get(address))
            for who in (None, "brightloop_signatory", "northgrid_signatory", "analyst")
        )
        for_public = _text(client_for(world, "analyst").get(address, profile="publication"))
        page = client_for(world).get(f"/consultations/{opened.id}/answers")
    for text in (public, party, for_public):
        assert "The anonymous words." in text
        assert "The restricted words." not in text
        assert "Sunrise" not in text
    assert "The restricted words." in owner
    assert "Sunrise" not in owner
    assert "The restricted words." in secas
    assert "Sunrise" in secas
    assert page.has(f'a[href="{address}"]')


def test_a_consultation_or_ballot_that_is_not_there_has_no_workbook(
    world: World, client_for: Callable[..., CheckingClient]
) -> None:
    for address in ("/consultations/99/responses.xlsx", "/ballots/99/result.xlsx"):
        assert client_for(world, "analyst").get(address).status == 404


def test_a_result_is_for_nobody_but_secas_before_it_is_published(
    world: World, client_for: Callable[..., CheckingClient]
) -> None:
    ballot = boards.open_ballot(world)
    address = f"/ballots/{ballot.id}/result.xlsx"
    boards.vote_all(world, ballot, large="aar")
    with at(boards.DURING):
        for who in (None, "large_1", "analyst"):
            assert client_for(world, who).get(address).status == 404
    with at(boards.AFTER):
        for who in (None, "large_1"):
            assert client_for(world, who).get(address).status == 404
        assert "Amber: " in _text(client_for(world, "analyst").get(address))


def test_a_published_result_tells_names_to_whoever_is_signed_in(
    world: World, client_for: Callable[..., CheckingClient]
) -> None:
    ballot = voted(world)
    address = f"/ballots/{ballot.id}/result.xlsx"
    with at(AS_AT):
        public, member = (_text(client_for(world, who).get(address)) for who in (None, "small_1"))
        page = client_for(world).get(f"/ballots/{ballot.id}/result")
    assert "Member Large 1" not in public
    assert "Member Large 1" in member
    assert page.has(f'a[href="{address}"]')
