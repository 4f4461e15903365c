"""Tables of a redline as Word tables, with rows and cells inserted and deleted as such."""

from collections.abc import Sequence
from itertools import product

from voting.documents.legal_text.layout import Block, CellBlock, Item, RowBlock, TableBlock, whole_revisions
from voting.documents.legal_text.marks import Stack
from voting.documents.legal_text.to_word.ends import marks_of
from voting.documents.legal_text.to_word.paragraphs import Paragraphs
from voting.documents.word.writing import Revisions
from voting.domain.legal_text import SpanKind

# The width of the page between its margins, in twentieths of a point.
_WIDTH = 9298
_MARGINS = 216
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_ROW_TAGS = {SpanKind.INSERT: "w:ins", SpanKind.DELETE: "w:del"}
_CELL_TAGS = {SpanKind.INSERT: "w:cellIns", SpanKind.DELETE: "w:cellDel"}


def items_xml(paragraphs: Paragraphs, items: Sequence[Item], width: int = _WIDTH) -> str:
    """Paragraphs and tables, where so much width is free (in twentieths of a point)."""
    written = ""
    run: list[Block] = []
    for item in items:
        if isinstance(item, Block):
            run.append(item)
        else:
            written += _run(paragraphs, run) + _table(paragraphs, item, width)
            run = []
    return written + _run(paragraphs, run)


def _run(paragraphs: Paragraphs, run: Sequence[Block]) -> str:
    """Paragraphs that follow one another."""
    return "".join(map(paragraphs.paragraph, run, marks_of(run)))


def _table(paragraphs: Paragraphs, table: TableBlock, width: int) -> str:
    """A table with borders. Of a row with fewer cells than the others the last one is wider."""
    columns = table.columns
    grid = f'<w:gridCol w:w="{width // columns}"/>' * columns
    rows = "".join(_row(paragraphs, row, columns, width // columns) for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(paragraphs: Paragraphs, row: RowBlock, columns: int, width: int) -> str:
    stack = _of_row(row)
    revised = _revised(paragraphs.revisions, stack, _ROW_TAGS)
    properties = f"<w:trPr>{revised}</w:trPr>" if revised else ""
    cells = ""
    for at, cell in enumerate(row.cells):
        spans = columns - len(row.cells) + 1 if at == len(row.cells) - 1 else 1
        cells += _cell(paragraphs, cell, spans, width * spans, whole_revisions(cell.items, stack))
    return f"<w:tr>{properties}{cells}</w:tr>"


def _of_row(row: RowBlock) -> Stack:
    """What inserts and deletes a row as a whole. A cell says one thing of itself: what it cannot say, its row does."""
    stack = whole_revisions(item for cell in row.cells for item in cell.items)
    if not stack:
        return ()
    of_cells = [revision for cell in row.cells for revision in whole_revisions(cell.items)]
    choices = [dict.fromkeys((own, *(each for each in of_cells if each.kind is own.kind))) for own in stack]
    return min(product(*choices), key=lambda said: max(len(whole_revisions(cell.items, said)) for cell in row.cells))


def _cell(paragraphs: Paragraphs, cell: CellBlock, spans: int, width: int, stack: Stack) -> str:
    wider = f'<w:gridSpan w:val="{spans}"/>' if spans > 1 else ""
    # Word takes one of the two, and a cell that is in neither text has to be gone when changes are accepted.
    revised = _revised(paragraphs.revisions, stack[-1:], _CELL_TAGS)
    inside = items_xml(paragraphs, cell.items, max(width - _MARGINS, _MARGINS))
    # A cell ends with a paragraph, or Word does not open the file.
    if not cell.items or not isinstance(cell.items[-1], Block):
        inside += "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{wider}{revised}</w:tcPr>{inside}</w:tc>'


def _revised(revisions: Revisions, stack: Stack, tags: dict[SpanKind, str]) -> str:
    """Rows and cells are inserted or deleted; that they moved, Word says of their text alone."""
    return "".join(revisions.empty(tags[each.kind], each.author, each.date) for each in stack)
