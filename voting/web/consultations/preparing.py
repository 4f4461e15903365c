"""Preparing a consultation: what it is about and until when, its questions, and who is expected to answer."""

from flask import flash, redirect, render_template, request, url_for
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as Part
from wtforms.validators import InputRequired, Length

from voting.domain.consultations import KIND_RULES, ConsultationKind, QuestionKind
from voting.domain.labels import label
from voting.domain.people import Action, PartyCategory
from voting.queries.consultations import (
    Preparation,
    consultation_page,
    modification_of_number,
    preparation,
    preparation_of,
)
from voting.services import consultations as services
from voting.services.consultations import Contents, NewQuestion
from voting.web.consultations import blueprint
from voting.web.consultations.forms import ids_in
from voting.web.edge import (
    Answer,
    Checkboxes,
    Form,
    carrying_out,
    current_actor,
    day_in,
    offered,
    offered_members,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)

NO_REPORT = "0"
EMPTY_QUESTIONS = 2
_DAYS = "The window excludes the day of issue and includes the closing day. It closes at 17:00 UK time."


class ContentsForm(Form):
    """What a consultation is about."""

    title = StringField("Title", [InputRequired("Give the consultation a title."), Length(max=200)])
    issue_on = DateField("Issued on", [InputRequired("Give the day of issue.")])
    close_on = DateField("Closes on", [InputRequired("Give the closing day.")], description=_DAYS)
    introduction = TextAreaField("Introduction", description="What people are asked about and why. Markdown is kept.")
    report_version_id = RadioField("Modification Report", choices=[], validate_choice=False)
    legal_text_version_ids = Checkboxes(
        "Legal text",
        choices=[],
        validate_choice=False,
    )
    asks_for_replies = BooleanField("Each point gets a reply")
    is_open_to_secas = BooleanField("SECAS may read answers before it closes")
    seen_version = HiddenField(default="0")

    def offer(self, choices: Preparation) -> None:
        """Put this modification's documents up for choice."""
        reports = [(str(one.id), one.words) for one in choices.reports]
        self.report_version_id.choices = offered([*reports, (NO_REPORT, "Not about a version of the report")])
        self.legal_text_version_ids.choices = offered((str(one.id), one.words) for one in choices.texts)

    def contents(self) -> Contents:
        """What was typed and chosen."""
        return Contents(
            title=words_in(self.title),
            issue_on=day_in(self.issue_on),
            close_on=day_in(self.close_on),
            introduction=words_in(self.introduction),
            report_version_id=whole_in(self.report_version_id) or None,
            legal_text_version_ids=ids_in(self.legal_text_version_ids),
            asks_for_replies=bool(self.asks_for_replies.data),
            is_open_to_secas=bool(self.is_open_to_secas.data),
        )


class NewConsultationForm(ContentsForm):
    """A new consultation."""

    kind = RadioField(
        "Kind",
        choices=offered_members(ConsultationKind),
        validators=[InputRequired("Choose the kind of consultation.")],
    )
    invite = RadioField(
        "Who is expected to answer",
        choices=offered([("parties", "Every Party"), ("nobody", "Nobody yet: I choose them later")]),
        default="parties",
    )


class QuestionPart(Part):
    """One question."""

    text = TextAreaField("Question")
    kind = SelectField("Answered with", choices=offered_members(QuestionKind), default=QuestionKind.FREE_TEXT.value)
    hint = StringField("Hint")
    options = TextAreaField("Options", description="Only for “preferred option”: one a line.")
    comment_required = BooleanField("A reason is required")


class QuestionsForm(Form):
    """All questions in their order."""

    questions = FieldList(FormField(QuestionPart))
    seen_version = HiddenField()

    def new_questions(self) -> tuple[NewQuestion, ...]:
        """The questions as typed; a place without words is no question."""
        return tuple(_question(entry.form) for entry in self.questions if words_in(entry.form.text))


def _question(part: QuestionPart) -> NewQuestion:
    options = tuple(line.strip() for line in words_in(part.options).splitlines() if line.strip())
    return NewQuestion(
        QuestionKind(part.kind.data),
        words_in(part.text),
        words_in(part.hint),
        options,
        bool(part.comment_required.data),
    )


class InvitedForm(Form):
    """The organisations that are expected to answer."""

    organisations = Checkboxes(
        "Organisations",
        choices=[],
        validate_choice=False,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.PREPARE_CONSULTATION)
