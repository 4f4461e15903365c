"""Which votes are accepted, and which vote of each seat counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from voting.domain.ballots.parameters import AlternateReach, ChangeOfVoteRule, ReasonRule, WhoseVoteCounts
from voting.domain.ballots.roster import Appointments, RosterSeat, Standing, standing_of
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.state import BallotState, BallotTimes, ballot_state
from voting.domain.calendar import exact_instant_in_words, instant_in_words, london_date
from voting.domain.errors import RuleBroken

# The General SEC Objectives, by their letters, in our own short words.
OBJECTIVES_IN_SHORT = MappingProxyType(
    {
        "a": "Smart metering systems are provided, installed and operated efficiently, and work together",
        "b": "The DCC meets its licence",
        "c": "Consumers can manage their use of energy",
        "d": "Effective competition",
        "e": "Innovation in energy networks",
        "f": "Data and systems are protected and secure",
        "g": "The Code is administered efficiently and openly",
    }
)
OBJECTIVES = tuple(OBJECTIVES_IN_SHORT)


class BallotNotOpenYet(RuleBroken):
    """Voting has not begun."""


class BallotClosed(RuleBroken):
    """Voting had stopped when the vote arrived."""


class BallotEndedWithoutVote(RuleBroken):
    """The item was deferred, returned or withdrawn."""


class ResultPublished(RuleBroken):
    """The result is published and is never edited."""


class UnknownOption(RuleBroken):
    """The solution is not one of those put to the vote."""


class SeatNotInRoster(RuleBroken):
    """The ballot opened without this seat."""


class SeatVacant(RuleBroken):
    """Nobody held the seat when the ballot opened."""


class SeatRecused(RuleBroken):
    """The seat declared an interest, and the rule set takes it out of this vote."""


class NotEntitled(RuleBroken):
    """The person may not act for this seat at this moment."""


class AlternateActsForAnotherSeat(RuleBroken):
    """The alternate has already acted for another seat, and the rule set allows one."""


class ReasonMissing(RuleBroken):
    """The rule set asks for a reason."""


class ObjectivesMissing(RuleBroken):
    """The rule set asks which objectives the reason rests on."""


class UnknownObjective(RuleBroken):
    """A letter is none of the General SEC Objectives."""


class VoteIsFinal(RuleBroken):
    """The seat has voted, and the first vote is final."""


class PrincipalHasVoted(RuleBroken):
    """The member has voted, and the member's vote prevails over the alternate's."""


class ReceivedElsewhereNeedsSecretary(RuleBroken):
    """A vote cast in the product is judged by the product's clock and no other."""


class ReceivedInTheFuture(RuleBroken):
    """A vote cannot have been received after it was entered."""


class EvidenceMissing(RuleBroken):
    """A vote recorded for somebody needs the message or the roll call that shows it."""


class SecondPersonMissing(RuleBroken):
    """A vote recorded for somebody needs a second person's confirmation."""


class SamePersonTwice(RuleBroken):
    """The second person is the one who recorded the vote."""


class VotesAtTheSameInstant(RuleBroken):
    """Two votes of one seat on one solution have equal times, so that neither is the later."""


class VoteChoice(StrEnum):
    """What a seat says to a solution."""

    APPROVE = "approve"
    REJECT = "reject"
    ABSTAIN = "abstain"


class VoteCapacity(StrEnum):
    """As what the person at the keyboard acted."""

    MEMBER = "member"
    ALTERNATE = "alternate"
    SECRETARY = "secretary"


@dataclass(frozen=True, slots=True)
class StandIn:
    """How a vote that was given elsewhere came in: who recorded it, on what evidence, and who confirmed it."""

    recorded_by: int
    evidence: str
    confirmed_by: int | None


