"""The register of modifications: searched in titles, reports, observations and clauses, filtered, sorted, in pages."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.modifications.lifecycle import LIVE, Path, Stage
from voting.domain.people import Actor
from voting.models.ballots import BallotRow
from voting.models.consultations import ConsultationRow
from voting.models.legal_text import ClauseRow, LegalTextVersion
from voting.models.modifications import Modification, ReportVersion, TimetableEvent
from voting.models.observations import ObservationRow
from voting.models.people import Organisation
from voting.queries.ballots.loading import ballot_is_open
from voting.queries.consultations.facts import consultation_is_open
from voting.queries.modifications.loading import drafts_read_by

ROWS_A_PAGE = 50
LONGEST_SEARCH = 100
_SHORTEST_SEARCH = 2
_FOUND_IN = ("title", "report", "observations", "clauses")


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What to show of the register. `sort`: a key of `SORTS`, with "-" in front for descending."""

    find: str = ""
    stage: Stage | None = None
    path: Path | None = None
    is_live: bool = False
    sort: str = "-number"
    page: int = 1

    @property
    def words(self) -> str:
        """What is searched for: at most 100 characters; one letter alone is no search."""
        words = " ".join(self.find.replace("\0", " ").split())[:LONGEST_SEARCH]
        words = words.encode("utf-8", "replace").decode()
        return words if len(words) >= _SHORTEST_SEARCH else ""


@dataclass(frozen=True, slots=True)
class NextEvent:
    """The next thing to happen: in words, on a day."""

    words: str
    on: date


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One modification in the register."""

    number: str
    title: str
    stage: Stage
    path: Path | None
    is_urgent: bool
    is_on_hold: bool
    is_illustrative: bool
    proposer_organisation: str | None
    raised_on: date
    decision_on: date | None
    implements_on: date | None
    next_event: NextEvent | None
    found_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register."""

    lines: tuple[RegisterLine, ...]
    total: int
    page: int
    pages: int


