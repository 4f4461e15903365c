"""What the votes add up to: a pure integer function of rule set, roster and final votes, in any order."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from voting.domain.ballots.outcome import CategoryCount, OptionTally, OverallOutcome, judge_option
from voting.domain.ballots.parameters import PreferenceRule, PresenceRule, VotingCategory
from voting.domain.ballots.roster import RosterSeat, check_roster
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.votes import SeatNotInRoster, SeatVacant, UnknownOption, VoteChoice
from voting.domain.errors import RuleBroken

# What the chair decided where the rule set asks, by solution and category (None: the result as a whole). True approves.
ChairDecisions: TypeAlias = Mapping[tuple[str, VotingCategory | None], bool]


class SeatTwiceInRoster(RuleBroken):
    """The roster names one seat twice."""


class SeatCountedTwice(RuleBroken):
    """Two votes of one seat on one solution were handed over as final."""


class AttendanceIncomplete(RuleBroken):
    """The rule set counts only seats that attend, and attendance was taken for some seats only."""


class ChairNotAsked(RuleBroken):
    """The chair decided something that the rule set does not ask the chair."""


class PreferenceNotAsked(RuleBroken):
    """The Board's preference was given where it is not asked, or for a solution that does not pass."""


class CountedVote(Protocol):
    """As much of a vote as counting needs; a recount without names has no more."""

    @property
    def seat_key(self) -> str:
        """Whose vote it is."""

    @property
    def option(self) -> str:
        """On which solution."""

    @property
    def choice(self) -> VoteChoice:
        """What the seat said."""


@dataclass(frozen=True, slots=True)
class FinalVote:
    """A final vote without names, reasons and times."""

    seat_key: str
    option: str
    choice: VoteChoice


class PreferenceFinding(StrEnum):
    """How it stands between the solutions that pass."""

    NONE_PASSES = "none_passes"
    ONE_PASSES = "one_passes"
    STRONGER_APPROVAL = "stronger_approval"
    EQUAL_APPROVAL = "equal_approval"
    BOARD_TO_SAY = "board_to_say"
    BOARD_SAID = "board_said"
    SOLUTION_STILL_OPEN = "solution_still_open"


@dataclass(frozen=True, slots=True)
class Preference:
    """The solution preferred among those that pass, or why there is none."""

    finding: PreferenceFinding
    option: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """The result on each solution in the order in which they were put, and which of those that pass is preferred."""

    options: tuple[OptionTally, ...]
    preference: Preference

    @property
    def passing(self) -> tuple[str, ...]:
        """The solutions that pass."""
        return tuple(option.option for option in self.options if option.passes)

    def on(self, option: str) -> OptionTally:
        """The result on one solution."""
        return next(tally for tally in self.options if tally.option == option)


def tally(
    rule_set: RuleSet,
    roster: Collection[RosterSeat],
    final_votes: Iterable[CountedVote],
    *,
    options: Sequence[str],
    chair_decisions: ChairDecisions | None = None,
    board_preference: str | None = None,
) -> Tally:
    """The result of a ballot. Ties, empty categories and a missing quorum are outcomes; silence is never a vote.

    `options` are the solutions put to the vote, so that one on which nobody voted has its result too. Raises a named
    error only for what cannot be a ballot's record: a vote of a seat outside the roster, of a vacant seat, on an
    unknown solution or twice; an impossible roster; a chair's decision or a preference that was not asked for.
    """
    _check_seats(rule_set, roster)
    choices = _choices(roster, final_votes, options)
    decided = {} if chair_decisions is None else chair_decisions
    tallies = tuple(
        judge_option(
            rule_set,
            option,
            _counts(rule_set, roster, option, choices),
            {category: approves for (about, category), approves in decided.items() if about == option},
        )
        for option in options
    )
    _check_chair(tallies, decided)
    return Tally(tallies, _preference(rule_set, tallies, board_preference))


def _check_seats(rule_set: RuleSet, roster: Collection[RosterSeat]) -> None:
    check_roster(rule_set, roster)
    twice = [key for key, times in Counter(seat.seat_key for seat in roster).items() if times > 1]
    if twice:
        raise SeatTwiceInRoster(f"The roster names seat {twice[0]} twice. Each seat has one entry.")
    unknown = {seat.present is None for seat in roster}
    if rule_set.presence.value is not PresenceRule.WRITTEN_VOTES_COUNT and len(unknown) > 1:
        raise AttendanceIncomplete("Attendance was taken for some seats only. Record it for every seat, then count.")


