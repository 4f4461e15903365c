"""What the as-is and the to-be text are, given a redline's spans, and what must always be true of a redline."""

from collections import Counter
from collections.abc import Iterable

from voting.domain.errors import RuleBroken
from voting.domain.legal_text.values import (
    Clause,
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


def view_text(clause: Clause, view: View) -> str | None:
    """The clause's text in the clean or in-force view; None where it does not exist in it, or for another view."""
    match view:
        case View.CLEAN:
            return clause.text_to_be
        case View.IN_FORCE:
            return clause.text_as_is
        case View.REDLINE | View.WORDS:
            return None


def state_of(
    *,
    label_as_is: str | None,
    label_to_be: str | None,
    text_as_is: str | None,
    text_to_be: str | None,
    spans: Iterable[Span],
) -> ClauseState:
    """The state that a clause's own texts, labels and spans give. Renumbering alone is never a change."""
    held = tuple(spans)
    if text_as_is is None or text_to_be is None:
        return _state_in_one_view(text_as_is, text_to_be, held)
    if any(span.kind is not SpanKind.EQUAL for span in held):
        return ClauseState.CHANGED
    return ClauseState.UNCHANGED if label_as_is == label_to_be else ClauseState.RENUMBERED


def _state_in_one_view(text_as_is: str | None, text_to_be: str | None, spans: tuple[Span, ...]) -> ClauseState:
    if text_as_is is None and text_to_be is None:
        return ClauseState.CANCELLED
    if any(is_in_a_move(span) for span in spans):
        return ClauseState.MOVED
    return ClauseState.INSERTED if text_as_is is None else ClauseState.DELETED


def broken_invariants(redline: Redline) -> tuple[str, ...]:
    """What is wrong with a redline, a sentence each; empty when nothing is.

    Spans add up to both texts; states follow from them; keys are unique; every revision is in exactly one hunk, and
    every hunk names exactly the clauses where its spans are.
    """
    found = [sentence for clause in redline.clauses for sentence in _broken_in_clause(clause)]
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


def _broken_in_clause(clause: Clause) -> Iterable[str]:
    where = f"clause {clause.path or clause.key}"
    if as_is_text(clause.spans) != (clause.text_as_is or ""):
        yield f"The pieces of {where} are not its text as is."
    if to_be_text(clause.spans) != (clause.text_to_be or ""):
        yield f"The pieces of {where} are not its text to be."
    if clause.state is not state_of(
        label_as_is=clause.label_as_is,
        label_to_be=clause.label_to_be,
        text_as_is=clause.text_as_is,
        text_to_be=clause.text_to_be,
        spans=clause.spans,
    ):
        yield f"The state of {where} is not what its text says."
    in_one_view = (clause.text_as_is is None) != (clause.text_to_be is None)
    if in_one_view and all(span.kind is SpanKind.EQUAL for span in clause.spans):
        yield f"No change accounts for {where} being in one text only."


def _repeated(what: str, keys: Iterable[str]) -> list[str]:
    return [f"Two {what}s share the key {key}." for key, count in Counter(keys).items() if count > 1]


def _broken_hunks(redline: Redline) -> list[str]:
    shown: dict[str, set[tuple[str, bool]]] = {}
    found = []
    for clause in redline.clauses:
        for span in clause.spans:
            changed = span.kind is not SpanKind.EQUAL or bool(span.within)
            if span.hunk:
                shown.setdefault(span.hunk, set()).add((clause.key, changed))
            elif changed:
                found.append(f"A change in clause {clause.path or clause.key} has no key.")
    for hunk in redline.hunks:
        found += _broken_hunk(hunk, shown.pop(hunk.key, set()))
    return found + [f"The change {key} is in the text but not in the list." for key in shown]


def _broken_hunk(hunk: Hunk, shown: set[tuple[str, bool]]) -> Iterable[str]:
    if set(hunk.places) != {clause_key for clause_key, _ in shown}:
        yield f"The change {hunk.key} is listed under other clauses than those that show it."
    proposed = hunk.state is HunkState.PROPOSED
    if any(changed is not proposed for _, changed in shown):
        yield f"The change {hunk.key} is {hunk.state} in the list and not in the text."
    if proposed is not (hunk.cancelled_because is None):
        yield f"The change {hunk.key} must give a reason exactly when it is cancelled."
