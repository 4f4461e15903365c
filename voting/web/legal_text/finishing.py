"""What SECAS does with a draft: import it from pasted texts, give changes their owners, publish, cancel a change."""

from flask import flash, redirect, render_template, request, url_for
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired

from voting.domain.legal_text import HunkOwner
from voting.domain.people import Action
from voting.queries.legal_text.documents import documents_page, slug_of
from voting.queries.legal_text.links import LinksPage, links_page
from voting.services import legal_text as services
from voting.web.edge import (
    Answer,
    Form,
    carrying_out,
    current_actor,
    offered,
    offered_members,
    reading,
    requires,
    status_of,
    transaction,
    words_in,
)
from voting.web.legal_text import blueprint
from voting.web.legal_text.reading import page_of


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
    observation = SelectField("Which observation", choices=[], validate_choice=False)


class CancelForm(Form):
    """The reason why a change is cancelled."""

    because = StringField(
        "Because of",
        [InputRequired("Say why it is cancelled.")],
        description="Shown in the text: “cancelled because of …”.",
    )


class LinksForm(Form):
    """Which of the proposed links hold."""

    links = SelectMultipleField("Links", validate_choice=False)


class PublishForm(Form):
    """The press of the button, and why some observations lead to nothing in the text."""

    past = StringField(
        "Why it is published without a change for them", description="Kept in the record and shown with the version."
    )


class PlainForm(Form):
    """An act that needs nothing but the press of its button."""

    version_id = HiddenField()


@blueprint.route("/import", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def import_text(number: str) -> Answer:
    """Paste the text in force and the proposed one; a draft version comes of it."""
    with reading() as (db, _now):
        view = documents_page(db, viewer=current_actor(), number=number)
    form = ImportForm(document=request.args.get("document", ""))
    if form.validate_on_submit():
        with carrying_out(form) as (db, now):
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
        if not form.errors:
            slug = slug_of(words_in(form.document))
            flash("Imported as a draft. Give each change an owner, then have a second person publish it.", "good")
            return redirect(url_for("legal_text.document", number=number, slug=slug), 303)
    return render_template("legal_text/import_text.html", form=form, view=view), status_of(form)


@blueprint.route("/<slug>/owners", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def owners(number: str, slug: str) -> Answer:
    """Every change of a draft with its owner; several are given one owner at once."""
    page = page_of(number, slug)
    form = OwnForm()
    form.observation.choices = offered(
        ((str(o.id), f"{o.number} {o.title}") for o in page.observations), nothing="Choose"
    )
    if form.validate_on_submit():
        with carrying_out(form) as (db, now):
            count = services.own_hunks(
                db,
                actor=current_actor(),
                now=now,
                version_id=page.version.id,
                hunk_keys=form.hunks.data or (),
                owner=HunkOwner(form.owner.data),
                observation_id=_observation_id(form),
            )
        if not form.errors:
            flash(f"{count} {'change has its' if count == 1 else 'changes have their'} owner.", "good")
            return redirect(url_for("legal_text.owners", number=number, slug=slug), 303)
    return render_template("legal_text/owners.html", form=form, plain=PlainForm(), view=page), status_of(form)


@blueprint.post("/<slug>/housekeeping")
@requires(Action.EDIT_LEGAL_TEXT)
def housekeeping(number: str, slug: str) -> Answer:
    """Mark all remaining changes as housekeeping, in one act."""
    page = page_of(number, slug)
    with transaction() as (db, now):
        count = services.mark_remaining_as_housekeeping(db, actor=current_actor(), now=now, version_id=page.version.id)
    flash(f"{count} {'change is' if count == 1 else 'changes are'} marked as housekeeping.", "good")
    return redirect(url_for("legal_text.owners", number=number, slug=slug), 303)


@blueprint.route("/<slug>/links", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def links(number: str, slug: str) -> Answer:
    """Owners that the register's citations propose, confirmed in bulk; and what the citations do not lead to."""
    view = _links(number, slug)
    form = LinksForm()
    if form.validate_on_submit():
        observations = {line.hunk.key: line.observation.id for line in view.links}
        with carrying_out(form) as (db, now):
            count = services.confirm_links(
                db,
                actor=current_actor(),
                now=now,
                version_id=view.page.version.id,
                links={key: observations[key] for key in form.links.data or () if key in observations},
            )
        if not form.errors:
            flash(f"{count} {'change is' if count == 1 else 'changes are'} linked to what cites them.", "good")
            return redirect(url_for("legal_text.owners", number=number, slug=slug), 303)
    elif request.method == "GET":
        # What is proposed is ticked, so that the common case is one press.
        form.links.data = [line.hunk.key for line in view.links]
    return render_template("legal_text/links.html", form=form, view=view), status_of(form)


@blueprint.route("/<slug>/publish", methods=["GET", "POST"])
@requires(Action.PUBLISH_LEGAL_TEXT, fresh=True)
def publish(number: str, slug: str) -> Answer:
    """Publish the draft as a second person, with both reports before the button."""
    view = _links(number, slug)
    form = PublishForm()
    if not view.without_change:
        del form.past
    if form.validate_on_submit():
        with carrying_out(form) as (db, now):
            services.publish_legal_text(
                db,
                actor=current_actor(),
                now=now,
                version_id=view.page.version.id,
                past=words_in(form.past) if view.without_change else "",
            )
        if not form.errors:
            flash("Published. This version never changes.", "good")
            return redirect(url_for("legal_text.document", number=number, slug=slug), 303)
    return render_template("legal_text/publish.html", form=form, view=view.page, reports=view), status_of(form)


@blueprint.route("/<slug>/changes/<key>/cancel", methods=["GET", "POST"])
@requires(Action.EDIT_LEGAL_TEXT)
def cancel_change(number: str, slug: str, key: str) -> Answer:
    """Cancel one change after comment; it stays visible with the reason."""
    page = page_of(number, slug)
    form = CancelForm()
    if form.validate_on_submit():
        with carrying_out(form) as (db, now):
            services.cancel_hunk(
                db,
                actor=current_actor(),
                now=now,
                version_id=page.version.id,
                hunk_key=key,
                because=words_in(form.because),
            )
        if not form.errors:
            return redirect(url_for("legal_text.document", number=number, slug=slug, _anchor=f"h-{key}"), 303)
    hunk = next((each for each in page.hunks if each.key == key), None)
    return render_template("legal_text/cancel_change.html", form=form, view=page, hunk=hunk), status_of(form)


def _links(number: str, slug: str) -> LinksPage:
    with reading() as (db, _now):
        return links_page(db, viewer=current_actor(), number=number, slug=slug)


def _observation_id(form: OwnForm) -> int | None:
    if form.owner.data != HunkOwner.OBSERVATION.value or not words_in(form.observation).isdecimal():
        return None
    return int(words_in(form.observation))
