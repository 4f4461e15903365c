"""The paragraphs of a Word file in order, each with its pieces of text under the revisions around them.

Only text that Word shows is text: the code of a field, the second choice of `AlternateContent` and the properties are
not. What only wraps text (content controls, smart tags, custom XML, hyperlinks, fields, mathematics) is looked through.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import MC, M, W
from voting.documents.word.numbering import is_list_field
from voting.documents.word.numbering.properties import original_number
from voting.documents.word.package import Package
from voting.documents.word.revisions import AROUND_TEXT, Context, Marks, Noted, added, revision
from voting.domain.legal_text import Cell, OtherRevisionKind, Revision, Span, SpanKind

_P, _R, _T, _DEL_TEXT, _P_PR, _R_PR = (W + name for name in ("p", "r", "t", "delText", "pPr", "rPr"))
_M_T = M + "t"
_PLAIN_TEXT: frozenset[object] = frozenset({_T, _DEL_TEXT})
_TBL, _TR, _TC, _SDT = (W + name for name in ("tbl", "tr", "tc", "sdt"))
_SYMBOL, _FIELD_CHAR, _CODE, _DELETED_CODE, _SIMPLE_FIELD = (
    W + name for name in ("sym", "fldChar", "instrText", "delInstrText", "fldSimple")
)
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_BOX = W + "txbxContent"
_CHOICES, _CHOICE, _FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
_PICTURES: frozenset[object] = frozenset({W + "drawing", W + "pict", W + "object"})
SIGNS: dict[object, str] = {
    W + "tab": "\t",
    W + "ptab": "\t",
    # A page or a column that breaks breaks the line too.
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
# Symbol fonts keep their signs in a private area; these are what their commonest ones look like.
_SYMBOLS = {
    "symbol": {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0xAE: "→", 0xA2: "′", 0xB2: "″"},
    "wingdings": {0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0xA7: "▪", 0xD8: "➢", 0xE0: "→"},
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x51: "☒", 0xA3: "☐"},
}
_MOVES = {W + "moveFrom": SpanKind.MOVE_FROM, W + "moveTo": SpanKind.MOVE_TO}
_RANGES: dict[object, tuple[SpanKind, bool]] = {
    **{f"{tag}RangeStart": (kind, True) for tag, kind in _MOVES.items()},
    **{f"{tag}RangeEnd": (kind, False) for tag, kind in _MOVES.items()},
}
_NAME, _ID, _TYPE, _INSTRUCTION = W + "name", W + "id", W + "type", W + "instr"
# What is neither text nor around any.
SILENT: frozenset[object] = frozenset(
    {
        *(W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx")),
        *(W + name for name in ("sectPr", "customXmlPr", "smartTagPr", "rubyPr", "proofErr", "lastRenderedPageBreak")),
        *(W + name for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd")),
        *(W + name for name in ("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "fldData")),
    }
)


class Story(StrEnum):
    """Which of the document's texts a paragraph belongs to."""

    BODY = "body"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    TEXT_BOX = "text_box"


class NumberField(NamedTuple):
    """A field whose number Word works out and never stores, where it begins: after how many spans and characters.

    `context` are the revisions around it.
    """

    spans: int
    characters: int
    instruction: str
    original: str | None
    context: Context


@dataclass(slots=True)
class TrackedParagraph:
    """One paragraph as it stands in the file.

    `around` are the revisions of its row, cell or note, which `spans` have taken in; `mark` are those of its mark,
    insertions first. `is_followed` says whether a paragraph comes next in the same place (not a table, not the end of a
    cell): only then does text without a mark join it. `attached` are the paragraphs of its notes and text boxes.
    `bold` counts the bold characters at its start; `is_covered` says that a merged cell above hides its cell.
    `element` is its `w:p`.
    """

    properties: etree._Element | None
    spans: tuple[Span, ...]
    mark: Context = ()
    around: Context = ()
    cell: Cell | None = None
    story: Story = Story.BODY
    is_followed: bool = False
    noted: tuple[Noted, ...] = ()
    attached: tuple["TrackedParagraph", ...] = ()
    number_fields: tuple[NumberField, ...] = ()
    bold: int = 0
    is_covered: bool = False
    element: etree._Element | None = None

    def with_attached(self) -> Iterator["TrackedParagraph"]:
        """The paragraph, then those of its notes and text boxes, and theirs."""
        yield self
        for paragraph in self.attached:
            yield from paragraph.with_attached()


