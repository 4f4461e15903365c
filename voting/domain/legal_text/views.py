"""What the as-is and the to-be text are, given a redline's spans, and what must always be true of a redline.

A span is held by the clause where it stands, and a clause's text in a view is the whole paragraph that ends there. So
where a paragraph's mark is inserted, its text in force begins the text in force of the next clause that is in force;
where a mark is deleted, the same of the proposed text. For a clause that is not split or merged, its text in a view is
that of its own spans. Footnotes stand apart from what has them: the text of a clause runs on past them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter

from voting.domain.errors import RuleBroken
from voting.domain.legal_text.values import (
    Cell,
    Clause,
    ClauseKind,
    ClauseState,
    Hunk,
    HunkState,
    Redline,
    Span,
    SpanKind,
    View,
)

_NEW = frozenset({SpanKind.INSERT, SpanKind.MOVE_TO})
_GONE = frozenset({SpanKind.DELETE, SpanKind.MOVE_FROM})
_MOVES = frozenset({SpanKind.MOVE_FROM, SpanKind.MOVE_TO})
# States in which a clause says the same in both views.
_PLAIN = frozenset({ClauseState.UNCHANGED, ClauseState.RENUMBERED})
# A name is far quicker than asking the enum for its member, and there is one for each clause and piece of text.
_EQUAL, _UNCHANGED, _FOOTNOTE = SpanKind.EQUAL, ClauseState.UNCHANGED, ClauseKind.FOOTNOTE
_PROPOSED = HunkState.PROPOSED


class RedlineInconsistent(RuleBroken):
    """The spans of a redline do not add up to its two texts."""


def is_in_as_is(span: Span) -> bool:
    """Whether the text in force has this span: nothing around it is an insertion or the far end of a move."""
    return span.kind not in _NEW and not (span.within and any(outer.kind in _NEW for outer in span.within))


def is_in_to_be(span: Span) -> bool:
    """Whether the proposed text has this span: nothing around it is a deletion or the near end of a move."""
    return span.kind not in _GONE and not (span.within and any(outer.kind in _GONE for outer in span.within))


def is_in_a_move(span: Span) -> bool:
    """Whether the span, or a revision around it, moves."""
    return span.kind in _MOVES or any(outer.kind in _MOVES for outer in span.within)


def as_is_text(spans: Iterable[Span]) -> str:
    """The text in force: equal, deleted and moved-from spans, in order."""
    return "".join(span.text for span in spans if is_in_as_is(span))


def to_be_text(spans: Iterable[Span]) -> str:
    """The proposed text: equal, inserted and moved-to spans, in order."""
    return "".join(span.text for span in spans if is_in_to_be(span))


def both_texts(spans: Iterable[Span]) -> tuple[str, str]:
    """The text in force and the proposed text, found in one pass."""
    as_is: list[str] = []
    to_be: list[str] = []
    for span in spans:
        kind = span.kind
        if kind is _EQUAL:
            as_is.append(span.text)
            to_be.append(span.text)
        elif span.within:
            if is_in_as_is(span):
                as_is.append(span.text)
            if is_in_to_be(span):
                to_be.append(span.text)
        else:
            (to_be if kind in _NEW else as_is).append(span.text)
    return "".join(as_is), "".join(to_be)


def view_text(clause: Clause, view: View) -> str | None:
    """The clause's text in the clean or in-force view; None where it does not exist in it, or for another view."""
    match view:
        case View.CLEAN:
            return clause.text_to_be
        case View.IN_FORCE:
            return clause.text_as_is
        case View.REDLINE | View.WORDS:
            return None


def reading_of(view: View) -> Callable[[Span], bool]:
    """Whether a span is in the clean or in-force view, as a question to ask of each."""
    return is_in_to_be if view is View.CLEAN else is_in_as_is


def state_of(
    *,
    label_as_is: str | None,
    label_to_be: str | None,
    text_as_is: str | None,
    text_to_be: str | None,
    spans: Iterable[Span],
) -> ClauseState:
    """The state that a clause's own texts, labels and spans give. Renumbering alone is never a change.

    A clause that a split sets apart or a merge takes in is changed, and so is the one that its text runs into.
    """
    held = tuple(spans)
    if text_as_is is None or text_to_be is None:
        return _state_in_one_view(text_as_is, text_to_be, held)
    if text_as_is != text_to_be or any(span.kind is not _EQUAL for span in held):
        return ClauseState.CHANGED
    return _UNCHANGED if label_as_is == label_to_be else ClauseState.RENUMBERED


