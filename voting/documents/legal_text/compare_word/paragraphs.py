"""How a change of one paragraph or row is written: text, mark, style and number, and the row itself."""

from collections.abc import Iterable, Sequence
from copy import deepcopy

from lxml import etree

from voting.documents.legal_text.compare_word.blocks import TR, Block, P, Shape
from voting.documents.legal_text.compare_word.borrowing import Borrowing
from voting.documents.legal_text.compare_word.flat import Flattener, changed
from voting.documents.legal_text.compare_word.notes import NoteParts
from voting.documents.legal_text.compare_word.runs import (
    PlacedRun,
    Reviser,
    add_deleted,
    add_whole,
    cut_at,
    is_revised,
    is_simple,
    own_runs,
    wrap,
)
from voting.documents.legal_text.word_diff import word_diff
from voting.documents.word.names import W
from voting.documents.word.repacking import FRAGMENT
from voting.documents.word.text_pieces import Piece, pieces_of
from voting.documents.word.writing import TAGS
from voting.domain.legal_text import SpanKind

_P_PR, _R_PR, _TR_PR, _SECTION, _CHANGE = (W + name for name in ("pPr", "rPr", "trPr", "sectPr", "pPrChange"))
_TABLE_EXCEPTIONS = W + "tblPrEx"
_NAMES = {kind: tag.removeprefix("w:") for kind, tag in TAGS.items()}