@dataclass(frozen=True, slots=True)
class TrackedDocument:
    """All paragraphs of the body in order, and what was noted of the document as a whole.

    `left_out` is text that the file has and Word does not show, because it stands inside the code of a field.
    """

    paragraphs: tuple[TrackedParagraph, ...]
    noted: tuple[Noted, ...] = ()
    left_out: tuple[Span, ...] = ()


def tracked(package: Package) -> TrackedDocument:
    """The body of a Word file as paragraphs; those of notes and text boxes are attached to the one that has them."""
    body = package.document.find(W + "body")
    if body is None:
        return TrackedDocument(())
    walk = _Walk(package)
    walk.blocks(body, ())
    return TrackedDocument(tuple(walk.found), tuple(walk.marks.at_the_end), tuple(walk.left_out))


class _Content:
    """A paragraph's content while it is read: pieces of text with the revisions around them."""

    __slots__ = ("around", "attached", "contexts", "noted", "number_fields", "texts")

    def __init__(self, around: Context) -> None:
        self.around = around
        self.contexts: list[Context] = []
        self.texts: list[str] = []
        self.noted: list[Noted] | None = None
        self.attached: list[TrackedParagraph] | None = None
        self.number_fields: list[NumberField] | None = None

    @property
    def length(self) -> tuple[int, int]:
        """How many pieces there are, and the characters of the last."""
        return len(self.texts), len(self.texts[-1]) if self.texts else 0

    def add(self, context: Context, text: str) -> None:
        """Take in a piece of text, together with the one before where the same happened to both."""
        contexts = self.contexts
        if contexts and contexts[-1] == context:
            self.texts[-1] += text
        else:
            contexts.append(context)
            self.texts.append(text)

    def spans(self) -> tuple[Span, ...]:
        """The pieces as spans."""
        if self.around:
            whole = _Content(())
            for context, text in zip(self.contexts, self.texts, strict=True):
                whole.add(added(self.around, context), text)
            return whole.spans()
        contexts = self.contexts
        if len(contexts) == 1 and not contexts[0]:
            return (Span(SpanKind.EQUAL, self.texts[0]),)
        return tuple(map(_span, contexts, self.texts))


