"""Which days count, when a deadline falls, and how both are said: Working Days of England and Wales, UK time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from voting.domain.errors import RuleBroken
from voting.domain.sentences import counted

LONDON = ZoneInfo("Europe/London")
DEADLINE_TIME = time(17)
# Consultation windows are about this long; the real ones were 13, 14, 14 and 15 Working Days.
USUAL_WINDOW = 15

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
# Names of days and months come from here, because `strftime` follows the locale of whichever machine it runs on.
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class LocalTimeDoesNotExist(RuleBroken):
    """The clocks go forward over this local time."""


class LocalTimeIsAmbiguous(RuleBroken):
    """The clocks go back over this local time, so that it happens twice."""


class LocalTimeWithZone(RuleBroken):
    """A local time came with a zone of its own, so it is not clear which is meant."""


class InstantWithoutZone(RuleBroken):
    """An instant came without its time zone, so nobody can say when it was."""


class YearNotInCalendar(RuleBroken):
    """The calendar holds no bank holiday of this year, so it cannot say which of its days count."""


class DatesOutOfOrder(RuleBroken):
    """The later of two dates was given first."""


@dataclass(frozen=True, slots=True)
class WindowCheck:
    """How long a consultation window is and what to say about it: warnings never block."""

    working_days: int
    minimum: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that do not count: bank holidays of England and Wales, and further days by the reason SECAS gave.

    A year without any bank holiday is a year that nobody has filled in; questions about it raise `YearNotInCalendar`,
    because an answer would silently count its holidays as Working Days.
    """

    bank_holidays: frozenset[date]
    extra: Mapping[date, str] = field(default_factory=dict)
    _years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_years", frozenset(day.year for day in self.bank_holidays))

    def is_working_day(self, day: date) -> bool:
        """Whether the day is no Saturday, Sunday, bank holiday or day added by SECAS; may raise `YearNotInCalendar`."""
        if day.year not in self._years:
            raise YearNotInCalendar(
                f"The calendar has no bank holidays for {day.year}. Fill in that year before dates in it are counted."
            )
        return day.weekday() < _SATURDAY and day not in self.bank_holidays and day not in self.extra

    def add_working_days(self, day: date, working_days: int) -> date:
        """The date so many Working Days after the day, or before it for a negative number; the day itself for 0."""
        step = _ONE_DAY if working_days > 0 else -_ONE_DAY
        left = abs(working_days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, issue_on: date, close_on: date) -> int:
        """The Working Days of a window, which excludes its issue day and includes its closing day.

        Raises `DatesOutOfOrder` where the window closes before it is issued, and `YearNotInCalendar`.
        """
        if close_on < issue_on:
            opening, closing = day_in_words(issue_on), day_in_words(close_on)
            raise DatesOutOfOrder(f"The window would close on {closing}, before {opening}. Put the dates in order.")
        days = (issue_on + timedelta(days=offset) for offset in range(1, (close_on - issue_on).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def working_days_left(self, now: datetime, deadline: datetime) -> int:
        """The Working Days after today up to and including the day of the deadline, in London; 0 once it has passed."""
        today, last = london_date(now), london_date(deadline)
        return self.working_days_between(today, last) if today < last else 0

    def referral_ends_on(self, published_on: date, working_days: int) -> date:
        """The last day on which a Party may refer a Self-Governance decision to the Authority.

        The number of Working Days from publication is the rule set's.
        """
        return self.add_working_days(published_on, working_days)

    def consultation_window(self, issue_on: date, close_on: date, minimum: int = USUAL_WINDOW) -> WindowCheck:
        """The window's length in Working Days, with a warning for each thing that is unusual about it."""
        if close_on < issue_on:
            warning = f"It closes on {day_in_words(close_on)}, before it is issued on {day_in_words(issue_on)}."
            return WindowCheck(0, minimum, (warning,))
        counted = self.working_days_between(issue_on, close_on)
        warnings = []
        if counted < minimum:
            warnings.append(f"The window is {counted_working_days(counted)}, fewer than the usual {minimum}.")
        if not self.is_working_day(close_on):
            warnings.append(f"It closes on {day_in_words(close_on)}, which is not a Working Day.")
        return WindowCheck(counted, minimum, tuple(warnings))


def london_instant(day: date, at: time) -> datetime:
    """The UTC instant of a local time in London.

    Raises `LocalTimeDoesNotExist` or `LocalTimeIsAmbiguous` in the hour of a clock change, because such a time is
    refused at set-up and never guessed; and `LocalTimeWithZone` where the time of day already carries a zone.
    """
    if at.tzinfo is not None:
        raise LocalTimeWithZone("A local time is taken as UK time and may not carry a zone of its own.")
    # The two folds of a local time have one offset except where the clocks change: forward, the later offset is larger.
    earlier = datetime.combine(day, at.replace(fold=0), LONDON)
    later = earlier.replace(fold=1)
    before, after = earlier.utcoffset() or timedelta(), later.utcoffset() or timedelta()
    moment = f"{_clock(at)} on {day_in_words(day)}"
    if before < after:
        raise LocalTimeDoesNotExist(f"{moment} does not exist: UK clocks go forward over it. Choose another time.")
    if before > after:
        raise LocalTimeIsAmbiguous(f"{moment} happens twice: UK clocks go back over it. Choose another time.")
    return earlier.astimezone(UTC)


def deadline_at(day: date) -> datetime:
    """The UTC instant of a deadline on this day, 17:00 in London; what arrives at that very instant is in time."""
    return london_instant(day, DEADLINE_TIME)


def london_date(at: datetime) -> date:
    """The date in London at an instant; raises `InstantWithoutZone` for a naive one."""
    return _london(at).date()


def deadline_in_words(deadline: datetime, now: datetime, calendar: Calendar) -> str:
    """The deadline as people read it: "closes Wed 22 Dec 2021 17:00 UK time, 4 Working Days left"."""
    words = instant_in_words(deadline)
    if now > deadline:
        return f"closed {words}"
    if london_date(now) == london_date(deadline):
        return f"closes today, {words}"
    left = calendar.working_days_left(now, deadline)
    return f"closes {words}, {counted_working_days(left) if left else 'no Working Day'} left"


def instant_in_words(at: datetime) -> str:
    """An instant as people read it: "Wed 22 Dec 2021 17:00 UK time"."""
    local = _london(at)
    return f"{day_in_words(local.date())} {_clock(local.time())} UK time"


def exact_instant_in_words(at: datetime) -> str:
    """An instant that was held against a deadline, with its seconds: "Wed 22 Dec 2021 17:00:01 UK time".

    Deadlines are whole minutes, so one that is late by less than a second shows its fraction, and never reads as if it
    were in time: "17:00:00.25".
    """
    local = _london(at)
    fraction = f".{local.microsecond:06}".rstrip("0") if local.microsecond and not local.second else ""
    return f"{day_in_words(local.date())} {_clock(local.time())}:{local.second:02}{fraction} UK time"


def day_in_words(day: date) -> str:
    """A date with its day of the week: "Wed 22 Dec 2021"."""
    return f"{_WEEKDAYS[day.weekday()]} {date_in_words(day)}"


def date_in_words(day: date) -> str:
    """A date as people read it: "22 Dec 2021"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def counted_working_days(working_days: int) -> str:
    """A number of Working Days in words: "1 Working Day", "4 Working Days"."""
    return counted(working_days, "Working Day")


def _london(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise InstantWithoutZone("This time has no time zone, so it cannot be placed. Give it as an instant in UTC.")
    return at.astimezone(LONDON)


def _clock(at: time) -> str:
    return f"{at.hour:02}:{at.minute:02}"
