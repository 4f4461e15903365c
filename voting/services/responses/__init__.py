"""Answering a consultation: drafting together, submitting, entering what came by another way, and clearing drafts."""

from voting.services.responses.confirming import (
    AlreadyConfirmed,
    AlreadyLinked,
    NotLinkedYet,
    confirm_entered_response,
    link_response,
)
from voting.services.responses.drafting import (
    DraftItemChanged,
    DraftsGone,
    draft_again,
    remove_draft_item,
    save_draft,
    set_draft_choices,
)
from voting.services.responses.entering import (
    EnteredAnswer,
    EnteredReceipt,
    Evidence,
    RouteNotOurs,
    SenderMissing,
    enter_response,
)
from voting.services.responses.merging import Conflict, SavedDraft
from voting.services.responses.purging import ask_for_purge, drafts_end_on, purge_drafts, purge_drafts_job
from voting.services.responses.submitting import (
    DraftChangedSinceReview,
    SubmissionReceipt,
    send_nil_response,
    submit_response,
)

__all__ = [
    "AlreadyConfirmed",
    "AlreadyLinked",
    "Conflict",
    "DraftChangedSinceReview",
    "DraftItemChanged",
    "DraftsGone",
    "EnteredAnswer",
    "EnteredReceipt",
    "Evidence",
    "NotLinkedYet",
    "RouteNotOurs",
    "SavedDraft",
    "SenderMissing",
    "SubmissionReceipt",
    "ask_for_purge",
    "confirm_entered_response",
    "draft_again",
    "drafts_end_on",
    "enter_response",
    "link_response",
    "purge_drafts",
    "purge_drafts_job",
    "remove_draft_item",
    "save_draft",
    "send_nil_response",
    "set_draft_choices",
    "submit_response",
]
