"""Annex A of the demonstration as its reviewers would write it: Word, with a table for each code document."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from voting.demo.content import Table
from voting.documents.word.writing import NAMESPACE, encoded, packed, run, safe
from voting.domain.labels import label
from voting.domain.observations import ObservationKind, document_sort_key

NAME = "Annex A - observations and recommendations (illustrative).docx"
# Each column's head and width in twentieths of a point, on a page of A4 across.
_COLUMNS = (
    ("No.", 700),
    ("Title", 2200),
    ("Kind", 1300),
    ("Reference", 1600),
    ("Observation", 4700),
    ("Recommendation", 3400),
    ("What was done", 1300),
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SECTION = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="850" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr>"
)


def annex_a(observations: Iterable[Table], titles: Mapping[str, str]) -> bytes:
    """Observations in Word, drafted where they do not say what was done; `titles` are those of the documents."""
    in_order = sorted(observations, key=lambda row: document_sort_key(row["document"]))
    body = _heading("Annex A: observations and recommendations", 0)
    for code, rows in groupby(in_order, key=lambda row: str(row["document"])):
        body += _heading(f"{code} – {titles[code]}" if code in titles else code, 1) + _table(rows)
    return _package(body + _SECTION)


def _table(rows: Iterable[Table]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for _, width in _COLUMNS)
    head = "".join(_cell(_bold(name), width) for name, width in _COLUMNS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(width for _, width in _COLUMNS)}" w:type="dxa"/>'
        f"<w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{head}</w:tr>{''.join(map(_row, rows))}</w:tbl>"
    )


def _row(row: Table) -> str:
    said = (
        row["number"],
        row["title"],
        label(ObservationKind(row["kind"])).capitalize(),
        _cited(row),
        row["text"],
        row["recommendation"],
        row.get("done", "Drafted"),
    )
    cells = (_cell(run(words), width) for words, (_, width) in zip(said, _COLUMNS, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cited(row: Table) -> str:
    """The clauses that an observation of the content cites, as the register writes them."""
    # A number that stands on both sides is cited once.
    return ", ".join(dict.fromkeys((*row.get("clauses", ()), *row.get("clauses_in_force", ()))))


def _cell(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{content}</w:p></w:tc>'


def _bold(words: str) -> str:
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{safe(words)}</w:t></w:r>'


def _heading(words: str, level: int) -> str:
    spacing = '<w:spacing w:before="240" w:after="120"/>'
    return f'<w:p><w:pPr><w:keepNext/>{spacing}<w:outlineLvl w:val="{level}"/></w:pPr>{_bold(words)}</w:p>'


def _package(body: str) -> bytes:
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>',
    }
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return packed({name: encoded(declaration + part) for name, part in parts.items()})
