"""The demonstration's modifications: raised, planned, moved through the life cycle, with their reports."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from voting.demo.content import Table, read, text_of
from voting.demo.replay import Story
from voting.documents.report import read_report_text
from voting.domain.modifications.lifecycle import (
    ApprovingBody,
    Causer,
    Evidence,
    EvidenceKind,
    Move,
    MoveDetails,
    MoveRequest,
    NamedMeeting,
    Path,
)
from voting.domain.modifications.report import ReadReport, ReportOption
from voting.domain.modifications.timetable import EventKind, Span
from voting.models.modifications import Modification, TimetableEvent
from voting.queries.reports import read_of, version_row
from voting.services import reports
from voting.services.modifications.implementation import set_implementation_options
from voting.services.modifications.moving import make_move
from voting.services.modifications.raising import raise_modification
from voting.services.modifications.timetable import PlannedRow, record_actual, set_timetable

# Rows of a timetable that no other act of the story stands for.
SEEN_BY_NOBODY = frozenset({EventKind.OTHER, EventKind.PRESENTED_TO_COMMITTEE})
# Moves that another act of the story makes by itself: the publication of the Board's result.
MADE_BY_THE_RESULT = frozenset({Move.BOARD_APPROVES, Move.BOARD_REJECTS, Move.BOARD_RECOMMENDS})


def tell(story: Story, folder: str) -> None:
    """Tell a modification's own part of the story."""
    content = read(f"{folder}/modification.toml")
    began = story.dates.instant(content["raised_on"])
    story.at(began, lambda: _raise(story, content, began))
    for row in content["move"]:
        if Move(row["move"]) not in MADE_BY_THE_RESULT:
            when = moved_at(story, row)
            story.at(when, _move(story, content, row, when))
    for row in content["report"]:
        _report(story, folder, content, row)


def moved_at(story: Story, row: Table) -> datetime:
    """When a move is entered. Meetings sit in the morning, and what they did is entered in the afternoon, after what
    they looked at; papers go to the Board before anybody votes on them.
    """
    morning = story.dates.instant(row["on"])
    return morning - timedelta(hours=1) if row["move"] == Move.SEND_TO_BOARD else morning + timedelta(hours=8)


def _raise(story: Story, content: Table, when: datetime) -> None:
    analyst, number = content["lead_analyst"], content["number"]
    made = story.act(
        raise_modification,
        analyst,
        when,
        number=number.replace("MP", "DP"),
        title=content["title"],
        raised_on=story.dates.day(content["raised_on"]),
        proposer_id=story.people[content["proposer_person"]],
        proposer_organisation_id=story.organisations[content["proposer_organisation"]],
        approving_body=ApprovingBody(content["approving_body"]),
        is_illustrative=True,
    )
    story.made["modification", number] = made
    with story.reading() as session:
        raised = session.scalar(sa.select(TimetableEvent.id).where(TimetableEvent.modification_id == made))
    rows = tuple(_planned(story, row, raised) for row in content["timetable"])
    _versioned(story, made, set_timetable, analyst, when, rows=rows)
    options = tuple(
        ReportOption(story.dates.day(row["release"]), story.dates.day(row["decide_by"]))
        for row in content["implementation"]
    )
    _versioned(story, made, set_implementation_options, analyst, when, options=options)
    for row in content["timetable"]:
        if "actual" in row and row["kind"] in SEEN_BY_NOBODY:
            _note_actual(story, content, row)


def _planned(story: Story, row: Table, raised: int | None) -> PlannedRow:
    ends = story.dates.day(row["planned_end"]) if "planned_end" in row else None
    span = Span(story.dates.day(row["planned"]), ends)
    kind = EventKind(row["kind"])
    if kind is EventKind.DRAFT_PROPOSAL_RAISED:
        # Raising the modification has put this row there itself, and what has happened has no plan any more.
        return PlannedRow(row["event"], None, kind, raised)
    return PlannedRow(row["event"], span, kind)


