"""Publishing a consultation: the summary, the findings of the leak check, and the one act that publishes everything."""

from flask import flash, g, redirect, render_template, url_for
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired

from voting.db import Lock
from voting.domain.confidentiality import UNPUBLISHED, LeakFinding
from voting.domain.labels import label
from voting.domain.people import Action, Subject, may
from voting.queries.consultations import ConsultationDesk, consultation_desk
from voting.queries.consultations.readiness import BOARD_KEY, RULING_KEY, SUMMARY_KEY
from voting.services import consultations as services
from voting.web.consultations import blueprint
from voting.web.consultations.forms import address_of
from voting.web.edge import (
    Answer,
    Checkboxes,
    Form,
    carrying_out,
    current_actor,
    offered,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)


class SummaryForm(Form):
    """The factual summary."""

    summary = TextAreaField(
        "Factual summary",
        [InputRequired("Write the summary.")],
        description="How many answered, what they agree and differ on. Published with the responses. Markdown is kept.",
    )
    seen_version = HiddenField()


class FindingsForm(Form):
    """Findings that may stand, with the reason."""

    findings = Checkboxes(
        "Findings that may be published as they stand",
        choices=[],
        validate_choice=False,
    )
    reason = TextAreaField("Reason", [InputRequired("Say why: the reason is kept.")])


@blueprint.get("/<int:consultation_id>/publish")
@requires(Action.READ_RETURNS)
def publish(consultation_id: int) -> Answer:
    """What is missing, and the question whether to publish."""
    return _publish_page(consultation_id, Form())


@blueprint.post("/<int:consultation_id>/publish")
@requires(Action.PUBLISH_CONSULTATION, fresh=True)
def publish_now(consultation_id: int) -> Answer:
    """Publish everything as a second person."""
    form = Form()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            services.publish_consultation(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                address=address_of("consultations.answers", consultation_id),
                intent=words_in(form.intent),
            )
        if not form.errors:
            flash("Everything is published, and the respondents are told.", "good")
            return redirect(url_for("consultations.answers", consultation_id=consultation_id), 303)
    return _publish_page(consultation_id, form)


def _publish_page(consultation_id: int, form: Form) -> Answer:
    view = _desk(consultation_id)
    subject = Subject(state=view.state.value, prepared_by=view.preparers | {view.prepared_by_id})
    can_publish = may(current_actor(), Action.PUBLISH_CONSULTATION, subject)
    findings = [(one, finding_words(one.value)) for one in view.findings]
    return (
        render_template("consultations/publish.html", form=form, view=view, findings=findings, can_publish=can_publish),
        status_of(form),
    )


@blueprint.route("/<int:consultation_id>/summary", methods=["GET", "POST"])
@requires(Action.RUN_CONSULTATION)
def summary(consultation_id: int) -> Answer:
    """Write the factual summary."""
    view = _desk(consultation_id)
    form = SummaryForm(summary=view.summary, seen_version=str(view.version))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.write_summary(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                seen_version=whole_in(form.seen_version),
                summary=words_in(form.summary),
            )
        if not form.errors:
            return redirect(url_for("consultations.publish", consultation_id=consultation_id), 303)
    return render_template("consultations/summary.html", form=form, view=view), status_of(form)


@blueprint.route("/<int:consultation_id>/findings", methods=["GET", "POST"])
@requires(Action.RUN_CONSULTATION)
def findings(consultation_id: int) -> Answer:
    """Decide on findings of the leak check that cannot be mended."""
    view = _desk(consultation_id)
    form = FindingsForm()
    undecided = [one for one in view.findings if not one.is_decided]
    form.findings.choices = offered((one.id, finding_words(one.value)) for one in undecided)
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            services.decide_leaks(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                findings=form.findings.data or (),
                reason=words_in(form.reason),
            )
        if not form.errors:
            return redirect(url_for("consultations.publish", consultation_id=consultation_id), 303)
    return render_template("consultations/findings.html", form=form, view=view), status_of(form)


def _desk(consultation_id: int) -> ConsultationDesk:
    with reading() as (session, now):
        view = consultation_desk(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    g.classification = UNPUBLISHED
    return view


def finding_words(finding: LeakFinding) -> str:
    """A finding in a line: what was found, the words themselves, and where they would stand."""
    kind = label(finding.kind)
    return f"{kind[:1].upper()}{kind[1:]}: “{finding.words}”, {_place(finding.published_key)}"


def _place(published_key: str) -> str:
    key = published_key.removeprefix(BOARD_KEY)
    where = "in what the Change Board reads" if key != published_key else "in what everybody reads"
    if key == SUMMARY_KEY:
        return "in the summary"
    if key.startswith(RULING_KEY):
        return "in the reason of a ruling on a late response"
    if key.startswith("without-name"):
        return f"in a point without a name, {where}"
    return f"in point {key} or the reply to it, {where}"
