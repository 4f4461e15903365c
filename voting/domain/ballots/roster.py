"""Seats of the Change Board, who may act for each, and the roster that a ballot freezes when it opens."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voting.domain.ballots.parameters import InterestRule, VotingCategory
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.errors import RuleBroken
from voting.domain.periods import holds_on


class CategoryHasNoSeats(RuleBroken):
    """A seat belongs to a category that the rule set does not seat."""


class RecusalNotInRuleSet(RuleBroken):
    """A seat is recused although the rule set lets the vote of a seat with an interest stand."""


class OccasionMismatch(RuleBroken):
    """An alternate for one meeting does not name it, or a standing one names a meeting."""


class AlternateKind(StrEnum):
    """For how long an alternate was appointed."""

    STANDING = "standing"
    ONE_MEETING = "one_meeting"


class Standing(StrEnum):
    """As what somebody may act for a seat."""

    MEMBER = "member"
    ALTERNATE = "alternate"


@dataclass(frozen=True, slots=True)
class Seat:
    """A place on the Board: its category, who holds it (empty where vacant) and that person's organisation."""

    key: str
    category: VotingCategory
    holder: str
    organisation: str

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the seat."""
        return not self.holder


@dataclass(frozen=True, slots=True)
class BoardMember:
    """A person in a seat between two days; `valid_to` is the first day on which it no longer holds."""

    seat_key: str
    person_id: int
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Alternate:
    """A person who stands in for a seat between two days, always or on one occasion.

    `occasion` names the one meeting or ex-committee ballot, and is empty for a standing alternate; `valid_to` is the
    first day on which the appointment no longer holds.
    """

    seat_key: str
    person_id: int
    kind: AlternateKind
    valid_from: date
    valid_to: date | None = None
    occasion: str = ""

    def __post_init__(self) -> None:
        if bool(self.occasion) is not (self.kind is AlternateKind.ONE_MEETING):
            raise OccasionMismatch(
                "An alternate for one meeting names it; a standing alternate names none.", "occasion"
            )


@dataclass(frozen=True, slots=True)
class Appointments:
    """Everybody appointed to act for seats, at any time."""

    members: tuple[BoardMember, ...]
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterSeat:
    """One seat as the ballot froze it. `present` is None where no attendance is taken, as in an ex-committee ballot."""

    seat_key: str
    category: VotingCategory
    filled: bool
    recused: bool
    present: bool | None

    @property
    def can_vote(self) -> bool:
        """Whether a vote of this seat can count."""
        return self.filled and not self.recused


def freeze_seat(rule_set: RuleSet, seat: Seat, *, interest_declared: bool, present: bool | None) -> RosterSeat:
    """The seat's entry in the roster: whether a declared interest takes it out of the count is the rule set's to say.

    Raises `CategoryHasNoSeats`.
    """
    if seat.category not in rule_set.categories.value.seated:
        raise _no_seats(seat.key, seat.category)
    recused = interest_declared and rule_set.interest.value is InterestRule.SEAT_RECUSED
    return RosterSeat(seat.key, seat.category, filled=not seat.vacant, recused=recused, present=present)


def check_roster(rule_set: RuleSet, roster: Collection[RosterSeat]) -> None:
    """Pass where every entry is one that this rule set can have made, or raise the error that says which is not."""
    for entry in roster:
        if entry.category not in rule_set.categories.value.seated:
            raise _no_seats(entry.seat_key, entry.category)
        if entry.recused and rule_set.interest.value is not InterestRule.SEAT_RECUSED:
            raise RecusalNotInRuleSet(
                f"Seat {entry.seat_key} is recused, but this rule set records an interest and lets the vote stand."
            )


def _no_seats(seat_key: str, category: VotingCategory) -> CategoryHasNoSeats:
    return CategoryHasNoSeats(f"Seat {seat_key} is in {category}, which this rule set does not seat. Correct one.")


def standing_of(person_id: int, seat_key: str, day: date, occasion: str, appointments: Appointments) -> Standing | None:
    """As what the person may act for the seat on this day and occasion, or None."""
    for member in appointments.members:
        if (member.seat_key, member.person_id) == (seat_key, person_id) and holds_on(member, day):
            return Standing.MEMBER
    for alternate in appointments.alternates:
        if (alternate.seat_key, alternate.person_id) == (seat_key, person_id) and _serves(alternate, day, occasion):
            return Standing.ALTERNATE
    return None


def _serves(alternate: Alternate, day: date, occasion: str) -> bool:
    for_this = alternate.kind is AlternateKind.STANDING or alternate.occasion == occasion
    return for_this and holds_on(alternate, day)
