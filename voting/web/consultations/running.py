"""Running a consultation: its desk, opening, extending, reminding the silent, and ruling on what came late."""

from flask import flash, g, redirect, render_template, url_for
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from voting.db import Lock
from voting.domain.calendar import instant_in_words
from voting.domain.confidentiality import UNPUBLISHED
from voting.domain.errors import NotFound
from voting.domain.people import Action, Subject, may
from voting.queries.consultations import ConsultationDesk, consultation_desk
from voting.queries.responses.readable import readable_answers
from voting.services import consultations as services
from voting.web.consultations import blueprint
from voting.web.consultations.forms import address_of
from voting.web.consultations.matrix import shown_matrix
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    day_in,
    offered,
    reading,
    requires,
    status_of,
    words_in,
)

PAGE = "consultations.consultation"


class ExtensionForm(Form):
    """A later closing day."""

    called = (("closes_at", "close_on"),)

    close_on = DateField("New closing day", [InputRequired("Give the day.")], description="It closes at 17:00 UK time.")
    reason = TextAreaField("Reason", [InputRequired("Give the reason: it is published.")], description="Published.")
    notice = TextAreaField(
        "Notice",
        [InputRequired("Write the notice.")],
        description="The words of the mail to everybody invited; the old and the new deadline are added.",
    )


class ReminderForm(Form):
    """A mail to the silent."""

    subject = StringField("Subject", [InputRequired("Write the subject."), Length(max=200)])
    body = TextAreaField("Words of the mail", [InputRequired("Write the mail.")])


class RulingForm(Form):
    """A ruling on a late response."""

    admitted = RadioField(
        "Ruling",
        choices=offered([("yes", "Admit it: it counts"), ("no", "Refuse it: it does not count")]),
        validators=[InputRequired("Choose whether it is admitted.")],
    )
    reason = TextAreaField(
        "Reason", [InputRequired("Give the reason.")], description="Told to the sender and published."
    )


@blueprint.get("/<int:consultation_id>/desk")
@requires(Action.READ_RETURNS)
def desk(consultation_id: int) -> Answer:
    """Everything about one consultation that SECAS works with."""
    view = _desk(consultation_id)
    matrix = shown_matrix(view.matrix, url_for("consultations.answers", consultation_id=consultation_id))
    return render_template("consultations/desk.html", view=view, can=_can(view), matrix=matrix)


