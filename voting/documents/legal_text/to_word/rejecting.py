"""What has to be rejected in the XML of a Word file, so that it says what a redline with cancelled changes says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from voting.documents.legal_text.marks import MOVES, stack_of
from voting.documents.legal_text.to_word.matching import Match, same_hunks
from voting.documents.legal_text.to_word.spelling import Spelling
from voting.documents.legal_text.to_word.wholes import part_notes, rejected_wholes, spell_out_parts, wholes_of
from voting.documents.word.names import W
from voting.documents.word.paragraphs import Story
from voting.documents.word.resolving import Fate
from voting.documents.word.revisions import AROUND_TEXT, GONE, NEW, revision
from voting.documents.word.text_pieces import pieces_of
from voting.domain.legal_text import HunkState, Redline, Span, SpanKind, hunk_keys, mark_span

_P, _P_PR, _R_PR, _TR_PR = (W + name for name in ("p", "pPr", "rPr", "trPr"))
_NEED_A_PARAGRAPH = frozenset({W + "tc", W + "footnote", W + "endnote"})
_AROUND = tuple(map(str, AROUND_TEXT))


@dataclass(slots=True)
class Fates:
    """The elements of revisions that are rejected; all others are kept."""

    rejected: set[etree._Element] = field(default_factory=set)

    def of(self, element: etree._Element) -> Fate:
        """What becomes of a revision's element."""
        return Fate.REJECTED if element in self.rejected else Fate.KEPT


def rejections(fresh: Redline, held: Redline, matches: Sequence[Match], spelling: Spelling) -> Fates:
    """Which revisions of the file to reject: the text of cancelled hunks, and the marks, rows and cells with it.

    What is to become of a mark follows from which clauses the redline still has in the proposed text.
    """
    same = same_hunks(fresh, held, [(match.fresh, match.held) for match in matches])
    cancelled = {key for key, hunk in same.items() if hunk.state is HunkState.CANCELLED}
    moves = {
        span.move: span.hunk for match in matches for span in match.fresh.spans if span.kind in MOVES and span.hunk
    }
    fates = Fates()
    wholes = wholes_of(matches)
    spell_out_parts(wholes, cancelled, spelling)
    for match in matches:
        if cancelled.intersection(hunk_keys(match.fresh)):
            fates.rejected.update(_text_of(match, cancelled, moves))
    part_notes(matches, wholes, fates.rejected)
    for run in _runs(matches):
        _Marks(run, cancelled, fates.rejected, spelling).reject()
    fates.rejected.update(rejected_wholes(wholes))
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
    spelling: Spelling

    def reject(self) -> None:
        """Reject what has to be."""
        for at, match in enumerate(self.run):
            if self._is_mark_alone_taken_back(match):
                self.rejected.update(self._on_mark(at, NEW | GONE))
            elif self._was_in_neither(match) and at < len(self.run) - 1:
                self.rejected.update(self._on_mark(at, NEW))
            elif self._is_no_longer_inserted(match):
                self._take_away(at)
        touched = [
            self._is_restored(match) or self._is_no_longer_inserted(match) or self._was_in_neither(match)
            for match in self.run
        ]
        if any(touched):
            for begin, end in self._groups():
                if any(touched[begin : end + 1]):
                    self._part(begin, end)

    def _is_restored(self, match: Match) -> bool:
        return match.fresh.text_to_be is None and match.held.text_to_be is not None

    def _is_no_longer_inserted(self, match: Match) -> bool:
        return match.fresh.text_to_be is not None and match.held.text_to_be is None

    def _was_in_neither(self, match: Match) -> bool:
        """Whether a clause was inserted and deleted again, and is neither now."""
        fresh, hunks = match.fresh, set(hunk_keys(match.fresh))
        return fresh.text_as_is is None and fresh.text_to_be is None and bool(hunks) and hunks <= self.cancelled

    def _is_mark_alone_taken_back(self, match: Match) -> bool:
        """Whether a mark that changed without effect, since nothing follows it, is to be as it was."""
        mark = mark_span(match.fresh.spans)
        in_both = match.fresh.text_as_is is not None and match.fresh.text_to_be is not None
        return in_both and mark is not None and mark.hunk in self.cancelled

    def _take_away(self, at: int) -> None:
        """Reject the mark that came with a clause: its own. Where nothing is left of all that ran into one another with
        it, that which ends them, or that of a paragraph before, where Enter was pressed."""
        if self._stands(at) and self._reject_insertion(at):
            return
        begin, end = self._begin(at), next(filter(self._stands, range(at, len(self.run))), None)
        if end is None or any(match.held.text_to_be is not None for match in self.run[begin : end + 1]):
            return
        for place in filter(self._stands, range(end, -1, -1)):
            if self._reject_insertion(place):
                return

    def _begin(self, at: int) -> int:
        """The first of the paragraphs that run on into this one in the proposed text."""
        return next((place + 1 for place in range(at - 1, -1, -1) if self._stands(place)), 0)

    def _reject_insertion(self, at: int) -> bool:
        """Reject the insertion of a mark; whether there is one."""
        inserted = list(self._on_mark(at, NEW))
        if inserted and at == len(self.run) - 1 and (self._is_needed(at) or self._holds_more(at)):
            # A paragraph that stays says nothing if it is both inserted and deleted.
            self.spelling.put_on_mark(self.run[at].paragraph, revision(inserted[0], SpanKind.DELETE))
        else:
            self.rejected.update(inserted)
        return bool(inserted)

    def _is_needed(self, at: int) -> bool:
        """Whether a cell or a note is left with this paragraph alone: Word wants one there."""
        element = self.run[at].paragraph.element
        holder = None if element is None else element.getparent()
        others = (match.held for place, match in enumerate(self.run) if place != at)
        return (
            holder is not None
            and holder.tag in _NEED_A_PARAGRAPH
            and all(clause.text_as_is is None and clause.text_to_be is None for clause in others)
        )

    def _holds_more(self, at: int) -> bool:
        """Whether anything is left in a paragraph or comes to stand in it, if only text that was inserted and deleted
        again, or none."""
        elements = [match.paragraph.element for match in self.run[self._begin(at) : at + 1]]
        return any(
            all(above not in self.rejected or AROUND_TEXT[above.tag] in GONE for above in run.iterancestors(*_AROUND))
            for element in elements
            if element is not None
            for run in element.iter(W + "r")
        )

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
