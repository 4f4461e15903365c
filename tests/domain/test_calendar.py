"""Working Days of England and Wales, windows, deadlines and clock changes."""

import functools
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest

from voting.domain.calendar import (
    Calendar,
    DatesOutOfOrder,
    InstantWithoutZone,
    LocalTimeDoesNotExist,
    LocalTimeIsAmbiguous,
    LocalTimeWithZone,
    WindowCheck,
    YearNotInCalendar,
    counted_working_days,
    deadline_at,
    deadline_in_words,
    exact_instant_in_words,
    instant_in_words,
    london_date,
    london_instant,
)

# Every bank holiday in England and Wales 2021–2027, on the weekday on which it was or will be kept, written by hand.
BY_HAND = """
2021: 1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
2022: 3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec
2023: 2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec
2024: 1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec
2025: 1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec
2026: 1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec
2027: 1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec
"""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
YEARS = range(2021, 2028)


def _read(written: str) -> frozenset[date]:
    days = set()
    for line in written.strip().splitlines():
        year, names = line.split(": ")
        for name in names.split(", "):
            day, month = name.split()
            days.add(date(int(year), MONTHS.index(month) + 1, int(day)))
    return frozenset(days)


HAND_WRITTEN = _read(BY_HAND)
CALENDAR = Calendar(HAND_WRITTEN)


@functools.cache
def _from_package() -> Calendar:
    return Calendar(frozenset(holidays.country_holidays("GB", subdiv="ENG", years=YEARS)))


def test_the_hand_written_list_has_all_59_bank_holidays_each_on_a_weekday() -> None:
    assert len(HAND_WRITTEN) == 59
    assert all(day.weekday() < 5 for day in HAND_WRITTEN)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_a_year_counts_as_the_hand_written_list_says(year: int) -> None:
    calendar, day = _from_package(), date(year, 1, 1)
    while day.year == year:
        assert calendar.is_working_day(day) is (day.weekday() < 5 and day not in HAND_WRITTEN), day
        day += timedelta(days=1)


@pytest.mark.parametrize("day", sorted(HAND_WRITTEN), ids=str)
def test_a_bank_holiday_does_not_count_and_its_neighbours_count_by_their_own_right(day: date) -> None:
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert not CALENDAR.is_working_day(day)
    # From the Working Day before it, the next one is never the holiday, and counting back returns to where one began.
    if before.year == day.year and before.weekday() < 5 and before not in HAND_WRITTEN:
        following = CALENDAR.add_working_days(before, 1)
        assert following > day
        assert CALENDAR.add_working_days(following, -1) == before
        assert CALENDAR.working_days_between(before, day) == 0
    if after.year == day.year:
        assert CALENDAR.is_working_day(after) is (after.weekday() < 5 and after not in HAND_WRITTEN)


@pytest.mark.parametrize(
    "day",
    [date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)],
    ids=["spring moved", "Platinum Jubilee", "State Funeral", "Coronation"],
)
def test_the_single_bank_holidays_of_2022_and_2023_do_not_count(day: date) -> None:
    assert not CALENDAR.is_working_day(day)
    assert not _from_package().is_working_day(day)


def test_a_day_that_secas_added_does_not_count() -> None:
    closed = Calendar(HAND_WRITTEN, {date(2021, 12, 24): "SECAS office closed"})
    assert CALENDAR.is_working_day(date(2021, 12, 24))
    assert not closed.is_working_day(date(2021, 12, 24))


def test_a_year_that_nobody_filled_in_is_refused_instead_of_counted_without_holidays() -> None:
    with pytest.raises(YearNotInCalendar, match="no bank holidays for 2028"):
        CALENDAR.add_working_days(date(2027, 12, 29), 10)


@pytest.mark.parametrize(
    ("start", "working_days", "expected"),
    [
        (date(2021, 12, 22), 0, date(2021, 12, 22)),
        (date(2021, 12, 25), 0, date(2021, 12, 25)),
        (date(2021, 12, 22), 1, date(2021, 12, 23)),
        (date(2021, 12, 24), 1, date(2021, 12, 29)),
        (date(2021, 12, 23), 4, date(2021, 12, 31)),
        (date(2021, 12, 31), 1, date(2022, 1, 4)),
        (date(2022, 1, 20), 10, date(2022, 2, 3)),
        (date(2022, 1, 4), -1, date(2021, 12, 31)),
        (date(2022, 1, 20), -5, date(2022, 1, 13)),
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
    ],
)
def test_working_days_are_added_and_taken_away(start: date, working_days: int, expected: date) -> None:
    assert CALENDAR.add_working_days(start, working_days) == expected


