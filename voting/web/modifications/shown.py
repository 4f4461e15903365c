"""A modification's view in the words and addresses that its page prints."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from voting.domain.ballots.state import BallotState
from voting.domain.calendar import counted_working_days, date_in_words, day_in_words, instant_in_words, london_date
from voting.domain.consultations import ConsultationState
from voting.domain.labels import label
from voting.domain.modifications.implementation import ImplementationOption
from voting.domain.modifications.timetable import Lateness, Punctuality, Span
from voting.queries.home import Waiting, What
from voting.queries.modifications.lines import EVENT_OF_CONSULTATION
from voting.queries.modifications.views import (
    BallotLine,
    ConsultationLine,
    CostLine,
    ModificationView,
    TimetableLine,
)
from voting.web.home import ACTS, waiting_href
from voting.web.modifications import links

MOST_CODES = 6

TO_DO = {
    What.VOTE: "{about} has not voted yet.",
    What.SIGN: "The answer of {organisation} waits for your signature.",
    What.ANSWER: "{organisation} has not answered yet.",
    What.CONFIRM_REPLIES: "Replies wait for you to confirm them: {about}.",
    What.OPEN_CONSULTATION: "Prepared, and waits to be opened: {about}.",
    What.CONFIRM_EXTENSION: "An extension waits for a second person: {about}.",
    What.CONFIRM_RESPONSE: "An answer that came by another route waits for a second person: {about}.",
    What.RULE_ON_LATE: "A late answer waits to be admitted or refused: {about}.",
    What.REPLY: "Comments wait for replies: {about}.",
    What.PUBLISH_CONSULTATION: "Closed, and waits to be published: {about}.",
    What.PUBLISH_REPORT: "The draft of the Modification Report, {about}, waits to be published.",
    What.OPEN_BALLOT: "The Change Board vote is prepared and waits to be opened.",
    What.CONFIRM_VOTE: "A recorded vote waits for a second person.",
    What.PUBLISH_RESULT: "The Change Board vote has closed; its result waits to be published.",
}


class ToDo(NamedTuple):
    """The thing that this person has to do now, or one of those after it."""

    act: str
    sentence: str
    href: str
    until: str


class Door(NamedTuple):
    """What is one click away; `href` is empty while there is nothing behind it."""

    words: str
    href: str
    detail: str


class Step(NamedTuple):
    """One step of the timetable, as the component prints it."""

    words: str
    date_words: str
    state: str
    detail: str
    href: str


def to_dos(view: ModificationView) -> list[ToDo]:
    """What waits for the viewer on this modification, the most urgent first."""
    return [_to_do(each) for each in view.waiting]


def open_to_all(view: ModificationView) -> list[ConsultationLine]:
    """Open consultations about which nothing waits for the viewer: who was not asked may answer all the same."""
    asked = {each.about_id for each in view.waiting if each.what in {What.ANSWER, What.SIGN}}
    return [one for one in view.consultations if one.state is ConsultationState.OPEN and one.id not in asked]


def doors(view: ModificationView) -> list[Door]:
    """Report, redline, answers and vote, each with what there is of it."""
    found = [_report_door(view), _legal_text_door(view)]
    if view.has_observations:
        found.append(Door("Observations", links.observations(view.number), "What was found, document by document"))
    if view.consultations:
        found.append(_consultation_door(view.consultations[0]))
    else:
        found.append(Door("Responses", "", "Appear after a consultation"))
    if view.ballots:
        found.append(_ballot_door(view.ballots[0]))
    return found


def steps(view: ModificationView) -> list[Step]:
    """The timetable in the order of its dates."""
    hrefs = {EVENT_OF_CONSULTATION[one.kind]: links.consultation(one.id) for one in reversed(view.consultations)}
    return [
        Step(line.words, _span_words(line), line.state, _detail(line), hrefs.get(line.kind, ""))
        for line in view.timetable
    ]


def key_facts(view: ModificationView) -> list[tuple[str, str]]:
    """What one looks up first."""
    proposer = ", ".join(part for part in (view.proposer, view.proposer_organisation) if part)
    in_short = view.in_short
    return [
        ("Proposer", proposer),
        ("Path", label(view.path) if view.path else "Not set yet"),
        ("Affected", ", ".join(in_short.impacted) if in_short else ""),
        ("Cost", "; ".join(cost_words(cost) for cost in in_short.costs) if in_short else ""),
        ("Documents", _codes(view)),
        ("Raised", date_in_words(view.raised_on)),
        ("Approving body", label(view.approving_body)),
        ("Decision date", date_in_words(view.decision_on) if view.decision_on else ""),
    ]


def approach_words(options: tuple[ImplementationOption, ...]) -> str:
    """The implementation approach as one sentence: "24 Feb 2022 (…) if decided by 10 Feb 2022; otherwise …"."""
    return "; otherwise ".join(
        f"{date_in_words(one.release_on)} ({one.release_name}) if decided by {date_in_words(one.decide_by)}"
        for one in options
    )


def cost_words(cost: CostLine) -> str:
    """One body's cost: "DCC £100,000 to £150,000", "SECAS 2 days, about £1,200"."""
    parts = []
    if cost.days is not None:
        parts.append(f"{_plain(cost.days)} day{'' if cost.days == 1 else 's'}")
    about = "about " if cost.is_approximate else ""
    if cost.amount is not None:
        parts.append(f"{about}{_pounds(cost.amount)}")
    elif cost.least is not None and cost.most is not None:
        parts.append(f"{about}{_pounds(cost.least)} to {_pounds(cost.most)}")
    return f"{cost.body} {', '.join(parts) or 'no figure given'}"


