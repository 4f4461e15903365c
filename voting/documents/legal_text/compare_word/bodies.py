"""The changes between two bodies written into the new one: inserted, deleted, changed and moved paragraphs and rows."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from voting.documents.legal_text.alignment import Entry, Pair, align, plain
from voting.documents.legal_text.compare_word.blocks import TBL, TR, Block, Texts, blocks_of, cells_of
from voting.documents.legal_text.compare_word.notes import NoteParts
from voting.documents.legal_text.compare_word.paragraphs import Changing
from voting.documents.legal_text.compare_word.runs import is_revised
from voting.documents.word.names import W

_TBL_PR, _TBL_GRID = W + "tblPr", W + "tblGrid"
# Keeps rows and paragraphs that say the same apart while they are aligned.
_ROW = "\u241e "


class Comparing:
    """Two files while they are compared: what their paragraphs say, and how a change is written."""

    def __init__(self, old: Texts, new: Texts, changing: Changing, notes: NoteParts) -> None:
        self.old = old
        self.new = new
        self.changing = changing
        self._notes = notes
        self._moves = 0

    @property
    def has_notes(self) -> bool:
        """Whether there may be a difference where the words are the same."""
        return self._notes.are_any

    def bodies(self, old: etree._Element, new: etree._Element) -> None:
        """Write what turns the old body, cell or note into the new one into the new one."""
        blocks = list(blocks_of(old, self.old)), list(blocks_of(new, self.new))
        pairs, moved = _aligned(*blocks)
        _Body(self, new, blocks, pairs, self._named(moved)).write()

    def cells(self, old: etree._Element, new: etree._Element) -> None:
        """The same of two rows of as many cells, cell by cell."""
        for was, becomes in zip(cells_of(old), cells_of(new), strict=True):
            if self.old.of_cell(was) == self.new.of_cell(becomes) and not self._notes.are_any:
                continue
            before, after = list(blocks_of(was, self.old)), list(blocks_of(becomes, self.new))
            if len(before) == len(after) and not any(block.is_row for block in (*before, *after)):
                for one, other in zip(before, after, strict=True):
                    self.pair(one, other)
            else:
                self.bodies(was, becomes)

    def pair(self, old: Block, new: Block) -> None:
        """The same of a paragraph that is in both, with its notes, which go together in their order."""
        if not self._notes.are_any:
            if old.text != new.text or not self.changing.is_same_shape(old.shape, new.shape):
                self.changing.change(old, new)
            return
        old_references = self._notes.references(old.element)
        self.changing.change(old, new)
        # A reference among inserted words is inserted with them.
        new_references = [each for each in self._notes.references(new.element) if not is_revised(each)]
        for one, other in zip(old_references, new_references, strict=False):
            was, becomes = self._notes.old_note(one), self._notes.new_note(other)
            if was is not None and becomes is not None and one.tag == other.tag:
                self.bodies(was, becomes)
        paired = min(len(old_references), len(new_references))
        self.changing.insert_references(new_references[paired:])
        self.changing.delete_references(old_references[paired:], new.element)

    def _named(self, moved: Sequence[Pair]) -> dict[Pair, str]:
        """A name for each moved pair; paragraphs that stood together and still do share one."""
        names: dict[Pair, str] = {}
        for old, new in moved:
            before = names.get((old - 1, new - 1))
            if before is None:
                self._moves += 1
            names[old, new] = before or f"move{self._moves}"
        return names


def _aligned(old: Sequence[Block], new: Sequence[Block]) -> tuple[list[Pair], list[Pair]]:
    alignment = align(_entries(old), _entries(new))
    pairs = list(_in_one_table(old, new, alignment.in_order))
    moved = [pair for pair in alignment.moved if not (old[pair[0]].is_row or new[pair[1]].is_row)]
    return pairs, moved


def _entries(blocks: Sequence[Block]) -> list[Entry]:
    return [Entry(_ROW + plain(block.text) if block.is_row else plain(block.text)) for block in blocks]


def _in_one_table(old: Sequence[Block], new: Sequence[Block], pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs of a paragraph with a paragraph and of a row with a row of as many cells.

    The rows of one table go with rows of one table: of a table whose rows went to two, or of two whose rows went to
    one, the rest is deleted and inserted, because what stands between two tables could not stand between rows of one.
    """
    homes: dict[etree._Element, etree._Element] = {}
    guests: dict[etree._Element, etree._Element] = {}
    for pair in pairs:
        was, becomes = old[pair[0]], new[pair[1]]
        if was.is_row is not becomes.is_row:
            continue
        if was.is_row:
            table, home = _table_of(was), _table_of(becomes)
            are_alike = len(list(cells_of(was.element))) == len(list(cells_of(becomes.element)))
            if not are_alike or homes.get(table, home) is not home or guests.get(home, table) is not table:
                continue
            homes[table], guests[home] = home, table
        yield pair


