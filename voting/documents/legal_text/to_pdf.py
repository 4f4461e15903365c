"""A redline as a tagged PDF, typeset by typst: nothing is fetched, and no word of it is read as markup."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from voting.documents.legal_text.layout import Block, Item, TableBlock, layout
from voting.documents.legal_text.shown import MoveEnds, labels_beside
from voting.documents.legal_text.to_word.parts import against
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    ClauseState,
    HunkState,
    Redline,
    Span,
    SpanKind,
    is_in_as_is,
    is_in_to_be,
)

# PDF/UA-1 is the standard of accessible PDF: tags, a title, a language, headings that skip no level.
_STANDARD: Literal["ua-1"] = "ua-1"
# The standard refuses a text with a sign that no font of this machine has. Such a text is set without its seal: the
# tags are the same, the sign is a box to the eye, and it can still be copied.
_NO_SIGN = "could not be displayed"
# Deeper than this nothing is moved in any further.
_DEEPEST = 8
_LOWEST_HEADING = 6
# About so many signs of a number have room in its column.
_COLUMN = 8
# What JSON or a page cannot show.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_KEY = ("The marks: ", "inserted text", " is underlined, ", "deleted text", " is struck out; a bar marks what changes.")


class PdfNotInstalled(RuleBroken):
    """This installation has no typesetter."""


class PdfFailed(RuleBroken):
    """The typesetter could not set this text."""


def pdf(redline: Redline) -> bytes:
    """The redline as a PDF of A4 pages with contents, page numbers, and tags for screen readers (PDF/UA-1).

    Signs that the typesetter's own fonts lack come from the machine's, and on one machine the same redline always gives
    the same bytes. Raises `PdfNotInstalled` where typst is not installed, and `PdfFailed` where it cannot set the text.
    """
    try:
        import typst
    except ImportError:
        raise PdfNotInstalled(
            "No PDF can be made here, because typst is not installed. Take the Word file or the page instead, or "
            "install the extra `pdf`."
        ) from None
    inputs = {"data": json.dumps(_document(redline), separators=(",", ":"))}
    try:
        try:
            return bytes(typst.compile(_template(), format="pdf", sys_inputs=inputs, pdf_standards=_STANDARD))
        except RuntimeError as failed:
            if _NO_SIGN not in str(failed):
                raise
            return bytes(typst.compile(_template(), format="pdf", sys_inputs=inputs))
    except RuntimeError as failed:
        raise PdfFailed(
            "The PDF could not be made. Take the Word file or the page instead, and report this text."
        ) from failed


@cache
def _template() -> bytes:
    return files("voting.documents.legal_text").joinpath("to_pdf.typ").read_bytes()


def _document(redline: Redline) -> dict[str, Any]:
    """What the template shows, as JSON values."""
    blocks = _Blocks(MoveEnds(redline)).of(layout(redline.clauses))
    return {
        "title": redline.document or "Legal text",
        "about": _about(redline),
        "key": _KEY,
        "heading": "Contents",
        "contents": any(block["k"] == "h" for block in blocks),
        "blocks": blocks,
    }


def _about(redline: Redline) -> str:
    changes = sum(hunk.state is HunkState.PROPOSED for hunk in redline.hunks)
    counted = "1 change" if changes == 1 else f"{changes:,} changes"
    return f"{counted}. {against(redline)}".rstrip()


class _Blocks:
    """Blocks as the template takes them. Headings begin at 1 and go down one by one, as the standard asks."""

    def __init__(self, moves: MoveEnds) -> None:
        self._moves = moves
        self._heading = 0

    def of(self, items: Iterable[Item]) -> list[dict[str, Any]]:
        """All blocks in order."""
        return [self._clause(item) if isinstance(item, Block) else self._table(item) for item in items]

    def _clause(self, block: Block) -> dict[str, Any]:
        clause = block.clause
        made: dict[str, Any] = {
            "k": "p",
            "d": min(max(clause.level - 1, 0), _DEEPEST),
            "c": any(span.kind is not SpanKind.EQUAL for span in clause.spans),
            "t": [*_text(block), *self._notes(clause)],
        }
        was, becomes = labels_beside(clause)
        if was or becomes:
            made["n"] = _number(clause, was, becomes)
            made["wide"] = sum(len(piece if isinstance(piece, str) else piece[1]) for piece in made["n"]) > _COLUMN
        if clause.kind is ClauseKind.HEADING and (clause.text_to_be or clause.text_as_is) and clause.cell is None:
            self._heading = min(max(clause.level, 1), self._heading + 1, _LOWEST_HEADING)
            made |= {"k": "h", "l": self._heading}
        return made

    def _notes(self, clause: Clause) -> list[Any]:
        if clause.is_renumbered:
            was, becomes = labels_beside(clause)
            return [["m", _clean(f" (was {was or 'without a number'})")]] if was != becomes else []
        if clause.state is not ClauseState.MOVED:
            return []
        where = self._moves.of(clause) or "another place"
        return [["m", _clean(f" (moved {'to' if clause.text_to_be is None else 'from'} {where})")]]

    def _table(self, table: TableBlock) -> dict[str, Any]:
        columns = table.columns
        rows = [
            [
                {"w": columns - at if at == len(row.cells) - 1 else 1, "b": self.of(cell.items)}
                for at, cell in enumerate(row.cells)
            ]
            for row in table.rows
        ]
        return {"k": "t", "columns": columns, "rows": rows}


def _number(clause: Clause, was: str, becomes: str) -> list[Any]:
    in_as_is, in_to_be = clause.text_as_is is not None, clause.text_to_be is not None
    if not (in_as_is and in_to_be):
        return [[_code(in_as_is, in_to_be), _clean(becomes or was)]]
    # A number that changes is no edit: the new one stands here, and the old one is noted after the text.
    return [_clean(becomes)]


def _text(block: Block) -> list[Any]:
    pieces = [piece for clause in (*block.before, block.clause) for piece in _pieces(clause.spans)]
    return [*pieces, *(["f", _pieces(note.spans)] for note in block.notes)]


def _pieces(spans: Sequence[Span]) -> list[Any]:
    return [
        _clean(span.text)
        if span.kind is SpanKind.EQUAL
        else [_code(is_in_as_is(span), is_in_to_be(span)), _clean(span.text)]
        for span in spans
        if span.text
    ]


def _code(in_as_is: bool, in_to_be: bool) -> str:
    return "d" if in_as_is else "i" if in_to_be else "n"


def _clean(text: str) -> str:
    return text if text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)
