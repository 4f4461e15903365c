"""What every template can say: times in UK time, words for enums, safe rich text, and what stands around the page."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlencode

import nh3
from flask import Flask, g, request, url_for
from flask_wtf.csrf import generate_csrf
from markdown_it import MarkdownIt
from markupsafe import Markup

from voting.config import Settings
from voting.domain.calendar import date_in_words, day_in_words, exact_instant_in_words, instant_in_words, london_date
from voting.domain.labels import label
from voting.domain.people import Action, Actor, might
from voting.web import assets
from voting.web.edge import current_actor, current_sign_in

PRODUCT_NAME = "SEC Change Portal"

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "blockquote", "code", "a", "h2", "h3", "h4"}


class Entry(NamedTuple):
    """One entry of a navigation."""

    key: str
    words: str
    href: str


class ShownActor(NamedTuple):
    """The signed-in person as the masthead shows them."""

    name: str
    capacity: str


def register(app: Flask, settings: Settings) -> None:
    """Add the filters and globals that templates use."""
    assets.register(app)
    app.add_template_filter(instant_in_words, "uk_datetime")
    app.add_template_filter(exact_instant_in_words, "uk_exact")
    app.add_template_filter(_uk_date, "uk_date")
    app.add_template_filter(day_in_words, "uk_day")
    app.add_template_filter(_uk_time, "uk_time")
    app.add_template_filter(use_case_words, "use_case_words")
    app.add_template_filter(_words, "label")
    app.add_template_filter(markdown, "markdown")
    app.add_template_global(navigation)
    app.add_template_global(footer_navigation)
    app.add_template_global(current_url_with)
    app.add_template_global(may_ever)

    @app.context_processor
    def around() -> dict[str, Any]:
        return {
            "product_name": PRODUCT_NAME,
            "is_demonstration": settings.demonstration,
            "current_actor": _shown_actor(),
            "csrf_token": generate_csrf,
            "classification": g.get("classification"),
        }


def markdown(text: str) -> Markup:
    """What a person typed, as safe HTML: CommonMark without raw HTML, cleaned again on the way out."""
    html = nh3.clean(
        _MARKDOWN.render(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "http", "mailto"}
    )
    return Markup(html)  # noqa: S704 - nh3 has cleaned it.


def use_case_words(use_case: str) -> str:
    """The name of a use case as people read it: `cast_vote` is "cast vote"."""
    return use_case.replace("_", " ")


def current_url_with(**changes: Any) -> str:
    """This page's address with some of its query changed; None takes a part away."""
    query = request.args.to_dict() | {name: str(value) for name, value in changes.items() if value is not None}
    kept = {name: value for name, value in query.items() if changes.get(name, "") is not None}
    return request.path + ("?" + urlencode(kept) if kept else "")


def navigation() -> tuple[Entry, ...]:
    """The main navigation for whoever is here."""
    actor = current_actor()
    entries = [
        Entry("home", "Home", url_for("home.index")),
        Entry("modifications", "Modifications", url_for("modifications.index")),
        Entry("consultations", "Consultations", url_for("consultations.index")),
        Entry("ballots", "Votes", url_for("ballots.index")),
    ]
    if actor.is_secas:
        entries.append(Entry("desk", "SECAS desk", url_for("home.secas_desk")))
    if might(actor, Action.ADMINISTER):
        entries.append(Entry("administration", "Administration", url_for("people.organisations")))
    return tuple(entries)


def footer_navigation() -> tuple[Entry, ...]:
    """The navigation at the foot of every page."""
    return (
        Entry("receipt", "Check a receipt", url_for("history.check_receipt")),
        Entry("about", "About and accessibility", url_for("home.about")),
    )


def may_ever(action: str) -> bool:
    """Whether the one who is here might do an action to something: templates show or leave out whole sections."""
    return might(current_actor(), Action(action))


def _shown_actor() -> ShownActor | None:
    sign_in = current_sign_in()
    if sign_in is None:
        return None
    return ShownActor(sign_in.actor.name, sign_in.organisation_name or _capacity(sign_in.actor))


def _capacity(actor: Actor) -> str:
    return "SECAS" if actor.is_secas else ", ".join(label(role) for role in sorted(actor.roles)) or "no role"


def _uk_date(value: date | datetime) -> str:
    return date_in_words(london_date(value) if isinstance(value, datetime) else value)


def _uk_time(value: datetime) -> str:
    return instant_in_words(value).split(" ", 4)[4]


def _words(member: StrEnum) -> str:
    return label(member)
