"""Timetables: their kinds, their order, moving what is planned, and how late things run."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.modifications.timetable import (
    MUST_PRECEDE,
    AlreadyHappened,
    EndsBeforeItStarts,
    EventKind,
    HappensInFuture,
    Lateness,
    NothingToShift,
    Punctuality,
    Span,
    TimetableEvent,
    by_days,
    event_kind_of,
    happened,
    lateness,
    order_findings,
    replan,
    shift,
)


def event(kind: EventKind, starts: date, ends: date | None = None) -> TimetableEvent:
    """A planned event with its kind as its words."""
    return TimetableEvent(kind, kind.value, Span(starts, ends))


# The real timetable of the report that the demonstration follows: its dates, two of them ranges.
SEED = (
    event(EventKind.DRAFT_PROPOSAL_RAISED, date(2021, 6, 21)),
    event(EventKind.PRESENTED_TO_COMMITTEE, date(2021, 6, 29)),
    event(EventKind.LEGAL_TEXT_CONSULTATION, date(2021, 10, 22), date(2021, 11, 12)),
    event(EventKind.CONVERTED, date(2021, 11, 30)),
    event(EventKind.REPORT_APPROVED, date(2021, 11, 30)),
    event(EventKind.MODIFICATION_REPORT_CONSULTATION, date(2021, 12, 1), date(2021, 12, 22)),
    event(EventKind.BOARD_VOTE, date(2022, 1, 20)),
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Draft Proposal raised", EventKind.DRAFT_PROPOSAL_RAISED),
        ("Presented to CSC for initial comment", EventKind.PRESENTED_TO_COMMITTEE),
        ("Legal text consultation", EventKind.LEGAL_TEXT_CONSULTATION),
        ("CSC converts it to a Modification Proposal", EventKind.CONVERTED),
        ("Modification Report approved by CSC", EventKind.REPORT_APPROVED),
        ("Panel to approve Modification Report", EventKind.REPORT_APPROVED),
        ("MODIFICATION  REPORT\nconsultation", EventKind.MODIFICATION_REPORT_CONSULTATION),
        ("Change Board Vote", EventKind.BOARD_VOTE),
        ("Refinement Consultation", EventKind.REFINEMENT_CONSULTATION),
        ("Request for Information", EventKind.REQUEST_FOR_INFORMATION),
        ("Authority decision (expected)", EventKind.AUTHORITY_DECIDED),
        ("Implementation date", EventKind.IMPLEMENTED),
        ("Discussed with TABASC", EventKind.OTHER),
        ("", EventKind.OTHER),
    ],
)
def test_a_row_in_words_is_told_its_kind(words: str, kind: EventKind) -> None:
    assert event_kind_of(words) is kind


def test_a_timetable_of_a_real_modification_is_in_order() -> None:
    assert order_findings(SEED) == ()


def test_conversion_and_approval_on_one_day_are_in_order_but_not_the_day_before() -> None:
    early = (*SEED[:4], event(EventKind.REPORT_APPROVED, date(2021, 11, 29)), *SEED[5:])
    assert [(one.first.kind, one.then.kind) for one in order_findings(early)] == [
        (EventKind.CONVERTED, EventKind.REPORT_APPROVED)
    ]


def test_a_vote_inside_the_consultation_is_found_and_said() -> None:
    early = (*SEED[:-1], event(EventKind.BOARD_VOTE, date(2021, 12, 21)))
    (finding,) = order_findings(early)
    assert finding.sentence == "“board_vote” begins before “modification_report_consultation” is over."


def test_a_second_consultation_after_a_return_is_in_order() -> None:
    again = (
        *SEED,
        event(EventKind.REPORT_APPROVED, date(2022, 2, 22)),
        event(EventKind.MODIFICATION_REPORT_CONSULTATION, date(2022, 2, 23), date(2022, 3, 16)),
        event(EventKind.BOARD_VOTE, date(2022, 4, 21)),
    )
    assert order_findings(again) == ()


def test_a_row_without_a_date_contradicts_nothing() -> None:
    undated = (TimetableEvent(EventKind.BOARD_VOTE, "Change Board vote, TBC"), *SEED[:-1])
    assert order_findings(undated) == ()


def test_what_happened_is_what_the_order_is_judged_on() -> None:
    late = happened(SEED[5], Span(date(2021, 12, 1), date(2022, 1, 21)), date(2022, 1, 31))
    assert len(order_findings((*SEED[:5], late, SEED[6]))) == 1


def test_the_order_of_events_has_no_circle() -> None:
    after = {kind: {then for first, then in MUST_PRECEDE if first is kind} for kind in EventKind}

    def reached(kind: EventKind) -> set[EventKind]:
        return after[kind] | {far for near in after[kind] for far in reached(near)}

    assert all(kind not in reached(kind) for kind in EventKind)


def test_a_range_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(EndsBeforeItStarts):
        Span(date(2021, 12, 22), date(2021, 12, 1))
    assert Span(date(2021, 12, 22), date(2021, 12, 22)).last_on == date(2021, 12, 22)


def test_everything_planned_from_a_day_on_moves_together() -> None:
    moved = shift(SEED, date(2021, 11, 30), by_days(28))
    assert moved[:3] == SEED[:3]
    assert [one.planned for one in moved[3:]] == [
        Span(date(2021, 12, 28)),
        Span(date(2021, 12, 28)),
        Span(date(2021, 12, 29), date(2022, 1, 19)),
        Span(date(2022, 2, 17)),
    ]


def test_of_a_range_that_has_begun_only_the_end_moves() -> None:
    (moved,) = shift((SEED[5],), date(2021, 12, 10), by_days(7))
    assert moved.planned == Span(date(2021, 12, 1), date(2021, 12, 29))


def test_what_has_happened_never_moves() -> None:
    done = happened(SEED[3], Span(date(2021, 11, 30)), date(2021, 11, 30))
    moved = shift((done, SEED[4]), date(2021, 11, 1), by_days(1))
    assert moved[0] == done
    assert moved[1].planned == Span(date(2021, 12, 1))


@pytest.mark.parametrize("from_on", [date(2022, 1, 21), date(9999, 1, 1)])
def test_a_shift_of_nothing_is_refused(from_on: date) -> None:
    with pytest.raises(NothingToShift):
        shift(SEED, from_on, by_days(1))


def test_a_shift_that_turns_a_range_round_is_refused() -> None:
    with pytest.raises(EndsBeforeItStarts):
        shift(SEED, date(2021, 12, 10), by_days(-30))


def test_an_event_happens_once_and_not_in_the_future() -> None:
    done = happened(SEED[0], Span(date(2021, 6, 21)), date(2021, 6, 21))
    with pytest.raises(AlreadyHappened):
        happened(done, Span(date(2021, 6, 22)), date(2021, 7, 1))
    with pytest.raises(HappensInFuture):
        happened(SEED[0], Span(date(2021, 6, 22)), date(2021, 6, 21))


def test_the_plan_of_what_has_happened_is_kept() -> None:
    done = happened(SEED[0], Span(date(2021, 6, 23)), date(2021, 6, 23))
    assert done.planned == SEED[0].planned
    with pytest.raises(AlreadyHappened):
        replan(done, None)
    assert replan(SEED[1], None).span is None


@pytest.mark.parametrize(
    ("planned", "actual", "today", "expected"),
    [
        (None, None, date(2022, 1, 1), Lateness(Punctuality.UNPLANNED)),
        (Span(date(2022, 1, 20)), None, date(2022, 1, 10), Lateness(Punctuality.AHEAD, 10)),
        (Span(date(2022, 1, 20)), None, date(2022, 1, 20), Lateness(Punctuality.DUE_TODAY)),
        (Span(date(2022, 1, 20)), None, date(2022, 1, 22), Lateness(Punctuality.OVERDUE, 2)),
        (Span(date(2022, 1, 20)), Span(date(2022, 1, 20)), date(2022, 2, 1), Lateness(Punctuality.ON_TIME)),
        (Span(date(2022, 1, 20)), Span(date(2022, 1, 27)), date(2022, 2, 1), Lateness(Punctuality.LATE, 7)),
        (Span(date(2022, 1, 20)), Span(date(2022, 1, 18)), date(2022, 2, 1), Lateness(Punctuality.EARLY, 2)),
        # A range that has begun is not over: the consultation runs, and is judged by its last day.
        (
            Span(date(2021, 12, 1), date(2021, 12, 22)),
            Span(date(2021, 12, 1)),
            date(2021, 12, 20),
            Lateness(Punctuality.AHEAD, 2),
        ),
        (
            Span(date(2021, 12, 1), date(2021, 12, 22)),
            Span(date(2021, 12, 1), date(2021, 12, 24)),
            date(2022, 1, 1),
            Lateness(Punctuality.LATE, 2),
        ),
    ],
)
def test_an_event_is_late_early_or_on_time(
    planned: Span | None, actual: Span | None, today: date, expected: Lateness
) -> None:
    one = TimetableEvent(EventKind.BOARD_VOTE, "Change Board vote", planned, actual)
    assert lateness(one, today, lambda earlier, later: (later - earlier).days) == expected


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 400), st.integers(0, 250))
def test_a_shift_and_its_reverse_change_nothing(days: int, offset: int) -> None:
    singles = tuple(one for one in SEED if one.planned and one.planned.ends_on is None)
    from_on = date(2021, 5, 15) + timedelta(days=offset)
    moved = shift(singles, from_on, by_days(days))
    assert shift(moved, from_on + timedelta(days=days), by_days(-days)) == singles
