"""The pieces of text of one paragraph as elements of the XML, in the order and by the rules of the reader."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import MC, M, W
from voting.documents.word.paragraphs import SIGNS, choice, symbol_text

_P, _R, _SYMBOL = W + "p", W + "r", W + "sym"
_TEXTS: frozenset[object] = frozenset({W + "t", W + "delText", M + "t"})
_WANTED = (*map(str, _TEXTS), *map(str, SIGNS), _SYMBOL)
_CHOICES, _FALLBACK = MC + "AlternateContent", MC + "Fallback"


class Piece(NamedTuple):
    """One element that shows text, and the text that it shows."""

    element: etree._Element
    text: str


def pieces_of(paragraph: etree._Element) -> Iterator[Piece]:
    """The paragraph's own pieces: those of its text boxes, and of choices not taken, are not among them."""
    for element in paragraph.iter(*_WANTED):
        text = _text(element)
        if text and _is_own(element, paragraph):
            yield Piece(element, text)


def _text(element: etree._Element) -> str:
    if element.tag in _TEXTS:
        return element.text or ""
    parent = element.getparent()
    if parent is None or parent.tag != _R:
        # The tab of a paragraph's properties is a place on the ruler.
        return ""
    return symbol_text(element) if element.tag == _SYMBOL else SIGNS[element.tag]


def _is_own(element: etree._Element, paragraph: etree._Element) -> bool:
    inner = element
    for above in element.iterancestors():
        if above is paragraph:
            return True
        if above.tag == _P or (above.tag == _CHOICES and choice(above) is not inner):
            return False
        inner = above
    return False
