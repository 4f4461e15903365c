"""Seats, who may act for them, and the roster as a ballot freezes it."""

from collections.abc import Callable
from datetime import date

import pytest

from voting.domain.ballots.parameters import InterestRule, VotingCategory
from voting.domain.ballots.roster import (
    Alternate,
    AlternateKind,
    Appointments,
    CategoryHasNoSeats,
    OccasionMismatch,
    RecusalNotInRuleSet,
    RosterSeat,
    Seat,
    Standing,
    check_roster,
    freeze_seat,
    standing_of,
)
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet

FILLED = Seat("large-1", VotingCategory.LARGE_SUPPLIERS, "Frances Holloway", "Pennard Energy")
VACANT = Seat("large-2", VotingCategory.LARGE_SUPPLIERS, "", "Quillan Power")


@pytest.mark.parametrize(
    ("rule", "interest_declared", "recused"),
    [
        (InterestRule.RECORDED_VOTE_STANDS, False, False),
        (InterestRule.RECORDED_VOTE_STANDS, True, False),
        (InterestRule.SEAT_RECUSED, False, False),
        (InterestRule.SEAT_RECUSED, True, True),
    ],
)
def test_a_declared_interest_recuses_the_seat_only_where_the_rule_set_says_so(
    rule: InterestRule, interest_declared: bool, recused: bool, rules: Callable[..., RuleSet]
) -> None:
    entry = freeze_seat(rules(interest=rule), FILLED, interest_declared=interest_declared, present=None)
    assert entry == RosterSeat("large-1", VotingCategory.LARGE_SUPPLIERS, filled=True, recused=recused, present=None)
    assert entry.can_vote is not recused


def test_a_vacant_seat_stays_in_the_roster_and_cannot_vote() -> None:
    entry = freeze_seat(SHIPPED_DEFAULT, VACANT, interest_declared=False, present=False)
    assert (entry.filled, entry.can_vote, VACANT.vacant) == (False, False, True)


def test_a_seat_of_a_category_that_the_rule_set_does_not_seat_is_refused() -> None:
    gas = Seat("gas-1", VotingCategory.GAS_NETWORKS, "Fergus Abernethy", "Marlpit Gas")
    with pytest.raises(CategoryHasNoSeats, match="gas-1"):
        freeze_seat(SHIPPED_DEFAULT, gas, interest_declared=False, present=None)
    entry = RosterSeat("gas-1", VotingCategory.GAS_NETWORKS, filled=True, recused=False, present=None)
    with pytest.raises(CategoryHasNoSeats, match="gas-1"):
        check_roster(SHIPPED_DEFAULT, (entry,))


def test_a_recused_seat_is_refused_where_the_rule_set_lets_votes_stand(rules: Callable[..., RuleSet]) -> None:
    entry = RosterSeat("large-1", VotingCategory.LARGE_SUPPLIERS, filled=True, recused=True, present=None)
    check_roster(rules(interest=InterestRule.SEAT_RECUSED), (entry,))
    with pytest.raises(RecusalNotInRuleSet, match="large-1"):
        check_roster(SHIPPED_DEFAULT, (entry,))


MEETING = "2026-01-20"


@pytest.mark.parametrize(
    ("person_id", "seat_key", "day", "occasion", "expected"),
    [
        (11, "large-1", date(2026, 1, 12), MEETING, Standing.MEMBER),
        (11, "large-2", date(2026, 1, 12), MEETING, None),
        (11, "large-1", date(2024, 12, 31), MEETING, None),
        (11, "large-1", date(2025, 1, 1), MEETING, Standing.MEMBER),
        (31, "large-3", date(2026, 1, 14), MEETING, Standing.MEMBER),
        (31, "large-3", date(2026, 1, 15), MEETING, None),
        (12, "large-1", date(2026, 1, 12), MEETING, Standing.ALTERNATE),
        (12, "large-2", date(2026, 1, 12), MEETING, Standing.ALTERNATE),
        (12, "large-3", date(2026, 1, 12), MEETING, None),
        (32, "large-3", date(2026, 1, 12), MEETING, Standing.ALTERNATE),
        (32, "large-3", date(2026, 1, 12), "2026-02-17", None),
        (22, "large-2", date(2026, 1, 12), MEETING, None),
        (99, "large-1", date(2026, 1, 12), MEETING, None),
    ],
)
def test_a_seat_is_acted_for_by_its_member_or_by_an_alternate_for_that_day_and_meeting(
    person_id: int, seat_key: str, day: date, occasion: str, expected: Standing | None, appointments: Appointments
) -> None:
    assert standing_of(person_id, seat_key, day, occasion, appointments) is expected


@pytest.mark.parametrize(("kind", "occasion"), [(AlternateKind.ONE_MEETING, ""), (AlternateKind.STANDING, MEETING)])
def test_an_alternate_for_one_meeting_names_it_and_a_standing_one_names_none(
    kind: AlternateKind, occasion: str
) -> None:
    with pytest.raises(OccasionMismatch):
        Alternate("large-1", 12, kind, date(2026, 1, 1), occasion=occasion)
