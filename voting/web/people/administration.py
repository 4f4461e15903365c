"""Administration of organisations and people: a register each, a page for one, and one form for each act."""

from enum import StrEnum
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms import DateField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from voting.domain.calendar import london_date
from voting.domain.labels import label
from voting.domain.people import RESPONDENT_ROLES, Action, OrganisationKind, PartyCategory, Role
from voting.queries.people import (
    OrganisationRow,
    organisation_page,
    organisation_register,
    person_page,
    person_register,
)
from voting.services import people as services
from voting.services.notices import send
from voting.web.edge import (
    Answer,
    Choices,
    Form,
    carrying_out,
    chosen_in,
    current_actor,
    day_in,
    offered,
    offered_members,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.people import blueprint
from voting.web.people.sign_in import LINK_DAYS, password_link

NAME = [InputRequired("Type the name."), Length(max=200, message="Keep the name under 200 characters.")]


def _choices(members: type[StrEnum]) -> list[tuple[str, str]]:
    return [(member.value, label(member)) for member in members]


class OrganisationForm(Form):
    """A new organisation."""

    name = StringField("Name", NAME)
    kind = SelectField("Kind", choices=offered_members(OrganisationKind))


class RenameForm(Form):
    """Another name."""

    name = StringField("Name", NAME)
    seen_version = HiddenField()


class CategoryForm(Form):
    """A Party Category from a day on."""

    category = SelectField("Party Category", choices=offered_members(PartyCategory))
    valid_from = DateField("First day", [InputRequired("Give the first day in this category.")])


class CeaseForm(Form):
    """The end of an organisation."""

    ceased_on = DateField("Ceased on", [InputRequired("Give the first day on which it no longer counts.")])
    seen_version = HiddenField()


class PersonForm(Form):
    """A new person."""

    name = StringField("Name", NAME)
    email = EmailField("E-mail address", [InputRequired("Type the address they will sign in with."), Length(max=254)])
    organisation_id = SelectField("Organisation")


class EditPersonForm(Form):
    """What can change of a person."""

    name = StringField("Name", NAME)
    organisation_id = SelectField("Organisation")
    left_on = DateField("Left on", [Optional()], description="Ends every sign-in at once. What they did stands.")
    seen_version = HiddenField()


class RoleForm(Form):
    """An appointment."""

    role = SelectField("Role", choices=offered_members(Role))
    organisation_id = SelectField(
        "Organisation", description="For contributors, reviewers and signatories; other roles are held at none."
    )
    valid_from = DateField("First day", [InputRequired("Give the first day.")])


class EndRoleForm(Form):
    """The end of an appointment."""

    valid_to = DateField("Last day was before", [InputRequired("Give the first day on which it no longer holds.")])


@blueprint.get("/organisations")
@requires(Action.ADMINISTER)
def organisations() -> Answer:
    """All organisations, filtered by name and Party Category."""
    with reading() as (session, now):
        rows = organisation_register(session, today=london_date(now))
    find, category = request.args.get("find", "").casefold(), request.args.get("category", "")
    shown = [row for row in rows if find in row.name.casefold() and category in ("", row.category)]
    return render_template("people/organisations.html", rows=shown, total=len(rows), categories=_choices(PartyCategory))


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def add_organisation() -> Answer:
    """Add an organisation."""
    form = OrganisationForm()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            made = services.add_organisation(
                session,
                actor=current_actor(),
                now=now,
                name=words_in(form.name),
                kind=OrganisationKind(form.kind.data),
            )
        if not form.errors:
            return redirect(url_for("people.organisation", organisation_id=made), 303)
    return render_template("people/add_organisation.html", form=form), status_of(form)


@blueprint.get("/organisations/<int:organisation_id>")
@requires(Action.ADMINISTER)
def organisation(organisation_id: int) -> Answer:
    """One organisation: Party Category and Voting Group over time, its people."""
    with reading() as (session, now):
        view = organisation_page(session, organisation_id=organisation_id, today=london_date(now))
    return render_template("people/organisation.html", view=view)


@blueprint.route("/organisations/<int:organisation_id>/name", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def rename_organisation(organisation_id: int) -> Answer:
    """Give an organisation another name."""
    view = _organisation(organisation_id)
    form = RenameForm(name=view.name, seen_version=str(view.version))
    return _act(
        form,
        view,
        lambda: {"name": words_in(form.name), "seen_version": whole_in(form.seen_version)},
        services.edit_organisation,
        "people/rename_organisation.html",
    )


@blueprint.route("/organisations/<int:organisation_id>/category", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def begin_category(organisation_id: int) -> Answer:
    """Put a Party into a Party Category from a day on."""
    form = CategoryForm()
    return _act(
        form,
        _organisation(organisation_id),
        lambda: {"category": PartyCategory(form.category.data), "valid_from": day_in(form.valid_from)},
        services.begin_party_category,
        "people/begin_category.html",
    )


@blueprint.route("/organisations/<int:organisation_id>/cease", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def cease_organisation(organisation_id: int) -> Answer:
    """Take an organisation off the registers."""
    view = _organisation(organisation_id)
    form = CeaseForm(seen_version=str(view.version))
    return _act(
        form,
        view,
        lambda: {"ceased_on": day_in(form.ceased_on), "seen_version": whole_in(form.seen_version)},
        services.cease_organisation,
        "people/cease_organisation.html",
    )


@blueprint.get("/people")
@requires(Action.ADMINISTER)
def persons() -> Answer:
    """Everybody, found by name or organisation."""
    with reading() as (session, now):
        rows = person_register(session, today=london_date(now))
    find = request.args.get("find", "").casefold()
    shown = [row for row in rows if find in f"{row.name} {row.organisation or ''} {row.email}".casefold()]
    return render_template("people/persons.html", rows=shown, total=len(rows))


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def add_person() -> Answer:
    """Add a person, who is mailed a link to set a password."""
    form = PersonForm(organisation_id=request.args.get("organisation", ""))
    form.organisation_id.choices = _organisation_choices()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            made = services.add_person(
                session,
                actor=current_actor(),
                now=now,
                name=words_in(form.name),
                email=words_in(form.email),
                organisation_id=chosen_in(form.organisation_id),
            )
            subject, body = _welcome(made)
            send(session, now, person_id=made, subject=subject, body=body)
        if not form.errors:
            flash("A link to set a password is on its way to them.", "good")
            return redirect(url_for("people.person", person_id=made), 303)
    return render_template("people/add_person.html", form=form), status_of(form)


@blueprint.get("/people/<int:person_id>")
@requires(Action.ADMINISTER)
def person(person_id: int) -> Answer:
    """One person with every appointment."""
    with reading() as (session, now):
        today = london_date(now)
        view = person_page(session, person_id=person_id, today=today)
    return render_template("people/person.html", view=view, today=today)


@blueprint.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def edit_person(person_id: int) -> Answer:
    """Correct a name or organisation, or note that somebody left."""
    with reading() as (session, now):
        view = person_page(session, person_id=person_id, today=london_date(now))
    form = EditPersonForm(
        name=view.person.name,
        organisation_id=str(view.organisation_id or ""),
        left_on=view.person.left_on,
        seen_version=str(view.version),
    )
    form.organisation_id.choices = _organisation_choices()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.edit_person(
                session,
                actor=current_actor(),
                now=now,
                person_id=person_id,
                seen_version=whole_in(form.seen_version),
                name=words_in(form.name),
                organisation_id=chosen_in(form.organisation_id),
                left_on=form.left_on.data,
            )
        if not form.errors:
            return redirect(url_for("people.person", person_id=person_id), 303)
    return render_template("people/edit_person.html", form=form, view=view), status_of(form)


@blueprint.route("/people/<int:person_id>/roles/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def grant_role(person_id: int) -> Answer:
    """Appoint a person to a role."""
    with reading() as (session, now):
        today = london_date(now)
        view = person_page(session, person_id=person_id, today=today)
    form = RoleForm(valid_from=today, organisation_id=str(view.organisation_id or ""))
    form.organisation_id.choices = _organisation_choices()
    if form.validate_on_submit():
        role = Role(form.role.data)
        with carrying_out(form) as (session, now):
            services.grant_role(
                session,
                actor=current_actor(),
                now=now,
                person_id=person_id,
                role=role,
                organisation_id=chosen_in(form.organisation_id) if role in RESPONDENT_ROLES else None,
                valid_from=day_in(form.valid_from),
            )
        if not form.errors:
            return redirect(url_for("people.person", person_id=person_id), 303)
    return render_template("people/grant_role.html", form=form, view=view), status_of(form)


@blueprint.route("/people/<int:person_id>/roles/<int:grant_id>/end", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def end_role(person_id: int, grant_id: int) -> Answer:
    """End an appointment."""
    with reading() as (session, now):
        today = london_date(now)
        view = person_page(session, person_id=person_id, today=today)
    form = EndRoleForm(valid_to=today)
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.end_role(
                session, actor=current_actor(), now=now, grant_id=grant_id, valid_to=day_in(form.valid_to)
            )
        if not form.errors:
            return redirect(url_for("people.person", person_id=person_id), 303)
    held = next((role for role in view.roles if role.id == grant_id), None)
    return render_template("people/end_role.html", form=form, view=view, held=held), status_of(form)


def _act(form: Form, view: OrganisationRow, values: Any, use_case: Any, template: str) -> Answer:
    """One act on an organisation: show its form, do it, go back to the organisation."""
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            use_case(session, actor=current_actor(), now=now, organisation_id=view.id, **values())
        if not form.errors:
            return redirect(url_for("people.organisation", organisation_id=view.id), 303)
    return render_template(template, form=form, view=view), status_of(form)


def _organisation(organisation_id: int) -> OrganisationRow:
    with reading() as (session, now):
        return organisation_page(session, organisation_id=organisation_id, today=london_date(now)).organisation


def _organisation_choices() -> Choices:
    with reading() as (session, now):
        rows = organisation_register(session, today=london_date(now))
    return offered([("", "None"), *((str(row.id), row.name) for row in rows if row.ceased_on is None)])


def _welcome(person_id: int) -> tuple[str, str]:
    return (
        "Your account on the SEC Change Portal",
        (
            f"You have been added to the SEC Change Portal.\n\nSet your password within {LINK_DAYS} days:\n"
            f"{password_link(person_id, 1)}\n\nIf you did not expect this, tell the code administrator.\n"
        ),
    )