def _desk(consultation_id: int) -> ConsultationDesk:
    with reading() as (session, now):
        view = consultation_desk(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    g.classification = UNPUBLISHED
    return view


def _can(view: ConsultationDesk) -> dict[str, bool]:
    """Which acts the one who looks could do now; the services judge again."""
    actor, state = current_actor(), view.state.value
    asked_by = {view.waiting_extension.requested_by_id} if view.waiting_extension else set()
    prepared = frozenset({view.prepared_by_id})
    four_eyes = {
        Action.OPEN_CONSULTATION: prepared,
        Action.CONFIRM_EXTENSION: prepared | asked_by,
        Action.PUBLISH_CONSULTATION: prepared | view.preparers,
    }
    acts = (
        Action.PREPARE_CONSULTATION,
        Action.RUN_CONSULTATION,
        Action.REQUEST_EXTENSION,
        Action.ENTER_RESPONSE,
        Action.RULE_ON_LATE,
        Action.DRAFT_REPLY,
        *four_eyes,
    )
    return {
        act.value: may(actor, act, Subject(state=state, prepared_by=four_eyes.get(act, frozenset()))) for act in acts
    }


@blueprint.route("/<int:consultation_id>/open", methods=["GET", "POST"])
@requires(Action.OPEN_CONSULTATION, fresh=True)
def open_it(consultation_id: int) -> Answer:
    """Look at what opens, and open it."""
    form = Form()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            told = services.open_consultation(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                address=address_of(PAGE, consultation_id),
            )
        if not form.errors:
            flash(f"It is open, and {told} people are told.", "good")
            return _to_desk(consultation_id)
    return render_template("consultations/open_it.html", form=form, view=_desk(consultation_id)), status_of(form)


@blueprint.route("/<int:consultation_id>/extend", methods=["GET", "POST"])
@requires(Action.REQUEST_EXTENSION)
def extend(consultation_id: int) -> Answer:
    """Ask for a later closing day."""
    form = ExtensionForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            services.request_extension(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                close_on=day_in(form.close_on),
                reason=words_in(form.reason),
                notice=words_in(form.notice),
            )
        if not form.errors:
            flash("Asked for. A second person confirms it; until then the deadline stands.", "good")
            return _to_desk(consultation_id)
    return render_template("consultations/extend.html", form=form, view=_desk(consultation_id)), status_of(form)


@blueprint.route("/<int:consultation_id>/extensions/<int:extension_id>", methods=["GET", "POST"])
@requires(Action.CONFIRM_EXTENSION, fresh=True)
def confirm_extension(consultation_id: int, extension_id: int) -> Answer:
    """Look at a request for an extension, and confirm it."""
    form = Form()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            told = services.confirm_extension(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                extension_id=extension_id,
                address=address_of(PAGE, consultation_id),
            )
        if not form.errors:
            flash(f"The deadline is moved, and {told} people are told.", "good")
            return _to_desk(consultation_id)
    view = _desk(consultation_id)
    request = view.waiting_extension
    if request is None or request.id != extension_id:
        request = None
    return (
        render_template("consultations/confirm_extension.html", form=form, view=view, request_for=request),
        status_of(form),
    )


@blueprint.route("/<int:consultation_id>/remind", methods=["GET", "POST"])
@requires(Action.RUN_CONSULTATION)
def remind(consultation_id: int) -> Answer:
    """Write a mail to the silent; the next page shows it as it will leave."""
    view = _desk(consultation_id)
    form = ReminderForm(subject=f"Reminder: {view.about.title}", body=_reminder(view))
    if form.validate_on_submit():
        return render_template("consultations/send_reminder.html", form=form, view=view)
    return render_template("consultations/remind.html", form=form, view=view), status_of(form)


def _reminder(view: ConsultationDesk) -> str:
    about = view.about
    return (
        f"{about.title} ({about.modification_number}) closes {instant_in_words(about.closes_at)}, and we have not "
        "heard from your organisation yet.\n\nOne good point is as welcome as twenty. If you will not respond, please "
        f"say so there, and you will not be reminded again.\n\n{address_of(PAGE, about.id)}\n"
    )


@blueprint.post("/<int:consultation_id>/remind/send")
@requires(Action.RUN_CONSULTATION)
def send_reminder(consultation_id: int) -> Answer:
    """Send the mail that was seen."""
    form = ReminderForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            reminded = services.remind_silent(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                subject=words_in(form.subject),
                body=words_in(form.body),
                intent=words_in(form.intent),
            )
        if not form.errors:
            organisations = len(reminded.organisation_ids)
            flash(f"{reminded.people} people of {organisations} organisations are reminded.", "good")
            return _to_desk(consultation_id)
    return render_template("consultations/remind.html", form=form, view=_desk(consultation_id)), status_of(form)


@blueprint.route("/<int:consultation_id>/late/<int:version_id>", methods=["GET", "POST"])
@requires(Action.RULE_ON_LATE)
def late(consultation_id: int, version_id: int) -> Answer:
    """Read a late response, and rule on it."""
    form = RulingForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            services.rule_on_late(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                response_version_id=version_id,
                admitted=form.admitted.data == "yes",
                reason=words_in(form.reason),
                address=address_of(PAGE, consultation_id),
            )
        if not form.errors:
            flash("The ruling is recorded, and the sender is told.", "good")
            return _to_desk(consultation_id)
    with reading() as (session, now):
        answers = readable_answers(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    sender = next((one for one in answers.respondents if one.version_id == version_id and one.is_late), None)
    if sender is None:
        raise NotFound("There is no such late response.")
    items = [one for one in answers.items if one.receipt == sender.receipt]
    g.classification = UNPUBLISHED
    return (
        render_template("consultations/late.html", form=form, about=answers.consultation, sender=sender, items=items),
        status_of(form),
    )


def _to_desk(consultation_id: int) -> Answer:
    return redirect(url_for("consultations.desk", consultation_id=consultation_id), 303)
