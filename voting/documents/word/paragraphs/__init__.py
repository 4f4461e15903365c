"""The paragraphs of a Word file in order, each with its pieces of text under the revisions around them.

Only text that Word shows is text: the code of a field, the second choice of `AlternateContent` and the properties are
not. What only wraps text (content controls, smart tags, custom XML, hyperlinks, fields, mathematics) is looked through.
"""

from voting.documents.word.paragraphs.text import SIGNS, SILENT, choice, symbol_text
from voting.documents.word.paragraphs.values import NumberField, Story, TrackedDocument, TrackedParagraph
from voting.documents.word.paragraphs.walking import tracked

__all__ = [
    "SIGNS",
    "SILENT",
    "NumberField",
    "Story",
    "TrackedDocument",
    "TrackedParagraph",
    "choice",
    "symbol_text",
    "tracked",
]
