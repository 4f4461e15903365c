"""The tally in sentences: what went in, which rule was applied, what came out, each with the clause it rests on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from voting.domain.ballots.outcome import (
    CategoryCount,
    CategoryFinding,
    CategoryOutcome,
    CategoryTally,
    CountUnit,
    OptionTally,
    OverallOutcome,
    OverallReason,
    against,
    majority_base,
    quorum_figure,
)
from voting.domain.ballots.parameters import (
    AbstentionRule,
    CategoryTieRule,
    MajorityOf,
    NoVotesRule,
    PresenceRule,
    QuorumKind,
)
from voting.domain.ballots.rule_set import Parameter, RuleSet
from voting.domain.ballots.tally import PreferenceFinding, Tally
from voting.domain.calendar import counted_working_days, day_in_words
from voting.domain.labels import label
from voting.domain.modifications.implementation import DecidedByApprovingBody, ImplementationResult
from voting.domain.modifications.lifecycle.words import Path


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step of the derivation. `clause` is as printed, and None where the sentence only states what was counted."""

    text: str
    clause: str | None


def explain(rule_set: RuleSet, result: Tally, names: Mapping[str, str]) -> tuple[Sentence, ...]:
    """The whole derivation in order. `names` has each solution as it reads in a sentence: "the Proposed Solution"."""
    sentences: list[Sentence] = []
    for option in result.options:
        if len(result.options) > 1:
            sentences.append(Sentence(f"The Board voted separately on {names[option.option]}.", None))
        sentences += explain_option(rule_set, option)
    if len(result.options) > 1:
        sentences.append(explain_preference(rule_set, result, names))
    return tuple(sentences)


def explain_option(rule_set: RuleSet, option: OptionTally) -> tuple[Sentence, ...]:
    """The derivation of the result on one solution: category by category, then overall."""
    categories = (sentence for row in option.categories for sentence in explain_category(rule_set, row))
    return (*categories, explain_overall(rule_set, option))


def explain_category(rule_set: RuleSet, row: CategoryTally) -> Iterator[Sentence]:
    """What one category's seats said, whether its quorum was met, and what it brings to the result."""
    count = row.count
    yield Sentence(f"{label(row.category)}, {counts_in_words(count)}.", None)
    if row.outcome is CategoryOutcome.SHOWN_ONLY:
        yield _rule("This category is shown and is not part of the count.", rule_set.categories)
        return
    if count.recused:
        text = f"{_seats(count.recused)} declared an interest, which takes a seat out of the count."
        yield _rule(text, rule_set.interest)
    if count.set_aside:
        yield _rule(_set_aside(rule_set, count.set_aside), rule_set.presence)
    if rule_set.quorum.value.kind is not QuorumKind.NO_QUORUM:
        yield _rule(_quorum(rule_set, row), rule_set.quorum)
    if count.abstain:
        yield _rule(_abstentions(rule_set, count.abstain), rule_set.abstention)
    if row.outcome is not CategoryOutcome.COUNTED_TOGETHER:
        yield from _brought(rule_set, row)


def counts_in_words(count: CategoryCount) -> str:
    """The seats of a category by what they said; silence reads "did not vote"."""
    said = [f"{count.approve} approve", f"{count.reject} reject", f"{count.abstain} abstain"]
    for number, words in (
        (count.silent, "did not vote"),
        (count.set_aside, "voted in writing without attending"),
        (count.recused, "recused"),
        (count.vacant, "vacant"),
    ):
        if number:
            said.append(f"{number} {words}")
    return f"{_seats(count.seats)}: {', '.join(said)}" if count.seats else "no seats"


