"""Rows, cells and notes that a Word file inserts or deletes as a whole, where only a part of one is taken back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from voting.documents.legal_text.to_word.matching import Match
from voting.documents.legal_text.to_word.spelling import Spelling
from voting.documents.word.names import W
from voting.documents.word.paragraphs import Story
from voting.documents.word.revisions import AROUND_TEXT, GONE, NEW
from voting.domain.legal_text import SpanKind, hunk_keys

_R, _TR, _TC, _TR_PR, _TC_PR, _ID = (W + name for name in ("r", "tr", "tc", "trPr", "tcPr", "id"))
_NOTES = (W + "footnote", W + "endnote")
_PROPERTIES = {_TR: _TR_PR, _TC: _TC_PR}
_REFERENCES = {Story.FOOTNOTE: W + "footnoteReference", Story.ENDNOTE: W + "endnoteReference"}
_NoteKey = tuple[Story, str]
_KINDS: dict[object, SpanKind] = {**AROUND_TEXT, W + "cellIns": SpanKind.INSERT, W + "cellDel": SpanKind.DELETE}


@dataclass(slots=True)
class Whole:
    """A row, a cell or a note, and the clauses in it."""

    element: etree._Element
    inside: list[Match] = field(default_factory=list)

    @property
    def is_gone(self) -> bool:
        """Whether something in it was proposed, and nothing is in either text now."""
        was_proposed = any(match.fresh.text_to_be is not None for match in self.inside)
        return was_proposed and all(
            match.held.text_to_be is None and match.held.text_as_is is None for match in self.inside
        )

    @property
    def is_back(self) -> bool:
        """Whether something in it was to go, and stays now."""
        return any(map(_is_back, self.inside))

    def is_in_part(self, cancelled: set[str]) -> bool:
        """Whether something in it is taken back, and something is not."""
        is_touched = any(
            match.fresh.text_to_be != match.held.text_to_be or cancelled.intersection(hunk_keys(match.fresh))
            for match in self.inside
        )
        return is_touched and not self.is_gone and not all(map(_is_all_back, self.inside))

    def is_taken_back(self, revision: etree._Element) -> bool:
        """Whether a revision of the whole is: of what it inserted nothing is left, or of what it deleted something
        stays."""
        kind = _KINDS.get(revision.tag)
        return (kind in NEW and self.is_gone) or (kind in GONE and self.is_back)


def _is_back(match: Match) -> bool:
    return match.fresh.text_to_be is None and match.held.text_to_be is not None


def _is_all_back(match: Match) -> bool:
    return _is_back(match) and all(span.kind is SpanKind.EQUAL for span in match.held.spans)


def wholes_of(matches: Sequence[Match]) -> list[Whole]:
    """The rows, cells and notes that are revised as a whole, each with all that is in it: tables in its cells, and the
    notes that it refers to, as well."""
    references = {
        (story, reference.get(_ID, "")): reference
        for match in matches
        if match.paragraph.element is not None and match.paragraph.around
        for story, tag in _REFERENCES.items()
        for reference in match.paragraph.element.iter(tag)
    }
    found: dict[etree._Element, Whole] = {}
    for match in matches:
        element = match.paragraph.element
        if element is None or not match.paragraph.around:
            continue
        owners = list(element.iterancestors(_TR, _TC, *_NOTES))
        reference = references.get(_note_of(match))
        for owner in owners if reference is None else [*owners, *reference.iterancestors(_TR, _TC)]:
            found.setdefault(owner, Whole(owner)).inside.append(match)
    return list(found.values())


def _note_of(match: Match) -> _NoteKey:
    """Which note a paragraph is of: its story and its id, which is empty where it is of none."""
    element = match.paragraph.element
    note = None if element is None else next(element.iterancestors(*_NOTES), None)
    return match.paragraph.story, "" if note is None else note.get(_ID, "")


def spell_out_parts(wholes: Sequence[Whole], cancelled: set[str], spelling: Spelling) -> None:
    """Let the text and the marks in each whole that is taken back in part say by themselves what it says of them."""
    parts = {id(match): match for whole in wholes if whole.is_in_part(cancelled) for match in whole.inside}
    for match in parts.values():
        spelling.spell_out(match.paragraph)


def rejected_wholes(wholes: Sequence[Whole]) -> Iterator[etree._Element]:
    """The revisions of rows and cells that are taken back."""
    for whole in wholes:
        tag = _PROPERTIES.get(str(whole.element.tag))
        properties = None if tag is None else whole.element.find(tag)
        yield from (each for each in properties if whole.is_taken_back(each)) if properties is not None else ()


# Notes.


def part_notes(matches: Sequence[Match], wholes: Sequence[Whole], rejected: set[etree._Element]) -> None:
    """Set apart the reference to a note from text around it whose fate is another: the note is a change by itself."""
    notes = {_note_of(whole.inside[0]): whole for whole in wholes if whole.element.tag in _NOTES}
    for match in matches:
        if match.paragraph.story in _REFERENCES or match.paragraph.element is None:
            continue
        for story, tag in _REFERENCES.items():
            for reference in list(match.paragraph.element.iter(tag)):
                note = notes.get((story, reference.get(_ID, "")))
                if note is not None:
                    # From the inside out, so that nothing but the reference is left in each.
                    for around in list(reference.iterancestors(*map(str, AROUND_TEXT))):
                        if (around in rejected) is not note.is_taken_back(around):
                            _set_apart(reference, around, rejected)


def _set_apart(reference: etree._Element, around: etree._Element, rejected: set[etree._Element]) -> None:
    """Cut a revision in three, so that what has the reference stands in one of its own with the other fate."""
    child = next(each for each in (reference, *reference.iterancestors()) if each.getparent() is around)
    parent = around.getparent()
    if parent is None or len(list(child.iter(_R))) > 1:
        return
    after = list(around)[around.index(child) + 1 :]
    for held, is_rejected in ((after, around in rejected), ([child], around not in rejected)):
        if held:
            made = etree.Element(around.tag, dict(around.attrib))
            made.extend(held)
            around.addnext(made)
            if is_rejected:
                rejected.add(made)
    if not len(around):
        parent.remove(around)
