"""Every field of a report under an address of its own, so that each has a form, a passage beside it and a correction.

A path is made of names joined by "/": `title`, `contact/name`, `parts/2/text`, `documents/Appendix D/required_by`,
`unread/1`. A row is named by what tells it apart (its number, code, acronym or event), so that its path stays the same
when rows are added before it; the second row of the same name is `…#2`. In a name, "~", "/" and "#" are written
"~0", "~1" and "~2".
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from voting.domain.errors import RuleBroken
from voting.domain.modifications.report.as_json import row_from_json
from voting.domain.modifications.report.field_values import FieldValue, fits, from_typed
from voting.domain.modifications.report.schema import SCHEMA, FieldKind, Passages, Record, Rows, Slot
from voting.domain.modifications.report.values import ModificationReport


class FieldUnknown(RuleBroken):
    """A path that leads to no field of this report."""


class NotARow(RuleBroken):
    """A path that leads to no row of a list of this report."""


class FieldHoldsNoText(RuleBroken):
    """A field to which a passage cannot be added, because it does not hold text."""


@dataclass(frozen=True, slots=True)
class ReportField:
    """One field: where it is, what it holds, and what it may hold. `choices` is empty unless it is a choice."""

    path: str
    kind: FieldKind
    value: FieldValue
    optional: bool
    choices: tuple[str, ...] = ()


_PASSAGE = Slot("passage", FieldKind.TEXT, optional=False)


def fields_of(report: ModificationReport) -> tuple[ReportField, ...]:
    """Every field of the report, in the order of its shape."""
    return tuple(_field(path, slot, value) for path, slot, value in _walk(report))


def field_at(report: ModificationReport, path: str) -> ReportField:
    """The field at this path; raises `FieldUnknown`."""
    for found, slot, value in _walk(report):
        if found == path:
            return _field(found, slot, value)
    raise _unknown(path)


def with_field(report: ModificationReport, path: str, value: FieldValue) -> ModificationReport:
    """The report with this field corrected.

    Raises `FieldUnknown` and `FieldNotUnderstood`. Where the field is what names its row, the row's path changes with
    it: `path_after` tells the new one.
    """
    name, _, rest = path.partition("/")
    entry = SCHEMA.get(name)
    current: Any = getattr(report, name) if entry is not None else None
    match entry:
        case Slot() if not rest:
            changed: Any = fits(entry, value, path)
        case Record():
            changed = _record_with(entry.slots, current, rest, value, path)
        case Rows():
            changed = _rows_with(entry, current, row_paths(report, name), path, value)
        case Passages():
            at = _position(row_paths(report, name), path)
            changed = _spliced(current, at, (fits(_PASSAGE, value, path),))
        case _:
            raise _unknown(path)
    return _with(report, name, changed)


def with_typed_field(report: ModificationReport, path: str, typed: str) -> ModificationReport:
    """The report with this field corrected to what a person typed into its form; raises as `with_field` does."""
    for found, slot, _ in _walk(report):
        if found == path:
            return with_field(report, path, from_typed(slot, typed, path))
    raise _unknown(path)


def path_after(report: ModificationReport, path: str, value: FieldValue) -> str:
    """Where the field at `path` is found once it holds `value`; the same path unless the field names its row."""
    before = [found for found, _, _ in _walk(report)]
    after = [found for found, _, _ in _walk(with_field(report, path, value))]
    return after[before.index(path)]


def row_paths(report: ModificationReport, name: str) -> tuple[str, ...]:
    """The paths of the rows of one list (`documents`, `timetable`, `unread`, …), in its order."""
    entry = SCHEMA.get(name)
    if not isinstance(entry, Rows | Passages):
        raise NotARow(f"“{name}” is not a list of this report.", name)
    rows = getattr(report, name)
    if isinstance(entry, Passages) or entry.key is None:
        return tuple(f"{name}/{position}" for position in range(1, len(rows) + 1))
    return tuple(f"{name}/{key}" for key in _told_apart(entry.key(row) for row in rows))


def with_row(report: ModificationReport, name: str, row: object, at: int | None = None) -> ModificationReport:
    """The report with one more row in a list, in its JSON shape, at a position (the end where none is given).

    Raises `NotARow`, and `FieldNotUnderstood` or `ReportJsonNotUnderstood` for a row that is not of that list's shape.
    """
    entry = SCHEMA.get(name)
    current = getattr(report, name) if entry is not None else ()
    place = len(current) if at is None else at
    match entry:
        case Rows():
            new = row_from_json(entry, row, name)
        case Passages():
            new = fits(_PASSAGE, row if isinstance(row, str) else None, name)
        case _:
            raise NotARow(f"“{name}” is not a list of this report.", name)
    return _with(report, name, (*current[:place], new, *current[place:]))


def without_row(report: ModificationReport, path: str) -> ModificationReport:
    """The report without the row at this path; raises `NotARow`."""
    name = path.partition("/")[0]
    at = _position(row_paths(report, name), path)
    return _with(report, name, _spliced(getattr(report, name), at, ()))


def assign_unread(report: ModificationReport, unread_path: str, to_path: str) -> ModificationReport:
    """The report with an unread passage added at the end of a field that holds text, and no longer unread.

    Raises `NotARow` where nothing unread is at that path, `FieldUnknown`, and `FieldHoldsNoText`.
    """
    passage = _unread(report, unread_path)
    target = field_at(report, to_path)
    if target.kind not in (FieldKind.TEXT, FieldKind.WORDS) or to_path.startswith("unread/"):
        raise FieldHoldsNoText("A passage can only be added to a field that holds text. Choose another.", to_path)
    joined = _joined(target, passage)
    return without_row(with_field(report, to_path, joined), unread_path)


def dismiss_unread(report: ModificationReport, unread_path: str) -> ModificationReport:
    """The report with an unread passage kept as furniture: it says nothing of the modification. Raises `NotARow`."""
    passage = _unread(report, unread_path)
    return without_row(replace(report, furniture=(*report.furniture, passage)), unread_path)


def _unread(report: ModificationReport, path: str) -> str:
    return report.unread[_position(row_paths(report, "unread"), path)]


def _joined(target: ReportField, passage: str) -> str:
    if not isinstance(target.value, str) or not target.value:
        return passage
    return f"{target.value}{' ' if target.kind is FieldKind.WORDS else chr(10) * 2}{passage}"


def _walk(report: ModificationReport) -> Iterable[tuple[str, Slot, FieldValue]]:
    for name, entry in SCHEMA.items():
        value = getattr(report, name)
        match entry:
            case Slot():
                yield name, entry, value
            case Record():
                yield from ((f"{name}/{slot.name}", slot, getattr(value, slot.name)) for slot in entry.slots)
            case Rows():
                for path, row in zip(row_paths(report, name), value, strict=True):
                    yield from ((f"{path}/{slot.name}", slot, getattr(row, slot.name)) for slot in entry.slots)
            case Passages():
                yield from ((path, _PASSAGE, text) for path, text in zip(row_paths(report, name), value, strict=True))


def _field(path: str, slot: Slot, value: FieldValue) -> ReportField:
    return ReportField(path, slot.kind, value, slot.optional, tuple(word.value for word in slot.choices or ()))


def _record_with(slots: tuple[Slot, ...], record: Any, name: str, value: FieldValue, path: str) -> Any:
    for slot in slots:
        if slot.name == name:
            return replace(record, **{name: fits(slot, value, path)})
    raise _unknown(path)


def _rows_with(entry: Rows, rows: Any, paths: tuple[str, ...], path: str, value: FieldValue) -> tuple[Any, ...]:
    row_path, _, slot_name = path.rpartition("/")
    if row_path not in paths:
        raise _unknown(path)
    at = paths.index(row_path)
    return _spliced(rows, at, (_record_with(entry.slots, rows[at], slot_name, value, path),))


def _told_apart(keys: Iterable[str]) -> Iterable[str]:
    seen: dict[str, int] = {}
    for key in keys:
        name = key.replace("~", "~0").replace("/", "~1").replace("#", "~2")
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def _position(paths: tuple[str, ...], path: str) -> int:
    if path not in paths:
        raise NotARow(f"Nothing is at “{path}” in this report.", path)
    return paths.index(path)


def _with(report: ModificationReport, name: str, value: Any) -> ModificationReport:
    return replace(report, **{name: value})


def _spliced(rows: tuple[Any, ...], at: int, new: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*rows[:at], *new, *rows[at + 1 :])


def _unknown(path: str) -> FieldUnknown:
    return FieldUnknown(f"There is no field “{path}” in this report.", path)
