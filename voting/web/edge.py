"""What every page shares: the database, the actor, the declared access, and how a refusal is shown."""

import functools
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, cast

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask import session as browser_session
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response
from wtforms import Field, FieldList, FormField, HiddenField, PasswordField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types.
from wtforms.widgets import CheckboxInput, ListWidget

from voting.config import Settings
from voting.db import Database, Lock, Transaction
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.labels import label
from voting.domain.people import NOT_APPOINTED, PUBLIC, Action, Actor, might
from voting.domain.typed_text import REPLACED, storable
from voting.queries.people import SignedIn
from voting.services.people import prove_again

Answer = str | Response | tuple[str, int]
Choices = list[SelectChoice]
View = TypeVar("View", bound=Callable[..., Any])

FRESH_FOR = timedelta(minutes=30)
PROOF_FIELD = "proof_password"
# For `Form.passed_on`, where the page of the form is not theirs to see either.
NOT_THEIRS = (NotFound, NotPermitted)


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
        (name, storable(value))
        for name, values in request.form.lists()
        for value in values
        if name not in {PROOF_FIELD, "csrf_token"}
    ]
    was_wrong = PROOF_FIELD in request.form
    return render_template("people/prove.html", carried=carried, was_wrong=was_wrong, field=PROOF_FIELD), 403


class TypedForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types.
    """A form, or a part of one, that takes what a person types as it will be kept."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Take what was sent, and tell the person where a character of it cannot be kept."""
        super().process(*args, **kwargs)
        told = [field.label.text for field in _fields_in(self) if _made_storable(field)]
        if told:
            _tell_of_replaced(dict.fromkeys(told))


class Form(TypedForm):
    """A form that changes something: it carries one intent, and it can show what a rule refused.

    By itself it is an act that needs nothing but the press of its button.
    `called` pairs the names that rules give to fields with those that they have here; refusals of the kinds in
    `passed_on` are not shown at the form, but get a page of their own.
    """

    called: ClassVar[tuple[tuple[str, str], ...]] = ()
    passed_on: ClassVar[tuple[type[RuleBroken], ...]] = ()

    intent = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.intent.data:
            self.intent.data = secrets.token_urlsafe(16)

    def refuse(self, refused: RuleBroken) -> None:
        """Put the sentence of a broken rule beside its field, or on top where it belongs to none."""
        if isinstance(refused, self.passed_on):
            raise refused
        field = self._fields.get(dict(self.called).get(refused.field, refused.field))
        if field is None:
            self.form_errors.append(str(refused))
        else:
            field.errors = [*field.errors, str(refused)]


def _fields_in(form: Iterable[Field]) -> Iterator[Field]:
    """The fields of a form and of the forms within it."""
    for field in form:
        if isinstance(field, FieldList | FormField):
            yield from _fields_in(field)
        else:
            yield field


def _made_storable(field: Field) -> bool:
    """Replace what cannot be kept in what was sent, and say whether the person has to be told.

    A browser replaces half a surrogate pair by itself, so what counts is the sign that stands for such characters: they
    are told where there is more of it than there was before. A password stays as it is: it is not kept, but its hash.
    """
    if not field.raw_data or isinstance(field, PasswordField):
        return False
    field.raw_data = [storable(each) if isinstance(each, str) else each for each in field.raw_data]
    if not isinstance(field.data, str):
        return False
    field.data = storable(field.data)
    before = field.object_data if isinstance(field.object_data, str) else ""
    is_typed = isinstance(field, StringField) and not isinstance(field, HiddenField)
    return is_typed and field.data.count(REPLACED) > before.count(REPLACED)


def _tell_of_replaced(labels: Iterable[str]) -> None:
    """Say it on the next page, once however often a form is sent: it may be saved again and again as one types."""
    message = (
        f"“{REPLACED}” stands where a character cannot be kept, in {', '.join(f'“{label}”' for label in labels)}. Look "
        "for it and type what belongs there. Everything else is as you typed it."
    )
    if message not in (waiting for _category, waiting in browser_session.get("_flashes", ())):
        flash(message, "wait")


@contextmanager
def carrying_out(form: Form, lock: Lock | None = None) -> Iterator[Transaction]:
    """One use case that a form asks for: a rule that refuses it is shown at the form, and nothing is changed.

    After the block either the use case is carried out or the form has errors.
    """
    try:
        with transaction(lock) as opened:
            yield opened
    except RuleBroken as refused:
        form.refuse(refused)


def status_of(form: FlaskForm) -> int:
    """422 for a form that was refused, so that nobody takes its page for a success."""
    return 422 if form.errors else 200


def words_in(field: Field) -> str:
    """What was typed as it will be kept, without white space around it; empty where nothing was."""
    return storable(str(field.data or "")).strip()


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


def chosen_in(field: Field) -> int | None:
    """The id that was chosen in a list, or None."""
    return whole_in(field) or None


def offered(pairs: Iterable[tuple[str, str]], *, nothing: str = "") -> Choices:
    """What a field offers, from pairs of a value and its words; with `nothing`, first of all that nothing is chosen."""
    first = [SelectChoice("", nothing)] if nothing else []
    return [*first, *(SelectChoice(value, words) for value, words in pairs)]


def offered_members(members: Iterable[StrEnum], *, nothing: str = "") -> Choices:
    """What a field offers, from the members of an enum and their labels, which begin with a capital here."""
    words = ((member.value, label(member)) for member in members)
    return offered(((value, each[:1].upper() + each[1:]) for value, each in words), nothing=nothing)


class Checkboxes(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
