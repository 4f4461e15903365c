"""Which revisions of a clause belong together as one hunk."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from voting.domain.legal_text.values import Clause, Hunk, Revision, Span, SpanKind
from voting.domain.legal_text.views import state_of

_PLAIN = {SpanKind.MOVE_FROM: SpanKind.DELETE, SpanKind.MOVE_TO: SpanKind.INSERT}


def mark_hunks(clauses: Sequence[Clause], new_key: Callable[[], str]) -> tuple[tuple[Clause, ...], tuple[Hunk, ...]]:
    """Give every revision the key of its hunk, and list the hunks in document order.

    A hunk is the largest run of adjacent revisions in one clause. The two ends of a move, however many clauses they
    cover, are one hunk, and an edit inside moved text is a hunk of its own, so that somebody can own it apart. An
    end of a move whose other end is missing becomes a plain deletion or insertion.
    """
    paired = _move_names(clauses, SpanKind.MOVE_FROM) & _move_names(clauses, SpanKind.MOVE_TO)
    marking = _Marking(new_key)
    marked = tuple(
        clause if _is_untouched(clause) else marking.marked(_unpaired_made_plain(clause, paired)) for clause in clauses
    )
    return marked, tuple(draft.finished(key) for key, draft in marking.drafts.items())


def _is_untouched(clause: Clause) -> bool:
    spans = clause.spans
    return not spans or (len(spans) == 1 and spans[0].kind is SpanKind.EQUAL)


def _move_names(clauses: Iterable[Clause], kind: SpanKind) -> frozenset[str]:
    return frozenset(span.move for clause in clauses for span in clause.spans if span.kind is kind and span.move)


def _unpaired_made_plain(clause: Clause, paired: frozenset[str]) -> Clause:
    spans = tuple(_plain_span(span, paired) for span in clause.spans)
    if spans == clause.spans:
        return clause
    state = state_of(
        label_as_is=clause.label_as_is,
        label_to_be=clause.label_to_be,
        text_as_is=clause.text_as_is,
        text_to_be=clause.text_to_be,
        spans=spans,
    )
    return replace(clause, spans=spans, state=state)


def _plain_span(span: Span, paired: frozenset[str]) -> Span:
    within = tuple(_plain_revision(outer, paired) for outer in span.within) if span.within else ()
    if span.kind in _PLAIN and span.move not in paired:
        return span._replace(kind=_PLAIN[span.kind], move="", within=within)
    return span if within == span.within else span._replace(within=within)


def _plain_revision(outer: Revision, paired: frozenset[str]) -> Revision:
    if outer.kind in _PLAIN and outer.move not in paired:
        return outer._replace(kind=_PLAIN[outer.kind], move="")
    return outer


class _Marking:
    """The keys given so far, in document order."""

    def __init__(self, new_key: Callable[[], str]) -> None:
        self.new_key = new_key
        self.drafts: dict[str, _Draft] = {}
        self.moves: dict[str, str] = {}

    def marked(self, clause: Clause) -> Clause:
        spans = []
        run = ""
        for span in clause.spans:
            if span.kind is SpanKind.EQUAL:
                run = ""
                spans.append(span)
                continue
            if span.kind in _PLAIN:
                run = ""
                key = self.moves.get(span.move) or self.moves.setdefault(span.move, self.new_key())
            else:
                key = run = run or self.new_key()
            self.drafts.setdefault(key, _Draft()).add(clause.key, span)
            spans.append(span._replace(hunk=key))
        return replace(clause, spans=tuple(spans))


@dataclass(slots=True)
class _Draft:
    """A hunk while its spans are being collected: the pieces of text, by clause."""

    places: dict[str, None] = field(default_factory=dict)
    from_places: dict[str, None] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)
    inserted: dict[str, str] = field(default_factory=dict)

    def add(self, clause_key: str, span: Span) -> None:
        around = {outer.kind for outer in span.within}
        (self.from_places if span.kind is SpanKind.MOVE_FROM else self.places).setdefault(clause_key)
        # What was inserted and then deleted was never in force and never will be: it is shown, but it is no text
        # that this hunk takes out or puts in.
        if span.kind in {SpanKind.DELETE, SpanKind.MOVE_FROM}:
            if SpanKind.INSERT not in around:
                self.deleted[clause_key] = self.deleted.get(clause_key, "") + span.text
        elif SpanKind.DELETE not in around:
            self.inserted[clause_key] = self.inserted.get(clause_key, "") + span.text

    def finished(self, key: str) -> Hunk:
        return Hunk(
            key=key,
            clause_keys=tuple(self.places),
            from_clause_keys=tuple(self.from_places),
            delete_text="\n".join(self.deleted.values()),
            insert_text="\n".join(self.inserted.values()),
        )
