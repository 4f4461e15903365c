"""Rule sets with other values, and whole boards written as one letter a seat."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from voting.domain.ballots.parameters import CategoryFigure, CategoryRule, PartyMapping, VotingCategory
from voting.domain.ballots.roster import (
    Alternate,
    AlternateKind,
    Appointments,
    BoardMember,
    RosterSeat,
    Standing,
)
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet, parameters
from voting.domain.ballots.state import BallotTimes
from voting.domain.ballots.tally import FinalVote, Tally, tally
from voting.domain.ballots.votes import CastVote, FrozenBallot, VoteChoice
from voting.domain.people import PartyCategory

CATEGORIES = {
    "large": VotingCategory.LARGE_SUPPLIERS,
    "small": VotingCategory.SMALL_SUPPLIERS,
    "networks": VotingCategory.NETWORKS,
    "electricity": VotingCategory.ELECTRICITY_NETWORKS,
    "gas": VotingCategory.GAS_NETWORKS,
    "other": VotingCategory.OTHER_SEC_PARTIES,
    "consumer": VotingCategory.CONSUMER,
}
CHOICES = {"a": VoteChoice.APPROVE, "r": VoteChoice.REJECT, "b": VoteChoice.ABSTAIN}


def _rules(**values: Any) -> RuleSet:
    given = {name: parameter for name, parameter in parameters(SHIPPED_DEFAULT) if name in values}
    return replace(SHIPPED_DEFAULT, **{name: replace(given[name], value=value) for name, value in values.items()})


def _networks_apart(**values: Any) -> RuleSet:
    seated = tuple(category for name, category in CATEGORIES.items() if name != "networks")
    speaks_for = tuple(PartyMapping(party, VotingCategory(party.value)) for party in PartyCategory)
    figures = tuple(CategoryFigure(category, int(category is not VotingCategory.CONSUMER)) for category in seated)
    quorum = replace(SHIPPED_DEFAULT.quorum.value, figures=figures)
    return _rules(categories=CategoryRule(seated, seated, speaks_for), quorum=quorum, **values)


def _roster(board: Mapping[str, str], attendance: bool = False) -> tuple[RosterSeat, ...]:
    """One entry a letter. Capitals are seats that do not attend, where attendance is taken."""
    return tuple(
        RosterSeat(
            f"{name}-{position}",
            CATEGORIES[name],
            filled=letter != "v",
            recused=letter == "x",
            present=(letter.islower() or letter == ".") if attendance else None,
        )
        for name, letters in board.items()
        for position, letter in enumerate(letters, 1)
    )


def _votes(board: Mapping[str, str], option: str = "proposed") -> tuple[FinalVote, ...]:
    """Final votes by letter: a approve, r reject, b abstain, and the same in capitals for a written vote."""
    return tuple(
        FinalVote(f"{name}-{position}", option, CHOICES[letter.lower()])
        for name, letters in board.items()
        for position, letter in enumerate(letters, 1)
        if letter.lower() in CHOICES
    )


def _count(rule_set: RuleSet, attendance: bool = False, chair: Mapping[Any, bool] | None = None, **board: str) -> Tally:
    """The tally on the Proposed Solution of a board such as `large="aar.", consumer="v"`."""
    decisions = {("proposed", CATEGORIES.get(name)): approves for name, approves in (chair or {}).items()}
    return tally(rule_set, _roster(board, attendance), _votes(board), options=("proposed",), chair_decisions=decisions)


@pytest.fixture(scope="session")
def rules() -> Callable[..., RuleSet]:
    """The shipped default with other values: `rules(abstention=AbstentionRule.COUNTS_AS_REJECT)`."""
    return _rules


@pytest.fixture(scope="session")
def networks_apart() -> Callable[..., RuleSet]:
    """As `rules`, with electricity and gas in categories of their own."""
    return _networks_apart


@pytest.fixture(scope="session")
def roster() -> Callable[..., tuple[RosterSeat, ...]]:
    """A roster from letters: v vacant, x recused, capitals not attending, anything else a filled seat."""
    return _roster


@pytest.fixture(scope="session")
def letters_as_votes() -> Callable[..., tuple[FinalVote, ...]]:
    """The final votes of a board of letters."""
    return _votes


@pytest.fixture(scope="session")
def count() -> Callable[..., Tally]:
    """The tally of a board of letters: a approve, r reject, b abstain, . silent, v vacant, x recused."""
    return _count


OPENS = datetime(2026, 1, 12, 9, tzinfo=UTC)
CLOSES = datetime(2026, 1, 20, 17, tzinfo=UTC)
MEMBER, ALTERNATE, SECRETARY, APPROVER = 11, 12, 90, 91


def _cast(**changes: Any) -> CastVote:
    """The member of large-1 approves, an hour after opening, unless something else is said."""
    at = changes.pop("at", OPENS + timedelta(hours=1))
    vote = CastVote(
        key="v1",
        seat_key="large-1",
        option="proposed",
        choice=VoteChoice.APPROVE,
        objectives=("f", "g"),
        reason="It brings the documents up to date.",
        given_by=MEMBER,
        given_as=Standing.MEMBER,
        cast_at=at,
        received_at=at,
    )
    return replace(vote, **changes)


@pytest.fixture(scope="session")
def cast() -> Callable[..., CastVote]:
    """A vote that is accepted by the default rules; `at` sets both of its times."""
    return _cast


@pytest.fixture
def ballot(rules: Callable[..., RuleSet]) -> Callable[..., FrozenBallot]:
    """A ballot open from 12 to 20 January 2026 at 17:00, with the given rule set, times or roster."""

    def build(rule_set: RuleSet | None = None, **changes: Any) -> FrozenBallot:
        frozen = FrozenBallot(
            rule_set=rule_set or rules(),
            options=("proposed", "alternative-1"),
            roster=_roster({"large": "...", "small": "vx"}),
            occasion="2026-01-20",
            times=BallotTimes(OPENS, CLOSES),
        )
        return replace(frozen, **changes)

    return build


@pytest.fixture
def appointments() -> Appointments:
    """A member for each filled seat; a standing alternate for two seats, and one for the meeting of 20 January."""
    started = date(2025, 1, 1)
    return Appointments(
        members=(
            BoardMember("large-1", MEMBER, started),
            BoardMember("large-2", 21, started),
            BoardMember("large-3", 31, started, valid_to=date(2026, 1, 15)),
            BoardMember("small-2", 41, started),
        ),
        alternates=(
            Alternate("large-1", ALTERNATE, AlternateKind.STANDING, started),
            Alternate("large-2", ALTERNATE, AlternateKind.STANDING, started),
            Alternate("large-3", 32, AlternateKind.ONE_MEETING, started, occasion="2026-01-20"),
            Alternate("large-2", 22, AlternateKind.ONE_MEETING, started, occasion="2025-12-18"),
        ),
    )
