"""Paragraphs, bullets and single lines put together again out of the lines that a PDF was wrapped into."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum

from voting.documents.report.lines import Line, Page
from voting.domain.modifications.report.roles import template_roles
from voting.domain.modifications.report.sources import Passage

_BULLET = re.compile(r"[•▪●◦○■□➢➤‣⁃·∙\uf0b7\uf0a7\uf0d8][\s]?|[–—*-]\s|o\s(?=[A-Z0-9‘“])")
_ENUMERATED = re.compile(r"\([a-z]{1,4}\)\s|\([0-9]{1,2}\)\s|[a-z]\.\s|[ivx]{1,4}\.\s|[0-9]{1,2}[.)]\s")
# A clause of the Code that is quoted: "L1.17 The SMKI PMA shall …"; what is left out of it is "[…]".
_CLAUSE = re.compile(r"[A-Z]{1,2}[0-9]{1,2}(?:\.[0-9]{1,3}){1,3}[A-Z]?\s\S")
# A list of documents needs no bullets: "Appendix D ‘…’" below another such line, or below a colon.
_DOCUMENT_ROW = re.compile(r"(?:SEC\s)?(?:Section|Appendix|Schedule)\s[A-Z0-9]{1,2}\s?[‘“'–—:-]")
_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
# A line that ends in one of these words is never the end of anything.
_OPEN_ENDS = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "but",
        "by",
        "can",
        "each",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "no",
        "nor",
        "not",
        "of",
        "on",
        "or",
        "our",
        "shall",
        "should",
        "such",
        "than",
        "that",
        "the",
        "their",
        "these",
        "this",
        "those",
        "to",
        "under",
        "upon",
        "was",
        "were",
        "which",
        "will",
        "with",
        "would",
        "where",
        "when",
    ]
)
_SENTENCE_END = re.compile(r"[.?!][’”'\")\]]{0,2}\s+(?=[A-Z‘“\"(\[])")
_ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "No.", "no.", "Ltd.", "vs.", "cf.", "approx.", "c.", "Mr.", "Ms.", "Dr.")
_AT_THE_END = ("Ltd.", "etc.")
_BEGINNING = re.compile(r"(?:The|This|These|It|In|If|An?|As|At|For|However|There|They|When|While|Also)\b")
# Letters differ in width: a line is surely not full below the first share, and after a full stop below the second.
_SHORT = 0.8
_NEARLY_FULL = 0.9
_ENDS = ".?!:;"
_PAIRS = (("(", ")"), ("‘", "’"), ("“", "”"), ("[", "]"))
_LONGEST_TITLE = 120


class BlockKind(StrEnum):
    """What a block is: running text, an item of a list, text of the Code that is quoted, or a heading or row."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    QUOTATION = "quotation"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, bullet and all, and where it stands in the text."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Block:
    """A block of text with its sentences; `offsets` and `numbers` tell from which line each stretch of it came."""

    kind: BlockKind
    text: str
    offsets: tuple[int, ...]
    numbers: tuple[int, ...]
    sentences: tuple[Sentence, ...] = ()

    @property
    def words(self) -> str:
        """The text without the bullet in front."""
        found = _BULLET.match(self.text) if self.kind is BlockKind.BULLET else None
        return self.text[found.end() :].lstrip() if found else self.text

    @property
    def whole(self) -> Passage:
        """Where the block stands in the text."""
        return Passage(self.numbers[0], self.numbers[-1])

    def passage(self, start: int, end: int) -> Passage:
        """Where a stretch of the block stands in the text."""
        first = bisect_right(self.offsets, start) - 1
        last = bisect_right(self.offsets, max(start, end - 1)) - 1
        return Passage(self.numbers[first], self.numbers[last])


def blocks_of(lines: tuple[Line, ...], page: Page) -> tuple[Block, ...]:
    """The blocks that these lines make."""
    groups: list[list[Line]] = []
    for at, line in enumerate(lines):
        follows = lines[at + 1] if at + 1 < len(lines) else None
        if groups and _continues(groups[-1], line, follows, page):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_quotations([_block(group) for group in groups]))


def text_of(blocks: tuple[Block, ...]) -> str:
    """The blocks as readable text: paragraphs apart, items of a list and rows of a table one below the other."""
    pieces: list[str] = []
    for at, block in enumerate(blocks):
        if at:
            together = block.kind is not BlockKind.PARAGRAPH and blocks[at - 1].kind is block.kind
            pieces.append("\n" if together else "\n\n")
        pieces.append(block.text)
    return "".join(pieces)


def _sentences(block: Block) -> tuple[Sentence, ...]:
    starts = [0]
    for found in _SENTENCE_END.finditer(block.text):
        if _ends_sentence(block.text, starts[-1], found):
            starts.append(found.end())
    if len(starts) == 1:
        return (Sentence(block.text, block.whole),)
    ends = [*starts[1:], len(block.text)]
    return tuple(
        Sentence(block.text[start:end].strip(), block.passage(start, end))
        for start, end in zip(starts, ends, strict=True)
        if start < end
    )