def _state_in_one_view(text_as_is: str | None, text_to_be: str | None, spans: tuple[Span, ...]) -> ClauseState:
    if text_as_is is None and text_to_be is None:
        # What was inserted and then deleted is in neither text too, but nobody cancelled it.
        proposed = any(span.kind is not SpanKind.EQUAL for span in spans)
        return ClauseState.CHANGED if proposed else ClauseState.CANCELLED
    if any(span.text and (is_in_as_is if text_as_is is None else is_in_to_be)(span) for span in spans):
        return ClauseState.CHANGED
    if any(is_in_a_move(span) for span in spans):
        return ClauseState.MOVED
    return ClauseState.INSERTED if text_as_is is None else ClauseState.DELETED


def is_in_a_note(clause: Clause) -> bool:
    """Whether the clause stands at the foot, where no text runs on from the clauses around it."""
    return clause.kind is _FOOTNOTE


def mark_span(spans: Sequence[Span]) -> Span | None:
    """The revision of the clause's own paragraph mark, held as a last span without text; None where there is none.

    There is one where the text around the mark does not tell of it: in a split, a merge, or an empty paragraph.
    """
    last = spans[-1] if spans else None
    return last if last is not None and not last.text and last.kind is not _EQUAL else None


def borrowed(clauses: Sequence[Clause], view: View) -> dict[str, tuple[Span, ...]]:
    """The spans of earlier clauses with which a clause's text begins in the clean or in-force view, by its key.

    Only clauses into which others run are in it.
    """
    is_in_view = reading_of(view)
    found: dict[str, tuple[Span, ...]] = {}
    of_notes: list[Span] = []
    of_others: list[Span] = []
    text_in_view = attrgetter("text_to_be" if view is View.CLEAN else "text_as_is")
    for clause in clauses:
        exists = text_in_view(clause) is not None
        if exists and not of_notes and not of_others:
            continue
        waiting = of_notes if is_in_a_note(clause) else of_others
        if not exists:
            if clause.state not in _PLAIN:
                waiting += [span for span in clause.spans if span.text and is_in_view(span)]
        elif waiting:
            found[clause.key] = tuple(waiting)
            waiting.clear()
    return found


def with_view_texts(clauses: Sequence[Clause], view: View, exists: Callable[[Clause], bool]) -> list[str | None]:
    """Each clause's text in the clean or in-force view, given which clauses exist in it; what runs on, run together."""
    is_in_view = reading_of(view)
    texts: list[str | None] = []
    waiting = {True: "", False: ""}
    for clause in clauses:
        is_note = is_in_a_note(clause)
        waiting[is_note] += "".join(span.text for span in clause.spans if is_in_view(span))
        if exists(clause):
            texts.append(waiting[is_note])
            waiting[is_note] = ""
        else:
            texts.append(None)
    return texts


def broken_invariants(redline: Redline) -> tuple[str, ...]:
    """What is wrong with a redline, a sentence each; empty when nothing is.

    Spans add up to both texts; states follow from them; keys are unique; every revision is in exactly one hunk, and
    every hunk names exactly the clauses where its spans are.
    """
    found = list(_broken_clauses(redline.clauses))
    found += _repeated("clause", (clause.key for clause in redline.clauses))
    found += _repeated("change", (hunk.key for hunk in redline.hunks))
    found += _broken_hunks(redline)
    return tuple(found)


def check_redline(redline: Redline) -> None:
    """Refuse a redline that breaks an invariant (`RedlineInconsistent`, naming the first)."""
    broken = broken_invariants(redline)
    if broken:
        raise RedlineInconsistent(
            f"The redline of {redline.document or 'this document'} does not add up: {broken[0]} "
            "Import the text again; if it happens again, keep both texts and report it."
        )


