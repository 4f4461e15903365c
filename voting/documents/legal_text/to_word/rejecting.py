"""What has to be rejected in the XML of a Word file, so that it says what a redline with cancelled changes says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from voting.documents.legal_text.marks import MOVES, stack_of
from voting.documents.legal_text.to_word.matching import Match, same_hunks
from voting.documents.word.names import W
from voting.documents.word.paragraphs import Story
from voting.documents.word.resolving import Fate
from voting.documents.word.revisions import AROUND_TEXT, GONE, NEW
from voting.documents.word.text_pieces import pieces_of
from voting.domain.legal_text import ClauseState, HunkState, Redline, Span, SpanKind, mark_span

_P, _P_PR, _R_PR, _TR, _TC, _TR_PR, _TC_PR = (W + name for name in ("p", "pPr", "rPr", "tr", "tc", "trPr", "tcPr"))
_CELL_KINDS = {W + "cellIns": SpanKind.INSERT, W + "cellDel": SpanKind.DELETE}
_REFERENCES = {Story.FOOTNOTE: W + "footnoteReference", Story.ENDNOTE: W + "endnoteReference"}
_ID = W + "id"
_AROUND = tuple(map(str, AROUND_TEXT))


@dataclass(slots=True)
class Fates:
    """The elements of revisions that are rejected; all others are kept."""

    rejected: set[etree._Element] = field(default_factory=set)

    def of(self, element: etree._Element) -> Fate:
        """What becomes of a revision's element."""
        return Fate.REJECTED if element in self.rejected else Fate.KEPT


def rejections(fresh: Redline, held: Redline, matches: Sequence[Match]) -> Fates:
    """Which revisions of the file to reject: the text of cancelled hunks, and the marks, rows and cells with it.

    What is to become of a mark follows from which clauses the redline still has in the proposed text.
    """
    same = same_hunks(fresh, held, [(match.fresh, match.held) for match in matches])
    cancelled = {key for key, hunk in same.items() if hunk.state is HunkState.CANCELLED}
    moves = {
        span.move: span.hunk for match in matches for span in match.fresh.spans if span.kind in MOVES and span.hunk
    }
    fates = Fates()
    for match in matches:
        if cancelled.intersection(span.hunk for span in match.fresh.spans):
            fates.rejected.update(_text_of(match, cancelled, moves))
    _part_notes(matches, fates.rejected)
    for run in _runs(matches):
        _Marks(run, cancelled, fates.rejected).reject()
    fates.rejected.update(_wholes(matches, _TR, _TR_PR, {str(tag): kind for tag, kind in AROUND_TEXT.items()}))
    fates.rejected.update(_wholes(matches, _TC, _TC_PR, _CELL_KINDS))
    return fates


# Text.


def _text_of(match: Match, cancelled: set[str], moves: dict[str, str]) -> Iterator[etree._Element]:
    """The revisions around text of cancelled hunks."""
    paragraph = match.paragraph.element
    if paragraph is None:
        return
    inside, places = _spans_inside(paragraph, [span for span in match.fresh.spans if span.text])
    for element in paragraph.iter(*_AROUND):
        if not _is_around_text(element, paragraph):
            continue
        kind = AROUND_TEXT[element.tag]
        spans = inside.get(element) or _beside(match.fresh.spans, places.get(element), kind)
        if any(_hunk_of(span, kind, moves) in cancelled for span in spans):
            yield element


def _is_around_text(element: etree._Element, paragraph: etree._Element) -> bool:
    parent = element.getparent()
    own = next(element.iterancestors(_P), None)
    return own is paragraph and parent is not None and parent.tag not in {_R_PR, _TR_PR}


def _spans_inside(
    paragraph: etree._Element, spans: Sequence[Span]
) -> tuple[dict[etree._Element, list[Span]], dict[etree._Element, int]]:
    """The spans whose text each revision is around; and of a revision without text, where in the text it stands."""
    inside: dict[etree._Element, list[Span]] = {}
    places: dict[etree._Element, int] = {}
    ends = _ends(spans)
    at = 0
    pieces = {piece.element: piece.text for piece in pieces_of(paragraph)}
    for element in paragraph.iter():
        if element.tag in AROUND_TEXT:
            places[element] = at
        elif element in pieces:
            span = next((span for end, span in ends if at < end), None)
            at += len(pieces[element])
            if span is not None:
                for above in element.iterancestors(*_AROUND):
                    inside.setdefault(above, []).append(span)
    return inside, places


def _ends(spans: Iterable[Span]) -> list[tuple[int, Span]]:
    ends = []
    at = 0
    for span in spans:
        at += len(span.text)
        ends.append((at, span))
    return ends


