"""The body of a Word file as a sequence of paragraphs and table rows with their texts, which is what is compared."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import MC, VAL, M, W
from voting.documents.word.paragraphs import SIGNS, SILENT, choice, symbol_text
from voting.documents.word.text_pieces import pieces_of

P, TBL, TR, TC, R = (W + name for name in ("p", "tbl", "tr", "tc", "r"))
_T, _M_T, _SYMBOL = W + "t", M + "t", W + "sym"
_CHOICES = MC + "AlternateContent"
_NESTING = (_CHOICES, W + "txbxContent", W + "pict", W + "drawing")


class Shape(NamedTuple):
    """What a paragraph says of its style and number."""

    style: str = ""
    level: str = ""
    number: str = ""
    outline: str = ""


_PLAIN = Shape()


class Block(NamedTuple):
    """A paragraph or a row, and its text: a row's cells apart by tabs, the paragraphs in a cell by line breaks."""

    element: etree._Element
    text: str
    is_row: bool = False
    shape: Shape = _PLAIN


class Texts:
    """The texts and shapes of all paragraphs of some parts, worked out in one pass.

    Where text boxes and the like are nested in paragraphs, each is looked at by itself.
    """

    def __init__(self, *roots: etree._Element) -> None:
        self._texts: dict[etree._Element, str] = {}
        self._shapes: dict[etree._Element, Shape] = {}
        for root in roots:
            _take(root, self._texts, self._shapes)
            if next(root.iter(*_NESTING), None) is not None:
                for paragraph in root.iter(P):
                    self._texts[paragraph] = "".join(text for _, text in pieces_of(paragraph))

    def of(self, paragraph: etree._Element) -> str:
        """What the paragraph says."""
        return self._texts.get(paragraph, "")

    def shape_of(self, paragraph: etree._Element) -> Shape:
        """What the paragraph says of its style and number."""
        return self._shapes.get(paragraph, _PLAIN)

    def of_row(self, row: etree._Element) -> str:
        """What the row says."""
        return "\t".join(self.of_cell(cell) for cell in cells_of(row))

    def of_cell(self, cell: etree._Element) -> str:
        """What the cell says, tables inside it included."""
        return "\n".join(map(self.of, cell.iter(P)))


# The properties of a shape, and their places in it.
_SHAPING = {W + name: at for at, name in enumerate(("pStyle", "ilvl", "numId", "outlineLvl"))}


def _take(root: etree._Element, texts: dict[etree._Element, str], shapes: dict[etree._Element, Shape]) -> None:
    paragraph, text = root, ""
    shape = ["", "", "", ""]
    for element in root.iter(P, _T, _M_T, _SYMBOL, *map(str, SIGNS), *_SHAPING):
        tag = element.tag
        if tag == _T:
            text += element.text or ""
        elif tag == P:
            texts[paragraph] = text
            shapes[paragraph] = Shape(*shape)
            paragraph, text, shape = element, "", ["", "", "", ""]
        elif tag in _SHAPING:
            shape[_SHAPING[tag]] = element.get(VAL, "")
        elif tag == _M_T:
            text += element.text or ""
        elif (above := element.getparent()) is not None and above.tag == R:
            text += symbol_text(element) if tag == _SYMBOL else SIGNS[tag]
    texts[paragraph] = text
    shapes[paragraph] = Shape(*shape)


def blocks_of(parent: etree._Element, texts: Texts) -> Iterator[Block]:
    """The paragraphs and rows below, in order; what only wraps them is looked through."""
    for element in parent:
        tag = element.tag
        if tag == P:
            yield Block(element, texts.of(element), False, texts.shape_of(element))
        elif tag == TR:
            yield Block(element, texts.of_row(element), True)
        elif tag == _CHOICES:
            yield from blocks_of(choice(element), texts)
        elif tag not in SILENT:
            yield from blocks_of(element, texts)


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, whatever is wrapped around them."""
    for element in row:
        if element.tag == TC:
            yield element
        elif element.tag not in SILENT:
            yield from cells_of(element)
