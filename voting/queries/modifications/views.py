"""What a page shows of a modification: frozen views, with everything the viewer may not know left out already."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from voting.domain.ballots.state import BallotState
from voting.domain.consultations import ConsultationKind, ConsultationState
from voting.domain.modifications.implementation import ImplementationOption
from voting.domain.modifications.lifecycle import (
    ApprovingBody,
    Causer,
    EvidenceKind,
    ModificationFacts,
    Move,
    Path,
    Stage,
)
from voting.domain.modifications.timetable import EventKind, Lateness, Span
from voting.queries.home import Waiting


@dataclass(frozen=True, slots=True)
class TimetableLine:
    """One row of the timetable, planned and actual, and how it stands today."""

    id: int
    kind: EventKind
    words: str
    planned: Span | None
    actual: Span | None
    # `done`, `now` (it has begun and is not over) or `to_come`.
    state: str
    lateness: Lateness


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One version of the Modification Report."""

    id: int
    number: int
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportInShort:
    """What the latest published report says in its first part, whom it affects and what it costs."""

    version: int
    paragraphs: tuple[str, ...]
    impacted: tuple[str, ...]
    costs: tuple["CostLine", ...]


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost of one body in pounds; a range, one amount, or no figure at all."""

    body: str
    amount: Decimal | None
    least: Decimal | None
    most: Decimal | None
    days: Decimal | None
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """The latest version of the legal text for one code document that the viewer may read."""

    code: str
    title: str
    version: int
    sec_version: str
    changes: int
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsultationLine:
    """A consultation on the modification and where it stands."""

    id: int
    title: str
    kind: ConsultationKind
    state: ConsultationState
    opened_at: datetime | None
    closes_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class BallotLine:
    """A vote of the Change Board and where it stands. `may_open`: whether its page is for this viewer."""

    id: int
    question: str
    state: BallotState
    closes_at: datetime
    published_at: datetime | None
    may_open: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A move that was made."""

    move: Move
    moved_on: date
    causer: Causer
    evidence_kind: EvidenceKind | None
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A move that starts at this stage, with a sentence for each condition that it still misses."""

    move: Move
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed since the viewer last looked; `about` and `about_id` name what it can be seen on."""

    at: datetime
    words: str
    about: str
    about_id: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Implementation:
    """The implementation approach and what follows from the decision, with the sentence that shows the rule."""

    options: tuple[ImplementationOption, ...]
    # Release dates of options on which the calendar has no Release: it may have moved.
    not_in_calendar: tuple[date, ...]
    sentence: str
    release_on: date | None


@dataclass(frozen=True, slots=True)
class NextDeadline:
    """The next moment at which something on this modification closes."""

    closes_at: datetime
    working_days_left: int


@dataclass(frozen=True, slots=True)
class ModificationView:
    """A modification as one viewer sees it."""

    id: int
    number: str
    title: str
    stage: Stage
    path: Path | None
    is_urgent: bool
    is_illustrative: bool
    approving_body: ApprovingBody
    raised_on: date
    decision_on: date | None
    version: int
    proposer_id: int | None
    proposer: str | None
    proposer_organisation_id: int | None
    proposer_organisation: str | None
    split_from: str | None
    parts: tuple[tuple[str, str], ...]
    facts: ModificationFacts
    status: str
    deadline: NextDeadline | None
    waiting: tuple[Waiting, ...]
    timetable: tuple[TimetableLine, ...]
    timetable_findings: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    in_short: ReportInShort | None
    documents: tuple[DocumentLine, ...]
    has_observations: bool
    consultations: tuple[ConsultationLine, ...]
    ballots: tuple[BallotLine, ...]
    implementation: Implementation
    moves_made: tuple[MoveLine, ...]
    offers: tuple[MoveOffer, ...]
    # None on a first look, when there is nothing to compare with.
    looked_at: datetime | None
    changes: tuple[Change, ...]
    is_new_look: bool

    @property
    def published_reports(self) -> tuple[ReportLine, ...]:
        """The published versions, the latest first."""
        return tuple(line for line in self.reports if line.published_at is not None)

    @property
    def report_draft(self) -> ReportLine | None:
        """The draft that the viewer may read, if there is one."""
        return next((line for line in self.reports if line.published_at is None), None)
