"""SECAS enters an answer that came by e-mail, letter or call; a second person confirms it beside the message."""

from collections.abc import Iterable
from datetime import datetime

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.exceptions import BadRequest

from voting.db import Lock
from voting.documents.gate import Limits
from voting.domain.calendar import london_instant
from voting.domain.errors import RuleBroken
from voting.domain.people import Action
from voting.domain.responses import (
    EvidenceMissing,
    ItemsNotComplete,
    ResponseItem,
    ResponseRoute,
    Tray,
    TypedItem,
)
from voting.queries.responses import EntryPage, entered_version, entry_page, evidence_file
from voting.services import responses as services
from voting.services.responses import EnteredAnswer, EnteredReceipt, Evidence, SenderMissing
from voting.web.edge import (
    Answer,
    Choices,
    carrying_out,
    chosen_in,
    current_actor,
    day_in,
    house,
    offered,
    reading,
    requires,
    status_of,
    transaction,
    words_in,
)
from voting.web.responses import blueprint
from voting.web.responses.answering import Sheet
from voting.web.responses.forms import (
    WARNING_LINES,
    EnterForm,
    LinkForm,
    OtherPoint,
    PointForm,
    PressForm,
    confidentiality_named,
    other_point,
    point_form,
)

BLOCKS_AT_A_TIME = 3
MOST_BLOCKS = 200
UNKNOWN = "unknown"

_ENTERED = {
    Tray.TO_CONFIRM: "Entered. A second person now reads it beside the message and confirms it.",
    Tray.TO_LINK: "Entered. Say whose it is as soon as that is known; a second person then confirms it.",
}
_CONFIRMED = {
    Tray.IN_TIME: "Confirmed: it counts. Its signatories are sent a copy.",
    Tray.LATE: "Confirmed. It came late, and waits for a ruling. Its signatories are sent a copy.",
}


