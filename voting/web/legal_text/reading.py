"""The documents that a modification changes, and one of them clause by clause."""

from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from flask import current_app, make_response, render_template, request, session, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from exports.legal_text import FORM_NAMES
from voting.domain.legal_text import ClausesFound, View
from voting.domain.people import Action
from voting.domain.sentences import counted
from voting.queries.legal_text.clauses import ClauseOnPage, DocumentPage, clauses_found, document_page, document_under
from voting.queries.legal_text.collisions import collisions_of
from voting.queries.legal_text.documents import DocumentHead, document_head, documents_page
from voting.web.edge import (
    Answer,
    current_actor,
    reading,
    requires,
)
from voting.web.legal_text import blueprint
from voting.web.legal_text.shown import ClauseShown, Run

NOT_MODIFIED = 304


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
    with reading() as (db, _now):
        head = document_head(
            db,
            viewer=current_actor(),
            number=number,
            slug=slug,
            version_number=request.args.get("version", type=int),
        )
        # Asked before the text is read: the tag holds what other modifications published as well.
        kept = _tagged(make_response(), head)
        if kept.status_code == NOT_MODIFIED:
            return kept
        page = document_under(db, head)
        beside = collisions_of(
            db, modification_number=head.modification_number, document=head.code, version_number=head.version.number
        )
        looked_for = request.args.get("find", "").strip()
        found = clauses_found(db, head, looked_for) if looked_for else None
    only_changes = request.args.get("show") == "changes"
    observation = request.args.get("observation", "")
    shown = _shown(page, only_changes=only_changes, observation=observation, found=found)
    whole = _whole(page)
    response = make_response(
        render_template(
            "legal_text/document.html",
            view=page,
            runs=_runs(page, shown, folds=only_changes),
            whole=whole,
            contents=_contents(page, shown, whole),
            shown=request.args.get("view", View.REDLINE.value),
            only_changes=only_changes,
            observation=observation,
            looked_for=looked_for,
            meant=found.meant if found else (),
            matches=len(shown),
            collisions=beside,
            forms=FORM_NAMES,
        )
    )
    return _tagged(response, head)


def page_of(number: str, slug: str, version: int | None = None) -> DocumentPage:
    """The document as the person who asks may read it; its newest version, or the one asked for."""
    with reading() as (db, _now):
        return document_page(db, viewer=current_actor(), number=number, slug=slug, version_number=version)


def _tagged(response: Response, head: DocumentHead) -> Response:
    """The response with its tag, or "not modified" where the browser has just that page: then nothing is made anew.

    Kept by the browser and asked about again: what is published does not change, what stands around it may. A message
    that waits to be shown is shown.
    """
    if head.etag is None or "_flashes" in session:
        return response
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(_fingerprint(head.etag))
    return response.make_conditional(request)


def _fingerprint(page_etag: str) -> str:
    """The page's tag: the text's own, with all that stands around it: who reads, what was asked for, our own code."""
    actor = current_actor()
    reader = f"{actor.person_id}:{sorted(actor.roles)}"
    forms = session.get("csrf_token", "")
    around = f"{page_etag}:{reader}:{forms}:{request.full_path}:{current_app.config['ASSETS']}"
    return sha256(around.encode()).hexdigest()[:32]


def _shown(
    page: DocumentPage, *, only_changes: bool, observation: str, found: ClausesFound | None
) -> tuple[ClauseOnPage, ...]:
    """The clauses to print: all, those that change, those that one observation changes, or those that were found."""
    if found is not None:
        keys = {clause.key for clause in (*found.meant, *found.saying)}
        return tuple(clause for clause in page.clauses if clause.key in keys)
    if observation:
        return tuple(
            clause for clause in page.clauses if any(str(each.id) == observation for each in clause.observations)
        )
    return tuple(clause for clause in page.clauses if clause.changes) if only_changes else page.clauses


def _runs(page: DocumentPage, clauses: tuple[ClauseOnPage, ...], *, folds: bool) -> list[Run]:
    runs = []
    for is_folded, together in groupby(clauses, key=lambda clause: folds and clause.is_only_housekeeping):
        group = tuple(together)
        words = f"{counted(len(group), 'clause')} with housekeeping changes only, show" if is_folded else ""
        runs.append(Run.of((_printed(page, clause) for clause in group), words))
    return runs


def _printed(page: DocumentPage, clause: ClauseOnPage) -> ClauseShown:
    # One `url_for` for a page, not one a clause: a page holds thousands.
    base = f"/modifications/{page.modification_number}/observations/"
    links = tuple((f"Observation {each.number}", f"{base}{each.id}") for each in clause.observations)
    html = Markup(clause.html + clause.words)  # noqa: S704 - our own writer escaped it.
    return ClauseShown(clause.key, html, links, clause.cell)


def _whole(page: DocumentPage) -> str:
    """The address of all of this version, without whatever else was asked for."""
    version = None if page.version == page.versions[-1] else page.version.number
    return url_for("legal_text.document", number=page.modification_number, slug=page.slug, version=version)


def _contents(page: DocumentPage, shown: tuple[ClauseOnPage, ...], whole: str) -> list[Contents]:
    """The headings with the changes under each; those that are not shown are led to in the whole document."""
    here = {clause.key for clause in shown}
    entries: list[Contents] = []
    changes = 0
    for clause in reversed(page.clauses):
        changes += clause.changes
        if clause.is_in_contents:
            words = clause.text if len(clause.text) <= 70 else clause.text[:67].rsplit(" ", 1)[0] + "…"
            place = f"{'' if clause.key in here else whole}#c-{clause.key}"
            entries.append(Contents(place, clause.label, words, clause.level + 1, changes))
            changes = 0
    return entries[::-1]