def explain_overall(rule_set: RuleSet, option: OptionTally) -> Sentence:
    """The one step from the categories, or from all seats together, to the result."""
    outcome = label(option.outcome)
    chair = f", as the chair decided: {outcome}" if option.chair_decided else f": {outcome}"
    match option.reason:
        case OverallReason.QUORUM_MISSING:
            lacking = [label(row.category) for row in option.categories if not row.quorum_met]
            return _rule(f"The quorum is missing in {_listed(lacking)}: {outcome}.", rule_set.quorum)
        case OverallReason.CATEGORY_AWAITS_CHAIR:
            waiting = [label(row.category) for row in option.categories if row.outcome is CategoryOutcome.AWAITS_CHAIR]
            return _rule(f"The chair has yet to decide for {_listed(waiting)}: {outcome}.", rule_set.category_tie)
        case OverallReason.NOTHING_COUNTED:
            return _rule(f"Nothing was counted, neither for nor against{chair}.", _rule_for_nothing(rule_set, option))
        case OverallReason.EQUAL:
            return _rule(f"{_figures(rule_set, option)}; neither side prevails{chair}.", rule_set.overall_tie)
        case _:
            figures, comparison = _figures(rule_set, option), _comparison(rule_set, option)
            return _rule(f"{figures}; {comparison}: {outcome}.", rule_set.overall)


def explain_preference(rule_set: RuleSet, result: Tally, names: Mapping[str, str]) -> Sentence:
    """Which of the solutions that pass is preferred, which is another fact than that it passes."""
    option = result.preference.option
    name = "" if option is None else names[option]
    words = {
        PreferenceFinding.NONE_PASSES: "No solution passes, so none is preferred",
        PreferenceFinding.ONE_PASSES: f"Only {name} passes, so it is the preferred solution",
        PreferenceFinding.STRONGER_APPROVAL: f"Several solutions pass; {name} is preferred for its stronger approval",
        PreferenceFinding.EQUAL_APPROVAL: "Several solutions pass equally; the Board has not said which it prefers",
        PreferenceFinding.BOARD_TO_SAY: "Several solutions pass; the Board has not said which it prefers",
        PreferenceFinding.BOARD_SAID: f"Several solutions pass; the Board said that it prefers {name}",
        PreferenceFinding.SOLUTION_STILL_OPEN: "A solution is still undecided, so it is open which is preferred",
    }
    return _rule(f"{words[result.preference.finding]}.", rule_set.preference)


@dataclass(frozen=True, slots=True)
class WhatFollows:
    """What the result leads to: the modification's path and, as far as they are known, the dates that come next."""

    path: Path
    referral_ends_on: date | None = None
    implementation: ImplementationResult | None = None


def three_sentences(
    rule_set: RuleSet, option: OptionTally, name: str, follows: WhatFollows
) -> tuple[Sentence, Sentence, Sentence]:
    """The result on one solution as people read it first: the outcome, why, and what happens next.

    On Path 3 the Board decides and a Party may refer the decision; on Paths 1 and 2 it recommends and the Authority
    decides. Raises `DecidedByApprovingBody` on Fast-Track, which no Board vote decides.
    """
    if follows.path is Path.FAST_TRACK:
        raise DecidedByApprovingBody("On Fast-Track the approving body decides, so no Board vote is announced.")
    decides = follows.path is Path.SELF_GOVERNANCE
    return (
        Sentence(_outcome(option, name, decides), None),
        explain_overall(rule_set, option),
        _next_step(rule_set, option, follows),
    )


def _outcome(option: OptionTally, name: str, decides: bool) -> str:
    match option.outcome:
        case OverallOutcome.APPROVED:
            return f"The Change Board {'approved' if decides else 'recommends that the Authority approve'} {name}."
        case OverallOutcome.REJECTED:
            return f"The Change Board {'rejected' if decides else 'recommends that the Authority reject'} {name}."
        case _:
            return f"The Change Board reached no {'decision' if decides else 'recommendation'} on {name}."