def _ends_sentence(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence; after "Ltd." it does where the next word plainly begins one."""
    if not text.endswith(_ABBREVIATIONS, start, found.start() + 1):
        return True
    return text.endswith(_AT_THE_END, start, found.start() + 1) and _BEGINNING.match(text, found.end()) is not None


def starts_item(text: str) -> bool:
    """Whether a line begins an item of a list or a quoted clause."""
    return any(pattern.match(text) for pattern in (_BULLET, _ENUMERATED, _CLAUSE, _LEFT_OUT))


def _continues(group: list[Line], line: Line, follows: Line | None, page: Page) -> bool:
    """Whether a line goes on with the block of the lines before it; `follows` is the line after it."""
    before = group[-1]
    if _BULLET.fullmatch(before.text):
        return True
    if _begins_item(before, line.text, page) or _is_template_line(before, line.text, page):
        return False
    if not line.opens_page and line.gap > page.usual_gap:
        # A wider gap ends a paragraph, unless the sentence plainly runs on.
        return page.usual_gap == 0 and line.text[0].islower() and _is_open(before, line.text, page)
    if not page.is_wrapped or line.text[0].islower():
        return line.text[0].islower() or _is_open(before, line.text, page)
    if before.text[-1] in _ENDS:
        # After a full line that ends a sentence, only a heading or a list shows that the paragraph is over.
        return not _has_room(before, line.text, page, _NEARLY_FULL) and not _is_title(line, follows, page)
    return _is_open(before, line.text, page) or not _has_room(before, line.text, page, _SHORT)


def _begins_item(before: Line, text: str, page: Page) -> bool:
    """Whether a line begins an item; a letter in brackets after a full line without an end is part of its sentence."""
    if _DOCUMENT_ROW.match(text):
        return before.text[-1] == ":" or _DOCUMENT_ROW.match(before.text) is not None
    if not starts_item(text):
        return False
    if _BULLET.match(text) or before.text[-1] in ".?!:;,]" or before.text.endswith((" and", " or")):
        return True
    return page.is_wrapped and _has_room(before, text, page, _SHORT)


def _is_template_line(before: Line, text: str, page: Page) -> bool:
    """Whether one of two lines is a heading of the template, which is never part of a paragraph.

    What begins so after a full line without an end ("… advised by a" and "Working Group that …") goes on with it.
    """
    is_meant = before.text[-1] in _ENDS or not page.is_wrapped or _has_room(before, text, page, _NEARLY_FULL)
    if text[0].isupper() and template_roles(text) and is_meant and not _is_open(before, text, page):
        return True
    return before.text[0].isupper() and bool(template_roles(before.text)) and not text[0].islower()


def _is_open(before: Line, text: str, page: Page) -> bool:
    """Whether a line plainly does not end a sentence or a heading."""
    words = before.text
    if words[-1] in "–—-/&":
        return not _has_room(before, text, page, _SHORT)
    # What was opened on this line (a bracket, a quotation) is closed on a later one.
    if any(words.rfind(opening) > words.rfind(closing) for opening, closing in _PAIRS):
        return True
    return words[-1] == "," or words.rpartition(" ")[2].lstrip("(‘“").casefold() in _OPEN_ENDS


def _is_title(line: Line, follows: Line | None, page: Page) -> bool:
    """Whether a line stands alone: it ends early, without a mark, and the next does not go on with it."""
    if line.text[-1] in ".;:," or _is_open(line, "", page):
        return False
    if follows is None:
        return True
    return not follows.text[0].islower() and _has_room(line, follows.text, page, _SHORT)


def _has_room(before: Line, text: str, page: Page, share: float) -> bool:
    """Whether the next line's first word would have had room on the line before, so that the break was meant."""
    if before.runs_on is not None:
        return not before.runs_on
    return len(before.text) + 1 + len(text.partition(" ")[0]) <= share * page.width


def _block(group: list[Line]) -> Block:
    offsets = [0]
    for line in group[:-1]:
        offsets.append(offsets[-1] + len(line.text) + 1)
    text = " ".join(line.text for line in group)
    block = Block(_kind(text), text, tuple(offsets), tuple(line.number for line in group))
    return replace(block, sentences=_sentences(block))


def _kind(text: str) -> BlockKind:
    if _CLAUSE.match(text):
        return BlockKind.QUOTATION
    if _BULLET.match(text) or _ENUMERATED.match(text):
        return BlockKind.BULLET
    if len(text) <= _LONGEST_TITLE and text[-1] not in ".;:,!":
        return BlockKind.LINE
    return BlockKind.PARAGRAPH


def _quotations(blocks: list[Block]) -> list[Block]:
    """The blocks with the items under a quoted clause marked as quoted too: they are the Code's words as well."""
    marked: list[Block] = []
    for block in blocks:
        quoted_before = bool(marked) and marked[-1].kind is BlockKind.QUOTATION
        is_item = _ENUMERATED.match(block.text) is not None or _LEFT_OUT.fullmatch(block.text) is not None
        if quoted_before and is_item:
            block = replace(block, kind=BlockKind.QUOTATION)
        marked.append(block)
    return marked