class _Body:
    """One body while its changes are written. `anchor` is what was placed last: what is deleted goes after it."""

    def __init__(
        self,
        comparing: Comparing,
        parent: etree._Element,
        blocks: tuple[Sequence[Block], Sequence[Block]],
        pairs: Sequence[Pair],
        moves: dict[Pair, str],
    ) -> None:
        self.comparing = comparing
        self.changing = comparing.changing
        self.parent = parent
        self.old, self.new = blocks
        self.pairs = pairs
        self.left = {old: name for (old, _), name in moves.items()}
        self.arrived = {new: (old, name) for (old, new), name in moves.items()}
        self.anchor: etree._Element | None = None
        # The table in the new file that rows of a table of the old one go to.
        self.tables: dict[etree._Element, etree._Element] = {}
        for one, other in pairs:
            if self.old[one].is_row:
                self.tables.setdefault(_table_of(self.old[one]), _table_of(self.new[other]))

    def write(self) -> None:
        """Write all changes."""
        at_old = at_new = 0
        for old, new in (*self.pairs, (len(self.old), len(self.new))):
            for gone in range(at_old, old):
                self._delete(gone)
            for added in range(at_new, new):
                self._insert(added)
            if old < len(self.old) or new < len(self.new):
                self._keep(old, new)
            at_old, at_new = old + 1, new + 1

    def _keep(self, old: int, new: int) -> None:
        one, other = self.old[old], self.new[new]
        if not other.is_row:
            self.comparing.pair(one, other)
        elif one.text != other.text or self.comparing.has_notes:
            self.comparing.cells(one.element, other.element)
        self.anchor = other.element

    def _insert(self, new: int) -> None:
        block = self.new[new]
        if block.is_row:
            self.changing.insert_row(block.element)
        elif new in self.arrived:
            old, name = self.arrived[new]
            self.changing.move_here(self.old[old], block, name, *self._ends(self.arrived, new, name))
        else:
            self.changing.insert(block.element)
        self.anchor = block.element

    def _delete(self, old: int) -> None:
        block = self.old[old]
        copy = deepcopy(block.element)
        copy.tail = None
        if block.is_row:
            self.changing.delete_row(copy)
            self._place_row(copy, _table_of(block))
        else:
            if old in self.left:
                self.changing.move_away(copy, self.left[old], *self._ends(self.left, old, self.left[old]))
            else:
                self.changing.delete(copy)
            self._place(copy)
        self.anchor = copy

    def _ends(self, held: dict[int, str] | dict[int, tuple[int, str]], at: int, name: str) -> tuple[bool, bool]:
        """Whether a block that moves is the first, and the last, of those that move together."""
        before, after = held.get(at - 1), held.get(at + 1)
        names = [each if each is None or isinstance(each, str) else each[1] for each in (before, after)]
        return names[0] != name, names[1] != name

    def _place(self, copy: etree._Element) -> None:
        """Put a paragraph or a table after what was placed last, a table's row counting as its table."""
        anchor = self.anchor
        if anchor is not None and anchor.tag == TR:
            anchor = next(anchor.iterancestors(TBL))
        if anchor is not None:
            anchor.addnext(copy)
            return
        first = self.new[0].element if self.new else None
        if first is not None and first.tag == TR:
            first = next(first.iterancestors(TBL))
        if first is not None:
            first.addprevious(copy)
        else:
            self.parent.append(copy)

    def _place_row(self, copy: etree._Element, table: etree._Element) -> None:
        """Put a row into the table where the rows around it are, or into a table of its own."""
        home = self.tables.get(table)
        if home is None:
            home = self.tables[table] = etree.Element(TBL)
            home.extend(deepcopy(child) for child in table if child.tag in {_TBL_PR, _TBL_GRID})
            self._place(home)
        if self.anchor is not None and self.anchor.tag == TR and _holds(home, self.anchor):
            self.anchor.addnext(copy)
            return
        first = next(home.iterchildren(TR), None)
        if first is None:
            home.append(copy)
        else:
            first.addprevious(copy)


def _table_of(row: Block) -> etree._Element:
    return next(row.element.iterancestors(TBL))


def _holds(table: etree._Element, row: etree._Element) -> bool:
    return any(above is table for above in row.iterancestors(TBL))
