"""Administration of Working Days and Releases."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from wtforms import BooleanField, DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from voting.domain.calendar import london_date
from voting.domain.errors import NotFound
from voting.domain.people import Action
from voting.queries import calendar as queries
from voting.services import calendar as services
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    day_in,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")


class DayForm(Form):
    """A day that does not count."""

    on = DateField("Day", [InputRequired("Give the day.")])
    name = StringField("Why it does not count", [InputRequired("Say why, as people will read it."), Length(max=120)])


class ReleaseForm(Form):
    """A SEC Release."""

    name = StringField("Name", [InputRequired("Type the name, for example November 2027."), Length(max=80)])
    release_on = DateField("Release date", [InputRequired("Give the date.")])
    is_ad_hoc = BooleanField("This is an ad hoc release")


class MoveReleaseForm(Form):
    """Another date."""

    release_on = DateField("Release date", [InputRequired("Give the date.")])
    seen_version = HiddenField()


@blueprint.get("/days")
@requires(Action.ADMINISTER)
def days() -> Answer:
    """The days of one year that do not count."""
    with reading() as (session, now):
        this_year = london_date(now).year
        year = request.args.get("year", this_year, type=int)
        rows = queries.non_working_days(session, year=year)
    return render_template("calendar/days.html", rows=rows, year=year, this_year=this_year)


@blueprint.route("/days/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def add_day() -> Answer:
    """Add a day that does not count."""
    form = DayForm()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.add_non_working_day(
                session, actor=current_actor(), now=now, on=day_in(form.on), name=words_in(form.name)
            )
        if not form.errors:
            return redirect(url_for("calendar.days", year=day_in(form.on).year), 303)
    return render_template("calendar/add_day.html", form=form), status_of(form)


@blueprint.route("/days/<date:on>/withdraw", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def withdraw_day(on: date) -> Answer:
    """Let a day count again."""
    with reading() as (session, _now):
        row = next((row for row in queries.non_working_days(session, year=on.year) if row.on == on), None)
    if row is None:
        raise NotFound("This day counts already.")
    form = Form()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.withdraw_non_working_day(session, actor=current_actor(), now=now, on=on)
        if not form.errors:
            return redirect(url_for("calendar.days", year=on.year), 303)
    return render_template("calendar/withdraw_day.html", form=form, on=on), status_of(form)


@blueprint.get("/releases")
@requires(Action.ADMINISTER)
def releases() -> Answer:
    """All Releases."""
    with reading() as (session, now):
        rows = queries.releases(session)
    return render_template("calendar/releases.html", rows=rows, today=london_date(now))


@blueprint.route("/releases/new", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def add_release() -> Answer:
    """Add a Release."""
    form = ReleaseForm()
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.add_release(
                session,
                actor=current_actor(),
                now=now,
                name=words_in(form.name),
                release_on=day_in(form.release_on),
                is_ad_hoc=form.is_ad_hoc.data,
            )
        if not form.errors:
            return redirect(url_for("calendar.releases"), 303)
    return render_template("calendar/add_release.html", form=form), status_of(form)


@blueprint.route("/releases/<int:release_id>/move", methods=["GET", "POST"])
@requires(Action.ADMINISTER)
def move_release(release_id: int) -> Answer:
    """Move a Release to another day."""
    with reading() as (session, _now):
        row = next((row for row in queries.releases(session) if row.id == release_id), None)
    if row is None:
        raise NotFound("There is no such Release.")
    form = MoveReleaseForm(release_on=row.release_on, seen_version=str(row.version))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            services.move_release(
                session,
                actor=current_actor(),
                now=now,
                release_id=release_id,
                seen_version=whole_in(form.seen_version),
                release_on=day_in(form.release_on),
            )
        if not form.errors:
            return redirect(url_for("calendar.releases"), 303)
    return render_template("calendar/move_release.html", form=form, row=row), status_of(form)
