"""What people type into a point of a response, and the name by which a form says what the point is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from voting.domain.confidentiality import Confidentiality, PublicVersion
from voting.domain.responses.items import (
    ApprovalPosition,
    DraftingPosition,
    ItemRefused,
    Position,
    ResponseItem,
    Target,
    TargetKind,
    YesNo,
)
from voting.domain.typed_text import storable

_POSITIONS: Mapping[str, Position] = MappingProxyType(
    {member.value: member for kind in (DraftingPosition, ApprovalPosition, YesNo) for member in kind}
)


class TargetNotConsulted(ItemRefused):
    """A point about something that this consultation does not ask about."""


class PositionNotKnown(ItemRefused):
    """A word that is no position."""


@dataclass(frozen=True, slots=True)
class TargetRef:
    """The name of a target: `question:12`, `observation:7` or `clause:<legal text version id>:<clause key>`."""

    kind: TargetKind
    id: int
    clause_key: str = ""

    def __str__(self) -> str:
        end = f":{self.clause_key}" if self.kind is TargetKind.CLAUSE else ""
        return f"{self.kind.value}:{self.id}{end}"


def target_ref(name: str) -> TargetRef:
    """The target of this name; raises `TargetNotConsulted` for what is no name of one."""
    kind, _, rest = name.partition(":")
    number, _, key = rest.partition(":")
    is_clause = kind == TargetKind.CLAUSE
    if kind not in set(TargetKind) or not re.fullmatch(r"[0-9]{1,15}", number, re.ASCII) or bool(key) != is_clause:
        raise not_consulted()
    return TargetRef(TargetKind(kind), int(number), key)


def not_consulted() -> TargetNotConsulted:
    """The refusal of a target that is not among those consulted on."""
    return TargetNotConsulted(
        "This consultation does not ask about that. Choose a question, an observation or a clause from its list.",
        "target",
    )


def position_named(value: str | None) -> Position | None:
    """The position of this stored or typed word, None for none; raises `PositionNotKnown`."""
    if not value:
        return None
    position = _POSITIONS.get(value)
    if position is None:
        raise PositionNotKnown("This position does not exist. Choose one of those shown.", "position")
    return position


@dataclass(frozen=True, slots=True)
class TypedItem:
    """One point as typed, on `target` and perhaps on further ones, complete or not. Targets are given by name."""

    target: str
    also_targets: tuple[str, ...] = ()
    position: Position | None = None
    chosen: str = ""
    comment: str = ""
    own_wording: str = ""
    objectives: tuple[str, ...] = ()
    confidentiality: Confidentiality | None = None
    public_version: PublicVersion | None = None
    declared_blank: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all its targets, the main one first."""
        return (self.target, *self.also_targets)

    def as_item(self, targets: Mapping[str, Target]) -> ResponseItem:
        """The point as the rules see it; `targets` holds every named target. Its key is its main target's name."""
        version = self.public_version
        return ResponseItem(
            key=self.target,
            targets=tuple(targets[name] for name in self.names),
            position=self.position,
            comment=storable(self.comment),
            own_wording=storable(self.own_wording),
            chosen=self.chosen,
            objectives=self.objectives,
            confidentiality=self.confidentiality,
            public_version=version
            and PublicVersion(storable(version.comment), storable(version.own_wording), version.shows_position),
            declared_blank=self.declared_blank,
        )
