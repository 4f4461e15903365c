"""The walk through a Word file from the outside in: blocks, tables, paragraphs, runs, notes and text boxes."""

from collections.abc import Callable, Iterator
from copy import deepcopy

from lxml import etree

from voting.documents.word.names import M, W
from voting.documents.word.numbering import is_list_field
from voting.documents.word.numbering.properties import original_number
from voting.documents.word.package import Package
from voting.documents.word.paragraphs.content import EQUAL, Content, span_of
from voting.documents.word.paragraphs.fields import Field, Fields
from voting.documents.word.paragraphs.plain import Survey
from voting.documents.word.paragraphs.text import CHOICES, SIGNS, SILENT, boxes, choice, symbol_text
from voting.documents.word.paragraphs.values import NumberField, Story, TrackedDocument, TrackedParagraph
from voting.documents.word.revisions import AROUND_TEXT, Context, Noted, added, revision
from voting.domain.legal_text import Cell, OtherRevisionKind, Revision, Span, SpanKind

_P, _R, _T, _DEL_TEXT = (W + name for name in ("p", "r", "t", "delText"))
_TBL, _TR, _TC = W + "tbl", W + "tr", W + "tc"
_SIMPLE_FIELD, _FIELD_KIND, _NUMBERING_CHANGE = W + "fldSimple", W + "fldCharType", W + "numberingChange"
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_PICTURES = (W + "drawing", W + "pict", W + "object")
_MOVES = {W + "moveFrom": SpanKind.MOVE_FROM, W + "moveTo": SpanKind.MOVE_TO}
_RANGES: dict[object, tuple[SpanKind, bool]] = {
    **{f"{tag}RangeStart": (kind, True) for tag, kind in _MOVES.items()},
    **{f"{tag}RangeEnd": (kind, False) for tag, kind in _MOVES.items()},
}
_NAME, _ID, _TYPE, _INSTRUCTION = W + "name", W + "id", W + "type", W + "instr"
_DONE = {
    SpanKind.INSERT: "inserted",
    SpanKind.DELETE: "deleted",
    SpanKind.MOVE_FROM: "moved from here",
    SpanKind.MOVE_TO: "moved to here",
}


def tracked(package: Package) -> TrackedDocument:
    """The body of a Word file as paragraphs; those of notes and text boxes are attached to the one that has them."""
    body = package.document.find(W + "body")
    if body is None:
        return TrackedDocument(())
    walk = _Walk(package)
    walk.blocks(body, ())
    if walk.has_stray_runs:
        # Their words are not those of the plain paragraph before them.
        walk = _Walk(package, with_plain=False)
        walk.blocks(body, ())
    return TrackedDocument(tuple(walk.found), tuple(walk.marks.at_the_end), tuple(walk.left_out))


