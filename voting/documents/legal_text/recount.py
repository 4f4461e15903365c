"""An independent count of the changed characters of a Word file, to hold the reading against.

It looks at each piece of text by itself and asks what is around it, where the reader goes from the outside in: an error
of one is not an error of the other.
"""

from collections import Counter
from collections.abc import Iterable

from lxml import etree

from voting.documents.word.names import MC, M, W
from voting.documents.word.package import Package
from voting.documents.word.paragraphs import SIGNS, symbol_text
from voting.documents.word.revisions import AROUND_TEXT, revision
from voting.domain.legal_text import Span, SpanKind

ChangedCharacters = Counter[tuple[SpanKind, str, str]]

_TEXTS = frozenset({W + "t", W + "delText", M + "t"})
_SYMBOL = W + "sym"
_R, _P, _TR, _TC = W + "r", W + "p", W + "tr", W + "tc"
_NOTES = {"footnotes": W + "footnoteReference", "endnotes": W + "endnoteReference"}
_ID = W + "id"
_CHOICES, _CHOICE, _FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
_PROPERTIES = {_TR: W + "trPr", _TC: W + "tcPr"}
_WHOLES: dict[object, SpanKind] = {
    W + "ins": SpanKind.INSERT,
    W + "del": SpanKind.DELETE,
    W + "cellIns": SpanKind.INSERT,
    W + "cellDel": SpanKind.DELETE,
}
_BEYOND = (W + "trPr", W + "cellIns", W + "cellDel", W + "txbxContent")
_BLOCKS: frozenset[object] = frozenset({_P, W + "tbl", W + "sdt"})
_Key = tuple[SpanKind, str, str]


def changed_in_file(package: Package) -> ChangedCharacters:
    """How many characters of the body and its notes each author changed, by kind and date."""
    counting = _Counting(package.document)
    counted = counting.of(package.document, None)
    for kind, tag in _NOTES.items():
        notes = package.related_xml(kind)
        if notes is None:
            continue
        held = {note.get(_ID, ""): note for note in notes}
        for reference in list(package.document.iter(tag)):
            note = held.pop(reference.get(_ID, ""), None)
            if note is not None and counting.is_shown(reference):
                counted += _Counting(notes).of(note, counting.changed_by(reference))
    return counted


def changed_in_spans(spans: Iterable[Span]) -> ChangedCharacters:
    """The same of spans."""
    counted: ChangedCharacters = Counter()
    for span in spans:
        if span.kind is not SpanKind.EQUAL and span.text:
            counted[span.kind, span.author, span.date] += len(span.text)
    return counted


class _Counting:
    """One part of a file, its revisions known by their elements."""

    def __init__(self, root: etree._Element) -> None:
        self.revisions: dict[etree._Element, _Key] = {}
        # Where rows, cells, boxes or whole paragraphs may be changed, text without a revision of its own counts too.
        self.looks_beyond = next(root.iter(*_BEYOND), None) is not None
        for element in root.iter(*map(str, AROUND_TEXT)):
            if not len(element):
                # The revision of a mark, a row or a number.
                continue
            kind, author, date, _ = revision(element, AROUND_TEXT[element.tag])
            self.revisions[element] = (kind, author, date)
            self.looks_beyond = self.looks_beyond or element[0].tag in _BLOCKS
        self.has_choices = next(root.iter(_FALLBACK), None) is not None

    def of(self, root: etree._Element, otherwise: _Key | None) -> ChangedCharacters:
        """The changed characters below an element, `otherwise` being what changes all of it."""
        counted: ChangedCharacters = Counter()
        if not self.looks_beyond and otherwise is None:
            return self.within_revisions(root)
        for element in root.iter(*map(str, _TEXTS), *map(str, SIGNS), _SYMBOL):
            key = self.changed_by(element) or otherwise
            if key is not None and (length := _length(element)) and self.is_shown(element):
                counted[key] += length
        return counted

    def within_revisions(self, root: etree._Element) -> ChangedCharacters:
        """The characters in each revision below an element that are not in one inside it."""
        counted: ChangedCharacters = Counter()
        for element in root.iter(*map(str, AROUND_TEXT)):
            key = self.revisions.get(element)
            if key is None:
                continue
            length = sum(_length(each) for each in element.iter() if self.is_shown(each))
            outer = self.changed_by(element)
            if length:
                counted[key] += length
                if outer is not None:
                    counted[outer] -= length
        return counted

    def changed_by(self, element: etree._Element) -> _Key | None:
        """The nearest revision around an element, that of its row or cell coming last."""
        revisions = self.revisions
        above = element.getparent()
        while above is not None:
            if above in revisions:
                return revisions[above]
            if self.looks_beyond:
                tag = above.tag
                if tag in _PROPERTIES and (key := _of_whole(above, str(tag))) is not None:
                    return key
            above = above.getparent()
        return None

    def is_shown(self, element: etree._Element) -> bool:
        """Whether an element is in none of the choices that are not taken."""
        if not self.has_choices:
            return True
        inner = element
        for above in element.iterancestors():
            if above.tag == _CHOICES and inner is not next(above.iterchildren(_CHOICE, _FALLBACK), None):
                return False
            inner = above
        return True


def _of_whole(element: etree._Element, tag: str) -> _Key | None:
    """The revision of a row or cell as a whole; of two, the deletion."""
    properties = element.find(_PROPERTIES[tag])
    found = [] if properties is None else [(_WHOLES[each.tag], each) for each in properties if each.tag in _WHOLES]
    for kind, each in sorted(found, key=lambda pair: pair[0] is SpanKind.INSERT):
        _, author, date, _ = revision(each, kind)
        return kind, author, date
    return None


def _length(element: etree._Element) -> int:
    tag = element.tag
    if tag in _TEXTS:
        return len(element.text or "")
    if tag != _SYMBOL and tag not in SIGNS:
        return 0
    parent = element.getparent()
    if parent is None or parent.tag != _R:
        # The tab of a paragraph's properties is a place on the ruler.
        return 0
    return len(symbol_text(element)) if tag == _SYMBOL else 1
