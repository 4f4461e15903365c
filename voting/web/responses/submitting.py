"""Reviewing an answer before it is signed, submitting it, "No response", and the versions that were submitted."""

from flask import flash, redirect, render_template, url_for

from voting.db import Lock
from voting.domain.consultations import ConsultationState
from voting.domain.errors import RuleBroken
from voting.domain.people import Action
from voting.domain.responses import CHOICES, DraftChoices, PublicVersionMissing, Tray, read_seen_token, seen_token
from voting.queries.responses import RespondPage, own_version, respond_page
from voting.services import responses as services
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    reading,
    requires,
    scratch,
    status_of,
    words_in,
)
from voting.web.responses import blueprint
from voting.web.responses.forms import (
    WARNING_LINES,
    ChoicesForm,
    PressForm,
    RemoveForm,
    SubmitForm,
    confidentiality_named,
)
from voting.web.responses.shown import choices_used, drafted, saved_words

_SENT = {
    Tray.IN_TIME: "Submitted. A full copy is on its way to you by mail.",
    Tray.LATE: "Sent as late. SECAS admits or refuses it, with a reason; it counts only if admitted.",
}


@blueprint.get("/<int:organisation_id>/review")
@requires(Action.DRAFT_RESPONSE)
def review(consultation_id: int, organisation_id: int) -> Answer:
    """All that would be recorded, before it is signed."""
    page = _page(consultation_id, organisation_id)
    return _review(page, SubmitForm(seen_version=page.draft_version), _choices_form(page))


@blueprint.post("/<int:organisation_id>/choices")
@requires(Action.DRAFT_RESPONSE)
def choices(consultation_id: int, organisation_id: int) -> Answer:
    """Set who may read the answer, and on whose behalf besides it is given."""
    page = _page(consultation_id, organisation_id)
    form = _choices_form(page)
    if form.validate_on_submit() and _set_choices(page, form):
        flash("Saved.", "good")
        return redirect(url_for(".review", consultation_id=consultation_id, organisation_id=organisation_id), 303)
    return _review(page, SubmitForm(formdata=None, seen_version=page.draft_version), form), 422


@blueprint.post("/<int:organisation_id>/submit")
@requires(Action.SUBMIT_RESPONSE, fresh=True)
def submit(consultation_id: int, organisation_id: int) -> Answer:
    """Sign and submit what was reviewed."""
    return _submit(consultation_id, organisation_id, as_late=False)


@blueprint.post("/<int:organisation_id>/submit-late")
@requires(Action.SUBMIT_RESPONSE, fresh=True)
def submit_late(consultation_id: int, organisation_id: int) -> Answer:
    """Send what was reviewed to the late responses, after the close."""
    return _submit(consultation_id, organisation_id, as_late=True)


@blueprint.route("/<int:organisation_id>/no-response", methods=["GET", "POST"])
@requires(Action.SUBMIT_RESPONSE, fresh=True)
def no_response(consultation_id: int, organisation_id: int) -> Answer:
    """Say that no response will come: the first press leads here, the second sends it."""
    page = _page(consultation_id, organisation_id)
    form = PressForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            receipt = services.send_nil_response(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                organisation_id=organisation_id,
                intent=words_in(form.intent),
            )
        if not form.errors:
            flash("Sent: no response. Reminders stop; you can still answer until the close.", "good")
            return _to_version(consultation_id, organisation_id, receipt.version)
    return render_template("responses/no_response.html", page=page, form=form), status_of(form)


@blueprint.get("/<int:organisation_id>/versions/<int:number>")
@requires(Action.READ_OWN_RESPONSE)
def version(consultation_id: int, organisation_id: int, number: int) -> Answer:
    """One submitted version in full, with its receipt."""
    with reading() as (session, now):
        view = own_version(
            session,
            viewer=current_actor(),
            now=now,
            consultation_id=consultation_id,
            organisation_id=organisation_id,
            number=number,
        )
    return render_template("responses/version.html", view=view)


def _page(consultation_id: int, organisation_id: int) -> RespondPage:
    with reading() as (session, now):
        return respond_page(
            session, viewer=current_actor(), now=now, consultation_id=consultation_id, organisation_id=organisation_id
        )


def _submit(consultation_id: int, organisation_id: int, *, as_late: bool) -> Answer:
    form = SubmitForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            receipt = services.submit_response(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                organisation_id=organisation_id,
                seen_version=form.seen_version.data,
                as_late=as_late,
                blank_the_rest=bool(form.blank_the_rest.data),
                intent=words_in(form.intent),
            )
        if not form.errors:
            flash(_SENT[receipt.tray], "good")
            return _to_version(consultation_id, organisation_id, receipt.version)
    page = _page(consultation_id, organisation_id)
    # What is shown now is what is signed next.
    form.seen_version.data = page.draft_version
    form.seen_version.raw_data = None
    return _review(page, form, _choices_form(page, fresh=True)), 422


def _to_version(consultation_id: int, organisation_id: int, number: int) -> Answer:
    here = url_for(".version", consultation_id=consultation_id, organisation_id=organisation_id, number=number)
    return redirect(here, 303)


def _choices_form(page: RespondPage, *, fresh: bool = False) -> ChoicesForm:
    shown = {"confidentiality": page.choices.confidentiality.value, "also_for": page.choices.also_for}
    form = ChoicesForm(formdata=None, data=shown) if fresh else ChoicesForm(data=shown)
    if fresh or not form.is_submitted():
        form.version.data = seen_token({CHOICES: page.choices.digest})
    return form


def _set_choices(page: RespondPage, form: ChoicesForm) -> bool:
    """Whether the choices were set; otherwise the form says why not."""
    try:
        chosen = DraftChoices(
            confidentiality_named(form.confidentiality.data),
            words_in(form.also_for),
            page.choices.no_comment_on_the_rest,
        )
        with scratch() as (session, now):
            saved = services.save_draft(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=page.consultation.id,
                organisation_id=page.organisation_id,
                choices=chosen,
                seen=read_seen_token(words_in(form.version)),
            )
    except RuleBroken as refused:
        form.refuse(refused)
        return False
    for conflict in saved.conflicts:
        form.version.data = seen_token({CHOICES: conflict.digest})
        form.form_errors.append("A colleague changed these choices meanwhile. Save again to take yours.")
    return not saved.conflicts


def _review(page: RespondPage, form: Form, choices_form: ChoicesForm) -> str:
    places = drafted(page)
    return render_template(
        "responses/review.html",
        page=page,
        form=form,
        choices_form=choices_form,
        remove_forms={
            place.target.name: RemoveForm(formdata=None, target=place.target.name, seen=place.digest)
            for place in places
        },
        press=PressForm(formdata=None),
        places=places,
        incomplete=tuple(place for place in places if place.refusals),
        must_complete=any(not isinstance(one, PublicVersionMissing) for place in places for one in place.refusals),
        offers_blank=any(isinstance(one, PublicVersionMissing) for place in places for one in place.refusals),
        has_something=bool(places) or page.choices.no_comment_on_the_rest,
        used=choices_used(page),
        warnings=WARNING_LINES,
        saved_words=saved_words(page),
        is_open=page.consultation.state is ConsultationState.OPEN,
        is_closed=page.consultation.state is ConsultationState.CLOSED,
    )
