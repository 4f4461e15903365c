"""Legal text: the documents of a modification, one document clause by clause, and what SECAS does with a draft."""

from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, session, url_for
from markupsafe import Markup
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from voting.domain.errors import RuleBroken
from voting.domain.legal_text import HunkOwner, View
from voting.domain.people import Action
from voting.queries.legal_text.documents import ClauseOnPage, DocumentPage, document_page, documents_page
from voting.services import legal_text as services
from voting.web.edge import (
    Answer,
    Form,
    current_actor,
    offered,
    offered_members,
    reading,
    requires,
    status_of,
    transaction,
    words_in,
)

blueprint = Blueprint("legal_text", __name__, url_prefix="/modifications/<number>/legal-text")


class ImportForm(Form):
    """Two pasted texts of one document."""

    document = StringField("Document", [InputRequired("Name the document.")], description="Section L, or Appendix D.")
    title = StringField("Its title", description="Needed once, when the document is first named here.")
    sec_version = StringField(
        "SEC version", [InputRequired("Name the SEC version.")], description="The version this was drafted against."
    )
    as_is = TextAreaField("Text in force", description="One paragraph a line, with its number, as it stands now.")
    to_be = TextAreaField("Proposed text", description="The same document as it would read. We find the changes.")


class OwnForm(Form):
    """An owner for chosen changes."""

    hunks = SelectMultipleField("Changes", validate_choice=False)
    owner = RadioField(
        "Why they are there",
        choices=offered_members(each for each in HunkOwner if each is not HunkOwner.PROPOSED_SOLUTION),
        validators=[InputRequired("Choose why these changes are there.")],
    )
    observation = SelectField("Observation", choices=[], validate_choice=False)


class CancelForm(Form):
    """The reason why a change is cancelled."""

    because = StringField(
        "Because of",
        [InputRequired("Say why it is cancelled.")],
        description="Shown in the text: “cancelled because of …”.",
    )


class PlainForm(Form):
    """An act that needs nothing but the press of its button."""

    version_id = HiddenField()


class ClauseShown(NamedTuple):
    """A clause as the component prints it."""

    key: str
    html: Markup
    links: tuple[tuple[str, str], ...]


class Run(NamedTuple):
    """Clauses in a row, folded under words where there are any."""

    fold_words: str
    clauses: tuple[ClauseShown, ...]


class Contents(NamedTuple):
    """One line of the contents."""

    href: str
    number: str
    words: str
    level: int
    changes: int


@blueprint.get("")
@requires(Action.READ_PUBLIC)
def documents(number: str) -> Answer:
    """The documents that a modification changes."""
    with reading() as (db, _now):
        view = documents_page(db, viewer=current_actor(), number=number)
    return render_template("legal_text/documents.html", view=view)


@blueprint.get("/<slug>")
@requires(Action.READ_PUBLIC)
def document(number: str, slug: str) -> Answer:
    """One document: redline, clean, in force, or in words; whole or only what changes."""
    page = _page(number, slug, request.args.get("version", type=int))
    only_changes = request.args.get("show") == "changes"
    observation = request.args.get("observation", "")
    shown = _shown(page, only_changes=only_changes, observation=observation)
    response = make_response(
        render_template(
            "legal_text/document.html",
            view=page,
            runs=_runs(page, shown, folds=only_changes),
            contents=_contents(page),
            shown=request.args.get("view", View.REDLINE.value),
            only_changes=only_changes,
            observation=observation,
            matches=len(shown),
        )
    )
    if page.etag:
        # Kept by the browser and asked about again: what is published does not change, what stands around it may.
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(_fingerprint(page.etag))
        return response.make_conditional(request)
    return response


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def import_text(number: str) -> Answer:
    """Paste the text in force and the proposed one; a draft version comes of it."""
    with reading() as (db, _now):
        view = documents_page(db, viewer=current_actor(), number=number)
    form = ImportForm(document=request.args.get("document", ""))
    if form.validate_on_submit():
        try:
            with transaction() as (db, now):
                services.import_legal_text(
                    db,
                    actor=current_actor(),
                    now=now,
                    modification_id=view.modification_id,
                    document=words_in(form.document),
                    title=words_in(form.title),
                    sec_version=words_in(form.sec_version),
                    as_is=form.as_is.data or "",
                    to_be=form.to_be.data or "",
                )
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            slug = words_in(form.document).lower().replace(" ", "-")
            flash("Imported as a draft. Give each change an owner, then have a second person publish it.", "good")
            return redirect(url_for("legal_text.document", number=number, slug=slug), 303)
    return render_template("legal_text/import_text.html", form=form, view=view), status_of(form)


