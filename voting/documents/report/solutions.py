"""The text of the Proposed Solution and of each Alternative."""

import re
from collections.abc import Iterable, Sequence

from voting.documents.report.blocks import Block, text_of
from voting.documents.report.texts import Found, Group, PartText, grouped, is_title, with_role
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import Solution, SolutionKind

_PROPOSED = re.compile(r"(?:the )?proposed (?:solution|modification|change)s?\b.{0,80}", re.IGNORECASE)
_ALTERNATIVE = re.compile(
    r"(?:the )?(?:(?:first|second|third|working group|proposed)(?:’s|'s)? )?alternative(?: (?:solution"
    r"|modification|proposal|option))?s?"
    r"(?:\s?(?:[0-9]{1,2}|[A-Z]))?\b(?:\s?[:–—-].{0,80}|\s[(‘'“].{0,80})?",
    re.IGNORECASE,
)
_FOR_ALL = re.compile(
    r"legal text(?: changes)?|(?:business|technical) requirements|technical specifications?|comparison of .*",
    re.IGNORECASE,
)


def read_solutions(parts: Sequence[PartText]) -> tuple[Found[Solution], ...]:
    """The solutions in their order: the proposed one, and every Alternative under its own heading.

    What stands in the part before the first such heading belongs to none of them where there is such a heading, and is
    the Proposed Solution where there is not.
    """
    found: list[Found[Solution]] = []
    for part in with_role(parts, PartRole.SOLUTION):
        if PartRole.IMPACTS not in part.roles:
            found.extend(_solutions(part))
    return tuple(found)


def _solutions(part: PartText) -> Iterable[Found[Solution]]:
    groups = _for_each(grouped(part.blocks, lambda block: kind_of_solution(block) is not None))
    headed = [group for group in groups if group.heading is not None and group.blocks]
    if not headed:
        headed = [Group(None, part.blocks)] if part.blocks else []
    for group in headed:
        kind = kind_of_solution(group.heading) if group.heading is not None else _kind_of_part(part)
        yield Found(Solution(kind or SolutionKind.PROPOSED, text_of(group.blocks)), group.passages)


def kind_of_solution(block: Block) -> SolutionKind | None:
    """Which solution a heading announces; None for every other block."""
    if not is_title(block):
        return None
    if _ALTERNATIVE.fullmatch(block.text):
        return SolutionKind.ALTERNATIVE
    return SolutionKind.PROPOSED if _PROPOSED.fullmatch(block.text) else None


def _kind_of_part(part: PartText) -> SolutionKind:
    return SolutionKind.ALTERNATIVE if "alternative" in part.heading.casefold() else SolutionKind.PROPOSED


def _for_each(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups, the last without what is said of all solutions together where there are several."""
    if len([group for group in groups if group.heading is not None]) < 2:
        return groups
    last = groups[-1]
    end = next((at for at, block in enumerate(last.blocks) if is_title(block) and _FOR_ALL.fullmatch(block.text)), None)
    return groups if end is None else (*groups[:-1], Group(last.heading, last.blocks[:end]))
