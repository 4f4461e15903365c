"""What a form makes of a refusal: shown beside its field, passed on to a page of its own, and nothing changed."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from wtforms import StringField

from tests.checking_client import CheckingClient
from tests.world import HOUSE, World
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.people import OrganisationKind
from voting.services import people
from voting.web.edge import NOT_THEIRS, Form, carrying_out


class NameForm(Form):
    """A form with one field, which the rules call otherwise."""

    called = (("title", "name"),)

    name = StringField("Name")


class TheirForm(NameForm):
    """The same, for a page that is only theirs."""

    passed_on = NOT_THEIRS


@pytest.fixture
def request_of(world: World, client_for: Callable[..., CheckingClient]) -> Iterator[Flask]:
    """A request in which a form was sent."""
    client: FlaskClient = client_for(world).client
    with client.application.test_request_context(method="POST", data={"name": "Typed"}):
        yield client.application


def add(form: Form, refusal: RuleBroken | None = None) -> None:
    """One use case that a form asks for, refused after it has changed something or not at all."""
    with carrying_out(form) as (session, now):
        people.add_organisation(session, actor=HOUSE, now=now, name="New (test)", kind=OrganisationKind.PARTY)
        if refusal is not None:
            raise refusal


@pytest.mark.usefixtures("request_of")
def test_what_is_not_refused_is_carried_out_and_leaves_no_error(world: World) -> None:
    form, size = NameForm(), world.history_size()
    add(form)
    assert not form.errors
    assert world.history_size() == size + 1


@pytest.mark.usefixtures("request_of")
@pytest.mark.parametrize(
    ("named", "at_name", "on_top"),
    [("title", ["No."], []), ("name", ["No."], []), ("", [], ["No."]), ("elsewhere", [], ["No."])],
)
@pytest.mark.parametrize("kind", [RuleBroken, NotFound, NotPermitted])
def test_a_refusal_undoes_the_use_case_and_stands_at_its_field(
    world: World, kind: type[RuleBroken], named: str, at_name: list[str], on_top: list[str]
) -> None:
    form, size = NameForm(), world.history_size()
    add(form, kind("No.", named))
    assert (list(form.name.errors), form.form_errors, form.name.data) == (at_name, on_top, "Typed")
    assert world.history_size() == size


@pytest.mark.usefixtures("request_of")
@pytest.mark.parametrize("kind", NOT_THEIRS)
def test_what_is_passed_on_gets_a_page_of_its_own(world: World, kind: type[RuleBroken]) -> None:
    form, size = TheirForm(), world.history_size()
    with pytest.raises(kind):
        add(form, kind("Not yours."))
    assert not form.errors
    assert world.history_size() == size