@blueprint.route("/<slug>/owners", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def owners(number: str, slug: str) -> Answer:
    """Every change of a draft with its owner; several are given one owner at once."""
    page = _page(number, slug, None)
    form = OwnForm()
    form.observation.choices = offered(
        [("", "Choose"), *((str(o.id), f"{o.number} {o.title}") for o in page.observations)]
    )
    if form.validate_on_submit():
        try:
            with transaction() as (db, now):
                count = services.own_hunks(
                    db,
                    actor=current_actor(),
                    now=now,
                    version_id=page.version.id,
                    hunk_keys=form.hunks.data or (),
                    owner=HunkOwner(form.owner.data),
                    observation_id=_observation_id(form),
                )
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            flash(f"{count} changes have their owner.", "good")
            return redirect(url_for("legal_text.owners", number=number, slug=slug), 303)
    return render_template("legal_text/owners.html", form=form, plain=PlainForm(), view=page), status_of(form)


@blueprint.post("/<slug>/housekeeping")
@requires(Action.EDIT_LEGAL_TEXT)
def housekeeping(number: str, slug: str) -> Answer:
    """Mark all remaining changes as housekeeping, in one act."""
    page = _page(number, slug, None)
    with transaction() as (db, now):
        count = services.mark_remaining_as_housekeeping(db, actor=current_actor(), now=now, version_id=page.version.id)
    flash(f"{count} changes are marked as housekeeping.", "good")
    return redirect(url_for("legal_text.owners", number=number, slug=slug), 303)


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@requires(Action.PUBLISH_LEGAL_TEXT, fresh=True)
def publish(number: str, slug: str) -> Answer:
    """Publish the draft as a second person."""
    page = _page(number, slug, None)
    form = PlainForm()
    if form.validate_on_submit():
        try:
            with transaction() as (db, now):
                services.publish_legal_text(db, actor=current_actor(), now=now, version_id=page.version.id)
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            flash("Published. This version never changes.", "good")
            return redirect(url_for("legal_text.document", number=number, slug=slug), 303)
    return render_template("legal_text/publish.html", form=form, view=page), status_of(form)


@blueprint.route("/<slug>/changes/<key>/cancel", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def cancel_change(number: str, slug: str, key: str) -> Answer:
    """Cancel one change after comment; it stays visible with the reason."""
    page = _page(number, slug, None)
    form = CancelForm()
    if form.validate_on_submit():
        try:
            with transaction() as (db, now):
                services.cancel_hunk(
                    db,
                    actor=current_actor(),
                    now=now,
                    version_id=page.version.id,
                    hunk_key=key,
                    because=words_in(form.because),
                )
        except RuleBroken as refused:
            form.refuse(refused)
        else:
            return redirect(url_for("legal_text.document", number=number, slug=slug, _anchor=f"h-{key}"), 303)
    hunk = next((each for each in page.hunks if each.key == key), None)
    return render_template("legal_text/cancel_change.html", form=form, view=page, hunk=hunk), status_of(form)


def _fingerprint(page_etag: str) -> str:
    """The page's tag: the text's own, with all that stands around it: who reads, what was asked for, our own code."""
    person = current_actor().person_id
    forms = session.get("csrf_token", "")
    around = f"{page_etag}:{person}:{forms}:{request.full_path}:{current_app.config['ASSETS']}"
    return sha256(around.encode()).hexdigest()[:32]


def _page(number: str, slug: str, version: int | None) -> DocumentPage:
    with reading() as (db, _now):
        return document_page(db, viewer=current_actor(), number=number, slug=slug, version_number=version)


def _shown(page: DocumentPage, *, only_changes: bool, observation: str) -> tuple[ClauseOnPage, ...]:
    """The clauses to print: all, those that change, or those that one observation changes."""
    if observation:
        return tuple(
            clause for clause in page.clauses if any(str(each.id) == observation for each in clause.observations)
        )
    return tuple(clause for clause in page.clauses if clause.changes) if only_changes else page.clauses


def _runs(page: DocumentPage, clauses: tuple[ClauseOnPage, ...], *, folds: bool) -> list[Run]:
    runs = []
    for is_folded, together in groupby(clauses, key=lambda clause: folds and clause.is_only_housekeeping):
        group = tuple(together)
        words = f"{len(group)} clauses with housekeeping changes only, show" if is_folded else ""
        runs.append(Run(words, tuple(_printed(page, clause) for clause in group)))
    return runs


def _printed(page: DocumentPage, clause: ClauseOnPage) -> ClauseShown:
    # One `url_for` for a page, not one a clause: a page holds thousands.
    base = f"/modifications/{page.modification_number}/observations/"
    links = tuple((f"Observation {each.number}", f"{base}{each.id}") for each in clause.observations)
    return ClauseShown(clause.key, Markup(clause.html + clause.words), links)  # noqa: S704 - our own writer escaped it.


def _contents(page: DocumentPage) -> list[Contents]:
    entries: list[Contents] = []
    changes = 0
    for clause in reversed(page.clauses):
        changes += clause.changes
        if clause.is_heading or clause.level == 0:
            words = clause.text if len(clause.text) <= 70 else clause.text[:67].rsplit(" ", 1)[0] + "…"
            entries.append(Contents(f"#c-{clause.key}", clause.label, words, clause.level + 1, changes))
            changes = 0
    return entries[::-1]


def _observation_id(form: OwnForm) -> int | None:
    if form.owner.data != HunkOwner.OBSERVATION.value or not words_in(form.observation).isdecimal():
        return None
    return int(words_in(form.observation))
