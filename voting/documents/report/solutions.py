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
# "Solution 1" and "Solution 2", in reports that number their solutions instead of naming them.
_NUMBERED = re.compile(
    r"(?:solution|option) (?P<number>[0-9]{1,2}|[A-C])\b(?:\s?[:–—-].{0,80}|\s[(‘'“].{0,80})?", re.IGNORECASE
)
_FOR_ALL = re.compile(
    r"legal text(?: changes)?|(?:business|technical) requirements|technical specifications?|comparison of .*",
    re.IGNORECASE,
)


def read_solutions(parts: Sequence[PartText]) -> tuple[Found[Solution], ...]:
    """The solutions in their order: the proposed one, and every Alternative under its own heading.

    What stands in the part before the first such heading belongs to none of them where there is such a heading, and is
    the Proposed Solution where there is not. Of solutions that are only numbered the first is the proposed one.
    """
    found: list[Found[Solution]] = []
    for part in with_role(parts, PartRole.SOLUTION):
        if PartRole.IMPACTS not in part.roles:
            found.extend(_solutions(part, is_first=not found))
    return tuple(found)


def _solutions(part: PartText, *, is_first: bool) -> Iterable[Found[Solution]]:
    groups = _for_each(_under_headings(part.blocks))
    headed = [group for group in groups if group.heading is not None and group.blocks]
    if not headed:
        headed = [Group(None, part.blocks)] if part.blocks else []
    for at, group in enumerate(headed):
        words = group.heading.text if group.heading is not None else part.heading
        named = kind_of_solution(group.heading) if group.heading is not None else None
        kind = named or _kind_in_words(words, is_first=is_first and at == 0)
        yield Found(Solution(kind, text_of(group.blocks)), group.passages)


def _under_headings(blocks: tuple[Block, ...]) -> tuple[Group, ...]:
    """The blocks under the names of solutions; under their numbers where no name heads them and two are numbered."""
    if any(kind_of_solution(block) is not None for block in blocks):
        return grouped(blocks, lambda block: kind_of_solution(block) is not None)
    numbers = {number for block in blocks if (number := number_of_solution(block)) is not None}
    return grouped(blocks, lambda block: len(numbers) > 1 and number_of_solution(block) is not None)


def kind_of_solution(block: Block) -> SolutionKind | None:
    """Which solution a heading announces; None for every other block."""
    if not is_title(block):
        return None
    if _ALTERNATIVE.fullmatch(block.text):
        return SolutionKind.ALTERNATIVE
    return SolutionKind.PROPOSED if _PROPOSED.fullmatch(block.text) else None


def number_of_solution(block: Block) -> str | None:
    """The number in a heading such as "Solution 2: the DCC tells the Supplier"; None for every other block."""
    found = _NUMBERED.fullmatch(block.text) if is_title(block) else None
    return found["number"].upper() if found is not None else None


def _kind_in_words(heading: str, *, is_first: bool) -> SolutionKind:
    """The kind that a heading says; what is numbered and says nothing is an Alternative to the first."""
    words = heading.casefold()
    if "alternative" in words:
        return SolutionKind.ALTERNATIVE
    if "proposed" in words or _NUMBERED.fullmatch(heading) is None:
        return SolutionKind.PROPOSED
    return SolutionKind.PROPOSED if is_first else SolutionKind.ALTERNATIVE


def _for_each(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups, the last without what is said of all solutions together where there are several."""
    if len([group for group in groups if group.heading is not None]) < 2:
        return groups
    last = groups[-1]
    end = next((at for at, block in enumerate(last.blocks) if is_title(block) and _FOR_ALL.fullmatch(block.text)), None)
    return groups if end is None else (*groups[:-1], Group(last.heading, last.blocks[:end]))
