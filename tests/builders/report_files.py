"""A Modification Report as a Word file and as a PDF made of it: running heads, ticks, tables, lists and footnotes."""

import re
from pathlib import Path

from tests.builders.office import converted
from tests.builders.word import NAMESPACES, cell, notes, paragraph, row, run, table, word_file
from voting.domain.modifications.report import ModificationReport
from voting.domain.modifications.report.values import Part

RUNNING_HEAD = "A Modification Report (test copy)"
_CELL_WIDTH = '<w:tcW w:w="4500" w:type="dxa"/>'
_TICKS = re.compile(r"(✓ )?((?:Large|Small) Suppliers|(?:Electricity|Gas) Network Operators|Other SEC Parties|DCC)")
_DATED = re.compile(r"(.+?) (\d{1,2} \w{3} \d{4}(?: – \d{1,2} \w{3} \d{4})?)")
# Where the seed's notes have their marks: after these words, each once.
_MARKED = ("in June 2021", "Objective (f)", "Objective (g)")
_NUMBERING = (
    f"<w:numbering {NAMESPACES}>"
    '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    "</w:numbering>"
)


def _numbered(numbering: int) -> str:
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'


class _Writing:
    """The report while it becomes blocks of a Word file."""

    def __init__(self, report: ModificationReport) -> None:
        self.report = report
        self.notes: list[str] = []
        self.marks = list(zip(_MARKED, report.footnotes, strict=False))

    def blocks(self, front: tuple[str, ...]) -> list[str]:
        made = [self.paragraph(line) for line in front]
        for part in self.report.parts:
            made.append(paragraph(run(part.heading), properties=_numbered(1)))
            made += self.text(part)
        for part in self.report.appendices:
            made.append(paragraph(run(f"Appendix {part.number}: {part.heading}")))
            made += self.text(part)
        return made

    def text(self, part: Part) -> list[str]:
        made: list[str] = []
        rows: list[str] = []
        for line in (line for chunk in part.text.split("\n\n") for line in chunk.split("\n")):
            cells = self.cells(line)
            if cells:
                rows.append(row(*(cell(each, properties=_CELL_WIDTH) for each in cells)))
                continue
            if rows:
                made.append(table(*rows))
                rows = []
            made.append(self.paragraph(line))
        return [*made, table(*rows), paragraph()] if rows else made

    def cells(self, line: str) -> list[str]:
        """The cells of a line that is a row of a table; empty for any other."""
        ticks = _TICKS.findall(line)
        if ticks and "".join(tick + name for tick, name in ticks).replace(" ", "") == line.replace(" ", ""):
            return [f"{tick}{name}" for tick, name in ticks]
        if line in {"Event/Action Date", "Acronym Full term"}:
            return (
                line.replace("Full term", "Full_term").replace(" ", "\0").replace("Full_term", "Full term").split("\0")
            )
        dated = _DATED.fullmatch(line)
        if dated:
            return [dated[1], dated[2]]
        terms = {f"{entry.acronym} {entry.term}": entry for entry in self.report.glossary}
        return [terms[line].acronym, terms[line].term] if line in terms else []

    def paragraph(self, line: str) -> str:
        if line.startswith("• "):
            return paragraph(run(line[2:]), properties=_numbered(2))
        if self.marks and self.marks[0][0] in line:
            words, note = self.marks.pop(0)
            at = line.index(words) + len(words)
            self.notes.append(f"<w:p><w:r><w:footnoteRef/></w:r>{run(' ' + note.text)}</w:p>")
            reference = (
                '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            )
            return (
                paragraph(run(line[:at]), reference, run(line[at:])) if line[at:] else paragraph(run(line), reference)
            )
        return paragraph(run(line)) if line else paragraph()


def report_as_word(
    report: ModificationReport, front: tuple[str, ...] = (), *, print_: str = "", setting: str = ""
) -> bytes:
    """The report as a Word file; `front` are the lines before its first part, `print_` and `setting` the defaults of
    its runs (`w:rPr`) and paragraphs (`w:pPr`).
    """
    styles = (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{print_}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{setting}</w:pPr></w:pPrDefault></w:docDefaults></w:styles>"
    )
    writing = _Writing(report)
    body = writing.blocks(front)
    head = f"<w:hdr {NAMESPACES}>{paragraph(run(RUNNING_HEAD))}</w:hdr>"
    foot = (
        f'<w:ftr {NAMESPACES}><w:p>{run("Page ")}<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>{run(" of ")}'
        f'<w:fldSimple w:instr=" NUMPAGES ">{run("9")}</w:fldSimple></w:p></w:ftr>'
    )
    section = (
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/></w:sectPr></w:pPr></w:p>'
    )
    related = {
        "numbering": _NUMBERING,
        "footnotes": notes("footnote", *writing.notes),
        "header": head,
        "footer": foot,
        "styles": styles,
    }
    return word_file(*body, section, related=related)


def as_pdf(word: bytes, folder: Path) -> bytes:
    """The Word file printed by LibreOffice."""
    return converted(word, "docx", "pdf", folder)
