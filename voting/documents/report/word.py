"""A Word file as the text that a Modification Report is read from: each paragraph and each row of a table is a line.

Headings keep their automatic numbers, and footnotes stand at the end of a page as they do in print. Of tracked changes
the proposed text is taken.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from voting.documents.legal_text.from_word import redline_of_package
from voting.documents.report.blocks import starts_item
from voting.documents.word.names import W
from voting.documents.word.package import Package, open_package
from voting.domain.legal_text import Clause, ClauseKind

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BULLETS = frozenset("•▪●◦○■□➢➤‣⁃·∙-–o\uf0b7\uf0a7\uf0d8")
# Boxes that Word draws for a form, as the ticks and gaps of print.
_BOXES = str.maketrans({"☑": "✓", "☒": "✓", "☐": " ", "\uf0fc": "✓", "\uf0fe": "✓", "\uf0a8": " ", "\uf06f": " "})
# Of the paragraphs of a pasted text more than these begin in a small letter: so many, and such a share.
_FEW = 5
_PASTED = 0.1


@dataclass(frozen=True, slots=True)
class WordText:
    """The report's text, a line for each paragraph and row, and what stands at the head and foot of its pages.

    `is_wrapped` is None where the paragraphs are lines of others that were pasted in one by one, and else False.
    """

    text: str
    furniture: tuple[str, ...]
    is_wrapped: bool | None


def text_of_word(data: bytes, filename: str = "") -> WordText:
    """The report's text, where a form feed ends each page that has notes.

    Raises what opening and reading a Word file raise (`open_package`, `read_redline`).
    """
    package = open_package(data, filename)
    clauses = [clause for clause in redline_of_package(package).redline.clauses if clause.text_to_be is not None]
    furniture = tuple(dict.fromkeys(_running_heads(package)))
    if _is_pasted(clauses):
        return WordText("\n".join(map(_words, clauses)) + "\n", furniture, None)
    return WordText("\n".join(_lines(clauses)) + "\n", furniture, False)


def _is_pasted(clauses: Sequence[Clause]) -> bool:
    """Whether too many paragraphs go on in small letters: they are lines of a text that was pasted in."""
    texts = [words for clause in clauses if clause.cell is None and (words := _words(clause))]
    return sum(text[0].islower() and not starts_item(text) for text in texts) > max(_FEW, _PASTED * len(texts))


def _running_heads(package: Package) -> Iterator[str]:
    """What stands at the head or foot of every page, each paragraph by itself."""
    for name in sorted(package.part_names):
        if not name.rsplit("/", 1)[-1].startswith(("header", "footer")) or not name.endswith(".xml"):
            continue
        root = package.xml(name)
        for paragraph in () if root is None else root.iter(f"{W}p"):
            words = " ".join("".join(text.text or "" for text in paragraph.iter(f"{W}t")).split())
            if words:
                yield words


def _lines(clauses: Sequence[Clause]) -> Iterator[str]:
    """The lines in order, a blank one after each paragraph that is no item of a list.

    A note follows the paragraph that has it, as at the end of a page, with its mark at that paragraph's end.
    """
    number = 0
    opens_page = ""
    groups = [list(group) for _, group in groupby(clauses, key=lambda clause: (_row(clause), _is_note(clause)))]
    for group, following in zip_longest(groups, groups[1:]):
        if _is_note(group[0]):
            yield from (f"{number - len(group) + at} {_words(note)}" for at, note in enumerate(group, 1))
            opens_page = "\f"
            continue
        lines = [_row_line(group)] if _row(group[0]) else [_words(clause) for clause in group]
        if following and _is_note(following[0]):
            marks = [str(number + at).translate(_RAISED) for at in range(1, len(following) + 1)]
            number += len(following)
            lines[-1] += " ".join(marks)
        for line in lines:
            if line:
                yield opens_page + line
                opens_page = ""
                if not _row(group[0]) and line.split(" ", 1)[0] not in _BULLETS:
                    yield ""


def _row(clause: Clause) -> tuple[int, int] | None:
    return None if clause.cell is None else (clause.cell.table, clause.cell.row)


def _is_note(clause: Clause) -> bool:
    return clause.kind is ClauseKind.FOOTNOTE


def _words(clause: Clause) -> str:
    """The clause's words with its automatic number before them, in one line."""
    words = " ".join((clause.text_to_be or "").translate(_BOXES).split())
    label = (clause.label_to_be or "").strip()
    if not label or words.startswith(label):
        return words
    return f"{label} {words}" if words and not _is_note(clause) else words


def _row_line(cells: Iterable[Clause]) -> str:
    return " ".join(words for words in map(_words, cells) if words)
