"""Votes that came by another route: SECAS records them with their evidence, a second person confirms or declines."""

from flask import flash, redirect, render_template, request, url_for
from wtforms import DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from voting.db import Lock
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.votes import OBJECTIVES_IN_SHORT
from voting.domain.calendar import london_instant
from voting.domain.errors import NotFound
from voting.domain.labels import label
from voting.domain.people import Action
from voting.queries.ballots import BallotView, MayHaveVoted, VoteView, who_may_have_voted
from voting.services import ballots as services
from voting.web.ballots import blueprint
from voting.web.ballots.forms import parts_of, said_in, vote_form
from voting.web.ballots.reading import detail
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


class RecordForm(Form):
    """A vote as it arrived; the choice for each solution is added beneath."""

    called = (("choice", "choice_0"), ("objectives", "objectives_0"), ("reason", "reason_0"), ("given_by", "who"))

    who = SelectField("Whose vote it is", validators=[InputRequired("Choose whose vote it is.")])
    received_on = DateField("Received on", [InputRequired("Give the day.")])
    received_at = TimeField(
        "Received at",
        [InputRequired("Give the time.")],
        description="UK time. The deadline is judged on this, not on when it is entered.",
    )
    evidence = StringField(
        "Evidence",
        [InputRequired("Name the message in which it came."), Length(max=500)],
        description="The message in which the vote came, and where it is kept.",
    )


class SettleForm(Form):
    """What a second person makes of a recorded vote."""

    because = TextAreaField(
        "What is wrong with it", [Length(max=2000)], description="Needed only where you decline it."
    )


@blueprint.route("/<int:ballot_id>/record", methods=["GET", "POST"])
@requires(Action.RECORD_VOTE, fresh=True)
def record(ballot_id: int) -> Answer:
    """Record a vote that came by another route."""
    view = detail(ballot_id)
    with reading() as (session, _now):
        people = who_may_have_voted(session, ballot_id=ballot_id)
    form = vote_form(view, RecordForm)
    form["who"].choices = offered(((_key(one), _words(one)) for one in people), nothing="Choose")
    parts = parts_of(form, view)
    if form.validate_on_submit():
        one = next(one for one in people if _key(one) == form["who"].data)
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            services.record_vote(
                session,
                actor=current_actor(),
                now=now,
                ballot_id=ballot_id,
                seat_id=one.seat_id,
                given_by_id=one.person_id,
                given_as=Standing(one.standing),
                received_at=london_instant(day_in(form["received_on"]), form["received_at"].data),
                evidence=words_in(form["evidence"]),
                choices=said_in(parts),
            )
        if not form.errors:
            flash("It is recorded. It counts once a second person has confirmed it.", "good")
            return redirect(url_for("ballots.ballot", ballot_id=ballot_id), 303)
    return (
        render_template("ballots/record.html", form=form, view=view, parts=parts, letters=OBJECTIVES_IN_SHORT.items()),
        status_of(form),
    )


@blueprint.route("/<int:ballot_id>/recorded/<receipt>", methods=["GET", "POST"])
@requires(Action.CONFIRM_RECORDED_VOTE, fresh=True)
def settle(ballot_id: int, receipt: str) -> Answer:
    """Look at a recorded vote beside its evidence, and confirm or decline it as a second person."""
    form = SettleForm()
    if form.validate_on_submit():
        declines = request.form.get("then") == "decline"
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            _check_of_this_ballot(services.recorded_ballot(session, receipt=receipt), ballot_id)
            if declines:
                services.decline_recorded_vote(
                    session, actor=current_actor(), now=now, receipt=receipt, because=words_in(form.because)
                )
            else:
                services.confirm_recorded_vote(session, actor=current_actor(), now=now, receipt=receipt)
        if not form.errors:
            flash("Declined. It is kept and does not count." if declines else "Confirmed. The member is told.", "good")
            return redirect(url_for("ballots.ballot", ballot_id=ballot_id), 303)
    view = detail(ballot_id)
    votes = _waiting(view, receipt)
    return render_template("ballots/settle.html", form=form, view=view, votes=votes, receipt=receipt), status_of(form)


def _check_of_this_ballot(found: int, ballot_id: int) -> None:
    # The ballot that was locked has to be the one that is changed.
    if found != ballot_id:
        raise NotFound("There is no recorded vote with this receipt.")


def _waiting(view: BallotView, receipt: str) -> tuple[VoteView, ...]:
    votes = tuple(vote for vote in view.waiting_for_confirmation if vote.receipt == receipt)
    if not votes:
        raise NotFound("No recorded vote with this receipt waits here. Somebody may have settled it already.")
    return votes


def _key(one: MayHaveVoted) -> str:
    return f"{one.seat_id}-{one.person_id}-{one.standing.value}"


def _words(one: MayHaveVoted) -> str:
    return f"{one.seat_name}: {one.person}, {label(one.standing)}"
