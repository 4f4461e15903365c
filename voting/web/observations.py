"""The register of observations and one observation with its trace; SECAS adds, edits, moves and imports them."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, FileRequired
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from voting.db import Lock
from voting.domain.errors import RuleBroken
from voting.domain.observations import ObservationKind, ObservationState, allowed_states
from voting.domain.observations.comparing import ComparedRow, Standing
from voting.domain.people import Action
from voting.queries.observations import (
    AnnexPage,
    ObservationPage,
    annex_page,
    observation_page,
    observation_register,
    waiting_files,
)
from voting.services import observations as services
from voting.services.observations import ImportChoices
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    house,
    offered_members,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.legal_text.shown import ClauseShown, Run

Chosen = TypeVar("Chosen", bound=StrEnum)

blueprint = Blueprint("observations", __name__, url_prefix="/modifications/<number>/observations")


class ObservationForm(Form):
    """The words of an observation."""

    title = StringField("Short title", [InputRequired("Give it a short title.")])
    text = TextAreaField("Observation", [InputRequired("Say what was found.")])
    recommendation = TextAreaField("Recommendation")
    kind = RadioField("Kind", choices=offered_members(ObservationKind), default="clarity")
    cited_clauses = StringField("Clauses it cites", description="As the register writes them: 8.3.4, section 5, (A7).")
    seen_version = HiddenField(default="1")


class NewObservationForm(ObservationForm):
    """A new observation also says where it stands."""

    document = StringField("Document", [InputRequired("Name the document.")], description="Section L, or Appendix D.")
    number = StringField("Number", [InputRequired("Give its number within the document.")])


class HandInForm(Form):
    """A Word file with tables of observations."""

    file = FileField("Annex A", [FileRequired("Choose the Word file with the observations.")])


class ImportForm(Form):
    """What a person settles before a file is taken in; the fields of single observations are added to a copy of it."""

    kind = RadioField("Kind of the new observations", choices=offered_members(ObservationKind), validate_choice=False)
    state = SelectField("State where the file does not say", validate_choice=False)


class StateForm(Form):
    """Another state."""

    to = SelectField("New state", [InputRequired("Choose a state.")])
    reason = TextAreaField("Reason", description="Shown in the register.")
    comment = StringField("The comment that prompted it", description="Needed for “changed after comment”.")
    place = StringField("Where it is resolved", description="Needed for “resolved elsewhere”.")
    seen_version = HiddenField()


@blueprint.get("")
@requires(Action.READ_PUBLIC)
def register(number: str) -> Answer:
    """The register, across documents."""
    with reading() as (session, _now):
        view = observation_register(
            session,
            viewer=current_actor(),
            number=number,
            document=request.args.get("document", ""),
            state=request.args.get("state", ""),
            find=request.args.get("find", ""),
        )
        waiting = waiting_files(session, viewer=current_actor(), number=number) if view.may_edit else ()
    return render_template("observations/register.html", view=view, waiting=waiting, states=list(ObservationState))


@blueprint.get("/<int:observation_id>")
@requires(Action.READ_PUBLIC)
def observation(number: str, observation_id: int) -> Answer:
    """One observation with its changes and its moves."""
    view = _page(number, observation_id)
    pages = {change.clause_key: Markup(change.clause_html) for change in view.clauses}  # noqa: S704 - our own writer escaped it.
    runs = [Run.of(ClauseShown(key, html) for key, html in pages.items())]
    return render_template("observations/observation.html", view=view, runs=runs)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.EDIT_OBSERVATIONS)
def add(number: str) -> Answer:
    """Add an observation."""
    with reading() as (session, _now):
        view = observation_register(session, viewer=current_actor(), number=number)
    form = NewObservationForm(document=request.args.get("document", ""))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            made = services.add_observation(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.modification_id,
                document=words_in(form.document),
                number=words_in(form.number),
                title=words_in(form.title),
                text=words_in(form.text),
                recommendation=words_in(form.recommendation),
                kind=ObservationKind(form.kind.data),
                cited_clauses=words_in(form.cited_clauses),
            )
        if not form.errors:
            return redirect(url_for("observations.observation", number=number, observation_id=made), 303)
    return render_template("observations/add.html", form=form, view=view), status_of(form)


@blueprint.route("/files", methods=["GET", "POST"])
@requires(Action.EDIT_OBSERVATIONS)
def hand_in(number: str) -> Answer:
    """Hand in a Word file with tables of observations."""
    with reading() as (session, _now):
        view = observation_register(session, viewer=current_actor(), number=number)
    form = HandInForm()
    if form.validate_on_submit():
        file_id = _handed_in(form, view.modification_id)
        if file_id is not None:
            return redirect(url_for("observations.annex", number=number, file_id=file_id), 303)
    return render_template("observations/hand_in.html", form=form, view=view), status_of(form)


@blueprint.route("/files/<int:file_id>", methods=["GET", "POST"])
@requires(Action.EDIT_OBSERVATIONS)
def annex(number: str, file_id: int) -> Answer:
    """What was read of a file, what is wrong with which row, and the form that takes it into the register."""
    with reading() as (session, _now):
        view = annex_page(session, viewer=current_actor(), number=number, file_id=file_id)
    form = _import_form(view)
    if form.validate_on_submit():
        with carrying_out(form, Lock("modification", view.modification_id)) as (session, now):
            imported = services.import_observations(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.modification_id,
                file_id=file_id,
                choices=_choices(form, view),
                intent=words_in(form.intent),
            )
        if not form.errors:
            flash(
                f"{imported.added} added, {imported.overwritten} overwritten, {imported.left} left as before.", "good"
            )
            return redirect(url_for("observations.register", number=number), 303)
        _renew_seen(form, view)
    return render_template("observations/annex.html", form=form, view=view), status_of(form)


@blueprint.route("/<int:observation_id>/edit", methods=["GET", "POST"])
@requires(Action.EDIT_OBSERVATIONS)
def edit(number: str, observation_id: int) -> Answer:
    """Correct the words of an observation."""
    view = _page(number, observation_id)
    line = view.line
    form = ObservationForm(
        title=line.title,
        text=line.text,
        recommendation=line.recommendation,
        kind=line.kind.value,
        cited_clauses=line.cited_clauses,
        seen_version=str(line.version),
    )
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.edit_observation(
                session,
                actor=current_actor(),
                now=now,
                observation_id=observation_id,
                seen_version=whole_in(form.seen_version),
                title=words_in(form.title),
                text=words_in(form.text),
                recommendation=words_in(form.recommendation),
                kind=ObservationKind(form.kind.data),
                cited_clauses=words_in(form.cited_clauses),
            )
        if not form.errors:
            return redirect(url_for("observations.observation", number=number, observation_id=observation_id), 303)
    return render_template("observations/edit.html", form=form, view=view), status_of(form)


@blueprint.route("/<int:observation_id>/state", methods=["GET", "POST"])
@requires(Action.EDIT_OBSERVATIONS)
def change_state(number: str, observation_id: int) -> Answer:
    """Move an observation to another state."""
    view = _page(number, observation_id)
    form = StateForm(seen_version=str(view.line.version))
    form.to.choices = offered_members(allowed_states(view.line.state))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.change_observation_state(
                session,
                actor=current_actor(),
                now=now,
                observation_id=observation_id,
                seen_version=whole_in(form.seen_version),
                to=ObservationState(form.to.data),
                reason=words_in(form.reason),
                comment=words_in(form.comment),
                place=words_in(form.place),
            )
        if not form.errors:
            return redirect(url_for("observations.observation", number=number, observation_id=observation_id), 303)
    return render_template("observations/change_state.html", form=form, view=view), status_of(form)


def _page(number: str, observation_id: int) -> ObservationPage:
    with reading() as (session, _now):
        return observation_page(session, viewer=current_actor(), number=number, observation_id=observation_id)


def _handed_in(form: HandInForm, modification_id: int) -> int | None:
    """The id of the file as kept, or None where it was refused; the form then says why."""
    sent: FileStorage = form.file.data
    content, name = sent.read(), sent.filename or ""
    try:
        read = services.read_annex_file(content, name, upload_bytes=house().settings.upload_max_bytes)
    except RuleBroken as refused:
        refused.field = "file"
        form.refuse(refused)
        return None
    made: list[int] = []
    with carrying_out(form) as (session, now):
        made.append(
            services.hand_in_annex(
                session,
                actor=current_actor(),
                now=now,
                modification_id=modification_id,
                name=name,
                content=content,
                reading=read,
                intent=words_in(form.intent),
            )
        )
    return made[0] if made else None


def _import_form(view: AnnexPage) -> ImportForm:
    """One form for the file: what it leaves open, and each observation that differs."""
    form_class = type("ImportForm", (ImportForm,), {})
    for at, line in _open_states(view):
        options = offered_members(ObservationState, nothing="As chosen for the rest")
        if line.standing is Standing.DIFFERENT:
            options = offered_members(ObservationState, nothing="As it is in the register")
        guess = line.row.state.value if line.row.state else ""
        label = f"State of {line.row.document} observation {line.row.number}"
        setattr(form_class, f"state-{at}", SelectField(label, choices=options, default=guess))
    for at, line in _different(view):
        label = f"Overwrite {line.row.document} observation {line.row.number} with the file"
        setattr(form_class, f"take-{at}", BooleanField(label))
        setattr(form_class, f"seen-{at}", HiddenField(default=str(line.held.version if line.held else 0)))
    form: ImportForm = form_class()
    form.state.choices = offered_members(ObservationState, nothing="Choose")
    if view.says_all_kinds:
        del form.kind
    if view.says_all_states:
        del form.state
    return form


def _open_states(view: AnnexPage) -> Iterator[tuple[int, ComparedRow]]:
    """The observations whose words say something of a state that nobody can be certain of, by their place."""
    for at, line in enumerate(view.lines):
        if line.standing is not Standing.SAME and line.row.done and not line.row.is_state_certain:
            yield at, line


def _different(view: AnnexPage) -> Iterator[tuple[int, ComparedRow]]:
    return ((at, line) for at, line in enumerate(view.lines) if line.standing is Standing.DIFFERENT)


def _choices(form: ImportForm, view: AnnexPage) -> ImportChoices:
    """What the person settled, by document and number."""
    return ImportChoices(
        kind=_member(ObservationKind, form, "kind"),
        state=_member(ObservationState, form, "state"),
        states={
            line.row.key: state
            for at, line in _open_states(view)
            if (state := _member(ObservationState, form, f"state-{at}")) is not None
        },
        overwrite={
            line.row.key: whole_in(form[f"seen-{at}"]) for at, line in _different(view) if form[f"take-{at}"].data
        },
    )


def _member(members: type[Chosen], form: ImportForm, name: str) -> Chosen | None:
    """The member of an enum that was chosen; None for none, or where the form has no such field."""
    chosen = str(form[name].data or "") if name in form else ""
    return members(chosen) if chosen in set(members) else None


def _renew_seen(form: ImportForm, view: AnnexPage) -> None:
    """The page that is shown now shows the register as it is now."""
    for at, line in _different(view):
        form[f"seen-{at}"].data = str(line.held.version if line.held else 0)
