"""The label, path, level and kind of each paragraph of a Word file, in one view: Word's numbers and typed ones."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from voting.documents.legal_text.kinds import is_title
from voting.documents.legal_text.numbering import TypedNumber, typed_number
from voting.documents.legal_text.word_chain import ChainMemory, NumberChain, WordLabel
from voting.documents.legal_text.word_kinds import KindReader
from voting.documents.word.numbering import ListField, Number, Numbering, NumberPlace, NumberProperties
from voting.documents.word.styles import Styles
from voting.domain.legal_text import ClauseKind, label_path

# What may stand before a typed number: white space, and the marks that open a quotation or an insertion.
_LEAD = re.compile(r"[\s“”\"‘'\[\u200b\ufeff]*")
# A quick look, since most paragraphs begin with a word.
_MAY_BE_NUMBER = re.compile(
    r"[(\d\uf0b7•●◦▪‣∙·–—*-]|o\t|[A-Za-z]{1,5}[.)]|[A-Z]{1,2}\d|(?i:sec|sch|app|ann|par|cha|art|rha|pen|ato|yr\s|tab|fig)"
)
# "—(1)" after a number is the first paragraph of what that number begins.
_DASHED = re.compile(r"\s*[—–-]\s?(?P<brackets>\([a-zA-Z0-9]{1,5}\)(?:\s?\([a-zA-Z0-9]{1,5}\))*)(?=\s|$)")
# A text that begins so may go on with a number: "—(1)" behind Word's own "1."; an empty one does not.
_DASHES = frozenset({"—", "–", "-", " ", "\u00a0"})
_INTRODUCING = frozenset({":", "—", "–"})
_ONLY_DASH = re.compile(r"[\s—–-]*")
# The only Schedule has no number; what it belongs to follows it.
_WITHOUT_NUMBER = re.compile(r"(?P<label>(?:the\s+)?(?:schedule|annex|appendix)|(?:yr\s+)?atodlen)\t", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?P<label>(?:table|figure|tabl|ffigur)\s+(?:\d{1,3}[A-Z]?|[A-Z]))(?=[\s:.–—-]|$)", re.IGNORECASE
)
_NUMBERS_AHEAD = 80
_LOOKED_BACK = 20


class LabelParagraph(NamedTuple):
    """One paragraph of one view: what it says of its number, and the whole of its text.

    `is_cell` marks one in a table's cell, `is_covered` one in a cell that a merged cell above covers: Word shows
    nothing of it and does not count it. `bold` is how many characters at the start of the text are bold (0 where it is
    not known), `fields` the number fields in it, in order.
    """

    properties: NumberProperties
    text: str
    is_cell: bool = False
    is_covered: bool = False
    bold: int = 0
    fields: tuple[ListField, ...] = ()


class _Found(NamedTuple):
    """The numbers of one paragraph before the chain places them: Word's own, those of fields at its start, typed.

    `lead` stands before the fields and `joint` before the typed number; one that a tab or a quotation mark sets off
    from the sentence is a number, whatever its letters.
    """

    number: Number | None = None
    fields: tuple[Number, ...] = ()
    typed: TypedNumber | None = None
    lead: str = ""
    joint: str = ""
    is_set_off: bool = False


class TypedFirst(NamedTuple):
    """The number that a text begins with, if any, and whether a tab or a quotation mark sets it off."""

    number: TypedNumber | None = None
    is_set_off: bool = False


__all__ = ["LabelParagraph", "LabelReader", "WordLabel"]
_NO_NUMBER = _Found()
_NOT_TYPED = TypedFirst()
# A paragraph as is and to be; None where none ends there in the view.
Pair = tuple[LabelParagraph | None, LabelParagraph | None]


class LabelReader:
    """Reads the labels of one file, both views at once or one view at a time."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.numbering = numbering
        self.kinds = KindReader(styles)
        self.memory = ChainMemory()
        self._typed: dict[str, TypedFirst] = {}

    def labels(self, paragraphs: Sequence[LabelParagraph]) -> list[WordLabel]:
        """A label for each paragraph of one view, which must be all that exist in it, in document order.

        An automatic number is Word's, wherever it stands; a number typed by hand counts outside tables of contents,
        and in a table's cell where it begins a text there. Numbers in cells have no part in the chain of the clauses
        around the table.
        """
        view = _View(self, paragraphs)
        return [view.next(paragraph) for paragraph in paragraphs]

    def both_views(self, pairs: Sequence[Pair]) -> list[tuple[WordLabel | None, WordLabel | None]]:
        """The labels of each paragraph as is and to be; None in a view where no paragraph ends there.

        A paragraph that is the same in both views should be the same object twice: where the views count alike, which
        is nearly everywhere, its number is worked out once. The kind of a paragraph is that of its text to be.
        """
        as_is = _View(self, [was for was, _becomes in pairs if was is not None])
        to_be = _View(self, [becomes for _was, becomes in pairs if becomes is not None])
        labels: list[tuple[WordLabel | None, WordLabel | None]] = []
        are_together = True
        place_of = self.numbering.place
        for was, becomes in pairs:
            if are_together and was is not None and becomes is not None:
                place = place_of(becomes.properties)
                if self._is_one_step(was, becomes, place):
                    label = to_be.take(becomes, place)
                    as_is.at += 1
                    labels.append((label, label))
                    continue
            if are_together:
                as_is.follow(to_be)
            label_as_is = None if was is None else as_is.next(was)
            labels.append((label_as_is, None if becomes is None else to_be.next(becomes)))
            are_together = as_is.stands_with(to_be)
        return labels

    def typed_in(self, text: str) -> TypedFirst:
        """The number that a text begins with, looked for once."""
        found = self._typed.get(text)
        if found is None:
            found = self._typed[text] = _typed_first(text)
        return found

    def _is_one_step(self, was: LabelParagraph, becomes: LabelParagraph, place: NumberPlace | None) -> bool:
        """Whether views that stand together step alike over this paragraph, whatever follows it in each."""
        if was is becomes:
            return self._is_by_word(becomes, place)
        if place is None:
            # Without a number, how deep it stands depends on its own words: those of a title, or none.
            return False
        if was.properties != becomes.properties or was[2:] != becomes[2:] or not self._is_by_word(was, place):
            return False
        return self._is_by_word(becomes, place)

    def _is_by_word(self, paragraph: LabelParagraph, place: NumberPlace | None) -> bool:
        """Whether no number of the paragraph is typed or a field's: those look at the paragraphs around them."""
        text = paragraph.text
        if paragraph.fields:
            return False
        if place is not None:
            return text[:1] not in _DASHES
        return self.typed_in(text).number is None


