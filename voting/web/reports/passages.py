"""Passages that found no place in a report: each is put into a field, or dismissed by name."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField

from voting.db import Lock
from voting.domain.errors import NotFound
from voting.domain.people import Action
from voting.queries.reports import ReportDesk
from voting.services import reports as services
from voting.web.edge import (
    Answer,
    carrying_out,
    current_actor,
    offered,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.reports import blueprint, shown, words
from voting.web.reports.desk import DraftForm, desk_of


class AssignForm(DraftForm):
    """The field that a passage goes to."""

    to = SelectField("Put it at the end of", validate_choice=False)


@blueprint.route("/<int:version>/desk/unread/<int:position>", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def assign(number: str, version: int, position: int) -> Answer:
    """One unread passage, and the fields that it can be put into."""
    view = desk_of(number, version)
    form = _form(view)
    if form.validate_on_submit():
        if not words_in(form.to):
            form.to.errors = ["Choose the field, or dismiss the passage."]
        else:
            with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
                services.assign_passage(
                    session,
                    actor=current_actor(),
                    now=now,
                    version_id=view.version.id,
                    seen_version=whole_in(form.seen_version),
                    unread=f"unread/{position}",
                    to=words_in(form.to),
                )
            if not form.errors:
                return _on(view, f"Put into “{words.path_words(words_in(form.to))}”.")
    return _page(view, form, position)


@blueprint.post("/<int:version>/desk/unread/<int:position>/dismiss")
@requires(Action.EDIT_REPORT)
def dismiss(number: str, version: int, position: int) -> Answer:
    """Dismiss one unread passage by name: it is kept with the page furniture."""
    view = desk_of(number, version)
    form = _form(view)
    if form.validate_on_submit():
        with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
            services.dismiss_passage(
                session,
                actor=current_actor(),
                now=now,
                version_id=view.version.id,
                seen_version=whole_in(form.seen_version),
                unread=f"unread/{position}",
            )
        if not form.errors:
            return _on(view, "Dismissed. It is kept with the page furniture.")
    return _page(view, form, position)


def _form(view: ReportDesk) -> AssignForm:
    form = AssignForm(view.lock_version)
    form.to.choices = offered(((path, words.path_words(path)) for path in view.text_fields), nothing="Choose a field")
    return form


def _page(view: ReportDesk, form: AssignForm, position: int) -> Answer:
    passage = dict(view.unread).get(f"unread/{position}")
    if passage is None:
        raise NotFound("There is no such passage. It may have been placed or dismissed already.")
    return render_template(
        "reports/assign.html", form=form, view=view, position=position, blocks=shown.blocks_of(passage)
    ), status_of(form)


def _on(view: ReportDesk, said: str) -> Response:
    """To the next passage while there is one, else back to the desk."""
    flash(said, "good")
    number, version = view.modification_number, view.version.number
    if len(view.unread) > 1:
        return redirect(url_for("reports.assign", number=number, version=version, position=1), 303)
    return redirect(url_for("reports.desk", number=number, version=version, _anchor="unread"), 303)
