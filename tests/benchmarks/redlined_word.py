"""Redlined Word files of any length with everything in them that a code document has, as Word writes them or lean.

*As Word writes it*: the 26 files of the test corpus with more than 200 words (23 are drafts of statutory instruments)
have, at the median, 5 runs, 22 elements and 26 attributes a paragraph (rsids, paraIds, spelling marks, bookmarks,
fonts); this has 6.6, 21 and 26. The corpus has 10 words a paragraph and 110 bytes a word. Here a paragraph has 30 words
and a word 31 bytes: what marks a paragraph does not grow with its words, and 110 would make P three times as large and
every ratio look better. *Lean*: nothing but text, style and number, as a program writes it.
"""

import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count

from tests.benchmarks.legal_text_out import COMMON
from voting.documents.word.writing import NAMESPACE

WHEN = "2026-03-01T10:00:00Z"
AUTHORS = ("A. Drafter", "B. Reviewer", "C. Counsel")
_WORDS = COMMON.split()
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_FONTS = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'


@dataclass
class Writer:
    """Writes one document, `is_dressed` as Word does or lean."""

    drawn: random.Random
    is_dressed: bool
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    notes: list[str] = field(default_factory=list)

    def words(self, number: int) -> list[str]:
        """So many words, four fifths of them common."""
        return [
            self.drawn.choice(_WORDS)
            if self.drawn.random() < 0.8
            else "".join(self.drawn.choices("bcdfghjklmnprstvw", k=7))
            for _ in range(number)
        ]

    def rsid(self) -> str:
        """One of the few hundred ids of editing sessions that a long-lived document has."""
        return f"00{self.drawn.randrange(400) * 40503 % 0xFFFFFF:06X}"

    def run(self, text: str, tag: str = "t", bold: bool = False) -> str:
        """A run of text."""
        if not self.is_dressed:
            properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
            return f'<w:r>{properties}<w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
        shape = ("<w:b/>" if bold else "") + (_FONTS if self.drawn.random() < 0.1 else "")
        shape += '<w:sz w:val="22"/>' if self.drawn.random() < 0.05 else ""
        properties = f"<w:rPr>{shape}</w:rPr>" if shape else ""
        rsid = f' w:rsidR="{self.rsid()}"' if self.drawn.random() < 0.6 else ""
        space = ' xml:space="preserve"' if text[:1] == " " or text[-1:] == " " else ""
        return f'<w:r{rsid} w:rsidRPr="{self.rsid()}">{properties}<w:{tag}{space}>{text}</w:{tag}></w:r>'

    def runs(self, words: list[str], tag: str = "t") -> str:
        """A text as runs; Word cuts it wherever an editing session or a spelling mark begins."""
        text = " ".join(words)
        if not self.is_dressed or len(words) < 4:
            return self.run(text, tag)
        cuts = sorted(self.drawn.sample(range(1, len(text)), self.drawn.randint(3, 5)))
        pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        runs = [self.run(piece, tag) for piece in pieces]
        if self.drawn.random() < 0.3:
            runs[1:2] = ['<w:proofErr w:type="spellStart"/>', runs[1], '<w:proofErr w:type="spellEnd"/>']
        if self.drawn.random() < 0.05:
            key = next(self.ids)
            mark = f'<w:bookmarkStart w:id="{key}" w:name="_Ref{key * 7919}"/>'
            runs = [mark, *runs, f'<w:bookmarkEnd w:id="{key}"/>']
        return "".join(runs)

    def revised(self, kind: str, content: str) -> str:
        """Content inside a revision."""
        return f"<w:{kind} {self.who()}>{content}</w:{kind}>"

    def who(self) -> str:
        """The id, author and date of a revision."""
        return f'w:id="{next(self.ids)}" w:author="{self.drawn.choice(AUTHORS)}" w:date="{WHEN}"'

    def edited(self, words: list[str]) -> str:
        """The words with one or two of them replaced."""
        places = sorted(self.drawn.sample(range(1, len(words) - 1), self.drawn.randint(1, 2)))
        made, at = "", 0
        for place in places:
            made += self.runs([*words[at:place], ""])
            made += self.revised("del", self.run(words[place], "delText"))
            made += self.revised("ins", self.run("".join(self.words(1))))
            at = place + 1
        return made + self.runs(["", *words[at:]])

    def paragraph(self, style: str, content: str, mark: str = "", number: str = "", change: str = "") -> str:
        """A paragraph; `mark` is the revision of its mark."""
        ids = ""
        if self.is_dressed:
            ids = (
                f' w14:paraId="{self.drawn.randrange(16**8):08X}" w14:textId="77777777" w:rsidR="{self.rsid()}"'
                f' w:rsidRPr="{self.rsid()}" w:rsidRDefault="{self.rsid()}" w:rsidP="{self.rsid()}"'
            )
        shape = f"{mark}{_FONTS if self.is_dressed and self.drawn.random() < 0.2 else ''}"
        shape = f"<w:rPr>{shape}</w:rPr>" if shape else ""
        spacing = '<w:spacing w:after="120"/>' if self.is_dressed and self.drawn.random() < 0.3 else ""
        return f'<w:p{ids}><w:pPr><w:pStyle w:val="{style}"/>{number}{spacing}{shape}{change}</w:pPr>{content}</w:p>'

    def footnote(self) -> str:
        """A run with the reference to a new footnote."""
        key = len(self.notes) + 1
        text = self.paragraph("FootnoteText", self.runs(self.words(12)))
        self.notes.append(f'<w:footnote w:id="{key}">{text}</w:footnote>')
        return f'<w:r><w:footnoteReference w:id="{key}"/></w:r>'

    def clause(self, at: int) -> str:
        """The clause at a place of the document, with what was done to it."""
        if at % 40 == 0:
            return self.paragraph("Heading1", self.runs(self.words(6)))
        style = "Clause2" if at % 4 == 1 else "Clause3"
        # A quarter of the paragraphs name their list themselves; the others take it from their style.
        number = f'<w:numPr><w:ilvl w:val="{style[-1]}"/><w:numId w:val="1"/></w:numPr>' if at % 4 == 2 else ""
        words = self.words(self.drawn.randint(21, 43))
        chance = self.drawn.random()
        if chance < 0.185:
            return self.paragraph(style, self.edited(words), number=number)
        if chance < 0.2:
            return self.paragraph(style, *self.whole(words, chance), number=number)
        if chance < 0.21:
            return self.paragraph(style, self.runs(words) + self.footnote(), number=number)
        if chance < 0.23:
            before = f'<w:pPr><w:pStyle w:val="{style}"/><w:ind w:left="9"/></w:pPr>'
            change = f"<w:pPrChange {self.who()}>{before}</w:pPrChange>"
            return self.paragraph(style, self.runs(words), number=number, change=change)
        if chance < 0.25:
            return self.paragraph(style, self.run(words[0], bold=True) + self.runs(["", *words[1:]]), number=number)
        return self.paragraph(style, self.runs(words), number=number)

    def whole(self, words: list[str], chance: float) -> tuple[str, str]:
        """A clause inserted, deleted, split or merged: its content and its mark."""
        if chance < 0.19:
            return self.revised("ins", self.runs(words)), f"<w:ins {self.who()}/>"
        if chance < 0.195:
            return self.revised("del", self.runs(words, "delText")), f"<w:del {self.who()}/>"
        return self.runs(words), f"<w:{'ins' if chance < 0.1975 else 'del'} {self.who()}/>"

    def moved(self, name: str) -> tuple[str, str]:
        """Both ends of a moved clause."""
        words = self.words(30)
        ends = []
        for kind, tag in (("moveFrom", "delText"), ("moveTo", "t")):
            key = next(self.ids)
            content = self.revised(kind, self.runs(words, tag if kind == "moveTo" else "t"))
            begin = f'<w:{kind}RangeStart w:id="{key}" w:author="{AUTHORS[0]}" w:date="{WHEN}" w:name="{name}"/>'
            mark = f"<w:{kind} {self.who()}/>"
            ends.append(self.paragraph("Clause3", f"{begin}{content}", mark) + f'<w:{kind}RangeEnd w:id="{key}"/>')
        return ends[0], ends[1]

    def table(self, rows: int = 4, columns: int = 3) -> str:
        """A table, its last row inserted."""
        made = "".join(self.row(columns, row == rows - 1) for row in range(rows))
        grid = '<w:gridCol w:w="3000"/>' * columns
        return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'

    def row(self, columns: int, is_new: bool) -> str:
        """A row of a table."""
        cells = ""
        for _ in range(columns):
            runs = self.runs(self.words(8))
            mark = f"<w:ins {self.who()}/>" if is_new else ""
            held = self.paragraph("TableText", self.revised("ins", runs) if is_new else runs, mark)
            cells += f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{held}</w:tc>'
        properties = f"<w:trPr><w:ins {self.who()}/></w:trPr>" if is_new else ""
        return f"<w:tr>{properties}{cells}</w:tr>"

    def body(self, clauses: int) -> str:
        """So many clauses."""
        blocks: list[str] = []
        far_ends: list[str] = []
        made = 0
        while made < clauses:
            blocks.append(self.clause(made))
            made += 1
            if made % 250 == 100:
                blocks.append(self.table())
                made += 12
            if made % 300 == 150:
                left, arrived = self.moved(f"move{made}")
                blocks.append(left)
                far_ends.append(arrived)
                made += 2
            if made % 300 == 190 and far_ends:
                blocks.append(far_ends.pop())
        return "".join([*blocks, *far_ends])


