"""Keys that a test can name, redlines made with them, and drafts edited with a known truth."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest

from voting.documents.legal_text.comparison import redline_from_texts
from voting.domain.legal_text import ClauseText, Redline

_COMMON = (
    "the of shall and to DCC Party SMKI certificate notify request within Working Day any such identity verify by fax "
    "telephone record outcome key recovery process device supplier network report board panel revoke credential"
)
_WORDS = _COMMON.split()


def _counted(prefix: str = "k") -> Callable[[], str]:
    numbers: Iterator[int] = count(1)
    return lambda: f"{prefix}{next(numbers)}"


@pytest.fixture(scope="session")
def counted() -> Callable[..., Callable[[], str]]:
    """A source of keys k1, k2 … (or with another prefix)."""
    return _counted


@pytest.fixture(scope="session")
def redline_between() -> Callable[..., Redline]:
    """The redline of two texts, keyed k1, k2 … in document order, clauses first."""

    def between(as_is: str, to_be: str, prefix: str = "k") -> Redline:
        return redline_from_texts(as_is, to_be, document="Appendix D", sec_version="50.0", new_key=_counted(prefix))

    return between


@dataclass(frozen=True)
class Drafted:
    """A clause whose origin is known: None where it is new, or the second half of a clause that was split."""

    origin: int | None
    text: str


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
            after[at : at + 1] = [
                Drafted(after[at].origin, " ".join(words[:half])),
                Drafted(None, " ".join(words[half:])),
            ]

    def _reword(self, after: list[Drafted], at: int) -> None:
        words = after[at].text.split(" ")
        for _ in range(max(1, len(words) // 8)):
            words[self.random.randrange(len(words))] = self.words(1)
        after[at] = Drafted(after[at].origin, " ".join(words))


@pytest.fixture(scope="session")
def drafting() -> Callable[[int], Drafting]:
    """A drafter for a seed."""
    return Drafting


@pytest.fixture(scope="session")
def numbered() -> Callable[[list[Drafted]], list[ClauseText]]:
    """Drafted clauses under numbers in order, so that every insertion renumbers what follows."""

    def numbered(draft: list[Drafted]) -> list[ClauseText]:
        labels = [f"{at // 5 + 1}.{at % 5 + 1}" for at in range(len(draft))]
        return [ClauseText(label, each.text, level=2, path=label) for label, each in zip(labels, draft, strict=True)]

    return numbered
