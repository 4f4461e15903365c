"""Which state the words of a register mean, what is certain of it, and by which steps an observation gets there."""

import itertools

import pytest

from voting.domain.modifications.lifecycle import parse_number
from voting.domain.observations import (
    TRANSITIONS,
    CommentNotNamed,
    ObservationFacts,
    ObservationKey,
    ObservationState,
    PlaceNotNamed,
    TransitionRefused,
)
from voting.domain.observations.what_was_done import (
    StateSaid,
    besides_the_state,
    more_than_the_state,
    state_as_told,
    state_said,
    steps_to,
)

S = ObservationState
KEY = ObservationKey(parse_number("MP900"), "Appendix D", "2")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Drafted", S.DRAFTED),
        ("Drafted.", S.DRAFTED),
        ("addressed", S.ADDRESSED),
        ("Addressed: new L1.17(f) carries the function.", S.ADDRESSED),
        ("Resolved by the new definition.", S.ADDRESSED),
        ("Withdrawn", S.WITHDRAWN),
        ("Withdrawn: the reviewer agrees.", S.WITHDRAWN),
        ("Carried unresolved", S.CARRIED_UNRESOLVED),
        ("Unresolved. It needs further work.", S.CARRIED_UNRESOLVED),
        ("Changed after comment of two Parties", S.CHANGED_AFTER_COMMENT),
        ("Changed following comments", S.CHANGED_AFTER_COMMENT),
        ("Resolved elsewhere: the form was changed by MP123.", S.RESOLVED_ELSEWHERE),
    ],
)
def test_a_cell_that_begins_with_a_state_says_it_outright(words: str, state: S) -> None:
    assert state_said(words) == StateSaid(state, is_certain=True)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("The clause was amended.", S.ADDRESSED),
        ("No change needed", S.ADDRESSED),
        ("Done", S.ADDRESSED),
        ("Not addressed", S.CARRIED_UNRESOLVED),
        ("Addressed in part", S.ADDRESSED),
        ("Addressed in part; 5.2 remains open", S.CARRIED_UNRESOLVED),
        ("To be drafted", S.DRAFTED),
        ("Drafted, then withdrawn", S.WITHDRAWN),
        ("Taken forward under MP123", S.RESOLVED_ELSEWHERE),
        ("Following a Party's comment the deletion was cancelled", S.CHANGED_AFTER_COMMENT),
        ("Deferred to the next review", S.CARRIED_UNRESOLVED),
        ("Resolved?", S.ADDRESSED),
    ],
)
def test_what_can_be_taken_two_ways_or_is_said_otherwise_is_a_guess(words: str, state: S) -> None:
    assert state_said(words) == StateSaid(state, is_certain=False)


@pytest.mark.parametrize("words", ["", "   ", "Noted", "See above", "Mind the gap", "N/A"])
def test_words_that_say_nothing_we_know_mean_no_state(words: str) -> None:
    assert state_said(words) == StateSaid(None, is_certain=False)


def test_a_states_own_name_is_no_reason_and_more_words_are() -> None:
    assert more_than_the_state(" Carried unresolved. ") == ""
    assert more_than_the_state("Carried unresolved: no data. ") == "Carried unresolved: no data."
    assert besides_the_state("Carried unresolved: no data. ") == "no data."
    assert besides_the_state("addressed. ") == ""
    assert besides_the_state("Addressed in clause 4.") == "Addressed in clause 4."


@pytest.mark.parametrize(("before", "after"), list(itertools.product(S, S)))
def test_every_step_to_a_state_is_one_that_the_table_allows(before: S, after: S) -> None:
    steps = steps_to(before, after)
    if steps is None:
        assert before is not after
        return
    assert len(steps) <= 2
    assert not steps or steps[-1] is after
    allowed = {(row.before, row.after) for row in TRANSITIONS}
    assert set(itertools.pairwise((before, *steps))) <= allowed


def test_every_state_can_be_told_of_a_new_observation() -> None:
    assert all(steps_to(S.DRAFTED, state) is not None for state in S)
    assert steps_to(S.CARRIED_UNRESOLVED, S.DRAFTED) is None
    assert steps_to(S.DRAFTED, S.CHANGED_AFTER_COMMENT) == (S.ADDRESSED, S.CHANGED_AFTER_COMMENT)


def test_the_files_words_are_the_reason_of_each_step_or_else_where_they_stand() -> None:
    told = state_as_told(ObservationFacts(KEY), S.CHANGED_AFTER_COMMENT, "Changed after Party 3's comment", "Row 2.")
    assert told == (
        (S.ADDRESSED, "Changed after Party 3's comment"),
        (S.CHANGED_AFTER_COMMENT, "Changed after Party 3's comment"),
    )
    assert state_as_told(ObservationFacts(KEY), S.ADDRESSED, "Addressed", "Row 2.") == ((S.ADDRESSED, "Row 2."),)
    assert state_as_told(ObservationFacts(KEY), S.DRAFTED, "Drafted", "Row 2.") == ()


def test_what_a_state_has_to_say_must_be_said_by_the_file() -> None:
    with pytest.raises(PlaceNotNamed):
        state_as_told(ObservationFacts(KEY), S.RESOLVED_ELSEWHERE, "Resolved elsewhere", "Row 2.")
    with pytest.raises(CommentNotNamed):
        state_as_told(ObservationFacts(KEY), S.CHANGED_AFTER_COMMENT, "", "Row 2.")
    with pytest.raises(TransitionRefused, match="cannot go to this state"):
        state_as_told(ObservationFacts(KEY, S.RESOLVED_ELSEWHERE), S.DRAFTED, "Drafted", "Row 2.")
