"""Cancelling a hunk: its text goes back to what is in force, and the hunk stays listed with the reason."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby, zip_longest

from voting.domain.errors import NotFound, RuleBroken
from voting.domain.legal_text.values import Clause, Hunk, HunkState, Redline, Span, SpanKind, View
from voting.domain.legal_text.views import (
    as_is_text,
    is_in_a_note,
    is_in_as_is,
    is_in_to_be,
    mark_span,
    state_of,
    to_be_text,
    with_view_texts,
)

_MOVES = frozenset({SpanKind.MOVE_FROM, SpanKind.MOVE_TO})


class HunkNotFound(NotFound):
    """The redline has no hunk of that key."""


class HunkAlreadyCancelled(RuleBroken):
    """The hunk was cancelled before."""


class CancellingNeedsReason(RuleBroken):
    """A hunk is cancelled because of something, and that is shown with it."""


def find_hunk(redline: Redline, hunk_key: str) -> Hunk:
    """The hunk of that key, or `HunkNotFound`."""
    for hunk in redline.hunks:
        if hunk.key == hunk_key:
            return hunk
    raise HunkNotFound("This version of the legal text has no such change. Open the version that has it.")


def cancel_hunk(redline: Redline, hunk_key: str, because: str) -> Redline:
    """The redline in which this hunk no longer changes anything, while it stays listed and marked in its place.

    A clause that only this hunk inserted is then in neither text (state `cancelled`) and keeps its key, and the number
    that it was to have. Cancelling a
    move takes edits inside the moved text back to where it was, as hunks of their own; where the two ends differ too
    much for that, those edits are cancelled with the move. Numbers of other clauses stay as drafted: a new version
    renumbers them. Raises `HunkNotFound`, `HunkAlreadyCancelled` or `CancellingNeedsReason`.
    """
    hunk = find_hunk(redline, hunk_key)
    if hunk.state is HunkState.CANCELLED:
        raise HunkAlreadyCancelled(f"This change was already cancelled because of {hunk.cancelled_because}.")
    if not because.strip():
        raise CancellingNeedsReason("Say what the change was cancelled because of, such as a response.", "because")
    edit = _cancelled_move(redline, hunk) if hunk.is_move else _cancelled_edit(redline, hunk)
    clauses = _with_spans(redline.clauses, edit.spans)
    after = [_hunk_after(held, {hunk.key} | edit.cancelled_too, because.strip(), edit) for held in redline.hunks]
    return replace(redline, clauses=clauses, hunks=tuple(_placed(after, clauses)))


@dataclass(frozen=True, slots=True)
class _Edit:
    """What cancelling does: new spans by clause, hunks that go with it, and of hunks taken along each new clause by the
    old one."""

    spans: dict[str, tuple[Span, ...]]
    cancelled_too: frozenset[str] = frozenset()
    taken_along: dict[str, dict[str, str]] = field(default_factory=dict)


def _hunk_after(held: Hunk, cancelled: AbstractSet[str], because: str, edit: _Edit) -> Hunk:
    if held.key in cancelled and held.state is HunkState.PROPOSED:
        return replace(held, state=HunkState.CANCELLED, cancelled_because=because)
    taken = edit.taken_along.get(held.key)
    if taken:
        places = [tuple(taken.get(key, key) for key in keys) for keys in (held.clause_keys, held.from_clause_keys)]
        return replace(held, clause_keys=places[0], from_clause_keys=places[1])
    return held


def _placed(hunks: Sequence[Hunk], clauses: Sequence[Clause]) -> Iterator[Hunk]:
    """The hunks, moves with the clauses where they are now: text that came back inside one may stand in one more."""
    ends: dict[tuple[str, bool], dict[str, None]] = {}
    for clause in clauses:
        for span in clause.spans:
            if span.kind in _MOVES:
                ends.setdefault((span.hunk, span.kind is SpanKind.MOVE_FROM), {}).setdefault(clause.key)
    for hunk in hunks:
        goes, comes = ends.get((hunk.key, False)), ends.get((hunk.key, True))
        if hunk.state is HunkState.PROPOSED and goes and comes:
            yield replace(hunk, clause_keys=tuple(goes), from_clause_keys=tuple(comes))
        else:
            yield hunk


def _with_spans(clauses: Sequence[Clause], spans: dict[str, tuple[Span, ...]]) -> tuple[Clause, ...]:
    """The clauses with new spans for some, and the texts to be that follow, which may run on into other clauses."""
    drafts = [clause._replace(spans=spans[clause.key]) if clause.key in spans else clause for clause in clauses]
    exists = {
        clause.key: _exists_to_be(clause, spans[clause.key]) if clause.key in spans else clause.text_to_be is not None
        for clause in clauses
    }
    for of_notes in (False, True):
        story = [clause for clause in drafts if is_in_a_note(clause) is of_notes]
        exists |= dict.fromkeys(_ends_needed(story, exists), True)
    texts = with_view_texts(drafts, View.CLEAN, lambda clause: exists[clause.key])
    return tuple(
        clause
        if clause.key not in spans and text == clause.text_to_be
        else _with_text_to_be(clause, spans.get(clause.key, clause.spans), text)
        for clause, text in zip(clauses, texts, strict=True)
    )


def _ends_needed(clauses: Sequence[Clause], exists: dict[str, bool]) -> Iterator[str]:
    """The clauses that must end text which came back, because none of its place (the body, a cell) is left to do so.

    It is the last that is in force, or has a change to account for its being there.
    """
    waiting: list[Clause] = []
    for clause, following in zip_longest(clauses, clauses[1:]):
        if exists[clause.key]:
            waiting = []
            continue
        if to_be_text(clause.spans):
            waiting = [clause]
        elif waiting:
            waiting.append(clause)
        if waiting and (following is None or following.cell != clause.cell):
            yield next((each.key for each in reversed(waiting) if _may_end(each)), clause.key)
            waiting = []


def _may_end(clause: Clause) -> bool:
    return clause.text_as_is is not None or any(span.kind is not SpanKind.EQUAL for span in clause.spans)


def _with_text_to_be(clause: Clause, spans: tuple[Span, ...], text_to_be: str | None) -> Clause:
    label_to_be, path_to_be = clause.label_to_be, clause.path_to_be
    if text_to_be is not None and clause.text_to_be is None:
        label_to_be, path_to_be = clause.label_as_is, clause.path_as_is
    state = state_of(
        label_as_is=clause.label_as_is,
        label_to_be=label_to_be,
        text_as_is=clause.text_as_is,
        text_to_be=text_to_be,
        spans=spans,
    )
    return clause._replace(
        spans=spans, text_to_be=text_to_be, label_to_be=label_to_be, path_to_be=path_to_be, state=state
    )


def _exists_to_be(clause: Clause, spans: Sequence[Span]) -> bool:
    if clause.text_as_is is not None and clause.text_to_be is not None:
        return True
    if mark_span(clause.spans) is not None:
        # The mark was revised by itself: whether the clause ends here is what its mark says now.
        mark = mark_span(spans)
        return clause.text_as_is is not None if mark is None else is_in_to_be(mark)
    if clause.text_as_is is None:
        return any(span.kind is not SpanKind.EQUAL and is_in_to_be(span) for span in spans)
    # A deleted clause comes back as soon as some of it does; of a clause without words of its own, its mark is enough.
    words = as_is_text(clause.spans)
    return any(is_in_to_be(span) and (span.text or not words) for span in spans)


def _anchor(hunk_key: str, text: str = "") -> Span:
    return Span(SpanKind.EQUAL, text, hunk=hunk_key)


def _cancelled_edit(redline: Redline, hunk: Hunk) -> _Edit:
    moves = {span.move: span.hunk for clause in redline.clauses for span in clause.spans if span.kind in _MOVES}
    return _Edit(
        {
            clause.key: tuple(_reverted(clause.spans, hunk.key, moves))
            for clause in redline.clauses
            if clause.key in hunk.clause_keys
        }
    )


def _reverted(spans: Sequence[Span], hunk_key: str, moves: dict[str, str]) -> Iterator[Span]:
    """The spans with this hunk's run as it is in force: the restored text, marked, and in place what is in a move."""
    run = [span for span in spans if span.hunk == hunk_key]
    restored = [back for span in run if (back := _restored(span, moves)) is not None]
    marked = False
    for span in spans:
        if span.hunk != hunk_key:
            yield span
        elif not marked:
            marked = True
            yield from _marked(restored, hunk_key)


