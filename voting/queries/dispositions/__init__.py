"""Points and their replies: as services take them, as SECAS works on them, and as the Proposer reads what is shared."""

from voting.queries.dispositions.points import Point, Points, Reply, disposition_value, points_of
from voting.queries.dispositions.workbench import (
    ChangeOffered,
    PointAtWork,
    ReplyBench,
    ReplyPage,
    ReplyState,
    proposers_replies,
    reply_bench,
    reply_page,
)

__all__ = [
    "ChangeOffered",
    "Point",
    "PointAtWork",
    "Points",
    "Reply",
    "ReplyBench",
    "ReplyPage",
    "ReplyState",
    "disposition_value",
    "points_of",
    "proposers_replies",
    "reply_bench",
    "reply_page",
]
