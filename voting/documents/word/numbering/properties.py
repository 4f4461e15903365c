"""What a paragraph's properties say of its number, as is and to be.

Revisions of numbering are three: `pPrChange` holds all the properties before, `numPr/ins` says that the number is new,
and `numberingChange` holds the number that was shown before.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from voting.documents.word.names import VAL, W
from voting.documents.word.numbering.formats import format_number
from voting.documents.word.styles import whole_number

# "%1:3:0:." is level 1, number 3, format 0 and what follows it; the text in front of the first part stands as it is.
_ORIGINAL = re.compile(r"%\d:(\d{1,9}):(\d{1,3}):([^%]*)")
# How [MS-OSHARED] (MSONFC) numbers the formats; the others are not used in English.
_FORMATS = {
    "0": "decimal", "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter", "5": "ordinal",
    "6": "cardinalText", "7": "ordinalText", "22": "decimalZero", "23": "bullet", "255": "none",
}  # fmt: skip


class NumberProperties(NamedTuple):
    """What one paragraph itself says of its style and number; None and an empty style are silence.

    `level` and `outline` count from 0. `original` is the whole number as it was, where `numberingChange` tells it.
    `ends_section` marks a paragraph that holds a section's end: Word gives it no number when it has no text.
    """

    style: str = ""
    num_id: int | None = None
    level: int | None = None
    outline: int | None = None
    original: str | None = None
    ends_section: bool = False


NOTHING_SAID = NumberProperties()

_STYLE, _NUMBER, _OUTLINE, _SECTION, _CHANGE, _PROPERTIES = (
    W + name for name in ("pStyle", "numPr", "outlineLvl", "sectPr", "pPrChange", "pPr")
)
_NUM_ID, _LEVEL, _INSERTED, _NUMBER_CHANGE = (W + name for name in ("numId", "ilvl", "ins", "numberingChange"))
_REVISIONS = frozenset({_INSERTED, _NUMBER_CHANGE})
_ORIGINAL_NUMBER = W + "original"


def number_properties(p_pr: etree._Element | None) -> tuple[NumberProperties, NumberProperties]:
    """The number properties of a `w:pPr` as is and to be: the same object twice where no revision changes them.

    Where a mark joins two paragraphs, the properties that count are those of the paragraph whose mark survives.
    """
    if p_pr is None:
        return NOTHING_SAID, NOTHING_SAID
    to_be, revision, change = _stated(p_pr)
    if change is not None:
        before = change.find(_PROPERTIES)
        as_is = NOTHING_SAID if before is None else _stated(before)[0]
        return (as_is._replace(ends_section=True) if to_be.ends_section else as_is), to_be
    if revision is None:
        return to_be, to_be
    return _number_before(to_be, revision), to_be


def _stated(p_pr: etree._Element) -> tuple[NumberProperties, etree._Element | None, etree._Element | None]:
    """What the properties say, the revision of the number alone, and the change that holds all properties before."""
    style, num_id, level, outline, ends_section = "", None, None, None, False
    revision = change = None
    for element in p_pr:
        tag = element.tag
        if tag == _STYLE:
            style = element.get(VAL, "")
        elif tag == _NUMBER:
            num_id, level, revision = _number_stated(element)
        elif tag == _OUTLINE:
            outline = whole_number(element.get(VAL))
        elif tag == _SECTION:
            ends_section = True
        elif tag == _CHANGE:
            change = element
    if num_id is None and level is None and outline is None and not ends_section:
        return _styled(style), revision, change
    return NumberProperties(style, num_id, level, outline, None, ends_section), revision, change


@lru_cache(maxsize=1024)
def _styled(style: str) -> NumberProperties:
    """What a paragraph says that names its style alone, as most do."""
    return NumberProperties(style)


def _number_stated(num_pr: etree._Element) -> tuple[int | None, int | None, etree._Element | None]:
    num_id = level = revision = None
    for element in num_pr:
        tag = element.tag
        if tag == _NUM_ID:
            num_id = whole_number(element.get(VAL))
        elif tag == _LEVEL:
            level = whole_number(element.get(VAL))
        elif tag in _REVISIONS:
            revision = element
    return num_id, level, revision


def _number_before(to_be: NumberProperties, revision: etree._Element) -> NumberProperties:
    if revision.tag == _INSERTED:
        return to_be._replace(num_id=None, level=None)
    original = revision.get(_ORIGINAL_NUMBER)
    return to_be if original is None else to_be._replace(original=original_number(original))


def original_number(written: str) -> str:
    """The number that a `w:original` tells: "(1)" as it stands, or Word's own "%1:3:0:." read as "3."."""
    first = written.find("%")
    parts = _ORIGINAL.findall(written)
    if not parts:
        return written
    return written[:first] + "".join(
        format_number(int(number), _FORMATS.get(code, "decimal")) + after for number, code, after in parts
    )
