"""The front door: what waits for me, what is open and was decided, and the desk of SECAS."""

from typing import NamedTuple

from flask import Blueprint, Response, render_template, url_for

from voting.domain.calendar import Calendar, instant_in_words, london_date
from voting.domain.people import Action
from voting.queries.calendar import working_days
from voting.queries.home import Waiting, What, desk, front_page, waiting_for
from voting.web.edge import Answer, current_actor, reading, requires
from voting.web.sessions import request_time

blueprint = Blueprint("home", __name__)

NO_DAYS = Calendar(frozenset())
ACTS = {
    What.VOTE: "Vote",
    What.SIGN: "Sign",
    What.ANSWER: "Answer",
    What.CONFIRM_REPLIES: "Confirm replies",
    What.OPEN_CONSULTATION: "Open",
    What.CONFIRM_EXTENSION: "Confirm extension",
    What.CONFIRM_RESPONSE: "Confirm entry",
    What.RULE_ON_LATE: "Rule on late",
    What.REPLY: "Reply",
    What.PUBLISH_CONSULTATION: "Publish answers",
    What.PUBLISH_REPORT: "Publish report",
    What.OPEN_BALLOT: "Open vote",
    What.CONFIRM_VOTE: "Confirm vote",
    What.PUBLISH_RESULT: "Publish result",
}


class WaitingItem(NamedTuple):
    """One line of "waiting for you", as the component shows it."""

    act: str
    words: str
    href: str
    detail: str
    working_days_left: int | None
    due_words: str


@blueprint.get("/")
@requires(Action.READ_PUBLIC)
def index() -> Answer:
    """The front page."""
    with reading() as (session, now):
        actor = current_actor()
        page = front_page(session, now=now)
        waiting = waiting_for(session, viewer=actor, now=now) if actor.is_signed_in else ()
        # Working Days are counted for those alone for whom something waits.
        calendar = working_days(session) if waiting else NO_DAYS
    items = [_item(each, calendar) for each in waiting]
    return render_template("home/index.html", page=page, waiting=items, today=london_date(now))


@blueprint.get("/desk")
@requires(Action.READ_RETURNS)
def secas_desk() -> Answer:
    """The desk of SECAS."""
    with reading() as (session, now):
        view = desk(session, viewer=current_actor(), now=now)
    return render_template("home/secas_desk.html", view=view, today=london_date(now))


@blueprint.get("/about")
@requires(Action.READ_PUBLIC)
def about() -> Answer:
    """What this is, how it can be checked, and how accessible it is."""
    return render_template("home/about.html")


@blueprint.get("/health")
@requires(Action.READ_PUBLIC)
def health() -> Answer:
    """Whether the database answers: for monitors, in one word."""
    with reading() as (session, now):
        front_page(session, now=now)
    return Response("ok", mimetype="text/plain")


def _item(waiting: Waiting, calendar: Calendar) -> WaitingItem:
    now = request_time()
    until = waiting.until if waiting.until and waiting.until >= now else None
    detail = ", for ".join(part for part in (waiting.about, waiting.organisation) if part)
    return WaitingItem(
        ACTS[waiting.what],
        f"{waiting.modification_number} {waiting.modification_title}",
        waiting_href(waiting),
        detail,
        calendar.working_days_left(now, until) if until else None,
        instant_in_words(until) if until else "",
    )


def waiting_href(waiting: Waiting) -> str:
    about = waiting.about_id
    match waiting.what:
        case What.VOTE | What.OPEN_BALLOT | What.CONFIRM_VOTE:
            return url_for("ballots.ballot", ballot_id=about)
        case What.PUBLISH_RESULT:
            return url_for("ballots.result", ballot_id=about)
        case What.ANSWER | What.SIGN:
            return url_for("responses.respond", consultation_id=about, organisation=waiting.organisation_id)
        case What.CONFIRM_REPLIES:
            return url_for("dispositions.to_confirm", consultation_id=about)
        case What.REPLY:
            return url_for("dispositions.workbench", consultation_id=about)
        case What.PUBLISH_REPORT:
            return url_for("reports.versions", number=waiting.modification_number)
        case _:
            return url_for("consultations.desk", consultation_id=about)
