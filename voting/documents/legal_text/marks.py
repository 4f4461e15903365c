"""Which revisions a paragraph's mark has, given its clause: the mark is what Word inserts and deletes, not the text."""

from collections.abc import Sequence

from voting.domain.legal_text import Clause, Revision, Span, SpanKind, is_in_as_is, is_in_to_be, mark_span

MOVES = frozenset({SpanKind.MOVE_FROM, SpanKind.MOVE_TO})
_NEW = frozenset({SpanKind.INSERT, SpanKind.MOVE_TO})
_GONE = frozenset({SpanKind.DELETE, SpanKind.MOVE_FROM})

Stack = tuple[Revision, ...]


def stack_of(span: Span) -> Stack:
    """The revisions around a span's text, outermost first, its own included."""
    if span.kind is SpanKind.EQUAL:
        return ()
    return (*span.within, Revision(span.kind, span.author, span.date, span.move))


def mark_of(clause: Clause) -> Stack | None:
    """The revisions of the clause's mark; None where no view and no revision has a mark, so that the text runs on.

    A split or merge says so by an empty span at the end; elsewhere the text around the mark tells, a move before all.
    """
    mark = mark_span(clause.spans)
    if mark is not None:
        return stack_of(mark)
    if clause.text_as_is is not None and clause.text_to_be is not None:
        return ()
    return _told_by_text(clause, clause.spans)


def _told_by_text(clause: Clause, spans: Sequence[Span]) -> Stack | None:
    as_is, to_be = clause.text_as_is is not None, clause.text_to_be is not None
    found: Stack | None = None
    for span in reversed(spans):
        if span.kind is SpanKind.EQUAL or is_in_as_is(span) is not as_is or is_in_to_be(span) is not to_be:
            continue
        stack = stack_of(span)
        if any(revision.kind in MOVES for revision in stack):
            return stack
        found = found or stack
    return found or _missing(as_is, to_be)


def _missing(as_is: bool, to_be: bool) -> Stack | None:
    """A mark that nothing accounts for: no author, no date."""
    if as_is is to_be:
        return None
    return (Revision(SpanKind.DELETE if as_is else SpanKind.INSERT),)


def whole_revision(stack: Stack, kind: SpanKind) -> Revision | None:
    """The outermost revision of a stack that adds (for `insert`) or takes away (for `delete`) what it is around."""
    kinds = _NEW if kind is SpanKind.INSERT else _GONE
    return next((revision for revision in stack if revision.kind in kinds), None)
