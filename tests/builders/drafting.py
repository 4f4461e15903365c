"""Drafts edited with a known truth: which clause of a version came from which of the one before."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from voting.documents.legal_text.carrying import carry_keys
from voting.documents.legal_text.comparison import compare_clauses
from voting.documents.legal_text.from_word import read_redline
from voting.documents.legal_text.to_word import redlined_docx
from voting.domain.legal_text import Clause, ClauseText, Redline

_COMMON = (
    "the of shall and to DCC Party SMKI certificate notify request within Working Day any such identity verify by fax "
    "telephone record outcome key recovery process device supplier network report board panel revoke credential"
)
_WORDS = _COMMON.split()
_WHEN = "2026-03-01T10:00:00Z"


@dataclass(frozen=True)
class Drafted:
    """A clause whose origin is known: None where it is new, or the second half of a clause that was split."""

    origin: int | None
    text: str
    half_of: int | None = None


class Drafting:
    """A lawyer with a seed: drafts texts and edits them, keeping account of what came from where."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def words(self, number: int) -> str:
        """A sentence, half of it common words of the code and half of it rare ones."""
        drawn = [
            self.random.choice(_WORDS)
            if self.random.random() < 0.6
            else "".join(self.random.choices("bcdfghjklmnprstvw", k=6))
            for _ in range(number)
        ]
        return " ".join(drawn) + "."

    def draft(self, clauses: int) -> list[Drafted]:
        """So many clauses of 6 to 30 words."""
        return [Drafted(at, self.words(self.random.randint(6, 30))) for at in range(clauses)]

    def edited(self, draft: list[Drafted]) -> list[Drafted]:
        """The draft after insertions, deletions, moves, splits and edits of one clause in ten; numbers all shift."""
        after = list(draft)
        for _ in range(max(1, len(draft) // 10)):
            at = self.random.randrange(len(after))
            edit = self.random.choice([self._insert, self._delete, self._move, self._split, self._reword, self._reword])
            edit(after, at)
        return after

    def _insert(self, after: list[Drafted], at: int) -> None:
        after.insert(at, Drafted(None, self.words(self.random.randint(6, 30))))

    def _delete(self, after: list[Drafted], at: int) -> None:
        if len(after) > 3:
            after.pop(at)

    def _move(self, after: list[Drafted], at: int) -> None:
        after.insert(self.random.randrange(len(after)), after.pop(at))

    def _split(self, after: list[Drafted], at: int) -> None:
        words = after[at].text.split(" ")
        if len(words) > 16:
            half = len(words) * 6 // 10
            whole = after[at]
            after[at : at + 1] = [
                Drafted(whole.origin, " ".join(words[:half]), whole.half_of),
                Drafted(None, " ".join(words[half:]), whole.half_of if whole.origin is None else whole.origin),
            ]

    def _reword(self, after: list[Drafted], at: int) -> None:
        words = after[at].text.split(" ")
        for _ in range(max(1, len(words) // 8)):
            words[self.random.randrange(len(words))] = self.words(1)
        after[at] = replace(after[at], text=" ".join(words))


def numbered_clauses(draft: list[Drafted]) -> list[ClauseText]:
    """Drafted clauses under numbers in order, so that every insertion renumbers what follows."""
    labels = [f"{at // 5 + 1}.{at % 5 + 1}" for at in range(len(draft))]
    return [ClauseText(label, each.text, level=2, path=label) for label, each in zip(labels, draft, strict=True)]


@dataclass
class KeysCounted:
    """How many clauses of all versions were in the one before, how many kept their keys, and how many got a wrong one.

    A key is wrong at a clause that came from another one; a clause that was split may leave it to its second half.
    """

    known: int = 0
    kept: int = 0
    wrong: list[str] = field(default_factory=list)


def keys_through_word(clauses: int, versions: int, seed: int) -> KeysCounted:
    """Draft a document, edit it so many times, and carry its keys from each version's Word file to the next one's."""
    lawyer = Drafting(seed)
    in_force = version = lawyer.draft(clauses)
    redline = _through_word(in_force, version, "v0-")
    fresh = count(clauses)
    counted = KeysCounted()
    for number in range(1, versions + 1):
        key_of = {each.origin: clause.key for each, clause in zip(version, _standing(redline), strict=True)}
        version = lawyer.edited(version)
        redline = carry_keys(redline, _through_word(in_force, version, f"v{number}-")).redline
        _count(counted, version, _standing(redline), key_of)
        # What is new now has to be found again from here on.
        version = [Drafted(next(fresh) if each.origin is None else each.origin, each.text) for each in version]
    return counted


def _count(
    counted: KeysCounted, version: Sequence[Drafted], standing: Sequence[Clause], key_of: dict[int | None, str]
) -> None:
    origin_of = {key: origin for origin, key in key_of.items()}
    arrived: set[int | None] = set()
    for each, clause in zip(version, standing, strict=True):
        origin = origin_of.get(clause.key)
        if origin in {each.origin, each.half_of}:
            arrived.add(origin)
        elif origin is not None:
            counted.wrong.append(clause.key)
    known = {each.origin for each in version if each.origin is not None}
    counted.known += len(known)
    counted.kept += len(known & arrived)


def _through_word(in_force: list[Drafted], version: list[Drafted], prefix: str) -> Redline:
    """The redline of a version, written as a Word file with tracked changes and read from it."""
    made = compare_clauses(numbered_clauses(in_force), numbered_clauses(version), author="A. Drafter", date=_WHEN)
    numbers: Iterator[int] = count(1)
    return read_redline(redlined_docx(made), new_key=lambda: f"{prefix}{next(numbers)}").redline


def _standing(redline: Redline) -> list[Clause]:
    return [clause for clause in redline.clauses if clause.text_to_be is not None]
