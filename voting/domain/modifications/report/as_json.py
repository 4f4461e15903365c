"""A report as JSON in the published shape, and back again: exact inverses of each other."""

from typing import Any

from voting.domain.errors import RuleBroken
from voting.domain.modifications.report.field_values import from_json_value, to_json_value
from voting.domain.modifications.report.schema import SCHEMA, FieldKind, Passages, Record, Rows, Slot
from voting.domain.modifications.report.values import ModificationReport


class ReportJsonNotUnderstood(RuleBroken):
    """JSON that is not a report in the published shape."""


def report_to_json(report: ModificationReport) -> dict[str, Any]:
    """The report in the published shape, keys in its order; what a report does not say is null or an empty list."""
    return {name: _entry_to_json(entry, getattr(report, name)) for name, entry in SCHEMA.items()}


def report_from_json(data: dict[str, Any]) -> ModificationReport:
    """The report that `report_to_json` wrote.

    Raises `ReportJsonNotUnderstood` for keys that are missing or not of the shape, and `FieldNotUnderstood` for values
    that a field cannot hold: nothing is defaulted.
    """
    _same_keys(data, frozenset(SCHEMA), "report")
    return ModificationReport(**{name: _entry_from_json(entry, data[name], name) for name, entry in SCHEMA.items()})


def row_to_json(rows: Rows, row: object) -> dict[str, Any]:
    """One row of a list in the published shape."""
    values = {slot: to_json_value(getattr(row, slot.name)) for slot in rows.slots}
    return {slot.name: value for slot, value in values.items() if value is not None or not slot.sparse}


def row_from_json(rows: Rows, data: object, path: str) -> object:
    """One row of a list out of the published shape."""
    return _record_from_json(rows.record, rows.slots, data, path)


def _entry_to_json(entry: Slot | Record | Rows | Passages, value: Any) -> Any:
    match entry:
        case Slot():
            return to_json_value(value)
        case Record():
            return {slot.name: to_json_value(getattr(value, slot.name)) for slot in entry.slots}
        case Rows():
            return [row_to_json(entry, row) for row in value]
        case Passages():
            return list(value)


def _entry_from_json(entry: Slot | Record | Rows | Passages, value: Any, path: str) -> Any:
    match entry:
        case Slot():
            return from_json_value(entry, value, path)
        case Record():
            return _record_from_json(entry.record, entry.slots, value, path)
        case Rows():
            return tuple(row_from_json(entry, row, path) for row in _list_of(value, path))
        case Passages():
            return from_json_value(_PASSAGES, value, path)


# Furniture and unread passages are lists of plain text.
_PASSAGES = Slot("passages", FieldKind.LIST, optional=False)


def _record_from_json(record: type[Any], slots: tuple[Slot, ...], data: object, path: str) -> Any:
    if not isinstance(data, dict):
        raise ReportJsonNotUnderstood(f"“{path}” of the report needs named fields.", path)
    sparse = frozenset(slot.name for slot in slots if slot.sparse)
    _same_keys(data, frozenset(slot.name for slot in slots), path, sparse)
    return record(**{slot.name: from_json_value(slot, data.get(slot.name), f"{path}/{slot.name}") for slot in slots})


def _list_of(value: object, path: str) -> list[object]:
    if not isinstance(value, list):
        raise ReportJsonNotUnderstood(f"“{path}” of the report needs a list.", path)
    return value


def _same_keys(data: object, names: frozenset[str], path: str, sparse: frozenset[str] = frozenset()) -> None:
    found = set(map(str, data)) if isinstance(data, dict) else set()
    if not isinstance(data, dict) or not names - sparse <= found <= names:
        wrong = sorted((names - sparse - found) | (found - names)) if isinstance(data, dict) else []
        raise ReportJsonNotUnderstood(
            f"“{path}” is not in the shape of a report: missing or unknown are {', '.join(wrong) or 'all fields'}.",
            path,
        )
