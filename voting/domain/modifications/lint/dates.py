"""Whether the timetable runs forward, and whether the implementation options can be met."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from voting.domain.modifications.lint.findings import (
    Finding,
    LintRule,
    Place,
    Severity,
    first_place,
    sentences_of,
    shortened,
)
from voting.domain.modifications.report.roles import PartRole, parts_for
from voting.domain.modifications.report.values import ModificationReport, ReportOption, TimetableRow
from voting.domain.modifications.report.written_dates import find_dates

_VOTE = re.compile(r"\bchange board\b.*\b(?:vote|decision|decides|considers)", re.IGNORECASE)
_REPORT_CONSULTATION = re.compile(r"\bmodification report consultation\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|(?<!no )(?<!not )later than)\s(?:the\s)?$", re.IGNORECASE)


def timetable_findings(report: ModificationReport) -> Iterable[Finding]:
    """Ranges that end before they begin, rows that go back in time, a vote before the consultation on it is over."""
    dated = [row for row in report.timetable if row.starts_on is not None]
    for row in dated:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield Finding(
                LintRule.RANGE_BACKWARDS,
                Severity.ERROR,
                f"“{row.event}” ends on {_day(row.ends_on)}, before it starts on {_day(row.starts_on)}.",
                _row_places(report, row),
            )
    for before, row in pairwise(dated):
        if before.starts_on and row.starts_on and row.starts_on < before.starts_on:
            yield Finding(
                LintRule.TIMETABLE_OUT_OF_ORDER,
                Severity.WARNING,
                f"“{row.event}” on {_day(row.starts_on)} stands after “{before.event}” on {_day(before.starts_on)}.",
                (*_row_places(report, before), *_row_places(report, row)),
            )
    yield from _vote_too_early(report, dated)


def option_findings(report: ModificationReport) -> Iterable[Finding]:
    """Options that no decision can reach, out of order, or with days between them that belong to none."""
    if not report.implementation_options:
        yield Finding(
            LintRule.NO_OPTIONS,
            Severity.WARNING,
            "No implementation date with a day was found. Say on which day it is implemented, and if decided by when.",
            (
                *first_place(report, PartRole.IMPLEMENTATION, "implement"),
                *first_place(report, PartRole.TIMETABLE, "vote"),
            ),
        )
    for option in report.implementation_options:
        if option.release_on and option.decide_by and option.decide_by >= option.release_on:
            yield _cannot_be_met(
                report,
                option,
                f"its decision may come until {_day(option.decide_by)}, when it is no longer ahead of the release",
                (),
            )
    yield from _too_early_for_the_vote(report)
    yield from _in_sequence(report)


def _too_early_for_the_vote(report: ModificationReport) -> Iterable[Finding]:
    vote = _vote(report.timetable)
    if vote is None or vote.starts_on is None:
        return
    for option in report.implementation_options:
        if option.decide_by is not None and option.decide_by < vote.starts_on:
            yield _cannot_be_met(
                report,
                option,
                f"it has to be decided by {_day(option.decide_by)}, and the Change Board votes on "
                f"{_day(vote.starts_on)}",
                _row_places(report, vote),
            )


def _cannot_be_met(report: ModificationReport, option: ReportOption, why: str, more: tuple[Place, ...]) -> Finding:
    return Finding(
        LintRule.OPTION_CANNOT_BE_MET,
        Severity.ERROR,
        f"The option of {_name_of(option)} cannot be met: {why}.",
        (
            *_option_places(_sentences_by_day(report), option),
            *(more or first_place(report, PartRole.TIMETABLE, "vote")),
        ),
    )


def _name_of(option: ReportOption) -> str:
    if option.release_on is not None:
        return f"implementation on {_day(option.release_on)}"
    if option.after_decision is not None:
        return f"implementation {option.after_decision} after the decision"
    return "this implementation"


def _in_sequence(report: ModificationReport) -> Iterable[Finding]:
    """Whether each option can follow the one before it."""
    sentences = _sentences_by_day(report)
    for before, option in pairwise(report.implementation_options):
        if before.for_solution != option.for_solution:
            continue
        # Two options in one sentence are one place.
        places = tuple(dict.fromkeys((*_option_places(sentences, before), *_option_places(sentences, option))))
        if before.decide_by is None and (before.release_on is not None or before.after_decision is not None):
            yield Finding(
                LintRule.OPTION_UNREACHABLE,
                Severity.WARNING,
                f"The option of {_name_of(before)} has no last day of decision, so the option after it never applies.",
                places,
            )
        elif _goes_back(before.release_on, option.release_on) or _goes_back(before.decide_by, option.decide_by):
            yield Finding(
                LintRule.OPTIONS_OUT_OF_ORDER,
                Severity.ERROR,
                "The implementation options do not run forward: a later one has an earlier release or last day of "
                "decision.",
                places,
            )
        else:
            yield from _gap(before, option, places)


def _gap(before: ReportOption, option: ReportOption, places: tuple[Place, ...]) -> Iterable[Finding]:
    """Days of decision that fall between two options, or into both: the second says after which day it begins."""
    # An option that names no day stands in no sentence of its own.
    is_dated = option.release_on is not None or option.decide_by is not None
    begins_after = _begins_after(places[-1].quote, option) if places and is_dated else None
    if before.decide_by is None or begins_after is None or begins_after == before.decide_by:
        return
    belongs = "neither" if begins_after > before.decide_by else "both"
    yield Finding(
        LintRule.OPTION_GAP,
        Severity.ERROR,
        f"One option is decided by {_day(before.decide_by)} and the next after {_day(begins_after)}: a decision "
        f"between "
        f"these days falls into {belongs}.",
        places,
    )


def _begins_after(quote: str, option: ReportOption) -> date | None:
    dates = find_dates(quote)
    release = next((at for at, written in enumerate(dates) if written.starts_on == option.release_on), 0)
    for written in dates[release:]:
        if _AFTER.search(quote[: written.start]):
            return written.starts_on
    return None


def _goes_back(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and second <= first


def _vote_too_early(report: ModificationReport, dated: list[TimetableRow]) -> Iterable[Finding]:
    vote = _vote(report.timetable)
    for row in dated:
        ends_on = row.ends_on or row.starts_on
        if vote is None or vote.starts_on is None or ends_on is None or not _REPORT_CONSULTATION.search(row.event):
            continue
        if vote.starts_on <= ends_on:
            yield Finding(
                LintRule.VOTE_BEFORE_CONSULTATION_ENDS,
                Severity.ERROR,
                f"The Change Board votes on {_day(vote.starts_on)}, and the consultation on the report runs until "
                f"{_day(ends_on)}.",
                (*_row_places(report, row), *_row_places(report, vote)),
            )


def _vote(rows: tuple[TimetableRow, ...]) -> TimetableRow | None:
    """The last row of the timetable that is a vote of the Change Board."""
    return next((row for row in reversed(rows) if _VOTE.search(row.event)), None)


def _row_places(report: ModificationReport, row: TimetableRow) -> tuple[Place, ...]:
    return first_place(report, PartRole.TIMETABLE, row.event)


def _sentences_by_day(report: ModificationReport) -> dict[date, Place]:
    """The first sentence of the implementation approach that has each day."""
    found: dict[date, Place] = {}
    for part in parts_for(report, PartRole.IMPLEMENTATION):
        for sentence in sentences_of(part.text):
            for written in find_dates(sentence):
                found.setdefault(written.starts_on, Place(part.number, shortened(sentence)))
    return found


def _option_places(sentences: dict[date, Place], option: ReportOption) -> tuple[Place, ...]:
    """The sentence of the implementation approach that gives an option."""
    day = option.release_on or option.decide_by
    return (sentences[day],) if day in sentences else ()


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
