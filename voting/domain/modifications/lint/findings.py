"""What a finding of the lint is: the rule, how grave it is, a sentence, and the places in the report that disagree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from voting.domain.modifications.report.roles import PartRole, parts_for
from voting.domain.modifications.report.values import ModificationReport, Part

_SENTENCE_END = re.compile(r"(?<=[.?!])[’”'\")\]]{0,2}\s+(?=[A-Z‘“\"(\[•])")
_LONGEST_QUOTE = 400


class Severity(StrEnum):
    """How grave a finding is. Publishing past any of them takes a recorded reason; the grave come first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class LintRule(StrEnum):
    """The rules that a report is held against."""

    PART_MISSING = "part_missing"
    DOCUMENTS_DIFFER = "documents_differ"
    DOCUMENT_NOT_IN_IMPACTS = "document_not_in_impacts"
    ANNEX_B_DIFFERS = "annex_b_differs"
    BODY_WITHOUT_BOX = "body_without_box"
    BODY_NOT_TICKED = "body_not_ticked"
    TICK_NOT_IN_SUMMARY = "tick_not_in_summary"
    PATH_NOT_STATED = "path_not_stated"
    NO_OPTIONS = "no_options"
    OPTION_CANNOT_BE_MET = "option_cannot_be_met"
    OPTIONS_OUT_OF_ORDER = "options_out_of_order"
    OPTION_UNREACHABLE = "option_unreachable"
    OPTION_GAP = "option_gap"
    RANGE_BACKWARDS = "range_backwards"
    TIMETABLE_OUT_OF_ORDER = "timetable_out_of_order"
    VOTE_BEFORE_CONSULTATION_ENDS = "vote_before_consultation_ends"
    COST_STATED_DIFFERENTLY = "cost_stated_differently"
    NO_OBJECTIVES = "no_objectives"
    OBJECTIVE_WITHOUT_REASON = "objective_without_reason"
    OBSERVATION_WITHOUT_DOCUMENT = "observation_without_document"
    OBSERVATION_WITHOUT_STATE = "observation_without_state"
    OBSERVATION_WITHOUT_CLAUSE = "observation_without_clause"
    OBSERVATION_WITHOUT_REASON = "observation_without_reason"
    ACRONYM_UNDEFINED = "acronym_undefined"
    ACRONYM_UNUSED = "acronym_unused"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the report: `part` is a part's number, "Appendix 1", or empty for what stands before the parts."""

    part: str
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the report that contradicts itself or is missing, with every place that shows it."""

    rule: LintRule
    severity: Severity
    message: str
    places: tuple[Place, ...]


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """The finding as JSON: `rule`, `severity`, `message`, `places` of `part` and `quote`."""
    return {
        "rule": finding.rule.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "places": [{"part": place.part, "quote": place.quote} for place in finding.places],
    }


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences, list items and lines of a part's text."""
    return tuple(
        sentence.strip() for line in text.split("\n") for sentence in _SENTENCE_END.split(line) if sentence.strip()
    )


def part_name(report: ModificationReport, part: Part) -> str:
    """What a place calls a part: its number, or "Appendix 1"."""
    return f"Appendix {part.number}" if part in report.appendices else part.number


def in_words(part: str) -> str:
    """What a sentence calls a part: "part 2", "Appendix 1"."""
    return part if part.startswith("Appendix") else f"part {part}"


def place_of(report: ModificationReport, part: Part, *needles: str) -> Place:
    """The first sentence of a part that holds all of these words, else the first of them; else the part's heading."""
    wanted = [needle.casefold() for needle in needles if needle]
    sentences = sentences_of(part.text) if wanted else ()
    for words in (wanted, wanted[:1]):
        for sentence in sentences:
            if all(word in sentence.casefold() for word in words):
                return Place(part_name(report, part), shortened(sentence))
    return Place(part_name(report, part), part.heading)


def first_place(report: ModificationReport, role: PartRole, *needles: str) -> tuple[Place, ...]:
    """The place of these words in the first part of this role; empty if the report has no such part."""
    return tuple(place_of(report, part, *needles) for part in parts_for(report, role)[:1])


def shortened(text: str) -> str:
    """A quotation of bearable length."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"


def listed(words: Iterable[str]) -> str:
    """The words as a sentence lists them: "a, b and c"."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
