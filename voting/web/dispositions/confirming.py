"""Replies confirmed by whoever decided, or returned to SECAS with what is wrong with them."""

from flask import flash, g, redirect, render_template
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from voting.domain.confidentiality import UNPUBLISHED
from voting.domain.consultations import ConsultationState
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.people import Action
from voting.queries.dispositions import proposers_replies, reply_bench
from voting.services import dispositions as services
from voting.web.dispositions import blueprint
from voting.web.dispositions.reading import STATE_WORDS, after, bench, ticked, told
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)


class ConfirmForm(Form):
    """A confirmation of the ticked replies, each as it was seen."""

    evidence = TextAreaField(
        "Evidence",
        description="The message or minute in which whoever decided confirmed it. Editorial points need none.",
    )
    step = HiddenField()


class ProposersForm(ConfirmForm):
    """The Proposer confirms at once from the list, so that what is refused gets a page of its own."""

    passed_on = (RuleBroken,)


class ReturnForm(Form):
    """Why a draft is not what was decided."""

    reason = TextAreaField("What is wrong with it", [InputRequired("Say what is wrong with it.")])
    seen_version = HiddenField()


@blueprint.post("/confirm")
@requires(Action.CONFIRM_REPLY)
def confirm(consultation_id: int) -> Answer:
    """Confirm the ticked replies: SECAS is asked for the evidence first, the Proposer confirms at once."""
    actor, seen = current_actor(), ticked()
    form = ConfirmForm() if actor.is_secas else ProposersForm()
    is_answered = bool(words_in(form.step)) or not actor.is_secas
    if is_answered and form.validate_on_submit():
        with carrying_out(form) as (session, now):
            grouped = services.confirm_replies(
                session,
                actor=actor,
                now=now,
                consultation_id=consultation_id,
                seen_versions=seen,
                evidence=words_in(form.evidence),
            )
        if not form.errors:
            return told(consultation_id, grouped, "confirmed")
    form.step.data = "evidence"
    points = tuple(one for one in bench(consultation_id).points if one.id in seen)
    return (
        render_template(
            "dispositions/confirm.html",
            form=form,
            points=points,
            seen=seen,
            consultation_id=consultation_id,
            words=STATE_WORDS,
        ),
        status_of(form),
    )


@blueprint.get("/to-confirm")
@requires(Action.CONFIRM_REPLY)
def to_confirm(consultation_id: int) -> Answer:
    """What SECAS shared with the Proposer, to confirm or to return."""
    with reading() as (session, now):
        view = proposers_replies(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    g.classification = UNPUBLISHED
    can_confirm = view.about.state is ConsultationState.CLOSED
    return render_template("dispositions/to_confirm.html", view=view, words=STATE_WORDS, can_confirm=can_confirm)


@blueprint.route("/<int:item_id>/return", methods=["GET", "POST"])
@requires(Action.CONFIRM_REPLY)
def return_it(consultation_id: int, item_id: int) -> Answer:
    """Say that a draft is not what was decided."""
    actor = current_actor()
    with reading() as (session, now):
        query = reply_bench if actor.is_secas else proposers_replies
        view = query(session, viewer=actor, now=now, consultation_id=consultation_id)
    point = next((one for one in view.points if one.id == item_id and one.reply is not None), None)
    if point is None or point.reply is None:
        raise NotFound("There is no such reply to return.")
    g.classification = UNPUBLISHED
    form = ReturnForm(seen_version=str(point.reply.version))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.return_reply(
                session,
                actor=actor,
                now=now,
                consultation_id=consultation_id,
                item_id=item_id,
                seen_version=whole_in(form.seen_version),
                reason=words_in(form.reason),
            )
        if not form.errors:
            flash("Returned. SECAS drafts it again.", "good")
            return redirect(after(consultation_id), 303)
    return (
        render_template(
            "dispositions/return_it.html",
            form=form,
            point=point,
            consultation_id=consultation_id,
            back=after(consultation_id),
            words=STATE_WORDS,
        ),
        status_of(form),
    )
