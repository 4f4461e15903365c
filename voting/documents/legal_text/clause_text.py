"""Pasted text read into clauses: typed numbers, headings, definitions, wrapped lines joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from voting.documents.legal_text.kinds import ends_a_clause, is_definition, is_note, is_title
from voting.documents.legal_text.numbering import Numbering, TypedNumber, typed_number
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import ClauseKind, ClauseText, defined_term

_SPACES = re.compile(r"[^\S\t]+")
_TABS = re.compile(r"[^\S\t]*\t\s*")
_FOOTNOTE = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁴⁵⁶⁷⁸⁹]+|footnote\s+\d{1,3})\s*\S", re.IGNORECASE)
# A line that ends like this is not over: what looks like a number on the next line is what it cites.
_CITES = re.compile(
    r"(?:\b(?:sections?|clauses?|paragraphs?|sub-?paragraphs?|appendix|appendices|schedules?|annex|parts?|articles?|"
    r"figures?|tables?|of|in|under|with|by|the|a|an|than|least|within)|\bno\.|[(\[£$€]|"
    r"(?:\([a-z0-9]{1,5}\)|\d)[,]?\s+(?:and|or|to)|\d,)$",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.;:!?—–][\"”’')\]]*$")
_HYPHEN = re.compile(r"[^\W\d_]-$")
# Text wider than this was not wrapped by hand or by a page: every line is a paragraph.
_WIDEST_PAGE = 130
_NARROWEST_PAGE = 50
# The share of the page's width from which a line counts as full: letters are not of one width.
_FULL = 0.8
_NUMBERS_AHEAD = 80
# The longest code document has some 10,000 clauses in two million characters.
MOST_CHARACTERS = 8_000_000
MOST_CLAUSES = 50_000


def clauses_from_text(text: str) -> tuple[ClauseText, ...]:
    """The clauses of a text as pasted from Word, a PDF or a page, in order; nothing but white space is dropped.

    A clause begins at a typed number (1, 8.3.4, L1.17, (a), a., (aa), (A7), Section 5, a bullet), at a blank line, or
    where the line before did not fill the page. Runs of white space become one space and soft hyphens go, because
    they come from the page and not from the drafter; table cells stay apart by tabs. Numbers are kept as written,
    with their level (a Section or Schedule is 0) and their whole path ("8.3.4(a)"). Raises `TextTooLong`.
    """
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(
            f"The text has {len(text):,} characters, and at most {MOST_CHARACTERS:,} can be read at once. "
            "Paste one code document at a time.",
            "text",
        )
    clauses = tuple(_Reading(_lines(text)).clauses())
    if len(clauses) > MOST_CLAUSES:
        raise TextTooLong(
            f"The text has {len(clauses):,} clauses, and at most {MOST_CLAUSES:,} can be read at once. "
            "Paste one code document at a time.",
            "text",
        )
    return clauses


class TextTooLong(RuleBroken):
    """More text than any code document has: comparing it would hold up everybody else."""


@dataclass(slots=True)
class _Line:
    """A line that is not blank: without white space at its ends, and whether a blank one is before it."""

    text: str
    after_blank: bool
    number: TypedNumber | None


@dataclass(slots=True)
class _Block:
    """The lines of one clause."""

    number: TypedNumber | None
    level: int
    path: str
    texts: list[str] = field(default_factory=list)


def _lines(text: str) -> list[_Line]:
    held: list[_Line] = []
    blank = True
    for raw in text.splitlines():
        line = _SPACES.sub(" ", raw).strip()
        if line.strip("\u00ad\ufeff\u200b"):
            held.append(_Line(line, blank, typed_number(line)))
        blank = not line
    return held


class _Reading:
    """One pasted text while it is read."""

    def __init__(self, lines: Sequence[_Line]) -> None:
        self.lines = lines
        widest = max((len(line.text) for line in lines), default=0)
        self.width = widest if widest <= _WIDEST_PAGE else 0
        full = sum(len(line.text) >= _FULL * widest for line in lines)
        self.is_wrapped = bool(self.width) and full >= 4 and full >= 0.4 * len(lines)
        self.is_double_spaced = self.is_wrapped and _is_double_spaced(lines)
        self.numbering = Numbering()
        self.blocks: list[_Block] = []

    def clauses(self) -> Iterator[ClauseText]:
        for at, line in enumerate(self.lines):
            number = self.number_of(at)
            if number is not None:
                level, path = self.numbering.place(number, self.introduces(), partial(self.numbers_after, at))
                self.blocks.append(_Block(number, level, path, [number.rest]))
            elif self.continues(at):
                self.blocks[-1].texts.append(line.text)
            else:
                self.blocks.append(_Block(None, self.numbering.level, "", [line.text]))
                if is_title(line.text):
                    self.blocks[-1].level = self.numbering.heading_level
        return (_clause(block) for block in self.blocks)

    def introduces(self) -> bool:
        """Whether the last clause ends like the opening of a list."""
        return bool(self.blocks) and self.blocks[-1].texts[-1].endswith((":", "—", "–"))

    def numbers_after(self, at: int) -> Iterator[str]:
        for line in self.lines[at + 1 : at + 1 + _NUMBERS_AHEAD]:
            if line.number is not None:
                yield line.number.parts[0][1]

    def number_of(self, at: int) -> TypedNumber | None:
        """The number that begins a clause at this line, or None where it has none or belongs to a sentence."""
        line = self.lines[at]
        number = line.number
        if number is None or not _is_likely(number, self.numbering):
            return None
        if at == 0 or (line.after_blank and not self.is_double_spaced):
            return number
        before = _tail(self.lines[at - 1].text)
        if _CITES.search(before) and self.is_full(at - 1):
            return None
        if self.numbering.expects(number) or ends_a_clause(before) or not self.is_full(at - 1):
            return number
        return None

    def continues(self, at: int) -> bool:
        """Whether a line without a number goes on with the clause before it."""
        if not self.blocks:
            return False
        if not any(self.blocks[-1].texts):
            # A number alone on its line: its text is what follows.
            return True
        line, before = self.lines[at], _tail(self.lines[at - 1].text)
        if "\t" in line.text or not self.is_full(at - 1):
            return False
        starts_small = line.text[0].islower()
        stops = bool(_STOPS.search(before))
        if line.after_blank and not (self.is_double_spaced or (starts_small and not stops)):
            return False
        if stops:
            return self.is_wrapped and not before.endswith(":") and not self.is_double_spaced
        return starts_small or self.width >= _NARROWEST_PAGE

    def is_full(self, at: int) -> bool:
        """Whether the line fills the page, so that the next line's first word had no room on it."""
        if not self.width or at + 1 >= len(self.lines):
            return False
        first_word = self.lines[at + 1].text.split(maxsplit=1)[0]
        return len(self.lines[at].text) + 1 + len(first_word) > _FULL * self.width


