"""Clause and hunk keys carried from one version of a redline to the next, so that links and answers stay put."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from voting.documents.legal_text.alignment import Entry, align, longest_in_common, plain
from voting.documents.legal_text.keys import short_key, unused_keys
from voting.domain.legal_text import (
    Clause,
    ClauseState,
    Hunk,
    HunkState,
    KeyOf,
    KeysCarried,
    Redline,
    Span,
    SpanKind,
    Unplaced,
    hunk_keys,
)


def carry_keys(previous: Redline, following: Redline, new_key: Callable[[], str] = short_key) -> KeysCarried:
    """The later redline under the earlier one's keys, with an account of each earlier key: placed or unplaced.

    A clause is the same when its text in either view is, or is at least half alike in its place, or moved almost
    unchanged; of a move's two ends, the one where the clause goes carries the key. A hunk is the same when it stands
    at the same place of the same text, or deletes and inserts the same words. A hunk cancelled in the earlier version
    stays visible in the later one where its text is still as it was; so does a clause that was to be inserted. What
    is new keeps the key it came with, or gets one from `new_key` where an earlier clause or hunk has had that key.
    """
    carrying = _Carrying(previous, following, new_key)
    pairs = _clause_pairs(previous, following)
    clause_keys = carrying.renamed(
        [clause.key for clause in following.clauses], {new: previous.clauses[old].key for new, old in pairs.items()}
    )
    same_hunks = carrying.same_hunks(pairs)
    hunk_keys = carrying.renamed([hunk.key for hunk in following.hunks], same_hunks)
    clauses = [_renamed_clause(clause, clause_keys, hunk_keys) for clause in following.clauses]
    hunks = {
        hunk_keys[hunk.key]: replace(
            hunk,
            key=hunk_keys[hunk.key],
            clause_keys=tuple(clause_keys[key] for key in hunk.clause_keys),
            from_clause_keys=tuple(clause_keys[key] for key in hunk.from_clause_keys),
        )
        for hunk in following.hunks
    }
    kept = carrying.keep_cancelled(pairs, clauses, hunks)
    return carrying.account(kept, hunks)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a hunk stands in a clause: between two positions of the text before the change."""

    hunk: str
    start: int
    end: int
    inserted: str


