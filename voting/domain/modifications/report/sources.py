"""A report as it was read: its fields, the passage that each came from, and what the reader was unsure of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voting.domain.modifications.report.as_json import ReportJsonNotUnderstood, report_from_json, report_to_json
from voting.domain.modifications.report.values import ModificationReport


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of lines of the text, both ends included, counted from 1."""

    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class ReadReport:
    """A report with the text it was read from.

    `sources` gives, for the path of a field (or of a whole row), the passages it was read from; a field that the text
    says nothing of has none. `warnings` are sentences for the person who looks the reading over.
    """

    report: ModificationReport
    text: str = ""
    sources: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def passages_for(read: ReadReport, path: str) -> tuple[Passage, ...]:
    """The passages that a field was read from: its own, else its row's, else none."""
    own = read.sources.get(path)
    if own is not None:
        return own
    row = path.rpartition("/")[0]
    return passages_for(read, row) if row else ()


def words_of(read: ReadReport, passage: Passage) -> str:
    """The lines of a passage as the text has them, without the blank ones."""
    lines = read.text.split("\n")[passage.first_line - 1 : passage.last_line]
    return "\n".join(line.strip() for line in lines if line.strip())


def sources_to_json(read: ReadReport) -> dict[str, Any]:
    """All of a reading but the report: the text, the passages by path as [first line, last line], the warnings."""
    return {
        "text": read.text,
        "passages": {path: [[p.first_line, p.last_line] for p in found] for path, found in read.sources.items()},
        "warnings": list(read.warnings),
    }


def read_to_json(read: ReadReport) -> dict[str, Any]:
    """A whole reading: `report` in the published shape, and `sources`."""
    return {"report": report_to_json(read.report), "sources": sources_to_json(read)}


def read_from_json(data: Mapping[str, Any]) -> ReadReport:
    """The reading that `read_to_json` wrote; raises `ReportJsonNotUnderstood`."""
    try:
        sources = data["sources"]
        passages = {
            str(path): tuple(Passage(int(first), int(last)) for first, last in found)
            for path, found in sources["passages"].items()
        }
        text, warnings = str(sources["text"]), tuple(map(str, sources["warnings"]))
        report = data["report"]
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ReportJsonNotUnderstood("This is not a reading of a report as this product keeps it.") from None
    return ReadReport(report_from_json(report), text, passages, warnings)
