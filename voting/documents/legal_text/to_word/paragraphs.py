"""Clauses as Word paragraphs: tracked text and marks, numbers, and notes at the foot."""

from collections.abc import Iterable, Sequence

from voting.documents.legal_text.kinds import is_definition, is_note, is_title
from voting.documents.legal_text.layout import Block, whole_revisions
from voting.documents.legal_text.marks import Stack, stack_of
from voting.documents.legal_text.numbering import typed_number
from voting.documents.legal_text.shown import automatic_label, labels_beside
from voting.documents.legal_text.to_word.ends import joined_notes, marks_of
from voting.documents.legal_text.to_word.moves import MoveRanges
from voting.documents.legal_text.to_word.numbers import Numbers, depth_of
from voting.documents.word.writing import NAMESPACE, TAGS, Revisions, run
from voting.domain.legal_text import Clause, ClauseKind, ClauseState, Span, SpanKind

_REFERENCE = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>'
_NOTE_BEGINS = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/><w:spacing w:val="60"/></w:rPr><w:footnoteRef/></w:r>'
_STYLES = {
    ClauseKind.HEADING: "Heading{}",
    ClauseKind.CLAUSE: "Clause{}",
    ClauseKind.DEFINITION: "Definition{}",
    ClauseKind.NOTE: "Note",
    ClauseKind.FOOTNOTE: "FootnoteText",
    ClauseKind.TABLE_ROW: "TableText",
}


class Notes:
    """The footnotes written so far."""

    def __init__(self) -> None:
        self._written: list[str] = []

    def add(self, paragraphs: str) -> int:
        """Keep a footnote's paragraphs, and give its id."""
        self._written.append(paragraphs)
        return len(self._written)

    def xml(self) -> str:
        """The footnotes part, with the two lines that Word draws above notes; empty where there is no footnote."""
        if not self._written:
            return ""
        notes = "".join(f'<w:footnote w:id="{at}">{text}</w:footnote>' for at, text in enumerate(self._written, 1))
        return (
            f'<w:footnotes xmlns:w="{NAMESPACE}"><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/>'
            '</w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
            f"<w:continuationSeparator/></w:r></w:p></w:footnote>{notes}</w:footnotes>"
        )


class Paragraphs:
    """What the paragraphs of one document share while they are written: ids, lists, notes and moves."""

    def __init__(self, clauses: Iterable[Clause], renumbered_by: str, renumbered_at: str) -> None:
        self.revisions = Revisions()
        self.numbers = Numbers()
        self.notes = Notes()
        self._moves = MoveRanges(clauses, self.revisions)
        self._renumbered = (renumbered_by, renumbered_at)
        self._shapes: dict[tuple[ClauseKind, int, str, str], str] = {}

    def paragraph(self, block: Block, mark: Stack) -> str:
        """One clause as a paragraph whose mark has these revisions."""
        clause, spans = block.clause, block.clause.spans
        is_plain = clause.state is ClauseState.UNCHANGED and len(spans) <= 1 and not mark
        if is_plain and not block.notes and not block.before:
            return f"<w:p><w:pPr>{self._shape_of(clause)}</w:pPr>{run(spans[0].text) if spans else ''}</w:p>"
        properties = self._shape_of(clause) + self._mark(mark) + self._renumbering(clause)
        content = "".join(map(self._content, (*block.before, clause)))
        if block.notes:
            content += "".join(map(self._reference, joined_notes(block.notes)))
        return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"

    def _shape_of(self, clause: Clause) -> str:
        """The style and number of the clause, as it is to be, or as it is where that is all there is."""
        if clause.text_to_be is not None or clause.text_as_is is None:
            return self._shape(clause, clause.label_to_be, clause.text_to_be)
        return self._shape(clause, clause.label_as_is, clause.text_as_is)

    def _renumbering(self, clause: Clause) -> str:
        """The tracked change of a number, by itself no edit of the text."""
        if not clause.is_renumbered:
            return ""
        was, becomes = labels_beside(clause)
        if was == becomes:
            return ""
        who = self.revisions.attributes(*self._renumbered)
        shape = self._shape(clause, clause.label_as_is, clause.text_as_is)
        return f"<w:pPrChange{who}><w:pPr>{shape}</w:pPr></w:pPrChange>"

    def _mark(self, stack: Stack) -> str:
        """The run properties of a paragraph's mark that is inserted or deleted. Word takes one revision of a kind."""
        by_tag = {TAGS[revision.kind]: revision for revision in reversed(stack)}
        tags = "".join(
            self.revisions.empty(tag, by_tag[tag].author, by_tag[tag].date) for tag in TAGS.values() if tag in by_tag
        )
        return f"<w:rPr>{tags}</w:rPr>" if tags else ""

    def _content(self, clause: Clause) -> str:
        """The clause's text, each span in the revisions around it."""
        return "".join(map(self._span, clause.spans))

    def _span(self, span: Span) -> str:
        if span.kind is SpanKind.EQUAL:
            return run(span.text)
        if not span.text:
            return self._moves.around(span, "")
        deleted = span.kind is SpanKind.DELETE or any(outer.kind is SpanKind.DELETE for outer in span.within)
        return self._moves.around(span, self.revisions.around(stack_of(span), run(span.text, deleted=deleted)))

    def _reference(self, note: Sequence[Block]) -> str:
        """The sign that refers to a footnote, whose paragraphs are put with the notes."""
        paragraphs = ""
        for block, mark in zip(note, marks_of(note), strict=True):
            begins = "" if paragraphs else _NOTE_BEGINS
            properties = self._shape(block.clause, "", "") + self._mark(mark)
            paragraphs += f"<w:p><w:pPr>{properties}</w:pPr>{begins}{self._content(block.clause)}</w:p>"
        return self.revisions.around(whole_revisions(note), _REFERENCE.format(self.notes.add(paragraphs)))

    def _shape(self, clause: Clause, label: str | None, text: str | None) -> str:
        """The style and number of a clause that has this label and text."""
        shown = automatic_label(label, text)
        style = "Contents" if clause.kind is ClauseKind.CLAUSE and not label and _seems_more(text) else ""
        # Of "1.—(1)" the list has the first part, which stands higher than the whole.
        level = clause.level if not shown or shown == label else clause.level - (label or "").count("(", len(shown))
        key = (clause.kind, level, shown, style)
        shape = self._shapes.get(key)
        if shape is None:
            depth = depth_of(level)
            name = style or _STYLES[clause.kind].format(depth)
            shape = self._shapes[key] = f'<w:pStyle w:val="{name}"/>{self.numbers.properties(shown, depth)}'
        return shape


def _seems_more(text: str | None) -> bool:
    """Whether a paragraph that is a plain clause would seem to be a heading, a definition or numbered by its words.

    Those are entries of tables of contents, and stand in a style that says so.
    """
    words = (text or "").strip()
    if not words or words[0].islower():
        return False
    return (
        typed_number(words) is not None
        or (words.isupper() and is_title(words))
        or is_definition(words)
        or is_note(words)
        or (is_title(words.partition("\t")[0]) and "\t" in words)
    )
