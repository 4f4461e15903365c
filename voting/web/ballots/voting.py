"""Voting: check what will be recorded, record it, and declare an interest."""

from flask import flash, redirect, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from voting.db import Lock
from voting.domain.errors import NotFound, NotPermitted, RuleBroken
from voting.domain.people import Action
from voting.queries.ballots import BallotView, question_put
from voting.services import ballots as services
from voting.web.ballots import blueprint
from voting.web.ballots.forms import LONGEST_REASON, parts_of, refuse_part, said_in, vote_form
from voting.web.ballots.reading import OpenForm, detail, form_of_seat, seat_of, shown
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    reading,
    requires,
    scratch,
    status_of,
    transaction,
    words_in,
)


class InterestForm(Form):
    """An interest in the matter."""

    interest = TextAreaField(
        "What the interest is",
        [InputRequired("Say what the interest is."), Length(max=LONGEST_REASON)],
        description="Read by SECAS and recorded with the vote.",
    )


@blueprint.post("/<int:ballot_id>/seats/<int:seat_id>/check")
@requires(Action.CAST_VOTE)
def check_vote(ballot_id: int, seat_id: int) -> Answer:
    """Show exactly what will be recorded, or what is wrong with it; nothing is recorded yet."""
    view = detail(ballot_id)
    filled = form_of_seat(view, seat_id)
    if request.form.get("then") == "change":
        return shown(view, filled)
    if not (filled.form.validate() and _would_be_recorded(view, filled)):
        return shown(view, filled, 422)
    return render_template("ballots/check_vote.html", view=view, filled=filled, said_by_option=said_in(filled.parts))


@blueprint.post("/<int:ballot_id>/seats/<int:seat_id>/votes")
@requires(Action.CAST_VOTE, fresh=True)
def cast(ballot_id: int, seat_id: int) -> Answer:
    """Record the vote, and show its receipt."""
    with reading() as (session, now):
        put = question_put(session, viewer=current_actor(), now=now, ballot_id=ballot_id, seat_id=seat_id)
    form = vote_form(put)
    parts = parts_of(form, put)
    if form.validate():
        try:
            with transaction(Lock("ballot", ballot_id)) as (session, now):
                made = services.cast_vote(
                    session,
                    actor=current_actor(),
                    now=now,
                    ballot_id=ballot_id,
                    seat_id=seat_id,
                    choices=said_in(parts),
                    intent=form.intent.data or "",
                )
            return redirect(url_for("history.receipt", code=made.receipt), 303)
        except RuleBroken as refused:
            _count_refused(ballot_id, refused)
            refuse_part(form, parts, 0, refused)
    view = detail(ballot_id)
    return shown(view, OpenForm(seat_of(view, seat_id), form, parts), 422)


@blueprint.route("/<int:ballot_id>/seats/<int:seat_id>/interest", methods=["GET", "POST"])
@requires(Action.DECLARE_INTEREST)
def interest(ballot_id: int, seat_id: int) -> Answer:
    """Declare an interest for one's seat."""
    form = InterestForm()
    view = detail(ballot_id)
    seat = form_of_seat(view, seat_id).seat
    if form.validate_on_submit():
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            services.declare_interest(
                session,
                actor=current_actor(),
                now=now,
                ballot_id=ballot_id,
                seat_id=seat_id,
                interest=words_in(form.interest),
            )
        if not form.errors:
            flash("The interest is recorded for your seat.", "good")
            return redirect(url_for("ballots.ballot", ballot_id=ballot_id), 303)
    return render_template("ballots/interest.html", form=form, view=view, seat=seat), status_of(form)


def _would_be_recorded(view: BallotView, filled: OpenForm) -> bool:
    """Ask the rules about each solution by itself, so that each refusal stands beside its own fields."""
    said = said_in(filled.parts)
    wanted = [
        ({part.option.key: said[part.option.key]}, place)
        for place, part in enumerate(filled.parts)
        if part.option.key in said
    ] or [({}, 0)]
    with reading() as (session, now):
        for choices, place in wanted:
            try:
                services.check_choices(
                    session,
                    actor=current_actor(),
                    now=now,
                    ballot_id=view.id,
                    seat_id=filled.seat.seat_id,
                    choices=choices,
                )
            except RuleBroken as refused:
                refuse_part(filled.form, filled.parts, place, refused)
    return not filled.form.errors


def _count_refused(ballot_id: int, refused: RuleBroken) -> None:
    """Every attempt of somebody who may vote is accounted for; that of somebody who may not is none."""
    if not isinstance(refused, NotFound | NotPermitted):
        with scratch() as (session, _now):
            services.count_refused_attempt(session, ballot_id=ballot_id)
