"""The desk: every field of a draft with the passage it came from, the findings, and publishing as a second person."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from voting.db import Lock
from voting.domain.errors import NotFound, RuleBroken
from voting.domain.modifications.lint import Severity
from voting.domain.modifications.report import FieldKind, ReportField, blank_row, to_typed, typed_row
from voting.domain.people import Action
from voting.queries.reports import FieldOnPage, FindingOnPage, ReportDesk, report_desk
from voting.services import reports as services
from voting.services.intents import SeenVersionStale
from voting.web.edge import (
    NOT_THEIRS,
    Answer,
    Form,
    carrying_out,
    current_actor,
    offered,
    reading,
    requires,
    status_of,
    transaction,
    whole_in,
    words_in,
)
from voting.web.reports import blueprint, shown, words

NOT_STATED = "Not stated"


class DraftForm(Form):
    """An act on a draft as it was seen.

    `stands` is the version of its row that stands now; `places` says at which field of the form a path of the report
    stands.
    """

    passed_on = NOT_THEIRS

    seen_version = HiddenField()

    def __init__(self, stands: int, places: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._stands, self._places = str(stands), places or {}
        if not self.is_submitted():
            self.seen_version.data = self._stands

    def refuse(self, refused: RuleBroken) -> None:
        """Show what a rule refused beside its field.

        After somebody else's change the form takes on what stands now, so that saving again, having looked, goes
        through.
        """
        if isinstance(refused, SeenVersionStale):
            self.seen_version.data = self._stands
        refused.field = self._places.get(refused.field, refused.field)
        super().refuse(refused)


class ReasonForm(DraftForm):
    """Why a report is published with a finding."""

    reason = TextAreaField("Reason", [InputRequired("Say why the report is published with this finding.")])


class Finding(NamedTuple):
    """A finding with the name by which an address knows it."""

    key: str
    found: FindingOnPage

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of publishing."""
        return self.found.passed is None and self.found.finding.severity is not Severity.NOTE


@blueprint.get("/<int:version>/desk")
@requires(Action.READ_RETURNS)
def desk(number: str, version: int) -> Answer:
    """Everything that is to be done to a draft, and every field of it."""
    view = desk_of(number, version)
    groups = shown.groups_shown(view)
    return render_template(
        "reports/desk.html",
        view=view,
        groups=groups,
        jumps=[(group.words, f"#{group.name}") for group in groups],
        findings=_findings(view),
    )


