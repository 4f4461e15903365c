"""Every page says who may see it, has its template where one looks for it, and takes no write without its token."""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.checking_client import SETTINGS
from tests.databases import sqlite_in_memory
from voting.app import DateInPath, create_app
from voting.domain.people import PERMISSIONS, Action

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"

# Files that everybody may have, signed in or not: the style sheet, the script and the emblem.
WITHOUT_ACCESS = {"static", "asset"}

# Every other endpoint `x.y` shows `x/y.html`. These answer otherwise, or show another's page.
SHOWS_NO_PAGE = {
    "home.health": "answers a machine",
    "people.sign_out": "redirects",
    "workbooks.responses": "sends a file",
    "workbooks.ballot": "sends a file",
    "responses.evidence": "sends a file",
    "reports.remove_row": "redirects to the desk of the report",
    "reports.dismiss": "redirects to the desk of the report",
    "legal_text.housekeeping": "redirects to the document",
    "legal_text.taken_away": "sends a file",
    "consultations.publish_now": "redirects to the answers, or shows consultations.publish again",
    "dispositions.draft": "redirects to the workbench, or shows dispositions.reply again",
    "dispositions.share": "redirects to the workbench",
    "ballots.cast": "redirects to the receipt, or shows the ballot again",
    "ballots.end_member": "shows ballots/end_appointment.html, as the end of an alternate does",
    "ballots.end_alternate": "shows ballots/end_appointment.html, as the end of a member does",
    "responses.save": "redirects to the answer, or shows it again",
    "responses.rest": "redirects to the review",
    "responses.remove": "redirects to the answer",
    "responses.draft_again": "redirects to the answer",
    "responses.choices": "redirects to the review",
    "responses.submit": "redirects to the receipt, or shows the review again",
    "responses.submit_late": "redirects to the receipt, or shows the review again",
    "responses.confirm_entered": "redirects to the entered response, or shows it again",
    "responses.link": "redirects to the entered response",
}
# An act declares the right to it, never a right to read. These need no right, because they act on whoever asks.
ACTS_WITHOUT_A_RIGHT = {
    "people.sign_in": "whoever knows the password may",
    "people.set_own_password": "whoever was mailed the link may",
    "people.sign_out": "ends one's own sign-in",
}
# Parts begin with `_` or live in components/. These are whole pages, and no endpoint has their name.
PAGES_OF_NO_ENDPOINT = {
    "base.html": "the frame of every page",
    "errors/error.html": "shown by the error handlers",
    "people/prove.html": "shown in front of any act that needs a fresh proof",
    "ballots/choose_modification.html": "the first step of ballots.prepare",
    "ballots/end_appointment.html": "shown by ballots.end_member and ballots.end_alternate",
    "responses/outcome.html": "what responses.answer shows once all is published",
}
_NAMED = re.compile(r"""["']([a-z_/]+\.html)["']""")


@pytest.fixture(scope="module")
def app() -> Flask:
    """The application with every blueprint."""
    return create_app(SETTINGS, sqlite_in_memory())


def endpoints(app: Flask) -> Iterator[str]:
    """Every endpoint that is a page or an act of ours."""
    return (name for name in app.view_functions if name not in WITHOUT_ACCESS)


def templates() -> set[str]:
    """The names of all templates."""
    return {str(file.relative_to(TEMPLATES)) for file in TEMPLATES.rglob("*.html")}


def template_of(endpoint: str) -> str:
    """Where the template of an endpoint is looked for."""
    return endpoint.replace(".", "/") + ".html"


def access_of(app: Flask, endpoint: str) -> Action:
    """The action that a view declares."""
    access: Action = app.view_functions[endpoint].access  # type: ignore[attr-defined]
    return access


def named_in(source: str) -> set[str]:
    """The templates that a piece of Python or Jinja names."""
    return set(_NAMED.findall(source))


def test_every_view_declares_its_access(app: Flask) -> None:
    declared = {name: getattr(app.view_functions[name], "access", None) for name in endpoints(app)}
    assert [name for name, access in declared.items() if not isinstance(access, Action)] == []
    assert [name for name, access in declared.items() if access not in PERMISSIONS] == []
    assert set(app.view_functions) >= WITHOUT_ACCESS


