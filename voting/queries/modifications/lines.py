"""The rows of a modification's dossier as the lines of its page, without those that the viewer may not know of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from voting.domain.ballots.state import BallotTimes, ballot_state
from voting.domain.calendar import Calendar, YearNotInCalendar, london_date
from voting.domain.consultations import ConsultationKind, ConsultationState
from voting.domain.modifications.lifecycle import Causer, EvidenceKind, Move
from voting.domain.modifications.timetable import EventKind, Span, TimetableEvent, lateness, order_findings
from voting.domain.people import Action, Actor, may
from voting.queries.modifications.dossier import DossierRow
from voting.queries.modifications.views import (
    BallotLine,
    ConsultationLine,
    DocumentLine,
    MoveLine,
    ReportLine,
    TimetableLine,
)

EVENT_OF_CONSULTATION: Mapping[ConsultationKind, EventKind] = {
    ConsultationKind.LEGAL_TEXT: EventKind.LEGAL_TEXT_CONSULTATION,
    ConsultationKind.REFINEMENT: EventKind.REFINEMENT_CONSULTATION,
    ConsultationKind.MODIFICATION_REPORT: EventKind.MODIFICATION_REPORT_CONSULTATION,
    ConsultationKind.REQUEST_FOR_INFORMATION: EventKind.REQUEST_FOR_INFORMATION,
    ConsultationKind.PROBLEM_STATEMENT: EventKind.PROBLEM_STATEMENT_COMMENTS,
}
_LASTING = frozenset(EVENT_OF_CONSULTATION.values())


def with_consultations(
    rows: Iterable[DossierRow], consultations: Iterable[DossierRow], now: datetime
) -> tuple[DossierRow, ...]:
    """The timetable with the days on which consultations really opened and closed.

    They close by the clock, so no act could write that down. The first planned row of a kind is the first consultation
    of that kind, and so on; dates that a person recorded stay.
    """
    opened: dict[EventKind, list[tuple[date, date | None]]] = {kind: [] for kind in EVENT_OF_CONSULTATION.values()}
    for row in sorted(consultations, key=lambda row: row.id):
        opened_at, closes_at, _published_at, withdrawn_at, _ = row.instants
        kind = EVENT_OF_CONSULTATION[ConsultationKind(row.kind)]
        if opened_at is not None and closes_at is not None and withdrawn_at is None:
            ends_on = london_date(closes_at) if closes_at < now else None
            opened[kind].append((london_date(opened_at), ends_on))
    return tuple(_with_actual(row, opened.get(EventKind(row.kind), [])) for row in rows)


def timetable_lines(rows: Iterable[DossierRow], today: date, calendar: Calendar) -> tuple[TimetableLine, ...]:
    """The timetable by date, rows without any date last; how late each is counts in Working Days."""
    lines = [
        TimetableLine(
            id=row.id,
            kind=EventKind(row.kind),
            words=row.words,
            planned=(event := _event(row)).planned,
            actual=event.actual,
            state=_state(event),
            lateness=lateness(event, today, _working_days_between(calendar)),
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (_begins(line) is None, _begins(line) or today)))


def timetable_sentences(rows: Iterable[DossierRow]) -> tuple[str, ...]:
    """What in the timetable contradicts the order of the process, each once."""
    findings = order_findings(tuple(_event(row) for row in rows))
    return tuple(dict.fromkeys(finding.sentence for finding in findings))


def report_lines(rows: Iterable[DossierRow], *, reads_drafts: bool) -> tuple[ReportLine, ...]:
    """Versions of the report, the latest first."""
    return tuple(
        ReportLine(row.id, row.number or 0, _instant(row, 0), row.instants[1])
        for row in rows
        if reads_drafts or row.instants[1] is not None
    )


def document_lines(rows: Iterable[DossierRow], *, reads_drafts: bool) -> tuple[DocumentLine, ...]:
    """For each code document the latest version of its legal text that the viewer may read, by code."""
    latest: dict[str, DocumentLine] = {}
    for row in rows:
        if reads_drafts or row.instants[1] is not None:
            latest[row.code] = DocumentLine(row.code, row.words, row.place, row.note, row.number or 0, row.instants[1])
    return tuple(latest[code] for code in sorted(latest, key=document_order))


def document_order(code: str) -> tuple[int, int, str]:
    """Sections before Appendices and others; within each, A to Z before AA."""
    name, _, letters = code.rpartition(" ")
    return (0 if name.startswith("Section") else 1, len(letters), code)


def consultation_lines(rows: Iterable[DossierRow], viewer: Actor, now: datetime) -> tuple[ConsultationLine, ...]:
    """Consultations, the latest first; one that was never opened is SECAS's alone to know."""
    return tuple(
        ConsultationLine(
            row.id,
            row.words,
            ConsultationKind(row.kind),
            _consultation_state(row, now),
            row.instants[0],
            _instant(row, 1),
            row.instants[2],
        )
        for row in rows
        if row.instants[0] is not None or viewer.is_secas
    )


