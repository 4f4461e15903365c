"""Runs of a paragraph cut where a change begins or ends, put into revisions, and copied as deleted text."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import AUTHOR, DATE, M, W
from voting.documents.word.paragraphs import SIGNS
from voting.documents.word.revisions import AROUND_TEXT
from voting.documents.word.text_pieces import Piece, pieces_of
from voting.documents.word.writing import TAGS, dated, safe
from voting.domain.legal_text import SpanKind

_P, _R, _T, _DEL_TEXT, _R_PR, _P_PR = (W + name for name in ("p", "r", "t", "delText", "rPr", "pPr"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID, _NAME = W + "id", W + "name"
# Where a run may stand so that a revision can be put around it.
_HOLDERS = frozenset({_P, *(W + name for name in ("hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml"))})
_REVISED: frozenset[object] = frozenset({_R, M + "oMath", M + "oMathPara"})
_NAMES = {kind: tag.removeprefix("w:") for kind, tag in TAGS.items()}
_NOTES = (W + "footnoteReference", W + "endnoteReference", W + "footnoteRef", W + "endnoteRef")
# What text is called in a deletion, and what of a run goes along when its paragraph is copied.
_DELETED_NAMES = {_T: _DEL_TEXT, W + "instrText": W + "delInstrText"}
_CARRIED: frozenset[object] = frozenset(
    {*SIGNS, *_DELETED_NAMES, _DEL_TEXT, _R_PR, W + "sym", W + "fldChar", W + "delInstrText", *_NOTES}
)
# More than any other thing in a file is numbered by.
_FIRST_ID = 1_000_000


class Reviser:
    """Makes the elements of revisions, all by one author at one time, each with an id of its own."""

    def __init__(self, author: str, date: str) -> None:
        self._who: dict[str, str] = {AUTHOR: author}
        when = dated(date)
        if when:
            self._who[DATE] = when
        self._written = f' w:author="{safe(author)}"' + (f' w:date="{when}"' if when else "")
        self._next = _FIRST_ID

    def attributes(self) -> Iterator[str]:
        """The attributes of one revision after another, as XML."""
        while True:
            self._next += 1
            yield f' w:id="{self._next}"{self._written}'

    def element(self, parent: etree._Element, tag: str, name: str = "") -> etree._Element:
        """A new element of a revision, by Word's name of it, last in its parent."""
        self._next += 1
        # Made in its own tree: lxml makes a document of its own for every element that stands alone.
        made = etree.SubElement(parent, W + tag, self._who)
        made.set(_ID, str(self._next))
        if name:
            made.set(_NAME, name)
        return made

    def around(self, parent: etree._Element, kind: SpanKind) -> etree._Element:
        """A new element to put around runs, last in its parent."""
        return self.element(parent, _NAMES[kind])


def is_simple(paragraph: etree._Element) -> bool:
    """Whether all text stands in plain runs, so that it can be cut anywhere."""
    for element, _ in pieces_of(paragraph):
        run = element.getparent()
        if run is None or run.tag != _R:
            return False
        holder = run.getparent()
        if holder is None or holder.tag not in _HOLDERS:
            return False
    return True


def is_revised(element: etree._Element) -> bool:
    """Whether a revision is around an element."""
    return next(element.iterancestors(*map(str, AROUND_TEXT)), None) is not None


def own_runs(paragraph: etree._Element) -> list[etree._Element]:
    """The runs and formulas of a paragraph, in order."""
    found = []
    for element in paragraph.iter(*map(str, _REVISED)):
        above = element.getparent()
        if above is not None and above.tag in _HOLDERS and next(element.iterancestors(_P), None) is paragraph:
            found.append(element)
    return found


def wrap(runs: Iterable[etree._Element], reviser: Reviser, kind: SpanKind) -> None:
    """Put a revision around runs; those that follow one another share one."""
    group: list[etree._Element] = []
    for run in runs:
        if group and group[-1].getnext() is not run:
            _wrap_group(group, reviser, kind)
            group = []
        group.append(run)
    if group:
        _wrap_group(group, reviser, kind)


def _wrap_group(group: Sequence[etree._Element], reviser: Reviser, kind: SpanKind) -> None:
    parent = group[0].getparent()
    if parent is None:
        return
    outer = reviser.around(parent, kind)
    group[0].addprevious(outer)
    outer.extend(group)


