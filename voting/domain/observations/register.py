"""Observations of a review: their key, the order of documents and numbers, and which state may follow which."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from voting.domain.errors import RuleBroken
from voting.domain.modifications.lifecycle import ModificationNumber


class ObservationState(StrEnum):
    """What has become of an observation."""

    DRAFTED = "drafted"
    ADDRESSED = "addressed"
    CHANGED_AFTER_COMMENT = "changed_after_comment"
    CARRIED_UNRESOLVED = "carried_unresolved"
    RESOLVED_ELSEWHERE = "resolved_elsewhere"
    WITHDRAWN = "withdrawn"


class ObservationKind(StrEnum):
    """What sort of finding it is, as the review that made it says."""

    TECHNICAL = "technical"
    CLARITY = "clarity"
    STANDARDS = "standards"
    TYPOGRAPHICAL = "typographical"


class DocumentNotRecognised(RuleBroken):
    """Something that is not the name of a document of the code."""


class ObservationNumberNotRecognised(RuleBroken):
    """Something that is not the number of an observation."""


class TransitionRefused(RuleBroken):
    """An observation cannot go from its state to the one that was asked for."""


class ReasonMissing(TransitionRefused):
    """The change of state needs a reason."""


class CommentNotNamed(TransitionRefused):
    """The change of state says "after comment" and names no comment."""


class PlaceNotNamed(TransitionRefused):
    """The change of state says "elsewhere" and does not say where."""


class NoRemedyNamed(TransitionRefused):
    """An observation called addressed has neither a changed text nor a reason why none is needed."""


# The code's documents in its own order: Sections A to Z, then Schedules by number, then Appendices A to Z, AA to ZZ.
_DOCUMENT = re.compile(r"(section) ([a-z])|(schedule) ([0-9]{1,2})|(appendix) ([a-z]{1,2})")
_DOCUMENT_RANK = {"section": 0, "schedule": 1, "appendix": 2}
# "2", "10a", "3.2", "L-4": letters and digits with single dots or hyphens between them.
_NUMBER = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
_LONGEST_NUMBER = 12
_RUNS = re.compile(r"[0-9]+|[A-Za-z]+")


def parse_document(text: str) -> str:
    """The document's name as it is written everywhere: "Section L", "Appendix AB". Raises `DocumentNotRecognised`."""
    found = _DOCUMENT.fullmatch(" ".join(text.casefold().split())) if text.isascii() else None
    if found is None:
        raise DocumentNotRecognised(
            f"“{text.strip()[:40]}” is not a document of the code. Write it like Section L, Schedule 8 or Appendix AB.",
            "document",
        )
    kind, label = (group for group in found.groups() if group is not None)
    return f"{kind.capitalize()} {label.upper()}"


def document_sort_key(document: str) -> tuple[int, int, str]:
    """Sorts the code's documents in its own order; a name that is no document of the code comes last."""
    try:
        kind, label = parse_document(document).split(" ")
    except DocumentNotRecognised:
        return (len(_DOCUMENT_RANK), 0, document.casefold())
    size = int(label) if label.isdigit() else len(label)
    return (_DOCUMENT_RANK[kind.lower()], size, label)


def parse_observation_number(text: str) -> str:
    """The number of an observation as it was written, without spaces; raises `ObservationNumberNotRecognised`."""
    number = text.strip()
    if len(number) > _LONGEST_NUMBER or not number.isascii() or _NUMBER.fullmatch(number) is None:
        raise ObservationNumberNotRecognised(
            f"“{number[:20]}” is no observation's number. Write up to {_LONGEST_NUMBER} letters and digits: 2, 10a, "
            "3.2.",
            "number",
        )
    return number


