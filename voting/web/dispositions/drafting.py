"""Drafting replies: to one point, or one reply to several."""

from flask import flash, g, redirect, render_template, request, url_for
from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired

from voting.domain.confidentiality import UNPUBLISHED
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.people import Action, Subject, may
from voting.queries.dispositions import PointAtWork, ReplyPage, reply_page
from voting.services import dispositions as services
from voting.services.dispositions import NewReply
from voting.web.consultations.forms import ids_in
from voting.web.dispositions import blueprint
from voting.web.dispositions.reading import STATE_WORDS, bench, ticked, told
from voting.web.edge import (
    Answer,
    Checkboxes,
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
            detail=words_in(self.detail),
            decided_by=DecidedBy(self.decided_by.data),
            is_editorial=bool(self.is_editorial.data),
        )


class ReplyForm(GroupReplyForm):
    """The reply to one point."""

    # Changes are named in two fields; a sentence about both stands at the first.
    called = (("hunks", "hunks_changed"),)

    kind = RadioField(
        "Reply",
        choices=offered_members(DispositionKind),
        validators=[InputRequired("Choose the reply.")],
    )
    adopted_wording = TextAreaField("The words as they now stand", description="Where the point proposed wording.")
    duplicate_of = SelectField("Duplicate of", choices=[], validate_choice=False)
    hunks_changed = Checkboxes(
        "Changes of the text that it alters",
        choices=[],
        validate_choice=False,
    )
    hunks_cancelled = Checkboxes(
        "Changes of the text that it cancels",
        choices=[],
        validate_choice=False,
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
            detail=words_in(self.detail),
            decided_by=DecidedBy(self.decided_by.data),
            is_editorial=bool(self.is_editorial.data),
            adopted_wording=words_in(self.adopted_wording),
            duplicate_of_id=chosen_in(self.duplicate_of),
            hunks_changed=ids_in(self.hunks_changed),
            hunks_cancelled=ids_in(self.hunks_cancelled),
        )


@blueprint.get("/<int:item_id>")
@requires(Action.READ_RETURNS)
def reply(consultation_id: int, item_id: int) -> Answer:
    """One point, and the reply to it as it stands."""
    view = _reply_page(consultation_id, item_id)
    return _shown_reply(view, _reply_form(view))


@blueprint.post("/<int:item_id>")
@requires(Action.DRAFT_REPLY)
def draft(consultation_id: int, item_id: int) -> Answer:
    """Draft the reply to one point."""
    view = _reply_page(consultation_id, item_id)
    form = _reply_form(view)
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.draft_reply(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                item_id=item_id,
                reply=form.reply(),
                seen_version=whole_in(form.seen_version),
            )
        if not form.errors:
            flash("Drafted. It needs the confirmation of whoever decided.", "good")
            if request.form.get("then", "") == "next" and view.next_id is not None:
                return redirect(_to_point(consultation_id, view.next_id), 303)
            return redirect(url_for("dispositions.workbench", consultation_id=consultation_id), 303)
    return _shown_reply(view, form)


def _reply_page(consultation_id: int, item_id: int) -> ReplyPage:
    with reading() as (session, now):
        view = reply_page(session, viewer=current_actor(), now=now, consultation_id=consultation_id, item_id=item_id)
    g.classification = UNPUBLISHED
    return view


def _reply_form(view: ReplyPage) -> ReplyForm:
    form = ReplyForm(**_as_it_stands(view.point))
    form.offer(view)
    return form


def _shown_reply(view: ReplyPage, form: ReplyForm) -> Answer:
    can_draft = may(current_actor(), Action.DRAFT_REPLY, Subject(state=view.about.state.value))
    return (
        render_template(
            "dispositions/reply.html", form=form, view=view, words=STATE_WORDS, hints=KIND_HINTS, can_draft=can_draft
        ),
        status_of(form),
    )


def _to_point(consultation_id: int, item_id: int) -> str:
    return url_for("dispositions.reply", consultation_id=consultation_id, item_id=item_id)


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
        items = [str(one) for one in ticked()]
        return redirect(url_for("dispositions.together", consultation_id=consultation_id, items=items), 303)
    chosen = {int(one) for one in request.args.getlist("items") if one.isdecimal() and len(one) < 12}
    form = GroupReplyForm()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            grouped = services.draft_replies(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                item_ids=sorted(chosen),
                reply=form.reply(),
            )
        if not form.errors:
            return told(consultation_id, grouped, "drafted")
    points = tuple(one for one in bench(consultation_id).points if one.id in chosen)
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
