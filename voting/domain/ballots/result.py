"""The result of a ballot as it is published: the tally with its sentences, frozen, and what must be settled before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from voting.domain.ballots.explain import Sentence, WhatFollows, explain, three_sentences
from voting.domain.ballots.funnel import SeatFunnel, VoteFunnel, seat_funnel
from voting.domain.ballots.outcome import CategoryOutcome, OverallOutcome
from voting.domain.ballots.parameters import VotingCategory
from voting.domain.ballots.roster import RosterSeat
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.tally import ChairDecisions, FinalVote, PreferenceFinding, Tally, tally
from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle.words import BoardOutcome


class ChairHasNotDecided(RuleBroken):
    """The rule set leaves something to the chair, and the chair's decision is not given."""


class PreferenceNotSaid(RuleBroken):
    """Several solutions pass, and which of them the Board prefers is not given."""


class ChairEvidenceMissing(RuleBroken):
    """The chair's decision is given without saying where it is found."""


@dataclass(frozen=True, slots=True)
class ChairDecision:
    """What the chair decided on one solution; `category` None is the result as a whole. True approves."""

    option: str
    category: VotingCategory | None
    approves: bool


@dataclass(frozen=True, slots=True)
class OptionSentences:
    """The outcome on one solution, why, and what happens next."""

    option: str
    title: str
    outcome: Sentence
    why: Sentence
    next_step: Sentence


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that publication freezes. Votes are by seat, without names; reasons stay with the votes."""

    tally: Tally
    options: tuple[OptionSentences, ...]
    derivation: tuple[Sentence, ...]
    votes: tuple[FinalVote, ...]
    funnel: VoteFunnel
    seats: tuple[SeatFunnel, ...]
    chair: tuple[ChairDecision, ...]
    chair_evidence: str
    decision_on: date
    implements_on: date | None
    implementation_sentence: str
    referral_ends_on: date | None

    @property
    def board_outcome(self) -> BoardOutcome:
        """The result as the life cycle needs it."""
        return board_outcome(self.tally)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted and with what: the frozen facts of a ballot, and what the chair and the Board said besides."""

    rule_set: RuleSet
    roster: tuple[RosterSeat, ...]
    # Key and title of each solution, in the order in which they were put.
    options: tuple[tuple[str, str], ...]
    votes: tuple[FinalVote, ...]
    funnel: VoteFunnel
    chair: tuple[ChairDecision, ...] = ()
    chair_evidence: str = ""
    preference: str | None = None


def tally_of(counted: Counted) -> Tally:
    """The tally of a ballot, with what the chair decided and the Board prefers. Raises as `tally` does."""
    return tally(
        counted.rule_set,
        counted.roster,
        counted.votes,
        options=tuple(key for key, _title in counted.options),
        chair_decisions=_by_place(counted.chair),
        board_preference=counted.preference,
    )


def result_of(counted: Counted, follows: WhatFollows, decision_on: date) -> Result:
    """The whole result with its sentences. What is implemented is said only where something was approved."""
    found = tally_of(counted)
    titles = dict(counted.options)
    names = {key: in_a_sentence(title) for key, title in titles.items()}
    implementation = follows.implementation if board_outcome(found) is BoardOutcome.APPROVED else None
    return Result(
        tally=found,
        options=tuple(
            OptionSentences(
                option.option,
                titles[option.option],
                *three_sentences(counted.rule_set, option, names[option.option], follows),
            )
            for option in found.options
        ),
        derivation=explain(counted.rule_set, found, names),
        votes=counted.votes,
        funnel=counted.funnel,
        seats=tuple(seat_funnel(option, len(counted.roster)) for option in found.options),
        chair=counted.chair,
        chair_evidence=counted.chair_evidence,
        decision_on=decision_on,
        implements_on=implementation.release_on if implementation else None,
        implementation_sentence=implementation.sentence if implementation else "",
        referral_ends_on=follows.referral_ends_on,
    )


def board_outcome(found: Tally) -> BoardOutcome:
    """Approved where every solution has a result and one passes, rejected where none does; otherwise not decided."""
    settled = {OverallOutcome.APPROVED, OverallOutcome.REJECTED}
    if any(option.outcome not in settled for option in found.options):
        return BoardOutcome.NOT_DECIDED
    return BoardOutcome.APPROVED if found.passing else BoardOutcome.REJECTED


def asked_of_chair(found: Tally) -> tuple[tuple[str, VotingCategory | None], ...]:
    """What the rule set leaves to the chair and nobody has decided: solution, and category or None for the whole."""
    asked: list[tuple[str, VotingCategory | None]] = []
    for option in found.options:
        waiting = [row.category for row in option.categories if row.outcome is CategoryOutcome.AWAITS_CHAIR]
        asked += [(option.option, category) for category in waiting]
        if option.outcome is OverallOutcome.AWAITS_CHAIR and not waiting:
            asked.append((option.option, None))
    return tuple(asked)


def asked_of_board(found: Tally) -> tuple[str, ...]:
    """The solutions among which the Board has still to say which it prefers."""
    asks = {PreferenceFinding.BOARD_TO_SAY, PreferenceFinding.EQUAL_APPROVAL}
    return found.passing if found.preference.finding in asks else ()


def check_settled(result: Result) -> None:
    """Pass where nothing waits for the chair or the Board, because a published result is never edited."""
    if asked_of_chair(result.tally):
        raise ChairHasNotDecided("The rules leave this to the chair. Enter what the chair decided.", "chair")
    if asked_of_board(result.tally):
        raise PreferenceNotSaid("Several solutions pass. Enter which of them the Board prefers.", "preference")
    if result.chair and not result.chair_evidence.strip():
        raise ChairEvidenceMissing("Say where the chair's decision is found, such as the minute.", "chair_evidence")


def in_a_sentence(title: str) -> str:
    """A solution as it reads in a sentence: "the Proposed Solution"; a title of any other shape stands as it is."""
    return f"the {title}" if title.endswith("Solution") and not title.lower().startswith("the ") else title


def votes_without_names(votes: Iterable[FinalVote]) -> tuple[FinalVote, ...]:
    """The final votes in one order, whatever order they were read in, so that equal results are equal bytes."""
    return tuple(sorted(votes, key=lambda vote: (vote.option, vote.seat_key)))


def _by_place(chair: Iterable[ChairDecision]) -> ChairDecisions:
    return {(each.option, each.category): each.approves for each in chair}
