"""Sign-in sessions for Flask-Login: the cookie holds a random token, everything else is a row of ours."""

from datetime import datetime, timedelta
from typing import cast

from flask import Flask, g, request
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect
from werkzeug.exceptions import Forbidden

from voting.queries.people import SignedIn, signed_in
from voting.services.people import touch_session
from voting.services.people.sign_in import TOUCH_EVERY
from voting.web.edge import house, reading, scratch

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class User(UserMixin):  # type: ignore[misc] # Flask-Login ships no types.
    """What Flask-Login keeps for a request: the token and the sign-in behind it."""

    def __init__(self, token: str, sign_in: SignedIn | None = None) -> None:
        self.token = token
        self.signed_in = sign_in

    def get_id(self) -> str:
        """The secret token of the session."""
        return self.token


def register(app: Flask, *, idle: timedelta, absolute: timedelta) -> None:
    """Set up sign-in, CSRF tokens and the Origin check."""
    manager = LoginManager(app)
    # A stolen cookie is stopped by ending the row; Flask-Login's browser fingerprint would only sign people out.
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator] # Flask-Login ships no types.
    def load(token: str) -> User | None:
        with reading() as (session, now):
            sign_in = signed_in(session, now=now, token=token, idle=idle, absolute=absolute)
        if sign_in is None:
            return None
        if now - sign_in.seen_at > TOUCH_EVERY:
            with scratch() as (session, at):
                touch_session(session, now=at, token=token)
        return User(token, sign_in)

    CSRFProtect(app)
    app.before_request(_check_origin)


def _check_origin() -> None:
    """Refuse a write that another site caused, even if it came with a token."""
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("Origin")
    allowed = {request.host_url.rstrip("/"), house().settings.base_url.rstrip("/")}
    if origin is not None and origin not in allowed:
        raise Forbidden("This was sent from another site.")


def request_time() -> datetime:
    """The instant at which this request began; for display, never for a decision."""
    return cast("datetime", g.now)
