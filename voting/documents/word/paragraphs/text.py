"""What counts as text in a Word paragraph: signs that are elements, symbols, and which of several choices is shown."""

from collections.abc import Iterator

from lxml import etree

from voting.documents.word.names import MC, W

SIGNS: dict[object, str] = {
    W + "tab": "\t",
    W + "ptab": "\t",
    # A page or a column that breaks breaks the line too.
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
# What is neither text nor around any.
SILENT: frozenset[object] = frozenset(
    {
        *(W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx")),
        *(W + name for name in ("sectPr", "customXmlPr", "smartTagPr", "rubyPr", "proofErr", "lastRenderedPageBreak")),
        *(W + name for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")),
        *(W + name for name in ("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "fldData")),
    }
)
CHOICES = MC + "AlternateContent"
_CHOICE, _FALLBACK = MC + "Choice", MC + "Fallback"
_BOX = W + "txbxContent"
# Symbol fonts keep their signs in a private area; these are what their commonest ones look like.
_SYMBOLS = {
    "symbol": {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xAE: "→", 0xA2: "′", 0xB2: "″"},
    "wingdings": {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xA7: "▪", 0xD8: "➢", 0xE0: "→"},
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0xA3: "☐"},
}
_PRIVATE = 0xF000


def symbol_text(element: etree._Element) -> str:
    """What a `w:sym` looks like; empty where it names no sign that a text can hold."""
    try:
        code = int(element.get(W + "char", ""), 16)
        text = chr(code)
    except (ValueError, OverflowError):
        return ""
    if code < ord(" ") or 0xD800 <= code <= 0xDFFF:
        return ""
    known = _SYMBOLS.get((element.get(W + "font") or "").lower(), {})
    return known.get(code & 0xFF, text) if code >= _PRIVATE or code <= 0xFF else text


def choice(element: etree._Element) -> etree._Element:
    """The first choice of an `AlternateContent`, or what stands in for it where there is none."""
    for wanted in (_CHOICE, _FALLBACK):
        found = element.find(wanted)
        if found is not None:
            return found
    return etree.Element(_CHOICE)


def boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing, those inside another box left to that one."""
    for child in element:
        tag = child.tag
        if tag == _BOX:
            yield child
        elif tag == CHOICES:
            yield from boxes(choice(child))
        else:
            yield from boxes(child)
