"""The rule set as JSON and back: exact inverses, so that what a ballot froze can be read again to the last value."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from voting.domain.ballots.rule_set import Parameter, RuleSet
from voting.domain.errors import RuleBroken

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


class RuleSetUnreadable(RuleBroken):
    """What should be a rule set has a key, a value or a shape that no rule set has; `field` says where."""


def rule_set_to_json(rule_set: RuleSet) -> dict[str, Json]:
    """The rule set as a JSON object: its keys are the names of the fields, its dates are ISO 8601."""
    return {field.name: _to_json(getattr(rule_set, field.name)) for field in fields(rule_set)}


def rule_set_from_json(raw: object) -> RuleSet:
    """The rule set that `rule_set_to_json` gave this object for.

    Raises `RuleSetUnreadable` for an unknown, missing or mistyped value: nothing is skipped and nothing is defaulted. A
    rule set whose values are readable but do not fit together raises `RuleSetContradicts`.
    """
    rule_set: RuleSet = _from_json(RuleSet, raw, "")
    return rule_set


def _to_json(value: object) -> Json:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_json(item) for item in value]
    if is_dataclass(value):
        return {field.name: _to_json(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a rule set holds no {type(value).__name__}")


def _from_json(kind: Any, raw: object, where: str) -> Any:
    readers: Mapping[Any, Callable[[Any, object, str], Any]] = {tuple: _tuple, UnionType: _optional, Parameter: _fields}
    reader = readers.get(get_origin(kind))
    if reader is not None:
        return reader(kind, raw, where)
    if is_dataclass(kind):
        return _fields(kind, raw, where)
    if issubclass(kind, StrEnum):
        return _member(kind, raw, where)
    if kind is date:
        return _date(raw, where)
    # The exact type is asked for, because True would otherwise be read as the number 1.
    if type(raw) is not kind:
        raise _unreadable(where, raw)
    return raw


def _fields(kind: Any, raw: object, where: str) -> Any:
    hints = _hints(kind)
    if not isinstance(raw, dict):
        raise _unreadable(where, raw)
    strange = ", ".join(sorted(str(key) for key in raw.keys() ^ hints.keys()))
    if strange:
        raise RuleSetUnreadable(f"{_place(where)} has unknown keys, or lacks some: {strange:.80}. Correct it.", where)
    inside = f"{where}." if where else ""
    values = {name: _from_json(hint, raw[name], inside + name) for name, hint in hints.items()}
    return (get_origin(kind) or kind)(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    plain = get_origin(kind) or kind
    hints = get_type_hints(plain)
    if plain is Parameter:
        hints["value"] = get_args(kind)[0]
    return hints


def _tuple(kind: Any, raw: object, where: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise _unreadable(where, raw)
    return tuple(_from_json(get_args(kind)[0], item, where) for item in raw)


def _optional(kind: Any, raw: object, where: str) -> Any:
    if raw is None:
        return None
    (present,) = (part for part in get_args(kind) if part is not NoneType)
    return _from_json(present, raw, where)


def _member(kind: type[StrEnum], raw: object, where: str) -> StrEnum:
    if not isinstance(raw, str) or raw not in {member.value for member in kind}:
        raise _unreadable(where, raw)
    return kind(raw)


def _date(raw: object, where: str) -> date:
    try:
        read = date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        read = None
    # Other ways of writing the same day are refused, or what is written back would differ from what was read.
    if read is None or read.isoformat() != raw:
        raise _unreadable(where, raw)
    return read


def _unreadable(where: str, raw: object) -> RuleSetUnreadable:
    return RuleSetUnreadable(f"{_place(where)} cannot be {raw!r:.80}. Correct it.", where)


def _place(where: str) -> str:
    return f"“{where}” of a rule set" if where else "A rule set"
