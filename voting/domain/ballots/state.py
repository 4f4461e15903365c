"""Where a ballot stands at an instant, when it may close early, and who sees a vote before it closes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voting.domain.ballots.parameters import PublicationRule, Visibility
from voting.domain.ballots.roster import RosterSeat
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.errors import RuleBroken


class EarlyCloseTooSoon(RuleBroken):
    """Seats have still to vote and the chair has not closed the item."""


class BallotKind(StrEnum):
    """Whether the ballot belongs to an item of a meeting, or runs between two instants without one."""

    MEETING = "meeting"
    EX_COMMITTEE = "ex_committee"


class BallotState(StrEnum):
    """Where a ballot stands, derived from its instants and never stored."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    ENDED_WITHOUT_VOTE = "ended_without_vote"


@dataclass(frozen=True, slots=True)
class BallotTimes:
    """The instants of a ballot, each None until it is known.

    A ballot at a meeting has no `closes_at`: it closes when the chair closes the item, which is its `closed_early_at`.
    `ended_at` is when the item was deferred, returned or withdrawn without a vote.
    """

    opens_at: datetime | None
    closes_at: datetime | None = None
    closed_early_at: datetime | None = None
    ended_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def closed_at(self) -> datetime | None:
        """When voting stops or stopped: the deadline, or the early close before it."""
        return min((at for at in (self.closes_at, self.closed_early_at) if at is not None), default=None)


def ballot_state(times: BallotTimes, now: datetime) -> BallotState:
    """Where the ballot stands at `now`.

    A vote at the very instant of the deadline is in time; one at the instant of an early close is not, because that
    close was itself the last thing that happened in the open ballot.
    """
    if times.ended_at is not None and now >= times.ended_at:
        return BallotState.ENDED_WITHOUT_VOTE
    if times.published_at is not None and now >= times.published_at:
        return BallotState.PUBLISHED
    if times.opens_at is None or now < times.opens_at:
        return BallotState.PREPARED
    past_deadline = times.closes_at is not None and now > times.closes_at
    closed_early = times.closed_early_at is not None and now >= times.closed_early_at
    return BallotState.CLOSED if past_deadline or closed_early else BallotState.OPEN


def check_early_close(
    roster: Collection[RosterSeat],
    options: Collection[str],
    voted: Collection[tuple[str, str]],
    chair_closed_item: bool,
) -> None:
    """Pass once every seat that can vote has voted on every solution, or the chair closed the item.

    `voted` holds (seat key, option) for each vote that stands; an abstention is a vote. Raises `EarlyCloseTooSoon`.
    """
    due = [seat.seat_key for seat in roster if seat.can_vote]
    waiting = [seat_key for seat_key in due if any((seat_key, option) not in voted for option in options)]
    if waiting and not chair_closed_item:
        raise EarlyCloseTooSoon(
            f"These seats have still to vote: {', '.join(waiting)}. "
            "Close once they have, once the chair has closed the item, or leave it to the deadline."
        )


def are_votes_visible(rule_set: RuleSet, kind: BallotKind, state: BallotState) -> bool:
    """Whether those entitled to read the ballot see other seats' votes in this state. One's own is always shown."""
    if state in {BallotState.CLOSED, BallotState.PUBLISHED}:
        return True
    if state is not BallotState.OPEN:
        return False
    match rule_set.visibility.value:
        case Visibility.OPEN_IN_BOTH:
            return True
        case Visibility.HIDDEN_IN_BOTH:
            return False
        case Visibility.HIDDEN_UNLESS_ROLL_CALL:
            return kind is BallotKind.MEETING


def are_named_votes_public(rule_set: RuleSet) -> bool:
    """Whether everybody reads who voted how after publication; otherwise Parties do (Green)."""
    return rule_set.publication.value is PublicationRule.NAMED_VOTES_PUBLIC


def notice_before_casting(rule_set: RuleSet) -> str:
    """What a member reads beside the form before casting: who will see the vote, and under which class."""
    if are_named_votes_public(rule_set):
        return "After publication everybody sees how your seat voted, and your reasons (White)."
    return (
        "After publication everybody sees the counts of each category (White); "
        "Parties also see how your seat voted, and your reasons (Green)."
    )
