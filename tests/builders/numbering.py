"""Numbering and styles of Word files from short descriptions, and the numbers that the reader gives to paragraphs."""

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import quoteattr

from lxml import etree

from tests.builders.word import NAMESPACES, paragraph, word_file
from voting.documents.word.names import W
from voting.documents.word.numbering import Numbering, NumberProperties, number_properties
from voting.documents.word.package import Package, open_package
from voting.documents.word.styles import Styles


def level(
    index: int, text: str, number_format: str = "decimal", *, start: int | None = 1, style: str = "", more: str = ""
) -> str:
    """One level of a list; `more` is further markup in it."""
    return (
        f'<w:lvl w:ilvl="{index}">'
        + ("" if start is None else f'<w:start w:val="{start}"/>')
        + ("" if not number_format else f'<w:numFmt w:val="{number_format}"/>')
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f"{more}<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def a_list(list_id: int, *levels: str, more: str = "") -> str:
    """An abstract numbering."""
    return f'<w:abstractNum w:abstractNumId="{list_id}">{more}{"".join(levels)}</w:abstractNum>'


def use(
    num_id: int, list_id: int, starts: Mapping[int, int] | None = None, levels: Mapping[int, str] | None = None
) -> str:
    """An instance of a list, with the starts and the levels that it overrides."""
    starts, levels = starts or {}, levels or {}
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{index}">'
        + (f'<w:startOverride w:val="{starts[index]}"/>' if index in starts else "")
        + levels.get(index, "")
        + "</w:lvlOverride>"
        for index in sorted({*starts, *levels})
    )
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{list_id}"/>{overrides}</w:num>'


def numbers(num_id: int | None = None, index: int | None = None, more: str = "") -> str:
    """The numbering properties of a paragraph or a style."""
    held = "" if index is None else f'<w:ilvl w:val="{index}"/>'
    held += "" if num_id is None else f'<w:numId w:val="{num_id}"/>'
    return f"<w:numPr>{held}{more}</w:numPr>"


def styled(style: str, more: str = "") -> str:
    """The properties of a paragraph in this style."""
    return f'<w:pStyle w:val="{style}"/>{more}'


def a_style(
    style_id: str,
    properties: str = "",
    *,
    based_on: str = "",
    name: str = "",
    kind: str = "paragraph",
    default: bool = False,
) -> str:
    """A style with these paragraph properties."""
    return (
        f'<w:style w:type="{kind}" w:default="{int(default)}" w:styleId="{style_id}">'
        f"<w:name w:val={quoteattr(name or style_id)}/>"
        + (f'<w:basedOn w:val="{based_on}"/>' if based_on else "")
        + f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def numbered_file(lists: Iterable[str], paragraphs: Iterable[str], styles: Iterable[str] = ()) -> bytes:
    """A Word file with these lists and styles; each paragraph is given by its properties and says its own place."""
    return word_file(
        *(paragraph(f"¶{at}¶", properties=properties) for at, properties in enumerate(paragraphs)),
        related={
            "numbering": f"<w:numbering {NAMESPACES}>{''.join(lists)}</w:numbering>",
            "styles": f"<w:styles {NAMESPACES}>{''.join(styles)}</w:styles>",
        },
    )


def numbering_of(package: Package) -> tuple[Styles, Numbering]:
    """The styles and the numbering of a package."""
    styles = Styles.of(package)
    return styles, Numbering.of(package, styles)


def said(package: Package, view: int = 1) -> list[NumberProperties]:
    """What each paragraph of the body says of its number in a view (0 as is, 1 to be)."""
    return [number_properties(each.find(f"{W}pPr"))[view] for each in package.document.iter(f"{W}p")]


def shown(lists: Iterable[str], paragraphs: Sequence[str], styles: Iterable[str] = (), *, view: int = 1) -> list[str]:
    """The automatic number of each paragraph, empty where it has none."""
    package = open_package(numbered_file(lists, paragraphs, styles))
    counter = numbering_of(package)[1].counter()
    found = [counter.number(properties) for properties in said(package, view)]
    return ["" if number is None else number.text for number in found]


def element(markup: str) -> etree._Element:
    """A piece of Word's markup as an element."""
    (only,) = etree.fromstring(f"<w:body {NAMESPACES}>{markup}</w:body>")
    return only