@dataclass(frozen=True, slots=True)
class CastVote:
    """One vote as it was cast. `given_by` is the person whose vote it is, as member or alternate of the seat.

    `cast_at` is when it was entered, by the product's clock; `received_at` is when it arrived, which decides. They
    differ only where the secretary stood in for somebody who voted by another route.
    """

    key: str
    seat_key: str
    option: str
    choice: VoteChoice
    objectives: tuple[str, ...]
    reason: str
    given_by: int
    given_as: Standing
    cast_at: datetime
    received_at: datetime
    stand_in: StandIn | None = None

    @property
    def acting_person(self) -> int:
        """Who entered the vote."""
        return self.given_by if self.stand_in is None else self.stand_in.recorded_by

    @property
    def capacity(self) -> VoteCapacity:
        """As what the acting person entered it."""
        return VoteCapacity(self.given_as.value) if self.stand_in is None else VoteCapacity.SECRETARY


@dataclass(frozen=True, slots=True)
class FrozenBallot:
    """What the ballot froze at opening, as far as a vote is judged by it.

    `occasion` names the meeting or ex-committee ballot, as appointments of alternates for one meeting do.
    """

    rule_set: RuleSet
    options: tuple[str, ...]
    roster: tuple[RosterSeat, ...]
    occasion: str
    times: BallotTimes


@dataclass(frozen=True, slots=True)
class RefusedVote:
    """A vote that was accepted and turned out not to count: the name of the rule, and its sentence."""

    vote: CastVote
    refusal: type[RuleBroken]
    sentence: str


@dataclass(frozen=True, slots=True)
class FinalVotes:
    """Every vote of a ballot in the one place where it belongs, each list in the order of solution, seat and time."""

    final: tuple[CastVote, ...]
    superseded: tuple[CastVote, ...]
    withdrawn: tuple[CastVote, ...]
    refused: tuple[RefusedVote, ...]


def needs_reason(rule_set: RuleSet, choice: VoteChoice) -> bool:
    """Whether this choice has to be explained."""
    match rule_set.reason.value:
        case ReasonRule.OPTIONAL:
            return False
        case ReasonRule.EVERY_CHOICE:
            return True
        case ReasonRule.APPROVE_AND_REJECT:
            return choice is not VoteChoice.ABSTAIN


def needs_objectives(rule_set: RuleSet, choice: VoteChoice) -> bool:
    """Whether this choice has to name objectives. An abstention takes no side on them, so it never has to."""
    return choice is not VoteChoice.ABSTAIN and needs_reason(rule_set, choice)


def looks_back(rule_set: RuleSet, given_as: Standing) -> bool:
    """Whether an earlier vote can stop a further one that is given as this. Where none can, `check_vote` needs none."""
    alternate = rule_set.alternate.value
    if rule_set.change_of_vote.value is ChangeOfVoteRule.FIRST_VOTE_FINAL:
        return True
    is_limited = alternate.reach is AlternateReach.ONE_SEAT or alternate.counts is WhoseVoteCounts.PRINCIPALS
    return given_as is Standing.ALTERNATE and is_limited


def check_vote(vote: CastVote, ballot: FrozenBallot, appointments: Appointments, earlier: Collection[CastVote]) -> None:
    """Pass where the vote may be accepted, or raise the named rule it breaks.

    `earlier` holds the votes accepted in this ballot that were not withdrawn, those of the seat and of the person at
    least, and may be empty where the rules do not look back (`looks_back`); `vote.cast_at` is the clock's reading
    inside the write. The time is judged on `received_at`: a vote that came in time may be entered after the close, but
    never after publication.
    """
    check_recorded_vote(vote, ballot, appointments, earlier)
    if vote.stand_in is None:
        return
    if vote.stand_in.confirmed_by is None:
        raise SecondPersonMissing("A vote recorded for somebody counts once a second person has confirmed it.")
    if vote.stand_in.confirmed_by == vote.stand_in.recorded_by:
        raise SamePersonTwice("You recorded this vote yourself. A second person has to confirm it.")