_Choices: TypeAlias = dict[tuple[str, str], VoteChoice]


def _choices(roster: Iterable[RosterSeat], final_votes: Iterable[CountedVote], options: Sequence[str]) -> _Choices:
    filled = {seat.seat_key: seat.filled for seat in roster}
    choices: _Choices = {}
    for vote in final_votes:
        if vote.seat_key not in filled:
            raise SeatNotInRoster(f"A vote is counted for seat {vote.seat_key}, which is not in the roster.")
        if not filled[vote.seat_key]:
            raise SeatVacant(f"A vote is counted for seat {vote.seat_key}, which is vacant in the roster.")
        if vote.option not in options:
            raise UnknownOption(f"A vote is counted on {vote.option}, which was not put to the vote.")
        if (vote.seat_key, vote.option) in choices:
            raise SeatCountedTwice(f"Seat {vote.seat_key} has two final votes on {vote.option}. It has one at most.")
        choices[vote.seat_key, vote.option] = vote.choice
    return choices


def _counts(
    rule_set: RuleSet, roster: Iterable[RosterSeat], option: str, choices: _Choices
) -> tuple[CategoryCount, ...]:
    columns: dict[VotingCategory, Counter[str]] = {category: Counter() for category in rule_set.categories.value.seated}
    for seat in roster:
        columns[seat.category][_column(rule_set, seat, choices.get((seat.seat_key, option)))] += 1
    return tuple(CategoryCount(category, **counted) for category, counted in columns.items())


def _column(rule_set: RuleSet, seat: RosterSeat, choice: VoteChoice | None) -> str:
    """The field of `CategoryCount` to which the seat belongs."""
    if not seat.filled:
        return "vacant"
    if seat.recused:
        return "recused"
    if choice is None:
        return "silent"
    if seat.present is False and rule_set.presence.value is not PresenceRule.WRITTEN_VOTES_COUNT:
        return "set_aside"
    return choice.value


def _check_chair(tallies: Iterable[OptionTally], decided: ChairDecisions) -> None:
    asked: set[tuple[str, VotingCategory | None]] = set()
    for option in tallies:
        asked |= {(option.option, row.category) for row in option.categories if row.chair_decided}
        asked |= {(option.option, None)} if option.chair_decided else set()
    if decided.keys() - asked:
        raise ChairNotAsked(
            "The chair's decision is recorded where these votes and rules do not ask for it. Remove it."
        )


def _preference(rule_set: RuleSet, tallies: Sequence[OptionTally], board_preference: str | None) -> Preference:
    found = _without_board(rule_set, tallies)
    if board_preference is None:
        return found
    asked = found.finding in {PreferenceFinding.BOARD_TO_SAY, PreferenceFinding.EQUAL_APPROVAL}
    if not asked or board_preference not in {option.option for option in tallies if option.passes}:
        raise PreferenceNotAsked("The Board's preference is asked between several solutions that pass. Remove it.")
    return Preference(PreferenceFinding.BOARD_SAID, board_preference)


def _without_board(rule_set: RuleSet, tallies: Sequence[OptionTally]) -> Preference:
    settled = {OverallOutcome.APPROVED, OverallOutcome.REJECTED}
    if any(option.outcome not in settled for option in tallies):
        return Preference(PreferenceFinding.SOLUTION_STILL_OPEN, None)
    passing = sorted((option for option in tallies if option.passes), key=_strength, reverse=True)
    if not passing:
        return Preference(PreferenceFinding.NONE_PASSES, None)
    if len(passing) == 1:
        return Preference(PreferenceFinding.ONE_PASSES, passing[0].option)
    if rule_set.preference.value is PreferenceRule.BOARD_SAYS:
        return Preference(PreferenceFinding.BOARD_TO_SAY, None)
    if _strength(passing[0]) == _strength(passing[1]):
        return Preference(PreferenceFinding.EQUAL_APPROVAL, None)
    return Preference(PreferenceFinding.STRONGER_APPROVAL, passing[0].option)


def _strength(option: OptionTally) -> tuple[int, int]:
    return option.approving, -option.rejecting
