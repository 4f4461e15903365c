"""Word files of legal text: handing them in, watching them being read, and saying which document each of them is."""

from flask import flash, redirect, render_template, request, url_for
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired

from voting.domain.errors import RuleBroken
from voting.domain.people import Action
from voting.queries.legal_text.documents import documents_page
from voting.queries.legal_text.imports import TextImportPage, text_import_page
from voting.services import legal_text as services
from voting.services.legal_text import FileChoice, HandedIn
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    reading,
    requires,
    status_of,
    whole_in,
    words_in,
)
from voting.web.legal_text import blueprint

_DOCUMENT = "document-"
_TITLE = "title-"
_LEAVE = "leave-"


class HandInForm(Form):
    """Redlined Word files, or one clean proposed text with the text in force to compare it with."""

    sec_version = StringField(
        "SEC version", [InputRequired("Name the SEC version.")], description="The version these were drafted against."
    )
    files = MultipleFileField("Redlined Word files")
    proposed = FileField("Proposed text, clean")
    in_force = FileField("Text in force, clean")


class SettleForm(Form):
    """What each file is; the fields of the files are added to a copy of this class."""

    seen_version = HiddenField()


@blueprint.route("/files", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def hand_in(number: str) -> Answer:
    """Hand in Annex B: redlined Word files, a zip of them, or two clean texts."""
    with reading() as (db, _now):
        view = documents_page(db, viewer=current_actor(), number=number)
    form = HandInForm()
    if form.validate_on_submit():
        import_id = _handed_in(form, view.modification_id)
        if import_id is not None:
            return redirect(url_for("legal_text.text_import", number=number, import_id=import_id), 303)
    return render_template("legal_text/hand_in.html", form=form, view=view), status_of(form)


@blueprint.route("/files/<int:import_id>", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def text_import(number: str, import_id: int) -> Answer:
    """The files of one import: how far they are read, what is wrong with them, and which document each is."""
    with reading() as (db, _now):
        view = text_import_page(db, viewer=current_actor(), number=number, import_id=import_id)
    form = _settle_form(view)
    if form.validate_on_submit():
        with carrying_out(form) as (db, now):
            drafts = services.settle_text_import(
                db,
                actor=current_actor(),
                now=now,
                import_id=import_id,
                seen_version=whole_in(form.seen_version),
                choices=_choices(form, view),
            )
        if not form.errors:
            made = "1 draft is made" if len(drafts) == 1 else f"{len(drafts)} drafts are made"
            flash(f"{made}. Give each change an owner, then have a second person publish.", "good")
            return redirect(url_for("legal_text.documents", number=number), 303)
    return render_template("legal_text/text_import.html", form=form, view=view), status_of(form)


def _handed_in(form: HandInForm, modification_id: int) -> int | None:
    """The import's id, or None where it was refused; the form then says why."""
    try:
        files = services.unpacked([*(_file(each) for each in form.files.data or () if each.filename), *_pair(form)])
    except RuleBroken as refused:
        form.refuse(refused)
        return None
    made: list[int] = []
    with carrying_out(form) as (db, now):
        made.append(
            services.hand_in_text_files(
                db,
                actor=current_actor(),
                now=now,
                modification_id=modification_id,
                sec_version=words_in(form.sec_version),
                files=files,
                intent=words_in(form.intent),
            )
        )
    return made[0] if made else None


def _pair(form: HandInForm) -> list[HandedIn]:
    proposed, in_force = form.proposed.data, form.in_force.data
    if not proposed and not in_force:
        return []
    if not (proposed and in_force):
        raise services.NoFiles(
            "A comparison needs both: the proposed text and the text in force.", "in_force" if proposed else "proposed"
        )
    clean = _file(proposed)
    return [HandedIn(clean.name, clean.content, in_force=_file(in_force))]


def _file(sent: FileStorage) -> HandedIn:
    return HandedIn(sent.filename or "", sent.read())


def _settle_form(view: TextImportPage) -> SettleForm:
    """One form for all files that were read, each with the document that it is likely to be."""
    form_class = type("SettleForm", (SettleForm,), {})
    for file in view.readable:
        known = {document.code for document in view.documents}
        setattr(
            form_class,
            f"{_DOCUMENT}{file.id}",
            StringField("Document", default=file.guess.document, description="Section L, or Appendix D."),
        )
        if file.guess.document not in known:
            setattr(
                form_class,
                f"{_TITLE}{file.id}",
                StringField("Its title", description="Needed once, when the document is first named here."),
            )
        setattr(form_class, f"{_LEAVE}{file.id}", BooleanField("Leave this file out"))
    form: SettleForm = form_class()
    if request.method == "GET":
        form.seen_version.data = str(view.seen_version)
    return form


def _choices(form: SettleForm, view: TextImportPage) -> dict[int, FileChoice | None]:
    """What was said of each file; one with an empty document is not spoken of."""
    choices: dict[int, FileChoice | None] = {}
    for file in view.readable:
        document = words_in(form[f"{_DOCUMENT}{file.id}"])
        if form[f"{_LEAVE}{file.id}"].data:
            choices[file.id] = None
        elif document:
            title = f"{_TITLE}{file.id}"
            choices[file.id] = FileChoice(document, words_in(form[title]) if title in form else "")
    return choices
