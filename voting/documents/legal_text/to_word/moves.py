"""The ranges by which Word names a move: a pair of marks around all of what leaves, and around all of what arrives."""

from collections import Counter
from collections.abc import Iterable

from voting.documents.legal_text.marks import MOVES, stack_of
from voting.documents.word.writing import TAGS, Revisions, safe
from voting.domain.legal_text import Clause, Revision, Span, SpanKind

_End = tuple[SpanKind, str]


class MoveRanges:
    """Where each end of each move begins and ends. Spans are written in the order in which they were counted."""

    def __init__(self, clauses: Iterable[Clause], revisions: Revisions) -> None:
        self._left = Counter(_end(move) for clause in clauses for span in clause.spans for move in _moves(span))
        self._opened: dict[_End, int] = {}
        self._revisions = revisions

    def around(self, span: Span, content: str) -> str:
        """The span's content after what begins with it and before what ends with it."""
        if not self._left or span.kind is SpanKind.EQUAL:
            return content
        for move in _moves(span):
            end, tag = _end(move), TAGS[move.kind]
            if end not in self._opened:
                number = self._opened[end] = self._revisions.new_id()
                who = self._revisions.attributes(move.author, move.date, number)
                content = f'<{tag}RangeStart{who} w:name="{safe(move.move)}"/>{content}'
            self._left[end] -= 1
            if not self._left[end]:
                content += f'<{tag}RangeEnd w:id="{self._opened[end]}"/>'
        return content


def _moves(span: Span) -> list[Revision]:
    if span.kind is SpanKind.EQUAL:
        return []
    return [revision for revision in stack_of(span) if revision.kind in MOVES and revision.move]


def _end(move: Revision) -> _End:
    return move.kind, move.move
