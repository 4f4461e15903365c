"""The shape of a report as data: its fields, their kinds and order, and what tells one row from another.

JSON, forms and differences are all driven by this one table, so that a field is described once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from voting.domain.modifications.lifecycle.words import Path
from voting.domain.modifications.report.values import (
    Annex,
    AreaEffect,
    AreaView,
    CitedObservation,
    ConsumerArea,
    Contact,
    Cost,
    Footnote,
    GlossaryEntry,
    ObjectiveEffect,
    ObjectiveView,
    Part,
    Proposer,
    ReportDocument,
    ReportOption,
    Solution,
    SolutionKind,
    TimetableRow,
)
from voting.domain.observations import ObservationState


class FieldKind(StrEnum):
    """What a field holds, and so what its form looks like."""

    WORDS = "words"
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    DATE = "date"
    NUMBER = "number"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Slot:
    """One field of a record: its name and kind, whether it may be empty, and what it may hold if it is a choice.

    A `sparse` field is one that few reports have: it is left out of the JSON where it is empty.
    """

    name: str
    kind: FieldKind
    optional: bool = True
    choices: type[StrEnum] | None = None
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of records: their class, their slots, and the key that tells one row of the list from another.

    A key of None means that rows have no name of their own and are told apart by position.
    """

    record: type[Any]
    slots: tuple[Slot, ...]
    key: Callable[[Any], str] | None


@dataclass(frozen=True, slots=True)
class Record:
    """One record that is always there."""

    record: type[Any]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """A list of plain passages, told apart by position."""


# A date that is not settled is kept in the event's words; without them a row is the same event as when it has a date.
_UNSETTLED = re.compile(r"[\s–—:(-]*\b(?:TBC|TBA|to be (?:confirmed|agreed|advised))\b\)?$", re.IGNORECASE)


def _event_key(row: TimetableRow) -> str:
    return _UNSETTLED.sub("", row.event).casefold()


def _observation_key(row: CitedObservation) -> str:
    return f"{row.document} {row.number}" if row.document else row.number


_WORDS, _TEXT = FieldKind.WORDS, FieldKind.TEXT
_NUMBERED = (
    Slot("number", _WORDS, optional=False),
    Slot("heading", _WORDS, optional=False),
    Slot("text", _TEXT, optional=False),
)

# In the order of the report's JSON shape.
SCHEMA: dict[str, Slot | Record | Rows | Passages] = {
    "title": Slot("title", _WORDS),
    "number": Slot("number", _WORDS),
    "contact": Record(Contact, (Slot("name", _WORDS), Slot("phone", _WORDS), Slot("email", _WORDS))),
    "proposer": Record(Proposer, (Slot("person", _WORDS), Slot("on_behalf_of", _WORDS))),
    "path": Slot("path", FieldKind.CHOICE, choices=Path),
    "urgent": Slot("urgent", FieldKind.YES_NO),
    "solutions": Rows(
        Solution,
        (
            Slot("kind", FieldKind.CHOICE, optional=False, choices=SolutionKind),
            Slot("text", _TEXT, optional=False),
        ),
        lambda row: str(row.kind.value),
    ),
    "parts": Rows(Part, _NUMBERED, lambda row: str(row.number)),
    "appendices": Rows(Part, _NUMBERED, lambda row: str(row.number)),
    "impacted": Slot("impacted", FieldKind.LIST, optional=False),
    "documents": Rows(
        ReportDocument,
        (
            Slot("code", _WORDS, optional=False),
            Slot("title", _WORDS),
            Slot("required_by", FieldKind.LIST, optional=False),
            Slot("cited_in", FieldKind.LIST, optional=False),
        ),
        lambda row: str(row.code),
    ),
    "costs": Rows(
        Cost,
        (
            Slot("body", _WORDS, optional=False),
            Slot("effort_days", FieldKind.NUMBER),
            Slot("amount_gbp", FieldKind.NUMBER),
            Slot("min_gbp", FieldKind.NUMBER),
            Slot("max_gbp", FieldKind.NUMBER),
            Slot("approximate", FieldKind.YES_NO, optional=False),
            Slot("text", _TEXT, optional=False),
        ),
        lambda row: str(row.body),
    ),
    "implementation_options": Rows(
        ReportOption,
        (
            Slot("release_on", FieldKind.DATE),
            Slot("decide_by", FieldKind.DATE),
            Slot("after_decision", _WORDS, sparse=True),
            Slot("for_solution", _WORDS, sparse=True),
        ),
        None,
    ),
    "objectives": Rows(
        ObjectiveView,
        (
            Slot("letter", _WORDS, optional=False),
            Slot("effect", FieldKind.CHOICE, optional=False, choices=ObjectiveEffect),
            Slot("by", _WORDS, optional=False),
            Slot("text", _TEXT, optional=False),
        ),
        lambda row: f"{row.letter} {row.by}",
    ),
    "consumer_areas": Rows(
        AreaView,
        (
            Slot("area", FieldKind.CHOICE, optional=False, choices=ConsumerArea),
            Slot("effect", FieldKind.CHOICE, optional=False, choices=AreaEffect),
            Slot("text", _TEXT, optional=False),
        ),
        lambda row: str(row.area.value),
    ),
    "timetable": Rows(
        TimetableRow,
        (Slot("event", _WORDS, optional=False), Slot("starts_on", FieldKind.DATE), Slot("ends_on", FieldKind.DATE)),
        _event_key,
    ),
    "glossary": Rows(
        GlossaryEntry,
        (Slot("acronym", _WORDS, optional=False), Slot("term", _WORDS, optional=False)),
        lambda row: str(row.acronym),
    ),
    "annexes": Rows(
        Annex,
        (Slot("letter", _WORDS, optional=False), Slot("about", _TEXT, optional=False)),
        lambda row: str(row.letter),
    ),
    "observations": Rows(
        CitedObservation,
        (
            Slot("document", _WORDS),
            Slot("number", _WORDS, optional=False),
            Slot("state", FieldKind.CHOICE, choices=ObservationState),
        ),
        _observation_key,
    ),
    "footnotes": Rows(
        Footnote,
        (Slot("mark", _WORDS, optional=False), Slot("text", _TEXT, optional=False)),
        lambda row: str(row.mark),
    ),
    "furniture": Passages(),
    "unread": Passages(),
}
