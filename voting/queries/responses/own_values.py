"""What an organisation's own people see of their answer: its draft, its versions, and what became of each point."""

from dataclasses import dataclass
from datetime import datetime

from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.errors import RuleBroken
from voting.domain.responses import Coverage, DraftChoices, ResponseItem, ResponseRoute
from voting.queries.responses.consulted import ConsultationView
from voting.queries.responses.replies import ChangedText
from voting.queries.responses.targets import TargetView


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One place of the answer: what it is about, the point drafted there (a blank one for none), and how far it is.

    `state` is answered, draft or to_do. `digest` is what a form that shows it has seen.
    """

    target: TargetView
    also: tuple[TargetView, ...]
    item: ResponseItem
    state: str
    refusals: tuple[RuleBroken, ...]
    digest: str
    saved_at: datetime | None = None
    saved_by: str = ""


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause as consulted on: its HTML was written, escaped, when its text was imported."""

    key: str
    label: str | None
    html: str


@dataclass(frozen=True, slots=True)
class TextView:
    """What stands in the middle pane: the observation, if it is one, and its clauses."""

    observation_title: str = ""
    observation_text: str = ""
    recommendation: str = ""
    cited_clauses: str = ""
    document_code: str = ""
    sec_version: str = ""
    clauses: tuple[ClauseView, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionView:
    """One submitted version of one's own answer. `counts` is true of the one that counts now."""

    id: int
    number: int
    is_nil: bool
    received_at: datetime
    entered_at: datetime
    signed_by: str
    receipt: str
    route: ResponseRoute
    is_confirmed: bool
    is_late: bool
    admitted: bool | None
    ruling_reason: str
    counts: bool


@dataclass(frozen=True, slots=True)
class OwnPoint:
    """One point after publication: what we said, the reply, the text changed."""

    targets: tuple[TargetView, ...]
    item: ResponseItem
    reply: DispositionKind | None
    detail: str
    adopted_wording: str
    decided_by: DecidedBy | None
    changes: tuple[ChangedText, ...]


@dataclass(frozen=True, slots=True)
class RespondPage:
    """The page on which an organisation answers a consultation, and reads afterwards what became of its answer."""

    consultation: ConsultationView
    organisation_id: int
    organisation: str
    working_days_left: int
    is_simple: bool
    places: tuple[PlaceView, ...]
    current: PlaceView | None
    text: TextView | None
    coverage: Coverage
    choices: DraftChoices
    has_draft: bool
    draft_version: int
    saved_at: datetime | None
    saved_by: str
    may_draft: tuple[str, ...]
    may_sign: tuple[str, ...]
    viewer_signs: bool
    versions: tuple[VersionView, ...]
    points: tuple[OwnPoint, ...] = ()

    @property
    def counting(self) -> VersionView | None:
        """The version that counts, or None."""
        return next((version for version in self.versions if version.counts), None)

    @property
    def is_changed_since_submitting(self) -> bool:
        """Whether the draft was saved after the last version was submitted."""
        last = self.versions[-1] if self.versions else None
        return last is not None and self.saved_at is not None and self.saved_at > last.entered_at
