"""Two texts of one code document, in force and proposed, compared clause by clause into a redline."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from voting.documents.legal_text.alignment import Alignment, Entry, Pair, align, plain
from voting.documents.legal_text.clause_text import clauses_from_text
from voting.documents.legal_text.keys import short_key, unused_keys
from voting.documents.legal_text.word_diff import word_spans
from voting.domain.legal_text import (
    Clause,
    ClauseText,
    Redline,
    Revision,
    Span,
    SpanKind,
    View,
    mark_hunks,
    state_of,
)

_NOTHING = ClauseText("", "")


def redline_from_texts(
    as_is: str,
    to_be: str,
    *,
    document: str = "",
    sec_version: str = "",
    new_key: Callable[[], str] = short_key,
    author: str = "",
    date: str = "",
) -> Redline:
    """The redline of two pasted texts: read into clauses, then compared; see `compare_clauses`."""
    return compare_clauses(
        clauses_from_text(as_is),
        clauses_from_text(to_be),
        document=document,
        sec_version=sec_version,
        new_key=new_key,
        author=author,
        date=date,
    )


def compare_clauses(
    as_is: Sequence[ClauseText],
    to_be: Sequence[ClauseText],
    *,
    document: str = "",
    sec_version: str = "",
    new_key: Callable[[], str] = short_key,
    author: str = "",
    date: str = "",
) -> Redline:
    """The redline that turns the clauses in force into those proposed.

    Clauses stand in the order proposed, with what is deleted or moved away after the clause that it followed. A number
    that changes is no edit. Clauses that move together are one hunk; where a moved clause was edited too, the edits
    are hunks of their own, shown where it went. Every key comes from `new_key`, which is asked again for a key in use.
    """
    next_key = unused_keys(new_key)
    alignment = align(_entries(as_is), _entries(to_be))
    comparing = _Comparing(as_is, to_be, _move_names(alignment), author, date)
    drafts = [comparing.clause(old, new, next_key()) for old, new in _in_document_order(alignment, comparing)]
    clauses, hunks = mark_hunks(drafts, next_key)
    return Redline(document, sec_version, clauses, hunks)


def clauses_of_view(clauses: Iterable[Clause], view: View) -> tuple[ClauseText, ...]:
    """The clauses of one text of a redline, proposed (clean) or in force, to be compared with another."""
    if view is View.CLEAN:
        parts = [(clause.label_to_be, clause.text_to_be, clause.path_to_be, clause) for clause in clauses]
    else:
        parts = [(clause.label_as_is, clause.text_as_is, clause.path_as_is, clause) for clause in clauses]
    return tuple(
        ClauseText(label or "", text, clause.kind, clause.level, path or "")
        for label, text, path, clause in parts
        if text is not None
    )


def _entries(clauses: Sequence[ClauseText]) -> list[Entry]:
    return [Entry(plain(clause.text), clause.path) for clause in clauses]


def _move_names(alignment: Alignment) -> dict[Pair, str]:
    """A name for each moved pair; clauses that stood together and still do share one."""
    names: dict[Pair, str] = {}
    for old, new in alignment.moved:
        names[old, new] = names.get((old - 1, new - 1)) or f"move-{len(names) + 1}"
    return names


def _parts(clause: ClauseText | None) -> tuple[str | None, str | None, str | None]:
    return (None, None, None) if clause is None else (clause.label, clause.text, clause.path)


class _Comparing:
    """Both texts, and what moved between them."""

    def __init__(
        self, as_is: Sequence[ClauseText], to_be: Sequence[ClauseText], moves: dict[Pair, str], author: str, date: str
    ) -> None:
        self.as_is = as_is
        self.to_be = to_be
        self.moved_from = {old: name for (old, _), name in moves.items()}
        self.moved_to = {new: (old, name) for (old, new), name in moves.items()}
        self.author = author
        self.date = date

    def clause(self, old: int | None, new: int | None, key: str) -> Clause:
        """The clause at these places; None is a text in which it does not exist."""
        was = None if old is None else self.as_is[old]
        becomes = None if new is None else self.to_be[new]
        shape = becomes or was or _NOTHING
        spans = self._spans(old, new)
        label_as_is, text_as_is, path_as_is = _parts(was)
        label_to_be, text_to_be, path_to_be = _parts(becomes)
        return Clause(
            key=key,
            kind=shape.kind,
            level=shape.level,
            label_as_is=label_as_is,
            label_to_be=label_to_be,
            text_as_is=text_as_is,
            text_to_be=text_to_be,
            state=state_of(
                label_as_is=label_as_is,
                label_to_be=label_to_be,
                text_as_is=text_as_is,
                text_to_be=text_to_be,
                spans=spans,
            ),
            spans=spans,
            path_as_is=path_as_is,
            path_to_be=path_to_be,
        )

    def _spans(self, old: int | None, new: int | None) -> tuple[Span, ...]:
        if old is not None and new is not None:
            return word_spans(self.as_is[old].text, self.to_be[new].text, self.author, self.date)
        if old is not None:
            kind = SpanKind.MOVE_FROM if old in self.moved_from else SpanKind.DELETE
            return (self._span(kind, self.as_is[old].text, move=self.moved_from.get(old, "")),)
        if new is None:
            return ()
        if new in self.moved_to:
            return tuple(self._moved(*self.moved_to[new], self.to_be[new].text))
        return (self._span(SpanKind.INSERT, self.to_be[new].text),)

    def _moved(self, old: int, move: str, text: str) -> Iterator[Span]:
        around = Revision(SpanKind.MOVE_TO, self.author, self.date, move)
        for span in word_spans(self.as_is[old].text, text, self.author, self.date):
            match span.kind:
                case SpanKind.EQUAL:
                    yield self._span(SpanKind.MOVE_TO, span.text, move=move)
                case SpanKind.DELETE:
                    yield Span(SpanKind.DELETE, span.text, self.author, self.date, within=(around,))
                case _:
                    yield span

    def _span(self, kind: SpanKind, text: str, move: str = "") -> Span:
        return Span(kind, text, self.author, self.date, move=move)


def _in_document_order(alignment: Alignment, comparing: _Comparing) -> Iterator[tuple[int | None, int | None]]:
    at_old = at_new = 0
    ends = (len(comparing.as_is), len(comparing.to_be))
    for old, new in (*alignment.in_order, ends):
        yield from ((gone, None) for gone in range(at_old, old))
        yield from ((None, added) for added in range(at_new, new))
        if (old, new) != ends:
            yield old, new
        at_old, at_new = old + 1, new + 1