def _beside(spans: Sequence[Span], place: int | None, kind: SpanKind) -> list[Span]:
    """The spans of this kind that touch a place: what has no text of its own goes with them."""
    at = 0
    touching = []
    for span in spans:
        if place is not None and at <= place <= at + len(span.text) and span.kind is kind:
            touching.append(span)
        at += len(span.text)
    return touching[:1]


def _hunk_of(span: Span, kind: SpanKind, moves: dict[str, str]) -> str:
    """The hunk of the revision of this kind around a span: that of the move, or the span's own."""
    if kind in MOVES:
        name = next((each.move for each in stack_of(span) if each.kind is kind), "")
        return moves.get(name) or span.hunk
    return span.hunk


# Notes.


def _part_notes(matches: Sequence[Match], rejected: set[etree._Element]) -> None:
    """Set apart the reference to a note from text around it whose fate is another: the note is a change by itself."""
    taken_back = {
        _note_id(match): (match.fresh.text_to_be is None) is not (match.held.text_to_be is None)
        for match in matches
        if match.paragraph.story in _REFERENCES
    }
    for match in matches:
        if match.paragraph.story in _REFERENCES or match.paragraph.element is None:
            continue
        for story, tag in _REFERENCES.items():
            for reference in list(match.paragraph.element.iter(tag)):
                key = (story, reference.get(_ID, ""))
                around = next(reference.iterancestors(*_AROUND), None)
                if around is not None and key in taken_back and (around in rejected) is not taken_back[key]:
                    _set_apart(reference, around, rejected)


def _note_id(match: Match) -> tuple[Story, str]:
    element = match.paragraph.element
    note = None if element is None else next(element.iterancestors(W + "footnote", W + "endnote"), None)
    return match.paragraph.story, "" if note is None else note.get(_ID, "")


def _set_apart(reference: etree._Element, around: etree._Element, rejected: set[etree._Element]) -> None:
    """Cut a revision in three, so that the run with the reference stands in one of its own with the other fate."""
    run = reference.getparent()
    if run is None or run.getparent() is not around:
        return
    others = list(around)
    at = others.index(run)
    own, after = (etree.Element(around.tag, dict(around.attrib)) for _ in range(2))
    own.append(run)
    after.extend(others[at + 1 :])
    around.addnext(after)
    around.addnext(own)
    if around in rejected:
        rejected.add(after)
    else:
        rejected.add(own)


# Marks.


def _runs(matches: Sequence[Match]) -> Iterator[list[Match]]:
    """Paragraphs that follow one another in the same place, so that text can run on from one to the next."""
    for is_body in (True, False):
        run: list[Match] = []
        for match in matches:
            if (match.paragraph.story is Story.BODY) is is_body:
                run.append(match)
                if not match.paragraph.is_followed:
                    yield run
                    run = []
        if run:
            yield run