def _span(context: Context, text: str) -> Span:
    if not context:
        return Span(SpanKind.EQUAL, text)
    inner = context[-1]
    return Span(inner.kind, text, inner.author, inner.date, "", inner.move, context[:-1])


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code so far, where it began, what is around that, and whether its result shows."""

    code: str
    begins_at: tuple[int, int]
    context: Context
    shows: bool = False


class _Walk:
    """One part of a Word file while it is walked through."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.marks = Marks(package.document)
        self.found: list[TrackedParagraph] = []
        self.moves: dict[SpanKind, dict[str, str]] = {SpanKind.MOVE_FROM: {}, SpanKind.MOVE_TO: {}}
        # The last name that a move began with in the paragraph under way.
        self.last_move: dict[SpanKind, str] = {}
        self.fields: list[_Field] = []
        self.hides = False
        self.notes = _Notes(package)
        self.tables = 0
        self.story = Story.BODY
        self.cell: Cell | None = None
        self.is_covered = False
        self.before: TrackedParagraph | None = None
        self.waiting: list[Noted] = []
        self.left_out: list[Span] = []
        self.content = _Content(())

    # Blocks: paragraphs, tables, and what stands around them.

    def blocks(self, parent: etree._Element, around: Context) -> None:
        """All paragraphs below, in order."""
        for element in parent:
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
        elif tag == _CHOICES:
            self.blocks(choice(element), around)
        elif tag == _R:
            # A run outside a paragraph is an error that Word forgives; its words are kept.
            self.stray(element, around)
        else:
            self.blocks(element, around)

    def stray(self, run: etree._Element, around: Context) -> None:
        held = etree.Element(_P)
        held.append(deepcopy(run))
        if any(held.itertext()):
            self.paragraph(held, around)

    def table(self, table: etree._Element, around: Context) -> None:
        number, self.tables = self.tables, self.tables + 1
        outer = self.cell, self.is_covered
        self.waiting = [*self.waiting, *self.marks.noted(table)]
        for at, row in enumerate(self.parts(table, _TR)):
            self.waiting += self.marks.noted(row)
            in_row = added(around, self.marks.around(row))
            for column, cell in enumerate(self.parts(row, _TC)):
                self.waiting += self.marks.noted(cell)
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
            elif tag == _CHOICES:
                yield from self.parts(choice(element), wanted)
            elif tag not in SILENT:
                yield from self.parts(element, wanted)

    # Paragraphs: what is in them.

    def paragraph(self, element: etree._Element, around: Context) -> None:
        """Read one paragraph, and say of the one before it that something follows."""
        outer, self.content = self.content, _Content(around)
        self.last_move.clear()
        properties = None
        for child in element:
            tag = child.tag
            if tag == _R:
                self.run(child, ())
            elif tag == _P_PR:
                properties = child
            elif tag not in SILENT:
                self.inline(child, tag, ())
        if self.fields:
            self.end_codes()
        content, self.content = self.content, outer
        mark = self.marks.on_mark(properties)
        paragraph = TrackedParagraph(
            properties,
            content.spans(),
            tuple([self.revision(each, kind) for kind, each in mark]) if mark else (),
            around,
            self.cell,
            self.story,
            element=element,
            is_covered=self.is_covered,
        )
        self.complete(paragraph, element, content)
        if self.before is not None:
            self.before.is_followed = True
        self.before = paragraph
        self.found.append(paragraph)

    def complete(self, paragraph: TrackedParagraph, element: etree._Element, content: _Content) -> None:
        """Add what few paragraphs have."""
        noted = self.marks.noted(element)
        if self.waiting or noted or content.noted:
            paragraph.noted = (*self.waiting, *noted, *(content.noted or ()))
            self.waiting = []
        if content.attached:
            paragraph.attached = tuple(content.attached)
        if content.number_fields:
            paragraph.number_fields = tuple(content.number_fields)
        if element in self.marks.bold:
            paragraph.bold = _bold_at_start(element, self.marks.bold[element])

    def children(self, parent: etree._Element, context: Context) -> None:
        for child in parent:
            tag = child.tag
            if tag == _R:
                self.run(child, context)
            elif tag not in SILENT:
                self.inline(child, tag, context)

    def inline(self, element: etree._Element, tag: object, context: Context) -> None:
        """What stands in a paragraph beside runs."""
        kind = AROUND_TEXT.get(tag)
        if kind is not None:
            self.children(element, (*context, self.revision(element, kind)))
        elif tag in _RANGES:
            self.range(element, *_RANGES[tag])
        elif tag == _SIMPLE_FIELD:
            self.number_field(_Field(element.get(_INSTRUCTION, ""), self.content.length, context), None)
            self.children(element, context)
        elif tag == _CHOICES:
            self.children(choice(element), context)
        elif tag == _P:
            # A paragraph in a paragraph is no Word; its words stay with the outer one.
            self.children(element, context)
        else:
            self.in_run(element, tag, context)

    def run(self, run: etree._Element, context: Context) -> None:
        """The text of one run."""
        for element in run:
            tag = element.tag
            if tag in _PLAIN_TEXT:
                text = element.text
                if text:
                    if self.hides:
                        self.sign(text, context)
                    else:
                        self.content.add(context, text)
            elif tag not in SILENT:
                self.in_run(element, tag, context)

    def in_run(self, element: etree._Element, tag: object, context: Context) -> None:
        """What stands in a run beside its plain text."""
        act = _IN_RUN.get(tag)
        if act is not None:
            act(self, element, context)
        elif tag in SIGNS:
            self.sign(SIGNS[tag], context)
        elif tag in AROUND_TEXT or tag == _R:
            self.inline_or_run(element, tag, context)
        else:
            self.children(element, context)

    def inline_or_run(self, element: etree._Element, tag: object, context: Context) -> None:
        if tag == _R:
            self.run(element, context)
        else:
            self.inline(element, tag, context)

    def sign(self, text: str, context: Context) -> None:
        if self.hides:
            self.left_out.append(_span(added(self.content.around, context), text))
        elif text:
            self.content.add(context, text)

    def plain(self, element: etree._Element, context: Context) -> None:
        self.sign(element.text or "", context)

    def symbol(self, element: etree._Element, context: Context) -> None:
        self.sign(symbol_text(element), context)

    def choose(self, element: etree._Element, context: Context) -> None:
        self.run(choice(element), context)

    def picture(self, element: etree._Element, context: Context) -> None:
        """A drawing: its text boxes are read, and a drawing that is itself inserted or deleted is noted."""
        if context:
            self.note(OtherRevisionKind.PICTURE, "picture or shape", element, context)
        for box in _boxes(element):
            self.attach(box, context, Story.TEXT_BOX)

    def reference(self, element: etree._Element, context: Context) -> None:
        """A reference to a note: the note's paragraphs stand and fall with it."""
        kind = _NOTES[str(element.tag)]
        note = self.notes.take(kind, element.get(_ID, ""))
        if note is not None:
            outer, self.marks = self.marks, self.notes.marks(kind)
            self.attach(note, context, Story.FOOTNOTE if kind == "footnotes" else Story.ENDNOTE)
            self.marks = outer

    def attach(self, holder: etree._Element, context: Context, story: Story) -> None:
        """Read the paragraphs of a note or text box into those attached to the paragraph under way."""
        held = self.found, self.before, self.cell, self.story, self.fields, self.hides, self.waiting, self.last_move
        was_covered, self.is_covered = self.is_covered, False
        self.found, self.before, self.cell, self.story, self.fields, self.hides = [], None, None, story, [], False
        self.waiting, self.last_move = [], {}
        self.blocks(holder, added(self.content.around, context))
        self.content.attached = [*(self.content.attached or ()), *self.found]
        self.found, self.before, self.cell, self.story, self.fields, self.hides, self.waiting, self.last_move = held
        self.is_covered = was_covered

    # Fields: the code is not text, the result is.

    def field_char(self, element: etree._Element, context: Context) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(_Field("", self.content.length, context))
            if context:
                self.note(OtherRevisionKind.FIELD, "field", element, context)
        elif kind == "separate":
            field = next((each for each in reversed(self.fields) if not each.shows), None)
            if field is not None:
                field.shows = True
        elif kind == "end" and self.fields:
            self.number_field(self.fields.pop(), element.find(W + "numberingChange"))
        self.see_fields()

    def code(self, element: etree._Element, _: Context) -> None:
        if self.fields:
            self.fields[-1].code += element.text or ""

    def number_field(self, field: _Field, change: etree._Element | None) -> None:
        """Keep a field whose number Word works out and never stores."""
        if is_list_field(field.code):
            original = None if change is None else original_number(change.get(W + "original", ""))
            kept = NumberField(*field.begins_at, field.code, original, field.context)
            self.content.number_fields = [*(self.content.number_fields or ()), kept]

    def end_codes(self) -> None:
        """A code that a paragraph does not end is damaged: what follows is text, so that nothing is swallowed."""
        self.fields = [each for each in self.fields if each.shows]
        self.see_fields()

    def see_fields(self) -> None:
        # Only the result of a field inside another's code is hidden. Text right inside a code belongs to no field.
        self.hides = len(self.fields) > 1 and self.fields[-1].shows and not all(each.shows for each in self.fields)

    # Revisions.

    def note(self, kind: OtherRevisionKind, what: str, element: etree._Element, context: Context) -> None:
        inner = context[-1]
        words = f"{what} {_DONE[inner.kind]}"
        noted = Noted(kind, words, inner.author, inner.date, etree.QName(element).localname)
        if noted not in (self.content.noted or ()):
            self.content.noted = [*(self.content.noted or ()), noted]

    def range(self, element: etree._Element, kind: SpanKind, begins: bool) -> None:
        """The beginning or end of a move, by whose name its two ends find each other."""
        if begins:
            self.moves[kind][element.get(_ID, "")] = element.get(_NAME, "")
            self.last_move[kind] = element.get(_NAME, "")
        else:
            self.moves[kind].pop(element.get(_ID, ""), None)

    def revision(self, element: etree._Element, kind: SpanKind) -> Revision:
        if kind not in self.moves:
            return revision(element, kind)
        under_way = self.moves[kind]
        # The mark comes first in the XML, and its range may have begun and ended in the paragraph's content.
        name = next(reversed(under_way.values())) if under_way else self.last_move.get(kind, "")
        return revision(element, kind, name)