_PLAIN = sa.func.rtrim(Modification.number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
# Numbers have three digits or four, so they are compared by length first; the letter of a split comes last.
_BY_NUMBER = (sa.func.length(_PLAIN), sa.func.substr(Modification.number, 3))
SORTS: Mapping[str, tuple[sa.ColumnElement[Any], ...]] = {
    "number": _BY_NUMBER,
    "title": (sa.func.lower(Modification.title),),
    "stage": (
        sa.case({stage.value: place for place, stage in enumerate(Stage)}, value=sa.cast(Modification.stage, sa.Text)),
    ),
    "raised": (Modification.raised_on.expression,),
    "decided": (Modification.decision_on.expression,),
    "implements": (Modification.implements_on.expression,),
}


def modification_register(
    session: Session, *, viewer: Actor, now: datetime, chosen: RegisterFilter = RegisterFilter()
) -> RegisterPage:
    """One page of the register, in two statements. A search finds drafts for those alone who may read them."""
    where = [*_chosen(chosen)]
    finds = _finds(chosen.words, viewer) if chosen.words else {}
    if finds:
        where.append(sa.or_(*finds.values()))
    total = session.scalar(sa.select(sa.func.count()).select_from(Modification).where(*where)) or 0
    pages = max(1, -(-total // ROWS_A_PAGE))
    page = min(max(chosen.page, 1), pages)
    rows = session.execute(
        sa.select(
            Modification, Organisation.name, *_next_columns(now), *(find.label(name) for name, find in finds.items())
        )
        .outerjoin(Organisation, Organisation.id == Modification.proposer_organisation_id)
        .where(*where)
        .order_by(*_order(chosen.sort))
        .limit(ROWS_A_PAGE)
        .offset((page - 1) * ROWS_A_PAGE)
    ).mappings()
    return RegisterPage(tuple(_line(row, tuple(finds)) for row in rows), total, page, pages)


def _chosen(chosen: RegisterFilter) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if chosen.stage is not None:
        where.append(Modification.stage == chosen.stage)
    if chosen.path is not None:
        where.append(Modification.path == chosen.path)
    if chosen.is_live:
        where.append(Modification.stage.in_(sorted(LIVE)))
    return where


def _finds(words: str, viewer: Actor) -> dict[str, sa.ColumnElement[bool]]:
    """Where the words may be found, each as a condition on a modification."""
    pattern = _pattern(words)
    # A report is kept as JSON, in which letters beyond ASCII are written as escapes.
    in_json = _pattern(json.dumps(words)[1:-1])
    reads_drafts = drafts_read_by(viewer)
    report = sa.exists().where(
        ReportVersion.modification_id == Modification.id,
        sa.or_(ReportVersion.published_at.is_not(None), reads_drafts),
        _has(sa.cast(ReportVersion.report, sa.Text), in_json),
    )
    observation = sa.exists().where(
        ObservationRow.modification_id == Modification.id,
        sa.or_(
            _has(ObservationRow.title, pattern),
            _has(ObservationRow.text, pattern),
            _has(ObservationRow.recommendation, pattern),
        ),
    )
    clause = sa.exists().where(
        LegalTextVersion.modification_id == Modification.id,
        ClauseRow.legal_text_version_id == LegalTextVersion.id,
        sa.or_(LegalTextVersion.published_at.is_not(None), reads_drafts),
        sa.or_(_has(ClauseRow.text_as_is, pattern), _has(ClauseRow.text_to_be, pattern)),
    )
    title = sa.or_(_has(Modification.number, pattern), _has(Modification.title, pattern))
    return dict(zip(_FOUND_IN, (title, report, observation, clause), strict=True))


def _has(column: Any, pattern: str) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = sa.func.coalesce(column, "").ilike(pattern, escape="\\")
    return found


def _pattern(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _next_columns(now: datetime) -> list[sa.ColumnElement[Any]]:
    today = london_date(now)
    waits = sa.and_(
        TimetableEvent.modification_id == Modification.id,
        sa.or_(
            sa.and_(TimetableEvent.actual_start_on.is_(None), TimetableEvent.planned_start_on >= today),
            sa.and_(TimetableEvent.actual_end_on.is_(None), TimetableEvent.planned_end_on >= today),
        ),
    )
    on = sa.case(
        (TimetableEvent.planned_start_on >= today, TimetableEvent.planned_start_on), else_=TimetableEvent.planned_end_on
    )
    first = (on, TimetableEvent.position)
    event_on = sa.select(on).where(waits).order_by(*first).limit(1).correlate(Modification).scalar_subquery()
    words = sa.select(TimetableEvent.text).where(waits).order_by(*first).limit(1).correlate(Modification)
    closes_at = sa.select(sa.func.min(ConsultationRow.closes_at)).where(
        ConsultationRow.modification_id == Modification.id, consultation_is_open(now)
    )
    vote_closes_at = sa.select(sa.func.min(BallotRow.closes_at)).where(
        BallotRow.modification_id == Modification.id, ballot_is_open(now)
    )
    return [
        event_on.label("event_on"),
        words.scalar_subquery().label("event_words"),
        closes_at.correlate(Modification).scalar_subquery().label("closes_at"),
        vote_closes_at.correlate(Modification).scalar_subquery().label("vote_closes_at"),
    ]


def _order(sort: str) -> list[sa.ColumnElement[Any]]:
    """The order asked for; what is not a sort is the number's. Rows without the value come last either way."""
    descends, key = sort.startswith("-"), sort.removeprefix("-")
    columns = SORTS.get(key, _BY_NUMBER)
    wanted = [(column.desc() if descends else column.asc()).nulls_last() for column in columns]
    return [*wanted, *(column.desc() for column in _BY_NUMBER)]


def _line(row: Mapping[Any, Any], finds: tuple[str, ...]) -> RegisterLine:
    found: Modification = row["Modification"]
    return RegisterLine(
        number=found.number,
        title=found.title,
        stage=found.stage,
        path=found.path,
        is_urgent=found.is_urgent,
        is_on_hold=found.on_hold_reason is not None,
        is_illustrative=found.is_illustrative,
        proposer_organisation=row["name"],
        raised_on=found.raised_on,
        decision_on=found.decision_on,
        implements_on=found.implements_on,
        next_event=_next_event(row, found),
        found_in=tuple(name for name in finds if row[name]),
    )


def _next_event(row: Mapping[Any, Any], found: Modification) -> NextEvent | None:
    """The earliest of what is planned, what closes, and the release; nothing for what has ended."""
    events = []
    if found.stage in LIVE:
        if row["event_on"] is not None:
            events.append(NextEvent(row["event_words"], row["event_on"]))
        if row["closes_at"] is not None:
            events.append(NextEvent("Consultation closes", london_date(row["closes_at"])))
        if row["vote_closes_at"] is not None:
            events.append(NextEvent("Change Board vote closes", london_date(row["vote_closes_at"])))
    if found.stage is Stage.PENDING_IMPLEMENTATION and found.implements_on is not None:
        events.append(NextEvent("Implementation", found.implements_on))
    return min(events, key=lambda event: event.on, default=None)
