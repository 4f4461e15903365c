"""The register of observations and one observation with its trace; SECAS adds, edits and moves them."""

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from voting.domain.observations import ObservationKind, ObservationState, allowed_states
from voting.domain.people import Action
from voting.queries.observations import ObservationPage, observation_page, observation_register
from voting.services import observations as services
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    offered_members,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.legal_text.reading import ClauseShown, Run

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
    return render_template("observations/register.html", view=view, states=list(ObservationState))


@blueprint.get("/<int:observation_id>")
@requires(Action.READ_PUBLIC)
def observation(number: str, observation_id: int) -> Answer:
    """One observation with its changes and its moves."""
    view = _page(number, observation_id)
    pages = {change.clause_key: Markup(change.clause_html) for change in view.clauses}  # noqa: S704 - our own writer escaped it.
    runs = [Run("", tuple(ClauseShown(key, html, ()) for key, html in pages.items()))]
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
