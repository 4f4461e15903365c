"""The application: the only place where settings, database, pages, API and worker meet."""

import os
import secrets
from collections.abc import MutableMapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, Response, abort, g, has_request_context, request
from flask.templating import Environment
from flask.typing import ResponseReturnValue
from jinja2 import StrictUndefined
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from voting import clock, logs, paths
from voting.config import Purpose, Settings
from voting.db import Database, is_passing_conflict
from voting.web import errors, routes, sessions, words
from voting.web.edge import House
from voting.worker import Worker

TRIES = 3
ADDRESSES_KEPT = 4096


class DateInPath(BaseConverter):
    """A date in an address, as in `/calendar/days/2027-12-25/withdraw`."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The date, or no such page."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None


CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class RowId(IntegerConverter):
    """A whole number in an address that a database can keep; a longer one is no page, and no error of ours."""

    def __init__(self, url_map: Map, *, max: int = 2**31 - 1) -> None:  # noqa: A002 - the name is Werkzeug's.
        super().__init__(url_map, max=max)


class Templates(Environment):
    """Flask's templates, each with all globals in one mapping.

    Jinja lays a template's own globals over the environment's and works out the difference anew for each import on each
    page, which took a fifth of the time of a page. None of ours has globals of its own.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's globals as they stand once all is registered, with what the caller gives."""
        return {**self.globals, **(d or {})}


class Voting(Flask):
    """Flask, with another try where the database asks for one: nothing had been committed, so nothing is done twice."""

    jinja_environment = Templates

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An address within the site follows from its parts alone; putting one together costs as much as a statement.
        self._known_url_for = lru_cache(maxsize=ADDRESSES_KEPT, typed=True)(super().url_for)

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """An address, for the most part one that was asked for before."""
        if endpoint.startswith(".") or not has_request_context() or request.root_path:
            return super().url_for(endpoint, **values)
        try:
            return self._known_url_for(endpoint, **values)
        except TypeError:  # A list among the values cannot be remembered.
            return super().url_for(endpoint, **values)

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer the request; a deadlock or serialisation failure is tried again."""
        for _ in range(TRIES - 1):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                if not is_passing_conflict(error):
                    raise
        return super().dispatch_request()


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """The application for these settings; `database` is given by tests and by the demonstration."""
    app = Voting("voting", template_folder=str(paths.templates_dir()), static_folder=str(paths.static_dir()))
    app.config.update(
        SECRET_KEY=settings.secret_key or secrets.token_hex(32),
        MAX_CONTENT_LENGTH=settings.upload_max_bytes + 1_000_000,
        MAX_FORM_MEMORY_SIZE=8_000_000,
        MAX_FORM_PARTS=5_000,
        SESSION_COOKIE_NAME="__Host-voting" if settings.has_https else "voting",
        SESSION_COOKIE_SECURE=settings.has_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.has_https,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.url_map.converters |= {"date": DateInPath, "int": RowId}
    app.extensions["voting"] = House(database or Database(settings.database_url), settings)
    app.before_request(_begin_request)
    app.after_request(_secure(settings))
    sessions.register(
        app,
        idle=timedelta(minutes=settings.session_idle_minutes),
        absolute=timedelta(hours=settings.session_absolute_hours),
    )
    words.register(app, settings)
    errors.register(app)
    routes.register(app)
    return app


def application() -> Flask:
    """The application of one server process, with its worker thread running: what the server starts."""
    settings = Settings.from_environment(os.environ, Purpose.SERVE)
    logs.configure_logging(settings.log_level)
    app = create_app(settings)
    house: House = app.extensions["voting"]
    Worker(house.database, settings).start()
    return app


def _begin_request() -> None:
    g.now = clock.now()
    g.request_id = logs.begin_request()
    if "\x00" in request.path or b"%00" in request.query_string:
        abort(404)  # No address of ours has it, and no database can look for it.


def _secure(settings: Settings) -> Any:
    def headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if settings.has_https:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store" if "Cookie" in request.headers else "no-cache")
            response.headers.add("Vary", "Cookie")
        return response

    return headers
