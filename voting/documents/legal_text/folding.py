"""Tracked paragraphs folded into clauses of two texts: which clause holds the words of paragraphs whose marks changed.

A paragraph whose mark one text does not have runs on there into the next one, and so on until a mark that the text has:
that mark gives the joined paragraph its style and number. Where only one of the joined paragraphs has words in that
text, it holds them and the others are new or gone: whoever presses Enter at the end of a clause and types another has,
in Word, inserted the mark of the first. Where several have words they are split or merged, and the last holds it all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from voting.documents.word.paragraphs import TrackedParagraph
from voting.documents.word.revisions import GONE, NEW
from voting.domain.legal_text import (
    Revision,
    Span,
    SpanKind,
    as_is_text,
    both_texts,
    is_in_as_is,
    is_in_to_be,
    to_be_text,
)

AS_IS, TO_BE = 0, 1
# A name is far quicker than asking the enum for its member, and there is one for each clause.
_EQUAL = SpanKind.EQUAL


@dataclass(frozen=True, slots=True)
class _View:
    """One of the two texts: its place in pairs, which spans are in it, and which revisions keep a thing out of it."""

    at: int
    has: Callable[[Span], bool]
    text_of: Callable[[Iterable[Span]], str]
    kept_out_by: frozenset[SpanKind]

    def revision(self, revisions: Sequence[Revision]) -> Revision | None:
        """The innermost of these revisions that keeps a thing out of this text."""
        for each in reversed(revisions):
            if each.kind in self.kept_out_by:
                return each
        return None


_VIEWS = (
    _View(AS_IS, is_in_as_is, as_is_text, NEW),
    _View(TO_BE, is_in_to_be, to_be_text, GONE),
)


@dataclass(slots=True)
class Draft:
    """A clause to be. `texts` and `numbered_by` are pairs, as is and to be.

    `spans` hold the text where it stands, and last the revision of the mark where the text does not tell of it.
    `numbered_by` are the paragraphs whose marks give style and number, None where it is its own; `lost` are the
    revisions by which it is no clause of its own in a view, None where it is one in both. `is_plain` says that it is
    one untouched piece of text by itself, as most are; then both texts are the same object.
    """

    paragraph: TrackedParagraph
    spans: tuple[Span, ...]
    texts: list[str | None]
    numbered_by: list[TrackedParagraph] | None = None
    lost: list[Revision | None] | None = None
    attached: tuple["Draft", ...] = ()
    is_plain: bool = False


def folded(paragraphs: Iterable[TrackedParagraph]) -> list[Draft]:
    """The clauses of these paragraphs and of what is attached to them, in document order.

    Notes and text boxes follow the clause that has them, or the one that its text runs on into.
    """
    folding = _Folding()
    for paragraph in paragraphs:
        folding.take(paragraph)
    return list(_in_order(folding.drafts))


class _Folding:
    """Paragraphs of one story, in order. `open` are the clauses of each view that wait for a mark to end them."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.open: tuple[list[Draft], list[Draft]] = ([], [])

    def take(self, paragraph: TrackedParagraph) -> None:
        spans = paragraph.spans
        if paragraph.mark or paragraph.around or self.open[AS_IS] or self.open[TO_BE]:
            draft = Draft(paragraph, spans, [None, None], [paragraph, paragraph], [None, None])
            for view in _VIEWS:
                self._end(draft, view)
        elif len(spans) == 1 and spans[0].kind is _EQUAL:
            text = spans[0].text
            draft = Draft(paragraph, spans, [text, text], is_plain=True)
        else:
            draft = Draft(paragraph, spans, list(both_texts(spans)))
        if paragraph.attached:
            draft.attached = tuple(folded(paragraph.attached))
        self.drafts.append(draft)

    def _end(self, draft: Draft, view: _View) -> None:
        """Let the clause end in this view, or wait for the mark that ends it."""
        whole = view.revision(draft.paragraph.around)
        if whole is not None:
            _lose(draft, view, whole)
            return
        mark = view.revision(draft.paragraph.mark)
        if mark is None or not draft.paragraph.is_followed:
            joined = [*self.open[view.at], draft]
            self.open[view.at].clear()
            _join(joined, view)
        elif _has_content(draft, view):
            self.open[view.at].append(draft)
        else:
            # Without words it has nothing to run on, wherever the joined paragraph ends.
            _lose(draft, view, mark)


def _join(joined: Sequence[Draft], view: _View) -> None:
    """Give the text of joined paragraphs to the one that holds it, and to the others the revision of a mark."""
    last = joined[-1]
    texts = [view.text_of(draft.spans) for draft in joined]
    worded = [draft for draft, text in zip(joined, texts, strict=True) if text]
    unended = view.revision(last.paragraph.mark)
    holder: Draft | None = worded[0] if len(worded) == 1 else last
    if unended is not None and not any(_has_content(draft, view) for draft in joined):
        # Nothing follows that the last could run on into (a table, the end of a cell), and there is nothing to keep.
        holder = None
    if holder is not None:
        holder.texts[view.at] = "".join(texts)
        if holder.numbered_by is not None:
            holder.numbered_by[view.at] = last.paragraph
    revision = unended
    for draft in joined:
        revision = view.revision(draft.paragraph.mark) or revision
        if draft is not holder and revision is not None:
            _lose(draft, view, revision)
    if holder is last and unended is not None:
        _lose(last, view, unended)


def _has_content(draft: Draft, view: _View) -> bool:
    """Whether the paragraph has words in this text, or a note or a box: one that has stays or runs on."""
    return bool(view.text_of(draft.spans)) or any(
        view.revision(each.around) is None for each in draft.paragraph.attached
    )


def _lose(draft: Draft, view: _View, revision: Revision) -> None:
    lost = draft.lost or [None, None]
    lost[view.at] = revision
    draft.lost = lost


def _in_order(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The clauses, each with the revision of its mark, and what is attached where no text runs on."""
    waiting = [False, False]
    attached: list[Draft] = []
    for draft in drafts:
        if draft.lost is not None:
            draft.spans = _with_mark(draft.spans, draft.lost)
        yield draft
        if draft.attached or attached or draft.lost is not None:
            attached += draft.attached
            for view in _VIEWS:
                runs_on = draft.texts[view.at] is None
                waiting[view.at] = runs_on and (waiting[view.at] or bool(view.text_of(draft.spans)))
            if not any(waiting):
                yield from attached
                attached = []
    yield from attached


def _with_mark(spans: tuple[Span, ...], lost: Sequence[Revision | None]) -> tuple[Span, ...]:
    """The spans with one for the revision of the mark, where the text does not tell of it already."""
    told = [bool(spans) and not any(map(view.has, spans)) for view in _VIEWS]
    if all(revision is None or is_told for revision, is_told in zip(lost, told, strict=True)):
        return spans
    revisions = [revision for revision in lost if revision is not None]
    inner = revisions[-1]
    return (*spans, Span(inner.kind, "", inner.author, inner.date, "", inner.move, tuple(revisions[:-1])))