def _note_actual(story: Story, content: Table, row: Table) -> None:
    """Events that no act of the story stands for (a Working Group met) are entered by hand on their day."""
    ends = story.dates.day(row["actual_end"]) if "actual_end" in row else None
    span = Span(story.dates.day(row["actual"]), ends)
    when = story.dates.instant(str(row.get("actual_end", row["actual"]))) + timedelta(hours=9)

    def note() -> None:
        made = story.made["modification", content["number"]]
        with story.reading() as session:
            event = session.scalar(
                sa.select(TimetableEvent.id).where(
                    TimetableEvent.modification_id == made, TimetableEvent.text == row["event"]
                )
            )
        _versioned(story, made, record_actual, content["lead_analyst"], when, event_id=event, actual=span)

    story.at(when, note)


def _move(story: Story, content: Table, row: Table, when: datetime) -> Callable[[], None]:
    evidence = row.get("evidence")
    meeting = row.get("meeting")
    request = MoveRequest(
        Move(row["move"]),
        Causer(row["causer"]),
        Evidence(EvidenceKind(evidence["kind"]), evidence["reference"], story.dates.day(evidence["dated_on"]))
        if evidence
        else None,
        MoveDetails(
            path=Path(row["path"]) if "path" in row else None,
            meeting=NamedMeeting(meeting["name"], story.dates.day(meeting["held_on"])) if meeting else None,
        ),
    )

    def move() -> None:
        made = story.made["modification", content["number"]]
        _versioned(story, made, make_move, row["entered_by"], when, request=request)

    return move


def _report(story: Story, folder: str, content: Table, row: Table) -> None:
    published = story.dates.instant(row["published_at"])
    # The approving body looks at a draft, which is published once it has approved it.
    approved = [moved_at(story, move) for move in content["move"] if move["move"] == Move.APPROVE_REPORT]
    drafted = min(published - timedelta(hours=20), *(each - timedelta(hours=2) for each in approved), published)

    def draft() -> None:
        text = story.dates.filled_in(text_of(f"{folder}/{row['file']}"))
        made = story.act(
            reports.import_report,
            row["prepared_by"],
            drafted,
            modification_id=story.made["modification", content["number"]],
            filename=f"{content['number']} Modification Report.txt",
            content=text.encode(),
            read=read_report_text(text),
        )
        story.made["report", f"{folder}/{row['number']}"] = made.version_id
        _finish(story, folder, row, drafted)

    story.at(drafted, draft)
    story.at(published, lambda: _publish(story, folder, row, published))


def _finish(story: Story, folder: str, row: Table, when: datetime) -> None:
    """Dismiss what found no place, and pass the findings, each with its reason."""
    version_id = story.made["report", f"{folder}/{row['number']}"]
    for _ in range(len(_read(story, version_id).report.unread)):
        with story.reading() as session:
            seen = version_row(session, version_id).version
        story.act(
            reports.dismiss_passage,
            row["prepared_by"],
            when,
            version_id=version_id,
            seen_version=seen,
            unread="unread/1",
        )
    _pass_findings(story, folder, row, when)


def _pass_findings(story: Story, folder: str, row: Table, when: datetime) -> None:
    """Pass what the lint finds and nobody has passed, with the reason of the content where it gives one."""
    version_id = story.made["report", f"{folder}/{row['number']}"]
    reasons = {passed["rule"]: passed["reason"] for passed in row.get("lint_passed", ())}
    with story.reading() as session:
        findings = reports.open_findings(session, version_row(session, version_id))
    for finding in findings:
        story.act(
            reports.accept_finding,
            row["prepared_by"],
            when,
            version_id=version_id,
            rule=str(finding.rule),
            message=finding.message,
            reason=reasons.get(str(finding.rule), "Looked at and left as it is for the demonstration (illustrative)."),
        )


def _publish(story: Story, folder: str, row: Table, when: datetime) -> None:
    version_id = story.made["report", f"{folder}/{row['number']}"]
    # Legal text that was drafted since then may have brought further findings.
    _pass_findings(story, folder, row, when)
    story.act(reports.publish_report, row["published_by"], when, version_id=version_id)


def _read(story: Story, version_id: int) -> ReadReport:
    with story.reading() as session:
        return read_of(version_row(session, version_id))


def _versioned(
    story: Story, made: int, use_case: Callable[..., object], person: str, when: datetime, **arguments: object
) -> None:
    """Run a use case on a modification with the version that stands now."""
    with story.reading() as session:
        seen = session.get_one(Modification, made).version
    story.act(use_case, person, when, modification_id=made, seen_version=seen, **arguments)
