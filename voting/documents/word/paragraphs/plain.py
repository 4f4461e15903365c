"""One pass over a part that finds its revisions, and reads the paragraphs of nothing but text, edits, style and number.

Most paragraphs are that, and need no walk of their own: their text is that of their `w:t` and `w:delText`, all of it in
both texts but for what a `w:ins` or `w:del` right in the paragraph is around.
"""

from lxml import etree

from voting.documents.word.names import VAL, M, W
from voting.documents.word.numbering import NumberProperties
from voting.documents.word.paragraphs.text import CHOICES, SIGNS
from voting.documents.word.revisions import AROUND_TEXT, MARKED, Marks
from voting.documents.word.styles import whole_number

_P, _T, _DEL_TEXT, _P_PR, _STYLE = W + "p", W + "t", W + "delText", W + "pPr", W + "pStyle"
_NUMBER, _LEVEL, _OUTLINE, _SECTION = W + "numId", W + "ilvl", W + "outlineLvl", W + "sectPr"
_NUMBERS = frozenset({_NUMBER, _LEVEL, _OUTLINE})
_EDITS = frozenset({W + "ins", W + "del"})
# Where these stand, a number before was another one, or its properties were.
_RENUMBERING = frozenset({W + "pPrChange", W + "numberingChange"})
_R_PR, _NUM_PR = W + "rPr", W + "numPr"
# A paragraph that has one of these is read piece by piece. A tab stop (`w:tab` in its properties) is one needlessly.
_NOT_PLAIN = frozenset(
    {
        *map(str, SIGNS),
        *(f"{tag}{end}" for tag in map(str, AROUND_TEXT) if "move" in tag for end in ("", "RangeStart", "RangeEnd")),
        *(W + name for name in ("sym", "fldChar", "instrText", "delInstrText", "fldSimple", "object")),
        *(W + name for name in ("drawing", "pict", "footnoteReference", "endnoteReference")),
        CHOICES,
        M + "t",
    }
)
_LOOKED_FOR = (_P, _T, _DEL_TEXT, _STYLE, *_NUMBERS, _SECTION, *sorted(_NOT_PLAIN | MARKED))


class Survey:
    """What one pass over a part finds: `marks` are its revisions, `plain` the texts of its plain paragraphs, in pieces.

    `edits` are the insertions and deletions of each paragraph that has any, each after the number of pieces where it
    begins; None stands where the last one has ended. The styles of those that name one are in `_styles`, what few of
    them say of their number besides in `_said`, and whose number a revision changes in `_renumbered`.
    """

    def __init__(self, root: etree._Element) -> None:
        self.marks = Marks()
        self.plain: dict[etree._Element | None, list[str]] = {}
        self.edits: dict[etree._Element, list[tuple[int, etree._Element | None]]] = {}
        self._styles: dict[etree._Element, str] = {}
        self._said: dict[etree._Element, dict[object, str]] = {}
        self._renumbered: set[etree._Element] = set()
        self._properties: dict[object, NumberProperties] = {}
        self._holder: etree._Element | None = None
        self._is_nested = False
        self._look(root)

    def properties(self, paragraph: etree._Element) -> NumberProperties | None:
        """What a plain paragraph says of its number, the same object wherever it is the same.

        None where a revision changes that: then both texts have to be asked for it.
        """
        if paragraph in self._renumbered:
            return None
        style, said = self._styles.get(paragraph, ""), self._said.get(paragraph)
        key = style if said is None else (style, *said.items())
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
        revision: etree._Element | None = None
        texts: list[str] = []
        styles, edits = self._styles, self.edits
        # Most of what is found is text, and quicker told by coming next among the texts than by its name.
        all_texts = root.iter(_T, _DEL_TEXT)
        next_text = next(all_texts, None)
        for element in root.iter(*_LOOKED_FOR):
            if element is next_text:
                next_text = next(all_texts, None)
                if revision is not None and not _is_inside(element, revision, paragraph):
                    edits[paragraph].append((len(texts), None))
                    revision = None
                texts.append(element.text or "")
                continue
            tag = element.tag
            if tag == _P:
                paragraph, revision, texts = element, None, []
                self._begin(element, texts)
            elif tag == _STYLE:
                styles[paragraph] = element.get(VAL, "")
            elif tag in _EDITS and element.getparent() is paragraph:
                edits.setdefault(paragraph, []).append((len(texts), element))
                revision = element
            else:
                self._take(element, tag, paragraph)

    def _begin(self, paragraph: etree._Element, texts: list[str]) -> None:
        """A paragraph begins, perhaps in another place than those before."""
        holder = paragraph.getparent()
        if holder is not self._holder:
            self._holder = holder
            outer = _paragraph_around(holder)
            self._is_nested = outer is not None
            # A paragraph with others inside it is not plain, nor are those: its text goes on behind them.
            self.plain.pop(outer, None)
        if not self._is_nested:
            self.plain[paragraph] = texts

    def _take(self, element: etree._Element, tag: object, paragraph: etree._Element) -> None:
        if tag in _NUMBERS:
            self._said.setdefault(paragraph, {})[tag] = element.get(VAL, "")
        elif tag in _EDITS:
            self._take_edit(element, paragraph)
        elif tag in _NOT_PLAIN:
            self.plain.pop(paragraph, None)
        elif tag in _RENUMBERING:
            self._renumbered.add(paragraph)
        if tag in MARKED:
            self.marks.take(element, tag)
        elif tag == _SECTION and _is_of_paragraph(element):
            self._said.setdefault(paragraph, {})[tag] = ""

    def _take_edit(self, element: etree._Element, paragraph: etree._Element) -> None:
        """An insertion or deletion that is not right in the paragraph: its mark's, its number's, or around its text."""
        holder = element.getparent()
        within = None if holder is None else holder.tag
        if within == _NUM_PR:
            self._renumbered.add(paragraph)
        elif within != _R_PR:
            self.plain.pop(paragraph, None)


def _paragraph_around(element: etree._Element | None) -> etree._Element | None:
    if element is None or element.tag == _P:
        return element
    return next(element.iterancestors(_P), None)


def _is_inside(element: etree._Element, revision: etree._Element, paragraph: etree._Element) -> bool:
    above = element.getparent()
    while above is not None and above is not revision and above is not paragraph:
        above = above.getparent()
    return above is revision


def _is_of_paragraph(section: etree._Element) -> bool:
    holder = section.getparent()
    return holder is not None and holder.tag == _P_PR
