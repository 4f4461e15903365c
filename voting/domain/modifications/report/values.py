"""What a Modification Report says, field by field: the values that the reader fills and a person may correct."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from voting.domain.modifications.lifecycle.words import Path
from voting.domain.observations import ObservationState


class SolutionKind(StrEnum):
    """Whether a solution is the Proposer's or an Alternative to it. The Board votes on each separately."""

    PROPOSED = "proposed"
    ALTERNATIVE = "alternative"


class ObjectiveEffect(StrEnum):
    """How a modification serves a General SEC Objective, in somebody's view."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


class AreaEffect(StrEnum):
    """How a modification is rated against a consumer area."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class ConsumerArea(StrEnum):
    """The five consumer areas, in the order in which a report lists them."""

    SAFETY_AND_RELIABILITY = "safety_and_reliability"
    LOWER_BILLS = "lower_bills"
    ENVIRONMENTAL_DAMAGE = "environmental_damage"
    QUALITY_OF_SERVICE = "quality_of_service"
    SOCIETY = "society"


# Whose view an objective is, where it is the Proposer's; every other body is named as the report names it.
BY_PROPOSER = "proposer"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask about the modification."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Proposer:
    """Who raised the modification, and for whom."""

    person: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """The text of the Proposed Solution or of one Alternative."""

    kind: SolutionKind
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A numbered part or an appendix of the report. `text` is paragraphs, with bullets kept."""

    number: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A code document that the report names, with the numbers of the parts that require a change to it or cite it."""

    code: str
    title: str | None = None
    required_by: tuple[str, ...] = ()
    cited_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost of one body. A range fills `min_gbp` and `max_gbp` and leaves `amount_gbp` empty; pounds throughout.

    A stated zero ("there are no DCC costs") is an amount of 0; all three empty means that no figure is given.
    """

    body: str
    effort_days: Decimal | None = None
    amount_gbp: Decimal | None = None
    min_gbp: Decimal | None = None
    max_gbp: Decimal | None = None
    approximate: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReportOption:
    """One option of the implementation approach as printed: `decide_by` includes the day.

    `after_decision` is how long after the decision it is implemented, in the report's words ("10 Working Days"), and
    `for_solution` the solution that the option is for, where the report has options of their own for several.
    """

    release_on: date | None = None
    decide_by: date | None = None
    after_decision: str | None = None
    for_solution: str | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    """A view of the modification against one General SEC Objective; `by` is `proposer` or the body's name."""

    letter: str
    effect: ObjectiveEffect
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class AreaView:
    """The rating of the modification against one consumer area."""

    area: ConsumerArea
    effect: AreaEffect
    text: str


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """One row of the progression timetable. A single day has no `ends_on`; an undated word ("TBC") stays in `event`."""

    event: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """An acronym and its full term."""

    acronym: str
    term: str


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex of the report; `about` reads on from its letter: Annex B "contains the redlined changes"."""

    letter: str
    about: str


@dataclass(frozen=True, slots=True)
class CitedObservation:
    """An observation of the register as the report cites it; `document` and `state` are None where it does not say."""

    document: str | None
    number: str
    state: ObservationState | None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note at the foot of a page."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class ModificationReport:
    """A Modification Report, whole: what was read from it or corrected by hand."""

    title: str | None = None
    number: str | None = None
    contact: Contact = Contact()
    proposer: Proposer = Proposer()
    path: Path | None = None
    urgent: bool | None = None
    solutions: tuple[Solution, ...] = ()
    parts: tuple[Part, ...] = ()
    appendices: tuple[Part, ...] = ()
    impacted: tuple[str, ...] = ()
    documents: tuple[ReportDocument, ...] = ()
    costs: tuple[Cost, ...] = ()
    implementation_options: tuple[ReportOption, ...] = ()
    objectives: tuple[ObjectiveView, ...] = ()
    consumer_areas: tuple[AreaView, ...] = ()
    timetable: tuple[TimetableRow, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    annexes: tuple[Annex, ...] = ()
    observations: tuple[CitedObservation, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    # Running heads, page numbers, standing words of the template; what a person dismissed is kept here too.
    furniture: tuple[str, ...] = ()
    # Passages that found no place; a person assigns each to a field or dismisses it.
    unread: tuple[str, ...] = ()
