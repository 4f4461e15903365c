"""Where a ballot stands, when it may close early, and what others see before it closes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from voting.domain.ballots.parameters import PublicationRule, Visibility
from voting.domain.ballots.roster import RosterSeat
from voting.domain.ballots.rule_set import RuleSet
from voting.domain.ballots.state import (
    BallotKind,
    BallotState,
    BallotTimes,
    EarlyCloseTooSoon,
    are_named_votes_public,
    are_votes_visible,
    ballot_state,
    check_early_close,
    notice_before_casting,
)

OPENS = datetime(2026, 1, 12, 9, tzinfo=UTC)
CLOSES = datetime(2026, 1, 20, 17, tzinfo=UTC)
EARLY = datetime(2026, 1, 16, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
PLAIN = BallotTimes(OPENS, CLOSES)
CLOSED_EARLY = BallotTimes(OPENS, CLOSES, closed_early_at=EARLY)
AT_MEETING = BallotTimes(OPENS)
PUBLISHED = BallotTimes(OPENS, CLOSES, published_at=CLOSES + timedelta(hours=2))
DEFERRED = BallotTimes(OPENS, CLOSES, ended_at=EARLY)


@pytest.mark.parametrize(
    ("times", "now", "expected"),
    [
        (BallotTimes(None), OPENS, BallotState.PREPARED),
        (PLAIN, OPENS - TICK, BallotState.PREPARED),
        (PLAIN, OPENS, BallotState.OPEN),
        (PLAIN, CLOSES, BallotState.OPEN),
        (PLAIN, CLOSES + TICK, BallotState.CLOSED),
        (CLOSED_EARLY, EARLY - TICK, BallotState.OPEN),
        (CLOSED_EARLY, EARLY, BallotState.CLOSED),
        (CLOSED_EARLY, CLOSES, BallotState.CLOSED),
        (AT_MEETING, CLOSES + timedelta(days=99), BallotState.OPEN),
        (BallotTimes(OPENS, closed_early_at=EARLY), EARLY, BallotState.CLOSED),
        (PUBLISHED, CLOSES + timedelta(hours=1), BallotState.CLOSED),
        (PUBLISHED, CLOSES + timedelta(hours=2), BallotState.PUBLISHED),
        (DEFERRED, EARLY - TICK, BallotState.OPEN),
        (DEFERRED, EARLY, BallotState.ENDED_WITHOUT_VOTE),
        (DEFERRED, CLOSES + TICK, BallotState.ENDED_WITHOUT_VOTE),
        (BallotTimes(None, ended_at=EARLY), EARLY, BallotState.ENDED_WITHOUT_VOTE),
    ],
)
def test_the_state_of_a_ballot_follows_from_its_instants(
    times: BallotTimes, now: datetime, expected: BallotState
) -> None:
    assert ballot_state(times, now) is expected


@pytest.mark.parametrize(
    ("times", "expected"), [(PLAIN, CLOSES), (CLOSED_EARLY, EARLY), (AT_MEETING, None), (BallotTimes(None), None)]
)
def test_voting_stops_at_the_deadline_or_at_an_earlier_close(times: BallotTimes, expected: datetime | None) -> None:
    assert times.closed_at == expected


Roster = Callable[..., tuple[RosterSeat, ...]]


def test_a_ballot_closes_early_once_every_seat_that_can_vote_has_voted_on_every_solution(roster: Roster) -> None:
    seats = roster({"large": "..", "small": "vx"})
    both = {(f"large-{n}", option) for n in (1, 2) for option in ("proposed", "alternative-1")}
    check_early_close(seats, ("proposed", "alternative-1"), both, chair_closed_item=False)
    with pytest.raises(EarlyCloseTooSoon, match=r"still to vote: large-2\."):
        check_early_close(
            seats, ("proposed", "alternative-1"), both - {("large-2", "alternative-1")}, chair_closed_item=False
        )


def test_the_chair_may_close_an_item_on_which_seats_have_not_voted(roster: Roster) -> None:
    check_early_close(roster({"large": ".."}), ("proposed",), (), chair_closed_item=True)
    with pytest.raises(EarlyCloseTooSoon, match="large-1, large-2"):
        check_early_close(roster({"large": ".."}), ("proposed",), (), chair_closed_item=False)


@pytest.mark.parametrize(
    ("rule", "kind", "expected"),
    [
        (Visibility.HIDDEN_UNLESS_ROLL_CALL, BallotKind.EX_COMMITTEE, False),
        (Visibility.HIDDEN_UNLESS_ROLL_CALL, BallotKind.MEETING, True),
        (Visibility.HIDDEN_IN_BOTH, BallotKind.EX_COMMITTEE, False),
        (Visibility.HIDDEN_IN_BOTH, BallotKind.MEETING, False),
        (Visibility.OPEN_IN_BOTH, BallotKind.EX_COMMITTEE, True),
        (Visibility.OPEN_IN_BOTH, BallotKind.MEETING, True),
    ],
)
def test_other_seats_votes_are_seen_before_the_close_as_the_rule_set_says(
    rule: Visibility, kind: BallotKind, expected: bool, rules: Callable[..., RuleSet]
) -> None:
    rule_set = rules(visibility=rule)
    assert are_votes_visible(rule_set, kind, BallotState.OPEN) is expected
    assert are_votes_visible(rule_set, kind, BallotState.CLOSED)
    assert are_votes_visible(rule_set, kind, BallotState.PUBLISHED)
    assert not are_votes_visible(rule_set, kind, BallotState.PREPARED)
    assert not are_votes_visible(rule_set, kind, BallotState.ENDED_WITHOUT_VOTE)


GREEN_NOTICE = (
    "After publication everybody sees the counts of each category (White); "
    "Parties also see how your seat voted, and your reasons (Green)."
)
WHITE_NOTICE = "After publication everybody sees how your seat voted, and your reasons (White)."


@pytest.mark.parametrize(
    ("rule", "public", "notice"),
    [
        (PublicationRule.NAMED_VOTES_GREEN, False, GREEN_NOTICE),
        (PublicationRule.NAMED_VOTES_PUBLIC, True, WHITE_NOTICE),
    ],
)
def test_members_see_before_casting_under_which_class_their_vote_will_be_published(
    rule: PublicationRule, public: bool, notice: str, rules: Callable[..., RuleSet]
) -> None:
    assert are_named_votes_public(rules(publication=rule)) is public
    assert notice_before_casting(rules(publication=rule)) == notice