def check_recorded_vote(
    vote: CastVote, ballot: FrozenBallot, appointments: Appointments, earlier: Collection[CastVote]
) -> None:
    """All of `check_vote` but the second person, for a vote that the secretary records and nobody has confirmed yet."""
    _check_route(vote)
    _check_time(vote, ballot.times)
    if vote.option not in ballot.options:
        raise UnknownOption("This solution is not put to the vote. Choose one that is.", "option")
    _check_seat(vote.seat_key, ballot.roster)
    _check_entitled(vote, ballot, appointments, earlier)
    _check_reason(vote, ballot.rule_set)
    _check_change(vote, ballot.rule_set, earlier)


def _check_route(vote: CastVote) -> None:
    if vote.received_at > vote.cast_at:
        raise ReceivedInTheFuture(
            "The vote is said to have arrived after now. Correct when it was received.", "received_at"
        )
    if vote.stand_in is None and vote.received_at != vote.cast_at:
        raise ReceivedElsewhereNeedsSecretary(
            "A vote cast here counts from when it is recorded. SECAS enters one that came by another route.",
            "received_at",
        )
    if vote.stand_in is not None and not _says_something(vote.stand_in.evidence):
        raise EvidenceMissing("Give the message in which the vote came, or the confirmed roll call.", "evidence")


def _check_time(vote: CastVote, times: BallotTimes) -> None:
    match ballot_state(times, vote.cast_at):
        case BallotState.PUBLISHED:
            raise ResultPublished("The result is published. A correction is a new event, not a new vote.")
        case BallotState.ENDED_WITHOUT_VOTE:
            raise BallotEndedWithoutVote("This item ended without a vote, so no vote on it is taken.")
        case _:
            pass
    state = ballot_state(times, vote.received_at)
    if state is BallotState.PREPARED:
        raise BallotNotOpenYet("This vote has not opened yet. Come back once it has.")
    if state is BallotState.CLOSED:
        when = f"at {instant_in_words(times.closed_at)}" if times.closed_at else "already"
        raise BallotClosed(f"This vote closed {when}. Yours came after that.")


def _check_seat(seat_key: str, roster: Iterable[RosterSeat]) -> None:
    seat = next((entry for entry in roster if entry.seat_key == seat_key), None)
    if seat is None:
        raise SeatNotInRoster("This seat was not on the Board when the vote opened, so it cannot vote on this item.")
    if not seat.filled:
        raise SeatVacant("This seat was vacant when the vote opened, so it cannot vote on this item.")
    if seat.recused:
        raise SeatRecused("An interest was declared for this seat, and these rules take it out of this vote.")


def _check_entitled(
    vote: CastVote, ballot: FrozenBallot, appointments: Appointments, earlier: Iterable[CastVote]
) -> None:
    day = london_date(vote.received_at)
    standing = standing_of(vote.given_by, vote.seat_key, day, ballot.occasion, appointments)
    if standing is not vote.given_as:
        raise NotEntitled(
            f"This person was not the seat's {vote.given_as} at that moment. Check the appointments.", "given_by"
        )
    if standing is Standing.ALTERNATE and ballot.rule_set.alternate.value.reach is AlternateReach.ONE_SEAT:
        for other in earlier:
            same_person = (other.given_by, other.given_as) == (vote.given_by, Standing.ALTERNATE)
            if same_person and other.seat_key != vote.seat_key:
                raise AlternateActsForAnotherSeat(
                    f"This alternate has already voted for seat {other.seat_key}, and may act for one seat only."
                )


def _check_reason(vote: CastVote, rule_set: RuleSet) -> None:
    unknown = [letter for letter in vote.objectives if letter not in OBJECTIVES]
    if unknown:
        raise UnknownObjective("The General SEC Objectives are lettered a to g. Choose among those.", "objectives")
    if needs_reason(rule_set, vote.choice) and not _says_something(vote.reason):
        raise ReasonMissing(f"Say why the seat votes to {vote.choice}.", "reason")
    if needs_objectives(rule_set, vote.choice) and not vote.objectives:
        raise ObjectivesMissing("Choose the General SEC Objectives on which the reason rests.", "objectives")


