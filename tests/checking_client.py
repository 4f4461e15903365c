"""A browser without JavaScript for tests: it fills in forms as they stand, and checks every page it is given."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.world import World
from voting.app import create_app
from voting.config import Settings
from voting.db import Database
from voting.services.people.sign_in import start_session

SETTINGS = Settings.from_environment({"VOTING_SECRET_KEY": "pT7-test-only-key-9fWq2LxVb81sNcKd03RmEzHaYuJo"})


@dataclass
class Page:
    """One answer: its status, where it redirects to, its text and its parsed tree."""

    response: TestResponse
    tree: Any = None

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.response.headers.get("Location", "")

    @property
    def text(self) -> str:
        """The visible text of the page, white space folded."""
        if self.tree is None:
            return self.response.get_data(as_text=True)
        return " ".join(self.tree.to_text().split())

    def has(self, selector: str) -> bool:
        """Whether the page has such an element."""
        return bool(self.tree.query(selector))

    def form(self, action_ends_with: str = "", index: int = 0) -> "FormOnPage":
        """A form of the page that posts, as it stands, ready to be filled in."""
        forms = [
            form
            for form in self.tree.query("form")
            if (form.attrs.get("method") or "").lower() == "post"
            and (form.attrs.get("action") or "").endswith(action_ends_with)
            and not (form.attrs.get("action") or "").endswith("/sign-out")
        ]
        assert forms, f"no form that posts to …{action_ends_with}"
        return FormOnPage.of(forms[index])


@dataclass
class FormOnPage:
    """The fields of a form with the values that a browser would send."""

    action: str
    values: MultiDict[str, str] = field(default_factory=MultiDict)

    @classmethod
    def of(cls, form: Any) -> "FormOnPage":
        """Read a form as a browser does."""
        found: MultiDict[str, str] = MultiDict()
        for element in form.query("input, textarea, select"):
            name, kind = element.attrs.get("name"), (element.attrs.get("type") or "text").lower()
            if not name or kind in {"submit", "file", "button"} or "disabled" in element.attrs:
                continue
            if kind in {"radio", "checkbox"} and "checked" not in element.attrs:
                continue
            if element.name == "select":
                for option in element.query("option"):
                    if "selected" in option.attrs:
                        found.add(name, option.attrs.get("value", ""))
            elif element.name == "textarea":
                found.add(name, element.to_text(strip=False).removeprefix("\n"))
            else:
                found.add(name, element.attrs.get("value") or ("on" if kind == "checkbox" else ""))
        return cls(form.attrs.get("action") or "", found)

    def fill(self, **values: str | list[str]) -> "FormOnPage":
        """Type something into named fields (`__` in a name stands for `-`)."""
        for name, value in values.items():
            key = name.replace("__", "-")
            self.values.setlist(key, value if isinstance(value, list) else [value])
        return self


@cache
def _made_once(database: Database) -> tuple[Flask, dict[str, Any]]:
    # Putting the addresses together and compiling the templates takes far longer than a page.
    app = create_app(SETTINGS, database)
    app.testing = True
    return app, dict(app.config)


def _app_of(database: Database) -> Flask:
    """The process's application on this database, with its settings as they were, whatever a test did to them."""
    app, settings = _made_once(database)
    app.config.clear()
    app.config.update(settings)
    return app


class CheckingClient:
    """A client that is signed in as one person and checks whatever it gets."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.app = app
        self.client = client

    @classmethod
    def signed_in(cls, world: World, name: str | None = None) -> "CheckingClient":
        """A client for a person of the world (their sign-in is made without a password), or for the public."""
        app = _app_of(world.database)
        client = app.test_client()
        if name is not None:
            with world.database.scratch() as (session, now):
                token = start_session(session, now=now, person_id=world.people[name])
            with client.session_transaction() as cookie:
                cookie["_user_id"] = token
                cookie["_fresh"] = True
        return cls(app, client)

    def get(self, path: str, **query: Any) -> Page:
        """A page."""
        return self._checked(self.client.get(path + ("?" + urlencode(query, doseq=True) if query else "")))

    def follow(self, page: Page) -> Page:
        """Where a redirect leads."""
        assert page.status in {302, 303}, f"no redirect but {page.status}: {page.text[:2000]}"
        return self.get(page.location)

    def send(self, page_path: str, form: FormOnPage, files: dict[str, tuple[Any, str]] | None = None) -> Page:
        """Send a form that was read from the page at `page_path`."""
        data: Any = form.values
        if files:
            data = MultiDict(form.values)
            for name, (stream, filename) in files.items():
                data.add(name, (stream, filename))
        response = self.client.post(form.action or page_path, data=data, content_type="multipart/form-data")
        return self._checked(response)

    def post(self, path: str, **values: Any) -> Page:
        """Send values without having seen a form, with a valid CSRF token: what a script would try."""
        token = self.get("/about").tree.query('meta[name="csrf-token"]')[0].attrs["content"]
        data = {name.replace("__", "-"): value for name, value in values.items()} | {"csrf_token": token}
        return self._checked(self.client.post(path, data=data))

    @staticmethod
    def _checked(response: TestResponse) -> Page:
        if response.mimetype != "text/html" or 300 <= response.status_code < 400:
            return Page(response)
        html = response.get_data(as_text=True)
        tree = JustHTML(html, collect_errors=True, sanitize=False)
        assert not tree.errors, f"not well-formed: {tree.errors[:3]}"
        # Asking the tree once and looking through the answer is much faster than asking it for each of these.
        elements = tree.query("*")
        assert [each.name for each in elements].count("h1") == 1, "a page has one h1"
        titles = [each for each in elements if each.name == "title"]
        assert titles, "a page has a title"
        assert titles[0].to_text().strip(), "a title says something"
        for form in (each for each in elements if each.name == "form"):
            if (form.attrs.get("method") or "").lower() == "post":
                assert form.query('input[name="csrf_token"]'), "a form that posts has a CSRF token"
        assert not [each for each in elements if "style" in each.attrs], "no inline style"
        scripts = [each for each in elements if each.name == "script"]
        assert not [each for each in scripts if not each.attrs.get("src")], "no inline script"
        ids = [each.attrs["id"] for each in elements if "id" in each.attrs]
        assert len(ids) == len(set(ids)), f"ids occur once: {sorted({i for i in ids if ids.count(i) > 1})[:5]}"
        return Page(response, tree)
