"""Raising a Draft Proposal and correcting what is known of a modification."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle import ApprovingBody, Path
from voting.domain.people import Action
from voting.queries.people import organisation_register, person_register
from voting.services.modifications.raising import TITLE_LENGTH, edit_modification, raise_modification
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    chosen_in,
    current_actor,
    offered,
    offered_members,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.modifications import blueprint
from voting.web.modifications.viewing import viewed
from voting.web.sessions import request_time

_TITLE = [
    InputRequired("Give the title, as it stands on the report."),
    Length(max=TITLE_LENGTH, message=f"A title has at most {TITLE_LENGTH} characters. Shorten it."),
]
_NOBODY = "Nobody named"


class EditForm(Form):
    """What is known of a modification besides where it stands."""

    title = StringField("Title", _TITLE)
    proposer = SelectField("Proposer", default="")
    organisation = SelectField("On behalf of", default="")
    approving_body = SelectField(
        "Approving body",
        choices=offered_members(ApprovingBody),
        default=ApprovingBody.CHANGE_SUB_COMMITTEE.value,
    )
    seen_version = HiddenField()


class AddForm(EditForm):
    """A new Draft Proposal."""

    number = StringField(
        "Number",
        [InputRequired("Give the number of the Draft Proposal: DP and three or four digits.")],
        description="DP and its digits, for example DP905.",
    )
    raised_on = DateField("Raised on", [Optional()])
    path = SelectField(
        "Path",
        choices=offered_members(Path, nothing="Not set yet"),
        validators=[Optional()],
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.EDIT_MODIFICATION)
def add() -> Answer:
    """Raise a Draft Proposal."""
    form = AddForm()
    _offer_proposers(form)
    if form.raised_on.data is None and not form.is_submitted():
        form.raised_on.data = london_date(request_time())
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            raise_modification(
                session,
                actor=current_actor(),
                now=now,
                number=words_in(form.number),
                title=words_in(form.title),
                raised_on=form.raised_on.data,
                proposer_id=chosen_in(form.proposer),
                proposer_organisation_id=chosen_in(form.organisation),
                approving_body=ApprovingBody(form.approving_body.data),
                path=Path(form.path.data) if form.path.data else None,
            )
        if not form.errors:
            flash("The Draft Proposal is in the register.", "good")
            return redirect(url_for("modifications.modification", number=words_in(form.number).upper()), 303)
    return render_template("modifications/add.html", form=form), status_of(form)


@blueprint.route("/<number>/edit", methods=["GET", "POST"])
@requires(Action.EDIT_MODIFICATION)
def edit(number: str) -> Answer:
    """Correct the title, the Proposer or the approving body."""
    view = viewed(number)
    form = EditForm(
        title=view.title,
        proposer=str(view.proposer_id or ""),
        organisation=str(view.proposer_organisation_id or ""),
        approving_body=view.approving_body.value,
        seen_version=str(view.version),
    )
    _offer_proposers(form)
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            edit_modification(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.id,
                seen_version=whole_in(form.seen_version),
                title=words_in(form.title),
                proposer_id=chosen_in(form.proposer),
                proposer_organisation_id=chosen_in(form.organisation),
                approving_body=ApprovingBody(form.approving_body.data),
            )
        if not form.errors:
            flash("Saved.", "good")
            return redirect(url_for("modifications.modification", number=view.number), 303)
    return render_template("modifications/edit.html", form=form, view=view), status_of(form)


def _offer_proposers(form: EditForm) -> None:
    with reading() as (session, now):
        today = london_date(now)
        people, organisations = person_register(session, today=today), organisation_register(session, today=today)
    form.proposer.choices = offered(((str(one.id), _person(one)) for one in people), nothing=_NOBODY)
    form.organisation.choices = offered(((str(one.id), one.name) for one in organisations), nothing=_NOBODY)


def _person(row: Any) -> str:
    return f"{row.name}, {row.organisation}" if row.organisation else str(row.name)