@pytest.mark.parametrize(
    ("issue_on", "close_on", "expected"),
    [
        (date(2021, 10, 22), date(2021, 11, 12), 15),
        (date(2021, 12, 1), date(2021, 12, 22), 15),
        (date(2021, 12, 1), date(2021, 12, 1), 0),
        (date(2021, 12, 1), date(2021, 12, 2), 1),
        (date(2021, 12, 24), date(2021, 12, 28), 0),
        (date(2022, 5, 27), date(2022, 6, 17), 13),
        (date(2022, 5, 27), date(2022, 6, 20), 14),
    ],
)
def test_a_window_excludes_its_issue_day_and_includes_its_closing_day(
    issue_on: date, close_on: date, expected: int
) -> None:
    assert CALENDAR.working_days_between(issue_on, close_on) == expected


def test_a_window_that_closes_before_it_is_issued_cannot_be_counted() -> None:
    with pytest.raises(DatesOutOfOrder, match="Put the dates in order"):
        CALENDAR.working_days_between(date(2021, 12, 22), date(2021, 12, 1))


@pytest.mark.parametrize("days", range(1, 40))
def test_adding_working_days_and_counting_them_agree(days: int) -> None:
    start = date(2022, 5, 20)
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, days)) == days


@pytest.mark.parametrize(
    ("issue_on", "close_on", "minimum", "expected"),
    [
        (date(2021, 12, 1), date(2021, 12, 22), 15, WindowCheck(15, 15, ())),
        (
            date(2021, 12, 1),
            date(2021, 12, 21),
            15,
            WindowCheck(14, 15, ("The window is 14 Working Days, fewer than the usual 15.",)),
        ),
        (date(2021, 12, 1), date(2021, 12, 21), 13, WindowCheck(14, 13, ())),
        (
            date(2021, 12, 1),
            date(2021, 12, 25),
            15,
            WindowCheck(17, 15, ("It closes on Sat 25 Dec 2021, which is not a Working Day.",)),
        ),
        (
            date(2021, 12, 22),
            date(2021, 12, 1),
            15,
            WindowCheck(0, 15, ("It closes on Wed 1 Dec 2021, before it is issued on Wed 22 Dec 2021.",)),
        ),
        (
            date(2021, 12, 24),
            date(2021, 12, 27),
            2,
            WindowCheck(
                0,
                2,
                (
                    "The window is 0 Working Days, fewer than the usual 2.",
                    "It closes on Mon 27 Dec 2021, which is not a Working Day.",
                ),
            ),
        ),
    ],
)
def test_a_consultation_window_is_counted_and_warned_about_but_never_blocked(
    issue_on: date, close_on: date, minimum: int, expected: WindowCheck
) -> None:
    assert CALENDAR.consultation_window(issue_on, close_on, minimum=minimum) == expected


@pytest.mark.parametrize(
    ("published_on", "working_days", "expected"),
    [
        (date(2022, 1, 20), 10, date(2022, 2, 3)),
        (date(2021, 12, 22), 10, date(2022, 1, 10)),
        (date(2022, 1, 20), 5, date(2022, 1, 27)),
    ],
)
def test_the_referral_window_ends_so_many_working_days_after_publication(
    published_on: date, working_days: int, expected: date
) -> None:
    assert CALENDAR.referral_ends_on(published_on, working_days) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2021, 12, 22), datetime(2021, 12, 22, 17, tzinfo=UTC)),
        (date(2021, 7, 1), datetime(2021, 7, 1, 16, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 16, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 17, tzinfo=UTC)),
    ],
)
def test_a_deadline_falls_at_17_00_in_london_summer_and_winter(day: date, expected: datetime) -> None:
    instant = deadline_at(day)
    assert instant == expected
    assert instant.utcoffset() == timedelta(0)


def _last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