_DONE = {
    SpanKind.INSERT: "inserted",
    SpanKind.DELETE: "deleted",
    SpanKind.MOVE_FROM: "moved from here",
    SpanKind.MOVE_TO: "moved to here",
}
_IN_RUN: dict[object, Callable[[_Walk, etree._Element, Context], None]] = {
    _T: _Walk.plain,
    _DEL_TEXT: _Walk.plain,
    _M_T: _Walk.plain,
    _SYMBOL: _Walk.symbol,
    _FIELD_CHAR: _Walk.field_char,
    _CODE: _Walk.code,
    _DELETED_CODE: _Walk.code,
    _CHOICES: _Walk.choose,
    **dict.fromkeys(_PICTURES, _Walk.picture),
    **dict.fromkeys(_NOTES, _Walk.reference),
}


class _Notes:
    """Footnotes and endnotes by their ids, each given once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._held: dict[str, dict[str, etree._Element]] = {}
        self._marks: dict[str, Marks] = {}

    def take(self, kind: str, key: str) -> etree._Element | None:
        if kind not in self._held:
            root = self._package.related_xml(kind)
            root = etree.Element(_P) if root is None else root
            self._held[kind] = {each.get(_ID, ""): each for each in root if each.get(_TYPE) in {None, "normal"}}
            self._marks[kind] = Marks(root)
        return self._held[kind].pop(key, None)

    def marks(self, kind: str) -> Marks:
        return self._marks[kind]


def symbol_text(element: etree._Element) -> str:
    """What a `w:sym` looks like; empty where it names no sign."""
    try:
        code = int(element.get(W + "char", ""), 16)
        text = chr(code)
    except (ValueError, OverflowError):
        return ""
    known = _SYMBOLS.get((element.get(W + "font") or "").lower(), {})
    return known.get(code & 0xFF, text) if code >= 0xF000 or code < 0x100 else text


def choice(element: etree._Element) -> etree._Element:
    """The first choice of an `AlternateContent`, or what stands in for it where there is none."""
    for wanted in (_CHOICE, _FALLBACK):
        found = element.find(wanted)
        if found is not None:
            return found
    return etree.Element(_CHOICE)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a drawing, those inside another box left to that one."""
    for child in element:
        tag = child.tag
        if tag == _BOX:
            yield child
        elif tag == _CHOICES:
            yield from _boxes(choice(child))
        else:
            yield from _boxes(child)


def _bold_at_start(paragraph: etree._Element, bold: set[etree._Element]) -> int:
    """How many characters of its text come before the first that is not bold."""
    count = 0
    for run in paragraph.iter(_R):
        length = sum(len(text.text or "") for text in run.iter(_T))
        if length and run not in bold:
            break
        count += length
    return count
