"""Administration of Change Board seats: the register, and one form for each act."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from voting.domain.ballots.parameters import VotingCategory
from voting.domain.calendar import london_date
from voting.domain.errors import NotFound
from voting.domain.people import Action
from voting.queries.ballots import Appointment, SeatOnRegister, people_to_appoint, seat_on_register, seat_register
from voting.queries.people import organisation_register
from voting.services import ballots as services
from voting.web.ballots import blueprint
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

FIRST_DAY = [InputRequired("Give the first day.")]


class SeatForm(Form):
    """A new seat."""

    name = StringField("Name", [InputRequired("Type the name, for example Small Suppliers 3."), Length(max=120)])
    key = StringField(
        "Short key",
        [InputRequired("Type a short key, for example small-3."), Length(max=40)],
        description="Letters, digits and dashes. It names the seat in every result.",
    )
    category = SelectField("Category", choices=offered_members(VotingCategory))
    position = IntegerField(
        "Place in the list", [InputRequired("Give its place."), NumberRange(1, 999, "Give a place from 1 to 999.")]
    )


class MemberForm(Form):
    """Somebody who takes a seat."""

    person_id = SelectField("Member")
    organisation_id = SelectField("Organisation", description="The organisation that the member comes from.")
    valid_from = DateField("First day", FIRST_DAY, description="Whoever holds the seat leaves it on this day.")
    is_chair = BooleanField("Chairs the Change Board")


class AlternateForm(Form):
    """Somebody who stands in for a seat."""

    person_id = SelectField("Alternate")
    valid_from = DateField("First day", FIRST_DAY)
    valid_to = DateField("First day on which it no longer holds", [Optional()])
    occasion = StringField(
        "One meeting",
        [Length(max=120)],
        description="Leave empty for a standing alternate; otherwise name the meeting as its vote does.",
    )
    evidence = StringField("Form", [InputRequired("Name the form by which they were appointed."), Length(max=500)])


class EndForm(Form):
    """The end of an appointment or a seat."""

    valid_to = DateField("First day on which it no longer holds", [InputRequired("Give the day.")])


@blueprint.get("/seats")
@requires(Action.ADMINISTER)
def seats() -> Answer:
    """Every seat: category, holder, who stands in, vacancy."""
    with reading() as (session, now):
        rows = seat_register(session, today=london_date(now))
    return render_template("ballots/seats.html", rows=rows)


@blueprint.route("/seats/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def add_seat() -> Answer:
    """Add a seat."""
    form = SeatForm()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            made = services.add_seat(
                session,
                actor=current_actor(),
                now=now,
                key=words_in(form.key),
                name=words_in(form.name),
                category=VotingCategory(form.category.data),
                position=whole_in(form.position),
            )
        if not form.errors:
            return redirect(url_for("ballots.seat", seat_id=made), 303)
    return render_template("ballots/add_seat.html", form=form), status_of(form)


@blueprint.get("/seats/<int:seat_id>")
@requires(Action.ADMINISTER)
def seat(seat_id: int) -> Answer:
    """One seat with everybody who held it or stood in."""
    return render_template("ballots/seat.html", seat=_seat(seat_id))


@blueprint.route("/seats/<int:seat_id>/member", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def appoint_member(seat_id: int) -> Answer:
    """Put somebody into the seat."""
    form = MemberForm()
    form.person_id.choices = offered(_people())
    form.organisation_id.choices = offered(_organisations())
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.appoint_member(
                session,
                actor=current_actor(),
                now=now,
                seat_id=seat_id,
                person_id=whole_in(form.person_id),
                organisation_id=whole_in(form.organisation_id),
                valid_from=day_in(form.valid_from),
                is_chair=bool(form.is_chair.data),
            )
        if not form.errors:
            return _to_seat(seat_id, "The member is appointed.")
    return render_template("ballots/appoint_member.html", form=form, seat=_seat(seat_id)), status_of(form)


@blueprint.route("/seats/<int:seat_id>/alternate", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def appoint_alternate(seat_id: int) -> Answer:
    """Appoint somebody who stands in for the seat."""
    form = AlternateForm()
    form.person_id.choices = offered(_people())
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.appoint_alternate(
                session,
                actor=current_actor(),
                now=now,
                seat_id=seat_id,
                person_id=whole_in(form.person_id),
                valid_from=day_in(form.valid_from),
                valid_to=form.valid_to.data,
                occasion=words_in(form.occasion),
                evidence=words_in(form.evidence),
            )
        if not form.errors:
            return _to_seat(seat_id, "The alternate is appointed.")
    return render_template("ballots/appoint_alternate.html", form=form, seat=_seat(seat_id)), status_of(form)


@blueprint.route("/seats/<int:seat_id>/members/<int:member_id>/end", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def end_member(seat_id: int, member_id: int) -> Answer:
    """End a membership, which leaves the seat vacant."""
    return _end(seat_id, member_id, is_alternate=False)


@blueprint.route("/seats/<int:seat_id>/alternates/<int:alternate_id>/end", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def end_alternate(seat_id: int, alternate_id: int) -> Answer:
    """End an alternate's appointment."""
    return _end(seat_id, alternate_id, is_alternate=True)


@blueprint.route("/seats/<int:seat_id>/abolish", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def abolish_seat(seat_id: int) -> Answer:
    """Take a seat off the Board."""
    form = EndForm()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.abolish_seat(
                session, actor=current_actor(), now=now, seat_id=seat_id, abolished_on=day_in(form.valid_to)
            )
        if not form.errors:
            return _to_seat(seat_id, "The seat is abolished.")
    return render_template("ballots/abolish_seat.html", form=form, seat=_seat(seat_id)), status_of(form)


def _end(seat_id: int, appointment_id: int, *, is_alternate: bool) -> Answer:
    form = EndForm()
    row = _seat(seat_id)
    about = _appointment(row, appointment_id, is_alternate=is_alternate)
    if form.validate_on_submit():
        arguments: dict[str, Any] = {"valid_to": day_in(form.valid_to)}
        with carrying_out(form) as (session, now):
            if is_alternate:
                services.end_alternate(
                    session, actor=current_actor(), now=now, alternate_id=appointment_id, **arguments
                )
            else:
                services.end_membership(session, actor=current_actor(), now=now, member_id=appointment_id, **arguments)
        if not form.errors:
            return _to_seat(seat_id, "The appointment has its end.")
    return render_template("ballots/end_appointment.html", form=form, seat=row, about=about), status_of(form)


def _appointment(row: SeatOnRegister, appointment_id: int, *, is_alternate: bool) -> Appointment:
    held = row.alternates if is_alternate else row.members
    about = next((each for each in held if each.id == appointment_id), None)
    if about is None:
        raise NotFound("There is no such appointment to this seat.")
    return about


def _seat(seat_id: int) -> SeatOnRegister:
    with reading() as (session, now):
        return seat_on_register(session, seat_id=seat_id, today=london_date(now))


def _people() -> list[tuple[str, str]]:
    with reading() as (session, now):
        return [(str(each.id), each.words) for each in people_to_appoint(session, today=london_date(now))]


def _organisations() -> list[tuple[str, str]]:
    with reading() as (session, now):
        rows = organisation_register(session, today=london_date(now))
    return [(str(row.id), row.name) for row in rows if row.ceased_on is None]


def _to_seat(seat_id: int, said: str) -> Response:
    flash(said, "good")
    return redirect(url_for("ballots.seat", seat_id=seat_id), 303)
