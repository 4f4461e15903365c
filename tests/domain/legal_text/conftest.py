"""Redlines built by hand, as Word would hold them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import count

import pytest

from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    Redline,
    Span,
    as_is_text,
    is_in_as_is,
    is_in_to_be,
    mark_hunks,
    state_of,
    to_be_text,
)


def _clause(
    number: int, spans: Sequence[Span], label: str | None = None, kind: ClauseKind = ClauseKind.CLAUSE
) -> Clause:
    label = f"{number}." if label is None else label
    was = not spans or any(is_in_as_is(span) for span in spans)
    will_be = not spans or any(is_in_to_be(span) for span in spans)
    text_as_is = as_is_text(spans) if was else None
    text_to_be = to_be_text(spans) if will_be else None
    return Clause(
        key=f"c{number}",
        kind=kind,
        level=1,
        label_as_is=label if was else None,
        label_to_be=label if will_be else None,
        text_as_is=text_as_is,
        text_to_be=text_to_be,
        state=state_of(
            label_as_is=label if was else None,
            label_to_be=label if will_be else None,
            text_as_is=text_as_is,
            text_to_be=text_to_be,
            spans=spans,
        ),
        spans=tuple(spans),
        path_as_is=label.rstrip(".") if was else None,
        path_to_be=label.rstrip(".") if will_be else None,
    )


def _redline(*clauses: Sequence[Span] | Clause, document: str = "Appendix D") -> Redline:
    keys: Iterator[int] = count(1)
    made = [
        given if isinstance(given, Clause) else _clause(number, given) for number, given in enumerate(clauses, start=1)
    ]
    marked, hunks = mark_hunks(made, lambda: f"h{next(keys)}")
    return Redline(document, "SEC 50.0", marked, hunks)


@pytest.fixture(scope="session")
def clause_of() -> Callable[..., Clause]:
    """A clause from its number and spans; it exists in a view in which one of its spans does."""
    return _clause


@pytest.fixture(scope="session")
def redline_of() -> Callable[..., Redline]:
    """A redline from the spans of each clause, hunks marked h1, h2 … in document order."""
    return _redline