def _marked(restored: Sequence[Span], hunk_key: str) -> Iterator[Span]:
    """Restored text in order, with at least one mark of the hunk that was cancelled."""
    if all(back.kind is not SpanKind.EQUAL for back in restored):
        yield _anchor(hunk_key)
    for is_equal, backs in groupby(restored, lambda back: back.kind is SpanKind.EQUAL):
        if is_equal:
            yield _anchor(hunk_key, "".join(back.text for back in backs))
        else:
            yield from backs


def _restored(span: Span, moves: dict[str, str]) -> Span | None:
    """A cancelled revision's text: nothing of an insertion, all of a deletion; inside a move it goes on moving."""
    if SpanKind.INSERT in {span.kind, *(outer.kind for outer in span.within)}:
        return None
    for depth in reversed(range(len(span.within))):
        outer = span.within[depth]
        if outer.kind in _MOVES:
            key = moves.get(outer.move, "")
            return Span(outer.kind, span.text, outer.author, outer.date, key, outer.move, span.within[:depth])
    return Span(SpanKind.EQUAL, span.text)


def _cancelled_move(redline: Redline, hunk: Hunk) -> _Edit:
    clauses = {clause.key: clause for clause in redline.clauses}
    came_from = [clauses[key] for key in hunk.from_clause_keys]
    went_to = [clauses[key] for key in hunk.clause_keys]
    move = next(span.move for span in went_to[0].spans if span.hunk == hunk.key)
    runs = [_moved_run(clause, move) for clause in went_to]
    homes = [[_taken_home(span, move, hunk.key) for span in run] for run in runs]
    edited = [clause for clause in redline.clauses if any(_is_inside(span, move) for span in clause.spans)]
    if {clause.key for clause in edited} <= set(hunk.places) and _ends_agree(came_from, went_to, homes, hunk.key):
        return _brought_back(came_from, went_to, homes, move, hunk.key)
    inner = {span.hunk for run in runs for span in run if span.kind is not SpanKind.EQUAL and not span.move}
    inner |= {span.hunk for clause in edited for span in clause.spans if _is_inside(span, move)}
    undone = {hunk.key} | inner
    return _Edit(
        {
            clause.key: tuple(_as_in_force(clause.spans, undone))
            for clause in redline.clauses
            if any(span.hunk in undone for span in clause.spans)
        },
        cancelled_too=frozenset(inner),
    )


