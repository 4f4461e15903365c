"""The page on which an organisation answers: one page for a few questions, three panes for legal text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voting.domain.consultations import ConsultationState
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.people import Action
from voting.domain.responses import (
    CHOICES,
    DraftChoices,
    ResponseItem,
    TypedItem,
    read_seen_token,
    seen_token,
    target_ref,
)
from voting.queries.responses import PlaceView, RespondPage, answering_organisations, respond_page
from voting.services import responses as services
from voting.services.responses import Conflict, SavedDraft
from voting.web.edge import Answer, Form, current_actor, reading, requires, scratch, words_in
from voting.web.responses import blueprint
from voting.web.responses.forms import (
    WARNING_LINES,
    DraftForm,
    PointForm,
    PressForm,
    RemoveForm,
    WholeForm,
    confidentiality_named,
    point_form,
)
from voting.web.responses.shown import (
    document_address,
    listed_items,
    next_place,
    other_targets,
    points_shown,
    runs_of,
    saved_words,
    state_words,
)


@dataclass
class Sheet:
    """The forms of one page: the one around, the points inside it, and what was refused of them together."""

    around: Form
    points: Mapping[str, PointForm]
    places: Mapping[str, PlaceView]
    conflicts: list[Conflict] = field(default_factory=list)

    @property
    def errors(self) -> bool:
        """Whether anything was refused."""
        return any(form.errors for form in self._forms)

    @property
    def form_errors(self) -> list[str]:
        """The refusals that belong to no field."""
        return [str(sentence) for form in self._forms for sentence in form.form_errors]

    def __iter__(self):  # type: ignore[no-untyped-def] # what a WTForms form iterates is untyped.
        """All fields, for the summary of errors."""
        for form in self._forms:
            yield from form

    @property
    def _forms(self) -> list[Form | PointForm]:
        return [self.around, *self.points.values()]


@blueprint.get("")
@requires(Action.DRAFT_RESPONSE)
def respond(consultation_id: int) -> Answer:
    """Straight to the page of one's organisation, or the choice among several."""
    item = request.args.get("item")
    with reading() as (session, now):
        view = answering_organisations(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    asked = request.args.get("organisation", type=int)
    if asked is None and len(view.organisations) == 1:
        asked = view.organisations[0].id
    if asked is not None:
        return redirect(url_for(".answer", consultation_id=consultation_id, organisation_id=asked, item=item))
    return render_template("responses/respond.html", view=view, item=item)


@blueprint.route("/<int:organisation_id>", methods=["GET", "POST"])
@requires(Action.DRAFT_RESPONSE)
def answer(consultation_id: int, organisation_id: int) -> Answer:
    """Read what is asked, and draft the answer."""
    asked = request.form.get("target", "") if request.method == "POST" else request.args.get("item", "")
    page = _page(consultation_id, organisation_id, asked)
    sheet = sheet_of(page)
    if sheet.around.validate_on_submit():
        saved = save_sheet(page, sheet)
        if saved is not None and not saved.conflicts:
            return redirect(_after_saving(page), 303)
    status = 409 if sheet.conflicts else (422 if sheet.errors else 200)
    return _shown(page, sheet), status


@blueprint.post("/<int:organisation_id>/draft")
@requires(Action.DRAFT_RESPONSE)
def save(consultation_id: int, organisation_id: int) -> Answer:
    """Save the draft as one types; the script is answered in JSON, a plain form is led back to its page."""
    try:
        page = _page(consultation_id, organisation_id, request.form.get("target", ""))
        sheet = sheet_of(page)
        saved = save_sheet(page, sheet)
    except RuleBroken as refused:
        if "X-Autosave" not in request.headers:
            raise
        return _refused(str(refused), 403 if isinstance(refused, NotPermitted) else 422)
    if "X-Autosave" not in request.headers:
        if saved is None or saved.conflicts:
            return _shown(page, sheet), 409 if sheet.conflicts else 422
        return redirect(_after_saving(page), 303)
    if saved is None:
        return _refused(" ".join(_sentences(sheet)), 422)
    if saved.conflicts:
        by = saved.conflicts[0].changed_by
        return _refused(f"{by} changed this meanwhile. Your words are still here: press Save to see both texts.", 409)
    return jsonify(_progress(_page(consultation_id, organisation_id, request.form.get("target", "")), saved))


@blueprint.post("/<int:organisation_id>/rest")
@requires(Action.DRAFT_RESPONSE)
def rest(consultation_id: int, organisation_id: int) -> Answer:
    """Declare, or take back, that there is no comment on the rest."""
    declared = request.form.get("declared", "yes") == "yes"
    if PressForm().validate_on_submit():
        with scratch() as (session, now):
            services.set_draft_choices(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                organisation_id=organisation_id,
                no_comment_on_the_rest=declared,
            )
        flash("Declared: no comment on the rest." if declared else "Taken back: the rest is open again.", "good")
    return redirect(url_for(".review", consultation_id=consultation_id, organisation_id=organisation_id), 303)


@blueprint.post("/<int:organisation_id>/remove")
@requires(Action.DRAFT_RESPONSE)
def remove(consultation_id: int, organisation_id: int) -> Answer:
    """Take a point out of the draft."""
    form = RemoveForm()
    if form.validate_on_submit():
        try:
            with scratch() as (session, now):
                services.remove_draft_item(
                    session,
                    actor=current_actor(),
                    now=now,
                    consultation_id=consultation_id,
                    organisation_id=organisation_id,
                    target=words_in(form.target),
                    seen=words_in(form.seen),
                )
        except (services.DraftItemChanged, NotFound) as refused:
            flash(str(refused), "bad")
        else:
            flash("Taken out of the draft.", "good")
    return redirect(url_for(".review", consultation_id=consultation_id, organisation_id=organisation_id), 303)


@blueprint.post("/<int:organisation_id>/draft-again")
@requires(Action.DRAFT_RESPONSE)
def draft_again(consultation_id: int, organisation_id: int) -> Answer:
    """Begin the draft again from the last submitted version."""
    if PressForm().validate_on_submit():
        with scratch() as (session, now):
            services.draft_again(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                organisation_id=organisation_id,
            )
        flash("The draft is what you last submitted. Change it and submit it again.", "good")
    return redirect(url_for(".answer", consultation_id=consultation_id, organisation_id=organisation_id), 303)


def _page(consultation_id: int, organisation_id: int, item: str) -> RespondPage:
    with reading() as (session, now):
        return respond_page(
            session,
            viewer=current_actor(),
            now=now,
            consultation_id=consultation_id,
            organisation_id=organisation_id,
            item=str(target_ref(item)) if item else "",
        )


def sheet_of(page: RespondPage) -> Sheet:
    """The forms for what the page shows: every question of a short consultation, or the one place that is open."""
    if page.is_simple:
        shown = list(page.places)
        choices = page.choices
        around: Form = WholeForm(data={"confidentiality": choices.confidentiality.value, "also_for": choices.also_for})
        points = {place.target.name: point_form(place.target, place.item, f"q{place.target.id}-") for place in shown}
    else:
        shown = [page.current] if page.current else []
        around = DraftForm()
        points = {
            place.target.name: point_form(place.target, place.item, "point-", others=other_targets(page, place))
            for place in shown
        }
        if not around.is_submitted():
            around.target.data = page.current.target.name if page.current else ""
    seen = {place.target.name: place.digest for place in shown}
    if page.is_simple:
        seen[CHOICES] = page.choices.digest
    if not around.is_submitted():
        around.version.data = seen_token(seen)
    return Sheet(around, points, {place.target.name: place for place in shown})


def save_sheet(page: RespondPage, sheet: Sheet) -> SavedDraft | None:
    """Save what was typed; None where some of it could not be understood, which the forms then say."""
    items = [one for name, form in sheet.points.items() if (one := _typed(form, name)) is not None]
    choices = _choices_typed(page, sheet.around)
    if sheet.errors:
        return None
    seen = read_seen_token(words_in(sheet.around.version))
    try:
        with scratch() as (session, now):
            saved = services.save_draft(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=page.consultation.id,
                organisation_id=page.organisation_id,
                items=items,
                choices=choices,
                seen=seen,
            )
    except services.DraftsGone as refused:
        sheet.around.refuse(refused)
        return None
    if saved.conflicts:
        sheet.conflicts = list(saved.conflicts)
        # Having been shown the other text, whoever saves again takes their own knowingly.
        shown = {conflict.name: conflict.digest for conflict in saved.conflicts}
        sheet.around.version.data = seen_token({**saved.seen, **shown})
    return saved


def _typed(form: PointForm, name: str) -> TypedItem | None:
    try:
        return form.typed(name)
    except RuleBroken as refused:
        form.refuse(refused)
        return None


def _choices_typed(page: RespondPage, around: Form) -> DraftChoices | None:
    if not isinstance(around, WholeForm):
        return None
    try:
        chosen = confidentiality_named(around.confidentiality.data)
    except RuleBroken as refused:
        around.refuse(refused)
        return None
    return DraftChoices(chosen, words_in(around.also_for), page.choices.no_comment_on_the_rest)


def _after_saving(page: RespondPage) -> str:
    """Where a plain form leads: to the review, to the next place, or back to where one was."""
    then, target = request.form.get("then", "stay"), request.form.get("target", "")
    following = next_place(page, target) if then == "next" and target else None
    if then == "check" or (then == "next" and following is None):
        return url_for(".review", consultation_id=page.consultation.id, organisation_id=page.organisation_id)
    if following is None:
        flash("Draft saved.", "good")
    return url_for(
        ".answer",
        consultation_id=page.consultation.id,
        organisation_id=page.organisation_id,
        item=following.target.name if following else (target or None),
    )


def _shown(page: RespondPage, sheet: Sheet) -> str:
    if page.consultation.state is ConsultationState.PUBLISHED:
        return render_template("responses/outcome.html", page=page, points=points_shown(page))
    places = [place.target.name for place in page.places]
    current = places.index(page.current.target.name) if page.current else None
    return render_template(
        "responses/answer.html",
        page=page,
        sheet=sheet,
        items=[] if page.is_simple else listed_items(page),
        current=current,
        is_last=current is not None and current == len(places) - 1,
        runs=runs_of(page.text),
        document_href=(
            document_address(page.consultation.modification_number, page.text.document_code)
            if page.text and page.text.document_code
            else ""
        ),
        view=request.args.get("view", "redline"),
        saved_words=saved_words(page),
        warnings=WARNING_LINES,
        theirs={one.name: _theirs(one) for one in sheet.conflicts},
    )


def _theirs(conflict: Conflict) -> dict[str, object]:
    """The text that stands, beside mine in the form."""
    current = conflict.current
    return {
        "by": conflict.changed_by,
        "at": conflict.changed_at,
        "item": current if isinstance(current, ResponseItem) else None,
        "choices": current if isinstance(current, DraftChoices) else None,
    }


def _sentences(sheet: Sheet) -> list[str]:
    return [str(sentence) for one in sheet for sentence in one.errors] + sheet.form_errors


def _progress(page: RespondPage, saved: SavedDraft) -> dict[str, object]:
    """What the script shows after it saved: when, what the form has seen now, and how far the place is."""
    words: dict[str, object] = {
        "saved_words": saved_words(page),
        "version": seen_token(saved.seen),
        "answered": sum(place.state == "answered" for place in page.places),
    }
    if page.current is not None:
        words |= {"state": page.current.state, "state_words": state_words(page, page.current)}
    return words


def _refused(sentence: str, status: int) -> Response:
    response = jsonify({"refused_words": sentence})
    response.status_code = status
    return response
