"""The register of modifications and the page of one."""

from enum import StrEnum
from typing import TypeVar

from flask import g, redirect, render_template, request, url_for

from voting.domain.confidentiality import Classification
from voting.domain.modifications.lifecycle import Path, Stage
from voting.domain.people import Action
from voting.queries.modifications.register import RegisterFilter, modification_register
from voting.services.modifications.looking import note_look
from voting.web.edge import Answer, current_actor, reading, requires, scratch
from voting.web.modifications import blueprint, links, shown
from voting.web.modifications.moves import listed_offers
from voting.web.modifications.viewing import viewed

Member = TypeVar("Member", bound=StrEnum)


@blueprint.get("")
@requires(Action.READ_PUBLIC)
def index() -> Answer:
    """The register."""
    g.classification = Classification.WHITE
    chosen = RegisterFilter(
        find=request.args.get("find", ""),
        stage=_member(Stage, request.args.get("stage", "")),
        path=_member(Path, request.args.get("path", "")),
        is_live=request.args.get("live") == "y",
        sort=request.args.get("sort", "-number"),
        page=request.args.get("page", 1, type=int),
    )
    with reading() as (session, now):
        page = modification_register(session, viewer=current_actor(), now=now, chosen=chosen)
    return render_template("modifications/index.html", page=page, chosen=chosen, stages=list(Stage), paths=list(Path))


@blueprint.get("/<number>")
@requires(Action.READ_PUBLIC)
def modification(number: str) -> Answer:
    """One modification; an old number leads to the one it became."""
    view = viewed(number)
    if view.number != number:
        return redirect(url_for("modifications.modification", number=view.number), 301)
    actor = current_actor()
    if actor.is_signed_in and view.is_new_look:
        with scratch() as (session, now):
            note_look(session, actor=actor, now=now, modification_id=view.id)
    g.classification = Classification.WHITE
    return render_template(
        "modifications/modification.html",
        view=view,
        shown=shown,
        links=links,
        to_dos=shown.to_dos(view),
        offers=listed_offers(view),
        changes=[(change, links.seen_on(view.number, change)) for change in view.changes],
    )


def _member(members: type[Member], value: str) -> Member | None:
    """The member that the address names; a filter nobody offers filters nothing."""
    return members(value) if value in set(members) else None
