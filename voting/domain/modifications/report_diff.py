"""What a later draft of a report changes, field by field, and how it is taken over without losing a hand correction."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from voting.domain.errors import RuleBroken
from voting.domain.modifications.report.as_json import row_from_json, row_to_json
from voting.domain.modifications.report.field_values import FieldValue, to_json_value
from voting.domain.modifications.report.fields import fields_of, row_paths, with_field
from voting.domain.modifications.report.schema import SCHEMA, Passages, Rows
from voting.domain.modifications.report.values import ModificationReport


class DifferenceState(StrEnum):
    """How a field or row of the later draft stands to what is held now."""

    SAME = "same"
    CHANGED = "changed"
    CONFLICT_WITH_HAND_CORRECTION = "conflict_with_hand_correction"
    ADDED = "added"
    REMOVED = "removed"


class DifferenceUnknown(RuleBroken):
    """An accepted path that no difference has."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field, or one whole row that only one of the two has.

    `old` and `new` are the field's values; for a row they are the row in its JSON shape, or None where it is missing.
    """

    path: str
    state: DifferenceState
    old: FieldValue | dict[str, Any]
    new: FieldValue | dict[str, Any]

    @property
    def part(self) -> str:
        """What people see differences grouped by: the list or field, and for a part its number ("parts/2")."""
        name, _, rest = self.path.partition("/")
        return f"{name}/{rest.partition('/')[0]}" if name in ("parts", "appendices") else name


def report_diff(
    old: ModificationReport, new: ModificationReport, hand_corrected: frozenset[str] = frozenset()
) -> tuple[FieldDifference, ...]:
    """Every field of both, in the order of the report, with its state; `hand_corrected` are paths in `old`.

    Rows are matched by what names them (a part's number, a document's code, an event), so that a row that only moved is
    the same. A field that a person corrected and that the draft has otherwise is a conflict, as is a row that holds
    such a field and is missing in the draft.
    """
    return tuple(
        difference
        for name, entry in SCHEMA.items()
        for difference in (
            _row_differences(name, old, new, hand_corrected)
            if isinstance(entry, Rows | Passages)
            else _field_differences(name, old, new, hand_corrected)
        )
    )


def apply_differences(
    current: ModificationReport, differences: tuple[FieldDifference, ...], accepted: frozenset[str]
) -> ModificationReport:
    """The report with the accepted differences taken over; every other field stays as it is.

    A conflict is taken over only if its own path is accepted. Raises `DifferenceUnknown` for a path without a
    difference, so that nothing is accepted that was not shown.
    """
    known = {difference.path for difference in differences}
    unknown = sorted(accepted - known)
    if unknown:
        raise DifferenceUnknown(f"The later draft has no difference at “{unknown[0]}”. Look at the differences again.")
    taken: dict[str, list[FieldDifference]] = {}
    for difference in differences:
        if difference.path in accepted and difference.state is not DifferenceState.SAME:
            taken.setdefault(difference.path.partition("/")[0], []).append(difference)
    report = current
    for name, accepted_here in taken.items():
        entry = SCHEMA[name]
        if isinstance(entry, Rows | Passages):
            order = dict.fromkeys(_row_path(d.path) for d in differences if d.path.startswith(f"{name}/"))
            report = _with_rows(report, name, entry, tuple(order), accepted_here)
        else:
            for difference in accepted_here:
                report = with_field(report, difference.path, cast("FieldValue", difference.new))
    return report


def _field_differences(
    name: str, old: ModificationReport, new: ModificationReport, hand_corrected: frozenset[str]
) -> Iterable[FieldDifference]:
    before, after = _fields(old, name), _fields(new, name)
    for path, value in before.items():
        yield _compared(path, value, after[path], hand_corrected)


def _compared(path: str, old: FieldValue, new: FieldValue, hand_corrected: frozenset[str]) -> FieldDifference:
    state = DifferenceState.CHANGED
    if old == new:
        state = DifferenceState.SAME
    elif path in hand_corrected:
        state = DifferenceState.CONFLICT_WITH_HAND_CORRECTION
    return FieldDifference(path, state, old, new)


def _row_differences(
    name: str, old: ModificationReport, new: ModificationReport, hand_corrected: frozenset[str]
) -> Iterable[FieldDifference]:
    before, after = _rows(old, name), _rows(new, name)
    old_fields, new_fields = _fields_by_row(old, name), _fields(new, name)
    corrected_rows = {_row_path(path) for path in hand_corrected}
    for path in _merged(tuple(before), tuple(after)):
        if path in before and path in after:
            yield from (_compared(field, value, new_fields[field], hand_corrected) for field, value in old_fields[path])
            continue
        # A row that a person corrected is not lost, and one that a person took out by its path does not come back.
        one_sided = DifferenceState.REMOVED if path in before else DifferenceState.ADDED
        state = DifferenceState.CONFLICT_WITH_HAND_CORRECTION if path in corrected_rows else one_sided
        yield FieldDifference(path, state, before.get(path), after.get(path))


def _row_path(path: str) -> str:
    """The path of the row that a field is in, which is the path of a row or a single field itself."""
    return "/".join(path.split("/")[:2])


def _fields(report: ModificationReport, name: str) -> dict[str, FieldValue]:
    prefix = f"{name}/"
    return {
        field.path: field.value for field in fields_of(report) if field.path == name or field.path.startswith(prefix)
    }


def _fields_by_row(report: ModificationReport, name: str) -> dict[str, list[tuple[str, FieldValue]]]:
    rows: dict[str, list[tuple[str, FieldValue]]] = {}
    for path, value in _fields(report, name).items():
        rows.setdefault(_row_path(path), []).append((path, value))
    return rows


def _rows(report: ModificationReport, name: str) -> dict[str, Any]:
    """The rows of a list by their paths, in their JSON shape."""
    entry = SCHEMA[name]
    rows = getattr(report, name)
    values = [row_to_json(entry, row) for row in rows] if isinstance(entry, Rows) else list(rows)
    return dict(zip(row_paths(report, name), values, strict=True))


def _merged(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """All rows in the order of the draft; those it does not have stand after the row they followed."""
    common = set(after)
    following: dict[str, list[str]] = {}
    anchor = ""
    for path in before:
        if path in common:
            anchor = path
        else:
            following.setdefault(anchor, []).append(path)
    merged = [*following.get("", [])]
    for path in after:
        merged += [path, *following.get(path, [])]
    return tuple(merged)


def _with_rows(
    report: ModificationReport,
    name: str,
    entry: Rows | Passages,
    order: tuple[str, ...],
    accepted: list[FieldDifference],
) -> ModificationReport:
    """The report with what was accepted for one list: rows added, removed, or changed in a field."""
    rows = _rows(report, name)
    for difference in accepted:
        row_path = _row_path(difference.path)
        if row_path != difference.path:
            rows[row_path][difference.path.rpartition("/")[2]] = to_json_value(cast("FieldValue", difference.new))
        elif difference.new is None:
            rows.pop(difference.path, None)
        else:
            rows[difference.path] = difference.new
    # Rows that came in since the differences were made stand at the end.
    known = set(order)
    kept = [rows[path] for path in (*order, *(path for path in rows if path not in known)) if path in rows]
    made = [row_from_json(entry, row, name) for row in kept] if isinstance(entry, Rows) else kept
    values: dict[str, Any] = {name: tuple(made)}
    return replace(report, **values)
