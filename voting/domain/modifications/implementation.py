"""When an approved modification takes effect: the first option whose decide-by date the decision met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from voting.domain.calendar import date_in_words, london_date
from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle.words import Path


class DecidedByApprovingBody(RuleBroken):
    """On the Fast-Track path neither a Board vote nor an Authority letter is the decision."""


class ImplementationFinding(StrEnum):
    """What the implementation approach gives for a decision date."""

    OPTION_APPLIES = "option_applies"
    NO_OPTION_LEFT = "no_option_left"
    NO_OPTION_GIVEN = "no_option_given"


@dataclass(frozen=True, slots=True)
class ImplementationOption:
    """One option of the implementation approach: the release, if the decision comes on or before `decide_by`."""

    release_on: date
    decide_by: date
    release_name: str


@dataclass(frozen=True, slots=True)
class ImplementationResult:
    """Which option applies, if any, with the sentence that shows the rule and the dates it was applied to."""

    finding: ImplementationFinding
    decision_on: date
    option: ImplementationOption | None
    sentence: str

    @property
    def release_on(self) -> date | None:
        """The implementation date, or None where no option applies."""
        return None if self.option is None else self.option.release_on


def implementation_date(options: Sequence[ImplementationOption], decision_on: date) -> ImplementationResult:
    """The first option, in the order of the implementation approach, whose decide-by date is not passed.

    "On or before" includes the day. That none is left, or none was given, is a result and not an error.
    """
    decided = date_in_words(decision_on)
    if not options:
        return ImplementationResult(
            ImplementationFinding.NO_OPTION_GIVEN,
            decision_on,
            None,
            "There is no implementation date: the implementation approach names no option.",
        )
    for position, option in enumerate(options):
        if decision_on <= option.decide_by:
            sentence = (
                f"It is implemented on {date_in_words(option.release_on)} ({option.release_name}), because the "
                f"decision of {decided} {_missed(options[:position])}is on or before {date_in_words(option.decide_by)}."
            )
            return ImplementationResult(ImplementationFinding.OPTION_APPLIES, decision_on, option, sentence)
    sentence = (
        f"There is no implementation date: the decision of {decided} {_missed(options).removesuffix(' and ')}, "
        "and no option is left. A new implementation approach is needed."
    )
    return ImplementationResult(ImplementationFinding.NO_OPTION_LEFT, decision_on, None, sentence)


def decision_on(
    path: Path, board_vote_at: datetime | None, authority_letter_on: date | None, referred: bool
) -> date | None:
    """The decision date, or None while nothing is decided. The publication date is never the decision date.

    On Path 3 it is the London date of the Board's vote; on Paths 1 and 2, and once a decision was referred to the
    Authority, the date on the Authority's letter. Raises `DecidedByApprovingBody` on Fast-Track.
    """
    match path:
        case Path.SELF_GOVERNANCE if not referred:
            return None if board_vote_at is None else london_date(board_vote_at)
        case Path.SELF_GOVERNANCE | Path.AUTHORITY_LED | Path.AUTHORITY_DETERMINED:
            return authority_letter_on
        case Path.FAST_TRACK:
            raise DecidedByApprovingBody(
                "On Fast-Track the approving body decides. Enter the date of its decision from its minutes."
            )


def _missed(passed: Sequence[ImplementationOption]) -> str:
    if not passed:
        return ""
    return f"is after {_listed([date_in_words(option.decide_by) for option in passed])} and "


def _listed(words: list[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