def number_sort_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts numbers as people count: "2" before "10" before "10a"; digits come before letters."""
    return tuple((0, int(run), "") if run.isdigit() else (1, 0, run.casefold()) for run in _RUNS.findall(number))


@dataclass(frozen=True, slots=True)
class ObservationKey:
    """What tells observations apart: Appendix D observation 2 is not Appendix L observation 2."""

    modification: ModificationNumber
    document: str
    number: str

    def __post_init__(self) -> None:
        if self.document != parse_document(self.document):
            raise DocumentNotRecognised(f"Write the document as “{parse_document(self.document)}”.", "document")
        parse_observation_number(self.number)

    def __str__(self) -> str:
        return f"{self.document} observation {self.number}"

    @property
    def sort_key(self) -> tuple[ModificationNumber, tuple[int, int, str], tuple[tuple[int, int, str], ...], str]:
        """The order of a register: by modification, document and number; equal numbers by their spelling."""
        return (self.modification, document_sort_key(self.document), number_sort_key(self.number), self.number)


@dataclass(frozen=True, slots=True)
class ObservationFacts:
    """An observation as far as its state is concerned."""

    key: ObservationKey
    state: ObservationState = ObservationState.DRAFTED
    hunks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StateChange:
    """A change of state as somebody asks for it.

    `comment` names the response item or note that prompted it; `place` says where it is resolved instead.
    """

    to: ObservationState
    reason: str = ""
    comment: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: which state may follow which, and what has to be said."""

    before: ObservationState
    after: ObservationState
    needs_reason: bool = True


def _transitions() -> tuple[Transition, ...]:
    state = ObservationState
    return (
        Transition(state.DRAFTED, state.ADDRESSED, needs_reason=False),
        Transition(state.DRAFTED, state.CARRIED_UNRESOLVED),
        Transition(state.DRAFTED, state.RESOLVED_ELSEWHERE),
        Transition(state.DRAFTED, state.WITHDRAWN),
        Transition(state.ADDRESSED, state.DRAFTED),
        Transition(state.ADDRESSED, state.CHANGED_AFTER_COMMENT),
        Transition(state.ADDRESSED, state.CARRIED_UNRESOLVED),
        Transition(state.ADDRESSED, state.RESOLVED_ELSEWHERE),
        Transition(state.ADDRESSED, state.WITHDRAWN),
        # A second comment may change the same observation again.
        Transition(state.CHANGED_AFTER_COMMENT, state.CHANGED_AFTER_COMMENT),
        Transition(state.CHANGED_AFTER_COMMENT, state.CARRIED_UNRESOLVED),
        Transition(state.CHANGED_AFTER_COMMENT, state.RESOLVED_ELSEWHERE),
        Transition(state.CHANGED_AFTER_COMMENT, state.WITHDRAWN),
        Transition(state.CARRIED_UNRESOLVED, state.ADDRESSED),
        Transition(state.CARRIED_UNRESOLVED, state.CHANGED_AFTER_COMMENT),
        Transition(state.CARRIED_UNRESOLVED, state.RESOLVED_ELSEWHERE),
        Transition(state.CARRIED_UNRESOLVED, state.WITHDRAWN),
        # What looked resolved elsewhere may turn out not to be.
        Transition(state.RESOLVED_ELSEWHERE, state.ADDRESSED),
        Transition(state.RESOLVED_ELSEWHERE, state.CARRIED_UNRESOLVED),
        Transition(state.RESOLVED_ELSEWHERE, state.WITHDRAWN),
        Transition(state.WITHDRAWN, state.DRAFTED),
    )


TRANSITIONS: tuple[Transition, ...] = _transitions()


def allowed_states(state: ObservationState) -> tuple[ObservationState, ...]:
    """The states that may follow this one."""
    return tuple(row.after for row in TRANSITIONS if row.before is state)


def change_state(observation: ObservationFacts, change: StateChange) -> ObservationFacts:
    """The observation in its new state.

    Raises `TransitionRefused`, or its subclass that names what was not said: `ReasonMissing`, `CommentNotNamed`,
    `PlaceNotNamed`, `NoRemedyNamed`.
    """
    row = next((row for row in TRANSITIONS if (row.before, row.after) == (observation.state, change.to)), None)
    if row is None:
        raise TransitionRefused(f"{observation.key} cannot go to this state from the one it is in.", "state")
    if row.needs_reason and not change.reason.strip():
        raise ReasonMissing("Give the reason for this change of state: it is shown in the register.", "reason")
    _check_what_the_state_says(observation, change)
    return replace(observation, state=change.to)


def _check_what_the_state_says(observation: ObservationFacts, change: StateChange) -> None:
    if change.to is ObservationState.CHANGED_AFTER_COMMENT and not change.comment.strip():
        raise CommentNotNamed("Name the comment after which it was changed.", "comment")
    if change.to is ObservationState.RESOLVED_ELSEWHERE and not change.place.strip():
        raise PlaceNotNamed("Say where it is resolved: the form, document or modification.", "place")
    if change.to is ObservationState.ADDRESSED and not observation.hunks and not change.reason.strip():
        raise NoRemedyNamed("Link the change that addresses it, or give the reason why none is needed.", "hunks")
