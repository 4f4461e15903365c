"""A Word file with tracked changes read into a redline: both texts, every revision, and nothing lost.

Each paragraph is a clause, in the body and in the cells of tables (a row is the clauses that share it). Footnotes and
text boxes follow the paragraph that has them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from voting.documents.legal_text.folding import AS_IS, TO_BE, Draft, folded
from voting.documents.legal_text.keys import short_key, unused_keys
from voting.documents.legal_text.recount import changed_in_file, changed_in_spans
from voting.documents.legal_text.word_labels import LabelParagraph, LabelReader, WordLabel
from voting.documents.word.numbering import ListField, Numbering, NumberProperties, number_properties
from voting.documents.word.package import Package, open_package
from voting.documents.word.paragraphs import Story, TrackedDocument, TrackedParagraph, tracked
from voting.documents.word.revisions import GONE, NEW, Noted
from voting.documents.word.styles import Styles
from voting.domain.errors import RuleBroken
from voting.domain.legal_text import (
    Clause,
    ClauseKind,
    ClauseState,
    OtherRevision,
    Redline,
    Span,
    SpanKind,
    WordReading,
    as_is_text,
    both_texts,
    check_redline,
    is_in_as_is,
    is_in_to_be,
    is_untouched,
    mark_hunks,
    state_of,
    to_be_text,
)

MOST_CLAUSES = 50_000

_Labels = tuple[WordLabel | None, WordLabel | None]
_NOTES = frozenset({Story.FOOTNOTE, Story.ENDNOTE})
# A name is far quicker than asking the enum for its member, and there is one for each clause.
_BODY, _TEXT_BOX, _UNCHANGED, _EQUAL = Story.BODY, Story.TEXT_BOX, ClauseState.UNCHANGED, SpanKind.EQUAL
_NO_LABEL = WordLabel("", "", 0, ClauseKind.CLAUSE, "")


class TooManyClauses(RuleBroken):
    """More paragraphs than any code document has: comparing and showing them would hold up everybody else."""


class RevisionsMiscounted(RuleBroken):
    """The reading holds other changed characters than the file, so that something would be lost or invented."""


def read_redline(
    data: bytes,
    filename: str = "",
    *,
    document: str = "",
    sec_version: str = "",
    new_key: Callable[[], str] = short_key,
) -> WordReading:
    """What a Word file with tracked changes says, as a redline of `document` against `sec_version`.

    A file without tracked changes gives the same text twice. Every key comes from `new_key`. Raises what `open_package`
    refuses, `TooManyClauses`, `RevisionsMiscounted` where the changed characters differ from an independent count, and
    `RedlineInconsistent` where the two texts do not add up.
    """
    return redline_of_package(open_package(data, filename), document=document, sec_version=sec_version, new_key=new_key)


def redline_of_package(
    package: Package, *, document: str = "", sec_version: str = "", new_key: Callable[[], str] = short_key
) -> WordReading:
    """The same of a package that is open already."""
    return reading_with_paragraphs(package, document=document, sec_version=sec_version, new_key=new_key)[0]


def reading_with_paragraphs(
    package: Package, *, document: str = "", sec_version: str = "", new_key: Callable[[], str] = short_key
) -> tuple[WordReading, list[TrackedParagraph]]:
    """The same, and the paragraph of each clause in the same order: for what looks at the file again, or changes it."""
    read = tracked(package)
    drafts = folded(read.paragraphs)
    _check_count(drafts)
    changed = [draft.spans for draft in drafts if not (draft.is_plain or is_untouched(draft.spans))]
    _check_characters(package, read, changed)
    labels = _labels(package, drafts)
    next_key = unused_keys(new_key)
    keys = [next_key() for _ in drafts]
    clauses, hunks = mark_hunks(list(map(_clause, keys, drafts, labels)), next_key)
    redline = Redline(document, sec_version, clauses, hunks)
    check_redline(redline)
    others, warnings = _others(drafts, keys, read.noted), _warnings(package, drafts, changed, redline)
    return WordReading(redline, tuple(others), tuple(warnings)), [draft.paragraph for draft in drafts]


def _clause(key: str, draft: Draft, labels: _Labels) -> Clause:
    was, becomes = labels
    shape = becomes or was or _NO_LABEL
    text_as_is, text_to_be = draft.texts
    label_as_is, path_as_is = (None, None) if was is None else (was.label, was.path)
    label_to_be, path_to_be = (None, None) if becomes is None else (becomes.label, becomes.path)
    if draft.is_plain:
        # Only its numbers can differ.
        state = _UNCHANGED if label_as_is == label_to_be else ClauseState.RENUMBERED
    else:
        state = state_of(
            label_as_is=label_as_is,
            label_to_be=label_to_be,
            text_as_is=text_as_is,
            text_to_be=text_to_be,
            spans=draft.spans,
        )
    paragraph = draft.paragraph
    return Clause(
        key,
        shape.kind if paragraph.cell is None and paragraph.story is _BODY else _kind(paragraph, shape),
        shape.level,
        label_as_is,
        label_to_be,
        text_as_is,
        text_to_be,
        state,
        draft.spans,
        path_as_is,
        path_to_be,
        paragraph.cell,
    )


def _kind(paragraph: TrackedParagraph, shape: WordLabel) -> ClauseKind:
    if paragraph.story in _NOTES:
        return ClauseKind.FOOTNOTE
    return ClauseKind.TABLE_ROW if paragraph.cell is not None else shape.kind


# Numbers.


def _labels(package: Package, drafts: Sequence[Draft]) -> list[_Labels]:
    """The clauses of both views numbered as Word does, text boxes apart from the body; notes have no number here."""
    styles = Styles.of(package)
    reader = LabelReader(styles, Numbering.of(package, styles))
    places: dict[Story, list[int]] = {story: [] for story in Story}
    for at, draft in enumerate(drafts):
        places[draft.paragraph.story].append(at)
    labels: list[_Labels] = [(None, None)] * len(drafts)
    for story in (Story.BODY, Story.TEXT_BOX):
        pairs = [_label_paragraphs(drafts[at]) for at in places[story]]
        for at, both in zip(places[story], reader.both_views(pairs), strict=True):
            labels[at] = both
    _label_notes(drafts, sorted(places[Story.FOOTNOTE] + places[Story.ENDNOTE]), labels)
    return labels


def _label_notes(drafts: Sequence[Draft], places: Sequence[int], labels: list[_Labels]) -> None:
    """Notes have no number, and stand as deep as the clause that has them."""
    level = 0
    for at in places:
        if at and drafts[at - 1].paragraph.story not in _NOTES:
            was, becomes = labels[at - 1]
            level = (becomes or was or _NO_LABEL).level
        text_as_is, text_to_be = drafts[at].texts
        label = _NO_LABEL._replace(level=level)
        labels[at] = (None if text_as_is is None else label, None if text_to_be is None else label)


def _label_paragraphs(draft: Draft) -> tuple[LabelParagraph | None, LabelParagraph | None]:
    """What the numbers of both views are counted from: one value twice where the views have the same."""
    paragraph = draft.paragraph
    text_as_is, text_to_be = draft.texts
    if draft.numbered_by is None:
        as_is, to_be = _own_properties(paragraph) if paragraph.says is None else (paragraph.says, paragraph.says)
        if as_is is to_be and text_as_is is text_to_be and not paragraph.number_fields:
            one = LabelParagraph(
                to_be, text_to_be or "", paragraph.cell is not None, paragraph.is_covered, paragraph.bold
            )
            return one, one
    else:
        as_is = _own_properties(draft.numbered_by[AS_IS])[AS_IS]
        to_be = _own_properties(draft.numbered_by[TO_BE])[TO_BE]
    return (
        None if text_as_is is None else _label_paragraph(paragraph, as_is, text_as_is, AS_IS),
        None if text_to_be is None else _label_paragraph(paragraph, to_be, text_to_be, TO_BE),
    )


def _own_properties(paragraph: TrackedParagraph) -> tuple[NumberProperties, NumberProperties]:
    """What a paragraph says of its number in each view."""
    says = paragraph.says
    return number_properties(paragraph.properties) if says is None else (says, says)


def _label_paragraph(paragraph: TrackedParagraph, properties: NumberProperties, text: str, view: int) -> LabelParagraph:
    fields: tuple[ListField, ...] = ()
    if paragraph.number_fields:
        own = both_texts(paragraph.spans)[view]
        fields = tuple(_fields(paragraph, view == TO_BE, len(text) - len(own)))
    return LabelParagraph(properties, text, paragraph.cell is not None, paragraph.is_covered, paragraph.bold, fields)


def _fields(paragraph: TrackedParagraph, is_to_be: bool, before: int) -> Iterator[ListField]:
    """The number fields that a view has, each with its place in the view's text."""
    is_in_view, text_of = (is_in_to_be, to_be_text) if is_to_be else (is_in_as_is, as_is_text)
    absent = GONE if is_to_be else NEW
    for each in paragraph.number_fields:
        if any(revision.kind in absent for revision in each.context):
            continue
        spans = paragraph.spans[: each.spans]
        at = before + len(text_of(spans))
        if spans and is_in_view(spans[-1]):
            at -= len(spans[-1].text) - each.characters
        yield ListField(at, each.instruction, None if is_to_be else each.original)