@dataclass(slots=True)
class _Marks:
    """The marks of one run of paragraphs. Which of them go or come back follows from which clauses do."""

    run: Sequence[Match]
    cancelled: set[str]
    rejected: set[etree._Element]

    def reject(self) -> None:
        """Reject what has to be."""
        for at, match in enumerate(self.run):
            if self._is_no_longer_inserted(match):
                self._take_away(at)
            elif self._is_mark_alone_taken_back(match):
                self.rejected.update(self._on_mark(at, NEW | GONE))
        touched = [self._is_restored(match) or self._is_no_longer_inserted(match) for match in self.run]
        if any(touched):
            for begin, end in self._groups():
                if any(touched[begin : end + 1]):
                    self._part(begin, end)

    def _is_restored(self, match: Match) -> bool:
        return match.fresh.text_to_be is None and match.held.text_to_be is not None

    def _is_no_longer_inserted(self, match: Match) -> bool:
        fresh, held = match.fresh, match.held
        if fresh.text_as_is is None and fresh.text_to_be is None:
            hunks = {span.hunk for span in fresh.spans}
            return bool(hunks) and hunks <= self.cancelled
        return fresh.text_to_be is not None and held.text_to_be is None

    def _is_mark_alone_taken_back(self, match: Match) -> bool:
        """Whether a mark that changed without effect, since nothing follows it, is to be as it was."""
        mark = mark_span(match.fresh.spans)
        in_both = match.fresh.text_as_is is not None and match.fresh.text_to_be is not None
        return in_both and mark is not None and mark.hunk in self.cancelled

    def _take_away(self, at: int) -> None:
        """Reject the mark that came with a clause: its own, or that of a paragraph before, where Enter was pressed."""
        for place in range(at, -1, -1):
            inserted = [element for element in self._on_mark(place, NEW) if element not in self.rejected]
            if inserted:
                self.rejected.update(inserted)
                return

    def _groups(self) -> Iterator[tuple[int, int]]:
        """The paragraphs that run into one another in the proposed text, from the first to the last."""
        begin = 0
        for at in range(len(self.run)):
            if at == len(self.run) - 1 or self._stands(at):
                yield begin, at
                begin = at + 1

    def _part(self, begin: int, end: int) -> None:
        """Bring back as many marks as it takes to part the clauses that the group has now."""
        existing = [at for at in range(begin, end + 1) if self.run[at].held.text_to_be is not None]
        # The mark that ends the group stands by itself, unless nothing followed and its clause came back.
        beyond = [end + 1] if existing and self._is_restored(self.run[existing[-1]]) else []
        for first, second in pairwise([*existing, *beyond]):
            places = range(first, second)
            if not any(map(self._stands, places)):
                deleted = (list(self._on_mark(place, GONE)) for place in places)
                self.rejected.update(next((marks for marks in deleted if marks), ()))

    def _stands(self, place: int) -> bool:
        """Whether the proposed text has the mark now."""
        taken_away = any(element in self.rejected for element in self._on_mark(place, NEW))
        return not taken_away and not any(element not in self.rejected for element in self._on_mark(place, GONE))

    def _on_mark(self, place: int, kinds: frozenset[SpanKind]) -> Iterator[etree._Element]:
        """The revisions of these kinds on a paragraph's mark."""
        properties = self.run[place].paragraph.properties
        mark = None if properties is None else properties.find(_R_PR)
        if mark is not None:
            yield from (element for element in mark if element.tag in AROUND_TEXT and AROUND_TEXT[element.tag] in kinds)


# Rows and cells.


def _wholes(
    matches: Sequence[Match], owner_tag: str, properties_tag: str, kinds: dict[str, SpanKind]
) -> Iterator[etree._Element]:
    """The revisions of rows or cells all of whose clauses are no longer inserted, or no longer deleted."""
    held: dict[etree._Element, list[Match]] = {}
    for match in matches:
        element = match.paragraph.element
        owner = None if element is None or not match.paragraph.around else next(element.iterancestors(owner_tag), None)
        if owner is not None:
            held.setdefault(owner, []).append(match)
    for owner, inside in held.items():
        properties = owner.find(properties_tag)
        gone = all(match.held.text_to_be is None and match.held.text_as_is is None for match in inside)
        back = all(match.held.text_to_be is not None and match.fresh.text_to_be is None for match in inside)
        for element in () if properties is None else properties:
            kind = kinds.get(str(element.tag))
            if (kind in NEW and gone and _was_proposed(inside)) or (kind in GONE and back):
                yield element


def _was_proposed(inside: Iterable[Match]) -> bool:
    return any(match.fresh.text_to_be is not None for match in inside)


# Moves that are taken back with the edits inside them.


def bring_home(held: Redline, matches: Sequence[Match]) -> None:
    """Put the text of a cancelled move, with edits inside it that still stand, back where it came from."""
    by_key = {match.held.key: match for match in matches}
    for hunk in held.hunks:
        if hunk.state is HunkState.PROPOSED or len(hunk.from_clause_keys) != len(hunk.clause_keys):
            continue
        for left, arrived in zip(hunk.from_clause_keys, hunk.clause_keys, strict=True):
            home, away = by_key.get(left), by_key.get(arrived)
            if home is not None and away is not None and _has_edits(home):
                _carry(away.paragraph.element, home.paragraph.element)


def _has_edits(home: Match) -> bool:
    """Whether the clause, which had moved away whole, has changes inside it now."""
    is_away = home.fresh.state is ClauseState.MOVED and home.fresh.text_to_be is None
    before = {(span.kind, span.text) for span in home.fresh.spans}
    return is_away and any(
        span.kind is not SpanKind.EQUAL and (span.kind, span.text) not in before for span in home.held.spans
    )


def _carry(away: etree._Element | None, home: etree._Element | None) -> None:
    if away is None or home is None:
        return
    for child in [child for child in home if child.tag != _P_PR]:
        home.remove(child)
    for child in [child for child in away if child.tag != _P_PR]:
        home.append(child)
    for element in list(home.iter(W + "moveTo")):
        parent = element.getparent()
        if parent is not None and parent.tag != _R_PR:
            at = parent.index(element)
            parent[at : at + 1] = list(element)
