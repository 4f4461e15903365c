"""Nothing lost on the way: every attempt to vote, and every seat, is accounted for in exactly one place."""

from dataclasses import dataclass

from voting.domain.ballots.outcome import OptionTally
from voting.domain.ballots.votes import FinalVotes
from voting.domain.errors import RuleBroken


class FunnelDoesNotAdd(RuleBroken):
    """What went in is not what came out, so something was lost or counted twice."""


@dataclass(frozen=True, slots=True)
class VoteFunnel:
    """Where every attempt to vote ended; cannot be made unless the sums hold."""

    attempts: int
    accepted: int
    refused: int
    final: int
    superseded: int
    withdrawn: int

    def __post_init__(self) -> None:
        if self.attempts != self.accepted + self.refused:
            raise FunnelDoesNotAdd(
                f"{self.attempts} attempts are not {self.accepted} accepted and {self.refused} refused."
            )
        if self.accepted != self.final + self.superseded + self.withdrawn:
            raise FunnelDoesNotAdd(
                f"{self.accepted} accepted votes are not {self.final} final, {self.superseded} superseded and "
                f"{self.withdrawn} withdrawn."
            )


@dataclass(frozen=True, slots=True)
class SeatFunnel:
    """Where every seat ended on one solution; cannot be made unless the sum holds.

    `voted` approved or rejected; `set_aside` voted in writing under a rule set that counts only seats that attend.
    """

    seats: int
    voted: int
    abstained: int
    recused: int
    silent: int
    vacant: int
    set_aside: int

    def __post_init__(self) -> None:
        placed = self.voted + self.abstained + self.recused + self.silent + self.vacant + self.set_aside
        if self.seats != placed:
            raise FunnelDoesNotAdd(f"{self.seats} seats are on the roster and {placed} are accounted for.")


def vote_funnel(attempts: int, refused_at_cast: int, counted: FinalVotes) -> VoteFunnel:
    """The funnel of a ballot's votes. Raises `FunnelDoesNotAdd`.

    `attempts` is every attempt on record and `refused_at_cast` those that `check_vote` refused; votes refused
    afterwards, for having equal times, join them.
    """
    final, superseded, withdrawn = len(counted.final), len(counted.superseded), len(counted.withdrawn)
    return VoteFunnel(
        attempts,
        accepted=attempts - refused_at_cast - len(counted.refused),
        refused=refused_at_cast + len(counted.refused),
        final=final,
        superseded=superseded,
        withdrawn=withdrawn,
    )


def seat_funnel(option: OptionTally, roster_seats: int) -> SeatFunnel:
    """The funnel of seats on one solution, against the number of seats on the roster. Raises `FunnelDoesNotAdd`."""
    counts = [row.count for row in option.categories]
    return SeatFunnel(
        roster_seats,
        voted=sum(count.approve + count.reject for count in counts),
        abstained=sum(count.abstain for count in counts),
        recused=sum(count.recused for count in counts),
        silent=sum(count.silent for count in counts),
        vacant=sum(count.vacant for count in counts),
        set_aside=sum(count.set_aside for count in counts),
    )