def ballot_lines(rows: Iterable[DossierRow], viewer: Actor, now: datetime) -> tuple[BallotLine, ...]:
    """Votes of the Board, the latest first; one that was never opened is SECAS's alone to know."""
    reads = may(viewer, Action.READ_BALLOT)
    lines = []
    for row in rows:
        opened_at, closes_at, closed_early_at, ended_at, published_at = row.instants
        state = ballot_state(BallotTimes(opened_at, closes_at, closed_early_at, ended_at, published_at), now)
        if opened_at is not None or viewer.is_secas:
            lines.append(BallotLine(row.id, row.words, state, _instant(row, 1), published_at, reads))
    return tuple(lines)


def move_lines(rows: Iterable[DossierRow]) -> tuple[MoveLine, ...]:
    """The moves that were made, the latest first."""
    lines = []
    for row in rows:
        moved_on = row.days[0]
        if moved_on is not None:
            evidence = EvidenceKind(row.note) if row.note else None
            lines.append(MoveLine(Move(row.kind), moved_on, Causer(row.code), evidence, row.more, row.words))
    return tuple(reversed(lines))


def _with_actual(row: DossierRow, opened: list[tuple[date, date | None]]) -> DossierRow:
    if not opened:
        return row
    actual = opened.pop(0)
    return row if row.days[2] is not None else replace(row, days=(*row.days[:2], *actual))


def _event(row: DossierRow) -> TimetableEvent:
    planned_start, planned_end, actual_start, actual_end = row.days
    planned = Span(planned_start, planned_end) if planned_start else None
    actual = Span(actual_start, actual_end) if actual_start else None
    return TimetableEvent(EventKind(row.kind), row.words, planned, actual)


def _state(event: TimetableEvent) -> str:
    if event.actual is None:
        return "to_come"
    lasts = event.kind in _LASTING or (event.planned is not None and event.planned.ends_on is not None)
    return "now" if lasts and event.actual.ends_on is None else "done"


def _begins(line: TimetableLine) -> date | None:
    span = line.actual or line.planned
    return span.starts_on if span else None


def _working_days_between(calendar: Calendar) -> Callable[[date, date], int]:
    def between(earlier: date, later: date) -> int:
        try:
            return calendar.working_days_between(earlier, later)
        except YearNotInCalendar:
            # A date so far off that nobody has filled in its holidays: that it is late is said, by how much is not.
            return 0

    return between


def _consultation_state(row: DossierRow, now: datetime) -> ConsultationState:
    opened_at, closes_at, published_at, withdrawn_at, _ = row.instants
    if withdrawn_at is not None:
        return ConsultationState.WITHDRAWN
    if opened_at is None or closes_at is None:
        return ConsultationState.PREPARED
    if now <= closes_at:
        return ConsultationState.OPEN
    return ConsultationState.PUBLISHED if published_at is not None else ConsultationState.CLOSED


def _instant(row: DossierRow, place: int) -> datetime:
    instant = row.instants[place]
    if instant is None:
        raise ValueError("This instant is never empty; the table says so.")
    return instant