def prepare() -> Answer:
    """Prepare a consultation on the modification that the address names."""
    number = request.args.get("modification", "")
    with reading() as (session, now):
        actor = current_actor()
        modification_id = modification_of_number(session, viewer=actor, number=number)
        choices = preparation(session, viewer=actor, now=now, modification_id=modification_id)
    kind = _kind_asked_for()
    form = NewConsultationForm(
        kind=kind.value,
        title="",
        issue_on=choices.suggested_issue_on,
        close_on=choices.suggested_close_on,
        report_version_id=next((str(one.id) for one in choices.reports if one.is_latest), NO_REPORT),
        legal_text_version_ids=[str(one.id) for one in choices.texts if one.is_latest],
        asks_for_replies=KIND_RULES[kind].asks_replies,
    )
    form.offer(choices)
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            made = services.prepare_consultation(
                session,
                actor=current_actor(),
                now=now,
                modification_id=choices.modification_id,
                kind=ConsultationKind(form.kind.data),
                contents=form.contents(),
                invited=_parties(choices) if form.invite.data == "parties" else (),
            )
        if not form.errors:
            flash("Prepared. Check its questions; a second person opens it.", "good")
            return redirect(url_for("consultations.questions", consultation_id=made), 303)
    hints = {one.value: _kind_hint(one) for one in ConsultationKind}
    return render_template("consultations/prepare.html", form=form, choices=choices, hints=hints), status_of(form)


def _kind_asked_for() -> ConsultationKind:
    """The kind that the address names; an unknown one is as none."""
    wanted = request.args.get("kind", "")
    return ConsultationKind(wanted) if wanted in set(ConsultationKind) else ConsultationKind.LEGAL_TEXT


def _parties(choices: Preparation) -> list[int]:
    return [one.id for one in choices.organisations if one.category is not None]


def _kind_hint(kind: ConsultationKind) -> str:
    rule = KIND_RULES[kind]
    replies = "each point gets a reply" if rule.asks_replies else "no replies, a factual summary"
    return f"Usually {rule.minimum_working_days} Working Days or more; {replies}."


@blueprint.route("/<int:consultation_id>/edit", methods=["GET", "POST"])
@requires(Action.PREPARE_CONSULTATION)
def edit(consultation_id: int) -> Answer:
    """Change a prepared consultation."""
    choices = _choices(consultation_id)
    form = ContentsForm(
        title=choices.title,
        issue_on=choices.suggested_issue_on,
        close_on=choices.suggested_close_on,
        introduction=choices.introduction,
        report_version_id=str(choices.report_version_id or NO_REPORT),
        legal_text_version_ids=[str(one) for one in choices.text_version_ids],
        asks_for_replies=choices.asks_for_replies,
        is_open_to_secas=choices.is_open_to_secas,
        seen_version=str(choices.version),
    )
    form.offer(choices)
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.edit_consultation(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                seen_version=whole_in(form.seen_version),
                contents=form.contents(),
            )
        if not form.errors:
            return redirect(url_for("consultations.desk", consultation_id=consultation_id), 303)
    return render_template("consultations/edit.html", form=form, choices=choices), status_of(form)


@blueprint.route("/<int:consultation_id>/questions", methods=["GET", "POST"])
@requires(Action.PREPARE_CONSULTATION)
def questions(consultation_id: int) -> Answer:
    """The questions of a prepared consultation, with empty places for more."""
    with reading() as (session, now):
        view = consultation_page(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
    form = QuestionsForm(
        seen_version=str(view.version),
        questions=[
            {
                "text": one.text,
                "kind": one.kind.value,
                "hint": one.hint,
                "options": "\n".join(one.options),
                "comment_required": one.comment_required,
            }
            for one in view.questions
        ],
    )
    if not form.is_submitted():
        for _ in range(EMPTY_QUESTIONS):
            form.questions.append_entry()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.edit_questions(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                seen_version=whole_in(form.seen_version),
                questions=form.new_questions(),
            )
        if not form.errors:
            return redirect(url_for("consultations.desk", consultation_id=consultation_id), 303)
    return render_template("consultations/questions.html", form=form, view=view), status_of(form)


@blueprint.route("/<int:consultation_id>/invited", methods=["GET", "POST"])
@requires(Action.RUN_CONSULTATION)
def invited(consultation_id: int) -> Answer:
    """Who is expected to answer: chosen freely until it opens, added to after that."""
    choices = _choices(consultation_id)
    there = choices.invited_ids
    form = InvitedForm(organisations=[str(one) for one in there] if choices.is_prepared else [])
    uninvited = [one for one in choices.organisations if choices.is_prepared or one.id not in there]
    form.organisations.choices = offered((str(one.id), _with_category(one.name, one.category)) for one in uninvited)
    if form.validate_on_submit():
        act = services.set_invitations if choices.is_prepared else services.invite_organisations
        with carrying_out(form) as (session, now):
            act(
                session,
                actor=current_actor(),
                now=now,
                consultation_id=consultation_id,
                organisation_ids=ids_in(form.organisations),
            )
        if not form.errors:
            return redirect(url_for("consultations.desk", consultation_id=consultation_id), 303)
    return render_template("consultations/invited.html", form=form, choices=choices), status_of(form)


def _with_category(name: str, category: PartyCategory | None) -> str:
    return f"{name} ({label(category)})" if category else name


def _choices(consultation_id: int) -> Preparation:
    with reading() as (session, now):
        return preparation_of(session, viewer=current_actor(), now=now, consultation_id=consultation_id)