@blueprint.route("/<int:version>/desk/field", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def edit_field(number: str, version: int) -> Answer:
    """The fields of one row beside the passage that they came from; `path` names the row or one of its fields."""
    view = desk_of(number, version)
    path = words.row_path(request.args.get("path", ""))
    fields = _fields_at(view, path)
    names = {each.field.path: f"field{at}" for at, each in enumerate(fields)}
    form = _form_for(tuple(each.field for each in fields), view.lock_version, names)
    if form.validate_on_submit():
        with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
            services.correct_fields(
                session,
                actor=current_actor(),
                now=now,
                version_id=view.version.id,
                seen_version=whole_in(form.seen_version),
                typed={field: str(form[name].data or "") for field, name in names.items()},
            )
        if not form.errors:
            flash("Saved.", "good")
            return redirect(_back(view, path), 303)
    # One passage is printed once, though several fields of a row came from it.
    passages = tuple(dict.fromkeys(passage for each in fields for passage in each.passages))
    return render_template(
        "reports/edit_field.html",
        form=form,
        view=view,
        path=path,
        heading=words.row_words(path),
        group=words.GROUPS.get(path.partition("/")[0], words.GROUPS[words.FRONT]),
        passages=tuple(shown.blocks_of(passage) for passage in passages),
        corrected=tuple(words.slot_words(each.field.path.rpartition("/")[2]) for each in fields if each.is_corrected),
        back=_back(view, path),
        is_row="/" in path,
    ), status_of(form)


@blueprint.route("/<int:version>/desk/add/<name>", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def add_row(number: str, version: int, name: str) -> Answer:
    """A further row of a list, such as a document that the reader did not see."""
    view = desk_of(number, version)
    if name not in words.ONE_OF or name in ("furniture", "unread"):
        raise NotFound("A report has no such list.")
    fields = blank_row(name)
    names = {each.path: f"field{at}" for at, each in enumerate(fields)}
    form = _form_for(fields, view.lock_version, names)
    if form.validate_on_submit():
        with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
            services.add_row(
                session,
                actor=current_actor(),
                now=now,
                version_id=view.version.id,
                seen_version=whole_in(form.seen_version),
                name=name,
                value=typed_row(name, {slot: str(form[field].data or "") for slot, field in names.items()}),
            )
        if not form.errors:
            flash("Added.", "good")
            return redirect(_back(view, f"{name}/"), 303)
    return render_template(
        "reports/add_row.html", form=form, view=view, one=words.ONE_OF[name], back=_back(view, f"{name}/")
    ), status_of(form)


@blueprint.post("/<int:version>/desk/remove")
@requires(Action.EDIT_REPORT)
def remove_row(number: str, version: int) -> Answer:
    """Take a row out of its list."""
    view = desk_of(number, version)
    form = DraftForm(view.lock_version)
    path = request.args.get("path", "")
    form.validate_on_submit()
    with transaction(Lock("report_version", view.version.id)) as (session, now):
        services.remove_row(
            session,
            actor=current_actor(),
            now=now,
            version_id=view.version.id,
            seen_version=whole_in(form.seen_version),
            path=path,
        )
    flash(f"{words.row_words(path)} is taken out.", "good")
    return redirect(_back(view, path), 303)


@blueprint.route("/<int:version>/desk/findings/<key>", methods=["GET", "POST"])
@requires(Action.EDIT_REPORT)
def accept_finding(number: str, version: int, key: str) -> Answer:
    """Pass one finding with a reason, which is kept and shown with the report."""
    view = desk_of(number, version)
    found = next((each.found for each in _findings(view) if each.key == key), None)
    if found is None:
        raise NotFound("The report no longer has this finding. Look at its desk again.")
    form = ReasonForm(view.lock_version)
    if form.validate_on_submit():
        with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
            services.accept_finding(
                session,
                actor=current_actor(),
                now=now,
                version_id=view.version.id,
                rule=found.finding.rule.value,
                message=found.finding.message,
                reason=words_in(form.reason),
            )
        if not form.errors:
            flash("Passed with your reason, which is shown with the report.", "good")
            return redirect(url_for("reports.desk", number=number, version=version, _anchor="findings"), 303)
    return render_template("reports/accept_finding.html", form=form, view=view, found=found), status_of(form)


@blueprint.route("/<int:version>/publish", methods=["GET", "POST"])
@requires(Action.PUBLISH_REPORT, fresh=True)
def publish(number: str, version: int) -> Answer:
    """Publish a draft as a second person."""
    view = desk_of(number, version)
    form = DraftForm(view.lock_version)
    if form.validate_on_submit():
        with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
            services.publish_report(
                session,
                actor=current_actor(),
                now=now,
                version_id=view.version.id,
                seen_version=whole_in(form.seen_version),
            )
        if not form.errors:
            flash("Published. This version never changes.", "good")
            return redirect(url_for("reports.version", number=number, version=version), 303)
    return render_template(
        "reports/publish.html", form=form, view=view, open_findings=sum(each.is_open for each in _findings(view))
    ), status_of(form)


def desk_of(number: str, version: int) -> ReportDesk:
    """The desk as the one who is here may see it."""
    with reading() as (session, _now):
        return report_desk(session, viewer=current_actor(), number=number, version_number=version)


def _findings(view: ReportDesk) -> tuple[Finding, ...]:
    return tuple(
        Finding(sha256(f"{each.finding.rule}\n{each.finding.message}".encode()).hexdigest()[:16], each)
        for each in view.findings
    )


def _fields_at(view: ReportDesk, path: str) -> tuple[FieldOnPage, ...]:
    found = tuple(each for _, fields in view.groups for each in fields if words.row_path(each.field.path) == path)
    if not found:
        raise NotFound("The report has no such field. It may have been renamed or taken out; look at the desk again.")
    return found


def _form_for(fields: tuple[ReportField, ...], stands: int, places: Mapping[str, str]) -> DraftForm:
    """A form with a field for each of these, filled with what they hold."""
    made = {f"field{at}": _form_field(each) for at, each in enumerate(fields)}
    form: DraftForm = type("RowForm", (DraftForm,), made)(
        stands, places, data={f"field{at}": to_typed(each.value) for at, each in enumerate(fields)}
    )
    for at, each in enumerate(fields):
        if not each.optional:
            form[f"field{at}"].flags.required = True
    return form


def _form_field(field: ReportField) -> Field:
    called = words.slot_words(field.path.rpartition("/")[2])
    match field.kind:
        case FieldKind.CHOICE:
            choices = offered(((each, words.choice_words(each)) for each in field.choices), nothing=NOT_STATED)
            return SelectField(called, choices=choices, validate_choice=False)
        case FieldKind.YES_NO:
            choices = offered((("yes", "Yes"), ("no", "No")), nothing=NOT_STATED)
            return SelectField(called, choices=choices, validate_choice=False)
        case FieldKind.LIST:
            return TextAreaField(called, description="One a line.")
        case FieldKind.DATE:
            return StringField(called, description="As 24 February 2022.")
        case FieldKind.NUMBER:
            return StringField(called, description="In digits.")
        case FieldKind.TEXT:
            return TextAreaField(called, description="An empty line between paragraphs.")
        case _:
            # A line of its own would lose the line ends that some fields were read with.
            return TextAreaField(called) if "\n" in to_typed(field.value) else StringField(called)


def _back(view: ReportDesk, path: str) -> str:
    name = path.partition("/")[0]
    group = name if name in words.GROUPS else words.FRONT
    return url_for("reports.desk", number=view.modification_number, version=view.version.number, _anchor=group)
