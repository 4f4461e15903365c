"""What a field may hold: read from JSON or from what a person typed, and refused by name where it does not fit."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar, assert_never

from voting.domain import typed_text
from voting.domain.errors import RuleBroken
from voting.domain.modifications.report.schema import FieldKind, Slot
from voting.domain.modifications.report.written_dates import single_date

FieldValue = str | bool | date | Decimal | tuple[str, ...] | None
JsonValue = str | bool | int | float | list[str] | None

_AMOUNT = re.compile(r"£?\s?([0-9][0-9,]*(?:\.[0-9]{1,2})?)")
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})
_Kind = TypeVar("_Kind")


class FieldNotUnderstood(RuleBroken):
    """A value that the field cannot hold."""


def to_json_value(value: FieldValue) -> JsonValue:
    """The value as JSON holds it: dates as ISO text, whole numbers without a fraction."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return list(value)
    # A member of a StrEnum is written as its word.
    return str(value) if isinstance(value, str) else value


def from_json_value(slot: Slot, value: object, path: str) -> FieldValue:
    """The value of this field out of JSON; raises `FieldNotUnderstood` for what it cannot hold."""
    if value is None:
        _refuse_nothing(slot, path)
        return None
    match slot.kind:
        case FieldKind.YES_NO:
            return _instance(value, bool, path)
        case FieldKind.NUMBER:
            return _number(value, path)
        case FieldKind.LIST:
            return _list(value, path)
        case FieldKind.DATE:
            return _iso_date(_instance(value, str, path), path)
        case FieldKind.CHOICE:
            return _choice(slot, _instance(value, str, path), path)
        case FieldKind.WORDS | FieldKind.TEXT:
            return _instance(value, str, path)
        case _ as other:
            assert_never(other)


def storable(typed: str) -> str:
    """What was typed without white space around it, line ends as we keep them, what cannot be kept shown as \ufffd."""
    return typed_text.storable(typed).strip()


def from_typed(slot: Slot, typed: str, path: str) -> FieldValue:
    """The value of this field out of what a person typed into its form: nothing typed empties it.

    A list has one item a line; a date may be written in any of the ways a report writes one. Raises
    `FieldNotUnderstood`.
    """
    text = storable(typed)
    if slot.kind is FieldKind.LIST:
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    if not text:
        _refuse_nothing(slot, path)
        return None
    match slot.kind:
        case FieldKind.YES_NO:
            return _yes_or_no(text, path)
        case FieldKind.NUMBER:
            return _typed_number(text, path)
        case FieldKind.DATE:
            return _typed_date(text, path)
        case FieldKind.CHOICE:
            return _choice(slot, text, path)
        case FieldKind.WORDS | FieldKind.TEXT:
            return text
        case _ as other:
            assert_never(other)


def fits(slot: Slot, value: FieldValue, path: str) -> FieldValue:
    """The value, if this field can hold it; raises `FieldNotUnderstood`."""
    return from_json_value(slot, to_json_value(value), path)


def _refuse_nothing(slot: Slot, path: str) -> None:
    if not slot.optional:
        raise FieldNotUnderstood(f"“{path}” cannot be empty. Type what the report says there.", path)


def _instance(value: object, kind: type[_Kind], path: str) -> _Kind:
    if not isinstance(value, kind):
        raise FieldNotUnderstood(f"“{path}” cannot hold {value!r:.60}.", path)
    return value


def _number(value: object, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FieldNotUnderstood(f"“{path}” needs a number, not {value!r:.60}.", path)
    return _finite(Decimal(str(value)), path)


def _finite(value: Decimal, path: str) -> Decimal:
    if not value.is_finite() or value < 0:
        raise FieldNotUnderstood(f"“{path}” needs a number of 0 or more.", path)
    return value


def _list(value: object, path: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise FieldNotUnderstood(f"“{path}” needs a list.", path)
    return tuple(_instance(item, str, path) for item in value)


def _iso_date(text: str, path: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FieldNotUnderstood(f"“{text:.40}” is not a date. Write it as 2022-02-24.", path) from None


def _choice(slot: Slot, text: str, path: str) -> str:
    words = {member.value: member for member in slot.choices or ()}
    if text not in words:
        raise FieldNotUnderstood(f"“{text:.40}” is not one of: {', '.join(words)}.", path)
    return words[text]


def _yes_or_no(text: str, path: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise FieldNotUnderstood(f"“{text:.40}” is neither yes nor no.", path)
    return word in _YES


def _typed_number(text: str, path: str) -> Decimal:
    found = _AMOUNT.fullmatch(text) if text.isprintable() else None
    if found is None:
        raise FieldNotUnderstood(f"“{text:.40}” is not a number. Write digits, for example 1,200.", path)
    try:
        return _finite(Decimal(found[1].replace(",", "")), path)
    except InvalidOperation:
        raise FieldNotUnderstood(f"“{text:.40}” is not a number. Write digits, for example 1,200.", path) from None


def _typed_date(text: str, path: str) -> date:
    found = single_date(text)
    if found is None:
        raise FieldNotUnderstood(f"“{text:.40}” is not a date. Write it as 24 February 2022.", path)
    return found
