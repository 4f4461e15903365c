"""The implementation date follows from the decision date, and the decision date from the path."""

from datetime import UTC, date, datetime

import pytest

from voting.domain.modifications.implementation import (
    DecidedByApprovingBody,
    ImplementationFinding,
    ImplementationOption,
    decision_on,
    implementation_date,
)
from voting.domain.modifications.lifecycle.words import Path

FEBRUARY = ImplementationOption(date(2022, 2, 24), date(2022, 2, 10), "February 2022 SEC Release")
JUNE = ImplementationOption(date(2022, 6, 30), date(2022, 6, 16), "June 2022 SEC Release")
SEED = (FEBRUARY, JUNE)


@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (date(2021, 11, 30), FEBRUARY),
        (date(2022, 1, 20), FEBRUARY),
        (date(2022, 2, 9), FEBRUARY),
        (date(2022, 2, 10), FEBRUARY),
        (date(2022, 2, 11), JUNE),
        (date(2022, 2, 24), JUNE),
        (date(2022, 6, 15), JUNE),
        (date(2022, 6, 16), JUNE),
        (date(2022, 6, 17), None),
        (date(2023, 1, 1), None),
    ],
)
def test_the_seed_is_implemented_in_the_first_release_whose_decide_by_date_is_not_passed(
    decided: date, expected: ImplementationOption | None
) -> None:
    result = implementation_date(SEED, decided)
    assert result.option == expected
    assert result.release_on == (expected.release_on if expected else None)
    assert result.decision_on == decided
    finding = ImplementationFinding.OPTION_APPLIES if expected else ImplementationFinding.NO_OPTION_LEFT
    assert result.finding is finding


def test_the_order_of_the_options_decides_and_not_their_dates() -> None:
    assert implementation_date((JUNE, FEBRUARY), date(2022, 1, 20)).option == JUNE


APPLIES_AT_ONCE = (
    "It is implemented on 24 Feb 2022 (February 2022 SEC Release), because the decision of 20 Jan 2022 is on or before "
    "10 Feb 2022."
)
APPLIES_LATER = (
    "It is implemented on 30 Jun 2022 (June 2022 SEC Release), because the decision of 11 Feb 2022 is after "
    "10 Feb 2022 and is on or before 16 Jun 2022."
)
NONE_LEFT = (
    "There is no implementation date: the decision of 17 Jun 2022 is after 10 Feb 2022 and 16 Jun 2022, and no option "
    "is left. A new implementation approach is needed."
)
NONE_GIVEN = "There is no implementation date: the implementation approach names no option."


@pytest.mark.parametrize(
    ("options", "decided", "sentence"),
    [
        (SEED, date(2022, 1, 20), APPLIES_AT_ONCE),
        (SEED, date(2022, 2, 11), APPLIES_LATER),
        (SEED, date(2022, 6, 17), NONE_LEFT),
        ((), date(2022, 1, 20), NONE_GIVEN),
    ],
)
def test_the_sentence_shows_the_rule_with_its_dates(
    options: tuple[ImplementationOption, ...], decided: date, sentence: str
) -> None:
    assert implementation_date(options, decided).sentence == sentence


def test_an_approach_without_options_is_a_named_result() -> None:
    assert implementation_date((), date(2022, 1, 20)).finding is ImplementationFinding.NO_OPTION_GIVEN


VOTE = datetime(2022, 1, 20, 11, tzinfo=UTC)
LETTER = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("path", "vote", "letter", "referred", "expected"),
    [
        (Path.SELF_GOVERNANCE, VOTE, None, False, date(2022, 1, 20)),
        (Path.SELF_GOVERNANCE, VOTE, LETTER, False, date(2022, 1, 20)),
        (Path.SELF_GOVERNANCE, None, LETTER, False, None),
        (Path.SELF_GOVERNANCE, VOTE, LETTER, True, LETTER),
        (Path.SELF_GOVERNANCE, VOTE, None, True, None),
        (Path.AUTHORITY_DETERMINED, VOTE, LETTER, False, LETTER),
        (Path.AUTHORITY_DETERMINED, VOTE, None, False, None),
        (Path.AUTHORITY_LED, VOTE, LETTER, False, LETTER),
        (Path.AUTHORITY_LED, None, None, False, None),
    ],
)
def test_the_decision_date_is_the_boards_vote_on_path_3_and_else_the_authoritys_letter(
    path: Path, vote: datetime | None, letter: date | None, referred: bool, expected: date | None
) -> None:
    assert decision_on(path, vote, letter, referred) == expected


def test_a_vote_late_on_a_summer_evening_is_decided_on_the_london_date() -> None:
    assert decision_on(Path.SELF_GOVERNANCE, datetime(2022, 6, 16, 23, 30, tzinfo=UTC), None, False) == date(
        2022, 6, 17
    )


def test_fast_track_has_no_decision_date_from_a_board_vote() -> None:
    with pytest.raises(DecidedByApprovingBody, match="Fast-Track"):
        decision_on(Path.FAST_TRACK, VOTE, LETTER, False)