class PlacedRun(NamedTuple):
    """A run or formula, where in the paragraph's text it begins, and whether it has text itself."""

    element: etree._Element
    begin: int
    has_text: bool

    def is_within(self, begin: int, end: int) -> bool:
        """Whether it belongs to this stretch of text; what has no text belongs to what is on both sides of it."""
        return begin <= self.begin < end and (self.has_text or begin < self.begin)


def cut_at(paragraph: etree._Element, places: Iterable[int]) -> list[PlacedRun]:
    """Cut the runs of a simple paragraph at these places of its text; all its runs, in order."""
    wanted = sorted(set(places))
    begin = 0
    starts: dict[etree._Element, int] = {}
    for piece in list(pieces_of(paragraph)):
        element, end = piece.element, begin + len(piece.text)
        run = element.getparent()
        if run in starts and begin in wanted and starts[run] != begin:
            run = _cut_before(element)
        if run is not None:
            starts.setdefault(run, begin)
        for place in wanted:
            if begin < place < end:
                element = _cut_text(element, place - begin)
                starts[_cut_before(element)] = begin = place
        begin = end
    placed = []
    for run in reversed(own_runs(paragraph)):
        has_text = run in starts
        begin = starts.get(run, begin)
        placed.append(PlacedRun(run, begin, has_text))
    return placed[::-1]


def _cut_text(element: etree._Element, length: int) -> etree._Element:
    """Cut a text element in two; gives the second."""
    text = element.text or ""
    second = deepcopy(element)
    element.text, second.text = text[:length], text[length:]
    element.set(_SPACE, "preserve")
    second.set(_SPACE, "preserve")
    second.tail = None
    element.addnext(second)
    return second


def _cut_before(element: etree._Element) -> etree._Element:
    """Cut a run before one of its elements; gives the run that begins with it."""
    run = element.getparent()
    assert run is not None  # noqa: S101 - only elements of runs are cut.
    parent = run.getparent()
    assert parent is not None  # noqa: S101 - and those stand in paragraphs.
    second = etree.SubElement(parent, _R)
    run.addnext(second)
    properties = run.find(_R_PR)
    if properties is not None:
        second.append(deepcopy(properties))
    second.extend(list(run)[run.index(element) :])
    return second


def add_deleted(parent: etree._Element, pieces: Sequence[Piece], begin: int, end: int, *, live: bool = False) -> None:
    """Add the text of a paragraph between two places as runs of deleted text with their own formatting.

    Text that moves away is `live`: Word writes it like any other.
    """
    at = 0
    made: etree._Element | None = None
    source: etree._Element | None = None
    for element, text in pieces:
        first, last = max(begin - at, 0), min(end - at, len(text))
        at += len(text)
        if first >= last:
            continue
        run = element.getparent()
        if made is None or run is not source:
            source = run
            made = etree.SubElement(parent, _R)
            properties = None if run is None else run.find(_R_PR)
            if properties is not None:
                made.append(deepcopy(properties))
        _add_deleted(made, element, text[first:last], _T if live else _DEL_TEXT)


def add_whole(parent: etree._Element, paragraph: etree._Element, *, live: bool = False) -> None:
    """Add all text of a paragraph that is a copy to a deletion or a move; its fields stay fields."""
    if not is_simple(paragraph):
        pieces = list(pieces_of(paragraph))
        add_deleted(parent, pieces, 0, sum(len(text) for _, text in pieces), live=live)
        return
    runs = [run for run in own_runs(paragraph) if run.tag == _R]
    for run in runs:
        run.tail = None
        for child in list(run):
            if child.tag in _DELETED_NAMES and not live:
                child.tag = _DELETED_NAMES[str(child.tag)]
            elif child.tag not in _CARRIED:
                run.remove(child)
    parent.extend(run for run in runs if any(child.tag != _R_PR for child in run))


def _add_deleted(run: etree._Element, element: etree._Element, text: str, tag: str) -> None:
    if str(element.tag).startswith(W) and element.tag not in {_T, _DEL_TEXT}:
        sign = deepcopy(element)
        sign.tail = None
        run.append(sign)
        return
    made = etree.SubElement(run, tag)
    made.set(_SPACE, "preserve")
    made.text = text
