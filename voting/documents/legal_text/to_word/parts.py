"""The parts of a Word file beside its body: styles, page header and footer, properties, and how they hang together."""

from voting.documents.legal_text.to_word.numbers import DEEPEST, indent
from voting.documents.word.writing import NAMESPACE, encoded, safe
from voting.domain.legal_text import Redline

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
# Parts that hang on the document: their names, relationship types and ids.
_RELATED = {
    "styles": "rId1",
    "numbering": "rId2",
    "settings": "rId3",
    "header": "rId4",
    "footer": "rId5",
    "footnotes": "rId6",
}
SECTION = (
    f'<w:sectPr><w:headerReference w:type="default" r:id="{_RELATED["header"]}"/>'
    f'<w:footerReference w:type="default" r:id="{_RELATED["footer"]}"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1304" w:bottom="1304" w:left="1304" '
    'w:header="709" w:footer="567" w:gutter="0"/></w:sectPr>'
)
# The right edge of the text, where what stands at the right of header and footer ends.
_RIGHT = '<w:pPr><w:tabs><w:tab w:val="right" w:pos="9298"/></w:tabs></w:pPr>'
_TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_REFERENCE_STYLE = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
_HEADING_SIZES = (30, 26, 24, 22, 21, 21, 21, 21, 21)


def package_parts(redline: Redline, document: str, numbering: str, footnotes: str) -> dict[str, bytes]:
    """All parts of the package, the list of types first as Word has it. `footnotes` is empty where there are none."""
    held = {
        "styles": _styles(),
        "numbering": numbering,
        "settings": _settings(bool(footnotes)),
        "header": _header(redline),
        "footer": _footer(),
    }
    if footnotes:
        held["footnotes"] = footnotes
    written = {
        "[Content_Types].xml": _types(held),
        "_rels/.rels": _relations(
            {
                "rId1": (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            }
        ),
        "docProps/core.xml": _properties(redline),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relations(
            {_RELATED[name]: (f"{_OFFICE}/relationships/{name}", f"{name}.xml") for name in held}
        ),
        **{f"word/{name}.xml": xml for name, xml in held.items()},
    }
    return {name: encoded(_DECLARATION + xml) for name, xml in written.items()}


def _types(held: dict[str, str]) -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>' for name in sorted(held)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    relations = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _properties(redline: Redline) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{safe(redline.document)}</dc:title><dc:subject>{safe(against(redline))}</dc:subject>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def against(redline: Redline) -> str:
    """What the text is drafted against, in words; empty where the redline does not say."""
    return f"Against SEC version {redline.sec_version}" if redline.sec_version else ""


def _settings(has_footnotes: bool) -> str:
    notes = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>' if has_footnotes else ""
    return (
        f'<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="510"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/>{notes}<w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        "</w:settings>"
    )


def _header(redline: Redline) -> str:
    return (
        f'<w:hdr xmlns:w="{NAMESPACE}"><w:p>{_RIGHT}{_small(redline.document)}<w:r><w:tab/></w:r>'
        f"{_small(against(redline))}</w:p></w:hdr>"
    )


def _footer() -> str:
    return (
        f'<w:ftr xmlns:w="{NAMESPACE}"><w:p>{_RIGHT}<w:r><w:tab/></w:r>{_small("Page ")}{_field("PAGE")}'
        f"{_small(' of ')}{_field('NUMPAGES')}</w:p></w:ftr>"
    )


def _small(text: str) -> str:
    return f'<w:r><w:rPr><w:sz w:val="17"/></w:rPr><w:t xml:space="preserve">{safe(text)}</w:t></w:r>'


def _field(instruction: str) -> str:
    return f'<w:fldSimple w:instr="{instruction}">{_small("1")}</w:fldSimple>'


def _styles() -> str:
    styles = [
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
        _TABLE_STYLE,
        _style("Note", "Note", "<w:ind w:left='1021'/>", "<w:i/>"),
        _style("Contents", "Contents entry", "<w:spacing w:before='20' w:after='20'/>", ""),
        _style("TableText", "Table Text", "<w:spacing w:before='40' w:after='40'/>", "<w:sz w:val='19'/>"),
        _style("FootnoteText", "footnote text", "<w:spacing w:after='40'/>", "<w:sz w:val='17'/>"),
        _REFERENCE_STYLE,
    ]
    for depth in range(1, DEEPEST + 1):
        size = _HEADING_SIZES[depth - 1]
        styles += [
            _style(
                f"Heading{depth}",
                f"heading {depth}",
                f"<w:keepNext/><w:spacing w:before='240' w:after='120'/><w:outlineLvl w:val='{depth - 1}'/>",
                f"<w:b/><w:sz w:val='{size}'/>",
            ),
            _style(f"Clause{depth}", f"Clause {depth}", indent(depth), ""),
            _style(f"Definition{depth}", f"Definition {depth}", indent(depth), ""),
        ]
    return (
        f'<w:styles xmlns:w="{NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="21"/>'
        '<w:szCs w:val="21"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="50" w:after="100" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        f"{''.join(styles)}</w:styles>"
    )


def _style(key: str, name: str, paragraph: str, text: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )
