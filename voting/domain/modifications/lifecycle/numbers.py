"""The number of a modification: DP171 becomes MP171 on conversion, and MP134 may be split into MP134A and MP134B."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from voting.domain.errors import RuleBroken


class NumberKind(StrEnum):
    """Whether the number is that of a Draft Proposal or of a Modification Proposal."""

    DRAFT_PROPOSAL = "draft_proposal"
    MODIFICATION_PROPOSAL = "modification_proposal"


_PREFIXES = {NumberKind.DRAFT_PROPOSAL: "DP", NumberKind.MODIFICATION_PROPOSAL: "MP"}
_KINDS = {prefix: kind for kind, prefix in _PREFIXES.items()}
# Three digits, or four without a leading zero; then up to two letters. ASCII alone: "MP१७१" is not a number here.
_SHAPE = re.compile(r"(DP|MP) ?([0-9]{3}|[1-9][0-9]{3}) ?([A-Z]{0,2})")
_SUFFIX = re.compile(r"[A-Z]{0,2}")
_LARGEST = 9999


class NumberNotRecognised(RuleBroken):
    """Something that is not the number of a Draft Proposal or Modification Proposal."""


class AlreadyConverted(RuleBroken):
    """A Modification Proposal, which cannot be converted into one again."""


@dataclass(frozen=True, slots=True, order=True)
class ModificationNumber:
    """A number in its parts; they sort by digits, then suffix. The suffix carries no meaning. `str()` formats it."""

    digits: int
    suffix: str
    kind: NumberKind

    def __post_init__(self) -> None:
        if not 0 < self.digits <= _LARGEST or _SUFFIX.fullmatch(self.suffix) is None:
            raise NumberNotRecognised(_HOW_A_NUMBER_LOOKS.format(str(self)), "number")

    def __str__(self) -> str:
        return f"{_PREFIXES[self.kind]}{self.digits:03d}{self.suffix}"

    @property
    def is_draft_proposal(self) -> bool:
        """Whether it has not been converted to a Modification Proposal yet."""
        return self.kind is NumberKind.DRAFT_PROPOSAL


_HOW_A_NUMBER_LOOKS = (
    "“{}” is not the number of a modification. Write DP or MP, three or four digits and, after a split, its letter: "
    "DP171, MP171, MP134A."
)


def parse_number(text: str) -> ModificationNumber:
    """The number that a person wrote; case and single spaces between its parts do not matter.

    Raises `NumberNotRecognised` for everything else.
    """
    found = _SHAPE.fullmatch(text.strip().upper()) if text.isascii() else None
    if found is None:
        raise NumberNotRecognised(_HOW_A_NUMBER_LOOKS.format(text.strip()[:20]), "number")
    prefix, digits, suffix = found.groups()
    return ModificationNumber(int(digits), suffix, _KINDS[prefix])


def format_number(number: ModificationNumber) -> str:
    """The number as it is written: "MP171", "MP134A"."""
    return str(number)


def converted(number: ModificationNumber) -> ModificationNumber:
    """The same number as a Modification Proposal's; raises `AlreadyConverted`."""
    if not number.is_draft_proposal:
        raise AlreadyConverted(f"{number} is already a Modification Proposal.", "number")
    return replace(number, kind=NumberKind.MODIFICATION_PROPOSAL)