class _Carrying:
    """Both versions, and a source of keys that neither has."""

    def __init__(self, previous: Redline, following: Redline, new_key: Callable[[], str]) -> None:
        self.previous = previous
        self.following = following
        self.old_hunks = {hunk.key: hunk for hunk in previous.hunks}
        self.new_hunks = {hunk.key: hunk for hunk in following.hunks}
        self.earlier = {clause.key for clause in previous.clauses} | set(self.old_hunks)
        later = {clause.key for clause in following.clauses} | set(self.new_hunks)
        self.next_key = unused_keys(new_key, self.earlier | later)

    def renamed(self, keys: Sequence[str], carried: dict[int, str]) -> dict[str, str]:
        """The key of each clause or hunk of the later version, by the key it came with."""
        return {
            key: carried[at] if at in carried else self.next_key() if key in self.earlier else key
            for at, key in enumerate(keys)
        }

    def same_hunks(self, pairs: dict[int, int]) -> dict[int, str]:
        """Which hunk of the later version, by position, is which of the earlier one."""
        position = {hunk.key: at for at, hunk in enumerate(self.following.hunks)}
        same: dict[int, str] = {}
        taken: set[str] = set()
        for new, old in sorted(pairs.items()):
            for old_key, new_key in self._same_in_clause(self.previous.clauses[old], self.following.clauses[new]):
                if old_key not in taken and position[new_key] not in same:
                    taken.add(old_key)
                    same[position[new_key]] = old_key
        return same

    def _same_in_clause(self, old: Clause, new: Clause) -> Iterator[tuple[str, str]]:
        places_old, places_new = list(_places(old)), list(_places(new))
        if not places_old or not places_new:
            return
        if _before_text(old) == _before_text(new):
            where = {(place.start, place.end, place.inserted): place.hunk for place in places_new}
            exact = [
                (place.hunk, where[place.start, place.end, place.inserted])
                for place in places_old
                if (place.start, place.end, place.inserted) in where
            ]
            yield from self._of_one_kind(exact)
            yield from self._of_one_kind(self._same_words(places_old, places_new))
            yield from self._of_one_kind(_overlapping(places_old, places_new))
        else:
            yield from self._of_one_kind(self._same_words(places_old, places_new))

    def _of_one_kind(self, pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        return ((old, new) for old, new in pairs if self.old_hunks[old].is_move == self.new_hunks[new].is_move)

    def _same_words(self, old: Sequence[_Place], new: Sequence[_Place]) -> Iterator[tuple[str, str]]:
        old_words = [(self.old_hunks[at.hunk].delete_text, self.old_hunks[at.hunk].insert_text) for at in old]
        new_words = [(self.new_hunks[at.hunk].delete_text, self.new_hunks[at.hunk].insert_text) for at in new]
        return ((old[one].hunk, new[other].hunk) for one, other in longest_in_common(old_words, new_words))

    def keep_cancelled(
        self, pairs: dict[int, int], clauses: list[Clause], hunks: dict[str, Hunk]
    ) -> tuple[Clause, ...]:
        """The later clauses with the earlier version's cancelled hunks marked in them, where there is a place."""
        later = {old: new for new, old in pairs.items()}
        ghosts: dict[int, list[Clause]] = {}
        after = -1
        for at, clause in enumerate(self.previous.clauses):
            after = later.get(at, after)
            if clause.state is ClauseState.CANCELLED and at not in later and self._is_one_cancelled_hunk(clause, hunks):
                ghosts.setdefault(after, []).append(clause)
                hunks |= {place.hunk: self.old_hunks[place.hunk] for place in _places(clause)}
            elif at in later:
                clauses[later[at]] = self._marked(clause, clauses[later[at]], hunks)
        kept = list(ghosts.get(-1, ()))
        for at, clause in enumerate(clauses):
            kept += [clause, *ghosts.get(at, ())]
        return tuple(kept)

    def _is_one_cancelled_hunk(self, clause: Clause, hunks: dict[str, Hunk]) -> bool:
        held = [self.old_hunks[place.hunk] for place in _places(clause)]
        return all(hunk.key not in hunks and hunk.places == (clause.key,) for hunk in held)

    def _marked(self, old: Clause, new: Clause, hunks: dict[str, Hunk]) -> Clause:
        for place in _places(old):
            hunk = self.old_hunks[place.hunk]
            if hunk.state is HunkState.PROPOSED or hunk.key in hunks or len(hunk.places) > 1:
                continue
            spans = _with_mark(new, place) if _before_text(old) == _before_text(new) else None
            if spans:
                new = new._replace(spans=spans)
                hunks[hunk.key] = hunk
        return new

    def account(self, clauses: tuple[Clause, ...], hunks: dict[str, Hunk]) -> KeysCarried:
        """The redline with its hunks in document order, and what became of every earlier key."""
        shown = dict.fromkeys(key for clause in clauses for key in hunk_keys(clause))
        clause_keys = {clause.key for clause in clauses}
        path_of = {clause.key: clause.path for clause in self.previous.clauses}
        unplaced = [
            Unplaced(clause.key, KeyOf.CLAUSE, clause.path, clause.text_to_be or clause.text_as_is or "")
            for clause in self.previous.clauses
            if clause.key not in clause_keys
        ]
        unplaced += [
            Unplaced(hunk.key, KeyOf.HUNK, path_of.get(hunk.clause_key, ""), hunk.insert_text or hunk.delete_text)
            for hunk in self.previous.hunks
            if hunk.key not in shown
        ]
        return KeysCarried(
            redline=replace(self.following, clauses=clauses, hunks=tuple(hunks[key] for key in shown)),
            placed_clauses=tuple(clause.key for clause in self.previous.clauses if clause.key in clause_keys),
            placed_hunks=tuple(hunk.key for hunk in self.previous.hunks if hunk.key in shown),
            unplaced=tuple(unplaced),
        )


def _clause_pairs(previous: Redline, following: Redline) -> dict[int, int]:
    """The earlier position of each later clause that has one, by its later position."""
    alignment = align(
        _entries(previous),
        _entries(following),
        anchors=((_both, _both), (_to_be, _to_be), (_as_is, _as_is), (_to_be, _as_is)),
    )
    pairs = {new: old for old, new in (*alignment.in_order, *alignment.moved)}
    ends_new, ends_old = _move_ends(following), _move_ends(previous)
    for left, goes in ends_new.items():
        # A clause that the later version moves is where it goes; what it leaves behind is only a mark.
        if left in pairs and goes not in pairs and pairs[left] not in ends_old:
            pairs[goes] = pairs.pop(left)
    later = {old: new for new, old in pairs.items()}
    for left, goes in ends_old.items():
        # A clause that the earlier version moved was where it went, wherever the later version has it.
        if left in later and goes not in later and later[left] not in ends_new:
            pairs[later[left]] = goes
    return pairs


def _entries(redline: Redline) -> list[Entry]:
    """The clauses as alignment sees them; one that was cancelled is known by the words it was to have."""
    proposed = {hunk.clause_key: hunk.insert_text for hunk in redline.hunks if hunk.state is HunkState.CANCELLED}
    return [
        Entry(
            text=plain(clause.text_to_be or clause.text_as_is or proposed.get(clause.key, "")),
            path=clause.path,
            also=(
                None if clause.text_as_is is None else plain(clause.text_as_is),
                None if clause.text_to_be is None else plain(clause.text_to_be),
            ),
        )
        for clause in redline.clauses
    ]


def _both(entry: Entry) -> Hashable | None:
    return entry.also if any(entry.also) else None


def _as_is(entry: Entry) -> Hashable | None:
    return entry.also[0] or None


def _to_be(entry: Entry) -> Hashable | None:
    return entry.also[1] or None


def _move_ends(redline: Redline) -> dict[int, int]:
    """Where each moved clause goes, by where it leaves, as positions."""
    position = {clause.key: at for at, clause in enumerate(redline.clauses)}
    return {
        position[left]: position[goes]
        for hunk in redline.hunks
        if len(hunk.from_clause_keys) == len(hunk.clause_keys)
        for left, goes in zip(hunk.from_clause_keys, hunk.clause_keys, strict=True)
    }


def _renamed_clause(clause: Clause, clause_keys: dict[str, str], hunk_keys: dict[str, str]) -> Clause:
    spans = clause.spans
    if any(span.hunk for span in spans):
        spans = tuple(span._replace(hunk=hunk_keys[span.hunk]) if span.hunk else span for span in spans)
    return clause._replace(key=clause_keys[clause.key], spans=spans)


def _before_text(clause: Clause) -> str:
    """The clause's text before its changes: as is, or for one that is moved here, as it was where it came from."""
    return "".join(span.text for span in clause.spans if span.kind is not SpanKind.INSERT)


def _places(clause: Clause) -> Iterator[_Place]:
    """Where each hunk of the clause stands in its text before the changes, in order."""
    at = 0
    for hunk, run in groupby(clause.spans, key=lambda span: span.hunk):
        start, inserted = at, ""
        for span in run:
            if span.kind is SpanKind.INSERT:
                inserted += span.text
            else:
                at += len(span.text)
        if hunk:
            yield _Place(hunk, start, at, inserted)


def _overlapping(old: Sequence[_Place], new: Sequence[_Place]) -> Iterator[tuple[str, str]]:
    """Hunks that touch the same stretch of the same text."""
    for ours in old:
        yield from ((ours.hunk, theirs.hunk) for theirs in new if ours.start <= theirs.end and theirs.start <= ours.end)


def _with_mark(clause: Clause, place: _Place) -> tuple[Span, ...] | None:
    """The spans with an untouched stretch marked as that of a cancelled hunk; None where something touches it now."""
    at = 0
    for index, span in enumerate(clause.spans):
        if span.kind is SpanKind.INSERT:
            continue
        start, end = place.start - at, place.end - at
        if span.kind is SpanKind.EQUAL and not span.hunk and start >= 0 and end <= len(span.text):
            pieces = (
                span._replace(text=span.text[:start]),
                span._replace(text=span.text[start:end], hunk=place.hunk),
                span._replace(text=span.text[end:]),
            )
            held = tuple(piece for piece in pieces if piece.text or piece.hunk)
            return (*clause.spans[:index], *held, *clause.spans[index + 1 :])
        at += len(span.text)
    return None