def _is_inside(span: Span, move: str) -> bool:
    return any(outer.move == move for outer in span.within)


def _moved_run(clause: Clause, move: str) -> Sequence[Span]:
    """The spans of a move's far end: the whole of a clause that is there only because of it, else the run."""
    spans = clause.spans
    if clause.text_as_is is None:
        return spans
    inner = {span.hunk for span in spans if _is_inside(span, move)}
    at = [
        index
        for index, span in enumerate(spans)
        if (span.kind is SpanKind.MOVE_TO and span.move == move) or span.hunk in inner
    ]
    return spans[at[0] : at[-1] + 1]


def _taken_home(span: Span, move: str, hunk_key: str) -> Span:
    """The span as it is where the text never moved: plain text, or an edit that was inside the move."""
    if span.hunk == hunk_key:
        return _anchor(hunk_key, span.text)
    if span.within:
        return span._replace(within=tuple(outer for outer in span.within if outer.move != move))
    return span


def _ends_agree(
    came_from: Sequence[Clause], went_to: Sequence[Clause], homes: Sequence[Sequence[Span]], hunk_key: str
) -> bool:
    """Whether each end pairs with the other: then the moved text, edits and all, can stand where it was."""
    if len(came_from) != len(homes) or {clause.key for clause in came_from} & {clause.key for clause in went_to}:
        return False
    runs = [[span for span in clause.spans if span.hunk == hunk_key] for clause in came_from]
    # What was inserted before it moved is not in force at either end.
    return all(is_in_as_is(span) for run in runs for span in run) and all(
        as_is_text(home) == "".join(span.text for span in run) for run, home in zip(runs, homes, strict=True)
    )


def _brought_back(
    came_from: Sequence[Clause], went_to: Sequence[Clause], homes: Sequence[Sequence[Span]], move: str, hunk_key: str
) -> _Edit:
    spans: dict[str, tuple[Span, ...]] = {}
    taken_along: dict[str, dict[str, str]] = {}
    for clause, away, home in zip(came_from, went_to, homes, strict=True):
        for span in home:
            if span.hunk not in {"", hunk_key}:
                taken_along.setdefault(span.hunk, {})[away.key] = clause.key
        spans[clause.key] = tuple(_with_run(clause.spans, move, hunk_key, home))
    for clause in went_to:
        left = (span for span in clause.spans if span.hunk not in taken_along)
        spans[clause.key] = tuple(_as_in_force(left, {hunk_key}))
    return _Edit(spans, taken_along=taken_along)


def _with_run(spans: Iterable[Span], move: str, hunk_key: str, home: Sequence[Span]) -> Iterator[Span]:
    """The near end of a move with the text that came back in place of the first of its spans."""
    placed = False
    for span in spans:
        if span.hunk != hunk_key:
            yield _taken_home(span, move, hunk_key)
        elif not placed:
            placed = True
            yield from home


def _as_in_force(spans: Iterable[Span], hunk_keys: AbstractSet[str]) -> Iterator[Span]:
    """The spans with these hunks undone: what is in force stays, and a mark stands where each hunk was."""
    marked: set[str] = set()
    for span in spans:
        if span.hunk not in hunk_keys:
            yield span
        elif is_in_as_is(span):
            marked.add(span.hunk)
            yield _anchor(span.hunk, span.text)
        elif span.hunk not in marked:
            marked.add(span.hunk)
            yield _anchor(span.hunk)
