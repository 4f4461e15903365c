"""Annex A beside the register: which of its observations are new, which are there alike, and which differ in what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from voting.domain.observations.annex_a import AnnexRow
from voting.domain.observations.register import ObservationKind, ObservationState
from voting.domain.observations.what_was_done import besides_the_state


class Standing(StrEnum):
    """How an observation of the file stands to the register."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"


class Told(StrEnum):
    """What a file can tell of an observation."""

    TITLE = "title"
    TEXT = "text"
    RECOMMENDATION = "recommendation"
    CLAUSES = "clauses"
    KIND = "kind"
    STATE = "state"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class HeldObservation:
    """An observation as the register has it."""

    id: int
    document: str
    number: str
    version: int
    title: str
    text: str
    recommendation: str
    kind: ObservationKind
    state: ObservationState
    state_reason: str
    cited_clauses: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it apart in its register."""
        return (self.document, self.number.casefold())


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of which the register and the file say different things."""

    what: Told
    held: str
    told: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of the file, how it stands to the register, and what differs where something does."""

    row: AnnexRow
    standing: Standing
    held: HeldObservation | None = None
    differences: tuple[Difference, ...] = ()


def compared(rows: Iterable[AnnexRow], held: Iterable[HeldObservation]) -> tuple[ComparedRow, ...]:
    """Each row beside the observation of its document and number, in the file's order.

    What the file does not tell (an empty cell, no such column) differs from nothing, and neither does white space.
    """
    register = {observation.key: observation for observation in held}
    return tuple(_compared(row, register.get(row.key)) for row in rows)


def cited_of(row: AnnexRow) -> str:
    """The clauses as the register keeps them: as the file writes them, or as they were found in the observation."""
    return row.reference or ", ".join(row.citations)


def _compared(row: AnnexRow, held: HeldObservation | None) -> ComparedRow:
    if held is None:
        return ComparedRow(row, Standing.NEW)
    differences = tuple(
        Difference(what, before, told)
        for what, before, told in _pairs(row, held)
        if told and " ".join(told.split()) != " ".join(before.split())
    )
    return ComparedRow(row, Standing.DIFFERENT if differences else Standing.SAME, held, differences)


def _pairs(row: AnnexRow, held: HeldObservation) -> Iterator[tuple[Told, str, str]]:
    yield Told.TITLE, held.title, row.title
    yield Told.TEXT, held.text, row.text
    yield Told.RECOMMENDATION, held.recommendation, row.recommendation
    yield Told.CLAUSES, held.cited_clauses, row.reference
    yield Told.KIND, held.kind.value, row.kind.value if row.kind else ""
    yield Told.STATE, held.state.value, row.state.value if row.state else ""
    # The state has a line of its own, whichever of the two names it here too.
    yield Told.DONE, besides_the_state(held.state_reason), besides_the_state(row.done)
