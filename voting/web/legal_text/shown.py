"""Clauses as the component prints them: in runs, and those of one row of a table beside each other."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from voting.domain.legal_text import Cell


class ClauseShown(NamedTuple):
    """A clause: its HTML, which our own writer escaped, and the observations that own its changes."""

    key: str
    html: Markup
    links: tuple[tuple[str, str], ...] = ()
    cell: Cell | None = None

    @property
    def cells(self) -> tuple[()]:
        """None: a row of a table has them, and a page of thousands asks each alike."""
        return ()


class RowShown(NamedTuple):
    """A row of a table, cell by cell; `number` counts from 1."""

    number: int
    cells: tuple[tuple[ClauseShown, ...], ...]


class Run(NamedTuple):
    """Clauses in a row, folded under words where there are any."""

    fold_words: str
    clauses: tuple[ClauseShown | RowShown, ...]

    @classmethod
    def of(cls, clauses: Iterable[ClauseShown], fold_words: str = "") -> "Run":
        """The clauses with the rows of tables put together. A row of which only one cell is shown is no row."""
        return cls(fold_words, tuple(_in_rows(clauses)))


def _in_rows(clauses: Iterable[ClauseShown]) -> Iterator[ClauseShown | RowShown]:
    for row, together in groupby(clauses, key=lambda clause: clause.cell and clause.cell[:2]):
        if row is None:
            yield from together
            continue
        cells = tuple(tuple(cell) for _, cell in groupby(together, key=lambda clause: clause.cell))
        if len(cells) == 1:
            yield from cells[0]
        else:
            yield RowShown(row[1] + 1, cells)