def _next_step(rule_set: RuleSet, option: OptionTally, follows: WhatFollows) -> Sentence:
    match option.outcome:
        case OverallOutcome.NO_QUORUM:
            return _rule("Nothing is decided, and the item comes back to the Board.", rule_set.quorum)
        case OverallOutcome.AWAITS_CHAIR:
            by_category = option.reason is OverallReason.CATEGORY_AWAITS_CHAIR
            parameter: Parameter[Any] = rule_set.category_tie if by_category else rule_set.overall_tie
            return _rule("The chair decides next.", parameter)
        case OverallOutcome.REFERRED:
            return _rule("The question is referred to the Authority, which decides.", rule_set.overall_tie)
        case OverallOutcome.VOTE_AGAIN:
            return _rule("The Board votes on it again.", rule_set.overall_tie)
        case OverallOutcome.APPROVED | OverallOutcome.REJECTED if follows.path is Path.SELF_GOVERNANCE:
            return _rule(_after_decision(rule_set, option, follows), rule_set.referral_window)
        case OverallOutcome.APPROVED | OverallOutcome.REJECTED:
            text = "This is a recommendation: the Authority decides, and the date on its letter is the decision date."
            return Sentence(text, None)


def _after_decision(rule_set: RuleSet, option: OptionTally, follows: WhatFollows) -> str:
    window = f"{counted_working_days(rule_set.referral_window.value)} from publication"
    until = "" if follows.referral_ends_on is None else f"until {day_in_words(follows.referral_ends_on)}, "
    decision = f"This is the decision: a Party may refer it to the Authority {until}{window}"
    if not option.passes:
        return f"{decision}, and otherwise it ends here."
    if follows.implementation is None:
        return f"{decision}, and otherwise it is implemented."
    sentence = follows.implementation.sentence
    return f"{decision}, and otherwise {sentence[:1].lower()}{sentence[1:]}"


def _rule(text: str, parameter: Parameter[Any]) -> Sentence:
    return Sentence(text, parameter.clause_words)


def _quorum(rule_set: RuleSet, row: CategoryTally) -> str:
    rule, count = rule_set.quorum.value, row.count
    able = f"the {_seats(count.able)} that can vote"
    if rule.share is not None:
        source = f"{rule.share} of {able}, rounded up"
    else:
        source = f"the smaller of {quorum_figure(rule_set, row.category)} and {able}"
    counted = f"Quorum: {row.need} needed ({source}), {count.present} present"
    if count.present >= row.need:
        return f"{counted}: met."
    if count.present == 0 and rule.nobody_present_meets_need:
        return f"{counted}: met, as a category with nobody present meets its need."
    return f"{counted}: missing."


def _set_aside(rule_set: RuleSet, number: int) -> str:
    votes, seats = ("1 written vote is", "seat") if number == 1 else (f"{number} written votes are", "seats")
    read_out = rule_set.presence.value is PresenceRule.READ_OUT_NOT_COUNTED
    return f"{votes} {'read out and ' if read_out else ''}not counted, because the {seats} did not attend."


def _abstentions(rule_set: RuleSet, number: int) -> str:
    subject = "1 abstention" if number == 1 else f"{number} abstentions"
    if rule_set.abstention.value is AbstentionRule.COUNTS_AS_REJECT:
        return f"{subject} {'counts' if number == 1 else 'count'} as reject."
    return f"{subject} {'is' if number == 1 else 'are'} shown and not counted."


def _brought(rule_set: RuleSet, row: CategoryTally) -> Iterator[Sentence]:
    match row.finding:
        case CategoryFinding.MORE_APPROVE | CategoryFinding.MORE_REJECT:
            yield _rule(
                f"{_sides(rule_set, row.count)}: the category {label(row.outcome)}.", rule_set.category_majority
            )
        case CategoryFinding.NO_MAJORITY:
            yield _rule(f"{_sides(rule_set, row.count)}: there is no majority.", rule_set.category_majority)
            yield _rule(_tie(rule_set, row), rule_set.category_tie)
        case CategoryFinding.ALL_ABSTAINED:
            yield _rule(f"All who voted abstained, so {_WITHOUT_VOTES[rule_set.no_votes.value]}.", rule_set.no_votes)
        case CategoryFinding.NOBODY_VOTED:
            yield _rule(f"No vote was counted, so {_WITHOUT_VOTES[rule_set.no_votes.value]}.", rule_set.no_votes)
        case CategoryFinding.NO_SEAT_CAN_VOTE:
            yield _rule("No seat could vote, so the category is not counted.", rule_set.no_votes)


