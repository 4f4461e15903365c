"""Which votes are accepted, which are refused and by what name, and which of a seat's votes counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.ballots import votes as refusals
from voting.domain.ballots.parameters import (
    AlternateReach,
    AlternateRule,
    ChangeOfVoteRule,
    ReasonRule,
    WhoseVoteCounts,
)
from voting.domain.ballots.roster import Appointments, BoardMember, Standing
from voting.domain.ballots.rule_set import SHIPPED_DEFAULT, RuleSet
from voting.domain.ballots.state import BallotTimes
from voting.domain.ballots.votes import (
    CastVote,
    FrozenBallot,
    StandIn,
    VoteCapacity,
    VoteChoice,
    check_recorded_vote,
    check_vote,
    final_votes,
    looks_back,
)
from voting.domain.errors import RuleBroken

OPENS = datetime(2026, 1, 12, 9, tzinfo=UTC)
CLOSES = datetime(2026, 1, 20, 17, tzinfo=UTC)
HOUR, TICK = timedelta(hours=1), timedelta(microseconds=1)
MEMBER, ALTERNATE, SECRETARY, APPROVER = 11, 12, 90, 91
BY_MAIL = StandIn(SECRETARY, "E-mail of 20 January, 16:40", APPROVER)

Cast = Callable[..., CastVote]
Ballot = Callable[..., FrozenBallot]
Rules = Callable[..., RuleSet]


def test_a_members_vote_is_accepted(cast: Cast, ballot: Ballot, appointments: Appointments) -> None:
    check_vote(cast(), ballot(), appointments, ())
    assert (cast().acting_person, cast().capacity) == (MEMBER, VoteCapacity.MEMBER)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"at": OPENS - TICK}, refusals.BallotNotOpenYet),
        ({"at": OPENS}, None),
        ({"at": CLOSES}, None),
        ({"at": CLOSES + TICK}, refusals.BallotClosed),
        ({"option": "alternative-1"}, None),
        ({"option": "alternative-2"}, refusals.UnknownOption),
        ({"seat_key": "large-4"}, refusals.SeatNotInRoster),
        ({"seat_key": "small-1"}, refusals.SeatVacant),
        ({"seat_key": "small-2", "given_by": 41}, refusals.SeatRecused),
        ({"given_by": 21}, refusals.NotEntitled),
        ({"given_by": 99}, refusals.NotEntitled),
        ({"given_as": Standing.ALTERNATE}, refusals.NotEntitled),
        ({"given_by": ALTERNATE}, refusals.NotEntitled),
        ({"given_by": ALTERNATE, "given_as": Standing.ALTERNATE}, None),
        ({"seat_key": "large-3", "given_by": 31, "at": datetime(2026, 1, 14, 23, tzinfo=UTC)}, None),
        (
            {"seat_key": "large-3", "given_by": 31, "at": datetime(2026, 1, 15, 0, tzinfo=UTC)},
            refusals.NotEntitled,
        ),
        ({"seat_key": "large-3", "given_by": 32, "given_as": Standing.ALTERNATE}, None),
        ({"seat_key": "large-2", "given_by": 22, "given_as": Standing.ALTERNATE}, refusals.NotEntitled),
        ({"reason": ""}, refusals.ReasonMissing),
        ({"reason": " .\u200b—"}, refusals.ReasonMissing),
        ({"objectives": ()}, refusals.ObjectivesMissing),
        ({"objectives": ("f", "h")}, refusals.UnknownObjective),
        ({"objectives": ("F",)}, refusals.UnknownObjective),
        ({"choice": VoteChoice.ABSTAIN, "reason": "", "objectives": ()}, None),
        ({"choice": VoteChoice.ABSTAIN, "objectives": ("z",)}, refusals.UnknownObjective),
        ({"received_at": OPENS}, refusals.ReceivedElsewhereNeedsSecretary),
        ({"received_at": CLOSES}, refusals.ReceivedInTheFuture),
    ],
)
def test_a_vote_is_accepted_or_refused_by_the_name_of_the_rule_it_breaks(
    changes: dict[str, Any],
    refusal: type[RuleBroken] | None,
    cast: Cast,
    ballot: Ballot,
    appointments: Appointments,
) -> None:
    if refusal is None:
        check_vote(cast(**changes), ballot(), appointments, ())
        return
    with pytest.raises(refusal) as broken:
        check_vote(cast(**changes), ballot(), appointments, ())
    assert type(broken.value) is refusal
    assert str(broken.value).endswith(".")


def test_who_may_act_is_judged_on_the_london_date_of_the_vote(
    cast: Cast, ballot: Ballot, appointments: Appointments
) -> None:
    late_evening = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)
    summer = ballot(times=BallotTimes(OPENS, late_evening + HOUR))
    until_the_16th = BoardMember("large-1", MEMBER, date(2025, 1, 1), valid_to=date(2026, 6, 16))
    check_vote(cast(at=late_evening - HOUR), summer, Appointments((until_the_16th,)), ())
    with pytest.raises(refusals.NotEntitled):
        check_vote(cast(at=late_evening), summer, Appointments((until_the_16th,)), ())


def test_a_vote_after_the_close_is_told_when_it_closed(cast: Cast, ballot: Ballot, appointments: Appointments) -> None:
    with pytest.raises(refusals.BallotClosed, match="closed at Tue 20 Jan 2026 17:00 UK time"):
        check_vote(cast(at=CLOSES + HOUR), ballot(), appointments, ())
    early = ballot(times=BallotTimes(OPENS, CLOSES, closed_early_at=OPENS + HOUR))
    with pytest.raises(refusals.BallotClosed, match="closed at Mon 12 Jan 2026 10:00 UK time"):
        check_vote(cast(), early, appointments, ())


@pytest.mark.parametrize(
    ("times", "refusal"),
    [
        (BallotTimes(OPENS, CLOSES, ended_at=OPENS + HOUR), refusals.BallotEndedWithoutVote),
        (BallotTimes(OPENS, CLOSES, published_at=OPENS + HOUR), refusals.ResultPublished),
        (BallotTimes(None, CLOSES), refusals.BallotNotOpenYet),
    ],
)
def test_a_ballot_that_is_over_or_not_begun_takes_no_vote(
    times: BallotTimes, refusal: type[RuleBroken], cast: Cast, ballot: Ballot, appointments: Appointments
) -> None:
    with pytest.raises(refusal):
        check_vote(cast(), ballot(times=times), appointments, ())


@pytest.mark.parametrize(
    ("stand_in", "received_at", "entered_at", "refusal"),
    [
        (BY_MAIL, CLOSES - HOUR, CLOSES + HOUR, None),
        (BY_MAIL, CLOSES, CLOSES, None),
        (BY_MAIL, CLOSES + TICK, CLOSES + HOUR, refusals.BallotClosed),
        (BY_MAIL, OPENS - TICK, OPENS + HOUR, refusals.BallotNotOpenYet),
        (BY_MAIL, CLOSES, CLOSES - TICK, refusals.ReceivedInTheFuture),
        (replace(BY_MAIL, evidence=" "), OPENS, OPENS, refusals.EvidenceMissing),
        (replace(BY_MAIL, confirmed_by=None), OPENS, OPENS, refusals.SecondPersonMissing),
        (replace(BY_MAIL, confirmed_by=SECRETARY), OPENS, OPENS, refusals.SamePersonTwice),
    ],
)
def test_a_vote_recorded_by_the_secretary_is_judged_on_when_it_was_received_and_needs_evidence_and_a_second_person(
    stand_in: StandIn,
    received_at: datetime,
    entered_at: datetime,
    refusal: type[RuleBroken] | None,
    cast: Cast,
    ballot: Ballot,
    appointments: Appointments,
) -> None:
    vote = cast(stand_in=stand_in, received_at=received_at, cast_at=entered_at)
    assert (vote.acting_person, vote.capacity) == (SECRETARY, VoteCapacity.SECRETARY)
    if refusal is None:
        check_vote(vote, ballot(), appointments, ())
    else:
        with pytest.raises(refusal):
            check_vote(vote, ballot(), appointments, ())


def test_a_vote_may_be_recorded_before_its_second_person_has_confirmed_it(
    cast: Cast, ballot: Ballot, appointments: Appointments
) -> None:
    vote = cast(stand_in=replace(BY_MAIL, confirmed_by=None))
    check_recorded_vote(vote, ballot(), appointments, ())
    with pytest.raises(refusals.NotEntitled):
        check_recorded_vote(replace(vote, given_by=SECRETARY), ballot(), appointments, ())


def test_a_vote_that_came_in_time_is_not_entered_after_publication(
    cast: Cast, ballot: Ballot, appointments: Appointments
) -> None:
    published = ballot(times=BallotTimes(OPENS, CLOSES, published_at=CLOSES + HOUR))
    vote = cast(stand_in=BY_MAIL, received_at=CLOSES - HOUR, cast_at=CLOSES + HOUR)
    with pytest.raises(refusals.ResultPublished):
        check_vote(vote, published, appointments, ())


@pytest.mark.parametrize(
    ("rule", "choice", "reason", "objectives", "refusal"),
    [
        (ReasonRule.APPROVE_AND_REJECT, VoteChoice.APPROVE, "", ("a",), refusals.ReasonMissing),
        (ReasonRule.APPROVE_AND_REJECT, VoteChoice.REJECT, "Too dear.", (), refusals.ObjectivesMissing),
        (ReasonRule.APPROVE_AND_REJECT, VoteChoice.ABSTAIN, "", (), None),
        (ReasonRule.EVERY_CHOICE, VoteChoice.ABSTAIN, "", (), refusals.ReasonMissing),
        (ReasonRule.EVERY_CHOICE, VoteChoice.ABSTAIN, "No time to read it.", (), None),
        (ReasonRule.EVERY_CHOICE, VoteChoice.REJECT, "Too dear.", (), refusals.ObjectivesMissing),
        (ReasonRule.OPTIONAL, VoteChoice.APPROVE, "", (), None),
        (ReasonRule.OPTIONAL, VoteChoice.REJECT, "", (), None),
        (ReasonRule.OPTIONAL, VoteChoice.REJECT, "", ("q",), refusals.UnknownObjective),
    ],
)
def test_a_reason_is_asked_for_as_the_rule_set_says(
    rule: ReasonRule,
    choice: VoteChoice,
    reason: str,
    objectives: tuple[str, ...],
    refusal: type[RuleBroken] | None,
    cast: Cast,
    ballot: Ballot,
    rules: Rules,
    appointments: Appointments,
) -> None:
    vote = cast(choice=choice, reason=reason, objectives=objectives)
    if refusal is None:
        check_vote(vote, ballot(rules(reason=rule)), appointments, ())
    else:
        with pytest.raises(refusal):
            check_vote(vote, ballot(rules(reason=rule)), appointments, ())


ONE_LATEST = AlternateRule(AlternateReach.ONE_SEAT, WhoseVoteCounts.LATEST)
ONE_PRINCIPALS = AlternateRule(AlternateReach.ONE_SEAT, WhoseVoteCounts.PRINCIPALS)
SEVERAL_LATEST = AlternateRule(AlternateReach.SEVERAL_SEATS, WhoseVoteCounts.LATEST)
SEVERAL_PRINCIPALS = AlternateRule(AlternateReach.SEVERAL_SEATS, WhoseVoteCounts.PRINCIPALS)


@pytest.mark.parametrize(
    ("rule", "second_seat", "refusal"),
    [
        (ONE_LATEST, "large-2", refusals.AlternateActsForAnotherSeat),
        (ONE_LATEST, "large-1", None),
        (ONE_PRINCIPALS, "large-2", refusals.AlternateActsForAnotherSeat),
        (SEVERAL_LATEST, "large-2", None),
        (SEVERAL_PRINCIPALS, "large-2", None),
    ],
)
def test_an_alternate_acts_for_one_seat_unless_the_rule_set_allows_several(
    rule: AlternateRule,
    second_seat: str,
    refusal: type[RuleBroken] | None,
    cast: Cast,
    ballot: Ballot,
    rules: Rules,
    appointments: Appointments,
) -> None:
    frozen = ballot(rules(alternate=rule))
    first = cast(given_by=ALTERNATE, given_as=Standing.ALTERNATE)
    second = replace(first, key="v2", seat_key=second_seat, cast_at=OPENS + 2 * HOUR, received_at=OPENS + 2 * HOUR)
    if refusal is None:
        check_vote(second, frozen, appointments, (first,))
    else:
        with pytest.raises(refusal, match="large-1"):
            check_vote(second, frozen, appointments, (first,))


def _at(vote: CastVote, key: str, hours: int, **changes: Any) -> CastVote:
    return replace(vote, key=key, cast_at=OPENS + hours * HOUR, received_at=OPENS + hours * HOUR, **changes)


AS_ALTERNATE = {"given_by": ALTERNATE, "given_as": Standing.ALTERNATE}
FIRST, CHANGE = ChangeOfVoteRule.FIRST_VOTE_FINAL, ChangeOfVoteRule.UNTIL_CLOSE


@pytest.mark.parametrize(
    ("change", "alternate", "before", "after", "refusal"),
    [
        (CHANGE, ONE_LATEST, {}, {}, None),
        (CHANGE, ONE_LATEST, {}, AS_ALTERNATE, None),
        (FIRST, ONE_LATEST, {}, {}, refusals.VoteIsFinal),
        (FIRST, ONE_LATEST, AS_ALTERNATE, {}, refusals.VoteIsFinal),
        (FIRST, ONE_LATEST, {}, {"option": "alternative-1"}, None),
        (CHANGE, ONE_PRINCIPALS, {}, AS_ALTERNATE, refusals.PrincipalHasVoted),
        (CHANGE, ONE_PRINCIPALS, AS_ALTERNATE, {}, None),
        (CHANGE, ONE_PRINCIPALS, AS_ALTERNATE, AS_ALTERNATE, None),
        (FIRST, ONE_PRINCIPALS, AS_ALTERNATE, {}, None),
        (FIRST, ONE_PRINCIPALS, AS_ALTERNATE, AS_ALTERNATE, refusals.VoteIsFinal),
        (FIRST, ONE_PRINCIPALS, {}, {}, refusals.VoteIsFinal),
    ],
)
def test_a_seat_votes_again_as_the_rule_set_says(
    change: ChangeOfVoteRule,
    alternate: AlternateRule,
    before: dict[str, Any],
    after: dict[str, Any],
    refusal: type[RuleBroken] | None,
    cast: Cast,
    ballot: Ballot,
    rules: Rules,
    appointments: Appointments,
) -> None:
    frozen = ballot(rules(change_of_vote=change, alternate=alternate))
    earlier, later = _at(cast(), "v1", 1, **before), _at(cast(), "v2", 2, **after)
    if refusal is None:
        check_vote(later, frozen, appointments, (earlier,))
    else:
        with pytest.raises(refusal):
            check_vote(later, frozen, appointments, (earlier,))


@pytest.mark.parametrize("change", ChangeOfVoteRule)
@pytest.mark.parametrize("alternate", [ONE_LATEST, ONE_PRINCIPALS, SEVERAL_LATEST, SEVERAL_PRINCIPALS])
@pytest.mark.parametrize("whose", [{}, AS_ALTERNATE])
def test_earlier_votes_stop_a_further_one_only_where_the_rules_look_back(
    change: ChangeOfVoteRule,
    alternate: AlternateRule,
    whose: dict[str, Any],
    cast: Cast,
    ballot: Ballot,
    rules: Rules,
    appointments: Appointments,
) -> None:
    rule_set = rules(change_of_vote=change, alternate=alternate)
    vote = _at(cast(), "v9", 9, **whose)
    earlier = [
        _at(cast(), f"v{place}", place + 1, seat_key=seat, **as_whom)
        for place, (seat, as_whom) in enumerate(product(("large-1", "large-2"), ({}, AS_ALTERNATE)))
    ]
    stopped = 0
    for one in earlier:
        try:
            check_vote(vote, ballot(rule_set), appointments, (one,))
        except RuleBroken:
            stopped += 1
    assert looks_back(rule_set, vote.given_as) is (stopped > 0)


def test_where_the_first_vote_is_final_two_at_one_instant_are_none_and_a_third_may_come(
    cast: Cast, ballot: Ballot, rules: Rules, appointments: Appointments
) -> None:
    rule_set = rules(change_of_vote=FIRST)
    clash = (_at(cast(), "v1", 1), _at(cast(), "v2", 1, **AS_ALTERNATE))
    third = _at(cast(), "v3", 2)
    check_vote(third, ballot(rule_set), appointments, clash)
    assert [vote.key for vote in final_votes((*clash, third), rule_set).final] == ["v3"]


def test_a_vote_received_before_the_one_on_record_may_be_entered_after_it_where_the_first_is_final(
    cast: Cast, ballot: Ballot, rules: Rules, appointments: Appointments
) -> None:
    rule_set = rules(change_of_vote=FIRST)
    on_record = _at(cast(), "v1", 3)
    by_mail = replace(_at(cast(), "v2", 4), received_at=OPENS + HOUR, stand_in=BY_MAIL)
    check_vote(by_mail, ballot(rule_set), appointments, (on_record,))
    assert [vote.key for vote in final_votes((on_record, by_mail), rule_set).final] == ["v2"]


def _kept(result: Any) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        [vote.key for vote in result.final],
        [vote.key for vote in result.superseded],
        [vote.key for vote in result.withdrawn],
        [refused.vote.key for refused in result.refused],
    )


@pytest.mark.parametrize(
    ("change", "alternate", "final", "superseded"),
    [
        (CHANGE, ONE_LATEST, ["d"], ["a", "b", "c"]),
        (FIRST, ONE_LATEST, ["a"], ["b", "c", "d"]),
        (CHANGE, ONE_PRINCIPALS, ["c"], ["a", "b", "d"]),
        (FIRST, ONE_PRINCIPALS, ["b"], ["a", "c", "d"]),
        (CHANGE, SEVERAL_PRINCIPALS, ["c"], ["a", "b", "d"]),
        (CHANGE, SEVERAL_LATEST, ["d"], ["a", "b", "c"]),
    ],
)
def test_the_vote_of_a_seat_that_counts_is_the_latest_or_first_and_may_have_to_be_the_members(
    change: ChangeOfVoteRule,
    alternate: AlternateRule,
    final: list[str],
    superseded: list[str],
    cast: Cast,
    rules: Rules,
) -> None:
    votes = [
        _at(cast(), "a", 1, **AS_ALTERNATE),
        _at(cast(), "b", 2),
        _at(cast(), "c", 3),
        _at(cast(), "d", 4, **AS_ALTERNATE),
    ]
    assert _kept(final_votes(votes, rules(change_of_vote=change, alternate=alternate))) == (final, superseded, [], [])


def test_an_alternates_vote_counts_where_the_member_did_not_vote_though_the_members_would_prevail(
    cast: Cast, rules: Rules
) -> None:
    votes = [_at(cast(), "a", 1, **AS_ALTERNATE), _at(cast(), "b", 2, **AS_ALTERNATE)]
    assert _kept(final_votes(votes, rules(alternate=ONE_PRINCIPALS))) == (["b"], ["a"], [], [])


def test_two_votes_of_one_seat_and_solution_at_one_instant_are_both_refused_by_name(cast: Cast) -> None:
    earlier, one, other = _at(cast(), "v1", 1), _at(cast(), "v2", 2), _at(cast(), "v3", 2, **AS_ALTERNATE)
    result = final_votes((earlier, one, other), SHIPPED_DEFAULT)
    assert _kept(result) == (["v1"], [], [], ["v2", "v3"])
    assert {refused.refusal for refused in result.refused} == {refusals.VotesAtTheSameInstant}
    assert "Mon 12 Jan 2026 11:00:00 UK time" in result.refused[0].sentence


def test_equal_times_of_different_seats_or_solutions_are_no_clash(cast: Cast) -> None:
    votes = [
        _at(cast(), "v1", 1),
        _at(cast(), "v2", 1, seat_key="large-2"),
        _at(cast(), "v3", 1, option="alternative-1"),
    ]
    assert _kept(final_votes(votes, SHIPPED_DEFAULT)) == (["v3", "v1", "v2"], [], [], [])


def test_a_clash_is_judged_on_when_votes_were_received_and_not_on_when_they_were_entered(cast: Cast) -> None:
    by_mail = replace(_at(cast(), "v1", 5), received_at=OPENS + HOUR, stand_in=BY_MAIL)
    also_by_mail = replace(_at(cast(), "v2", 6), received_at=OPENS + HOUR, stand_in=BY_MAIL)
    assert _kept(final_votes((by_mail, also_by_mail), SHIPPED_DEFAULT)) == ([], [], [], ["v1", "v2"])


def test_a_withdrawn_vote_neither_counts_nor_clashes_and_lets_the_earlier_one_stand(cast: Cast) -> None:
    votes = [_at(cast(), "v1", 1), _at(cast(), "v2", 2), _at(cast(), "v3", 2)]
    assert _kept(final_votes(votes, SHIPPED_DEFAULT, {"v2"})) == (["v3"], ["v1"], ["v2"], [])
    assert _kept(final_votes(votes, SHIPPED_DEFAULT, {"v2", "v3"})) == (["v1"], [], ["v2", "v3"], [])


RULE_SETS = [
    replace(
        SHIPPED_DEFAULT,
        change_of_vote=replace(SHIPPED_DEFAULT.change_of_vote, value=change),
        alternate=replace(SHIPPED_DEFAULT.alternate, value=alternate),
    )
    for change in ChangeOfVoteRule
    for alternate in (ONE_LATEST, ONE_PRINCIPALS)
]
HISTORIES = st.lists(
    st.tuples(
        st.sampled_from(["large-1", "large-2"]),
        st.sampled_from(["proposed", "alternative-1"]),
        st.sampled_from(list(VoteChoice)),
        st.sampled_from(list(Standing)),
        st.integers(1, 6),
        st.booleans(),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(HISTORIES, st.sampled_from(RULE_SETS), st.randoms(use_true_random=False))
def test_what_counts_does_not_depend_on_the_order_in_which_votes_arrive_and_no_vote_is_lost(
    history: list[tuple[str, str, VoteChoice, Standing, int, bool]], rule_set: RuleSet, random: Any
) -> None:
    votes = [
        CastVote(
            f"v{position:02}", seat, option, choice, (), "", 11, standing, OPENS + hours * HOUR, OPENS + hours * HOUR
        )
        for position, (seat, option, choice, standing, hours, _) in enumerate(history)
    ]
    withdrawn = {f"v{position:02}" for position, event in enumerate(history) if event[-1]}
    result = final_votes(votes, rule_set, withdrawn)
    shuffled = votes[:]
    random.shuffle(shuffled)
    assert final_votes(shuffled, rule_set, withdrawn) == result
    assert sorted(key for kept in _kept(result) for key in kept) == [vote.key for vote in votes]
    places = [(vote.seat_key, vote.option) for vote in result.final]
    assert len(set(places)) == len(places)
