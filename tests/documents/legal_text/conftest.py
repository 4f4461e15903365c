"""Keys that a test can name, redlines made with them, and drafts edited with a known truth."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.builders.drafting import Drafted, Drafting, numbered_clauses
from voting.documents.legal_text.comparison import redline_from_texts
from voting.domain.legal_text import ClauseText, Redline


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


@pytest.fixture(scope="session")
def drafting() -> Callable[[int], Drafting]:
    """A drafter for a seed."""
    return Drafting


@pytest.fixture(scope="session")
def numbered() -> Callable[[list[Drafted]], list[ClauseText]]:
    """Drafted clauses under numbers in order, so that every insertion renumbers what follows."""

    return numbered_clauses
