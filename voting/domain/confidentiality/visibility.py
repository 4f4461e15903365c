"""Who reads what of a response, and when: the one rule that every query, page, export, mail and API answer obeys."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from voting.domain.confidentiality.choices import (
    NAME_READERS,
    TEXT_READERS,
    Confidentiality,
    Reader,
    effective,
    withholds_name,
)
from voting.domain.consultations import ConsultationFacts, ConsultationState, consultation_state


class Reading(StrEnum):
    """How much of an item somebody reads, from all to nothing."""

    FULL = "full"
    WITHOUT_NAME = "without_name"
    PUBLIC_VERSION = "public_version"
    DECLARED_BLANK = "declared_blank"
    HIDDEN = "hidden"


class ItemKind(StrEnum):
    """What an item is: still a draft, an internal note to colleagues, or submitted."""

    DRAFT = "draft"
    NOTE = "note"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who wants to read, with what is true of them now; nobody at all is the public."""

    own_organisations: frozenset[int] = frozenset()
    is_secas: bool = False
    is_board: bool = False
    is_authority: bool = False
    is_proposer: bool = False

    @property
    def reads_as(self) -> frozenset[Reader]:
        """The circles of readers that somebody belongs to; everybody belongs to the widest."""
        circles = ((self.is_secas, Reader.SECAS), (self.is_board, Reader.BOARD), (self.is_authority, Reader.AUTHORITY))
        return frozenset({Reader.ANYBODY, *(reader for belongs, reader in circles if belongs)})


PUBLIC_VIEWER = Viewer()
BOARD_VIEWER = Viewer(is_board=True)
AUTHORITY_VIEWER = Viewer(is_authority=True)
SECAS_VIEWER = Viewer(is_secas=True)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item as far as reading it is concerned.

    `organisation_id` is None while an unknown sender is not linked. `counts` is true of the items of the version that
    counts, and of no other (superseded, late and not admitted, not confirmed, not linked). `shared_with_proposer` is
    set by SECAS after close, item by item, where the Proposer has to confirm the reply.
    """

    organisation_id: int | None
    kind: ItemKind
    response_choice: Confidentiality
    item_choice: Confidentiality | None = None
    has_public_version: bool = False
    entered_by_secas: bool = False
    counts: bool = True
    shared_with_proposer: bool = False

    @property
    def choice(self) -> Confidentiality:
        """The confidentiality that holds for this item."""
        return effective(self.response_choice, self.item_choice)


def may_read_item(viewer: Viewer, item: ItemFacts, consultation: ConsultationFacts, now: datetime) -> Reading:
    """How much of the item the viewer reads at `now`.

    An organisation's own people read all that is theirs. Drafts and notes are nobody else's, SECAS's neither, except a
    draft that SECAS itself entered on an organisation's behalf. Until close a submitted item is sealed from SECAS too,
    unless SECAS entered it or the consultation is set open to SECAS; after close SECAS reads it; everybody else reads
    what counts, as far as its confidentiality lets them, once SECAS has published. Before that the Proposer reads what
    SECAS shared for a reply, as the public will.
    """
    if item.organisation_id is not None and item.organisation_id in viewer.own_organisations:
        return Reading.FULL
    if item.kind is ItemKind.SUBMITTED:
        return _reading_of_submitted(viewer, item, consultation, now)
    entered_here = item.kind is ItemKind.DRAFT and item.entered_by_secas and viewer.is_secas
    return Reading.FULL if entered_here else Reading.HIDDEN


def _reading_of_submitted(viewer: Viewer, item: ItemFacts, consultation: ConsultationFacts, now: datetime) -> Reading:
    if viewer.is_secas:
        unsealed = item.entered_by_secas or consultation.open_to_secas or has_closed(consultation, now)
        return Reading.FULL if unsealed else Reading.HIDDEN
    state = consultation_state(consultation, now)
    if not item.counts:
        return Reading.HIDDEN
    if state is ConsultationState.PUBLISHED:
        return reading_when_published(viewer, item)
    if state is ConsultationState.CLOSED and viewer.is_proposer and item.shared_with_proposer:
        return reading_when_published(PUBLIC_VIEWER, item)
    return Reading.HIDDEN


def has_closed(consultation: ConsultationFacts, now: datetime) -> bool:
    """Whether the deadline has passed while the consultation ran; one withdrawn before it stays sealed for good."""
    closes_at, withdrawn_at = consultation.closes_at, consultation.withdrawn_at
    if closes_at is None or now <= closes_at:
        return False
    return withdrawn_at is None or withdrawn_at > closes_at


def reading_when_published(viewer: Viewer, item: ItemFacts) -> Reading:
    """How much of another organisation's item the viewer reads once it is published."""
    if not viewer.reads_as & TEXT_READERS[item.choice]:
        return Reading.PUBLIC_VERSION if item.has_public_version else Reading.DECLARED_BLANK
    # Whoever is told the name of an anonymous answer is told it for every item of that response.
    if withholds_name(item.response_choice, item.item_choice):
        told = viewer.reads_as & NAME_READERS[Confidentiality.ANONYMOUS]
        return Reading.FULL if told else Reading.WITHOUT_NAME
    return Reading.FULL


def shows_name(item: ItemFacts, reading: Reading) -> bool:
    """Whether the organisation's name stands beside what is read."""
    if reading in {Reading.PUBLIC_VERSION, Reading.DECLARED_BLANK}:
        return not withholds_name(item.response_choice, item.item_choice)
    return reading is Reading.FULL