class _Walk:
    """One file while it is walked through."""

    def __init__(self, package: Package, *, with_plain: bool = True) -> None:
        self.with_plain = with_plain
        self.notes = _Notes(package)
        self.has_stray_runs = False
        self.found: list[TrackedParagraph] = []
        self.left_out: list[Span] = []
        # The moves under way by the ids of their ranges, and the last name that a move began with in this paragraph.
        self.moves: dict[SpanKind, dict[str, str]] = {SpanKind.MOVE_FROM: {}, SpanKind.MOVE_TO: {}}
        self.last_move: dict[SpanKind, str] = {}
        self.fields = Fields()
        self.story = Story.BODY
        self.tables = 0
        self.cell: Cell | None = None
        self.is_covered = False
        self.before: TrackedParagraph | None = None
        # What was noted of a table, row or cell, until its first paragraph comes.
        self.waiting: list[Noted] = []
        self.content = Content(())
        self.turn_to(Survey(package.document))

    def turn_to(self, survey: Survey) -> None:
        """Go on in another part, or in the first one again."""
        self.survey = survey
        self.marks = survey.marks
        # The paragraphs that need no walk of their own.
        self.plain_texts = survey.plain if self.with_plain else {}

    def blocks(self, parent: etree._Element, around: Context) -> None:
        """All paragraphs below, in order."""
        for element in parent:
            texts = self.plain_texts.get(element)
            if texts is not None and not around and not self.fields.open:
                self.plain_paragraph(element, texts)
                continue
            tag = element.tag
            if tag == _P:
                self.paragraph(element, around)
            elif tag == _TBL:
                self.before = None
                self.table(element, around)
                self.before = None
            elif tag not in SILENT:
                self.other_block(element, tag, around)

    def other_block(self, element: etree._Element, tag: object, around: Context) -> None:
        if tag in _RANGES:
            self.range(element, *_RANGES[tag])
        elif tag in AROUND_TEXT:
            self.blocks(element, (*around, self.revision(element, AROUND_TEXT[tag])))
        elif tag == CHOICES:
            self.blocks(choice(element), around)
        elif tag == _R:
            # A run outside a paragraph is an error that Word forgives; its words are kept.
            self.has_stray_runs = True
            held = etree.Element(_P)
            held.append(deepcopy(element))
            if any(held.itertext()):
                self.paragraph(held, around)
        else:
            self.blocks(element, around)

    def table(self, table: etree._Element, around: Context) -> None:
        number, self.tables = self.tables, self.tables + 1
        outer = self.cell, self.is_covered
        self.waiting = [*self.waiting, *self.marks.noted.get(table, ())]
        for at, row in enumerate(self.parts(table, _TR)):
            self.waiting += self.marks.noted.get(row, ())
            in_row = added(around, self.marks.around(row))
            for column, cell in enumerate(self.parts(row, _TC)):
                self.waiting += self.marks.noted.get(cell, ())
                self.cell, self.before = Cell(number, at, column), None
                self.is_covered = cell in self.marks.covered
                self.blocks(cell, added(in_row, self.marks.around(cell)))
        self.cell, self.is_covered = outer

    def parts(self, parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row, whatever is wrapped around them."""
        for element in parent:
            tag = element.tag
            if tag == wanted:
                yield element
            elif tag in _RANGES:
                self.range(element, *_RANGES[tag])
            elif tag == CHOICES:
                yield from self.parts(choice(element), wanted)
            elif tag not in SILENT:
                yield from self.parts(element, wanted)

    def plain_paragraph(self, element: etree._Element, texts: list[str]) -> None:
        """Take in a paragraph that the survey has read."""
        self.last_move.clear()
        survey = self.survey
        if element in survey.edits:
            spans = self.edited(texts, survey.edits[element])
        else:
            text = "".join(texts)
            spans = (Span(EQUAL, text),) if text else ()
        mark = self.mark(element) if element in self.marks.on_mark else ()
        paragraph = TrackedParagraph(element, spans, survey.properties(element), mark, (), self.cell, self.story)
        self.complete(paragraph, element, None)

    def edited(self, texts: list[str], edits: list[tuple[int, etree._Element | None]]) -> tuple[Span, ...]:
        """What is put in and taken out in a paragraph that the survey has read, and what is around that."""
        content = Content(())
        context: Context = ()
        before = 0
        for at, element in (*edits, (len(texts), None)):
            text = "".join(texts[before:at])
            if text:
                content.add(context, text)
            context = () if element is None else (revision(element, AROUND_TEXT[element.tag]),)
            before = at
        return content.spans()

    def mark(self, element: etree._Element) -> Context:
        """The revisions of a paragraph's mark."""
        found = self.marks.on_mark.get(element, ())
        return tuple([self.revision(each, kind) for kind, each in found])

    def paragraph(self, element: etree._Element, around: Context) -> None:
        """Read one paragraph piece by piece."""
        outer = self.content
        content = self.content = Content(around)
        self.last_move.clear()
        for child in element:
            tag = child.tag
            if tag == _R:
                self.run(child, ())
            elif tag not in SILENT:
                self.inline(child, tag, ())
        if self.fields.open:
            self.fields.end_codes()
        self.content = outer
        paragraph = TrackedParagraph(element, content.spans(), None, self.mark(element), around, self.cell, self.story)
        if content.attached:
            paragraph.attached = tuple(content.attached)
        if content.number_fields:
            paragraph.number_fields = tuple(content.number_fields)
        self.complete(paragraph, element, content.noted)

    def complete(self, paragraph: TrackedParagraph, element: etree._Element, noted_in: list[Noted] | None) -> None:
        """Add what is noted of a paragraph, and say of the one before it that something follows."""
        noted = self.marks.noted.get(element)
        if self.waiting or noted or noted_in:
            paragraph.noted = (*self.waiting, *(noted or ()), *(noted_in or ()))
            self.waiting = []
        if element in self.marks.bold:
            paragraph.bold = _bold_at_start(element, self.marks.bold[element])
        if self.is_covered:
            paragraph.is_covered = True
        if self.before is not None:
            self.before.is_followed = True
        self.before = paragraph
        self.found.append(paragraph)

    def children(self, parent: etree._Element, context: Context) -> None:
        """What stands in a paragraph or in something around a part of it."""
        for child in parent:
            tag = child.tag
            if tag == _R:
                self.run(child, context)
            elif tag not in SILENT:
                self.inline(child, tag, context)

    def run(self, run: etree._Element, context: Context) -> None:
        """The text of one run."""
        for element in run:
            tag = element.tag
            if tag == _T or tag == _DEL_TEXT:  # noqa: SIM109 - a set of long names costs more than two comparisons.
                self.say(element.text or "", context)
            elif tag not in SILENT:
                self.inline(element, tag, context)

    def inline(self, element: etree._Element, tag: object, context: Context) -> None:
        """What stands beside plain text, in a run or beside runs: files have both nested in each other."""
        kind = AROUND_TEXT.get(tag)
        if kind is not None:
            self.children(element, (*context, self.revision(element, kind)))
            return
        act = _ACTS.get(tag)
        if act is not None:
            act(self, element, context)
        elif tag in _RANGES:
            self.range(element, *_RANGES[tag])
        elif tag in SIGNS:
            self.say(SIGNS[tag], context)
        else:
            # What only wraps text, a paragraph in a paragraph included: its words stay with the outer one.
            self.children(element, context)

    def say(self, text: str, context: Context) -> None:
        """Take in a piece of text, or leave it out where it stands in the code of a field."""
        if self.fields.hides:
            self.left_out.append(span_of(added(self.content.around, context), text))
        elif text:
            self.content.add(context, text)

    def plain(self, element: etree._Element, context: Context) -> None:
        self.say(element.text or "", context)

    def symbol(self, element: etree._Element, context: Context) -> None:
        self.say(symbol_text(element), context)

    def choose(self, element: etree._Element, context: Context) -> None:
        self.children(choice(element), context)

    def picture(self, element: etree._Element, context: Context) -> None:
        """A drawing: its text boxes are read, and a drawing that is itself inserted or deleted is noted."""
        if context:
            self.note(OtherRevisionKind.PICTURE, "picture or shape", element, context)
        for box in boxes(element):
            self.attach(box, context, Story.TEXT_BOX)

    def reference(self, element: etree._Element, context: Context) -> None:
        """A reference to a note: the note's paragraphs stand and fall with it."""
        kind = _NOTES[str(element.tag)]
        note = self.notes.take(kind, element.get(_ID, ""))
        if note is not None:
            outer = self.survey
            self.turn_to(self.notes.survey(kind))
            self.attach(note, context, Story.FOOTNOTE if kind == "footnotes" else Story.ENDNOTE)
            self.turn_to(outer)

    def attach(self, holder: etree._Element, context: Context, story: Story) -> None:
        """Read the paragraphs of a note or text box into those attached to the paragraph under way."""
        held = (
            self.found,
            self.before,
            self.cell,
            self.is_covered,
            self.story,
            self.fields,
            self.waiting,
            self.last_move,
        )
        self.found, self.before, self.cell, self.is_covered, self.story = [], None, None, False, story
        self.fields, self.waiting, self.last_move = Fields(), [], {}
        self.blocks(holder, added(self.content.around, context))
        self.content.attached = [*(self.content.attached or ()), *self.found]
        self.found, self.before, self.cell, self.is_covered, self.story, self.fields, self.waiting, self.last_move = (
            held
        )

    def field_char(self, element: etree._Element, context: Context) -> None:
        kind = element.get(_FIELD_KIND)
        if kind == "begin":
            self.fields.begin(self.content.length, context)
            if context:
                self.note(OtherRevisionKind.FIELD, "field", element, context)
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self.number_field(self.fields.end(), element.find(_NUMBERING_CHANGE))

    def code(self, element: etree._Element, _: Context) -> None:
        self.fields.write(element.text or "")

    def simple_field(self, element: etree._Element, context: Context) -> None:
        self.number_field(Field(element.get(_INSTRUCTION, ""), self.content.length, context), None)
        self.children(element, context)

    def number_field(self, field: Field | None, change: etree._Element | None) -> None:
        """Keep a field whose number Word works out and never stores."""
        if field is not None and is_list_field(field.code):
            original = None if change is None else original_number(change.get(W + "original", ""))
            kept = NumberField(*field.begins_at, field.code, original, field.context)
            self.content.number_fields = [*(self.content.number_fields or ()), kept]

    def note(self, kind: OtherRevisionKind, what: str, element: etree._Element, context: Context) -> None:
        inner = context[-1]
        noted = Noted(kind, f"{what} {_DONE[inner.kind]}", inner.author, inner.date, etree.QName(element).localname)
        if noted not in (self.content.noted or ()):
            self.content.noted = [*(self.content.noted or ()), noted]

    def range(self, element: etree._Element, kind: SpanKind, begins: bool) -> None:
        """The beginning or end of a move, by whose name its two ends find each other."""
        if begins:
            self.moves[kind][element.get(_ID, "")] = element.get(_NAME, "")
            self.last_move[kind] = element.get(_NAME, "")
        else:
            name = self.moves[kind].pop(element.get(_ID, ""), None)
            if name is not None:
                self.last_move[kind] = name

    def revision(self, element: etree._Element, kind: SpanKind) -> Revision:
        """Who and when, and for a move its name."""
        under_way = self.moves.get(kind)
        if under_way is None:
            return revision(element, kind)
        # The mark comes first in the XML, and its range may have begun and ended in the paragraph's content.
        name = next(reversed(under_way.values())) if under_way else self.last_move.get(kind, "")
        return revision(element, kind, name)


_ACTS: dict[object, Callable[[_Walk, etree._Element, Context], None]] = {
    _R: _Walk.run,
    _T: _Walk.plain,
    _DEL_TEXT: _Walk.plain,
    M + "t": _Walk.plain,
    W + "sym": _Walk.symbol,
    W + "fldChar": _Walk.field_char,
    W + "instrText": _Walk.code,
    W + "delInstrText": _Walk.code,
    _SIMPLE_FIELD: _Walk.simple_field,
    CHOICES: _Walk.choose,
    **dict.fromkeys(_PICTURES, _Walk.picture),
    **dict.fromkeys(_NOTES, _Walk.reference),
}


class _Notes:
    """Footnotes and endnotes by their ids, each given once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._held: dict[str, dict[str, etree._Element]] = {}
        self._surveys: dict[str, Survey] = {}

    def take(self, kind: str, key: str) -> etree._Element | None:
        """The note with this id, where it has not been taken."""
        if kind not in self._held:
            root = self._package.related_xml(kind)
            root = etree.Element(_P) if root is None else root
            self._held[kind] = {each.get(_ID, ""): each for each in root if each.get(_TYPE) in {None, "normal"}}
            self._surveys[kind] = Survey(root)
        return self._held[kind].pop(key, None)

    def survey(self, kind: str) -> Survey:
        """What was found in the part that has notes of this kind."""
        return self._surveys[kind]


def _bold_at_start(paragraph: etree._Element, bold: set[etree._Element]) -> int:
    """How many characters of its text come before the first that is not bold."""
    count = 0
    for run in paragraph.iter(_R):
        length = sum(len(text.text or "") for text in run.iter(_T))
        if length and run not in bold:
            break
        count += length
    return count
