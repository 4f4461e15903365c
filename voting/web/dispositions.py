"""Replies: the workbench of SECAS, the form for one point or for several, and the page on which they are confirmed."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from voting.domain.confidentiality import UNPUBLISHED
from voting.domain.consultations import ConsultationState
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.people import Action, Subject, may
from voting.queries.dispositions import (
    PointAtWork,
    ReplyBench,
    ReplyPage,
    ReplyState,
    proposers_replies,
    reply_bench,
    reply_page,
)
from voting.services import dispositions as services
from voting.services.dispositions import Grouped, NewReply
from voting.web.consultations.forms import address_of, ids_in, typed
from voting.web.edge import (
    Answer,
    Form,
    current_actor,
    offered,
    offered_members,
    reading,
    requires,
    status_of,
    transaction,
    whole_in,
    words_in,
)

blueprint = Blueprint("dispositions", __name__, url_prefix="/consultations/<int:consultation_id>/replies")

STATE_WORDS = {
    ReplyState.MISSING: "No reply yet",
    ReplyState.DRAFTED: "Drafted",
    ReplyState.RETURNED: "Returned",
    ReplyState.CONFIRMED: "Confirmed",
    ReplyState.NOT_NEEDED: "Needs none",
}
KIND_HINTS = {
    DispositionKind.AGREED_AS_PROPOSED.value: "The text becomes exactly what was proposed.",
    DispositionKind.AGREED_IN_PART.value: "Say which part, and why not the rest.",
    DispositionKind.AGREED_OTHER_WORDING.value: "Give the words that were chosen instead.",
    DispositionKind.DUPLICATE_OF.value: "Name the other point below; its reply answers both.",
    DispositionKind.CARRIED_FORWARD.value: "It stays unresolved here: say where it is taken up.",
}
_NO_POINT = "0"


class GroupReplyForm(Form):
    """One reply for several points."""

    kind = RadioField(
        "Reply",
        choices=offered_members(one for one in DispositionKind if one is not DispositionKind.DUPLICATE_OF),
        validators=[InputRequired("Choose the reply.")],
    )
    detail = TextAreaField(
        "Detail or reason", description="The respondent reads it. Only “agreed as proposed” needs none."
    )
    decided_by = RadioField(
        "Who decided",
        choices=offered_members(DecidedBy),
        default=DecidedBy.PROPOSER.value,
        validators=[InputRequired("Say who decided.")],
    )
    is_editorial = BooleanField("It is an editorial point", description="SECAS decides on these alone.")

    def reply(self) -> NewReply:
        """The reply as typed."""
        return NewReply(
            kind=DispositionKind(self.kind.data),
            detail=typed(self.detail),
            decided_by=DecidedBy(self.decided_by.data),
            is_editorial=bool(self.is_editorial.data),
        )


class ReplyForm(GroupReplyForm):
    """The reply to one point."""

    kind = RadioField(
        "Reply",
        choices=offered_members(DispositionKind),
        validators=[InputRequired("Choose the reply.")],
    )
    adopted_wording = TextAreaField("The words as they now stand", description="Where the point proposed wording.")
    duplicate_of = SelectField("Duplicate of", choices=[], validate_choice=False)
    hunks_changed = SelectMultipleField(
        "Changes of the text that it alters",
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    hunks_cancelled = SelectMultipleField(
        "Changes of the text that it cancels",
        choices=[],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    seen_version = HiddenField(default="0")

    def offer(self, page: ReplyPage) -> None:
        """Put the other points and the changes up for choice."""
        others = [(str(one.id), f"{one.item.organisation or 'Name withheld'}: {one.where}") for one in page.others]
        self.duplicate_of.choices = offered([(_NO_POINT, "No other point"), *others])
        changes = offered((str(one.id), f"{one.document_code} {one.clause_label}: {one.words}") for one in page.changes)
        self.hunks_changed.choices = changes
        self.hunks_cancelled.choices = changes

    def reply(self) -> NewReply:
        """The reply as typed."""
        return NewReply(
            kind=DispositionKind(self.kind.data),
            detail=typed(self.detail),
            decided_by=DecidedBy(self.decided_by.data),
            is_editorial=bool(self.is_editorial.data),
            adopted_wording=typed(self.adopted_wording),
            duplicate_of_id=whole_in(self.duplicate_of) or None,
            hunks_changed=ids_in(self.hunks_changed),
            hunks_cancelled=ids_in(self.hunks_cancelled),
        )


class ConfirmForm(Form):
    """A confirmation of the ticked replies, each as it was seen."""

    evidence = TextAreaField(
        "Evidence",
        description="The message or minute in which whoever decided confirmed it. Editorial points need none.",
    )
    step = HiddenField()


class ReturnForm(Form):
    """Why a draft is not what was decided."""

    reason = TextAreaField("What is wrong with it", [InputRequired("Say what is wrong with it.")])
    seen_version = HiddenField()


class ActForm(Form):
    """An act on ticked points."""


@blueprint.get("")
@requires(Action.READ_RETURNS)
def workbench(consultation_id: int) -> Answer:
    """Every point with its reply, filtered by where it stands and by document."""
    state, document = _state(), request.args.get("document", "")
    view = _bench(consultation_id, state, document)
    return render_template(
        "dispositions/workbench.html",
        view=view,
        state=state,
        document=document,
        words=STATE_WORDS,
        can_draft=_may_now(Action.DRAFT_REPLY, view),
        can_confirm=_may_now(Action.CONFIRM_REPLY, view),
    )


def _state() -> ReplyState | None:
    """The state that the address asks for; an unknown one filters nothing."""
    wanted = request.args.get("state", "")
    return ReplyState(wanted) if wanted in set(ReplyState) else None


def _bench(consultation_id: int, state: ReplyState | None = None, document: str = "") -> ReplyBench:
    with reading() as (session, now):
        view = reply_bench(
            session,
            viewer=current_actor(),
            now=now,
            consultation_id=consultation_id,
            state=state,
            document=document,
        )
    g.classification = UNPUBLISHED
    return view


def _may_now(action: Action, view: ReplyBench) -> bool:
    return may(current_actor(), action, Subject(state=view.about.state.value))


@blueprint.route("/<int:item_id>", methods=["GET", "POST"])
@requires(Action.READ_RETURNS)
def reply(consultation_id: int, item_id: int) -> Answer:
    """Draft the reply to one point."""
    with reading() as (session, now):
        view = reply_page(session, viewer=current_actor(), now=now, consultation_id=consultation_id, item_id=item_id)
    g.classification = UNPUBLISHED
    form = ReplyForm(**_as_it_stands(view.point))
    form.offer(view)
    if form.validate_on_submit():
        try:
            with transaction() as (session, now):
                services.draft_reply(
                    session,
                    actor=current_actor(),
                    now=now,
                    consultation_id=consultation_id,
                    item_id=item_id,
                    reply=form.reply(),
                    seen_version=whole_in(form.seen_version),
                )
        except RuleBroken as refused:
            form.refuse(_on_form(refused))
        else:
            flash("Drafted. It needs the confirmation of whoever decided.", "good")
            after = request.form.get("then", "")
            if after == "next" and view.next_id is not None:
                return redirect(_to_point(consultation_id, view.next_id), 303)
            return redirect(url_for("dispositions.workbench", consultation_id=consultation_id), 303)
    can_draft = may(current_actor(), Action.DRAFT_REPLY, Subject(state=view.about.state.value))
    return (
        render_template(
            "dispositions/reply.html", form=form, view=view, words=STATE_WORDS, hints=KIND_HINTS, can_draft=can_draft
        ),
        status_of(form),
    )


def _to_point(consultation_id: int, item_id: int) -> str:
    return url_for("dispositions.reply", consultation_id=consultation_id, item_id=item_id)


def _on_form(refused: RuleBroken) -> RuleBroken:
    """Changes are named in two fields; the sentence stands at the first."""
    return RuleBroken(refused.sentence, "hunks_changed") if refused.field == "hunks" else refused


def _as_it_stands(point: PointAtWork) -> dict[str, object]:
    kept = point.reply
    if kept is None:
        return {"seen_version": "0"}
    return {
        "kind": kept.value.kind.value,
        "detail": kept.value.detail,
        "decided_by": kept.value.decided_by.value,
        "is_editorial": kept.value.editorial,
        "adopted_wording": kept.value.adopted_wording,
        "duplicate_of": str(kept.duplicate_of_id or _NO_POINT),
        "hunks_changed": [str(one) for one in kept.hunks_changed],
        "hunks_cancelled": [str(one) for one in kept.hunks_cancelled],
        "seen_version": str(kept.version),
    }


@blueprint.route("/together", methods=["GET", "POST"])
@requires(Action.DRAFT_REPLY)
def together(consultation_id: int) -> Answer:
    """Give the ticked points one reply. They come in the address, so that the page can be opened again."""
    if request.method == "POST" and "kind" not in request.form and "step" not in request.form:
        ticked = [str(one) for one in _ticked()]
        return redirect(url_for("dispositions.together", consultation_id=consultation_id, items=ticked), 303)
    chosen = {int(one) for one in request.args.getlist("items") if one.isdecimal() and len(one) < 12}
    form = GroupReplyForm()
    if form.validate_on_submit():
        try:
            with transaction() as (session, now):
                grouped = services.draft_replies(
                    session,
                    actor=current_actor(),
                    now=now,
                    consultation_id=consultation_id,
                    item_ids=sorted(chosen),
                    reply=form.reply(),
                )
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            return _told(consultation_id, grouped, "drafted")
    points = tuple(one for one in _bench(consultation_id).points if one.id in chosen)
    return (
        render_template(
            "dispositions/together.html",
            form=form,
            points=points,
            hints=KIND_HINTS,
            consultation_id=consultation_id,
            words=STATE_WORDS,
        ),
        status_of(form),
    )


@blueprint.post("/share")
@requires(Action.DRAFT_REPLY)
def share(consultation_id: int) -> Answer:
    """Let the Proposer read the ticked points and confirm their replies."""
    form = ActForm()
    if form.validate_on_submit():
        with transaction() as (session, now):
            grouped = services.share_with_proposer(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                item_ids=_ticked(),
                address=address_of("dispositions.to_confirm", consultation_id),
            )
        return _told(consultation_id, grouped, "shared with the Proposer")
    return redirect(url_for("dispositions.workbench", consultation_id=consultation_id), 303)


@blueprint.post("/confirm")
@requires(Action.CONFIRM_REPLY)
def confirm(consultation_id: int) -> Answer:
    """Confirm the ticked replies: SECAS is asked for the evidence first, the Proposer confirms at once."""
    form, actor = ConfirmForm(), current_actor()
    seen = _ticked()
    is_answered = bool(words_in(form.step)) or not actor.is_secas
    if is_answered and form.validate_on_submit():
        try:
            with transaction() as (session, now):
                grouped = services.confirm_replies(
                    session,
                    actor=actor,
                    now=now,
                    consultation_id=consultation_id,
                    seen_versions=seen,
                    evidence=typed(form.evidence),
                )
        except RuleBroken as refused:
            if not actor.is_secas:
                raise
            form.refuse(refused)
        else:
            return _told(consultation_id, grouped, "confirmed")
    form.step.data = "evidence"
    points = tuple(one for one in _bench(consultation_id).points if one.id in seen)
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
        try:
            with transaction() as (session, now):
                services.return_reply(
                    session,
                    actor=actor,
                    now=now,
                    consultation_id=consultation_id,
                    item_id=item_id,
                    seen_version=whole_in(form.seen_version),
                    reason=typed(form.reason),
                )
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            flash("Returned. SECAS drafts it again.", "good")
            return redirect(_after(consultation_id), 303)
    return (
        render_template(
            "dispositions/return_it.html",
            form=form,
            point=point,
            consultation_id=consultation_id,
            back=_after(consultation_id),
            words=STATE_WORDS,
        ),
        status_of(form),
    )


def _ticked() -> dict[int, int]:
    """The ticked points with the version of the reply that was shown beside each: `12:3`."""
    found: dict[int, int] = {}
    for value in request.form.getlist("items"):
        item, _, version = value.partition(":")
        if item.isdecimal() and version.isdecimal() and max(len(item), len(version)) < 12:
            found[int(item)] = int(version)
    return found


def _told(consultation_id: int, grouped: Grouped, what: str) -> Answer:
    """Back to the list, saying what was done and, for each point that was refused, why."""
    flash(f"{len(grouped.done)} {'reply is' if len(grouped.done) == 1 else 'replies are'} {what}.", "good")
    for item_id, sentence in grouped.refused:
        flash(f"Point {item_id}: {sentence}", "wait")
    return redirect(_after(consultation_id), 303)


def _after(consultation_id: int) -> str:
    endpoint = "dispositions.workbench" if current_actor().is_secas else "dispositions.to_confirm"
    return url_for(endpoint, consultation_id=consultation_id)
