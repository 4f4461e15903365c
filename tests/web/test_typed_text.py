"""Characters that cannot be kept: replaced where they stand, nothing else lost, and the person is told."""

from collections.abc import Callable

import pytest
from flask import get_flashed_messages
from werkzeug.datastructures import MultiDict

from tests.builders.consultations import open_consultation
from tests.builders.modifications import add_modification, modification_at
from tests.checking_client import CheckingClient, Page
from tests.world import HOUSE, PASSWORD, World, at
from voting.services.people import set_password
from voting.web.modifications.editing import EditForm

ClientFor = Callable[..., CheckingClient]
TODAY = "2026-03-02T10:00"
TOLD = "stands where a character cannot be kept, in “Title”"


@pytest.fixture
def edit(world: World) -> str:
    """The page on which a title is corrected."""
    with at(TODAY):
        add_modification(world)
    return "/modifications/DP901/edit"


def sent(client: CheckingClient, path: str, **values: str) -> Page:
    """The form of a page, sent with these values in it."""
    return client.send(path, client.get(path).form(path).fill(**values))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Bells\x00 and whistles", "Bells\ufffd and whistles"),
        ("Bells \x1b[31m", "Bells \ufffd[31m"),
        # What a browser makes of half a surrogate pair.
        ("Bells \ufffd.", "Bells \ufffd."),
    ],
)
def test_what_cannot_be_kept_is_replaced_and_told_on_the_next_page(
    world: World, client_for: ClientFor, edit: str, typed: str, kept: str
) -> None:
    with at(TODAY):
        client = client_for(world, "analyst")
        saved = sent(client, edit, title=typed)
        assert saved.status == 303
        assert TOLD in client.follow(saved).text
        assert TOLD not in client.get("/modifications/DP901").text
    assert modification_at(world, 1).title == kept


def test_half_a_surrogate_pair_from_a_machine_is_replaced_too(world: World, client_for: ClientFor) -> None:
    with client_for(world).app.test_request_context(method="POST"):
        form = EditForm(formdata=MultiDict({"title": "Bells \ud83d", "seen_version": "\ud83d", "proposer": "\x00"}))
        assert (form.title.data, form.seen_version.data, form.proposer.data) == ("Bells \ufffd", "\ufffd", "\ufffd")
        (message,) = get_flashed_messages()
    assert TOLD in message


def test_a_refused_form_keeps_the_rest_and_says_it_at_once(world: World, client_for: ClientFor, edit: str) -> None:
    with at(TODAY):
        client = client_for(world, "analyst")
        sent(client, edit, title="Other")
        client.get(edit)
        refused = sent(client, edit, title="Bells\x00 and whistles", seen_version="1")
    assert refused.status in {409, 422}
    assert TOLD in refused.text
    assert refused.form(edit).values["title"] == "Bells\ufffd and whistles"


@pytest.mark.parametrize("typed", ["Bells and whistles", "£5 “éclair” \U0001f514\t", "  Bells  "])
def test_nobody_is_told_of_what_is_kept(world: World, client_for: ClientFor, edit: str, typed: str) -> None:
    with at(TODAY):
        client = client_for(world, "analyst")
        assert "cannot be kept" not in client.follow(sent(client, edit, title=typed)).text


def test_what_was_told_before_is_not_told_with_every_saving(world: World, client_for: ClientFor, edit: str) -> None:
    with at(TODAY):
        client = client_for(world, "analyst")
        client.follow(sent(client, edit, title="Bells\x00"))
        again = client.follow(client.send(edit, client.get(edit).form(edit)))
        assert "cannot be kept" not in again.text
        more = client.follow(sent(client, edit, title="Bells\ufffd\x07"))
        assert TOLD in more.text


def test_a_draft_that_is_saved_as_one_types_tells_it_once(world: World, client_for: ClientFor) -> None:
    opened = open_consultation(world)
    with at("2026-03-10T10:00"):
        client = client_for(world, "brightloop_contributor")
        page = f"/consultations/{opened.id}/respond/{world.organisations['brightloop']}"
        form = client.get(page).form()
        name = next(each for each in form.values if each.endswith("comment"))
        form.values[name] = "A bell\x00."
        for _ in range(3):
            client.client.post(f"{page}/draft", data=form.values, headers={"X-Autosave": "1"})
        after = client.get(page)
    assert after.text.count("stands where a character cannot be kept") == 1
    assert "A bell\ufffd." in after.text


def test_a_password_is_never_changed(world: World, client_for: ClientFor) -> None:
    secret = f"{PASSWORD} \x07 \ufffd"
    world.do(set_password, HOUSE, person_id=world.people["analyst"], password=secret)
    client = client_for(world)
    email = "analyst@secas.example"
    entered = client.send("/sign-in", client.get("/sign-in").form("/sign-in").fill(email=email, password=secret))
    assert entered.status == 303
    assert "cannot be kept" not in client.follow(entered).text


@pytest.mark.parametrize(
    "address", ["/modifications?find=%00", "/modifications/MP9%0001", "/receipts?code=%00", "/observations%00"]
)
def test_an_address_with_it_is_no_page(world: World, client_for: ClientFor, address: str) -> None:
    client = client_for(world)
    assert client._checked(client.client.get(address)).status == 404
