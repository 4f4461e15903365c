"""The matrix of names as the component prints it: a link for each question or place, a mark for each position."""

from typing import NamedTuple

from voting.domain.labels import label
from voting.domain.responses import Position
from voting.queries.consultations.matrix import Matrix, MatrixRow, Named, target_anchor

# As the position pills of the components mark them.
_MARKS = {
    "agree": "✓",
    "approve": "✓",
    "yes": "✓",
    "agree_with_change": "✓±",
    "disagree": "✕",
    "reject": "✕",
    "no": "✕",
    "question": "?",
}


class Entry(NamedTuple):
    """One name in a cell."""

    name: str
    href: str
    symbol: str
    position_words: str


class Row(NamedTuple):
    """One question or place."""

    words: str
    href: str
    detail: str
    cells: list[list[Entry]]


class ShownMatrix(NamedTuple):
    """What the component takes."""

    columns: list[str]
    rows: list[Row]


def shown_matrix(matrix: Matrix | None, page: str) -> ShownMatrix | None:
    """The matrix with links into the page of answers at this address (empty: the same page); None for none."""
    if matrix is None or not matrix.rows:
        return None
    columns = [label(one) if one is not None else "No category" for one in matrix.categories]
    return ShownMatrix(columns, [_row(row, page) for row in matrix.rows])


def _row(row: MatrixRow, page: str) -> Row:
    cells = [[_entry(one, page) for one in cell] for cell in row.cells]
    return Row(row.target.words, f"{page}#{target_anchor(row.target)}", "", cells)


def _entry(one: Named, page: str) -> Entry:
    return Entry(one.name, f"{page}#{one.anchor}", _mark(one.position), label(one.position) if one.position else "said")


def _mark(position: Position | None) -> str:
    return _MARKS.get(position.value, "–") if position is not None else "·"
