"""What a row, a cell or a note says of all that is in it, said by each run and by each mark of a paragraph itself."""

from collections.abc import Iterable, Iterator
from itertools import count

from lxml import etree

from voting.documents.word.names import AUTHOR, DATE, M, W
from voting.documents.word.paragraphs import TrackedParagraph
from voting.documents.word.revisions import AROUND_TEXT, GONE, NEW
from voting.documents.word.writing import dated
from voting.domain.legal_text import Revision, SpanKind

_P, _P_PR, _R_PR, _ID = (W + name for name in ("p", "pPr", "rPr", "id"))
_RUNS = (W + "r", M + "r")
_INS, _DEL = W + "ins", W + "del"
_AROUND = tuple(map(str, AROUND_TEXT))
_MOVES = (W + "moveFrom", W + "moveTo")
_AFTER_THE_MARK = (W + "sectPr", W + "pPrChange")
_DELETED = {W + "t": W + "delText", W + "instrText": W + "delInstrText"}


class Spelling:
    """The revisions written into the parts of one file, each with an id that nothing in them has."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self._roots = list(roots)
        self._ids: Iterator[int] | None = None

    def spell_out(self, paragraph: TrackedParagraph) -> None:
        """Put the revisions around a paragraph on its mark and on each of its runs that says nothing of the kind."""
        element = paragraph.element
        if element is None:
            return
        for revision in paragraph.around:
            for run in list(_runs_of(element)):
                self._put_around(run, revision)
            self.put_on_mark(paragraph, revision)

    def put_on_mark(self, paragraph: TrackedParagraph, revision: Revision) -> None:
        """Insert or delete a paragraph's mark, unless it is already."""
        if paragraph.element is None:
            return
        properties = _first_child(paragraph.element, _P_PR)
        mark = next(properties.iterchildren(_R_PR), None)
        if mark is None:
            mark = etree.Element(_R_PR)
            later = next(properties.iterchildren(*_AFTER_THE_MARK), None)
            properties.insert(len(properties) if later is None else properties.index(later), mark)
        held = [each for each in mark if each.tag in AROUND_TEXT]
        if not any(AROUND_TEXT[each.tag] in _like(revision.kind) for each in held):
            # Insertions stand before deletions, and both before moves and all else.
            at = 0 if revision.kind in NEW else sum(each.tag == _INS for each in held)
            mark.insert(at, self._element(revision))

    def _put_around(self, run: etree._Element, revision: Revision) -> None:
        outer = list(run.iterancestors(*_AROUND))
        if any(AROUND_TEXT[each.tag] in _like(revision.kind) for each in outer):
            return
        # Text that moves goes on moving: what is around a move says what happens to all of it.
        inner = outer[0] if outer and outer[0].tag in _MOVES else run
        parent = inner.getparent()
        if parent is not None:
            made = self._element(revision)
            parent.replace(inner, made)
            made.append(inner)
            made.tail, inner.tail = inner.tail, None
        if revision.kind in GONE:
            for each in run.iterchildren(*_DELETED):
                each.tag = _DELETED[str(each.tag)]

    def _element(self, revision: Revision) -> etree._Element:
        # A note that moved with its reference is new or gone: no range names what moves in it.
        tag = _INS if revision.kind in NEW else _DEL
        when = dated(revision.date)
        who = {_ID: str(self._next_id()), AUTHOR: revision.author}
        return etree.Element(tag, who | {DATE: when} if when else who)

    def _next_id(self) -> int:
        if self._ids is None:
            used = {each.get(_ID) for root in self._roots for each in root.iter()}
            self._ids = (number for number in count(1) if str(number) not in used)
        return next(self._ids)


def _like(kind: SpanKind) -> frozenset[SpanKind]:
    """The kinds that keep a thing out of the same text."""
    return NEW if kind in NEW else GONE


def _runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph itself: not those inside another run, or in a text box."""
    for run in paragraph.iter(*_RUNS):
        if next(run.iterancestors(_P, *_RUNS), None) is paragraph:
            yield run


def _first_child(parent: etree._Element, tag: str) -> etree._Element:
    """The child of this tag, which is put first where there is none."""
    held = next(parent.iterchildren(tag), None)
    if held is None:
        held = etree.Element(tag)
        parent.insert(0, held)
    return held