class _View:
    """One view while it is read: its counter, its chains, and the paragraph that comes next."""

    def __init__(self, reader: LabelReader, paragraphs: Sequence[LabelParagraph]) -> None:
        self._reader = reader
        self._paragraphs = paragraphs
        self._kinds = reader.kinds
        self.counter = reader.numbering.counter()
        self.body = self.cells = self.chain = NumberChain(reader.memory)
        self.is_cell = False
        self.at = -1

    def follow(self, other: "_View") -> None:
        """Go on from where the other view stands, but with paragraphs of its own."""
        self.counter.counted = other.counter.counted.copy()
        self.body, self.cells = other.body.copy(), other.cells.copy()
        self.is_cell = other.is_cell
        self.chain = self.cells if self.is_cell else self.body

    def stands_with(self, other: "_View") -> bool:
        """Whether both views go on alike from here."""
        return (
            self.counter.counted == other.counter.counted
            and self.is_cell is other.is_cell
            and self.body.frames == other.body.frames
            and (not self.is_cell or self.cells.frames == other.cells.frames)
        )

    def next(self, paragraph: LabelParagraph) -> WordLabel:
        """The label of the view's next paragraph."""
        return self.take(paragraph, self._reader.numbering.place(paragraph.properties))

    def take(self, paragraph: LabelParagraph, place: NumberPlace | None) -> WordLabel:
        """The same, where its place in Word's lists is known already."""
        self.at += 1
        properties, text, is_cell, is_covered, bold, fields = paragraph
        if is_cell is not self.is_cell:
            self._turn(is_cell)
        if is_covered or (properties.ends_section and not text.strip()):
            return self._unnumbered(paragraph)
        number = None if place is None else self.counter.at(place, properties)
        if number is None or fields or text[:1] in _DASHES:
            return self._label(paragraph, self._found(paragraph, number))
        frame = self.chain.place_automatic(number) if number.text else None
        if frame is None:
            return self._uncounted(paragraph, number)
        return frame.label(number.text, self._kinds.kind(text, properties, bold, frame.first))

    def _turn(self, is_cell: bool) -> None:
        """Enter a table, whose numbers have a chain of their own, or leave it."""
        self.is_cell = is_cell
        if is_cell:
            self.cells = NumberChain(self._reader.memory)
        self.chain = self.cells if is_cell else self.body

    def _found(self, paragraph: LabelParagraph, number: Number | None) -> _Found:
        text = paragraph.text
        fields, lead = self._fields(paragraph) if paragraph.fields else ((), "")
        if number is not None or fields:
            return _Found(number, fields, *_typed_after(text, number, fields, lead))
        first = self._reader.typed_in(text)
        if first.number is None or self._kinds.hints(paragraph.properties.style).is_contents:
            return _NO_NUMBER
        if paragraph.is_cell and not _stands_in_cell(first.number):
            return _NO_NUMBER
        return _Found(typed=first.number, is_set_off=first.is_set_off)

    def _fields(self, paragraph: LabelParagraph) -> tuple[tuple[Number, ...], str]:
        """The numbers of fields at the paragraph's start, and the dash before them; all of them are counted."""
        numbers = self.counter.fields(paragraph.properties, paragraph.fields)
        at_start = [
            (number, field.at)
            for number, field in zip(numbers, paragraph.fields, strict=True)
            if number is not None and _ONLY_DASH.fullmatch(paragraph.text, 0, field.at)
        ]
        lead = paragraph.text[: at_start[0][1]].strip() if at_start else ""
        return tuple(number for number, _at in at_start), lead

    def _label(self, paragraph: LabelParagraph, found: _Found) -> WordLabel:
        typed = found.typed
        if found.number is None and not found.fields:
            if typed is None or not _is_likely(typed, self.chain, found.is_set_off):
                return self._unnumbered(paragraph)
            level, path = self._place_typed(typed)
            bold = max(paragraph.bold - (len(paragraph.text) - len(typed.rest)), 0)
            kind = self._kinds.kind(typed.rest, paragraph.properties, bold, typed.parts[0][0])
            return WordLabel(typed.label, path, level, kind, "")
        level, path, form = self.chain.level, "", ""
        shown = [number for number in (found.number, *found.fields) if number is not None and number.text]
        for number in shown:
            frame = self.chain.place_automatic(number)
            if frame is not None:
                level, path, form = frame.level, frame.path, form or frame.first
        automatic = _joined(shown, found.lead)
        if typed is not None and shown:
            level, path = self._place_typed(typed)
        label = automatic + found.joint + (typed.label if typed is not None else "")
        kind = self._kinds.kind(_without(paragraph.text, found), paragraph.properties, paragraph.bold, form)
        return WordLabel(label, path, level, kind, automatic)

    def _place_typed(self, typed: TypedNumber) -> tuple[int, str]:
        if typed.parts[0][0] == "caption":
            return self.chain.level, typed.label
        return self.chain.place(typed, self._introduces(), self._numbers_after)

    def _introduces(self) -> bool:
        """Whether the last paragraph with text before this one ends like the opening of a list."""
        earlier = self._paragraphs[max(self.at - _LOOKED_BACK, 0) : self.at]
        before = next((each.text for each in reversed(earlier) if each.text), "")
        return before.rstrip()[-1:] in _INTRODUCING

    def _numbers_after(self) -> Iterator[str]:
        """The numbers typed in the paragraphs that follow."""
        for each in self._paragraphs[self.at + 1 : self.at + 1 + _NUMBERS_AHEAD]:
            typed = self._reader.typed_in(each.text).number
            if typed is not None:
                yield typed.parts[0][1]

    def _uncounted(self, paragraph: LabelParagraph, number: Number) -> WordLabel:
        """The label of a paragraph whose number is hidden, or a bullet."""
        if not number.text:
            return self._unnumbered(paragraph)
        kind = self._kinds.kind(paragraph.text, paragraph.properties, paragraph.bold, "bullet")
        return WordLabel(number.text, label_path("", number.text), self.chain.level + 1, kind, number.text)

    def _unnumbered(self, paragraph: LabelParagraph) -> WordLabel:
        kind = self._kinds.kind(paragraph.text.strip(), paragraph.properties, paragraph.bold, "")
        level = self.chain.heading_level if kind is ClauseKind.HEADING else self.chain.level
        return WordLabel("", "", level, kind, "")


