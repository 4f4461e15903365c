"""What every page shares: the database, the actor, the declared access, and how a refusal is shown."""

import functools
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import current_app, g, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response
from wtforms import Field, HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types.

from voting.config import Settings
from voting.db import Database, Lock, Transaction
from voting.domain.errors import NotPermitted, RuleBroken
from voting.domain.labels import label
from voting.domain.people import NOT_APPOINTED, PUBLIC, Action, Actor, might
from voting.queries.people import SignedIn
from voting.services.people import prove_again

Answer = str | Response | tuple[str, int]
Choices = list[SelectChoice]
View = TypeVar("View", bound=Callable[..., Any])

FRESH_FOR = timedelta(minutes=30)
PROOF_FIELD = "proof_password"


@dataclass(frozen=True, slots=True)
class House:
    """What `create_app` puts together and pages take from the application."""

    database: Database
    settings: Settings


def house() -> House:
    """The house of the running application."""
    return cast("House", current_app.extensions["voting"])


def transaction(lock: Lock | None = None) -> AbstractContextManager[Transaction]:
    """One use case that changes the record; see `Database.transaction`."""
    return house().database.transaction(lock)


def scratch() -> AbstractContextManager[Transaction]:
    """A write outside the record: drafts and sign-ins."""
    return house().database.scratch()


def reading() -> AbstractContextManager[Transaction]:
    """A view of one moment."""
    return house().database.reading()


def current_actor() -> Actor:
    """Who is acting in this request; `PUBLIC` if nobody signed in."""
    return current_user.signed_in.actor if current_user.is_authenticated else PUBLIC


def current_sign_in() -> SignedIn | None:
    """The live sign-in of this request, if there is one."""
    return current_user.signed_in if current_user.is_authenticated else None


def requires(action: Action, *, fresh: bool = False) -> Callable[[View], View]:
    """Declare what a view needs. Every view does; one test walks them all.

    Whether this actor may do it to *this* thing is decided by the service, which knows the thing. With `fresh`, who
    has not proved within half an hour who they are is asked again first, and what they had typed is carried along.
    """

    def declare(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            actor = current_actor()
            if not might(actor, action):
                if actor.is_signed_in:
                    raise NotPermitted(NOT_APPOINTED)
                return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
            if fresh and request.method == "POST" and not _is_proved():
                return _ask_for_proof()
            return view(*args, **kwargs)

        guarded.access = action  # type: ignore[attr-defined]
        return cast("View", guarded)

    return declare


def _is_proved() -> bool:
    sign_in = current_sign_in()
    if sign_in is None:
        return True
    now = cast("datetime", g.now)
    if now - sign_in.proved_at <= FRESH_FOR:
        return True
    password = request.form.get(PROOF_FIELD, "")
    if not password:
        return False
    with scratch() as (session, at):
        address = request.remote_addr or ""
        return prove_again(session, now=at, token=current_user.get_id(), password=password, address=address)


def _ask_for_proof() -> Answer:
    """The password once more, with everything that was sent carried along as hidden fields."""
    carried = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in {PROOF_FIELD, "csrf_token"}
    ]
    was_wrong = PROOF_FIELD in request.form
    return render_template("people/prove.html", carried=carried, was_wrong=was_wrong, field=PROOF_FIELD), 403


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types.
    """A form that changes something: it carries one intent, and it can show what a rule refused."""

    intent = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.intent.data:
            self.intent.data = secrets.token_urlsafe(16)

    def refuse(self, refused: RuleBroken) -> None:
        """Put the sentence of a broken rule beside its field, or on top where it belongs to none."""
        field = self._fields.get(refused.field)
        if field is None:
            self.form_errors.append(str(refused))
        else:
            field.errors = [*field.errors, str(refused)]


def status_of(form: FlaskForm) -> int:
    """422 for a form that was refused, so that nobody takes its page for a success."""
    return 422 if form.errors else 200


def words_in(field: Field) -> str:
    """What was typed, without white space around it; empty where nothing was."""
    return str(field.data or "").strip()


def secret_in(field: Field) -> str:
    """A password exactly as typed."""
    return str(field.data or "")


def day_in(field: Field) -> date:
    """The date of a field that is required, after the form was validated."""
    value = field.data
    if not isinstance(value, date):
        raise BadRequest("A date is missing.")
    return value


def whole_in(field: Field) -> int:
    """The whole number that a hidden field carries; 0, which is no version and no id, where somebody changed it."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def offered(pairs: Iterable[tuple[str, str]]) -> Choices:
    """What a field offers, from pairs of a value and its words."""
    return [SelectChoice(value, words) for value, words in pairs]


def offered_members(members: Iterable[StrEnum]) -> Choices:
    """What a field offers, from the members of an enum and their labels."""
    return offered((member.value, label(member)) for member in members)
