"""Everything that hangs on one modification, read in one statement and sorted into its kinds.

Each kind is a few rows of a narrow table, so one UNION ALL costs less than eight round trips; whoever reads it next
filters by what the viewer may know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import UtcDateTime, fetched
from voting.models.ballots import BallotRow
from voting.models.calendar import Release
from voting.models.consultations import ConsultationRow
from voting.models.history import HistoryEntry
from voting.models.legal_text import CodeDocument, HunkRow, LegalTextVersion
from voting.models.modifications import (
    ImplementationOptionRow,
    Modification,
    ModificationMove,
    ReportVersion,
    TimetableEvent,
)

# Acts on a modification that leave no dated row of their own, with what changed. Nothing sealed is among them.
RECORDED_ACTS: Mapping[str, str] = {
    "edit_modification": "Title, Proposer or approving body corrected",
    "set_timetable": "Timetable changed",
    "shift_timetable": "Timetable shifted",
    "record_actual": "Timetable: an actual date recorded",
    "set_implementation_options": "Implementation approach changed",
    "confirm_extension": "A consultation was extended",
}


_MODIFICATION: sa.BindParameter[int] = sa.bindparam("modification", type_=sa.Integer())


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One row of any kind; what the columns mean is said where each kind is selected."""

    what: str
    id: int
    place: int
    words: str
    code: str
    kind: str
    note: str
    more: str
    number: int | None
    days: tuple[date | None, date | None, date | None, date | None]
    instants: tuple[datetime | None, datetime | None, datetime | None, datetime | None, datetime | None]


def dossier(
    session: Session, modification_id: int, *, since: datetime | None, viewer_id: int | None
) -> dict[str, list[DossierRow]]:
    """The rows of each kind in their order; entries of the history only those after `since` by somebody else."""
    seen_before = {} if since is None else {"since": since, "viewer": viewer_id}
    found: dict[str, list[DossierRow]] = {}
    everything = _everything(since_then=since is not None)
    for row in fetched(session, everything, modification=modification_id, **seen_before):
        what, id_, place, words, code, kind, note, more, number, *dated = row
        texts = (words or "", code or "", kind or "", note or "", more or "")
        one = DossierRow(what, id_, place, *texts, number, tuple(dated[:4]), tuple(dated[4:]))
        found.setdefault(what, []).append(one)
    return {what: sorted(rows, key=lambda row: (row.place, row.id)) for what, rows in found.items()}


@cache
def _everything(*, since_then: bool) -> sa.CompoundSelect[*tuple[Any, ...]]:
    selects = [
        _events(), _options(), _moves(), _parts(), _reports(), _documents(), _consultations(), _ballots(),
    ]  # fmt: skip
    return sa.union_all(*selects, *([_entries()] if since_then else []))


def _row(
    what: str,
    id_: Any,
    place: Any,
    *,
    words: Any = None,
    code: Any = None,
    kind: Any = None,
    note: Any = None,
    more: Any = None,
    number: Any = None,
    days: tuple[Any, ...] = (),
    instants: tuple[Any, ...] = (),
) -> sa.Select[*tuple[Any, ...]]:
    given = (words, code, kind, note, more)
    texts = [sa.cast(text, sa.Text) if text is not None else _nothing(sa.Text()) for text in given]
    return sa.select(
        sa.literal(what),
        id_,
        place,
        *texts,
        number if number is not None else _nothing(sa.Integer()),
        *_filled(days, 4, sa.Date()),
        *_filled(instants, 5, UtcDateTime()),
    )


def _nothing(kind: Any) -> sa.ColumnElement[Any]:
    return sa.cast(sa.null(), kind)


def _filled(columns: tuple[Any, ...], count: int, kind: Any) -> list[Any]:
    return [*columns, *(_nothing(kind) for _ in range(count - len(columns)))]


def _events() -> sa.Select[*tuple[Any, ...]]:
    table = TimetableEvent
    return _row(
        "event",
        table.id,
        table.position,
        words=table.text,
        kind=table.kind,
        days=(table.planned_start_on, table.planned_end_on, table.actual_start_on, table.actual_end_on),
    ).where(table.modification_id == _MODIFICATION)


def _options() -> sa.Select[*tuple[Any, ...]]:
    table = ImplementationOptionRow
    release = sa.select(sa.func.min(Release.name)).where(Release.release_on == table.release_on).scalar_subquery()
    return _row("option", table.id, table.position, words=release, days=(table.release_on, table.decide_by)).where(
        table.modification_id == _MODIFICATION
    )


def _moves() -> sa.Select[*tuple[Any, ...]]:
    table = ModificationMove
    return _row(
        "move",
        table.id,
        table.id,
        words=table.reason,
        code=table.causer,
        kind=table.move,
        note=table.evidence_kind,
        more=table.evidence,
        number=table.entered_by_id,
        days=(table.moved_on,),
        instants=(table.entered_at,),
    ).where(table.modification_id == _MODIFICATION)


def _parts() -> sa.Select[*tuple[Any, ...]]:
    own_parent = (
        sa.select(Modification.split_from_id).where(Modification.id == _MODIFICATION).correlate(None).scalar_subquery()
    )
    related = sa.or_(Modification.split_from_id == _MODIFICATION, Modification.split_from_id == own_parent)
    return _row("part", Modification.id, Modification.id, words=Modification.title, code=Modification.number).where(
        related, Modification.id != _MODIFICATION
    )


def _reports() -> sa.Select[*tuple[Any, ...]]:
    table = ReportVersion
    return _row(
        "report",
        table.id,
        -table.number,
        number=table.number,
        instants=(table.created_at, table.published_at),
    ).where(table.modification_id == _MODIFICATION)


def _documents() -> sa.Select[*tuple[Any, ...]]:
    table = LegalTextVersion
    hunks = (
        sa.select(sa.func.count())
        .select_from(HunkRow)
        .where(HunkRow.legal_text_version_id == table.id)
        .correlate(table)
        .scalar_subquery()
    )
    return (
        _row(
            "document",
            table.id,
            table.number,
            words=CodeDocument.title,
            code=CodeDocument.code,
            note=table.sec_version,
            number=hunks,
            instants=(table.created_at, table.published_at),
        )
        .join(CodeDocument, CodeDocument.id == table.code_document_id)
        .where(table.modification_id == _MODIFICATION)
    )


def _consultations() -> sa.Select[*tuple[Any, ...]]:
    table = ConsultationRow
    return _row(
        "consultation",
        table.id,
        -table.id,
        words=table.title,
        kind=table.kind,
        number=table.prepared_by_id,
        instants=(table.opened_at, table.closes_at, table.published_at, table.withdrawn_at),
    ).where(table.modification_id == _MODIFICATION)


def _ballots() -> sa.Select[*tuple[Any, ...]]:
    table = BallotRow
    return _row(
        "ballot",
        table.id,
        -table.id,
        words=table.question,
        number=table.prepared_by_id,
        instants=(table.opened_at, table.closes_at, table.closed_early_at, table.ended_at, table.published_at),
    ).where(table.modification_id == _MODIFICATION)


def _entries() -> sa.Select[*tuple[Any, ...]]:
    table = HistoryEntry
    wanted = sa.and_(table.modification_id == _MODIFICATION, table.use_case.in_(sorted(RECORDED_ACTS)))
    others = sa.or_(table.person_id.is_(None), table.person_id != sa.bindparam("viewer"))
    return _row("entry", table.index, table.index, words=table.use_case, instants=(table.at,)).where(
        wanted, others, table.at > sa.bindparam("since")
    )
