"""The lines of a PDF's pages: what stands on one line, what is a row of a table, and which lines go on in the next.

A program that reads a PDF gives the text in the order in which it was drawn, with a line end wherever the pen jumped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, zip_longest
from statistics import median, quantiles
from typing import NamedTuple

# The share of the smaller sign's height that two signs of one line have in common (a raised mark little, the next line
# of print none), and how wide, in heights of a sign, is a space and the gap between two cells.
_SAME_LINE = 0.25
_SPACE = 0.2
_CELL_GAP = 2.0
# How much air, in heights of a sign, is between two lines of one paragraph where nothing tells, how much more than
# usual there is at most, and from how much on the next line is no neighbour at all.
_AIR = 0.3
_MORE_AIR = 0.3
_FAR = 3.0
# How many lines are looked back for the beginning of a row: a longer column is no cell.
_MOST_LINES = 5
# Two lines of one paragraph are of one size of print, nearly.
_SIZES = 0.93
# A space in print that is wide, and as wide as a word is, in heights, where the next one is not known.
_WIDEST_SPACE = 0.3
_WORD = 3.0
# Of the lines that are full, the share that ends in a space where the program that made the file keeps those.
_KEPT_SPACES = 0.7
_NEEDED = 2
_DASHES = "-–—/"
# A bullet, a tick, or the number of an item: what stands after it is no cell, and what begins with it is a line.
_MARK = re.compile(r"(?:[^\w\s‘“'\"(]{1,3}|o|\(?[A-Za-z0-9]{1,4}[.)]|[0-9]{1,3}(?:\.[0-9]{1,3})*)(?=\s|$)")


class Box(NamedTuple):
    """Where a sign stands, in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """From its foot to its head."""
        return self.top - self.bottom

    def is_beside(self, other: "Box") -> bool:
        """Whether a good part of the smaller height is common to both."""
        overlap = min(self.top, other.top) - max(self.bottom, other.bottom)
        return overlap >= _SAME_LINE * min(self.height, other.height) and max(self.height, other.height) > 0

    def around(self, other: "Box") -> "Box":
        """The least box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that was drawn on one line, with the boxes of its first and last sign, and the width of its first word.

    `gaps` are the wide gaps inside it: how much of the text comes before each, and at which edge the text goes on.
    """

    text: str
    first: Box
    last: Box
    word: float
    gaps: tuple[tuple[int, float], ...] = ()

    @property
    def size(self) -> float:
        """The height of its print."""
        return max(self.first.height, self.last.height)

    @property
    def around(self) -> Box:
        """The box that holds all of it."""
        return self.first.around(self.last)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page as far as it is put together: its text, its first and last stretch, and what is around all.

    `cells` are the left edges of what could be cells of a table's row, from the second on.
    """

    text: str
    begins: Stretch
    ends: Stretch
    around: Box
    cells: tuple[float, ...]


class _Setting(NamedTuple):
    """How a file is set: the right edge of its lines, the most air between two lines of a paragraph (in heights of a
    sign), and whether a line that goes on keeps the space at its end.
    """

    edge: float
    air: float
    keeps_spaces: bool


def is_gap(before: float, after: float, height: float) -> bool:
    """Whether what ends and begins at these edges is as far apart as cells are, in print of this height."""
    return after - before > _CELL_GAP * height > 0


def page_texts(pages: Iterable[Iterable[Stretch]]) -> list[str]:
    """The text of each page, line by line. A line that goes on in the next one ends in a space, and no other does; a
    blank line stands where there is more room between two lines, and around each row of a table.
    """
    drawn = [list(stretches) for stretches in pages]
    setting = _setting(drawn)
    return [_text(_lines(stretches, setting.air), setting) for stretches in drawn]


def _text(lines: Sequence[_Line], setting: _Setting) -> str:
    return "\n".join(_text_of_line(line, follows, setting) for line, follows in zip_longest(lines, lines[1:]))


def _text_of_line(line: _Line, follows: _Line | None, setting: _Setting) -> str:
    before = "\n" if line.cells else ""
    if _goes_on(line, follows, setting):
        return f"{before}{line.text.rstrip()} "
    is_apart = line.cells or (follows is not None and not _is_below(line.ends, follows.begins, setting.air))
    return f"{before}{line.text.rstrip()}" + ("\n" if is_apart else "")


# Lines and rows.


def _lines(stretches: Iterable[Stretch], air: float) -> list[_Line]:
    lines: list[_Line] = []
    for stretch in stretches:
        if lines and _is_behind(lines[-1].ends, stretch):
            lines[-1] = _behind(lines[-1], stretch)
        elif (row := _row_beside(lines, stretch.first)) is not None:
            lines[row:] = [_joined(_merged(lines[row:]), " ", stretch, (stretch.first.left,))]
        elif lines and _goes_on_in_cell(lines[-1], stretch, air):
            lines[-1] = _joined(lines[-1], " ", stretch)
        else:
            lines.append(_Line(stretch.text, stretch, stretch, stretch.around, _cells(stretch)))
    return lines


def _cells(stretch: Stretch) -> tuple[float, ...]:
    """Where the text goes on after wide gaps, but for one before which only a mark stands."""
    return tuple(edge for before, edge in stretch.gaps if not _MARK.fullmatch(stretch.text[:before].strip()))


def _is_behind(before: Stretch, stretch: Stretch) -> bool:
    """Whether a stretch stands to the right of another on the same line."""
    return stretch.first.left > before.last.left and stretch.first.is_beside(before.last)


def _behind(line: _Line, stretch: Stretch) -> _Line:
    last, first = line.ends.last, stretch.first
    glue = " " if first.left - last.right > _SPACE * max(line.ends.size, stretch.size) else ""
    return _joined(line, glue, stretch, (first.left,) if is_gap(last.right, first.left, stretch.size) else ())


def _joined(line: _Line, glue: str, stretch: Stretch, cells: tuple[float, ...] = ()) -> _Line:
    text = line.text.rstrip(" ") + glue + stretch.text if glue else line.text + stretch.text
    around = line.around.around(stretch.around)
    return _Line(text, line.begins, stretch, around, (*line.cells, *cells, *_cells(stretch)))


def _merged(lines: Sequence[_Line]) -> _Line:
    """The lines of one cell as one."""
    merged = lines[0]
    for line in lines[1:]:
        text = f"{merged.text.rstrip(' ')} {line.text}"
        merged = replace(merged, text=text, ends=line.ends, around=merged.around.around(line.around))
    return merged


def _row_beside(lines: Sequence[_Line], sign: Box) -> int | None:
    """The line at which the row begins that goes on with this sign, to the right of it and of the lines after it."""
    for at in range(len(lines) - 1, max(len(lines) - 1 - _MOST_LINES, -1), -1):
        if lines[at].around.right > sign.left:
            return None
        if sign.is_beside(lines[at].around):
            return at
    return None


def _goes_on_in_cell(line: _Line, stretch: Stretch, air: float) -> bool:
    """Whether a stretch is the next line of a cell of the row."""
    if not line.cells or _MARK.match(stretch.text) or not _is_below(line.ends, stretch, air):
        return False
    return any(abs(stretch.first.left - edge) <= _SPACE * stretch.size for edge in line.cells)


def _is_below(before: Stretch, after: Stretch, air: float) -> bool:
    """Whether a stretch stands on the next line, with no more air between."""
    return after.around.bottom < before.around.bottom and _air(before, after) <= air


def _air(before: Stretch, after: Stretch) -> float:
    """How far a stretch is below another, in heights of a sign."""
    return (before.around.bottom - after.around.top) / (after.size or 1)


# Which lines go on.


def _setting(pages: Sequence[Sequence[Stretch]]) -> _Setting:
    """How the file is set, told by the lines that are full."""
    edges = [stretch.last.right for stretch in chain.from_iterable(pages) if not stretch.gaps]
    edge = quantiles(edges, n=40)[-1] if len(edges) >= _NEEDED else max(edges, default=0.0)
    full = [
        (stretch, follows)
        for stretches in pages
        for stretch, follows in pairwise(stretches)
        if _is_below(stretch, follows, _FAR) and not _has_room(stretch, follows, edge)
    ]
    air = median(_air(*pair) for pair in full) if full else _AIR
    spaces = sum(stretch.text.endswith(" ") for stretch, _ in full)
    return _Setting(edge, air + _MORE_AIR, spaces >= _KEPT_SPACES * len(full) > 0)


def _goes_on(line: _Line, follows: _Line | None, setting: _Setting) -> bool:
    """Whether a line was broken because the next word had no room; or a row of a table because its page was full."""
    ends, begins = line.ends, None if follows is None else follows.begins
    is_pair = not line.cells and begins is not None and _is_pair(ends, begins, setting.air)
    had_room = is_pair and begins is not None and _has_room(ends, begins, setting.edge)
    if setting.keeps_spaces:
        # At the very edge there is no room for the space either.
        is_at_edge = not line.cells and ends.last.right + _WIDEST_SPACE * ends.size > setting.edge
        is_broken = line.text[-1] == " " or is_at_edge or (is_pair and line.text[-1] in _DASHES)
        return is_broken and not had_room
    if begins is None or _is_last_of_page(ends, begins):
        # What comes next stands on another page.
        return not line.cells and ends.last.right + _WORD * ends.size > setting.edge
    return is_pair and not had_room


def _is_last_of_page(ends: Stretch, begins: Stretch) -> bool:
    """Whether only notes, in smaller print, or what stands at the foot of the page come after a line."""
    return _air(ends, begins) > _FAR or begins.size < _SIZES * ends.size


def _is_pair(ends: Stretch, begins: Stretch, air: float) -> bool:
    """Whether two lines could be neighbours in one paragraph."""
    smaller, larger = sorted((ends.size, begins.size))
    return _is_below(ends, begins, air) and smaller >= _SIZES * larger


def _has_room(ends: Stretch, begins: Stretch, edge: float) -> bool:
    """Whether the first word of a stretch has room at the end of the line before."""
    space = 0.0 if ends.text.endswith(" ") else _SPACE * ends.size
    return ends.last.right + space + begins.word <= edge