def test_the_declared_access_is_asked_and_not_only_written_down(app: Flask) -> None:
    # The route decorator outermost and `requires` innermost: what Flask calls is the guard itself.
    unguarded = [
        name for name in endpoints(app) if inspect.unwrap(app.view_functions[name]) is app.view_functions[name]
    ]
    assert unguarded == []
    assert {app.view_functions[name].__code__.co_name for name in endpoints(app)} == {"guarded"}


def test_who_may_only_read_a_thing_cannot_post_to_it(app: Flask) -> None:
    by_reading = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and access_of(app, rule.endpoint).name.startswith("READ_")
    }
    assert by_reading - set(ACTS_WITHOUT_A_RIGHT) == set()
    assert set(ACTS_WITHOUT_A_RIGHT) - by_reading == set(), "these declare a right now, or are gone"


def test_every_template_is_used() -> None:
    python = [file.read_text() for file in (ROOT / "voting").rglob("*.py")]
    jinja = {str(file.relative_to(TEMPLATES)): file.read_text() for file in TEMPLATES.rglob("*.html")}
    used = set().union(
        *(named_in(source) for source in python), *(named_in(text) - {name} for name, text in jinja.items())
    )
    assert templates() - used == set()


def test_every_template_that_is_named_exists() -> None:
    files = [*(ROOT / "voting").rglob("*.py"), *TEMPLATES.rglob("*.html")]
    missing = {f"{file.name}: {name}" for file in files for name in named_in(file.read_text()) - templates()}
    assert missing == set()


def test_an_endpoint_has_the_template_of_its_name(app: Flask) -> None:
    without = {name for name in endpoints(app) if template_of(name) not in templates()}
    assert without - set(SHOWS_NO_PAGE) == set()
    assert set(SHOWS_NO_PAGE) - without == set(), "these have a template now, or are gone"


def test_a_page_has_the_endpoint_of_its_name(app: Flask) -> None:
    of_endpoints = {template_of(name) for name in endpoints(app)}
    pages = {name for name in templates() if not name.startswith("components/") and "/_" not in name}
    assert pages - of_endpoints - set(PAGES_OF_NO_ENDPOINT) == set()
    assert set(PAGES_OF_NO_ENDPOINT) - (pages - of_endpoints) == set(), "these have an endpoint now, or are gone"


def test_each_view_module_names_the_template_of_its_endpoint(app: Flask) -> None:
    elsewhere = []
    for name in endpoints(app):
        view = inspect.unwrap(app.view_functions[name])
        module = inspect.getsourcefile(view)
        if name not in SHOWS_NO_PAGE and template_of(name) not in named_in(Path(module or "").read_text()):
            elsewhere.append(name)
    assert elsewhere == []


def test_no_view_takes_a_write_without_its_token(app: Flask) -> None:
    protection = app.extensions["csrf"]
    assert protection._exempt_views == set()
    assert protection._exempt_blueprints == set()
    assert app.config["WTF_CSRF_ENABLED"] is True
    assert app.config["WTF_CSRF_CHECK_DEFAULT"] is True
    assert {"POST", "PUT", "PATCH", "DELETE"} <= set(app.config["WTF_CSRF_METHODS"])


def test_every_address_that_takes_a_post_refuses_one_without_a_token(app: Flask) -> None:
    client = app.test_client()
    answers = {}
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            values = {
                name: date(2026, 3, 2) if isinstance(kind, DateInPath) else 999
                for name, kind in rule._converters.items()
            }
            with app.test_request_context():
                _, path = rule.build(values, append_unknown=False) or ("", "")
            answers[rule.endpoint] = client.post(path).status_code
    assert len(answers) > 50
    assert set(answers.values()) == {400}, answers


def test_an_address_takes_only_get_and_post(app: Flask) -> None:
    methods = set().union(*(rule.methods or set() for rule in app.url_map.iter_rules()))
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}