def document(clauses: int, *, is_dressed: bool) -> bytes:
    """A redlined Word file of so many clauses."""
    writer = Writer(random.Random(clauses), is_dressed)
    body = writer.body(clauses)
    names = f'xmlns:w="{NAMESPACE}" xmlns:w14="{_W14}"'
    notes = "".join(writer.notes)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_related("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _RELATIONS.format(
            "".join(_related(each, f"{each}.xml") for each in ("styles", "numbering", "footnotes"))
        ),
        "word/styles.xml": f"<w:styles {names}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {names}>{_NUMBERING}</w:numbering>",
        "word/footnotes.xml": f"<w:footnotes {names}>{notes}</w:footnotes>",
        "word/document.xml": f"<w:document {names}><w:body>{body}<w:sectPr/></w:body></w:document>",
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}')
    return target.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:pPr>{shape}</w:pPr></w:style>'
    for name, shown, shape in (
        ("Normal", "Normal", ""),
        ("Heading1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/>'),
        ("Clause2", "Clause 2", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        ("Clause3", "Clause 3", '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>'),
        ("TableText", "Table Text", ""),
        ("FootnoteText", "footnote text", ""),
    )
)
_LEVELS = (("decimal", "%1", "Heading1"), ("decimal", "%1.%2", "Clause2"), ("lowerLetter", "(%3)", "Clause3"))
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text, style) in enumerate((*_LEVELS, ("lowerRoman", "(%4)", "")))
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def _related(kind: str, target: str) -> str:
    return f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
