"""An independent count of the changed characters of a Word file, to hold the reading against.

It looks for revisions wherever they stand and counts what is inside, where the reader goes through the document from
the outside and takes what it knows: text that the reader never meets is counted here all the same.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import islice

from lxml import etree

from voting.documents.word.names import MC, M, W
from voting.documents.word.package import Package
from voting.documents.word.paragraphs import SIGNS, symbol_text
from voting.documents.word.revisions import AROUND_TEXT, revision
from voting.domain.legal_text import Span, SpanKind

ChangedCharacters = Counter[tuple[SpanKind, str, str]]

_TEXTS: frozenset[object] = frozenset({W + "t", W + "delText", M + "t"})
_SYMBOL = W + "sym"
_R = W + "r"
_REFERENCES: dict[object, str] = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_ID = W + "id"
_CHOICES, _CHOICE, _FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
_PROPERTIES: dict[object, str] = {W + "tr": W + "trPr", W + "tc": W + "tcPr"}
_WHOLES: dict[object, SpanKind] = {
    W + "ins": SpanKind.INSERT,
    W + "del": SpanKind.DELETE,
    W + "cellIns": SpanKind.INSERT,
    W + "cellDel": SpanKind.DELETE,
}
_LOOKED_FOR = (*map(str, AROUND_TEXT), W + "cellIns", W + "cellDel", *map(str, _REFERENCES), _CHOICES)
# What is neither text nor around any, and commonest by far.
_NO_TEXT: frozenset[object] = frozenset({W + "rPr", W + "pPr"})
# A name is far quicker than asking the enum for its member, and there is one for each piece of text.
_EQUAL = SpanKind.EQUAL
_Key = tuple[SpanKind, str, str]


def changed_in_file(package: Package) -> ChangedCharacters:
    """How many characters of the body and its notes each author changed, by kind and date."""
    return _Counting(package).all()


def changed_in_spans(spans: Iterable[Span]) -> ChangedCharacters:
    """The same of spans."""
    counted: ChangedCharacters = Counter()
    for kind, text, author, date, _hunk, _move, _within in spans:
        if kind is not _EQUAL and text:
            counted[kind, author, date] += len(text)
    return counted


class _Counting:
    """One file while it is counted. What has been counted inside something else is `seen`."""

    def __init__(self, package: Package) -> None:
        self.counted: ChangedCharacters = Counter()
        self.seen: set[etree._Element] = set()
        self.package = package
        self.has_choices = False
        self.notes: dict[str, dict[str, etree._Element]] = {}

    def all(self) -> ChangedCharacters:
        """The count of the body, and of each note where its first reference stands."""
        self.below(self.package.document)
        return self.counted

    def below(self, root: etree._Element) -> None:
        """Count what each revision below an element is around, and the notes that are referred to outside of any."""
        for element in root.iter(*_LOOKED_FOR):
            tag = element.tag
            if tag == _CHOICES:
                # What is inside comes after it.
                self.has_choices = True
            elif element not in self.seen and (not self.has_choices or self.is_shown(element)):
                if tag in _REFERENCES:
                    self.note(element, None)
                elif len(element):
                    self.revision(element)
                else:
                    self.whole(element)

    def is_shown(self, element: etree._Element) -> bool:
        """Whether an element is in none of the choices that are not taken."""
        inner = element
        for above in element.iterancestors():
            if above.tag == _CHOICES and inner is not next(above.iterchildren(_CHOICE, _FALLBACK), None):
                return False
            inner = above
        return True

    def whole(self, element: etree._Element) -> None:
        """Count a row or cell that is inserted or deleted as a whole, given what says so."""
        properties = element.getparent()
        owner = None if properties is None else properties.getparent()
        if owner is None or properties is None or owner in self.seen:
            return
        if _PROPERTIES.get(owner.tag) == properties.tag:
            self.inside(owner, None)

    def revision(self, element: etree._Element) -> None:
        """Count what a revision is around: nothing, where it is that of a mark, a row or a number."""
        self.seen.add(element)
        kind, author, date, _ = revision(element, AROUND_TEXT[element.tag])
        self.inside(element, (kind, author, date))

    def inside(self, element: etree._Element, key: _Key | None) -> None:
        """Count what is inside an element for whoever changed it; a revision inside counts for its own author."""
        tag = element.tag
        if tag in _PROPERTIES:
            self.seen.add(element)
            key = _of_whole(element, _PROPERTIES[tag]) or key
        for child in _taken(element) if tag == _CHOICES else element:
            within = child.tag
            if within in _TEXTS:
                self.add(key, len(child.text or ""))
            elif within in AROUND_TEXT:
                self.revision(child)
            elif within in _REFERENCES:
                self.note(child, key)
            elif within not in _NO_TEXT:
                if tag == _R:
                    self.sign(child, within, key)
                self.inside(child, key)

    def sign(self, element: etree._Element, tag: object, key: _Key | None) -> None:
        """Count a sign that is an element of a run; elsewhere a tab is a place on the ruler."""
        self.add(key, len(symbol_text(element)) if tag == _SYMBOL else int(tag in SIGNS))

    def add(self, key: _Key | None, characters: int) -> None:
        """Count characters that somebody changed."""
        if key is not None and characters:
            self.counted[key] += characters

    def note(self, reference: etree._Element, key: _Key | None) -> None:
        """Count the note of a reference, once."""
        self.seen.add(reference)
        kind = _REFERENCES[reference.tag]
        if kind not in self.notes:
            root = self.package.related_xml(kind)
            self.notes[kind] = {} if root is None else {note.get(_ID, ""): note for note in root}
        note = self.notes[kind].pop(reference.get(_ID, ""), None)
        if note is not None:
            if key is None:
                self.below(note)
            else:
                self.inside(note, key)


def _of_whole(element: etree._Element, properties: str) -> _Key | None:
    """The revision of a row or cell as a whole; of two, the deletion."""
    held = element.find(properties)
    found = [] if held is None else [(_WHOLES[each.tag], each) for each in held if each.tag in _WHOLES]
    for kind, each in sorted(found, key=lambda pair: pair[0] is SpanKind.INSERT):
        _, author, date, _ = revision(each, kind)
        return kind, author, date
    return None


def _taken(choices: etree._Element) -> Iterable[etree._Element]:
    """Of several choices, the one that is taken."""
    return islice(choices.iterchildren(_CHOICE, _FALLBACK), 1)
