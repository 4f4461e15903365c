"""The timetable and the implementation approach: one page each to change them, one to shift, one for what happened."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from wtforms import DateField, FieldList, FormField, HiddenField, IntegerField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import DateInput

from voting.domain.calendar import london_date
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.modifications.report import ReportOption
from voting.domain.modifications.timetable import Span
from voting.domain.people import Action
from voting.queries.calendar import releases
from voting.queries.modifications.views import ModificationView, TimetableLine
from voting.services.modifications.implementation import set_implementation_options
from voting.services.modifications.timetable import PlannedRow, record_actual, set_timetable, shift_timetable
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
from voting.web.modifications import blueprint
from voting.web.modifications.viewing import viewed
from voting.web.sessions import request_time

EMPTY_ROWS = 3


class DayNotUnderstood(RuleBroken):
    """A date in a row of a table that is no date."""


class RowForm(PlainForm):
    """One row of the timetable."""

    id = HiddenField()
    words = StringField("What happens")
    starts_on = StringField("Planned first day", widget=DateInput())
    ends_on = StringField("Planned last day", widget=DateInput())


class TimetableForm(Form):
    """The timetable."""

    rows = FieldList(FormField(RowForm))
    seen_version = HiddenField()


class HappenedForm(Form):
    """What really happened."""

    starts_on = DateField("First day, or the only day", [InputRequired("Give the day on which it happened or began.")])
    ends_on = DateField("Last day", [Optional()], description="For what went on over several days and is over.")
    seen_version = HiddenField()


class ShiftForm(Form):
    """A move of all that is planned."""

    from_on = DateField("Everything planned on or after", [InputRequired("Give the day from which to move.")])
    working_days = IntegerField(
        "By how many Working Days",
        [InputRequired("Say by how many Working Days, as a whole number.")],
        description="Negative to move it earlier.",
    )
    seen_version = HiddenField()


class OptionForm(PlainForm):
    """One option of the implementation approach."""

    release_on = StringField("Release date", widget=DateInput())
    decide_by = StringField("Decided on or before", widget=DateInput())


class OptionsForm(Form):
    """The implementation approach."""

    options = FieldList(FormField(OptionForm))
    seen_version = HiddenField()


@blueprint.route("/<number>/timetable", methods=["GET", "POST"])
@requires(Action.EDIT_MODIFICATION)
def timetable(number: str) -> Answer:
    """Change what is planned."""
    view = viewed(number)
    form = TimetableForm(seen_version=str(view.version), rows=_typed_rows(view))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            set_timetable(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.id,
                seen_version=whole_in(form.seen_version),
                rows=_planned_rows(form, view),
            )
        if not form.errors:
            flash("The timetable is saved.", "good")
            return redirect(url_for("modifications.modification", number=view.number), 303)
    lines = {str(line.id): line for line in view.timetable}
    return render_template("modifications/timetable.html", form=form, view=view, lines=lines), status_of(form)


@blueprint.route("/<number>/timetable/shift", methods=["GET", "POST"])
@requires(Action.EDIT_MODIFICATION)
def shift(number: str) -> Answer:
    """Move everything that is planned from a day on."""
    view = viewed(number)
    form = ShiftForm(seen_version=str(view.version), from_on=london_date(request_time()))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            shift_timetable(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.id,
                seen_version=whole_in(form.seen_version),
                from_on=day_in(form.from_on),
                working_days_later=form.working_days.data or 0,
            )
        if not form.errors:
            flash("The timetable has moved.", "good")
            return redirect(url_for("modifications.modification", number=view.number), 303)
    return render_template("modifications/shift.html", form=form, view=view), status_of(form)


@blueprint.route("/<number>/timetable/<int:event_id>/happened", methods=["GET", "POST"])
@requires(Action.EDIT_MODIFICATION)
def happened(number: str, event_id: int) -> Answer:
    """Write down when a row of the timetable really happened."""
    view = viewed(number)
    line = next((one for one in view.timetable if one.id == event_id), None)
    if line is None:
        raise NotFound("There is no such row in the timetable.")
    form = HappenedForm(seen_version=str(view.version))
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            record_actual(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.id,
                seen_version=whole_in(form.seen_version),
                event_id=event_id,
                actual=Span(day_in(form.starts_on), form.ends_on.data),
            )
        if not form.errors:
            flash("Recorded beside the plan.", "good")
            return redirect(url_for("modifications.timetable", number=view.number), 303)
    return render_template("modifications/happened.html", form=form, view=view, line=line), status_of(form)


@blueprint.route("/<number>/implementation", methods=["GET", "POST"])
@requires(Action.EDIT_MODIFICATION)
def implementation(number: str) -> Answer:
    """Set the options of the implementation approach."""
    view = viewed(number)
    with reading() as (session, _now):
        known = releases(session)
    typed = [
        {"release_on": one.release_on.isoformat(), "decide_by": one.decide_by.isoformat()}
        for one in view.implementation.options
    ]
    form = OptionsForm(seen_version=str(view.version), options=[*typed, {}, {}])
    if form.validate_on_submit():
        with carrying_out(form) as (session, now):
            set_implementation_options(
                session,
                actor=current_actor(),
                now=now,
                modification_id=view.id,
                seen_version=whole_in(form.seen_version),
                options=_options(form),
            )
        if not form.errors:
            flash("The implementation approach is saved.", "good")
            return redirect(url_for("modifications.modification", number=view.number), 303)
    ahead = [release for release in known if release.release_on >= london_date(request_time())]
    return render_template("modifications/implementation.html", form=form, view=view, releases=ahead), status_of(form)


def _typed_rows(view: ModificationView) -> list[dict[str, str]]:
    return [*(_typed_row(line) for line in view.timetable), *({} for _ in range(EMPTY_ROWS))]


def _typed_row(line: TimetableLine) -> dict[str, str]:
    planned = line.planned
    return {
        "id": str(line.id),
        "words": line.words,
        "starts_on": planned.starts_on.isoformat() if planned else "",
        "ends_on": planned.ends_on.isoformat() if planned and planned.ends_on else "",
    }


def _planned_rows(form: TimetableForm, view: ModificationView) -> tuple[PlannedRow, ...]:
    """The rows as typed; one whose words were emptied goes. What has happened keeps the plan that it had."""
    fixed = {line.id: line for line in view.timetable if line.actual is not None}
    rows = []
    for place, row in enumerate(form.rows, start=1):
        row_id = whole_in(row.form.id) or None
        words = words_in(row.form.words)
        if row_id in fixed:
            line = fixed[row_id]
            rows.append(PlannedRow(words or line.words, line.planned, line.kind, row_id))
        elif words:
            rows.append(PlannedRow(words, _span(row.form, place), None, row_id))
    return tuple(rows)


def _span(row: RowForm, place: int) -> Span | None:
    starts_on, ends_on = _day(row.starts_on, place, "rows"), _day(row.ends_on, place, "rows")
    if starts_on is None:
        if ends_on is not None:
            raise DayNotUnderstood(f"Row {place} has a last day and no first day. Give the first day.", "rows")
        return None
    return Span(starts_on, ends_on)


def _options(form: OptionsForm) -> tuple[ReportOption, ...]:
    options = (
        ReportOption(_day(one.form.release_on, place, "options"), _day(one.form.decide_by, place, "options"))
        for place, one in enumerate(form.options, start=1)
    )
    return tuple(option for option in options if option != ReportOption())


def _day(field: StringField, place: int, where: str) -> date | None:
    typed = words_in(field)
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise DayNotUnderstood(
            f"“{typed[:20]}” in row {place} is no date. Choose one, or type it as 2027-11-04.", where
        ) from None
