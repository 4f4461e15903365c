"""What a corrected result does to its modification: the moves that bring it to where the right one leads."""

from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle import BoardOutcome, Move, Path, Stage


class CorrectionTooLate(RuleBroken):
    """The modification has gone where another outcome of the vote no longer reaches it."""


class SolutionNotNamed(RuleBroken):
    """Of several solutions, which one the corrected result approves is not said, or it was not voted on."""


_DECIDES = {BoardOutcome.APPROVED: Move.BOARD_APPROVES, BoardOutcome.REJECTED: Move.BOARD_REJECTS}
_FOLLOWS_FROM = {Stage.PENDING_IMPLEMENTATION: BoardOutcome.APPROVED, Stage.REJECTED: BoardOutcome.REJECTED}
_WITH_AUTHORITY = frozenset({Stage.AUTHORITY, Stage.PENDING_IMPLEMENTATION, Stage.REJECTED, Stage.IMPLEMENTED})


def moves_of_correction(path: Path | None, stage: Stage, right: BoardOutcome, *, is_referred: bool) -> tuple[Move, ...]:
    """The moves that follow from the right outcome, in order; none where the modification stands there already.

    Where the Board decides, a wrong decision falls first, so that the modification is with the Board again, and the
    right one is then recorded. What the Authority has before it or has decided is its own: the Board's corrected
    recommendation is published and sent to it, and moves nothing, unless there is no recommendation at all. Raises
    `CorrectionTooLate`.
    """
    if path is Path.SELF_GOVERNANCE and not is_referred:
        return _of_decision(stage, right)
    if stage is Stage.BOARD:
        return () if right is BoardOutcome.NOT_DECIDED else (Move.BOARD_RECOMMENDS,)
    if stage not in _WITH_AUTHORITY:
        raise _too_late(stage)
    has_nothing_before_it = stage is Stage.AUTHORITY and not is_referred and right is BoardOutcome.NOT_DECIDED
    return (Move.BOARD_CORRECTS,) if has_nothing_before_it else ()


def check_solution(right: BoardOutcome, option: str | None, options: tuple[str, ...]) -> str | None:
    """The solution that a corrected result approves: the only one, or the one named. Raises `SolutionNotNamed`."""
    if right is not BoardOutcome.APPROVED:
        return None
    if len(options) == 1:
        return options[0]
    if option not in options:
        raise SolutionNotNamed("Choose which of the solutions the corrected result approves.", "option")
    return option


def _of_decision(stage: Stage, right: BoardOutcome) -> tuple[Move, ...]:
    decided = (_DECIDES[right],) if right in _DECIDES else ()
    if stage is Stage.BOARD:
        return decided
    if stage not in _FOLLOWS_FROM:
        raise _too_late(stage)
    return () if _FOLLOWS_FROM[stage] is right else (Move.BOARD_CORRECTS, *decided)


def _too_late(stage: Stage) -> CorrectionTooLate:
    if stage is Stage.IMPLEMENTED:
        return CorrectionTooLate(
            "It has been implemented, which a correction cannot undo. Publish the correction with the outcome as it "
            "was, and have a modification raised that puts the Code right.",
            "outcome",
        )
    return CorrectionTooLate(
        "It no longer stands where this result took it. Publish the correction with the outcome as it was.", "outcome"
    )
