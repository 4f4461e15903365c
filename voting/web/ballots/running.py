"""Running a vote: prepare it, open it as a second person, close the item, close it early, end it without a vote."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from voting.db import Lock
from voting.domain.ballots.state import BallotKind
from voting.domain.calendar import deadline_at
from voting.domain.people import Action
from voting.queries.ballots import modification_at_board, modifications_at_board, rule_set_list
from voting.services import ballots as services
from voting.web.ballots import blueprint
from voting.web.ballots.reading import detail
from voting.web.edge import (
    Answer,
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


class PrepareForm(Form):
    """A question to put to the Board."""

    question = StringField(
        "Question",
        [InputRequired("Write the question as it is put."), Length(max=300)],
        default="Shall it be approved?",
    )
    options = TextAreaField(
        "Solutions to vote on",
        [InputRequired("Name at least one solution."), Length(max=2000)],
        default="Proposed Solution",
        description="One a line. The Board votes on each by itself.",
    )
    kind = RadioField(
        "How the Board votes",
        choices=offered_members((BallotKind.EX_COMMITTEE, BallotKind.MEETING)),
        default=BallotKind.EX_COMMITTEE.value,
        validators=[InputRequired("Choose how the Board votes.")],
    )
    occasion = StringField(
        "Meeting or occasion",
        [Length(max=120)],
        description="As the forms that appoint alternates for one meeting name it.",
    )
    closes_on = DateField(
        "Closing day",
        [InputRequired("Give the closing day.")],
        description="It closes at 17:00 UK time, or once everybody has voted or the chair has closed the item.",
    )
    rule_set = SelectField("Rules of counting", validators=[InputRequired("Choose the rules.")])


class EndForm(Form):
    """An item that ends without a vote."""

    because = TextAreaField(
        "Why it ends without a vote",
        [InputRequired("Say why."), Length(max=2000)],
        description="Deferred to which meeting, returned with which questions, or withdrawn. Shown with the vote.",
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Action.PREPARE_BALLOT)
def prepare() -> Answer:
    """Prepare a vote on a modification that stands with the Board; without a number in the address, choose one."""
    number = request.args.get("modification", "")
    if not number:
        with reading() as (session, _now):
            rows = modifications_at_board(session)
        return render_template("ballots/choose_modification.html", rows=rows)
    with reading() as (session, _now):
        about = modification_at_board(session, number=number)
        rules = rule_set_list(session)
    form = PrepareForm(closes_on=about.meeting_on, occasion=about.meeting)
    form.rule_set.choices = offered((str(row.id), f"{row.name}, version {row.version}") for row in rules)
    if form.validate_on_submit():
        with carrying_out(form, Lock("modification", about.id)) as (session, now):
            made = services.prepare_ballot(
                session,
                actor=current_actor(),
                now=now,
                modification_id=about.id,
                question=words_in(form.question),
                options=_options(words_in(form.options)),
                rule_set_version_id=whole_in(form.rule_set),
                closes_at=deadline_at(day_in(form.closes_on)),
                kind=BallotKind(form.kind.data),
                occasion=words_in(form.occasion),
            )
        if not form.errors:
            flash("It is prepared. A second person opens it.", "good")
            return redirect(url_for("ballots.ballot", ballot_id=made), 303)
    return render_template("ballots/prepare.html", form=form, about=about, rules=rules), status_of(form)


def _options(typed: str) -> dict[str, str]:
    """The solutions by key, one a line: the Proposed Solution first, then its Alternatives."""
    titles = [line.strip() for line in typed.split("\n") if line.strip()]
    keys = ["proposed", *(f"alternative-{place}" for place in range(1, len(titles)))]
    return dict(zip(keys, titles, strict=False))


@blueprint.route("/<int:ballot_id>/open", methods=["GET", "POST"])
@requires(Action.OPEN_BALLOT, fresh=True)
def open_it(ballot_id: int) -> Answer:
    """Look at what is frozen, and open the vote."""
    done = "The vote is open, and every member is told."
    return _act(ballot_id, "ballots/open_it.html", services.open_ballot, done)


@blueprint.route("/<int:ballot_id>/close-item", methods=["GET", "POST"])
@requires(Action.CHAIR_CLOSES_ITEM, fresh=True)
def close_item(ballot_id: int) -> Answer:
    """The chair closes the item, so that the vote may close before its deadline."""
    done = "The item is closed. The code administrator may now close the vote."
    return _act(ballot_id, "ballots/close_item.html", services.chair_closes_item, done)


@blueprint.route("/<int:ballot_id>/close", methods=["GET", "POST"])
@requires(Action.CLOSE_BALLOT_EARLY, fresh=True)
def close_early(ballot_id: int) -> Answer:
    """Close the vote before its deadline."""
    done = "The vote is closed. No vote is taken any more."
    return _act(ballot_id, "ballots/close_early.html", services.close_ballot_early, done)


@blueprint.route("/<int:ballot_id>/end", methods=["GET", "POST"])
@requires(Action.END_BALLOT, fresh=True)
def end(ballot_id: int) -> Answer:
    """End the item without a vote."""
    form = EndForm()
    if form.validate_on_submit():
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            services.end_ballot_without_vote(
                session, actor=current_actor(), now=now, ballot_id=ballot_id, because=words_in(form.because)
            )
        if not form.errors:
            flash("The item has ended without a vote. What was cast stays on record and is not counted.", "good")
            return redirect(url_for("ballots.ballot", ballot_id=ballot_id), 303)
    return render_template("ballots/end.html", form=form, view=detail(ballot_id)), status_of(form)


def _act(ballot_id: int, page: str, use_case: Callable[..., None], done: str) -> Answer:
    form = Form()
    if form.validate_on_submit():
        with carrying_out(form, Lock("ballot", ballot_id)) as (session, now):
            use_case(session, actor=current_actor(), now=now, ballot_id=ballot_id)
        if not form.errors:
            flash(done, "good")
            return redirect(url_for("ballots.ballot", ballot_id=ballot_id), 303)
    return render_template(page, form=form, view=detail(ballot_id)), status_of(form)
