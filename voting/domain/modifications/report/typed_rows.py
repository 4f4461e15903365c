"""How a field stands in its form as typed text, and how a new row is made of what was typed into one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from voting.domain.modifications.report.field_values import FieldValue, from_typed, to_json_value
from voting.domain.modifications.report.fields import NotARow, ReportField
from voting.domain.modifications.report.schema import SCHEMA, Rows

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def to_typed(value: FieldValue) -> str:
    """The value as one would type it, so that an untouched form gives the same value again."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return "\n".join(value)
        case date():
            return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
        case Decimal():
            return f"{value:,f}" if value != value.to_integral_value() else f"{int(value):,}"
        case _:
            return str(value)


def blank_row(name: str) -> tuple[ReportField, ...]:
    """The fields of a row that is not there yet, each with its slot's name as path; raises `NotARow`."""
    return tuple(
        ReportField(slot.name, slot.kind, None, slot.optional, tuple(word.value for word in slot.choices or ()))
        for slot in _rows(name).slots
    )


def typed_row(name: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """A row of a list in its JSON shape out of what was typed, by slot name; what is missing counts as empty.

    Raises `NotARow`, and `FieldNotUnderstood` whose field is the slot's name.
    """
    return {
        slot.name: to_json_value(from_typed(slot, typed.get(slot.name, ""), slot.name)) for slot in _rows(name).slots
    }


def _rows(name: str) -> Rows:
    entry = SCHEMA.get(name)
    if not isinstance(entry, Rows):
        raise NotARow(f"“{name}” is not a list that rows can be added to.", name)
    return entry
