"""The numbers of modifications: what is one, what is not, conversion and splitting."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.domain.modifications.lifecycle import (
    AlreadyConverted,
    ModificationNumber,
    NumberKind,
    NumberNotRecognised,
    converted,
    format_number,
    parse_number,
)

DP, MP = NumberKind.DRAFT_PROPOSAL, NumberKind.MODIFICATION_PROPOSAL


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("DP171", ModificationNumber(171, "", DP)),
        ("MP171", ModificationNumber(171, "", MP)),
        ("MP134A", ModificationNumber(134, "A", MP)),
        ("MP007", ModificationNumber(7, "", MP)),
        ("MP1042", ModificationNumber(1042, "", MP)),
        ("MP134AB", ModificationNumber(134, "AB", MP)),
        (" mp 134 a ", ModificationNumber(134, "A", MP)),
        ("dp171", ModificationNumber(171, "", DP)),
    ],
)
def test_a_number_is_read_as_people_write_it(written: str, number: ModificationNumber) -> None:
    assert parse_number(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "",
        "171",
        "XP171",
        "MP",
        "MP17",
        "MP000",
        "MP0171",
        "MP17100",
        "MP134ABC",
        "MP134-A",
        "MP134 A B",
        "MP171\n2",
        "ＭＰ171",
        "MP१७१",
        "MP171\x00",
        "=MP171",
        "DP171 or MP171",
    ],
)
def test_anything_else_is_refused_as_a_number(written: str) -> None:
    with pytest.raises(NumberNotRecognised) as refusal:
        parse_number(written)
    assert refusal.value.field == "number"
    assert "MP134A" in str(refusal.value)


@pytest.mark.parametrize(("digits", "suffix"), [(0, ""), (-1, ""), (10_000, ""), (134, "a"), (134, " A"), (134, "ABC")])
def test_a_number_that_could_not_be_written_cannot_be_made(digits: int, suffix: str) -> None:
    with pytest.raises(NumberNotRecognised):
        ModificationNumber(digits, suffix, MP)


def test_conversion_keeps_the_number_and_its_suffix() -> None:
    assert format_number(converted(parse_number("DP171"))) == "MP171"
    assert format_number(converted(parse_number("DP134A"))) == "MP134A"


def test_a_modification_proposal_is_not_converted_again() -> None:
    with pytest.raises(AlreadyConverted):
        converted(parse_number("MP171"))


def test_numbers_sort_by_their_digits_and_then_their_suffix() -> None:
    written = ["MP1042", "MP134B", "DP078", "MP134", "MP134A"]
    assert [str(number) for number in sorted(map(parse_number, written))] == [
        "DP078", "MP134", "MP134A", "MP134B", "MP1042",
    ]  # fmt: skip


numbers = st.builds(
    ModificationNumber,
    st.integers(1, 9999),
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=2),
    st.sampled_from(NumberKind),
)


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_what_is_formatted_is_read_back(number: ModificationNumber) -> None:
    assert parse_number(format_number(number)) == number


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=12))
def test_reading_any_text_gives_a_number_or_its_refusal(text: str) -> None:
    try:
        number = parse_number(text)
    except NumberNotRecognised:
        return
    assert parse_number(format_number(number)) == number