@blueprint.route("/enter", methods=["GET", "POST"])
@requires(Action.ENTER_RESPONSE)
def enter(consultation_id: int) -> Answer:
    """Type in an answer that reached SECAS by another way."""
    with reading() as (session, now):
        page = entry_page(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    form = _enter_form(page)
    sheet, others = _sheet(page, form)
    if form.validate_on_submit() and not _wants_more(form):
        receipt = _enter(page, sheet, form)
        if receipt is not None:
            flash(_ENTERED.get(receipt.tray, "Entered."), "good")
            return _to_entered(consultation_id, receipt.version_id)
    shown = render_template(
        "responses/enter.html",
        page=page,
        form=form,
        sheet=sheet,
        questions=[(question, sheet.points[question.name]) for question in page.questions],
        others=others,
        warnings=WARNING_LINES,
    )
    return shown, 200 if _wants_more(form) else (422 if sheet.errors else 200)


@blueprint.get("/entered/<int:version_id>")
@requires(Action.READ_RETURNS)
def entered(consultation_id: int, version_id: int) -> Answer:
    """What was entered beside its message; the second person confirms it here."""
    return _entered_page(consultation_id, version_id, PressForm(), None)


@blueprint.post("/entered/<int:version_id>")
@requires(Action.CONFIRM_ENTERED_RESPONSE, fresh=True)
def confirm_entered(consultation_id: int, version_id: int) -> Answer:
    """Confirm as a second person that what was entered is what the message says."""
    form = PressForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            receipt = services.confirm_entered_response(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                version_id=version_id,
                intent=words_in(form.intent),
            )
        if not form.errors:
            flash(_CONFIRMED[receipt.tray], "good")
            return _to_entered(consultation_id, version_id)
    return _entered_page(consultation_id, version_id, form, None), status_of(form)


@blueprint.post("/entered/<int:version_id>/link")
@requires(Action.ENTER_RESPONSE, fresh=True)
def link(consultation_id: int, version_id: int) -> Answer:
    """Say whose answer it is that came from an unknown sender."""
    form = LinkForm()
    organisation_id = chosen_in(form.organisation_id)
    if form.validate_on_submit() and organisation_id is not None:
        with carrying_out(form, Lock("consultation", consultation_id)) as (session, now):
            services.link_response(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                version_id=version_id,
                organisation_id=organisation_id,
            )
        if not form.errors:
            flash("Linked. A second person now confirms it.", "good")
            return _to_entered(consultation_id, version_id)
    elif organisation_id is None:
        form.organisation_id.errors = ["Choose the organisation."]
    return _entered_page(consultation_id, version_id, PressForm(formdata=None), form), 422


@blueprint.get("/entered/<int:version_id>/evidence")
@requires(Action.READ_RETURNS)
def evidence(consultation_id: int, version_id: int) -> Response:
    """The message itself, as a file to keep; a browser never shows it as a page of ours."""
    with reading() as (session, now):
        name, content = evidence_file(
            session, viewer=current_actor(), now=now, consultation_id=consultation_id, version_id=version_id
        )
    response = Response(content, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _enter_form(page: EntryPage) -> EnterForm:
    form = EnterForm()
    form.organisation_id.choices = _offered(page.organisations, (UNKNOWN, "Unknown sender"))
    return form


def _offered(organisations: Iterable[tuple[int, str]], *before: tuple[str, str]) -> Choices:
    return offered([*before, *((str(one), name) for one, name in organisations)], nothing="Choose")


def _wants_more(form: EnterForm) -> bool:
    return bool(form.is_submitted() and form.more.data)


def _sheet(page: EntryPage, form: EnterForm) -> tuple[Sheet, list[OtherPoint]]:
    """The forms of the questions, and as many of other points as were asked for."""
    points: dict[str, PointForm] = {
        question.name: point_form(
            question, ResponseItem(key=question.name, targets=(question.target,)), f"q{question.id}-"
        )
        for question in page.questions
    }
    blocks = min(max(form.blocks.data or 0, BLOCKS_AT_A_TIME), MOST_BLOCKS) if page.places else 0
    if _wants_more(form):
        blocks = min(blocks + BLOCKS_AT_A_TIME, MOST_BLOCKS)
    form.blocks.data, form.blocks.raw_data = blocks, None
    others = [other_point(f"o{place}-", page.places) for place in range(blocks)]
    points |= {f"other {place}": other for place, other in enumerate(others)}
    return Sheet(form, points, {}), others


def _enter(page: EntryPage, sheet: Sheet, form: EnterForm) -> EnteredReceipt | None:
    """What was entered, or None: then the forms say what was refused, beside its field."""
    items = [item for name, one in sheet.points.items() if (item := _typed(name, one)) is not None]
    try:
        received_at, evidence, organisation_id = _received_at(form), _evidence(form), _organisation(form)
        typed = EnteredAnswer(
            items=tuple(items),
            confidentiality=confidentiality_named(form.confidentiality.data),
            no_comment_on_the_rest=bool(form.no_comment_on_the_rest.data),
            is_nil=bool(form.is_nil.data),
            also_for=words_in(form.also_for),
            blank_the_rest=bool(form.blank_the_rest.data),
        )
        if sheet.errors:
            return None
        with transaction(Lock("consultation", page.consultation.id)) as (session, now):
            return services.enter_response(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=page.consultation.id,
                organisation_id=organisation_id,
                sender=words_in(form.sender),
                route=ResponseRoute(form.route.data),
                received_at=received_at,
                evidence=evidence,
                answer=typed,
                limits=Limits(upload_bytes=house().settings.upload_max_bytes),
                intent=words_in(form.intent),
            )
    except ItemsNotComplete as refused:
        _refuse_each(sheet, refused)
    except RuleBroken as refused:
        form.refuse(refused)
    return None


def _typed(name: str, form: PointForm) -> TypedItem | None:
    """The point in one form, or None for an empty one or one that could not be understood."""
    target = words_in(form.target) if isinstance(form, OtherPoint) else name
    try:
        item = form.typed(target)
    except RuleBroken as refused:
        form.refuse(refused)
        return None
    said = item.comment.strip() or item.own_wording.strip() or item.position or item.chosen or item.objectives
    if not said:
        return None
    if not target:
        form.target.errors = ["Choose what this is about."]
        return None
    return item


def _refuse_each(sheet: Sheet, refused: ItemsNotComplete) -> None:
    for name, form in sheet.points.items():
        target = words_in(form.target) if isinstance(form, OtherPoint) else name
        for sentence in refused.refusals.get(target, ()):
            form.refuse(sentence)


def _received_at(form: EnterForm) -> datetime:
    at = form.received_time.data
    if at is None:
        raise BadRequest("A time is missing.")
    return london_instant(day_in(form.received_on), at)


def _evidence(form: EnterForm) -> Evidence:
    file = form.evidence_file.data
    if file is not None and file.filename:
        return Evidence(file.filename, file.read())
    text = words_in(form.evidence_text)
    if not text:
        raise EvidenceMissing("Attach the message, or paste it or your note of the call as text.", "evidence")
    return Evidence("message.txt", text.encode("utf-8", "replace"))


def _organisation(form: EnterForm) -> int | None:
    if words_in(form.organisation_id) == UNKNOWN:
        return None
    chosen = chosen_in(form.organisation_id)
    if chosen is None:
        raise SenderMissing("Choose the organisation, or “Unknown sender”.", "organisation_id")
    return chosen


def _entered_page(consultation_id: int, version_id: int, form: PressForm, link_form: LinkForm | None) -> str:
    with reading() as (session, now):
        view = entered_version(
            session, viewer=current_actor(), now=now, consultation_id=consultation_id, version_id=version_id
        )
    link_form = link_form or LinkForm(formdata=None)
    link_form.organisation_id.choices = _offered(view.organisations)
    return render_template("responses/entered.html", view=view, form=form, link_form=link_form)


def _to_entered(consultation_id: int, version_id: int) -> Answer:
    return redirect(url_for(".entered", consultation_id=consultation_id, version_id=version_id), 303)
