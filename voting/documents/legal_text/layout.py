"""A redline laid out as a document: paragraphs with their footnotes, and tables of rows and cells.

Every way out that has real tables and notes (Word, Akoma Ntoso, PDF, HTML) is written from this.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from voting.documents.legal_text.marks import Stack, mark_of, stack_of, whole_revision
from voting.domain.legal_text import (
    Cell,
    Clause,
    ClauseKind,
    Revision,
    Span,
    SpanKind,
    View,
    is_in_as_is,
    is_in_to_be,
    mark_span,
    view_text,
)


@dataclass(slots=True)
class Block:
    """A paragraph: its clause, text before it that has no mark of its own left, and the footnotes it refers to."""

    clause: Clause
    before: tuple[Clause, ...] = ()
    notes: list[Clause] = field(default_factory=list)


@dataclass(slots=True)
class CellBlock:
    """A cell: its paragraphs, and tables inside it."""

    items: "list[Block | TableBlock]" = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """Its own paragraphs."""
        return [item for item in self.items if isinstance(item, Block)]


@dataclass(slots=True)
class RowBlock:
    """A row of cells."""

    cells: list[CellBlock] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """The paragraphs of all its cells."""
        return [block for cell in self.cells for block in cell.blocks]


@dataclass(slots=True)
class TableBlock:
    """A table of rows."""

    rows: list[RowBlock] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many cells its longest row has."""
        return max(len(row.cells) for row in self.rows)

    @property
    def level(self) -> int:
        """How deep its first paragraph is."""
        return next(block.clause.level for row in self.rows for block in row.blocks)


Item = Block | TableBlock

# From which text an insertion, and a deletion, keeps a thing out.
_KEPT_FROM = {SpanKind.INSERT: View.IN_FORCE, SpanKind.DELETE: View.CLEAN}
_PLAIN = {SpanKind.MOVE_TO: SpanKind.INSERT, SpanKind.MOVE_FROM: SpanKind.DELETE}


def layout(clauses: Sequence[Clause]) -> list[Item]:
    """The document in order. A cancelled clause that is in neither text and has no revision left is no block."""
    laying = _Laying({clause.cell.table: at for at, clause in enumerate(clauses) if clause.cell is not None})
    for at, block in _blocks(clauses):
        laying.place(at, block)
    return laying.items


def laid_out_clauses(items: Iterable[Item]) -> Iterator[Clause]:
    """Every clause of a layout, in order. The cells of a row that is one clause are clauses by themselves here."""
    for item in items:
        if isinstance(item, Block):
            yield from (*item.before, item.clause, *item.notes)
        else:
            for row in item.rows:
                for cell in row.cells:
                    yield from laid_out_clauses(cell.items)


def whole_revisions(items: Iterable[Item], around: Stack = ()) -> Stack:
    """What inserts and deletes a row, a cell or a note as a whole, given what is in it: all of it is in one text only,
    or in neither.

    The revision of a mark is the whole's; where none is told, the whole went as its words did. Of what is `around` the
    whole already, only what a mark says otherwise is given.
    """
    held = list(items)
    clauses = list(_clauses_of(held))
    kinds = [kind for kind, view in _KEPT_FROM.items() if all(view_text(clause, view) is None for clause in clauses)]
    if not kinds:
        return ()
    marks = _marks(item.clause for item in held if isinstance(item, Block)) or _marks(clauses)
    moved = {_PLAIN[revision.kind] for stack in marks for revision in stack if revision.kind in _PLAIN}
    found = []
    for kind in kinds:
        # A mark that moves is gone by itself: what is whole does not move.
        if kind not in moved:
            outer = whole_revision(around, kind)
            words = (mark_of(clause) or () for clause in clauses)
            revision = _first_of(marks, kind) or (None if outer is not None else _first_of(words, kind))
            if revision is not None and revision != outer:
                found.append(revision)
    return tuple(found)


def _marks(clauses: Iterable[Clause]) -> list[Stack]:
    """The revisions of the marks that are revised by themselves."""
    return [stack_of(mark) for clause in clauses if (mark := mark_span(clause.spans)) is not None]


def _first_of(stacks: Iterable[Stack], kind: SpanKind) -> Revision | None:
    found = next((each for stack in stacks if (each := whole_revision(stack, kind)) is not None), None)
    return None if found is None else Revision(kind, found.author, found.date)


def _clauses_of(items: Iterable[Item]) -> Iterator[Clause]:
    """The clauses of paragraphs without notes; those of tables inside, which have rows of their own, come last."""
    tables: list[TableBlock] = []
    for item in items:
        if isinstance(item, Block):
            yield item.clause
        else:
            tables.append(item)
    for table in tables:
        yield from (clause for row in table.rows for cell in row.cells for clause in _clauses_of(cell.items))


