"""What became of the clause and hunk keys of one version in the next."""

from dataclasses import dataclass
from enum import StrEnum

from voting.domain.legal_text.values import Redline


class KeyOf(StrEnum):
    """What a key names."""

    CLAUSE = "clause"
    HUNK = "hunk"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A clause or hunk of the earlier version that has no counterpart: its page stays with the earlier version."""

    key: str
    what: KeyOf
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class KeysCarried:
    """The later version under the earlier one's keys, and an account of every earlier key: placed or unplaced."""

    redline: Redline
    placed_clauses: tuple[str, ...]
    placed_hunks: tuple[str, ...]
    unplaced: tuple[Unplaced, ...]
