"""Revisions as Word writes them: who, when and what kind, be it around text, of a mark, a row, a cell or a property."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import AUTHOR, DATE, DATE_UTC, VAL, W
from voting.domain.legal_text import OtherRevisionKind, Revision, SpanKind

AROUND_TEXT: dict[object, SpanKind] = {
    W + "ins": SpanKind.INSERT,
    W + "del": SpanKind.DELETE,
    W + "moveFrom": SpanKind.MOVE_FROM,
    W + "moveTo": SpanKind.MOVE_TO,
}
NEW = frozenset({SpanKind.INSERT, SpanKind.MOVE_TO})
GONE = frozenset({SpanKind.DELETE, SpanKind.MOVE_FROM})

Context = tuple[Revision, ...]
"""The revisions around a piece of text, outermost first."""

_CELL_KINDS: dict[object, SpanKind] = {W + "cellIns": SpanKind.INSERT, W + "cellDel": SpanKind.DELETE}
_FORMATS: dict[object, str] = {
    W + "rPrChange": "formatting of text",
    W + "pPrChange": "formatting of the paragraph",
    W + "sectPrChange": "layout of the section",
    W + "tblPrChange": "formatting of the table",
    W + "tblGridChange": "columns of the table",
    W + "tblPrExChange": "formatting of the table from this row on",
    W + "trPrChange": "formatting of the row",
    W + "tcPrChange": "formatting of the cell",
}
_CONTROLS: dict[object, str] = {
    W + "customXmlInsRangeStart": "content control inserted",
    W + "customXmlDelRangeStart": "content control deleted",
    W + "customXmlMoveFromRangeStart": "content control moved from here",
    W + "customXmlMoveToRangeStart": "content control moved to here",
}
_NUMBERING_CHANGE = W + "numberingChange"
_CELL_MERGE = W + "cellMerge"
_B, _V_MERGE, _R = W + "b", W + "vMerge", W + "r"
_FACTS: frozenset[object] = frozenset({_B, _V_MERGE})
_OFF = frozenset({"0", "false", "off"})
MARKED = frozenset(
    {_B, _V_MERGE, *map(str, (*AROUND_TEXT, *_CELL_KINDS, *_FORMATS, *_CONTROLS)), _NUMBERING_CHANGE, _CELL_MERGE}
)
_R_PR, _P_PR, _TR_PR, _TC_PR, _NUM_PR, _P, _TR, _TC, _TBL = (
    W + name for name in ("rPr", "pPr", "trPr", "tcPr", "numPr", "p", "tr", "tc", "tbl")
)
_PLACES = frozenset({_P, _TR, _TC, _TBL})
_ROW_WORDS = {SpanKind.INSERT: "row inserted", SpanKind.DELETE: "row deleted"}
_CELL_WORDS = {SpanKind.INSERT: "cell inserted", SpanKind.DELETE: "cell deleted"}


class Noted(NamedTuple):
    """A revision that is no text: of formatting, of a row or cell, of a number, of a content control.

    `element` is Word's own name of it ("rPrChange"), `what` says it in words.
    """

    kind: OtherRevisionKind
    what: str
    author: str
    date: str
    element: str


def revision(element: etree._Element, kind: SpanKind, move: str = "") -> Revision:
    """Who and when. The date in UTC comes first where Word wrote it, because the other one is often local time."""
    return Revision(kind, element.get(AUTHOR, ""), element.get(DATE_UTC) or element.get(DATE) or "", move)


def added(around: Context, inner: Context) -> Context:
    """The revisions of a row, cell or note around those of its text, without what the text says of itself already.

    Word marks the text of a deleted row as deleted too; where it does not, the row alone takes it out.
    """
    if not around:
        return inner
    kinds = {each.kind for each in inner}
    told = (NEW if kinds & NEW else frozenset()) | (GONE if kinds & GONE else frozenset())
    return (*(each for each in around if each.kind not in told), *inner)


class Marks:
    """Every revision of one part that is not around text, looked up by the element it is on.

    They come from one pass over the part, whose elements with a tag of `MARKED` are to be given to `take`. Two more
    facts come from the same pass, because looking for them in every run and cell costs much more: `bold` are the bold
    runs by paragraph, `covered` the cells that a merged cell above hides.

    `on_mark` are the revisions of each paragraph's mark, an insertion before a deletion, and `noted` is what was noted
    of a paragraph, row, cell or table.
    """

    def __init__(self) -> None:
        self.on_mark: dict[etree._Element, list[tuple[SpanKind, etree._Element]]] = {}
        self.noted: dict[etree._Element, list[Noted]] = {}
        self._wholes: dict[etree._Element, list[Revision]] = {}
        self._late: list[Noted] = []
        self.bold: dict[etree._Element, set[etree._Element]] = {}
        self.covered: set[etree._Element] = set()

    def around(self, element: etree._Element) -> Context:
        """The revisions that insert or delete a row or a cell as a whole."""
        return tuple(self._wholes.get(element, ()))

    @property
    def at_the_end(self) -> list[Noted]:
        """What belongs to the document as a whole, such as its last section."""
        return self._late

    def take(self, element: etree._Element, tag: object) -> None:
        """Take in the next element of the part that has a tag of `MARKED`."""
        kind = AROUND_TEXT.get(tag)
        if tag in _FACTS:
            self._take_fact(element, tag)
            return
        if kind is None:
            self._note(element, tag)
            return
        parent = element.getparent()
        holder = None if parent is None else parent.tag
        if holder == _R_PR:
            self._take_mark(element, kind, parent)
        elif holder == _TR_PR and parent is not None:
            self._take_whole(element, kind, parent, OtherRevisionKind.ROW, _ROW_WORDS)
        elif holder == _NUM_PR and not _is_of_the_past(element):
            self._add(element, Noted(OtherRevisionKind.NUMBERING, "number added", *_who(element), "numPr/ins"))

    def _take_fact(self, element: etree._Element, tag: object) -> None:
        holder = element.getparent()
        owner = None if holder is None else holder.getparent()
        if owner is None or element.get(VAL, "1") in _OFF:
            return
        if tag == _V_MERGE:
            if element.get(VAL) != "restart":
                self.covered.add(owner)
        elif owner.tag == _R:
            paragraph = next(owner.iterancestors(_P), None)
            if paragraph is not None:
                self.bold.setdefault(paragraph, set()).add(owner)

    def _take_mark(self, element: etree._Element, kind: SpanKind, r_pr: etree._Element | None) -> None:
        p_pr = None if r_pr is None else r_pr.getparent()
        paragraph = None if p_pr is None or p_pr.tag != _P_PR else p_pr.getparent()
        if paragraph is None:
            return
        held = self.on_mark.setdefault(paragraph, [])
        held.append((kind, element))
        held.sort(key=lambda each: each[0] not in NEW)

    def _take_whole(
        self,
        element: etree._Element,
        kind: SpanKind,
        properties: etree._Element,
        of: OtherRevisionKind,
        words: dict[SpanKind, str],
    ) -> None:
        owner = properties.getparent()
        if owner is None or kind not in words:
            return
        held = self._wholes.setdefault(owner, [])
        held.append(revision(element, kind))
        held.sort(key=lambda each: each.kind not in NEW)
        self._add(element, Noted(of, words[kind], *_who(element), _local(element)))

    def _note(self, element: etree._Element, tag: object) -> None:
        if _is_of_the_past(element):
            return
        parent = element.getparent()
        if tag in _CELL_KINDS and parent is not None:
            self._take_whole(element, _CELL_KINDS[tag], parent, OtherRevisionKind.CELL, _CELL_WORDS)
        for kind, what in _meaning(element, tag):
            self._add(element, Noted(kind, what, *_who(element), _local(element)))

    def _add(self, element: etree._Element, noted: Noted) -> None:
        owner = next((each for each in element.iterancestors() if each.tag in _PLACES), None)
        if owner is None:
            self._late.append(noted)
        elif not (owner in self.noted and noted in self.noted[owner]):
            self.noted.setdefault(owner, []).append(noted)


def _is_of_the_past(element: etree._Element) -> bool:
    """Whether it stands in the properties from before a change, which may repeat what the properties now say."""
    for above in element.iterancestors():
        if above.tag in _PLACES:
            return False
        if above.tag in _FORMATS:
            return True
    return False


def _meaning(element: etree._Element, tag: object) -> Iterator[tuple[OtherRevisionKind, str]]:
    if tag == W + "pPrChange":
        yield from _paragraph_change(element)
    elif tag in _FORMATS:
        yield OtherRevisionKind.FORMAT, _FORMATS[tag]
    elif tag in _CONTROLS:
        yield OtherRevisionKind.CONTENT_CONTROL, _CONTROLS[tag]
    elif tag == _NUMBERING_CHANGE:
        yield OtherRevisionKind.NUMBERING, f"number changed from {element.get(W + 'original', '') or 'another'}"
    elif tag == _CELL_MERGE:
        yield OtherRevisionKind.CELL, "cells merged or split"


def _paragraph_change(element: etree._Element) -> Iterator[tuple[OtherRevisionKind, str]]:
    """A change of a paragraph's properties: of its numbering, of anything else, or both."""
    now, was = element.getparent(), element.find(_P_PR)
    before = {} if was is None else _by_name(was)
    after = {} if now is None else _by_name(now)
    numbered = before.pop(_NUM_PR, None) != after.pop(_NUM_PR, None)
    if numbered:
        yield OtherRevisionKind.NUMBERING, "numbering of the paragraph"
    if before != after or not numbered:
        yield OtherRevisionKind.FORMAT, _FORMATS[W + "pPrChange"]


def _by_name(properties: etree._Element) -> dict[object, object]:
    """What each property says; the mark and the change itself are no properties of the paragraph."""
    return {each.tag: _said(each) for each in properties if each.tag not in {_R_PR, W + "pPrChange", W + "sectPr"}}


def _said(element: etree._Element) -> object:
    return element.tag, sorted(element.attrib.items()), [_said(each) for each in element]


def _who(element: etree._Element) -> tuple[str, str]:
    held = revision(element, SpanKind.EQUAL)
    return held.author, held.date


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
