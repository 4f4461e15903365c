"""Ratios of the ways out, all from one run: `python -m tests.benchmarks legal_text_out` (about two minutes).

A document of 10,000 clauses, 300,000 words and some 5,500 revision spans. P is a bare lxml parse of the document part
of its redlined Word file, in the same process. Each line is a ratio, its bar, and whether it holds. Exit code 1 where
one does not.
"""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date

from lxml import etree

from tests.benchmarks.measuring import TRIES, ratio, report
from voting.documents.legal_text.compare_word import compare_docx
from voting.documents.legal_text.comparison import compare_clauses
from voting.documents.legal_text.to_akoma_ntoso import akoma_ntoso
from voting.documents.legal_text.to_html import html_page
from voting.documents.legal_text.to_pdf import pdf
from voting.documents.legal_text.to_text import plain_text
from voting.documents.legal_text.to_word import clean_docx, redlined_docx
from voting.documents.legal_text.to_word.parts import package_parts
from voting.documents.word.numbering import format_number
from voting.documents.word.writing import NAMESPACE, packed
from voting.domain.legal_text import ClauseKind, ClauseText, Redline, SpanKind, View

CLAUSES = 10_000
COMMON = (
    "the of shall and to DCC Party SMKI certificate notify within Day any by request such service user device message "
    "in accordance with Section Panel Code for each or that be is provided key recovery information supplier meter"
)
WHEN = "2026-03-01T10:00:00Z"


def drafts(clauses: int) -> tuple[list[ClauseText], list[ClauseText]]:
    """A document in force and its proposed text: one clause in five edited, a few inserted, deleted and moved."""
    drawn = random.Random(clauses)
    words = COMMON.split()

    def sentence() -> list[str]:
        return [
            drawn.choice(words) if drawn.random() < 0.8 else "".join(drawn.choices("bcdfghjklmnprstvw", k=7))
            for _ in range(drawn.randint(20, 40))
        ]

    in_force = [(1 if at % 40 == 0 else 2 if at % 4 == 1 else 3, sentence()) for at in range(clauses)]
    proposed = []
    for level, held in in_force:
        chance = drawn.random()
        if chance < 0.01 and level == 3:
            continue
        if chance < 0.02:
            proposed.append((3, sentence()))
        after = list(held)
        for _ in range(drawn.randint(1, 2) if chance < 0.2 else 0):
            after[drawn.randrange(6, len(after))] = "telephone"
        proposed.append((level, after))
    for _ in range(clauses // 500):
        proposed.insert(drawn.randrange(len(proposed)), proposed.pop(drawn.randrange(len(proposed))))
    return numbered(in_force), numbered(proposed)


def numbered(texts: list[tuple[int, list[str]]]) -> list[ClauseText]:
    """Sentences as clauses with their levels: a heading, then 1.1, (a), (b), 1.2 and so on."""
    made = []
    counts = [0, 0, 0]
    for level, words in texts:
        counts = [*counts[: level - 1], counts[level - 1] + 1, *[0] * (3 - level)]
        whole = ".".join(map(str, counts[:2])) if level > 1 else str(counts[0])
        label = whole if level < 3 else f"({format_number(counts[2], 'lowerLetter')})"
        path = whole + (label if level == 3 else "")
        text = " ".join(words[:6]).capitalize() if level == 1 else " ".join(words) + "."
        made.append(ClauseText(label, text, ClauseKind.HEADING if level == 1 else ClauseKind.CLAUSE, level, path))
    return made


def word_file(clauses: list[ClauseText]) -> bytes:
    """A clean Word file as people write one: a style and an automatic number of one list for each level."""
    levels = ("%1", "%1.%2", "(%3)")
    formats = ("decimal", "decimal", "lowerLetter")
    numbering = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{formats[at]}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(levels)
    )
    body = "".join(
        f'<w:p w:rsidR="00A1{at:04X}" w:rsidRDefault="00A10001"><w:pPr><w:pStyle w:val="Clause{clause.level}"/>'
        f'<w:numPr><w:ilvl w:val="{clause.level - 1}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        f'<w:r w:rsidRPr="00B1{at:04X}"><w:t xml:space="preserve">{clause.text}</w:t></w:r></w:p>'
        for at, clause in enumerate(clauses)
    )
    parts = package_parts(
        Redline("Appendix D", "50.0", (), ()),
        f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>',
        f'<w:numbering xmlns:w="{NAMESPACE}"><w:abstractNum w:abstractNumId="0">{numbering}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "",
    )
    return packed(parts)


def document_part(docx: bytes) -> bytes:
    """The document part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read("word/document.xml")


def spans_of(redline: Redline) -> int:
    """How many spans of the redline are revisions."""
    return sum(span.kind is not SpanKind.EQUAL for clause in redline.clauses for span in clause.spans)


def main() -> bool:
    """Print every ratio; whether all hold."""
    in_force, proposed = drafts(CLAUSES)
    redline = compare_clauses(in_force, proposed, document="Appendix D", sec_version="50.0", author="A", date=WHEN)
    part = document_part(redlined_docx(redline))
    words = sum(len((clause.text_to_be or "").split()) for clause in redline.clauses)
    print(
        f"{len(redline.clauses):,} clauses, {words:,} words, {spans_of(redline):,} revision spans, {len(part):,} bytes"
    )
    old, new = word_file(in_force), word_file(proposed)
    proposed_part = document_part(new)

    def times(what: str, bar: float | None, work: Callable[[], object], tries: int = TRIES) -> bool:
        return report(what, ratio(work, lambda: etree.fromstring(part), tries), bar, " P")

    compared = ratio(lambda: compare_docx(old, new, author="A", date=WHEN), lambda: etree.fromstring(proposed_part))
    return all(
        [
            report("clean + clean Word to redlined Word (P of the new one)", compared, 15, " P"),
            times("redline as HTML", 2, lambda: html_page(redline)),
            times("redline as Word, from nothing", 5, lambda: redlined_docx(redline)),
            times("redline as PDF", 80, lambda: pdf(redline), tries=3),
            times("clean Word, from nothing", None, lambda: clean_docx(redline)),
            times("redline as Akoma Ntoso", None, lambda: akoma_ntoso(redline, on=date(2026, 3, 1))),
            times("changes in words", None, lambda: plain_text(redline, View.WORDS)),
        ]
    )
