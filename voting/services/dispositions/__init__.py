"""Replies to points: drafted by SECAS after close, confirmed by whoever decided, published together."""

from voting.services.dispositions.confirming import (
    NobodyToShareWith,
    NothingToShow,
    confirm_replies,
    return_reply,
    share_with_proposer,
)
from voting.services.dispositions.drafting import HunkOfAnotherModification, NewReply, draft_replies, draft_reply
from voting.services.dispositions.loading import Grouped, NothingChosen

__all__ = [
    "Grouped",
    "HunkOfAnotherModification",
    "NewReply",
    "NobodyToShareWith",
    "NothingChosen",
    "NothingToShow",
    "confirm_replies",
    "draft_replies",
    "draft_reply",
    "return_reply",
    "share_with_proposer",
]