@dataclass(slots=True)
class _Laying:
    """A layout while it grows. `last` is where the last clause of each table is."""

    last: dict[int, int]
    items: list[Item] = field(default_factory=list)
    # The tables that the last clause stands in, outermost first, with their numbers.
    opened: list[tuple[int, TableBlock]] = field(default_factory=list)
    at_row: dict[int, tuple[int, int]] = field(default_factory=dict)
    pasted: TableBlock | None = None

    def place(self, at: int, block: Block) -> None:
        """Put the next block where it belongs."""
        cell = block.clause.cell
        if cell is not None:
            self.pasted = None
            self.place_in_cell(at, block, cell)
            return
        self.opened.clear()
        if block.clause.kind is not ClauseKind.TABLE_ROW:
            self.pasted = None
            self.items.append(block)
            return
        if self.pasted is None:
            self.pasted = TableBlock()
            self.items.append(self.pasted)
        self.pasted.rows.append(_pasted_row(block))

    def place_in_cell(self, at: int, block: Block, cell: Cell) -> None:
        """A table that is not over holds the tables that begin meanwhile, in the cell where it stopped."""
        while self.opened and self.opened[-1][0] != cell.table and self.last[self.opened[-1][0]] < at:
            self.opened.pop()
        if cell.table in dict(self.opened):
            while self.opened[-1][0] != cell.table:
                self.opened.pop()
        else:
            table = TableBlock()
            holder = self.opened[-1][1].rows[-1].cells[-1].items if self.opened else self.items
            holder.append(table)
            self.opened.append((cell.table, table))
            self.at_row.pop(cell.table, None)
        table = self.opened[-1][1]
        row, column = self.at_row.get(cell.table, (-1, -1))
        if row != cell.row:
            table.rows.append(RowBlock())
        if (row, column) != (cell.row, cell.column):
            table.rows[-1].cells.append(CellBlock())
            self.at_row[cell.table] = (cell.row, cell.column)
        table.rows[-1].cells[-1].items.append(block)


def _blocks(clauses: Sequence[Clause]) -> Iterator[tuple[int, Block]]:
    """Clauses with what goes with them, and the place of each among all clauses."""
    at = 0
    held: Block | None = None
    running_on: list[Clause] = []
    early: list[Clause] = []
    of_notes: list[Span] = []
    for place, each in enumerate(clauses):
        clause = each
        in_neither = clause.text_as_is is None and clause.text_to_be is None
        if in_neither and mark_of(clause) is None:
            if clause.kind is ClauseKind.FOOTNOTE:
                of_notes += [span for span in clause.spans if span.text]
            else:
                running_on += [clause] if any(span.text for span in clause.spans) else []
        elif clause.kind is ClauseKind.FOOTNOTE:
            if of_notes:
                clause, of_notes = clause._replace(spans=(*of_notes, *clause.spans)), []
            # A note whose paragraph is gone goes with the next that is in the same texts.
            (early if held is None else held.notes).append(clause)
        else:
            if held is not None:
                yield at, held
            at, held = place, Block(clause, tuple(running_on), [note for note in early if _can_have(clause, note)])
            running_on, early = [], [note for note in early if not _can_have(clause, note)]
    if held is not None:
        yield at, held
    yield from ((len(clauses), Block(clause)) for clause in (*running_on, *early))


def _can_have(clause: Clause, note: Clause) -> bool:
    """Whether a paragraph is in every text that a note is in."""
    in_as_is = clause.text_as_is is not None or note.text_as_is is None
    return in_as_is and (clause.text_to_be is not None or note.text_to_be is None)


def _pasted_row(block: Block) -> RowBlock:
    """The cells of a row that is one clause, as in pasted text. A tab that is itself changed in a row that stays does
    not part cells: it stands in its cell."""
    clause = block.clause
    whole = clause.text_as_is is None or clause.text_to_be is None
    cells: list[list[Span]] = [[]]
    for span in clause.spans:
        texts = span.text.split("\t") if whole or span.kind is SpanKind.EQUAL else [span.text]
        for number, text in enumerate(texts):
            if number:
                cells.append([])
            if text or not span.text:
                cells[-1].append(span._replace(text=text))
    row = RowBlock([CellBlock([Block(_piece(clause, spans, first=not at))]) for at, spans in enumerate(cells)])
    row.blocks[0].before = block.before
    row.blocks[-1].notes = block.notes
    return row


def _piece(clause: Clause, spans: Sequence[Span], *, first: bool) -> Clause:
    as_is = "".join(span.text for span in spans if is_in_as_is(span))
    to_be = "".join(span.text for span in spans if is_in_to_be(span))
    return clause._replace(
        spans=tuple(spans),
        text_as_is=None if clause.text_as_is is None else as_is,
        text_to_be=None if clause.text_to_be is None else to_be,
        label_as_is=clause.label_as_is if first else None,
        label_to_be=clause.label_to_be if first else None,
    )
