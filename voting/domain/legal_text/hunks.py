"""Which revisions of a clause belong together as one hunk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from voting.domain.legal_text.values import Clause, Hunk, Revision, Span, SpanKind
from voting.domain.legal_text.views import is_in_a_move, mark_span, state_of

PARAGRAPH_MARK = "¶"

# A name is far quicker than asking the enum for its member, and there is one for each piece of text.
_EQUAL, _INSERT, _DELETE, _MOVE_FROM = SpanKind.EQUAL, SpanKind.INSERT, SpanKind.DELETE, SpanKind.MOVE_FROM
_GONE = frozenset({SpanKind.DELETE, SpanKind.MOVE_FROM})
_PLAIN = {SpanKind.MOVE_FROM: SpanKind.DELETE, SpanKind.MOVE_TO: SpanKind.INSERT}


def mark_hunks(clauses: Sequence[Clause], new_key: Callable[[], str]) -> tuple[tuple[Clause, ...], tuple[Hunk, ...]]:
    """Give every revision the key of its hunk, and list the hunks in document order.

    A hunk is the largest run of adjacent revisions in one clause; cells of a row that are inserted or deleted side by
    side are one too. The two ends of a move, however many clauses they cover, are one hunk, and an edit inside moved
    text is a hunk of its own, so that somebody can own it apart. An end of a move whose other end is missing becomes a
    plain deletion or insertion. A paragraph's mark that is itself inserted or deleted counts as the sign ¶.
    """
    touched = [at for at, clause in enumerate(clauses) if not is_untouched(clause.spans)]
    paired, loose = _moves(clauses[at] for at in touched)
    marking = _Marking(new_key)
    marked = list(clauses)
    before = -1
    for at in touched:
        if at - before > 1:
            marking.open = None
        marked[at] = marking.marked(_unpaired_made_plain(marked[at], paired) if loose else marked[at])
        before = at
    return tuple(marked), tuple(draft.finished(key) for key, draft in marking.drafts.items())


def is_untouched(spans: Sequence[Span]) -> bool:
    """Whether nothing but one unchanged piece of text is there, if that."""
    return not spans or (len(spans) == 1 and spans[0].kind is _EQUAL)


def hunk_keys(clause: Clause) -> tuple[str, ...]:
    """The keys of the changes in a clause, in order."""
    return tuple([key for key in dict.fromkeys([span.hunk for span in clause.spans]) if key])


def _moves(clauses: Iterable[Clause]) -> tuple[frozenset[str], frozenset[str]]:
    """The names of moves that have both ends, and of those that have not."""
    ends: dict[SpanKind, set[str]] = {SpanKind.MOVE_FROM: set(), SpanKind.MOVE_TO: set()}
    around: set[str] = set()
    for clause in clauses:
        for span in clause.spans:
            if span.kind in ends:
                ends[span.kind].add(span.move)
            if span.within:
                around |= {outer.move for outer in span.within if outer.kind in ends}
    paired = frozenset(ends[SpanKind.MOVE_FROM] & ends[SpanKind.MOVE_TO]) - {""}
    return paired, frozenset(around.union(*ends.values())) - paired


def _unpaired_made_plain(clause: Clause, paired: frozenset[str]) -> Clause:
    plain = [_plain_span(span, paired) for span in clause.spans]
    if plain == list(clause.spans):
        return clause
    spans = tuple(_joined(plain))
    state = state_of(
        label_as_is=clause.label_as_is,
        label_to_be=clause.label_to_be,
        text_as_is=clause.text_as_is,
        text_to_be=clause.text_to_be,
        spans=spans,
    )
    return clause._replace(spans=spans, state=state)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with those in one that stand side by side and to which the same happened, but a mark by itself."""
    held: Span | None = None
    for span in spans:
        if held is not None and held.text and span.text and held._replace(text="") == span._replace(text=""):
            held = held._replace(text=held.text + span.text)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


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
        # The hunk that the last clause ended with, and that clause, where it stands in one view of a table only.
        self.open: tuple[str, Clause] | None = None

    def marked(self, clause: Clause) -> Clause:
        """The clause with the keys of its hunks."""
        spans = []
        run = self._goes_on(clause)
        mark = mark_span(clause.spans)
        for span in clause.spans:
            kind, text, author, date, _hunk, move, within = span
            if kind is _EQUAL:
                run = ""
                spans.append(span)
                continue
            if kind in _PLAIN:
                run = ""
                key = self.moves.get(move) or self.moves.setdefault(move, self.new_key())
            else:
                key = run = run or self.new_key()
            draft = self.drafts.get(key)
            if draft is None:
                draft = self.drafts[key] = _Draft()
            draft.add(clause.key, span, PARAGRAPH_MARK if span is mark else text)
            spans.append(Span(kind, text, author, date, key, move, within))
        self.open = (run, clause) if run and _side(clause) is not None else None
        return clause._replace(spans=tuple(spans))

    def _goes_on(self, clause: Clause) -> str:
        """The hunk that the clause belongs to because the cell beside it does; empty where there is none."""
        if self.open is None or clause.cell is None:
            return ""
        run, before = self.open
        side = _side(clause)
        if side is None or before.cell is None or before.cell[:2] != clause.cell[:2] or _side(before) is not side:
            return ""
        return run


def _side(clause: Clause) -> bool | None:
    """Whether a clause of a table is wholly in the text in force only, or in the proposed text only; else None."""
    if clause.cell is None or (clause.text_as_is is None) is (clause.text_to_be is None):
        return None
    if any(span.kind is _EQUAL or is_in_a_move(span) for span in clause.spans):
        return None
    return clause.text_to_be is None


@dataclass(slots=True)
class _Draft:
    """A hunk while its spans are being collected: the pieces of text, by clause."""

    places: dict[str, None] = field(default_factory=dict)
    from_places: dict[str, None] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)
    inserted: dict[str, str] = field(default_factory=dict)

    def add(self, clause_key: str, span: Span, text: str) -> None:
        """Take in a span, whose text is given apart because a mark shows as a sign."""
        kind = span.kind
        around = [outer.kind for outer in span.within] if span.within else ()
        (self.from_places if kind is _MOVE_FROM else self.places).setdefault(clause_key)
        # What was inserted and then deleted was never in force and never will be: it is shown, but it is no text
        # that this hunk takes out or puts in.
        if kind in _GONE:
            if _INSERT not in around:
                self.deleted[clause_key] = self.deleted.get(clause_key, "") + text
        elif _DELETE not in around:
            self.inserted[clause_key] = self.inserted.get(clause_key, "") + text

    def finished(self, key: str) -> Hunk:
        return Hunk(
            key=key,
            clause_keys=tuple(self.places),
            from_clause_keys=tuple(self.from_places),
            delete_text="\n".join(self.deleted.values()),
            insert_text="\n".join(self.inserted.values()),
        )
