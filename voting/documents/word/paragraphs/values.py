"""What is read of a Word file: tracked paragraphs, and the document that they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import W
from voting.documents.word.numbering import NumberProperties
from voting.documents.word.revisions import Context, Noted
from voting.domain.legal_text import Cell, Span

_P_PR = W + "pPr"


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
    """One paragraph as it stands in the file; `element` is its `w:p`.

    `says` is what it says of its number where both texts have the same and that is known already. `around` are the
    revisions of its row, cell or note, which `spans` have taken in; `mark` are those of its mark, insertions first.
    `is_followed` says whether a paragraph comes next in the same place (not a table, not the end of a cell): only then
    does text without a mark join it. `attached` are the paragraphs of its notes and text boxes. `bold` counts the bold
    characters at its start; `is_covered` says that a merged cell above hides its cell.
    """

    element: etree._Element | None
    spans: tuple[Span, ...]
    says: NumberProperties | None = None
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

    @property
    def properties(self) -> etree._Element | None:
        """Its `w:pPr`."""
        return None if self.element is None else next(self.element.iterchildren(_P_PR), None)

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