def _broken_clauses(clauses: Sequence[Clause]) -> Iterator[str]:
    of_notes = _RunningOn("as is"), _RunningOn("to be")
    of_others = _RunningOn("as is"), _RunningOn("to be")
    for clause in clauses:
        as_is, to_be = of_notes if is_in_a_note(clause) else of_others
        if not as_is.text and not to_be.text and _is_plainly_right(clause):
            continue
        own_as_is, own_to_be = both_texts(clause.spans)
        as_is.take(clause, own_as_is, clause.text_as_is)
        to_be.take(clause, own_to_be, clause.text_to_be)
        if as_is.broken or to_be.broken:
            yield from (*as_is.broken, *to_be.broken)
        yield from _broken_in_clause(clause)
    if any(running_on.text for running_on in (*of_notes, *of_others)):
        yield "The text at its end belongs to no clause."


class _RunningOn:
    """The text of one view that no clause has ended yet, the cell where it stands, and what was wrong at last."""

    def __init__(self, view: str) -> None:
        self.view = view
        self.text = ""
        self.cell: Cell | None = None
        self.broken: list[str] = []

    def take(self, clause: Clause, own: str, held: str | None) -> None:
        """Take in the next clause, with the view's text in it and the text that it says it has in the view."""
        self.broken = []
        if self.text and clause.cell != self.cell:
            self.broken.append(f"Text runs on into {_where(clause)} from outside of its cell.")
        self.cell = clause.cell
        self.text += own
        if held is not None:
            if held != self.text:
                self.broken.append(f"The pieces of {_where(clause)} are not its text {self.view}.")
            self.text = ""


def _is_plainly_right(clause: Clause) -> bool:
    """Whether the clause is one piece of text in both views, as most are: a cheap look before the whole check."""
    spans = clause.spans
    if len(spans) != 1 or spans[0].kind is not _EQUAL:
        return False
    state = _UNCHANGED if clause.label_as_is == clause.label_to_be else ClauseState.RENUMBERED
    return clause.state is state and spans[0].text == clause.text_as_is == clause.text_to_be


def _broken_in_clause(clause: Clause) -> Iterator[str]:
    if clause.state is not state_of(
        label_as_is=clause.label_as_is,
        label_to_be=clause.label_to_be,
        text_as_is=clause.text_as_is,
        text_to_be=clause.text_to_be,
        spans=clause.spans,
    ):
        yield f"The state of {_where(clause)} is not what its text says."
    in_one_view = (clause.text_as_is is None) != (clause.text_to_be is None)
    if in_one_view and all(span.kind is _EQUAL for span in clause.spans):
        yield f"No change accounts for {_where(clause)} being in one text only."


def _where(clause: Clause) -> str:
    return f"clause {clause.path or clause.key}"


def _repeated(what: str, keys: Iterable[str]) -> list[str]:
    held = list(keys)
    if len(set(held)) == len(held):
        return []
    return [f"Two {what}s share the key {key}." for key, count in Counter(held).items() if count > 1]


def _broken_hunks(redline: Redline) -> list[str]:
    shown: dict[str, set[tuple[str, bool]]] = {}
    found = []
    for clause in redline.clauses:
        for kind, _text, _author, _date, hunk_key, _move, within in clause.spans:
            changed = kind is not _EQUAL or bool(within)
            if hunk_key:
                shown.setdefault(hunk_key, set()).add((clause.key, changed))
            elif changed:
                found.append(f"A change in {_where(clause)} has no key.")
    for hunk in redline.hunks:
        held = shown.pop(hunk.key, None) or set()
        found += _broken_hunk(hunk, held)
    return found + [f"The change {key} is in the text but not in the list." for key in shown]


def _broken_hunk(hunk: Hunk, shown: set[tuple[str, bool]]) -> Iterable[str]:
    if set(hunk.places) != {clause_key for clause_key, _ in shown}:
        yield f"The change {hunk.key} is listed under other clauses than those that show it."
    proposed = hunk.state is _PROPOSED
    if any(changed is not proposed for _, changed in shown):
        yield f"The change {hunk.key} is {hunk.state} in the list and not in the text."
    if proposed is not (hunk.cancelled_because is None):
        yield f"The change {hunk.key} must give a reason exactly when it is cancelled."
