"""What is read of Annex A: its observations row by row, what is wrong with which row, and the same as JSON."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from voting.domain.observations.register import ObservationKind, ObservationState

_LONGEST_TITLE = 80
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z‘“])")


class AnnexFault(StrEnum):
    """Why a row, or a whole table, gave no observation."""

    NO_TABLES = "no_tables"
    COLUMNS_NOT_RECOGNISED = "columns_not_recognised"
    NO_NUMBER = "no_number"
    NUMBER_NOT_RECOGNISED = "number_not_recognised"
    NUMBER_TWICE = "number_twice"
    NO_TEXT = "no_text"
    DOCUMENT_NOT_KNOWN = "document_not_known"
    ROW_NOT_READ = "row_not_read"


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One observation as the file has it. `table` and `row` are counted from 1, as a person counts them in Word.

    Paragraphs are apart by an empty line. `title` and `kind` are empty or None where the file has no such column;
    `reference` is the cell as written, `citations` the clauses in it, or in the observation where there is none.
    `done` is what was done in the file's words and `state` what they mean, to be settled unless `is_state_certain`.
    """

    table: int
    row: int
    document: str
    document_title: str
    number: str
    title: str
    kind: ObservationKind | None
    reference: str
    citations: tuple[str, ...]
    text: str
    recommendation: str
    done: str
    state: ObservationState | None
    is_state_certain: bool

    @property
    def key(self) -> tuple[str, str]:
        """What tells it apart in its register, in whatever case its letters are."""
        return (self.document, self.number.casefold())


@dataclass(frozen=True, slots=True)
class AnnexProblem:
    """What is wrong where, in a sentence that also says what to do; `row` is None where it is a whole table."""

    fault: AnnexFault
    table: int | None
    row: int | None
    document: str
    number: str
    sentence: str

    @property
    def place(self) -> str:
        """Where, as a person finds it in Word."""
        if self.table is None:
            return "The whole file"
        return f"Table {self.table}" if self.row is None else f"Table {self.table}, row {self.row}"


@dataclass(frozen=True, slots=True)
class AnnexReading:
    """All that was read, in the file's order; `warnings` are about what was read and should be looked over."""

    rows: tuple[AnnexRow, ...]
    problems: tuple[AnnexProblem, ...]
    warnings: tuple[str, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents in the file's order."""
        return tuple(dict.fromkeys(row.document for row in self.rows))


def short_title(text: str) -> str:
    """A title for an observation that has none: its first sentence, or as many of its words as a title may have."""
    line = " ".join(text.split("\n", 1)[0].split())
    sentence = _SENTENCE_END.split(line, maxsplit=1)[0].rstrip(".:; ")
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    return sentence[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",.:; ") + " …"


def annex_to_json(reading: AnnexReading) -> dict[str, Any]:
    """The reading in its published shape: `observations`, `problems`, `warnings`."""
    return {
        "observations": [asdict(row) | {"citations": list(row.citations)} for row in reading.rows],
        "problems": [asdict(problem) | {"place": problem.place} for problem in reading.problems],
        "warnings": list(reading.warnings),
    }


def annex_from_json(value: Mapping[str, Any]) -> AnnexReading:
    """The reading that `annex_to_json` wrote."""
    return AnnexReading(
        tuple(_row(row) for row in value["observations"]),
        tuple(_problem(problem) for problem in value["problems"]),
        tuple(value["warnings"]),
    )


def _row(value: Mapping[str, Any]) -> AnnexRow:
    given = dict(value)
    given["kind"] = None if given["kind"] is None else ObservationKind(given["kind"])
    given["state"] = None if given["state"] is None else ObservationState(given["state"])
    given["citations"] = tuple(given["citations"])
    return AnnexRow(**given)


def _problem(value: Mapping[str, Any]) -> AnnexProblem:
    given = {name: each for name, each in value.items() if name != "place"}
    return AnnexProblem(**given | {"fault": AnnexFault(given["fault"])})