def _typed_first(text: str) -> TypedFirst:
    """The number that the text begins with, white space and opening quotation marks aside."""
    lead = _LEAD.match(text)
    begin = 0 if lead is None else lead.end()
    if _MAY_BE_NUMBER.match(text, begin) is None:
        return _NOT_TYPED
    whole = _WITHOUT_NUMBER.match(text, begin)
    if whole is not None:
        return TypedFirst(TypedNumber(whole["label"], text[whole.end() :].strip(), (("container", whole["label"]),)))
    caption = _CAPTION.match(text, begin)
    if caption is not None:
        rest = text[caption.end() :].lstrip(" \t\u00a0:.–—-")
        return TypedFirst(TypedNumber(caption["label"], rest, (("caption", caption["label"]),)))
    typed = typed_number(text[begin:])
    if typed is None:
        return _NOT_TYPED
    after = begin + len(typed.label)
    return TypedFirst(typed, text[after : after + 1] == "\t" or bool(text[:begin].strip()))


def _stands_in_cell(number: TypedNumber) -> bool:
    """Whether a number at the start of a table's cell is the number of a paragraph there, and no figure or heading."""
    form = number.parts[0][0]
    if form == "decimal":
        return number.label.endswith((".", ")")) and not number.rest[:1].islower() and bool(number.rest)
    return form not in {"container", "caption"} and bool(number.rest)


