"""The values of a redline: spans, clauses, hunks, and the redline of one code document.

They hold what a word diff of two pasted texts finds and what Word's tracked changes say, nested revisions and moves of
several paragraphs included.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class View(StrEnum):
    """A way of reading a redline."""

    REDLINE = "redline"
    CLEAN = "clean"
    IN_FORCE = "in_force"
    WORDS = "words"


class SpanKind(StrEnum):
    """What happened to a piece of text."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"
    MOVE_FROM = "move_from"
    MOVE_TO = "move_to"


class ClauseKind(StrEnum):
    """What a clause is on the page."""

    HEADING = "heading"
    CLAUSE = "clause"
    DEFINITION = "definition"
    TABLE_ROW = "table_row"
    NOTE = "note"
    FOOTNOTE = "footnote"


class ClauseState(StrEnum):
    """What the redline does to a clause. A cancelled one was to be inserted and no longer is: neither text has it."""

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"
    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    CANCELLED = "cancelled"


class HunkState(StrEnum):
    """Whether a hunk still stands."""

    PROPOSED = "proposed"
    CANCELLED = "cancelled"


class OtherRevisionKind(StrEnum):
    """What a revision that is no text is of."""

    FORMAT = "format"
    ROW = "row"
    CELL = "cell"
    NUMBERING = "numbering"
    CONTENT_CONTROL = "content_control"
    FIELD = "field"
    PICTURE = "picture"


class Revision(NamedTuple):
    """One revision that encloses a span: Word nests a deletion in an insertion, or an edit in a move."""

    kind: SpanKind
    author: str = ""
    date: str = ""
    move: str = ""


class Span(NamedTuple):
    """A piece of one clause's text to which the same thing happened.

    A named tuple where other values are data classes: a long document has tens of thousands, and making one costs a
    third.

    `author` and `date` are as the source gives them (the date in ISO 8601; Word's is often local time whatever it says,
    so that it is kept as text); empty means that the source is silent. `hunk` is the key of the hunk that holds the
    span; on an equal span it marks where a cancelled hunk stood, and the text may then be empty. `move` is the name
    that the two ends of a move share. `within` lists the revisions around this one, outermost first; an equal span has
    none, since text inside an insertion is inserted.
    """

    kind: SpanKind
    text: str
    author: str = ""
    date: str = ""
    hunk: str = ""
    move: str = ""
    within: tuple[Revision, ...] = ()


class Cell(NamedTuple):
    """Where in a table a clause stands, each counted from 0; a table inside a cell is a table of its own.

    Clauses with the same table and row are one row, and those that share the column too are the paragraphs of one cell.
    """

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause of one text, before it is compared with another.

    `label` is the number as written ("(a)"), `path` the whole of it ("8.3.4(a)"); both are empty where there is none.
    """

    label: str
    text: str
    kind: ClauseKind = ClauseKind.CLAUSE
    level: int = 0
    path: str = ""


class Clause(NamedTuple):
    """A clause in both views. A label, path or text is None in a view where the clause does not exist; a cancelled one
    keeps the number that it was to have.

    Both ends of a move are clauses: where it was (no to-be text) and where it goes (no as-is text). A clause that is
    split or merged has text in a view in which it does not end: there the text of its spans begins the next clause
    that does (see `views`). A clause in a Word table is one paragraph of a cell and says which in `cell`; a row of
    pasted text is one clause, its cells apart by tabs. Like `Span` it is a named tuple, because making one costs a
    quarter.
    """

    key: str
    kind: ClauseKind
    level: int
    label_as_is: str | None
    label_to_be: str | None
    text_as_is: str | None
    text_to_be: str | None
    state: ClauseState
    spans: tuple[Span, ...]
    path_as_is: str | None = None
    path_to_be: str | None = None
    cell: Cell | None = None

    @property
    def is_renumbered(self) -> bool:
        """Whether it exists in both views under different numbers, whatever else happened to it."""
        if self.text_as_is is None or self.text_to_be is None:
            return False
        return self.label_as_is != self.label_to_be

    @property
    def path(self) -> str:
        """The number it is cited by: the one to be, or where that is missing the one as is; may be empty."""
        return self.path_to_be or self.label_to_be or self.path_as_is or self.label_as_is or ""


@dataclass(frozen=True, slots=True)
class Hunk:
    """The largest run of adjacent revisions in one clause; a move is one hunk, wherever its ends are.

    `clause_keys` are the clauses where it stands (several when a block moves), `from_clause_keys` where a move came
    from, pair by pair. A move's two texts are what is taken out and what is put in.
    """

    key: str
    clause_keys: tuple[str, ...]
    delete_text: str
    insert_text: str
    from_clause_keys: tuple[str, ...] = ()
    state: HunkState = HunkState.PROPOSED
    cancelled_because: str | None = None

    @property
    def clause_key(self) -> str:
        """The clause on whose page the hunk belongs; for a move, where it goes."""
        return self.clause_keys[0]

    @property
    def is_move(self) -> bool:
        """Whether the hunk moves text from one place to another."""
        return bool(self.from_clause_keys)

    @property
    def places(self) -> tuple[str, ...]:
        """Every clause that shows the hunk, each once."""
        return tuple(dict.fromkeys(self.from_clause_keys + self.clause_keys))


@dataclass(frozen=True, slots=True)
class Redline:
    """The proposed text of one code document against a named version of the SEC, clause by clause in document order."""

    document: str
    sec_version: str
    clauses: tuple[Clause, ...]
    hunks: tuple[Hunk, ...]


@dataclass(frozen=True, slots=True)
class OtherRevision:
    """A tracked change that is no text: of formatting, rows, cells, numbers, fields, pictures or content controls.

    `what` says it in words and `element` is Word's own name for it; `clause_key` is the clause where it stands.
    """

    kind: OtherRevisionKind
    what: str
    clause_key: str
    author: str = ""
    date: str = ""
    element: str = ""


@dataclass(frozen=True, slots=True)
class WordReading:
    """What a Word file with tracked changes says, and what whoever imports it should look at."""

    redline: Redline
    other_revisions: tuple[OtherRevision, ...] = ()
    warnings: tuple[str, ...] = ()
