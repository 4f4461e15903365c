"""What the one reader of answers gives: points, replies and respondents as one viewer reads them at one moment."""

from dataclasses import dataclass
from datetime import datetime

from voting.domain.confidentiality import Confidentiality, Reading
from voting.domain.consultations import ReturnState
from voting.domain.dispositions import DecidedBy, DispositionKind
from voting.domain.people import OrganisationKind, PartyCategory
from voting.domain.responses import Position, ResponseRoute, TargetKind
from voting.queries.responses.consulted import ConsultationView


@dataclass(frozen=True, slots=True)
class ReadableTarget:
    """What a point is about: its id in its own table, and its words. `title`: the question asked, or the finding."""

    kind: TargetKind
    id: int
    words: str
    document_code: str | None
    clause_label: str | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class ReadableReply:
    """The reply to a point as this viewer reads it: beside a withheld text its kind alone, all else is empty.

    `adopted_wording` is what stands in the text now, where the reply says it.
    """

    kind: DispositionKind
    detail: str
    decided_by: DecidedBy | None
    duplicate_of_item_id: int | None
    hunk_keys: tuple[str, ...]
    is_published: bool
    adopted_wording: str = ""


@dataclass(frozen=True, slots=True)
class ReadableItem:
    """One point as this viewer reads it; what is withheld is empty or None, and `reading` says so.

    `id` is None where the name is withheld and the viewer has no reply to give: neighbouring ids would tell which
    points come from one hand. `counts` is false of a late answer that is not admitted, or one not confirmed yet.
    """

    id: int | None
    key: str
    organisation_id: int | None
    organisation: str | None
    category: PartyCategory | None
    voting_group: str | None
    also_for: str
    targets: tuple[ReadableTarget, ...]
    position: Position | None
    chosen: str
    comment: str
    own_wording: str
    objectives: tuple[str, ...]
    confidentiality: Confidentiality
    reading: Reading
    submitted_at: datetime | None
    version: int | None
    route: ResponseRoute | None
    is_late: bool
    admitted: bool | None
    receipt: str | None
    reply: ReadableReply | None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class ReadableRespondent:
    """One organisation that answered. Before close SECAS is told its `state` alone; a withheld name is None."""

    state: ReturnState
    organisation_id: int | None
    organisation: str | None
    kind: OrganisationKind | None
    category: PartyCategory | None
    voting_group: str | None
    also_for: str = ""
    sender: str = ""
    confidentiality: Confidentiality | None = None
    no_comment_on_the_rest: bool = False
    submitted_at: datetime | None = None
    entered_at: datetime | None = None
    version: int | None = None
    version_id: int | None = None
    route: ResponseRoute | None = None
    is_late: bool = False
    admitted: bool | None = None
    ruling_reason: str = ""
    receipt: str | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class ReadableAnswers:
    """All that one viewer reads of the answers to one consultation at one moment."""

    consultation: ConsultationView
    items: tuple[ReadableItem, ...]
    respondents: tuple[ReadableRespondent, ...]
