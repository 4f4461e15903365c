"""The glossary: acronyms and their terms, row by row over wrapped lines and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from voting.documents.report.lines import Line
from voting.documents.report.tables import below_header
from voting.documents.report.texts import Found, PartText, line_passage, with_role
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import GlossaryEntry

_HEADER = re.compile(
    r"(?:acronym|abbreviation|term)s?\s(?:(?:full )?(?:term|definition|meaning|description|form|title|name)"
    r"|expansion)s?",
    re.IGNORECASE,
)
_ACRONYM_WORD = re.compile(
    r"[(]?(?=[^a-z]*[A-Z0-9][^a-z]*(?:[a-z]{0,3}[A-Z0-9&/+.-]){1,}|[0-9][A-Z])[A-Za-z0-9&/+.’'-]{2,14}[)]?"
)
_LONGEST_ACRONYM = 3
_SMALL_WORDS = frozenset(["a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with", "by", "at"])


@dataclass(slots=True)
class _Row:
    """An entry that is being put together out of lines; `acronym` counts the words of its acronym."""

    lines: list[Line] = field(default_factory=list)
    acronym: int = 0

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def read_glossary(parts: Sequence[PartText]) -> tuple[Found[GlossaryEntry], ...]:
    """The rows of the glossary. A line that does not begin with an acronym goes on with the term before it."""
    found: list[Found[GlossaryEntry]] = []
    for part in with_role(parts, PartRole.GLOSSARY):
        rows: list[_Row] = []
        for line in below_header(part.lines, _HEADER):
            length = _new_entry(rows[-1] if rows else None, line.text)
            if length:
                rows.append(_Row([line], length))
            elif rows:
                rows[-1].lines.append(line)
        found.extend(Found(entry, line_passage(*row.lines)) for row in rows if (entry := _entry(row)) is not None)
    return tuple(found)


def _new_entry(row: _Row | None, text: str) -> int:
    """How many words of a line are the acronym of a new entry; 0 if the line goes on with the row before it."""
    length = _acronym_length(text)
    if row is None:
        return length
    if _entry(row) is None or _row_is_open(row.text):
        return 0
    if not length and text[0].isupper() and " " in text and _is_spelt_out(row):
        # "Ofgem Office of Gas …": not in capitals, but the row before has a word for each of its letters.
        return 1
    return length


def _row_is_open(text: str) -> bool:
    return text.endswith(("-", "–", "/", "(")) or text.split()[-1].lower() in _SMALL_WORDS


def _is_spelt_out(row: _Row) -> bool:
    words = row.text.split()
    return _likeness(words[: row.acronym], words[row.acronym :]) == 1


def _entry(row: _Row) -> GlossaryEntry | None:
    words = row.text.split()
    term = " ".join(words[row.acronym :]).strip(" –—:-")
    return GlossaryEntry(" ".join(words[: row.acronym]).strip(" –—:-"), term) if term else None


def _acronym_length(text: str) -> int:
    """How many of the first words are the acronym: as many as make its letters the first letters of the rest."""
    words = text.split()
    most = 0
    while most < min(len(words), _LONGEST_ACRONYM) and _ACRONYM_WORD.fullmatch(words[most].strip(":–—")):
        most += 1
    lengths = range(1, most + 1)
    return max(lengths, key=lambda length: (_likeness(words[:length], words[length:]), -length), default=0)


def _likeness(acronym: list[str], term: list[str]) -> float:
    """How well the letters of an acronym agree with the first letters of a term, 0 to 1."""
    letters = [letter for letter in "".join(acronym).casefold() if letter.isalnum()]
    initials = [initial for word in term for initial in _initials(word)]
    matched = at = 0
    for initial in initials:
        if at < len(letters) and initial == letters[at]:
            matched += 1
            at += 1
    longest = max(len(letters), sum(not _is_small(word) for word in term), 1)
    return matched / longest


def _initials(word: str) -> list[str]:
    """The letters that a word gives to an acronym: each of its capitals if it is one itself, else that of each half."""
    plain = word.strip("(),.‘’“”'\"")
    if len(plain) > 1 and plain.isupper():
        return list(plain.casefold())
    return [half[0].casefold() for half in re.split(r"[-/]", plain) if half]


def _is_small(word: str) -> bool:
    return word.casefold() in _SMALL_WORDS
