"""One pass over a part that finds its revisions, and the paragraphs that are nothing but text, style and number.

Most paragraphs are that, and need no walk of their own: their text is that of their `w:t`, all of it in both texts.
"""

from lxml import etree

from voting.documents.word.names import VAL, M, W
from voting.documents.word.numbering import NumberProperties
from voting.documents.word.paragraphs.text import CHOICES, SIGNS
from voting.documents.word.revisions import AROUND_TEXT, MARKED, Marks
from voting.documents.word.styles import whole_number

_P, _T, _P_PR, _STYLE = W + "p", W + "t", W + "pPr", W + "pStyle"
_NUMBER, _LEVEL, _OUTLINE, _SECTION = W + "numId", W + "ilvl", W + "outlineLvl", W + "sectPr"
_NUMBERS = frozenset({_NUMBER, _LEVEL, _OUTLINE})
# A paragraph that has one of these is read piece by piece. A tab stop (`w:tab` in its properties) is one needlessly.
_NOT_PLAIN = frozenset(
    {
        *map(str, (*AROUND_TEXT, *SIGNS)),
        *(f"{tag}Range{end}" for tag in map(str, AROUND_TEXT) if "move" in tag for end in ("Start", "End")),
        *(W + name for name in ("delText", "sym", "fldChar", "instrText", "delInstrText", "fldSimple", "object")),
        *(W + name for name in ("drawing", "pict", "footnoteReference", "endnoteReference")),
        *(W + name for name in ("pPrChange", "numberingChange")),
        CHOICES,
        M + "t",
    }
)
_LOOKED_FOR = (_P, _T, _STYLE, *_NUMBERS, _SECTION, *sorted(_NOT_PLAIN | MARKED))


class Survey:
    """What one pass over a part finds: `marks` are its revisions, `plain` the texts of its plain paragraphs, in pieces.

    The styles of those that name one are in `_styles`, and what few of them say of their number besides in `_said`.
    """

    def __init__(self, root: etree._Element) -> None:
        self.marks = Marks()
        self.plain: dict[etree._Element | None, list[str]] = {}
        self._styles: dict[etree._Element, str] = {}
        self._said: dict[etree._Element, dict[object, str]] = {}
        self._properties: dict[tuple[object, ...], NumberProperties] = {}
        self._holder: etree._Element | None = None
        self._is_nested = False
        self._look(root)

    def properties(self, paragraph: etree._Element) -> NumberProperties:
        """What a plain paragraph says of its number, the same object wherever it is the same."""
        style, said = self._styles.get(paragraph, ""), self._said.get(paragraph)
        key = (style,) if said is None else (style, *said.items())
        found = self._properties.get(key)
        if found is None:
            said = said or {}
            found = self._properties[key] = NumberProperties(
                style,
                whole_number(said.get(_NUMBER)),
                whole_number(said.get(_LEVEL)),
                whole_number(said.get(_OUTLINE)),
                None,
                _SECTION in said,
            )
        return found

    def _look(self, root: etree._Element) -> None:
        paragraph = root
        texts: list[str] = []
        styles = self._styles
        for element in root.iter(*_LOOKED_FOR):
            tag = element.tag
            if tag == _T:
                texts.append(element.text or "")
            elif tag == _P:
                paragraph, texts = element, []
                if element.getparent() is not self._holder:
                    self._enter(element.getparent())
                if not self._is_nested:
                    self.plain[element] = texts
            elif tag == _STYLE:
                styles[paragraph] = element.get(VAL, "")
            else:
                self._take(element, tag, paragraph)

    def _enter(self, holder: etree._Element | None) -> None:
        """The paragraphs that follow stand in another place than those before."""
        self._holder = holder
        outer = _paragraph_around(holder)
        self._is_nested = outer is not None
        # A paragraph with others inside it is not plain, nor are those: its text goes on behind them.
        self.plain.pop(outer, None)

    def _take(self, element: etree._Element, tag: object, paragraph: etree._Element) -> None:
        if tag in _NUMBERS:
            self._said.setdefault(paragraph, {})[tag] = element.get(VAL, "")
        elif tag in _NOT_PLAIN:
            self.plain.pop(paragraph, None)
        if tag in MARKED:
            self.marks.take(element, tag)
        elif tag == _SECTION and _is_of_paragraph(element):
            self._said.setdefault(paragraph, {})[tag] = ""


def _paragraph_around(element: etree._Element | None) -> etree._Element | None:
    if element is None or element.tag == _P:
        return element
    return next(element.iterancestors(_P), None)


def _is_of_paragraph(section: etree._Element) -> bool:
    holder = section.getparent()
    return holder is not None and holder.tag == _P_PR
