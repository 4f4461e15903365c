"""A report comes in from a file or pasted text; the differences of a later draft are taken or left."""

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import SelectMultipleField, TextAreaField

from voting.db import Lock
from voting.domain.errors import RuleBroken
from voting.domain.people import Action
from voting.queries.reports import difference_page, report_versions
from voting.services import reports as services
from voting.services.reports import Imported
from voting.web.edge import (
    NOT_THEIRS,
    Answer,
    Form,
    carrying_out,
    current_actor,
    house,
    reading,
    requires,
    status_of,
    transaction,
    whole_in,
    words_in,
)
from voting.web.reports import blueprint, shown
from voting.web.reports.desk import DraftForm

PASTED = "pasted text.txt"


class UploadForm(Form):
    """A report, as a file or pasted."""

    passed_on = NOT_THEIRS

    file = FileField("The report")
    text = TextAreaField("Or paste the text", description="Instead of a file: all of the report, from its first page.")


class DifferencesForm(DraftForm):
    """Which differences of a later draft are taken over; nothing is ticked beforehand."""

    accepted = SelectMultipleField("Differences", validate_choice=False)


class Upload(NamedTuple):
    """What came in, by which name, and the field it came in by."""

    content: bytes
    filename: str
    field: str


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Action.IMPORT_REPORT)
def upload(number: str) -> Answer:
    """Import a report: a first draft, or a later one beside the draft that is there."""
    with reading() as (session, _now):
        view = report_versions(session, viewer=current_actor(), number=number)
    form = UploadForm()
    if form.validate_on_submit():
        imported = _imported(form, view.modification_id)
        if imported is not None:
            where = "reports.differences" if imported.waits else "reports.desk"
            flash(
                "Imported beside the draft. Nothing of the draft was changed."
                if imported.waits
                else "Imported as a draft. Finish it by hand, then have a second person publish it.",
                "good",
            )
            return redirect(url_for(where, number=number, version=imported.number), 303)
    return render_template("reports/upload.html", form=form, view=view), status_of(form)


@blueprint.route("/<int:version>/differences", methods=["GET", "POST"])
@requires(Action.IMPORT_REPORT)
def differences(number: str, version: int) -> Answer:
    """What a later draft would change, part by part; what is ticked is taken, the rest is left."""
    with reading() as (session, _now):
        view = difference_page(session, viewer=current_actor(), number=number, version_number=version)
    form = DifferencesForm(view.lock_version)
    if form.validate_on_submit():
        with carrying_out(form, Lock("report_version", view.version.id)) as (session, now):
            taken = services.settle_import(
                session,
                actor=current_actor(),
                now=now,
                version_id=view.version.id,
                seen_version=whole_in(form.seen_version),
                accepted=form.accepted.data or (),
            )
        if not form.errors:
            flash(f"{taken} taken over, the rest left as it was.", "good")
            return redirect(url_for("reports.desk", number=number, version=version), 303)
    parts = shown.differences_shown(view.parts)
    return render_template("reports/differences.html", form=form, view=view, parts=parts), status_of(form)


def _imported(form: UploadForm, modification_id: int) -> Imported | None:
    """Where the import went, or None: then the form says what is wrong with it."""
    came = _came_in(form)
    if came is None:
        return None
    try:
        # Read before the transaction, because a file may take half a minute and nobody else should wait for it.
        read = services.read_upload(came.content, came.filename, upload_bytes=house().settings.upload_max_bytes)
        with transaction(Lock("modification", modification_id)) as (session, now):
            return services.import_report(
                session,
                actor=current_actor(),
                now=now,
                modification_id=modification_id,
                filename=came.filename,
                content=came.content,
                read=read,
                intent=words_in(form.intent),
            )
    except RuleBroken as refused:
        refused.field = came.field
        form.refuse(refused)
    return None


def _came_in(form: UploadForm) -> Upload | None:
    """The file or the pasted text; both or neither is refused at the form."""
    file, text = form.file.data, str(form.text.data or "")
    has_file = isinstance(file, FileStorage) and bool(file.filename)
    if has_file and text.strip():
        form.file.errors = ["Choose a file or paste the text, not both. Choose the file again if it is the file."]
    elif has_file:
        return Upload(file.read(), str(file.filename), "file")
    elif text.strip():
        return Upload(text.encode("utf-8", errors="replace"), PASTED, "text")
    else:
        form.file.errors = ["Choose the file with the text of the report, or paste the text."]
    return None