def _says_something(text: str) -> bool:
    # Dots, dashes and invisible characters alone are how a mandatory field is got round.
    return any(character.isalnum() for character in text)


def _check_change(vote: CastVote, rule_set: RuleSet, earlier: Iterable[CastVote]) -> None:
    same = [other for other in earlier if (other.seat_key, other.option) == (vote.seat_key, vote.option)]
    if rule_set.alternate.value.counts is WhoseVoteCounts.PRINCIPALS:
        if vote.given_as is Standing.ALTERNATE and any(other.given_as is Standing.MEMBER for other in same):
            raise PrincipalHasVoted("The member has voted for this seat, and the member's own vote prevails.")
        same = [other for other in same if other.given_as is vote.given_as]
    if rule_set.change_of_vote.value is ChangeOfVoteRule.FIRST_VOTE_FINAL:
        standing, _ = _split_equal_times(same)
        if any(other.received_at < vote.received_at for other in standing):
            raise VoteIsFinal("This seat has voted on this solution, and the first vote is final.")


def final_votes(votes: Iterable[CastVote], rule_set: RuleSet, withdrawn: Collection[str] = frozenset()) -> FinalVotes:
    """The vote of each seat on each solution that counts, and where every other vote went.

    `votes` are those that `check_vote` passed, in any order; `withdrawn` holds the keys of those voided since. By
    default the latest by `received_at` counts; the rule set may keep the first, or let the member's prevail over the
    alternate's. Two votes of one seat and solution with equal times are both refused, as `VotesAtTheSameInstant`.
    """
    by_place: dict[tuple[str, str], list[CastVote]] = defaultdict(list)
    gone: list[CastVote] = []
    for vote in sorted(votes, key=_place):
        (gone if vote.key in withdrawn else by_place[vote.option, vote.seat_key]).append(vote)
    final: list[CastVote] = []
    superseded: list[CastVote] = []
    refused: list[RefusedVote] = []
    for cast in by_place.values():
        standing, clashing = _split_equal_times(cast)
        refused += [_refuse(vote) for vote in clashing]
        if standing:
            chosen = _choose(standing, rule_set)
            final.append(chosen)
            superseded += [vote for vote in standing if vote is not chosen]
    return FinalVotes(tuple(final), tuple(superseded), tuple(gone), tuple(refused))


def _place(vote: CastVote) -> tuple[str, str, datetime, str]:
    return vote.option, vote.seat_key, vote.received_at, vote.key


def _split_equal_times(cast: Iterable[CastVote]) -> tuple[list[CastVote], list[CastVote]]:
    standing: list[CastVote] = []
    clashing: list[CastVote] = []
    by_time = attrgetter("received_at")
    for _, group in groupby(sorted(cast, key=by_time), key=by_time):
        together = list(group)
        (standing if len(together) == 1 else clashing).extend(together)
    return standing, clashing


def _choose(standing: list[CastVote], rule_set: RuleSet) -> CastVote:
    if rule_set.alternate.value.counts is WhoseVoteCounts.PRINCIPALS:
        standing = [vote for vote in standing if vote.given_as is Standing.MEMBER] or standing
    return standing[0 if rule_set.change_of_vote.value is ChangeOfVoteRule.FIRST_VOTE_FINAL else -1]


def _refuse(vote: CastVote) -> RefusedVote:
    return RefusedVote(
        vote,
        VotesAtTheSameInstant,
        f"Seat {vote.seat_key} has two votes on one solution received at {exact_instant_in_words(vote.received_at)}. "
        "Neither is the later, so neither counts. Vote again.",
    )
