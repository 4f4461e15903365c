"""Word files made of plain strings of XML: hostile, damaged, or with tracked changes of which the truth is known."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
RELATIONS = f"{OFFICE}/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPE = f"{WORD_TYPES}.document.main+xml"
NAMESPACES = (
    f'xmlns:w="{NAMESPACE}" xmlns:r="{RELATIONS}" xmlns:m="{OFFICE}/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w16du="http://schemas.microsoft.com/office/word/2023/wordml/word16du"'
)
AUTHOR = "Ann Alder"
DATE = "2025-03-04T09:30:00Z"
_ids = count(1)


def by(author: str | None = AUTHOR, date: str | None = DATE, utc: str | None = None, number: int | None = None) -> str:
    """The attributes that say who and when, with an id of its own unless one is given."""
    found = f' w:id="{next(_ids) if number is None else number}"'
    for name, value in (("w:author", author), ("w:date", date), ("w16du:dateUtc", utc)):
        found += "" if value is None else f" {name}={quoteattr(value)}"
    return found


def run(words: str, tag: str = "w:t", properties: str = "") -> str:
    """A run of text."""
    held = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{held}<{tag} xml:space="preserve">{escape(words)}</{tag}></w:r>'


def inserted(*content: str, who: str | None = None) -> str:
    """Content inside an insertion; words without markup become a run."""
    return f"<w:ins{who or by()}>{''.join(map(_content, content))}</w:ins>"


def deleted(*content: str, who: str | None = None) -> str:
    """Content inside a deletion."""
    runs = (each if each.startswith("<") else run(each, "w:delText") for each in content)
    return f"<w:del{who or by()}>{''.join(runs)}</w:del>"


def moved(way: str, name: str, *content: str, who: str | None = None) -> str:
    """Content that moves `way` ("From" or "To"), inside the range of that name."""
    number = next(_ids)
    inner = "".join(map(_content, content))
    return (
        f'<w:move{way}RangeStart{by(number=number)} w:name="{name}"/><w:move{way}{who or by()}>{inner}</w:move{way}>'
        f'<w:move{way}RangeEnd w:id="{number}"/>'
    )


def _content(each: str) -> str:
    return each if each.startswith("<") else run(each)


def paragraph(*content: str, mark: str = "", properties: str = "") -> str:
    """A paragraph; `mark` are the revisions of its mark ("ins", "del", several apart by a space, or markup)."""
    if mark and not mark.startswith("<"):
        mark = "".join(f"<w:{tag}{by()}/>" for tag in mark.split())
    held = properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return f"<w:p>{f'<w:pPr>{held}</w:pPr>' if held else ''}{''.join(map(_content, content))}</w:p>"


def cell(*blocks: str, revised: str = "", properties: str = "") -> str:
    """A cell of a table; `revised` is "cellIns", "cellDel" or nothing."""
    held = properties + (f"<w:{revised}{by()}/>" if revised else "")
    inner = "".join(each if each.startswith("<") else paragraph(each) for each in blocks)
    return f"<w:tc>{f'<w:tcPr>{held}</w:tcPr>' if held else ''}{inner}</w:tc>"


def row(*cells: str, revised: str = "") -> str:
    """A row of a table; `revised` is "ins", "del" or nothing."""
    held = f"<w:trPr><w:{revised}{by()}/></w:trPr>" if revised else ""
    return f"<w:tr>{held}{''.join(each if each.startswith('<w:tc>') else cell(each) for each in cells)}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def document(*blocks: str, namespaces: str = NAMESPACES) -> str:
    """The main part."""
    return f"<w:document {namespaces}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"


def notes(kind: str, *held: str) -> str:
    """The part of footnotes or endnotes ("footnote", "endnote"), numbered from 1, with Word's two separators."""
    written = "".join(f'<w:{kind} w:id="{at}">{each}</w:{kind}>' for at, each in enumerate(held, 1))
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    return f"<w:{kind}s {NAMESPACES}>{separator}{written}</w:{kind}s>"


def word_file(
    *blocks: str,
    related: Mapping[str, str] | None = None,
    parts: Mapping[str, str | bytes | None] | None = None,
    main_type: str = MAIN_TYPE,
) -> bytes:
    """A Word file with these blocks in its body.

    `related` are further parts of the document by kind ("numbering", "footnotes"); `parts` are put in as they are, or
    with None taken out, by name.
    """
    related = related or {}
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>'
        for at, kind in enumerate(related, 1)
    )
    made: dict[str, str | bytes | None] = {
        "[Content_Types].xml": content_types(main_type),
        "_rels/.rels": relationships(
            f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": document(*blocks),
        "word/_rels/document.xml.rels": relationships(relations),
        **{f"word/{kind}.xml": part for kind, part in related.items()},
    }
    made |= parts or {}
    return zipped({name: part for name, part in made.items() if part is not None})


def relationships(held: str) -> str:
    """A part of relationships."""
    return f'<Relationships xmlns="{PACKAGE}/relationships">{held}</Relationships>'


def content_types(main_type: str = MAIN_TYPE) -> str:
    """The list of media types."""
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/></Types>'
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a zip."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()