class Changing:
    """Writes changes into the new file, all by one author at one time; `fragments` are what is written as XML."""

    def __init__(self, borrowing: Borrowing, reviser: Reviser, notes: NoteParts, flattener: Flattener) -> None:
        self._borrowing = borrowing
        self._reviser = reviser
        self._notes = notes
        self._flattener = flattener
        self.fragments: dict[str, bytes] = {}

    def change(self, old: Block, new: Block) -> None:
        """A paragraph that is in both files: its words where they differ, its style and number where they do."""
        if old.text != new.text:
            if self._change_flat(old, new):
                pass
            elif is_simple(old.element) and is_simple(new.element):
                self._change_words(old, new, SpanKind.EQUAL)
            else:
                self._replace(old, new)
        if not self.is_same_shape(old.shape, new.shape):
            self._change_shape(old.element, new.element)

    def is_same_shape(self, old: Shape, new: Shape) -> bool:
        """Whether style and number are the same, in the terms of the new file."""
        if old.number:
            number = self._borrowing.number_id(old.number)
            if number != old.number:
                return old._replace(number=number or "") == new
        return old == new

    def insert(self, paragraph: etree._Element, kind: SpanKind = SpanKind.INSERT) -> None:
        """A paragraph that is new, or moved here, with its mark."""
        wrap(own_runs(paragraph), self._reviser, kind)
        self._mark(paragraph, kind)

    def delete(self, copy: etree._Element, kind: SpanKind = SpanKind.DELETE) -> None:
        """A copy of a paragraph of the old file as deleted, or moved away, with its mark."""
        self._take_notes(copy)
        properties = self._borrowing.paragraph_properties(copy.find(_P_PR))
        around = self._reviser.around(copy, kind)
        add_whole(around, copy, live=kind is SpanKind.MOVE_FROM)
        self._borrowing.runs(around)
        for child in list(copy):
            if child is not around or not len(around):
                copy.remove(child)
        copy.insert(0, properties)
        self._mark(copy, kind)

    def move_here(self, old: Block, new: Block, name: str, is_first: bool, is_last: bool) -> None:
        """A paragraph that stood elsewhere; where its words differ too, that is said inside the move."""
        if old.text == new.text or not (is_simple(old.element) and is_simple(new.element)):
            self.insert(new.element, SpanKind.MOVE_TO)
        else:
            self._change_words(old, new, SpanKind.MOVE_TO)
            left = [run for run in own_runs(new.element) if not is_revised(run)]
            wrap(left, self._reviser, SpanKind.MOVE_TO)
            self._mark(new.element, SpanKind.MOVE_TO)
        self._range(new.element, SpanKind.MOVE_TO, name, is_first, is_last)

    def move_away(self, copy: etree._Element, name: str, is_first: bool, is_last: bool) -> None:
        """A copy of a paragraph of the old file that stands elsewhere now."""
        self.delete(copy, SpanKind.MOVE_FROM)
        self._range(copy, SpanKind.MOVE_FROM, name, is_first, is_last)

    def insert_row(self, row: etree._Element) -> None:
        """A row that is new."""
        for paragraph in list(row.iter(P)):
            self.insert(paragraph)
        self._mark_row(row, SpanKind.INSERT)

    def delete_row(self, copy: etree._Element) -> None:
        """A copy of a row of the old file as deleted."""
        for paragraph in list(copy.iter(P)):
            self.delete(paragraph)
        for inner in list(copy.iter(TR)):
            self._mark_row(inner, SpanKind.DELETE)

    # Notes.

    def insert_references(self, references: Iterable[etree._Element]) -> None:
        """References to notes that the old paragraph did not have."""
        for reference in references:
            run = reference.getparent()
            if run is not None:
                wrap([run], self._reviser, SpanKind.INSERT)

    def delete_references(self, references: Iterable[etree._Element], paragraph: etree._Element) -> None:
        """References to notes that the new paragraph no longer has: at its end, as deleted."""
        for reference in references:
            run = reference.getparent()
            if run is not None:
                copy = deepcopy(run)
                copy.tail = None
                self._take_notes(copy)
                around = self._reviser.around(paragraph, SpanKind.DELETE)
                around.append(copy)
                self._borrowing.runs(around)

    def _take_notes(self, copy: etree._Element) -> None:
        """Take along the notes that a copy refers to, as deleted; a reference to none goes."""
        for reference in self._notes.references(copy):
            note = self._notes.take(reference)
            run = reference.getparent()
            if note is None and run is not None:
                run.remove(reference)
            for paragraph in () if note is None else list(note.iter(P)):
                self.delete(paragraph)

    # Words.

    def _change_flat(self, old: Block, new: Block) -> bool:
        """Write the differing words of a plain paragraph as XML; whether it is one."""
        becomes = self._flattener.runs(new.element)
        was = None if becomes is None else self._flattener.runs(old.element, is_foreign=True)
        if was is None or becomes is None:
            return False
        content = changed(was, becomes, word_diff(old.text, new.text), self._reviser.attributes())
        for child in [child for child in new.element if child.tag != _P_PR]:
            new.element.remove(child)
        key = str(len(self.fragments) + 1)
        new.element.append(etree.ProcessingInstruction(FRAGMENT, key))
        self.fragments[key] = content.encode()
        return True

    def _change_words(self, old: Block, new: Block, around: SpanKind) -> None:
        """Write the differing words into the new paragraph, all of it inside a move where `around` says so."""
        spans = word_diff(old.text, new.text)
        places = []
        at = 0
        for kind, text in spans:
            places.append(at)
            at += 0 if kind is SpanKind.DELETE else len(text)
        runs = cut_at(new.element, [*places, at])
        pieces = list(pieces_of(old.element))
        at_old = 0
        for place, (kind, text) in zip(places, spans, strict=True):
            if kind is SpanKind.DELETE:
                self._delete_words(new.element, runs, place, pieces, at_old, len(text), around)
            elif kind is not SpanKind.EQUAL or around is not SpanKind.EQUAL:
                inside = [run.element for run in runs if run.is_within(place, place + len(text))]
                wrap(inside, self._reviser, around if kind is SpanKind.EQUAL else kind)
            at_old += 0 if kind is SpanKind.INSERT else len(text)

    def _delete_words(
        self,
        paragraph: etree._Element,
        runs: Sequence[PlacedRun],
        place: int,
        pieces: Sequence[Piece],
        at_old: int,
        length: int,
        around: SpanKind,
    ) -> None:
        outer = paragraph if around is SpanKind.EQUAL else self._reviser.around(paragraph, around)
        deletion = self._reviser.around(outer, SpanKind.DELETE)
        add_deleted(deletion, pieces, at_old, at_old + length)
        self._borrowing.runs(deletion)
        if outer is paragraph:
            outer = deletion
        following = next((run.element for run in runs if run.has_text and run.begin >= place), None)
        if following is not None:
            _outermost(following).addprevious(outer)
        elif runs:
            _outermost(runs[-1].element).addnext(outer)

    def _replace(self, old: Block, new: Block) -> None:
        """Words that cannot be cut, such as formulas: all old ones deleted, and all new ones inserted."""
        pieces = list(pieces_of(old.element))
        runs = own_runs(new.element)
        wrap(runs, self._reviser, SpanKind.INSERT)
        if not pieces:
            return
        deletion = self._reviser.around(new.element, SpanKind.DELETE)
        add_deleted(deletion, pieces, 0, len(old.text))
        self._borrowing.runs(deletion)
        if runs:
            _outermost(runs[0]).addprevious(deletion)

    # Marks, rows, moves, style and number.

    def _mark(self, paragraph: etree._Element, kind: SpanKind) -> None:
        properties = _properties(paragraph, _P_PR)
        mark = properties.find(_R_PR)
        if mark is None:
            mark = etree.SubElement(properties, _R_PR)
            later = next(properties.iterchildren(_SECTION, _CHANGE), None)
            if later is not None:
                later.addprevious(mark)
        revision = self._reviser.around(mark, kind)
        if len(mark) > 1:
            mark.insert(0, revision)

    def _mark_row(self, row: etree._Element, kind: SpanKind) -> None:
        properties = row.find(_TR_PR)
        if properties is None:
            properties = etree.Element(_TR_PR)
            row.insert(1 if len(row) and row[0].tag == _TABLE_EXCEPTIONS else 0, properties)
        self._reviser.around(properties, kind)

    def _range(self, paragraph: etree._Element, kind: SpanKind, name: str, is_first: bool, is_last: bool) -> None:
        if is_first:
            start = self._reviser.element(paragraph, f"{_NAMES[kind]}RangeStart", name)
            self._opened = start.get(W + "id", "")
            _properties(paragraph, _P_PR).addnext(start)
        if is_last:
            paragraph.append(etree.Element(f"{W}{_NAMES[kind]}RangeEnd", {W + "id": self._opened}))

    def _change_shape(self, old: etree._Element, new: etree._Element) -> None:
        """A style or number that changes: what it was, as the new file says it."""
        before = self._borrowing.paragraph_properties(old.find(_P_PR))
        properties = _properties(new, _P_PR)
        if properties.find(_CHANGE) is None:
            self._reviser.element(properties, "pPrChange").append(before)


def _properties(element: etree._Element, tag: str) -> etree._Element:
    found = element.find(tag)
    if found is None:
        found = etree.SubElement(element, tag)
        element.insert(0, found)
    return found


def _outermost(run: etree._Element) -> etree._Element:
    """The revision around a run, or the run itself."""
    above = run.getparent()
    return above if above is not None and str(above.tag).removeprefix(W) in _NAMES.values() else run
