"""What a Word paragraph is (heading, definition, note, clause), by its style, its type and its words."""

import re
from dataclasses import dataclass

from voting.documents.legal_text.kinds import ends_a_clause, is_definition, is_note, is_title
from voting.documents.word.numbering import NumberProperties
from voting.documents.word.styles import ParagraphStyle, Styles
from voting.domain.legal_text import ClauseKind, defined_term

_HEADING = re.compile(r"heading|head\b|title|^h\d\b|^(?:part|chapter|schedule|annex|appendix)\b")
_NO_HEADING = re.compile(r"header|body|text|^toc\b|para|note")
_NOTE = re.compile(r"\bnotes?\b|guidance")
_DEFINITION = re.compile(r"^def(?!ault)|definition")
_CONTENTS = re.compile(r"^toc\b|^toc ?\d|table of (?:contents|figures|authorities)|^contents\b")
# A heading by its style may be long, and have a verb; a whole sentence in a heading's style is a clause.
_LONGEST_HEADING = 200
# A name is far quicker than asking the enum for its member, and there is one for each clause.
_CLAUSE = ClauseKind.CLAUSE
_TITLED = frozenset({"container", "caption"})
_MAY_STAND_OUT = frozenset({"", "decimal", *_TITLED})


@dataclass(frozen=True, slots=True)
class StyleHints:
    """What a style by itself tells of its paragraphs; a plain one tells of headings at most."""

    is_heading: bool
    is_emphatic: bool
    is_note: bool
    is_definition: bool
    is_contents: bool
    is_plain: bool


class KindReader:
    """Tells the kinds of one file's paragraphs."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._held: dict[str, StyleHints] = {}

    def hints(self, style_id: str) -> StyleHints:
        """What the style with this id tells."""
        found = self._held.get(style_id)
        if found is None:
            found = self._held[style_id] = _hints(self._styles.paragraph(style_id))
        return found

    def kind(self, text: str, properties: NumberProperties, bold: int, form: str) -> ClauseKind:
        """The kind of a paragraph outside tables, from its text without a typed number.

        `bold` is how many characters at the start of the text are bold, `form` how the number it bears is written
        ("decimal", "container", "(" …; empty where it bears none).
        """
        hints = self._held.get(properties.style) or self.hints(properties.style)
        if hints.is_plain and form not in _MAY_STAND_OUT and "mean" not in text and "defined" not in text:
            return ClauseKind.NOTE if is_note(text) else _CLAUSE
        if hints.is_contents:
            return _CLAUSE
        if form in _TITLED:
            return ClauseKind.HEADING
        if hints.is_note or is_note(text):
            return ClauseKind.NOTE
        if _is_definition(text, bold, hints):
            return ClauseKind.DEFINITION
        if form in _MAY_STAND_OUT and _is_heading(text, properties, bold, form, hints):
            return ClauseKind.HEADING
        return _CLAUSE


def _hints(style: ParagraphStyle) -> StyleHints:
    is_note = any(_NOTE.search(name) for name in style.names[:1])
    is_definition = any(_DEFINITION.search(name) for name in style.names[:1])
    is_contents = any(_CONTENTS.search(name) for name in style.names)
    return StyleHints(
        is_heading=style.outline is not None
        or any(_HEADING.search(name) and not _NO_HEADING.search(name) for name in style.names[:2]),
        is_emphatic=style.is_bold or style.is_caps,
        is_note=is_note,
        is_definition=is_definition,
        is_contents=is_contents,
        is_plain=not (is_note or is_definition or is_contents),
    )


def _is_definition(text: str, bold: int, hints: StyleHints) -> bool:
    if is_definition(text):
        return True
    if not (bold or hints.is_definition):
        return False
    # Bold type says what quotation marks say elsewhere: the term, and nothing after it, stands out.
    term = defined_term(text)
    return bool(term) and (hints.is_definition or len(term) - 1 <= bold < len(text))


def _is_heading(text: str, properties: NumberProperties, bold: int, form: str, hints: StyleHints) -> bool:
    if not text or text[0].islower():
        return False
    if hints.is_heading or (properties.outline is not None and 0 <= properties.outline < 9):
        return len(text) <= _LONGEST_HEADING and not ends_a_clause(text) and not text.endswith(",")
    stands_out = hints.is_emphatic or bold >= len(text) or text.isupper() or form == "decimal"
    return stands_out and is_title(text)
