"""The result: read by everybody once published, previewed and published by SECAS, corrected by a further note."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from voting.db import Lock
from voting.domain.ballots.result import ChairDecision
from voting.domain.ballots.state import BallotState
from voting.domain.ballots.votes import OBJECTIVES_IN_SHORT
from voting.domain.labels import label
from voting.domain.modifications.lifecycle import BoardOutcome
from voting.domain.people import Action, Subject, may
from voting.queries.ballots import ResultView, result_view
from voting.queries.ballots.views import AskedOfChair
from voting.services import ballots as services
from voting.web.ballots import blueprint
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    house,
    offered,
    reading,
    requires,
    status_of,
    words_in,
)


class CorrectionForm(Form):
    """What was published wrongly, and whether the outcome is another."""

    correction = TextAreaField(
        "Correction",
        [InputRequired("Say what was published wrongly, what is right, and why."), Length(max=5000)],
        description="Published beside the result, which itself stays as it is.",
    )
    outcome = RadioField(
        "The result",
        validators=[InputRequired("Say whether the outcome is another.")],
        description="Another outcome moves the modification in the same act: a wrong decision falls, the right one is "
        "recorded, and a Party may refer it anew. Nothing moves what the Authority has decided.",
    )
    option = SelectField("Solution that is approved", choices=[], validate_choice=False)

    def offer(self, view: ResultView) -> None:
        """Put the outcomes up for choice, and the solutions where there are several."""
        stands = view.outcome_now
        others = [each for each in BoardOutcome if each is not stands]
        self.outcome.choices = offered(
            [
                (stands.value, f"It stands: {label(stands)}"),
                *((each.value, f"It is another: {label(each)}") for each in others),
            ]
        )
        solutions = [(each.option.key, each.option.title) for each in view.options]
        if len(solutions) > 1:
            self.option.choices = offered(solutions, nothing="None: nothing is approved")
        else:
            del self.option


@blueprint.get("/<int:ballot_id>/result")
@requires(Action.READ_PUBLIC)
def result(ballot_id: int) -> Answer:
    """The Board table with its sentences, how it was counted, and votes and reasons as far as one may read them."""
    view = _result(ballot_id)
    state = Subject(state=view.state.value)
    return render_template(
        "ballots/result.html",
        view=view,
        objectives=OBJECTIVES_IN_SHORT,
        may_publish=may(current_actor(), Action.PUBLISH_RESULT, state),
        may_correct=may(current_actor(), Action.CORRECT_RESULT, state),
        opens_page=may(current_actor(), Action.READ_BALLOT),
    )


@blueprint.route("/<int:ballot_id>/publish", methods=["GET", "POST"])
@requires(Action.PUBLISH_RESULT, fresh=True)
def publish(ballot_id: int) -> Answer:
    """Look at what would be published, enter what the chair and the Board said besides, and publish."""
    view = _result(ballot_id)
    form = _publish_form(view)
    if form.validate_on_submit():
        decided = _decided(view, form)
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            receipt = services.publish_result(
                session,
                actor=current_actor(),
                now=now,
                ballot_id=ballot_id,
                is_demonstration=house().settings.demonstration,
                preference=(form["preference"].data or None) if "preference" in form else None,
                chair_decisions=decided,
                chair_evidence=words_in(form["chair_evidence"]) if decided else "",
                intent=form.intent.data or "",
            )
        if not form.errors:
            flash(f"The result is published, receipt {receipt}. Members and respondents are told.", "good")
            return redirect(url_for("ballots.result", ballot_id=ballot_id), 303)
    is_demonstration = house().settings.demonstration
    return (
        render_template(
            "ballots/publish.html",
            view=view,
            form=form,
            is_open=view.state is BallotState.OPEN,
            lacks_rules=not (view.rules_confirmed or is_demonstration),
        ),
        status_of(form),
    )


@blueprint.route("/<int:ballot_id>/correct", methods=["GET", "POST"])
@requires(Action.CORRECT_RESULT, fresh=True)
def correct(ballot_id: int) -> Answer:
    """Add a correction to a published result, and move the modification where the right outcome leads."""
    view = _result(ballot_id)
    form = CorrectionForm()
    form.offer(view)
    if form.validate_on_submit():
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            services.correct_result(
                session,
                actor=current_actor(),
                now=now,
                ballot_id=ballot_id,
                correction=words_in(form.correction),
                outcome=BoardOutcome(form.outcome.data),
                option=(words_in(form.option) or None) if "option" in form else None,
            )
        if not form.errors:
            is_other = form.outcome.data != view.outcome_now.value
            moved = " The modification stands where it leads; look at its page." if is_other else ""
            flash(f"The correction is published beside the result.{moved}", "good")
            return redirect(url_for("ballots.result", ballot_id=ballot_id), 303)
    return render_template("ballots/correct.html", view=view, form=form), status_of(form)


def _result(ballot_id: int) -> ResultView:
    with reading() as (session, now):
        view = result_view(session, viewer=current_actor(), now=now, ballot_id=ballot_id)
    g.classification = view.classification
    return view


def _publish_form(view: ResultView) -> Form:
    """A form that asks what the count leaves to the chair and to the Board, and nothing where it leaves nothing."""
    fields: dict[str, Any] = {
        f"chair_{place}": RadioField(
            f"The chair decided for {_asked_words(asked)}",
            choices=offered([("approve", "Approve"), ("reject", "Reject")]),
            validators=[InputRequired("Enter what the chair decided.")],
        )
        for place, asked in enumerate(view.asked_of_chair)
    }
    if view.asked_of_chair:
        fields["chair_evidence"] = StringField(
            "Where the chair's decision is found",
            [InputRequired("Name the minute or message."), Length(max=500)],
            description="The minute or the message.",
        )
    if view.asked_of_board:
        fields["preference"] = RadioField(
            "Which solution the Board prefers",
            choices=offered((option.key, option.title) for option in view.asked_of_board),
            validators=[InputRequired("Enter which solution the Board prefers.")],
        )
    elif view.asked_of_chair and len(view.options) > 1:
        # Only the chair's decision tells whether several solutions pass, so it may or may not be needed.
        fields["preference"] = RadioField(
            "Which solution the Board prefers",
            choices=offered(((each.option.key, each.option.title) for each in view.options), nothing="Not said"),
            default="",
            validators=[Optional()],
            description="Needed where several solutions pass.",
        )
    form: Form = type("PublishForm", (Form,), {"called": (("chair", "chair_0"),), **fields})()
    return form


def _decided(view: ResultView, form: Form) -> tuple[ChairDecision, ...]:
    return tuple(
        ChairDecision(asked.option.key, asked.category, approves=form[f"chair_{place}"].data == "approve")
        for place, asked in enumerate(view.asked_of_chair)
    )


def _asked_words(asked: AskedOfChair) -> str:
    what = label(asked.category) if asked.category is not None else "the result as a whole"
    return f"{what} on {asked.option.title}"