_WITHOUT_VOTES = {
    NoVotesRule.NOT_COUNTED: "the category is not counted",
    NoVotesRule.COUNTS_AS_REJECT: "the category counts as reject",
    NoVotesRule.QUORUM_FAILS: "the quorum fails",
}
_OF = {
    MajorityOf.VOTES_CAST: "votes cast",
    MajorityOf.THOSE_PRESENT: "present",
    MajorityOf.SEATS: "seats that can vote",
}


def _sides(rule_set: RuleSet, count: CategoryCount) -> str:
    rejecting, base = against(rule_set, count), majority_base(rule_set, count)
    return f"{count.approve} for and {rejecting} against, of {base} {_OF[rule_set.category_majority.value]}"


def _tie(rule_set: RuleSet, row: CategoryTally) -> str:
    if row.chair_decided:
        return (
            f"A category without a majority is the chair's to decide, and the chair decided: it {label(row.outcome)}."
        )
    match rule_set.category_tie.value:
        case CategoryTieRule.NOT_COUNTED:
            return "A category without a majority is not counted."
        case CategoryTieRule.COUNTS_AS_REJECT:
            return "A category without a majority counts as reject."
        case CategoryTieRule.CHAIR_DECIDES:
            return "A category without a majority is the chair's to decide, and the chair has not decided yet."


def _rule_for_nothing(rule_set: RuleSet, option: OptionTally) -> Parameter[Any]:
    together = [row.count for row in option.categories if row.outcome is CategoryOutcome.COUNTED_TOGETHER]
    could_vote = any(count.able for count in together)
    by_silence = could_vote and rule_set.no_votes.value is not NoVotesRule.NOT_COUNTED
    return rule_set.no_votes if by_silence else rule_set.overall_tie


def _figures(rule_set: RuleSet, option: OptionTally) -> str:
    if option.unit is CountUnit.VOTES:
        base = f"{option.base} {_OF[rule_set.category_majority.value]}"
        return f"All seats together are {option.approving} for and {option.rejecting} against, of {base}"
    approving = _bringing(option, CategoryOutcome.APPROVES)
    rejecting = _bringing(option, CategoryOutcome.REJECTS)
    if option.unit is CountUnit.WEIGHT:
        weights = f"weigh {option.approving}{approving} and rejecting ones {option.rejecting}{rejecting}"
        return f"Approving categories {weights}"
    for_it, against_it = _categories(option.approving, "approve"), _categories(option.rejecting, "reject")
    return f"{for_it}{approving} and {against_it}{rejecting}"


def _bringing(option: OptionTally, outcome: CategoryOutcome) -> str:
    names = [label(row.category) for row in option.categories if row.outcome is outcome]
    return f" ({_listed(names)})" if names else ""


def _categories(number: int, verb: str) -> str:
    return f"1 category {verb}s" if number == 1 else f"{number} categories {verb}"


def _comparison(rule_set: RuleSet, option: OptionTally) -> str:
    threshold = rule_set.overall.value.threshold
    match option.reason:
        case OverallReason.THRESHOLD_REACHED:
            return f"at least {threshold} approve"
        case OverallReason.THRESHOLD_MISSED:
            return f"fewer than {threshold} approve"
        case OverallReason.APPROVING_OUTNUMBER if option.unit is CountUnit.VOTES:
            return "more than half are for"
        case OverallReason.REJECTING_OUTNUMBER if option.unit is CountUnit.VOTES:
            return "more than half are against"
        case _:
            return label(option.reason)


def _seats(number: int) -> str:
    return "1 seat" if number == 1 else f"{number} seats"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