@pytest.mark.parametrize("year", range(2026, 2037))
def test_every_minute_that_the_clocks_skip_in_spring_is_refused_and_no_other(year: int) -> None:
    day = _last_sunday(year, 3)
    for minute in range(180):
        at = time(minute // 60, minute % 60)
        if at.hour == 1:
            with pytest.raises(LocalTimeDoesNotExist):
                london_instant(day, at)
        else:
            # After the change the clocks are an hour ahead of UTC.
            utc = datetime(day.year, day.month, day.day, at.hour, at.minute, tzinfo=UTC)
            assert london_instant(day, at) == utc - timedelta(hours=at.hour == 2)


@pytest.mark.parametrize("year", range(2026, 2037))
def test_every_minute_that_the_clocks_repeat_in_autumn_is_refused_and_no_other(year: int) -> None:
    day = _last_sunday(year, 10)
    for minute in range(180):
        at = time(minute // 60, minute % 60)
        if at.hour == 1:
            with pytest.raises(LocalTimeIsAmbiguous):
                london_instant(day, at)
        else:
            # Before the change the clocks are an hour ahead of UTC.
            utc = datetime(day.year, day.month, day.day, at.hour, at.minute, tzinfo=UTC)
            assert london_instant(day, at) == utc - timedelta(hours=at.hour == 0)


def test_a_refused_local_time_says_which_and_what_to_do() -> None:
    with pytest.raises(LocalTimeDoesNotExist, match=r"^01:30 on Sun 29 Mar 2026 does not exist: .* another time\.$"):
        london_instant(date(2026, 3, 29), time(1, 30))
    with pytest.raises(LocalTimeIsAmbiguous, match=r"^01:30 on Sun 25 Oct 2026 happens twice: .* another time\.$"):
        london_instant(date(2026, 10, 25), time(1, 30, fold=1))


def test_a_local_time_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(LocalTimeWithZone):
        london_instant(date(2026, 3, 30), time(17, tzinfo=UTC))


def test_the_london_date_of_an_instant_late_on_a_summer_evening_is_the_next_day() -> None:
    assert london_date(datetime(2021, 7, 1, 23, 30, tzinfo=UTC)) == date(2021, 7, 2)
    assert london_date(datetime(2021, 12, 1, 23, 30, tzinfo=UTC)) == date(2021, 12, 1)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(InstantWithoutZone):
        london_date(datetime(2021, 7, 1, 12))  # noqa: DTZ001 - a naive instant is what this test is about


CLOSES = deadline_at(date(2021, 12, 22))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2021, 12, 16, 9, tzinfo=UTC), "closes Wed 22 Dec 2021 17:00 UK time, 4 Working Days left"),
        (datetime(2021, 12, 21, 23, 59, tzinfo=UTC), "closes Wed 22 Dec 2021 17:00 UK time, 1 Working Day left"),
        (datetime(2021, 12, 22, 0, 0, tzinfo=UTC), "closes today, Wed 22 Dec 2021 17:00 UK time"),
        (CLOSES, "closes today, Wed 22 Dec 2021 17:00 UK time"),
        (CLOSES + timedelta(microseconds=1), "closed Wed 22 Dec 2021 17:00 UK time"),
    ],
)
def test_a_deadline_is_said_in_words_with_the_working_days_left(now: datetime, expected: str) -> None:
    assert deadline_in_words(CLOSES, now, CALENDAR) == expected


def test_a_deadline_with_no_working_day_before_it_says_so() -> None:
    words = deadline_in_words(deadline_at(date(2021, 12, 27)), datetime(2021, 12, 25, 9, tzinfo=UTC), CALENDAR)
    assert words == "closes Mon 27 Dec 2021 17:00 UK time, no Working Day left"


@pytest.mark.parametrize(
    ("now", "expected"),
    [(datetime(2021, 12, 23, 12, tzinfo=UTC), 0), (datetime(2021, 12, 20, 12, tzinfo=UTC), 2), (CLOSES, 0)],
)
def test_working_days_left_are_never_negative(now: datetime, expected: int) -> None:
    assert CALENDAR.working_days_left(now, CLOSES) == expected


def test_an_instant_in_summer_is_said_in_uk_time() -> None:
    assert instant_in_words(datetime(2021, 7, 1, 16, 5, 59, tzinfo=UTC)) == "Thu 1 Jul 2021 17:05 UK time"


@pytest.mark.parametrize(("count", "words"), [(0, "0 Working Days"), (1, "1 Working Day"), (2, "2 Working Days")])
def test_a_number_of_working_days_agrees_with_its_noun(count: int, words: str) -> None:
    assert counted_working_days(count) == words


@pytest.mark.parametrize(
    ("second", "microsecond", "clock"),
    [
        (0, 0, "17:00:00"),
        (1, 0, "17:00:01"),
        (59, 999_999, "17:00:59"),
        # Late by less than a second is still seen to be late.
        (0, 1, "17:00:00.000001"),
        (0, 250_000, "17:00:00.25"),
    ],
)
def test_an_instant_that_was_held_against_a_deadline_never_reads_as_the_deadline(
    second: int, microsecond: int, clock: str
) -> None:
    at = datetime(2021, 7, 1, 16, 0, second, microsecond, tzinfo=UTC)
    assert exact_instant_in_words(at) == f"Thu 1 Jul 2021 {clock} UK time"
