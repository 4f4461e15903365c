"""Whether each observation that the report cites has a document, a clause, a reason and a stated outcome."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from voting.domain.modifications.lint.findings import (
    Finding,
    LintRule,
    Place,
    Severity,
    first_place,
    sentences_of,
    shortened,
)
from voting.domain.modifications.report.roles import PartRole
from voting.domain.modifications.report.values import CitedObservation, ModificationReport, Part
from voting.domain.observations import ObservationState

_CLAUSE = re.compile(
    r"\b(?:section|clause|paragraph|sub-?section|annex|table|step)s?\s(?:[A-Z]{0,2}[0-9]+|[A-Z]\b)"
    r"|\b[A-Z]{1,2}[0-9]{1,2}(?:\.[0-9]+)+",
    re.IGNORECASE,
)
_BECAUSE = re.compile(
    r"\b(?:because|since|as|due to|given that|until|while|whilst|require[sd]?|so that|owing to|which)\b", re.IGNORECASE
)
_LEFT_OPEN = frozenset(
    {ObservationState.CARRIED_UNRESOLVED, ObservationState.WITHDRAWN, ObservationState.RESOLVED_ELSEWHERE}
)
_OBSERVATION = re.compile(r"\bobservations?\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![0-9.])(?P<first>[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?)(?![0-9])(?:(?:\sto\s|\s?[–-]\s?)(?P<last>[0-9]{1,3}))?"
)
_LONGEST_SUBSECTION = 6_000
_HEADING_END = re.compile(r"[.;:,]$")
_LONGEST_HEADING = 100


@dataclass(frozen=True, slots=True)
class _Citation:
    """A sentence that cites observations, with the part it stands in and the subsection around it."""

    part: Part
    sentence: str
    around: str


def observation_findings(report: ModificationReport) -> Iterable[Finding]:
    """Observations of which the report does not say all that a reader has to know."""
    citations = _citations(report) if report.observations else {}
    register = _register(report) or first_place(report, PartRole.SOLUTION)
    for observation in report.observations:
        cited = _cited(citations, observation)
        places = ((Place(cited.part.number, shortened(cited.sentence)),) if cited else ()) + register
        for rule, severity, words in _lacks(observation, cited.around if cited else ""):
            yield Finding(rule, severity, f"{_name(observation)} {words}", places)


def _lacks(observation: CitedObservation, around: str) -> Iterable[tuple[LintRule, Severity, str]]:
    if observation.document is None:
        yield (
            LintRule.OBSERVATION_WITHOUT_DOCUMENT,
            Severity.ERROR,
            "does not say to which document of the Code it belongs.",
        )
    if observation.state is None:
        yield LintRule.OBSERVATION_WITHOUT_STATE, Severity.ERROR, "has no stated outcome: say what became of it."
    if around and _CLAUSE.search(around) is None:
        yield LintRule.OBSERVATION_WITHOUT_CLAUSE, Severity.NOTE, "names no clause. Say which clauses it is about."
    is_explained = len(sentences_of(around)) > 1 or _BECAUSE.search(around) is not None
    if observation.state in _LEFT_OPEN and not is_explained:
        yield LintRule.OBSERVATION_WITHOUT_REASON, Severity.WARNING, "is left open without a reason."


def _name(observation: CitedObservation) -> str:
    number = f"observation {observation.number}"
    return f"{observation.document}, {number}," if observation.document else number.capitalize()


def _citations(report: ModificationReport) -> dict[str, list[_Citation]]:
    """The sentences that cite observations, by the numbers in them."""
    found: dict[str, list[_Citation]] = {}
    for part in report.parts:
        for subsection in _subsections(part.text):
            for sentence in sentences_of(subsection):
                if _OBSERVATION.search(sentence):
                    for number in dict.fromkeys(_numbers(sentence)):
                        found.setdefault(number, []).append(_Citation(part, sentence, subsection[:_LONGEST_SUBSECTION]))
    return found


def _numbers(sentence: str) -> Iterable[str]:
    """The numbers of a sentence, those inside a range ("1 to 3") included."""
    for found in _NUMBER.finditer(sentence):
        yield found["first"]
        if found["last"]:
            yield from map(str, range(int(found["first"]) + 1, min(int(found["last"]), int(found["first"]) + 99) + 1))


def _cited(citations: dict[str, list[_Citation]], observation: CitedObservation) -> _Citation | None:
    """The first sentence that cites an observation together with its document; else the first with its number."""
    candidates = citations.get(observation.number, [])
    letter = re.escape(observation.document.rpartition(" ")[2]) if observation.document else ""
    named = re.compile(rf"(?<![A-Za-z]){letter}(?![A-Za-z])")
    return next((cited for cited in candidates if named.search(cited.sentence)), candidates[0] if candidates else None)


def _subsections(text: str) -> Iterable[str]:
    """The text cut at its headings: lines that end without a mark, before a paragraph."""
    held: list[str] = []
    for line in text.split("\n"):
        if line and len(line) <= _LONGEST_HEADING and not _HEADING_END.search(line) and not line.startswith("•"):
            yield "\n".join(held)
            held = []
        elif line:
            held.append(line)
    yield "\n".join(held)


def _register(report: ModificationReport) -> tuple[Place, ...]:
    """The annex that holds the register of observations."""
    return tuple(
        Place("", shortened(f"Annex {annex.letter} {annex.about}"))
        for annex in report.annexes
        if "observation" in annex.about.casefold()
    )
