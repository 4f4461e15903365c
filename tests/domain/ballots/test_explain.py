"""The tally explains itself in sentences, each with its clause."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from voting.domain.ballots.explain import Sentence, WhatFollows, explain, explain_option, three_sentences
from voting.domain.ballots.outcome import OptionTally
from voting.domain.ballots.parameters import (
    AbstentionRule,
    CategoryFigure,
    CategoryRule,
    CategoryTieRule,
    InterestRule,
    MajorityOf,
    NoVotesRule,
    OverallKind,
    OverallRule,
    OverallTieRule,
    PreferenceRule,
    PresenceRule,
    QuorumKind,
    QuorumRule,
    Share,
    TierRule,
    Tiers,
)
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, Parameter, RuleSet, parameters
from voting.domain.ballots.tally import Tally, tally
from voting.domain.modifications.implementation import (
    DecidedByApprovingBody,
    ImplementationOption,
    implementation_date,
)
from voting.domain.modifications.lifecycle.words import Path

Rules = Callable[..., RuleSet]
Count = Callable[..., Tally]
UNCONFIRMED = "clause not yet confirmed"
SEATED = SHIPPED_DEFAULT.categories.value.seated
EVEN = {"large": "aaa", "small": "a", "networks": "r", "other": "r"}


def _confirmed(rule_set: RuleSet) -> RuleSet:
    """Every clause confirmed, and each named after its parameter so that a sentence shows which one it cites."""
    named = {
        name: Parameter(parameter.value, name, "Code administrator", date(2026, 3, 2), "74.0")
        for name, parameter in parameters(rule_set)
    }
    return replace(rule_set, **named)


def _texts(rule_set: RuleSet, option: OptionTally) -> list[str]:
    return [sentence.text for sentence in explain_option(rule_set, option)]


def test_the_derivation_runs_from_the_counts_by_rule_and_clause_to_the_result(count: Count) -> None:
    board = {"large": "aaaaaaaarrb.v", "small": "arb", "networks": "aa.", "other": "rr.", "consumer": "."}
    rule_set = _confirmed(SHIPPED_DEFAULT)
    result = count(rule_set, **board)
    assert explain(rule_set, result, {"proposed": "the Proposed Solution"}) == (
        Sentence("Large Suppliers, 13 seats: 8 approve, 2 reject, 1 abstain, 1 did not vote, 1 vacant.", None),
        Sentence("Quorum: 3 needed (the smaller of 3 and the 12 seats that can vote), 11 present: met.", "quorum"),
        Sentence("1 abstention is shown and not counted.", "abstention"),
        Sentence("8 for and 2 against, of 10 votes cast: the category approves.", "category_majority"),
        Sentence("Small Suppliers, 3 seats: 1 approve, 1 reject, 1 abstain.", None),
        Sentence("Quorum: 1 needed (the smaller of 1 and the 3 seats that can vote), 3 present: met.", "quorum"),
        Sentence("1 abstention is shown and not counted.", "abstention"),
        Sentence("1 for and 1 against, of 2 votes cast: there is no majority.", "category_majority"),
        Sentence("A category without a majority is not counted.", "category_tie"),
        Sentence("Networks, 3 seats: 2 approve, 0 reject, 0 abstain, 1 did not vote.", None),
        Sentence("Quorum: 1 needed (the smaller of 1 and the 3 seats that can vote), 2 present: met.", "quorum"),
        Sentence("2 for and 0 against, of 2 votes cast: the category approves.", "category_majority"),
        Sentence("Other SEC Parties, 3 seats: 0 approve, 2 reject, 0 abstain, 1 did not vote.", None),
        Sentence("Quorum: 1 needed (the smaller of 1 and the 3 seats that can vote), 2 present: met.", "quorum"),
        Sentence("0 for and 2 against, of 2 votes cast: the category rejects.", "category_majority"),
        Sentence("Consumer Representative, 1 seat: 0 approve, 0 reject, 0 abstain, 1 did not vote.", None),
        Sentence("Quorum: 0 needed (the smaller of 0 and the 1 seat that can vote), 0 present: met.", "quorum"),
        Sentence("No vote was counted, so the category is not counted.", "no_votes"),
        Sentence(
            "2 categories approve (Large Suppliers and Networks) and 1 category rejects (Other SEC Parties); "
            "more approve than reject: approved.",
            "overall",
        ),
    )


def test_an_unconfirmed_clause_is_printed_as_such_and_never_guessed(count: Count) -> None:
    guessed = replace(SHIPPED_DEFAULT, overall=replace(SHIPPED_DEFAULT.overall, clause="Section D8.6"))
    sentences = explain(guessed, count(guessed, **EVEN, consumer="a"), {})
    assert {sentence.clause for sentence in sentences} == {None, UNCONFIRMED}


ALL = OverallRule(OverallKind.ALL_MUST_APPROVE)
TWO_THIRDS = OverallRule(OverallKind.THRESHOLD_SHARE, Share(2, 3))
HALF = QuorumRule(QuorumKind.SHARE_OF_SEATS, nobody_present_meets_need=False, share=Share(1, 2))
NO_QUORUM = QuorumRule(QuorumKind.NO_QUORUM, nobody_present_meets_need=False)
FLAT = TierRule(Tiers.FLAT_MAJORITY)
WEIGHTED = TierRule(Tiers.WEIGHTED_GROUPS, tuple(CategoryFigure(category, 2) for category in SEATED))
NOT_CONSUMER = CategoryRule(SEATED, SEATED[:4], SHIPPED_DEFAULT.categories.value.speaks_for)


@pytest.mark.parametrize(
    ("values", "board", "sentence", "clause"),
    [
        (
            {"abstention": AbstentionRule.COUNTS_AS_REJECT},
            {"large": "aaabb"},
            "2 abstentions count as reject.",
            "abstention",
        ),
        ({}, {"large": "aaabb"}, "2 abstentions are shown and not counted.", "abstention"),
        (
            {},
            {"large": "aa.."},
            "Quorum: 3 needed (the smaller of 3 and the 4 seats that can vote), 2 present: missing.",
            "quorum",
        ),
        (
            {},
            {"large": "...."},
            (
                "Quorum: 3 needed (the smaller of 3 and the 4 seats that can vote), 0 present: met, as a category with "
                "nobody present meets its need."
            ),
            "quorum",
        ),
        (
            {"quorum": HALF},
            {"large": "aa..."},
            "Quorum: 3 needed (1/2 of the 5 seats that can vote, rounded up), 2 present: missing.",
            "quorum",
        ),
        (
            {"interest": InterestRule.SEAT_RECUSED},
            {"large": "aax"},
            "1 seat declared an interest, which takes a seat out of the count.",
            "interest",
        ),
        (
            {"presence": PresenceRule.READ_OUT_NOT_COUNTED},
            {"large": "aaaR"},
            "1 written vote is read out and not counted, because the seat did not attend.",
            "presence",
        ),
        (
            {"presence": PresenceRule.ONLY_ATTENDING_COUNT},
            {"large": "aaaRR"},
            "2 written votes are not counted, because the seats did not attend.",
            "presence",
        ),
        (
            {"category_majority": MajorityOf.SEATS},
            {"large": "aaar.."},
            "3 for and 1 against, of 6 seats that can vote: there is no majority.",
            "category_majority",
        ),
        (
            {"category_majority": MajorityOf.THOSE_PRESENT},
            {"large": "rrrab."},
            "1 for and 3 against, of 5 present: the category rejects.",
            "category_majority",
        ),
        (
            {"category_tie": CategoryTieRule.COUNTS_AS_REJECT},
            {"large": "aarr"},
            "A category without a majority counts as reject.",
            "category_tie",
        ),
        (
            {"no_votes": NoVotesRule.COUNTS_AS_REJECT},
            {"large": "bbb"},
            "All who voted abstained, so the category counts as reject.",
            "no_votes",
        ),
        (
            {"no_votes": NoVotesRule.QUORUM_FAILS},
            {"large": "..."},
            "No vote was counted, so the quorum fails.",
            "no_votes",
        ),
        ({}, {"large": "vv"}, "No seat could vote, so the category is not counted.", "no_votes"),
        (
            {"categories": NOT_CONSUMER},
            {"consumer": "a"},
            "This category is shown and is not part of the count.",
            "categories",
        ),
        (
            {},
            {"large": "aa.."},
            "The quorum is missing in Large Suppliers: not decided (no quorum).",
            "quorum",
        ),
        (
            {},
            {**EVEN, "consumer": "b"},
            (
                "2 categories approve (Large Suppliers and Small Suppliers) and 2 categories reject "
                "(Networks and Other SEC Parties); neither side prevails: rejected."
            ),
            "overall_tie",
        ),
        (
            {"overall_tie": OverallTieRule.VOTE_AGAIN},
            {"large": "..."},
            "Nothing was counted, neither for nor against: not decided (to be voted on again).",
            "overall_tie",
        ),
        (
            {"tiers": FLAT, "no_votes": NoVotesRule.COUNTS_AS_REJECT},
            {"large": "..."},
            "Nothing was counted, neither for nor against: rejected.",
            "no_votes",
        ),
        (
            {"tiers": FLAT},
            {"large": "aaa", "small": "r"},
            "All seats together are 3 for and 1 against, of 4 votes cast; more than half are for: approved.",
            "overall",
        ),
        (
            {"tiers": FLAT, "category_majority": MajorityOf.SEATS},
            {"large": "rrr..", "small": "."},
            ("All seats together are 0 for and 3 against, of 6 seats that can vote; neither side prevails: rejected."),
            "overall_tie",
        ),
        (
            {"tiers": FLAT},
            {"large": "rrr", "small": "a"},
            "All seats together are 1 for and 3 against, of 4 votes cast; more than half are against: rejected.",
            "overall",
        ),
        (
            {"tiers": WEIGHTED},
            {"large": "aaa", "small": "a", "other": "r"},
            (
                "Approving categories weigh 4 (Large Suppliers and Small Suppliers) and rejecting ones 2 (Other SEC "
                "Parties); more approve than reject: approved."
            ),
            "overall",
        ),
        (
            {"overall": ALL},
            {"large": "aaa", "small": "r"},
            (
                "1 category approves (Large Suppliers) and 1 category rejects (Small Suppliers); "
                "not all approve: rejected."
            ),
            "overall",
        ),
        (
            {"overall": TWO_THIRDS},
            {"large": "aaa", "small": "a", "other": "r"},
            (
                "2 categories approve (Large Suppliers and Small Suppliers) and 1 category rejects "
                "(Other SEC Parties); at least 2/3 approve: approved."
            ),
            "overall",
        ),
        (
            {"overall": TWO_THIRDS},
            {"large": "aaa", "other": "r"},
            (
                "1 category approves (Large Suppliers) and 1 category rejects (Other SEC Parties); fewer than 2/3 "
                "approve: rejected."
            ),
            "overall",
        ),
        (
            {},
            {"large": "rrr"},
            "0 categories approve and 1 category rejects (Large Suppliers); more reject than approve: rejected.",
            "overall",
        ),
    ],
)
def test_each_rule_that_was_applied_has_its_sentence_and_its_own_clause(
    values: dict[str, Any], board: dict[str, str], sentence: str, clause: str, count: Count, rules: Rules
) -> None:
    rule_set = _confirmed(rules(**values))
    result = count(rule_set, attendance="presence" in values, **board).on("proposed")
    assert Sentence(sentence, clause) in explain_option(rule_set, result)


def test_without_a_quorum_no_sentence_speaks_of_one(count: Count, rules: Rules) -> None:
    rule_set = rules(quorum=NO_QUORUM)
    assert not [text for text in _texts(rule_set, count(rule_set, large="a..").on("proposed")) if "uorum" in text]


@pytest.mark.parametrize(
    ("chair", "last"),
    [
        ({}, "The chair has yet to decide for Large Suppliers: not decided (awaits the chair)."),
        ({"large": True}, "1 category approves (Large Suppliers) and 0 categories reject; more approve than reject: "),
    ],
)
def test_what_the_chair_decides_for_a_category_is_said(
    chair: dict[str, bool], last: str, count: Count, rules: Rules
) -> None:
    rule_set = rules(category_tie=CategoryTieRule.CHAIR_DECIDES)
    texts = _texts(rule_set, count(rule_set, chair=chair, large="aarr").on("proposed"))
    decided = "and the chair decided: it approves." if chair else "and the chair has not decided yet."
    assert f"A category without a majority is the chair's to decide, {decided}" in texts
    assert texts[-1].startswith(last)


@pytest.mark.parametrize(
    ("approves", "ending"),
    [
        (True, "neither side prevails, as the chair decided: approved."),
        (False, "neither side prevails, as the chair decided: rejected."),
        (None, "neither side prevails: not decided (awaits the chair)."),
    ],
)
def test_what_the_chair_decides_overall_is_said(approves: bool | None, ending: str, count: Count, rules: Rules) -> None:
    rule_set = rules(overall_tie=OverallTieRule.CHAIR_DECIDES)
    chair = {} if approves is None else {"overall": approves}
    assert _texts(rule_set, count(rule_set, chair=chair, **EVEN).on("proposed"))[-1].endswith(ending)


NAMES = {"proposed": "the Proposed Solution", "alternative-1": "Alternative 1"}


@pytest.mark.parametrize(
    ("boards", "rule", "board_says", "sentence"),
    [
        (("rrr", "rrr"), None, None, "No solution passes, so none is preferred."),
        (("rrr", "aaa"), None, None, "Only Alternative 1 passes, so it is the preferred solution."),
        (
            ("aaa", "aaa|a"),
            None,
            None,
            "Several solutions pass; Alternative 1 is preferred for its stronger approval.",
        ),
        (("aaa", "aaa"), None, None, "Several solutions pass equally; the Board has not said which it prefers."),
        (
            ("aaa", "aaa|a"),
            PreferenceRule.BOARD_SAYS,
            None,
            "Several solutions pass; the Board has not said which it prefers.",
        ),
        (
            ("aaa", "aaa|a"),
            PreferenceRule.BOARD_SAYS,
            "proposed",
            "Several solutions pass; the Board said that it prefers the Proposed Solution.",
        ),
        (("aaa", "aa."), None, None, "A solution is still undecided, so it is open which is preferred."),
    ],
)
def test_each_solution_is_explained_and_then_which_is_preferred(
    boards: tuple[str, str],
    rule: PreferenceRule | None,
    board_says: str | None,
    sentence: str,
    rules: Rules,
    roster: Callable[..., Any],
    letters_as_votes: Callable[..., Any],
) -> None:
    rule_set = _confirmed(rules(preference=rule or PreferenceRule.STRONGER_APPROVAL))
    votes = [
        vote
        for option, board in zip(NAMES, boards, strict=True)
        for vote in letters_as_votes(dict(zip(("large", "small"), board.split("|"), strict=False)), option)
    ]
    seats = roster({"large": "...", "small": "."})
    result = tally(rule_set, seats, votes, options=tuple(NAMES), board_preference=board_says)
    sentences = explain(rule_set, result, NAMES)
    heads = [said.text for said in sentences if said.text.startswith("The Board voted separately")]
    assert heads == [f"The Board voted separately on {name}." for name in NAMES.values()]
    assert sentences[-1] == Sentence(sentence, "preference")


FEBRUARY = ImplementationOption(date(2022, 2, 24), date(2022, 2, 10), "February 2022 SEC Release")
DECIDED = WhatFollows(Path.SELF_GOVERNANCE, date(2022, 2, 3), implementation_date((FEBRUARY,), date(2022, 1, 20)))
TOO_LATE = replace(DECIDED, implementation=implementation_date((FEBRUARY,), date(2022, 2, 11)))
MAY_REFER = "This is the decision: a Party may refer it to the Authority "
WITHIN = "until Thu 3 Feb 2022, 10 Working Days from publication"
RECOMMENDED = "This is a recommendation: the Authority decides, and the date on its letter is the decision date."


IMPLEMENTED = (
    "it is implemented on 24 Feb 2022 (February 2022 SEC Release), because the decision of 20 Jan 2022 is on or before "
    "10 Feb 2022."
)
NO_DATE = (
    "there is no implementation date: the decision of 11 Feb 2022 is after 10 Feb 2022, and no option is left. "
    "A new implementation approach is needed."
)
UNPUBLISHED = WhatFollows(Path.SELF_GOVERNANCE)
LED, DETERMINED = WhatFollows(Path.AUTHORITY_LED), WhatFollows(Path.AUTHORITY_DETERMINED)


@pytest.mark.parametrize(
    ("letters", "follows", "outcome", "next_step", "clause"),
    [
        ("aaa", DECIDED, "approved", f"{MAY_REFER}{WITHIN}, and otherwise {IMPLEMENTED}", "referral_window"),
        ("aaa", TOO_LATE, "approved", f"{MAY_REFER}{WITHIN}, and otherwise {NO_DATE}", "referral_window"),
        ("rrr", DECIDED, "rejected", f"{MAY_REFER}{WITHIN}, and otherwise it ends here.", "referral_window"),
        (
            "aaa",
            UNPUBLISHED,
            "approved",
            f"{MAY_REFER}10 Working Days from publication, and otherwise it is implemented.",
            "referral_window",
        ),
        ("aaa", LED, "recommends that the Authority approve", RECOMMENDED, None),
        ("rrr", DETERMINED, "recommends that the Authority reject", RECOMMENDED, None),
        (
            "aa.",
            DECIDED,
            "reached no decision on",
            "Nothing is decided, and the item comes back to the Board.",
            "quorum",
        ),
        (
            "aa.",
            LED,
            "reached no recommendation on",
            "Nothing is decided, and the item comes back to the Board.",
            "quorum",
        ),
    ],
)
def test_the_result_is_three_sentences_outcome_why_and_what_happens_next(
    letters: str, follows: WhatFollows, outcome: str, next_step: str, clause: str | None, count: Count
) -> None:
    rule_set = _confirmed(SHIPPED_DEFAULT)
    option = count(rule_set, large=letters).on("proposed")
    first, why, last = three_sentences(rule_set, option, "the Proposed Solution", follows)
    assert first == Sentence(f"The Change Board {outcome} the Proposed Solution.", None)
    assert why == explain_option(rule_set, option)[-1]
    assert last == Sentence(next_step, clause)


@pytest.mark.parametrize(
    ("values", "letters", "next_step", "clause"),
    [
        ({"overall_tie": OverallTieRule.CHAIR_DECIDES}, "...", "The chair decides next.", "overall_tie"),
        ({"category_tie": CategoryTieRule.CHAIR_DECIDES}, "aarr", "The chair decides next.", "category_tie"),
        (
            {"overall_tie": OverallTieRule.REFER},
            "...",
            "The question is referred to the Authority, which decides.",
            "overall_tie",
        ),
        ({"overall_tie": OverallTieRule.VOTE_AGAIN}, "...", "The Board votes on it again.", "overall_tie"),
    ],
)
def test_what_happens_next_where_nothing_is_decided_yet(
    values: dict[str, Any], letters: str, next_step: str, clause: str, count: Count, rules: Rules
) -> None:
    rule_set = _confirmed(rules(**values))
    option = count(rule_set, large=letters).on("proposed")
    assert three_sentences(rule_set, option, "it", DECIDED)[2] == Sentence(next_step, clause)


def test_the_length_of_the_referral_window_is_the_rule_sets(count: Count, rules: Rules) -> None:
    rule_set = rules(referral_window=1)
    last = three_sentences(rule_set, count(rule_set, large="rrr").on("proposed"), "it", UNPUBLISHED)[2]
    assert last.text == f"{MAY_REFER}1 Working Day from publication, and otherwise it ends here."


def test_no_board_vote_is_announced_on_fast_track(count: Count) -> None:
    option = count(SHIPPED_DEFAULT, large="aaa").on("proposed")
    with pytest.raises(DecidedByApprovingBody):
        three_sentences(SHIPPED_DEFAULT, option, "the Proposed Solution", WhatFollows(Path.FAST_TRACK))
