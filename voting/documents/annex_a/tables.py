"""A Word file as Annex A is read from it: words with their rank as headings, and tables by grid column, as proposed.

Tables and rows are counted as a person counts them in Word: a table inside a cell is part of that cell, and a row that
a tracked change deletes is counted and empty.
"""

from dataclasses import dataclass, field

from lxml import etree

from voting.documents.legal_text.from_word import reading_with_paragraphs
from voting.documents.word.names import VAL, W
from voting.documents.word.numbering import number_properties
from voting.documents.word.package import Package
from voting.documents.word.paragraphs import Story, TrackedParagraph
from voting.documents.word.styles import Styles
from voting.domain.legal_text import Clause, ClauseKind

# Headings by their styles rank from 0; what only looks like one stands below all of these.
UNRANKED = 10
# A short line that is no sentence may be the title of the table below it.
LINE = 11
SENTENCE = 12
_LONGEST_LINE = 15
_TBL, _TR, _TC = W + "tbl", W + "tr", W + "tc"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph outside tables; the smaller its rank, the more stands under it."""

    text: str
    rank: int


@dataclass(slots=True)
class GridCell:
    """A cell over the grid columns from `first` to `last`; `is_covered` where a merged cell above hides it."""

    first: int
    last: int
    is_covered: bool = False
    paragraphs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its paragraphs, apart by an empty line."""
        return "\n\n".join(self.paragraphs)

    @property
    def line(self) -> str:
        """Its text in one line."""
        return " ".join(self.text.split())


@dataclass(slots=True)
class GridRow:
    """A row, counted from 1."""

    number: int
    cells: list[GridCell] = field(default_factory=list)

    @property
    def filled(self) -> list[GridCell]:
        """The cells that say something."""
        return [cell for cell in self.cells if cell.paragraphs]

    @property
    def width(self) -> int:
        """How many grid columns it has."""
        return self.cells[-1].last + 1 if self.cells else 0


@dataclass(slots=True)
class Table:
    """A table, counted from 1."""

    number: int
    rows: list[GridRow] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many grid columns its widest row has."""
        return max((row.width for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Blocks:
    """The file in its order, and how many tracked changes it has."""

    blocks: tuple[Words | Table, ...]
    changes: int


def blocks_of(package: Package) -> Blocks:
    """The proposed text of an open package. Raises what `reading_with_paragraphs` does."""
    reading, paragraphs = reading_with_paragraphs(package)
    ranks = _Ranks(Styles.of(package))
    tables = _Tables()
    blocks: list[Words | Table] = []
    for clause, paragraph in zip(reading.redline.clauses, paragraphs, strict=True):
        table = tables.take(clause, paragraph)
        if table is not None:
            if not blocks or blocks[-1] is not table:
                blocks.append(table)
        elif _said(clause):
            blocks.append(Words(_said(clause), ranks.of(clause, paragraph)))
    return Blocks(tuple(blocks), len(reading.redline.hunks))


def _said(clause: Clause) -> str:
    """The paragraph's proposed words with its automatic number before them."""
    words = (clause.text_to_be or "").strip()
    label = (clause.label_to_be or "").strip()
    if not label or words.startswith(label):
        return words
    return f"{label} {words}" if words else label


class _Ranks:
    """How much stands under a paragraph, by its style and its looks."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def of(self, clause: Clause, paragraph: TrackedParagraph) -> int:
        words = clause.text_to_be or ""
        properties = number_properties(paragraph.properties)[1]
        outline = properties.outline if properties.outline is not None else self._outline(properties.style)
        if outline is not None and 0 <= outline < UNRANKED - 1:
            return outline
        if clause.kind is ClauseKind.HEADING:
            return UNRANKED
        is_sentence = words.rstrip().endswith((".", ":", ";", ",")) or len(words.split()) > _LONGEST_LINE
        return SENTENCE if is_sentence else LINE

    def _outline(self, style: str) -> int | None:
        return self._styles.paragraph(style).outline


class _Tables:
    """The outermost tables while their paragraphs come in, found by the elements around each."""

    def __init__(self) -> None:
        # The elements are kept, so that each stays the same object for as long as it is looked up.
        self._tables: dict[etree._Element, Table] = {}
        self._rows: dict[etree._Element, GridRow] = {}
        self._cells: dict[etree._Element, GridCell] = {}
        self._last: tuple[Table, GridCell] | None = None

    def take(self, clause: Clause, paragraph: TrackedParagraph) -> Table | None:
        """The table that the paragraph belongs to, with its words put into their cell; None outside of any."""
        around = _outermost(paragraph.element)
        if around is None:
            # A note stands where its reference does, and a run without a paragraph has no element of the tree.
            is_inside = paragraph.story in (Story.FOOTNOTE, Story.ENDNOTE) or paragraph.cell is not None
            if self._last is None or not is_inside:
                self._last = None
                return None
            table, cell = self._last
        else:
            table, cell = self._placed(*around, is_covered=paragraph.is_covered)
        words = _said(clause)
        if words:
            cell.paragraphs.append(words)
        self._last = table, cell
        return table

    def _placed(
        self, tbl: etree._Element, tr: etree._Element, tc: etree._Element, *, is_covered: bool
    ) -> tuple[Table, GridCell]:
        table = self._tables.get(tbl)
        if table is None:
            table = self._tables[tbl] = Table(len(self._tables) + 1)
        row = self._rows.get(tr)
        if row is None:
            row = self._rows[tr] = GridRow(len(table.rows) + 1)
            table.rows.append(row)
        cell = self._cells.get(tc)
        if cell is None:
            first = row.width if row.cells else _count(tr, "trPr", "gridBefore", 0)
            cell = self._cells[tc] = GridCell(first, first + max(_count(tc, "tcPr", "gridSpan", 1), 1) - 1, is_covered)
            row.cells.append(cell)
        return table, cell


def _outermost(element: etree._Element | None) -> tuple[etree._Element, etree._Element, etree._Element] | None:
    """The outermost table around a paragraph, with the row and cell of it that the paragraph is in."""
    found: dict[object, etree._Element] = {}
    for above in () if element is None else element.iterancestors(_TBL, _TR, _TC):
        found[above.tag] = above
    return (found[_TBL], found[_TR], found[_TC]) if len(found) == len((_TBL, _TR, _TC)) else None


def _count(holder: etree._Element, properties: str, name: str, otherwise: int) -> int:
    said = holder.find(f"{W}{properties}/{W}{name}")
    value = "" if said is None else said.get(VAL, "")
    # No table has more columns than this; a file that says so is damaged.
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 3 else otherwise