def consultation_words(line: ConsultationLine) -> str:
    """Where a consultation stands, with its moment."""
    match line.state:
        case ConsultationState.OPEN:
            return f"Answers are hidden until it closes, {instant_in_words(line.closes_at)}"
        case ConsultationState.CLOSED:
            return f"Closed {instant_in_words(line.closes_at)}; answers appear when SECAS publishes them"
        case ConsultationState.PUBLISHED if line.published_at is not None:
            return f"Answers published {_day(line.published_at.date())}"
        case ConsultationState.PREPARED:
            return "Prepared; a second person opens it"
        case _:
            return "Withdrawn with the modification"


def ballot_words(line: BallotLine) -> str:
    """Where a vote stands, with its moment; never how anybody voted."""
    match line.state:
        case BallotState.OPEN:
            return f"Open until {instant_in_words(line.closes_at)}"
        case BallotState.CLOSED:
            return "Closed; the result appears when a second person publishes it"
        case BallotState.PUBLISHED if line.published_at is not None:
            return f"Result published {_day(london_date(line.published_at))}"
        case BallotState.PREPARED:
            return "Prepared; a second person opens it"
        case _:
            return "Ended without a vote"


def ballot_href(line: BallotLine) -> str:
    """The result for everybody once it is published; before that the vote for those whose page it is."""
    if line.state is BallotState.PUBLISHED:
        return links.result(line.id)
    return links.ballot(line.id) if line.may_open else ""


def _to_do(waiting: Waiting) -> ToDo:
    sentence = TO_DO[waiting.what].format(about=waiting.about, organisation=waiting.organisation)
    until = f"Until {instant_in_words(waiting.until)}" if waiting.until else ""
    return ToDo(ACTS[waiting.what], sentence, waiting_href(waiting), until)


def _report_door(view: ModificationView) -> Door:
    published = view.published_reports
    if published and published[0].published_at is not None:
        day = _day(london_date(published[0].published_at))
        href = links.report(view.number, published[0].number)
        return Door("Modification Report", href, f"Version {published[0].number}, published {day}")
    if view.report_draft is not None:
        draft = view.report_draft.number
        return Door("Modification Report", links.report(view.number, draft), f"Draft of version {draft}, not published")
    return Door("Modification Report", "", "Appears when SECAS publishes it")


def _legal_text_door(view: ModificationView) -> Door:
    if not view.documents:
        return Door("Legal text", "", "Appears when SECAS publishes it")
    documents, changes = len(view.documents), sum(line.changes for line in view.documents)
    words = f"{documents} document{'' if documents == 1 else 's'}, {changes} change{'' if changes == 1 else 's'}"
    return Door("Legal text", links.legal_text(view.number), words)


def _consultation_door(line: ConsultationLine) -> Door:
    return Door("Responses", links.consultation(line.id), consultation_words(line))


def _ballot_door(line: BallotLine) -> Door:
    return Door("Change Board vote", ballot_href(line), ballot_words(line))


def _codes(view: ModificationView) -> str:
    codes = [line.code for line in view.documents]
    more = len(codes) - MOST_CODES
    return ", ".join(codes[:MOST_CODES]) + (f" and {more} more" if more > 0 else "")


def _span_words(line: TimetableLine) -> str:
    span = line.actual or line.planned
    if span is None:
        return "No date yet"
    if line.actual is not None and line.state == "now" and line.planned is not None and span.ends_on is None:
        span = Span(span.starts_on, line.planned.ends_on)
    first = day_in_words(span.starts_on)
    return f"{first} to {day_in_words(span.ends_on)}" if span.ends_on else first


def _detail(line: TimetableLine) -> str:
    if line.planned is None:
        return ""
    match line.lateness:
        case Lateness(punctuality=Punctuality.LATE, days=days):
            return f"Planned for {_day(line.planned.last_on)}{_by(days, 'later')}"
        case Lateness(punctuality=Punctuality.OVERDUE, days=days):
            return f"Overdue{_by(days, '')}"
        case Lateness(punctuality=Punctuality.EARLY, days=days):
            return f"Planned for {_day(line.planned.last_on)}{_by(days, 'earlier')}"
        case _:
            return ""


def _by(days: int, word: str) -> str:
    return f": {counted_working_days(days)} {word}".rstrip() if days else ""


def _day(day: date) -> str:
    return day_in_words(day)


def _pounds(amount: Decimal) -> str:
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