def _tail(text: str) -> str:
    """The end of a line, which is all that says whether a sentence goes on."""
    return text[-40:]


def _is_double_spaced(lines: Sequence[_Line]) -> bool:
    """Whether nearly every line stands apart, though sentences run on over the blank lines: a page made text."""
    apart = sum(line.after_blank for line in lines)
    running_on = sum(
        after.after_blank and not _STOPS.search(_tail(before.text)) and after.text[0].islower()
        for before, after in pairwise(lines)
    )
    return len(lines) >= 6 and apart >= 0.8 * len(lines) and running_on >= 0.3 * len(lines)


def _is_likely(number: TypedNumber, numbering: Numbering) -> bool:
    if number.is_container:
        return not number.rest or is_title(number.rest)
    if number.is_bare:
        # "5 Working Days" at the start of a line is no clause unless 5 comes next.
        return numbering.expects(number) and not number.rest[:1].islower()
    if not number.is_decimal and not number.is_bullet:
        return numbering.expects(number) or len(number.parts[0][1]) == 1 or not number.parts[0][1].isalpha()
    return True


def _clause(block: _Block) -> ClauseText:
    text = _joined(block.texts)
    kind, text = _kind_and_text(block.number, text)
    return ClauseText(block.number.label if block.number else "", text, kind, block.level, block.path)


def _joined(texts: Sequence[str]) -> str:
    """The lines as one text. A word cut by a soft hyphen is made whole; a typed hyphen stays, since it may be real."""
    pieces: list[str] = []
    for text in texts:
        if pieces and not _runs_on(pieces[-1], text):
            pieces.append(" ")
        pieces.append(text)
    return "".join(pieces).replace("\u00ad", "").strip()


def _runs_on(before: str, text: str) -> bool:
    return before.endswith("\u00ad") or (bool(_HYPHEN.search(before[-2:])) and text[:1].islower())


def _kind_and_text(number: TypedNumber | None, text: str) -> tuple[ClauseKind, str]:
    if "\t" in text:
        running = _SPACES.sub(" ", text.replace("\t", " "))
        if defined_term(running):
            return ClauseKind.DEFINITION, running
        return ClauseKind.TABLE_ROW, _TABS.sub("\t", text)
    if number is not None and number.is_container:
        return ClauseKind.HEADING, text
    if is_definition(text):
        return ClauseKind.DEFINITION, text
    if is_note(text):
        return ClauseKind.NOTE, text
    if number is None and _FOOTNOTE.match(text):
        return ClauseKind.FOOTNOTE, text
    if (number is None or number.is_decimal) and is_title(text):
        return ClauseKind.HEADING, text
    return ClauseKind.CLAUSE, text
