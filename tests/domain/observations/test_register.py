"""Observations: documents and numbers in order, keys, and which state may follow which."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.modifications.lifecycle import parse_number
from voting.domain.observations import (
    TRANSITIONS,
    CommentNotNamed,
    DocumentNotRecognised,
    NoRemedyNamed,
    ObservationFacts,
    ObservationKey,
    ObservationNumberNotRecognised,
    ObservationState,
    PlaceNotNamed,
    ReasonMissing,
    StateChange,
    TransitionRefused,
    allowed_states,
    change_state,
    document_sort_key,
    number_sort_key,
    parse_document,
    parse_observation_number,
)

MP900 = parse_number("MP900")
KEY = ObservationKey(MP900, "Appendix D", "2")
State = ObservationState


@pytest.mark.parametrize(
    ("written", "document"),
    [
        ("Section L", "Section L"),
        ("appendix  ab", "Appendix AB"),
        (" SCHEDULE 8 ", "Schedule 8"),
    ],
)
def test_a_document_is_read_as_people_write_it(written: str, document: str) -> None:
    assert parse_document(written) == document


@pytest.mark.parametrize("written", ["", "L", "Appendix", "Appendix ABC", "Section AA", "Annex A", "Schedule x", "Ｌ"])
def test_anything_else_is_no_document_of_the_code(written: str) -> None:
    with pytest.raises(DocumentNotRecognised):
        parse_document(written)


def test_documents_come_in_the_codes_own_order() -> None:
    in_order = [
        "Section A",
        "Section L",
        "Section Z",
        "Schedule 2",
        "Schedule 10",
        "Appendix A",
        "Appendix D",
        "Appendix Z",
        "Appendix AA",
        "Appendix AB",
        "Appendix BA",
        "Organisation Information Form",
    ]
    for shuffled in (reversed(in_order), sorted(in_order)):
        assert sorted(shuffled, key=document_sort_key) == in_order


def test_numbers_sort_as_people_count() -> None:
    in_order = ["1", "2", "2a", "2b", "10", "10.1", "10a", "11", "a", "b2", "b10"]
    assert sorted(sorted(in_order), key=number_sort_key) == in_order


@pytest.mark.parametrize("number", ["1", "10a", "3.2", "L-4", "OBS12", "a" * 12])
def test_these_are_numbers_of_observations(number: str) -> None:
    assert parse_observation_number(f" {number} ") == number


@pytest.mark.parametrize("number", ["", "1..2", "1.", "=1", "1 2", "a" * 13, "٣", "1\x00", "\ud800"])
def test_these_are_not(number: str) -> None:
    with pytest.raises(ObservationNumberNotRecognised):
        parse_observation_number(number)


def test_one_number_in_two_documents_is_two_observations() -> None:
    assert ObservationKey(MP900, "Appendix D", "2") != ObservationKey(MP900, "Appendix L", "2")
    assert str(KEY) == "Appendix D observation 2"


def test_a_key_is_made_of_canonical_parts_alone() -> None:
    with pytest.raises(DocumentNotRecognised):
        ObservationKey(MP900, "appendix d", "2")
    with pytest.raises(ObservationNumberNotRecognised):
        ObservationKey(MP900, "Appendix D", "")


def test_a_register_sorts_by_document_and_number() -> None:
    keys = [ObservationKey(MP900, document, number) for document, number in (
        ("Appendix AA", "1"), ("Appendix D", "10"), ("Section L", "3"), ("Appendix D", "2"),
    )]  # fmt: skip
    assert [(key.document, key.number) for key in sorted(keys, key=lambda key: key.sort_key)] == [
        ("Section L", "3"), ("Appendix D", "2"), ("Appendix D", "10"), ("Appendix AA", "1"),
    ]  # fmt: skip


# Written by hand from the domain, not from the table under test: what may follow each state.
EXPECTED = {
    State.DRAFTED: {State.ADDRESSED, State.CARRIED_UNRESOLVED, State.RESOLVED_ELSEWHERE, State.WITHDRAWN},
    State.ADDRESSED: {
        State.DRAFTED,
        State.CHANGED_AFTER_COMMENT,
        State.CARRIED_UNRESOLVED,
        State.RESOLVED_ELSEWHERE,
        State.WITHDRAWN,
    },
    State.CHANGED_AFTER_COMMENT: {
        State.CHANGED_AFTER_COMMENT,
        State.CARRIED_UNRESOLVED,
        State.RESOLVED_ELSEWHERE,
        State.WITHDRAWN,
    },
    State.CARRIED_UNRESOLVED: {
        State.ADDRESSED,
        State.CHANGED_AFTER_COMMENT,
        State.RESOLVED_ELSEWHERE,
        State.WITHDRAWN,
    },
    State.RESOLVED_ELSEWHERE: {State.ADDRESSED, State.CARRIED_UNRESOLVED, State.WITHDRAWN},
    State.WITHDRAWN: {State.DRAFTED},
}


@pytest.mark.parametrize(("before", "after"), list(itertools.product(State, State)))
def test_a_state_follows_another_as_the_table_says(before: State, after: State) -> None:
    full = StateChange(after, "because", comment="item 12", place="the form on the DCC's website")
    observation = ObservationFacts(KEY, before, ("hunk-1",))
    if after in EXPECTED[before]:
        assert change_state(observation, full).state is after
        assert after in allowed_states(before)
    else:
        with pytest.raises(TransitionRefused):
            change_state(observation, full)
        assert after not in allowed_states(before)


def test_every_change_but_the_first_needs_a_reason() -> None:
    for row in TRANSITIONS:
        change = StateChange(row.after, " ", comment="item 12", place="the form")
        observation = ObservationFacts(KEY, row.before, ("hunk-1",))
        if (row.before, row.after) == (State.DRAFTED, State.ADDRESSED):
            assert change_state(observation, change).state is State.ADDRESSED
        else:
            with pytest.raises(ReasonMissing):
                change_state(observation, change)


@pytest.mark.parametrize(
    ("before", "change", "refusal"),
    [
        (State.ADDRESSED, StateChange(State.CHANGED_AFTER_COMMENT, "because", place="x"), CommentNotNamed),
        (State.DRAFTED, StateChange(State.RESOLVED_ELSEWHERE, "because", comment="x"), PlaceNotNamed),
        (State.DRAFTED, StateChange(State.ADDRESSED), NoRemedyNamed),
    ],
)
def test_a_state_says_what_its_name_promises(
    before: State, change: StateChange, refusal: type[TransitionRefused]
) -> None:
    with pytest.raises(refusal):
        change_state(ObservationFacts(KEY, before), change)


def test_an_observation_without_a_change_is_addressed_by_a_reason() -> None:
    addressed = change_state(ObservationFacts(KEY), StateChange(State.ADDRESSED, "the text says so already"))
    assert addressed.state is State.ADDRESSED


@settings(max_examples=60, deadline=None)
@given(st.lists(st.from_regex(r"[0-9]{1,3}[a-z]?", fullmatch=True), max_size=8))
def test_sorting_numbers_puts_the_smaller_count_first(numbers: list[str]) -> None:
    counts = [int(number.rstrip("abcdefghijklmnopqrstuvwxyz")) for number in sorted(numbers, key=number_sort_key)]
    assert counts == sorted(counts)