# What else there is to say.


def _others(drafts: Sequence[Draft], keys: Sequence[str], noted: Iterable[Noted]) -> Iterator[OtherRevision]:
    for draft, key in zip(drafts, keys, strict=True):
        for each in draft.paragraph.noted:
            yield OtherRevision(each.kind, each.what, key, each.author, each.date, each.element)
    for each in noted:
        yield OtherRevision(each.kind, each.what, keys[-1] if keys else "", each.author, each.date, each.element)


def _check_count(drafts: Sequence[Draft]) -> None:
    if len(drafts) > MOST_CLAUSES:
        raise TooManyClauses(
            f"The document has {len(drafts):,} paragraphs, and {MOST_CLAUSES:,} is the most that can be read at once. "
            "Split it into its parts."
        )


def _check_characters(package: Package, read: TrackedDocument, changed: Iterable[Sequence[Span]]) -> None:
    """Hold the spans of what changed against the file itself, counted another way."""
    held = changed_in_spans(span for spans in changed for span in spans)
    held += changed_in_spans(read.left_out)
    counted = changed_in_file(package)
    if held == counted:
        return
    differing = next(key for key in counted | held if counted[key] != held[key])
    kind, author, date = differing
    raise RevisionsMiscounted(
        f"The file has {counted[differing]} characters that {author or 'nobody named'} changed ({kind.value}, "
        f"{date or 'no date'}), and {held[differing]} of them were read. Accept or reject that change in Word and "
        "upload the file again, or report it and keep the file."
    )


