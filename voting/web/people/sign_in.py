"""Signing in and out, one's own page, and setting a password from a mailed link."""

from urllib.parse import urlsplit

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from voting.domain.calendar import london_date
from voting.domain.errors import RuleBroken
from voting.domain.people import Action
from voting.queries.people import actor_for_person, own_page, person_page
from voting.services.people import end_session, set_password
from voting.services.people import sign_in as begin_session
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    reading,
    requires,
    scratch,
    secret_in,
    words_in,
)
from voting.web.people import blueprint
from voting.web.sessions import User

LINK_DAYS = 7


class SignInForm(Form):
    """Address and password."""

    email = EmailField("E-mail address", [InputRequired("Type your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Type your password.")])
    next = HiddenField()


class PasswordForm(Form):
    """A new password."""

    password = PasswordField(
        "New password",
        [InputRequired("Type a password.")],
        description="At least 15 characters; three or four unrelated words are easy to keep.",
    )


@blueprint.route("/sign-in", methods=["GET", "POST"])
@requires(Action.READ_PUBLIC)
def sign_in() -> Answer:
    """The sign-in page."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            with scratch() as (db, now):
                token = begin_session(
                    db,
                    now=now,
                    email=words_in(form.email),
                    password=secret_in(form.password),
                    address=request.remote_addr or "",
                )
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            if token:
                session.clear()
                login_user(User(token))
                return redirect(_inside(form.next.data), 303)
            form.form_errors.append("This address and password do not belong together. Check both and try again.")
    return render_template("people/sign_in.html", form=form), (422 if form.errors else 200)


@blueprint.post("/sign-out")
@requires(Action.READ_OWN_WORK)
def sign_out() -> Answer:
    """End this sign-in."""
    with scratch() as (db, now):
        end_session(db, now=now, token=current_user.get_id())
    logout_user()
    session.clear()
    return redirect(url_for("home.index"), 303)


@blueprint.get("/me")
@requires(Action.READ_OWN_WORK)
def me() -> Answer:
    """Who I am here: organisations, roles, seats, receipts."""
    with reading() as (db, now):
        view = own_page(db, actor=current_actor(), now=now)
    return render_template("people/me.html", view=view)


@blueprint.route("/set-password/<token>", methods=["GET", "POST"])
@requires(Action.READ_PUBLIC)
def set_own_password(token: str) -> Answer:
    """Set a password from the link that was mailed; the link works once."""
    person_id = _read_link(token)
    form = PasswordForm()
    if form.validate_on_submit():
        with carrying_out(form) as (db, now):
            actor = actor_for_person(db, now=now, person_id=person_id)
            set_password(db, actor=actor, now=now, person_id=person_id, password=secret_in(form.password))
        if not form.errors:
            flash("Your password is set. Sign in with it.", "good")
            return redirect(url_for("people.sign_in"), 303)
    return render_template("people/set_own_password.html", form=form), (422 if form.errors else 200)


def password_link(person_id: int, version: int) -> str:
    """The address to mail. It carries the person's version, so that it is void once the password is set."""
    token = _links().dumps([person_id, version])
    return url_for("people.set_own_password", token=token, _external=True)


def _read_link(token: str) -> int:
    try:
        person_id, version = _links().loads(token, max_age=LINK_DAYS * 24 * 3600)
    except BadSignature:
        abort(404)
    with reading() as (db, now):
        page = person_page(db, person_id=person_id, today=london_date(now))
    if page.version != version:
        abort(404)
    return int(person_id)


def _links() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="set-password")


def _inside(target: str | None) -> str:
    """The page to go on to, if it is one of ours; nobody is sent to another site by a link to our sign-in."""
    parts = urlsplit(target or "")
    is_ours = not parts.scheme and not parts.netloc and (target or "").startswith("/") and "\\" not in (target or "")
    return target if target and is_ours and not target.startswith("//") else url_for("home.index")
