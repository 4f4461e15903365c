"""Timetables and implementation options: what is planned can move, what happened stays, the impossible is refused."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.builders.modifications import add_modification, add_options, modification_at, move, move_request, version_of
from tests.world import World, at
from voting.domain.errors import NotFound, NotPermitted
from voting.domain.modifications.lifecycle import Causer, EvidenceKind, Move, Stage
from voting.domain.modifications.report import ReportOption
from voting.domain.modifications.timetable import (
    AlreadyHappened,
    EventKind,
    HappensInFuture,
    NothingToShift,
    Span,
)
from voting.models.modifications import ImplementationOptionRow, TimetableEvent
from voting.services.intents import SeenVersionStale
from voting.services.modifications.implementation import (
    OptionCannotBeMet,
    OptionIncomplete,
    OptionsOutOfOrder,
    TooManyOptions,
)
from voting.services.modifications.timetable import (
    PlannedRow,
    ShiftTooFar,
    WordsMissing,
    record_actual,
    set_timetable,
    shift_timetable,
)

TODAY = "2026-03-02T10:00"
CONSULTATION = PlannedRow("Modification Report Consultation", Span(date(2026, 3, 16), date(2026, 4, 8)))
VOTE = PlannedRow("Change Board vote", Span(date(2026, 4, 22)))


def test_words_tell_the_kind_of_a_new_row_and_what_happened_before_stays_first(world: World) -> None:
    made = _planned(world)
    rows = _rows(world, made)
    assert [(row.position, row.kind) for row in rows] == [
        (1, EventKind.DRAFT_PROPOSAL_RAISED),
        (2, EventKind.MODIFICATION_REPORT_CONSULTATION),
        (3, EventKind.BOARD_VOTE),
    ]
    assert rows[1].planned_end_on == date(2026, 4, 8)
    assert world.use_cases()[-1] == "set_timetable"


def test_a_row_that_happened_cannot_be_left_out_or_planned_anew(world: World) -> None:
    made = _planned(world)
    first, *others = (PlannedRow(row.text, id=row.id) for row in _rows(world, made))
    with pytest.raises(AlreadyHappened):
        _set(world, made, *others)
    with pytest.raises(AlreadyHappened):
        _set(world, made, PlannedRow(first.words, Span(date(2026, 5, 1)), id=first.id), *others)


def test_rows_can_change_places_and_go(world: World) -> None:
    made = _planned(world)
    raised, consulted, vote = (PlannedRow(row.text, id=row.id) for row in _rows(world, made))
    _set(world, made, raised, vote, consulted)
    assert [row.text for row in _rows(world, made)] == [raised.words, vote.words, consulted.words]
    _set(world, made, raised, vote)
    assert len(_rows(world, made)) == 2
    with pytest.raises(NotFound):
        _set(world, made, raised, vote, consulted)


def test_a_row_says_what_happens(world: World) -> None:
    made = add_modification(world)
    with pytest.raises(WordsMissing):
        _set(world, made, *_kept(world, made), PlannedRow("  ", Span(date(2026, 5, 1))))


def test_a_shift_counts_working_days_and_leaves_what_happened(world: World) -> None:
    made = _planned(world)
    with at(TODAY):
        world.do(shift_timetable, "analyst", from_on=date(2026, 3, 2), working_days_later=2, **_of(world, made))
    rows = _rows(world, made)
    # Good Friday and Easter Monday lie between; 8 April plus two Working Days is 10 April.
    assert rows[1].planned_start_on == date(2026, 3, 18)
    assert rows[1].planned_end_on == date(2026, 4, 10)
    assert rows[2].planned_start_on == date(2026, 4, 24)
    assert rows[0].planned_start_on is None


@pytest.mark.parametrize(
    ("from_on", "days", "refusal"),
    [
        (date(2027, 1, 1), 2, NothingToShift),
        (date(2026, 3, 2), 0, ShiftTooFar),
        (date(2026, 3, 2), 1001, ShiftTooFar),
    ],
)
def test_a_shift_that_moves_nothing_or_everything_too_far_is_refused(
    world: World, from_on: date, days: int, refusal: type[Exception]
) -> None:
    made = _planned(world)
    with pytest.raises(refusal):
        world.do(shift_timetable, "analyst", from_on=from_on, working_days_later=days, **_of(world, made))


def test_what_happened_is_written_beside_the_plan_once_and_never_ahead_of_time(world: World) -> None:
    made = _planned(world)
    event = _rows(world, made)[2].id
    with at("2026-04-22T10:00"):
        with pytest.raises(HappensInFuture):
            _happened(world, made, event, date(2026, 4, 23))
        _happened(world, made, event, date(2026, 4, 22))
        with pytest.raises(AlreadyHappened):
            _happened(world, made, event, date(2026, 4, 21))
    row = _rows(world, made)[2]
    assert (row.planned_start_on, row.actual_start_on) == (date(2026, 4, 22), date(2026, 4, 22))


def test_one_row_is_planned_anew_and_the_others_stay(world: World) -> None:
    made = _planned(world)
    raised, consulted, vote = _rows(world, made)
    _set(
        world,
        made,
        PlannedRow(raised.text, id=raised.id),
        PlannedRow(consulted.text, CONSULTATION.planned, id=consulted.id),
        PlannedRow(vote.text, Span(date(2026, 5, 20)), id=vote.id),
    )
    after = [(row.id, row.planned_start_on) for row in _rows(world, made)]
    assert after == [(raised.id, None), (consulted.id, date(2026, 3, 16)), (vote.id, date(2026, 5, 20))]


def test_a_row_of_another_timetable_is_not_there(world: World) -> None:
    made = _planned(world)
    other = add_modification(world, "DP902")
    with pytest.raises(NotFound):
        _happened(world, other, _rows(world, made)[2].id, date(2026, 3, 2))


def test_the_vote_that_was_planned_gets_its_actual_date_with_the_decision(world: World) -> None:
    with at(TODAY):
        made = add_modification(world, stage=Stage.PENDING_IMPLEMENTATION)
        assert EventKind.BOARD_VOTE not in {row.kind for row in _rows(world, made)}
        assert EventKind.BOARD_DECIDED in {row.kind for row in _rows(world, made)}


def test_the_day_of_a_planned_move_is_written_into_its_row(world: World) -> None:
    with at(TODAY):
        made = add_modification(world)
        converted = PlannedRow("Converted to Modification Proposal", Span(date(2026, 2, 25)))
        _set(world, made, *_kept(world, made), converted)
        move(world, made, move_request(Move.CONVERT, Causer.APPROVING_BODY, EvidenceKind.MINUTES))
    rows = [row for row in _rows(world, made) if row.kind is EventKind.CONVERTED]
    assert [(row.planned_start_on, row.actual_start_on) for row in rows] == [(date(2026, 2, 25), date(2026, 3, 2))]


@pytest.mark.parametrize("who", ["approver", "auditor", "administrator"])
def test_only_an_analyst_keeps_the_timetable(world: World, who: str) -> None:
    made = add_modification(world)
    with pytest.raises(NotPermitted):
        world.do(set_timetable, who, rows=(), **_of(world, made))


def test_a_timetable_that_was_changed_meanwhile_is_not_overwritten(world: World) -> None:
    made = _planned(world)
    with pytest.raises(SeenVersionStale):
        world.do(set_timetable, "analyst", rows=(), modification_id=made, seen_version=1)


def test_options_stand_in_the_order_in_which_they_apply(world: World) -> None:
    made = add_modification(world)
    add_options(
        world,
        made,
        (ReportOption(date(2026, 6, 25), date(2026, 6, 25)), ReportOption(date(2026, 11, 5), date(2026, 10, 1))),
    )
    with world.database.reading() as (session, _now):
        rows = session.scalars(sa.select(ImplementationOptionRow).order_by(ImplementationOptionRow.position)).all()
    assert [row.decide_by for row in rows] == [date(2026, 6, 25), date(2026, 10, 1)]
    add_options(world, made, ())
    assert modification_at(world, made).version == 3


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ([(date(2026, 6, 25), None)], OptionIncomplete),
        ([(None, date(2026, 6, 1))], OptionIncomplete),
        ([(date(2026, 6, 25), date(2026, 6, 26))], OptionCannotBeMet),
        ([(date(2026, 11, 5), date(2026, 10, 1)), (date(2026, 6, 25), date(2026, 6, 1))], OptionsOutOfOrder),
        ([(date(2026, 6, 25), date(2026, 6, 1)), (date(2026, 11, 5), date(2026, 6, 1))], OptionsOutOfOrder),
        ([(date(2026, 6, 25), date(2026, 6, 1))] * 11, TooManyOptions),
    ],
)
def test_options_that_say_nothing_or_can_never_apply_are_refused(
    world: World, options: list[tuple[date | None, date | None]], refusal: type[Exception]
) -> None:
    made = add_modification(world)
    with pytest.raises(refusal):
        add_options(world, made, tuple(ReportOption(*option) for option in options))


def _planned(world: World) -> int:
    with at(TODAY):
        made = add_modification(world)
        _set(world, made, *_kept(world, made), CONSULTATION, VOTE)
    return made


def _set(world: World, modification_id: int, *rows: PlannedRow) -> None:
    world.do(set_timetable, "analyst", rows=rows, **_of(world, modification_id))


def _happened(world: World, modification_id: int, event_id: int, day: date) -> None:
    world.do(record_actual, "analyst", event_id=event_id, actual=Span(day), **_of(world, modification_id))


def _of(world: World, modification_id: int) -> dict[str, int]:
    return {"modification_id": modification_id, "seen_version": version_of(world, modification_id)}


def _kept(world: World, modification_id: int) -> list[PlannedRow]:
    return [PlannedRow(row.text, id=row.id) for row in _rows(world, modification_id)]


def _rows(world: World, modification_id: int) -> list[TimetableEvent]:
    with world.database.reading() as (session, _now):
        return list(
            session.scalars(
                sa.select(TimetableEvent)
                .where(TimetableEvent.modification_id == modification_id)
                .order_by(TimetableEvent.position)
            )
        )