def _warnings(
    package: Package, drafts: Sequence[Draft], changed: Sequence[Sequence[Span]], redline: Redline
) -> Iterator[str]:
    if not changed and not any(clause.state is ClauseState.RENUMBERED for clause in redline.clauses):
        yield "The file has no tracked changes of text: the text in force and the proposed text are the same."
    unnamed = sum(not span.author for spans in changed for span in spans if span.kind is not _EQUAL)
    if unnamed:
        yield f"{_counted(unnamed, 'change names', 'changes name')} no author."
    loose = _unpaired_moves(changed)
    if loose:
        yield (
            f"{_counted(loose, 'move has', 'moves have')} one end only: what left is shown as deleted, what arrived "
            "as inserted."
        )
    boxes = sum(draft.paragraph.story is _TEXT_BOX for draft in drafts)
    if boxes:
        yield f"{_counted(boxes, 'paragraph of a text box stands', 'paragraphs of text boxes stand')} after the text."
    yield from _furniture(package)


def _unpaired_moves(spans: Iterable[Sequence[Span]]) -> int:
    """How many moves have one end only; those that no range names are one together."""
    ends: dict[SpanKind, set[str]] = {SpanKind.MOVE_FROM: set(), SpanKind.MOVE_TO: set()}
    for each in spans:
        for span in each:
            if span.kind in ends:
                ends[span.kind].add(span.move)
    left, arrived = ends.values()
    return len(left ^ arrived | {""} & (left | arrived))


def _furniture(package: Package) -> Iterator[str]:
    """Tracked changes where no clause is: at the head and foot of pages, which are no part of a code document."""
    for relationship in package.relationships().values():
        if relationship.kind in {"header", "footer"} and relationship.target in package:
            part = package.part(relationship.target)
            if b"<w:ins " in part or b"<w:del " in part:
                yield f"A {relationship.kind} of the pages has tracked changes, which are not part of the redline."
                return


def _counted(number: int, one: str, several: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {several}"
