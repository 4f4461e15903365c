"""What each column of a table of observations holds, by the words at its head, in any order and several wordings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.documents.annex_a.tables import GridCell, GridRow


class Column(StrEnum):
    """What a column holds."""

    DOCUMENT = "document"
    NUMBER = "number"
    TITLE = "title"
    KIND = "kind"
    REFERENCE = "reference"
    OBSERVATION = "observation"
    RECOMMENDATION = "recommendation"
    STATUS = "status"
    DONE = "done"


_THING = r"(?:observations?|obs|issues?|items?|findings?|comments?|recs?|recommendations?)"
_CODE = r"(?:sec|code|legal text|smki|dcc)"
_PART = r"(?:clauses?|sections?|paragraphs?|paras?|provisions?)"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# Whole heads first; a head may say more than these, so that what it has among its words comes second.
_WHOLE: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.NUMBER,
        _words(
            rf"(?:{_THING} )?(?:no|nos|nr|number|num|id|identifier|serial no|serial number)|#|s no|item|obs"
            rf"|{_THING} (?:ref|reference)"
        ),
    ),
    (
        Column.DOCUMENT,
        _words(
            rf"(?:(?:{_CODE}|affected|subsidiary) )*(?:documents?|document (?:name|title)|appendix|appendices|schedule)"
            rf"|(?:{_CODE} )?(?:section or appendix|sections? appendix|appendix section|appendix or section)"
        ),
    ),
    (
        Column.REFERENCE,
        _words(
            rf"(?:(?:{_CODE}|document|{_PART}) )*(?:references?|refs?|{_PART}|location|where|place)"
            rf"|{_PART}(?: (?:and|or))? {_PART}|{_PART} (?:no|nos|number|numbers|affected|cited)"
        ),
    ),
    (Column.TITLE, _words(r"title|short title|heading|subject|topic|theme|summary|in short")),
    (Column.KIND, _words(rf"(?:{_THING} )?(?:kind|type|category|classification|class|nature)")),
    (Column.STATUS, _words(rf"(?:{_THING} |current )?(?:status|state|position)")),
    (
        Column.DONE,
        _words(
            r"actions?|actions? (?:taken|required|agreed)|outcomes?|resolutions?|responses?|dispositions?|results?"
            r"|conclusions?|decisions?|updates?|changes? made|(?:legal text )?changes?"
        ),
    ),
    (Column.OBSERVATION, _words(rf"(?:{_THING} )?(?:description|details?|text)|problem|concerns?|defect")),
)
_AMONG: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (
        Column.DONE,
        _words(
            r"\b(?:actions? (?:taken|agreed)|outcome|done|resolution of|resolved|addressed|response to|disposition"
            r"|(?:secas|dcc|reviewers?|drafting) (?:responses?|comments?))\b"
        ),
    ),
    (
        Column.RECOMMENDATION,
        _words(
            r"\b(?:recommend(?:ation|ations|ed)|suggest(?:ion|ions|ed)|proposals?"
            r"|(?:proposed|suggested) (?:changes?|solutions?|amendments?|drafting|resolutions?|text|wording|remedy)"
            r"|changes? (?:required|needed|proposed)|remedy)\b"
        ),
    ),
    (Column.DONE, _words(r"\bactions?\b")),
    (Column.OBSERVATION, _words(r"\b(?:observations?|issues?|findings?|comments?)\b")),
)
# Of two columns that both may hold what was observed, the one whose head says so sooner in this list.
_RATHER = (
    "observation",
    "issue",
    "finding",
    "description",
    "detail",
    "text",
    "problem",
    "concern",
    "defect",
    "comment",
)
_DETAIL = re.compile(r"description|details?|text")
_LONGEST_HEAD = 8
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: what stands over which grid columns, and the heads that nobody knows."""

    places: tuple[tuple[Column, int, int], ...]
    unknown: tuple[tuple[str, int, int], ...]
    heads: tuple[str, ...]

    def of(self, cell: GridCell) -> tuple[Column, ...]:
        """What a cell holds: the columns that it stands under, from the left."""
        return tuple(column for column, first, last in self.places if first <= cell.last and cell.first <= last)

    def unknown_over(self, cell: GridCell) -> str:
        """The head over a cell that stands under none that is known."""
        return next((head for head, first, last in self.unknown if first <= cell.last and cell.first <= last), "")

    def has(self, column: Column) -> bool:
        """Whether there is such a column."""
        return any(each is column for each, _, _ in self.places)


def columns_of(row: GridRow) -> Columns | None:
    """The columns that a row heads; None where it is no head of a table of observations."""
    filled = row.filled
    heads = [_plain(cell.line) for cell in filled]
    if len(filled) < _FEWEST or any(len(head.split()) > _LONGEST_HEAD for head in heads):
        return None
    meant = _settled(heads)
    if Column.OBSERVATION not in meant or len([each for each in meant if each]) < _FEWEST:
        return None
    pairs = list(zip(filled, meant, strict=True))
    return Columns(
        tuple((column, cell.first, cell.last) for cell, column in pairs if column),
        tuple((cell.line, cell.first, cell.last) for cell, column in pairs if not column),
        tuple(heads),
    )


def _plain(head: str) -> str:
    """A head in small letters, its marks as spaces; "No." and "No" are one."""
    return "#" if head.strip() == "#" else " ".join(re.sub(r"[^a-z0-9]+", " ", head.casefold()).split())


def _settled(heads: Sequence[str]) -> list[Column | None]:
    """What each head means, each thing once: what two heads claim goes to the one that says it better.

    What describes an observation further belongs to it.
    """
    meant: list[Column | None] = [_meaning(head) for head in heads]
    if Column.NUMBER not in meant:
        _find_number(heads, meant)
    for column in Column:
        claims = [at for at, each in enumerate(meant) if each is column]
        best = min(claims, key=lambda at: _rank(heads[at]), default=None)
        for at in claims:
            if at != best and not (column is Column.OBSERVATION and _DETAIL.search(heads[at])):
                meant[at] = None
    return meant


def _find_number(heads: Sequence[str], meant: list[Column | None]) -> None:
    """Where no head says "number", a bare "Ref" does, and so does "Observation" beside a column that describes it."""
    is_described = any(_DETAIL.search(head) for head in heads)
    for at, head in enumerate(heads):
        is_number = head in {"ref", "refs"} or (head == "reference" and meant.count(Column.REFERENCE) > 1)
        if is_number or (head in {"observation", "issue", "finding"} and is_described):
            meant[at] = Column.NUMBER
            return


def _meaning(head: str) -> Column | None:
    whole = (column for column, pattern in _WHOLE if pattern.fullmatch(head))
    among = (column for column, pattern in _AMONG if pattern.search(head))
    return next(whole, None) or next(among, None)


def _rank(head: str) -> int:
    return next((at for at, word in enumerate(_RATHER) if word in head), len(_RATHER))
