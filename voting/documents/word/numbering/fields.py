"""Number fields (LISTNUM and the older AUTONUM kinds), whose numbers Word works out and never stores."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from voting.documents.word.numbering.definitions import LEVELS, Instance, Level

_FIELD = re.compile(r"\s*(LISTNUM|AUTONUMLGL|AUTONUMOUT|AUTONUM)\b(.*)", re.IGNORECASE | re.DOTALL)
_SWITCH = re.compile(r"\\([ls])\s*\"?(\d{1,6})\"?", re.IGNORECASE)
_ANY_SWITCH = re.compile(r"\\\S+(?:\s+\"?\d+\"?)?")

# The lists that every Word has: the format and the text of each level, for the field names that call them.
_OUTLINE = (
    ("upperRoman", "%."), ("upperLetter", "%."), ("decimal", "%."), ("lowerLetter", "%)"), ("decimal", "(%)"),
    ("lowerLetter", "(%)"), ("lowerRoman", "(%)"), ("lowerLetter", "(%)"), ("lowerRoman", "(%)"),
)  # fmt: skip
_NUMBERS = (
    ("decimal", "%)"), ("lowerLetter", "%)"), ("lowerRoman", "%)"), ("decimal", "(%)"), ("lowerLetter", "(%)"),
    ("lowerRoman", "(%)"), ("decimal", "%."), ("lowerLetter", "%."), ("lowerRoman", "%."),
)  # fmt: skip
_PLAIN = (("decimal", "%."),) * LEVELS


class ListField(NamedTuple):
    """A number field in a paragraph: the offset in the text where it stands, and its instruction.

    `original` is the number that it showed before, where a revision tells it; it belongs to the text as is.
    """

    at: int
    instruction: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """What a field's instruction asks for: the list by name (empty where it names none), level and number to start at.

    `level` counts from 0 and is None where the instruction leaves it open; so is `start`.
    """

    kind: str
    name: str
    level: int | None
    start: int | None


def is_list_field(instruction: str) -> bool:
    """Whether a field's instruction makes a number that is not stored in the file."""
    return _FIELD.match(instruction) is not None


def field_order(instruction: str) -> FieldOrder | None:
    """What the instruction asks for, or None where it is another kind of field."""
    found = _FIELD.match(instruction)
    if found is None:
        return None
    switches = {name.lower(): int(value) for name, value in _SWITCH.findall(found[2])}
    names = _ANY_SWITCH.sub(" ", found[2]).replace('"', " ").split()
    level = switches.get("l")
    return FieldOrder(
        kind=found[1].upper(),
        name=names[0] if names else "",
        level=None if level is None else min(max(level, 1), LEVELS) - 1,
        start=switches.get("s"),
    )


def _built_in(list_id: int, looks: tuple[tuple[str, str], ...], *, legal: bool = False) -> Instance:
    return Instance(
        num_id=0,
        list_id=list_id,
        levels=tuple(
            Level(
                index=index,
                start=1,
                number_format=number_format,
                pieces=_legal(index) if legal else _pieces(text, index),
                suffix="",
                is_legal=legal,
                restarts_below=index,
                style_id="",
                is_hidden=False,
            )
            for index, (number_format, text) in enumerate(looks)
        ),
        starts={},
        is_single=False,
    )


def _pieces(text: str, index: int) -> tuple[str | int, ...]:
    before, _, after = text.partition("%")
    return tuple(piece for piece in (before, index, after) if piece != "")


def _legal(index: int) -> tuple[str | int, ...]:
    return tuple(piece for level in range(index + 1) for piece in (level, "."))


# Their ids are below any that a file can have, so that they count apart from the file's own lists.
NUMBER_DEFAULT = _built_in(-11, _NUMBERS)
BUILT_IN = {
    "numberdefault": NUMBER_DEFAULT,
    "outlinedefault": _built_in(-12, _OUTLINE),
    "legaldefault": _built_in(-13, _PLAIN, legal=True),
}
AUTOMATIC = {
    "AUTONUM": _built_in(-14, _PLAIN),
    "AUTONUMLGL": _built_in(-15, _PLAIN, legal=True),
    "AUTONUMOUT": _built_in(-16, _OUTLINE),
}
