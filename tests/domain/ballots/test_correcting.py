"""Where a modification goes when the published result of its vote is corrected: path × stage × right outcome."""

import pytest

from voting.domain.ballots.correcting import (
    CorrectionTooLate,
    SolutionNotNamed,
    check_solution,
    moves_of_correction,
)
from voting.domain.modifications.lifecycle import RULES, BoardOutcome, Move, Path, Stage

APPROVED, REJECTED, UNDECIDED = BoardOutcome.APPROVED, BoardOutcome.REJECTED, BoardOutcome.NOT_DECIDED
FALLS, APPROVES, REJECTS, RECOMMENDS = (
    Move.BOARD_CORRECTS,
    Move.BOARD_APPROVES,
    Move.BOARD_REJECTS,
    Move.BOARD_RECOMMENDS,
)


@pytest.mark.parametrize(
    ("stage", "right", "moves"),
    [
        (Stage.PENDING_IMPLEMENTATION, APPROVED, ()),
        (Stage.PENDING_IMPLEMENTATION, REJECTED, (FALLS, REJECTS)),
        (Stage.PENDING_IMPLEMENTATION, UNDECIDED, (FALLS,)),
        (Stage.REJECTED, APPROVED, (FALLS, APPROVES)),
        (Stage.REJECTED, REJECTED, ()),
        (Stage.REJECTED, UNDECIDED, (FALLS,)),
        (Stage.BOARD, APPROVED, (APPROVES,)),
        (Stage.BOARD, REJECTED, (REJECTS,)),
        (Stage.BOARD, UNDECIDED, ()),
    ],
)
def test_where_the_board_decides_the_wrong_decision_falls_and_the_right_one_is_recorded(
    stage: Stage, right: BoardOutcome, moves: tuple[Move, ...]
) -> None:
    assert moves_of_correction(Path.SELF_GOVERNANCE, stage, right, is_referred=False) == moves
    # Each move starts where the one before it ends.
    for move in moves:
        assert stage in RULES[move].from_stages
        stage = RULES[move].to_stage or stage


@pytest.mark.parametrize("path", [Path.AUTHORITY_LED, Path.AUTHORITY_DETERMINED])
@pytest.mark.parametrize(
    ("stage", "right", "moves"),
    [
        (Stage.BOARD, APPROVED, (RECOMMENDS,)),
        (Stage.BOARD, REJECTED, (RECOMMENDS,)),
        (Stage.BOARD, UNDECIDED, ()),
        (Stage.AUTHORITY, APPROVED, ()),
        (Stage.AUTHORITY, REJECTED, ()),
        (Stage.AUTHORITY, UNDECIDED, (FALLS,)),
        (Stage.PENDING_IMPLEMENTATION, REJECTED, ()),
        (Stage.REJECTED, APPROVED, ()),
        (Stage.IMPLEMENTED, REJECTED, ()),
    ],
)
def test_what_the_authority_has_or_decided_is_moved_by_no_correction_of_a_recommendation(
    path: Path, stage: Stage, right: BoardOutcome, moves: tuple[Move, ...]
) -> None:
    assert moves_of_correction(path, stage, right, is_referred=False) == moves


@pytest.mark.parametrize("stage", [Stage.AUTHORITY, Stage.PENDING_IMPLEMENTATION, Stage.REJECTED, Stage.IMPLEMENTED])
@pytest.mark.parametrize("right", list(BoardOutcome))
def test_a_decision_that_was_referred_is_the_authority_s(stage: Stage, right: BoardOutcome) -> None:
    assert moves_of_correction(Path.SELF_GOVERNANCE, stage, right, is_referred=True) == ()


@pytest.mark.parametrize(
    ("path", "stage"),
    [
        (Path.SELF_GOVERNANCE, Stage.IMPLEMENTED),
        (Path.SELF_GOVERNANCE, Stage.WITHDRAWN),
        (Path.SELF_GOVERNANCE, Stage.REPORT),
        (Path.AUTHORITY_LED, Stage.WITHDRAWN),
        (Path.AUTHORITY_LED, Stage.REPORT),
    ],
)
@pytest.mark.parametrize("right", list(BoardOutcome))
def test_what_went_elsewhere_is_not_fetched_back(path: Path, stage: Stage, right: BoardOutcome) -> None:
    with pytest.raises(CorrectionTooLate, match="Publish the correction with the outcome as it was"):
        moves_of_correction(path, stage, right, is_referred=False)


@pytest.mark.parametrize("path", list(Path))
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("right", list(BoardOutcome))
def test_every_case_has_an_answer(path: Path, stage: Stage, right: BoardOutcome) -> None:
    for is_referred in (False, True):
        try:
            moves = moves_of_correction(path, stage, right, is_referred=is_referred)
        except CorrectionTooLate:
            continue
        assert set(moves) <= {FALLS, APPROVES, REJECTS, RECOMMENDS}


def test_the_corrected_result_approves_a_solution_that_was_voted_on() -> None:
    assert check_solution(REJECTED, None, ("proposed", "alternative")) is None
    assert check_solution(APPROVED, None, ("proposed",)) == "proposed"
    assert check_solution(APPROVED, "alternative", ("proposed", "alternative")) == "alternative"
    for wrong in (None, "third"):
        with pytest.raises(SolutionNotNamed):
            check_solution(APPROVED, wrong, ("proposed", "alternative"))
