"""The changed characters of a Word file by kind, author and date, counted from its raw XML by nothing of ours."""

import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from defusedxml.ElementTree import fromstring

from voting.domain.legal_text import SpanKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
UTC = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"
Key = tuple[SpanKind, str, str]
Changed = Counter[Key]

_KINDS = {
    W + "ins": SpanKind.INSERT,
    W + "del": SpanKind.DELETE,
    W + "moveFrom": SpanKind.MOVE_FROM,
    W + "moveTo": SpanKind.MOVE_TO,
    W + "cellIns": SpanKind.INSERT,
    W + "cellDel": SpanKind.DELETE,
}
_WHOLE = {W + "tr": W + "trPr", W + "tc": W + "tcPr"}
_NOTES = {W + "footnoteReference": "word/footnotes.xml", W + "endnoteReference": "word/endnotes.xml"}
_TEXTS = {W + "t", W + "delText", M + "t"}
_SIGNS = {W + "tab", W + "br", W + "cr", W + "noBreakHyphen", W + "softHyphen"}
_PROPERTIES = {W + "rPr", W + "pPr", W + "trPr", W + "tcPr", MC + "Fallback"}


def changed_characters(data: bytes) -> Changed:
    """How many characters of the body and its notes each author changed, by kind and date: the nearest change counts,
    be it around the words, their cell, their row or the reference to their note."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {
            name: archive.read(name) for name in archive.namelist() if name in {"word/document.xml", *_NOTES.values()}
        }
    notes = {
        (name, note.get(W + "id")): note
        for name in set(_NOTES.values()) & set(parts)
        for note in fromstring(parts[name])
    }
    found: Changed = Counter()
    for key, length in _walk(fromstring(parts["word/document.xml"]), None, notes):
        if key is not None:
            found[key] += length
    return +found


def _walk(
    element: ET.Element, around: Key | None, notes: dict[tuple[str, str | None], ET.Element]
) -> Iterator[tuple[Key | None, int]]:
    for child in element:
        if child.tag in _TEXTS:
            yield around, len(child.text or "")
        elif child.tag in _SIGNS and element.tag == W + "r":
            yield around, 1
        elif child.tag in _NOTES:
            note = notes.pop((_NOTES[child.tag], child.get(W + "id")), None)
            if note is not None:
                yield from _walk(note, around, notes)
        elif child.tag not in _PROPERTIES:
            yield from _walk(child, _changes(child) or around, notes)


def _changes(element: ET.Element) -> Key | None:
    """Who changes all that is in an element; of two changes of a row or a cell, what was inserted was then deleted."""
    if element.tag in _KINDS:
        return _key(element)
    if element.tag not in _WHOLE:
        return None
    revisions = [_key(each) for each in element.findall(f"{_WHOLE[element.tag]}/*") if each.tag in _KINDS]
    return min(revisions, key=lambda key: key[0] is not SpanKind.DELETE, default=None)


def _key(revision: ET.Element) -> Key:
    date = revision.get(UTC) or revision.get(W + "date", "")
    return _KINDS[revision.tag], revision.get(W + "author", ""), date


def plain(changed: Changed) -> Changed:
    """The same with moves as deletions and insertions, as they are where one end is missing."""
    kinds = {SpanKind.MOVE_FROM: SpanKind.DELETE, SpanKind.MOVE_TO: SpanKind.INSERT}
    found: Changed = Counter()
    for (kind, author, date), length in changed.items():
        found[kinds.get(kind, kind), author, date] += length
    return found