def _typed_after(
    text: str, number: Number | None, fields: tuple[Number, ...], lead: str
) -> tuple[TypedNumber | None, str, str]:
    """What is typed right after Word's number and belongs to it: the "(1)" of "1.—(1)", with the dash before it."""
    found = None if number is None or fields else _DASHED.match(text)
    if found is None:
        return None, lead, ""
    typed = typed_number(text[found.start("brackets") :])
    return typed, lead, "" if typed is None else text[: found.start("brackets")].strip()


def _joined(shown: Sequence[Number], lead: str) -> str:
    """The numbers as they stand on the page: "1." and "(1)" with the dash between them."""
    if not shown:
        return ""
    pieces = [shown[0].text]
    for before, number in pairwise(shown):
        pieces.append(lead or (" " if before.place.definition.suffix else ""))
        pieces.append(number.text)
        lead = ""
    return "".join(pieces)


def _without(text: str, found: _Found) -> str:
    """The text without what its label has of it."""
    if found.typed is not None:
        return found.typed.rest
    return text.lstrip(" \t\u00a0—–-") if found.fields else text.strip()


def _is_likely(number: TypedNumber, chain: NumberChain, is_set_off: bool) -> bool:
    """Whether what looks like a number is one: a paragraph may begin with "5 Working Days" or "(if any)"."""
    if number.is_container or number.parts[0][0] == "caption":
        return not number.rest or is_title(number.rest.partition("\t")[0])
    if number.is_bare:
        goes_on = chain.heading_level > 0 or number.label == "1"
        return is_set_off or (goes_on and chain.expects(number) and not number.rest[:1].islower())
    if number.is_decimal or number.is_bullet:
        return True
    sign = number.parts[0][1]
    return is_set_off or chain.expects(number) or len(sign) == 1 or not sign.isalpha()
