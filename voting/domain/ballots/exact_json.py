"""Frozen values as JSON and back, exactly: what a ballot froze can be read again to the last value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from voting.domain.ballots.rule_set import Parameter
from voting.domain.errors import RuleBroken

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Reading:
    """What is being read, as sentences name it ("a rule set"), and the refusal that says it cannot be."""

    what: str
    refusal: type[RuleBroken]

    def value(self, kind: Any, raw: object, where: str = "") -> Any:
        """The value of this kind that `to_json` gave this JSON for, or the refusal; nothing is skipped or defaulted."""
        readers: Mapping[Any, Callable[[Any, object, str], Any]] = {
            tuple: self._tuple,
            UnionType: self._optional,
            Parameter: self._fields,
        }
        reader = readers.get(get_origin(kind))
        if reader is not None:
            return reader(kind, raw, where)
        if is_dataclass(kind):
            return self._fields(kind, raw, where)
        if issubclass(kind, StrEnum):
            return self._member(kind, raw, where)
        if kind is date:
            return self._date(raw, where)
        # The exact type is asked for, because True would otherwise be read as the number 1.
        if type(raw) is not kind:
            raise self._unreadable(where, raw)
        return raw

    def _fields(self, kind: Any, raw: object, where: str) -> Any:
        hints = _hints(kind)
        if not isinstance(raw, dict):
            raise self._unreadable(where, raw)
        strange = ", ".join(sorted(str(key) for key in raw.keys() ^ hints.keys()))
        if strange:
            raise self.refusal(
                f"{self._place(where)} has unknown keys, or lacks some: {strange:.80}. Correct it.", where
            )
        inside = f"{where}." if where else ""
        values = {name: self.value(hint, raw[name], inside + name) for name, hint in hints.items()}
        return (get_origin(kind) or kind)(**values)

    def _tuple(self, kind: Any, raw: object, where: str) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise self._unreadable(where, raw)
        return tuple(self.value(get_args(kind)[0], item, where) for item in raw)

    def _optional(self, kind: Any, raw: object, where: str) -> Any:
        if raw is None:
            return None
        (present,) = (part for part in get_args(kind) if part is not NoneType)
        return self.value(present, raw, where)

    def _member(self, kind: type[StrEnum], raw: object, where: str) -> StrEnum:
        if not isinstance(raw, str) or raw not in {member.value for member in kind}:
            raise self._unreadable(where, raw)
        return kind(raw)

    def _date(self, raw: object, where: str) -> date:
        try:
            read = date.fromisoformat(raw) if isinstance(raw, str) else None
        except ValueError:
            read = None
        # Other ways of writing the same day are refused, or what is written back would differ from what was read.
        if read is None or read.isoformat() != raw:
            raise self._unreadable(where, raw)
        return read

    def _unreadable(self, where: str, raw: object) -> RuleBroken:
        return self.refusal(f"{self._place(where)} cannot be {raw!r:.80}. Correct it.", where)

    def _place(self, where: str) -> str:
        return f"“{where}” of {self.what}" if where else self.what[:1].upper() + self.what[1:]


def to_json(value: object) -> Json:
    """A frozen value as JSON: fields by name, enum members by value, dates as ISO 8601."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"no frozen value holds a {type(value).__name__}")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    plain = get_origin(kind) or kind
    hints = get_type_hints(plain)
    if plain is Parameter:
        hints["value"] = get_args(kind)[0]
    return hints
