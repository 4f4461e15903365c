"""How the tables of our workbooks are laid out: the columns of each, by key, with heading, width and kind of value."""

from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """For whom a workbook is laid out: to work in, or to publish (UK Analysis Function's checklist)."""

    WORKING = "working"
    PUBLICATION = "publication"


class ColumnKind(StrEnum):
    """What stands in a column: text as typed, an instant, or a whole number."""

    TEXT = "text"
    INSTANT = "instant"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is in characters of Excel's standard font. Readers find it by its heading."""

    key: str
    heading: str
    width: int
    kind: ColumnKind = ColumnKind.TEXT


RESPONSES = (
    Column("key", "Key", 20),
    Column("organisation", "Organisation", 24),
    Column("category", "Party Category", 18),
    Column("voting_group", "Voting group", 16),
    Column("also_for", "On behalf of", 18),
    Column("kind", "About", 13),
    Column("document", "Document", 14),
    Column("place", "Question or observation", 24),
    Column("clause", "Clause", 10),
    Column("position", "Position", 18),
    Column("chosen", "Option chosen", 16),
    Column("comment", "Comment", 60),
    Column("own_wording", "Own wording", 48),
    Column("objectives", "General SEC Objectives", 14),
    Column("confidentiality", "Confidentiality", 18),
    Column("reading", "Shown here", 16),
    Column("submitted_utc", "Submitted (UTC)", 20, ColumnKind.INSTANT),
    Column("submitted_uk", "Submitted (UK time)", 20, ColumnKind.INSTANT),
    Column("version", "Version", 9, ColumnKind.NUMBER),
    Column("route", "How it came", 15),
    Column("disposition", "Reply", 20),
    Column("reason", "Reason", 48),
    Column("decided_by", "Decided by", 15),
    Column("hunks", "Changes made", 18),
)
RESPONDENTS = (
    Column("organisation", "Organisation", 30),
    Column("kind", "Kind", 16),
    Column("category", "Party Category", 22),
    Column("voting_group", "Voting group", 20),
    Column("also_for", "On behalf of", 24),
    Column("state", "State", 18),
    Column("confidentiality", "Confidentiality", 22),
    Column("rest", "On the rest", 16),
    Column("submitted_utc", "Submitted (UTC)", 20, ColumnKind.INSTANT),
    Column("submitted_uk", "Submitted (UK time)", 20, ColumnKind.INSTANT),
    Column("version", "Version", 9, ColumnKind.NUMBER),
    Column("route", "How it came", 15),
    Column("counts", "Counts", 10),
    Column("ruling", "Late ruling", 18),
    Column("ruling_reason", "Reason of the ruling", 40),
    Column("receipt", "Receipt", 24),
)
# The Summary begins with these; a column of counts follows for each position and each reply that occurs.
SUMMARY = (
    Column("kind", "About", 14),
    Column("document", "Document", 18),
    Column("place", "Question, observation or clause", 34),
    Column("asked", "What was asked", 60),
    Column("points", "Points", 9, ColumnKind.NUMBER),
)
BOARD_TABLE = (
    Column("option", "Solution", 26),
    Column("category", "Category", 26),
    Column("seats", "Seats", 8, ColumnKind.NUMBER),
    Column("vacant", "Vacant", 8, ColumnKind.NUMBER),
    Column("recused", "Recused", 9, ColumnKind.NUMBER),
    Column("approve", "Approve", 9, ColumnKind.NUMBER),
    Column("reject", "Reject", 9, ColumnKind.NUMBER),
    Column("abstain", "Abstain", 9, ColumnKind.NUMBER),
    Column("silent", "Did not vote", 9, ColumnKind.NUMBER),
    Column("set_aside", "Voted, not attending", 11, ColumnKind.NUMBER),
    Column("need", "Needed for quorum", 11, ColumnKind.NUMBER),
    Column("quorum", "Quorum", 10),
    Column("finding", "Votes show", 22),
    Column("outcome", "Outcome", 22),
)
VOTES = (
    Column("option", "Solution", 22),
    Column("seat", "Seat", 22),
    Column("category", "Category", 22),
    Column("given_by", "Voted by", 24),
    Column("given_as", "As", 12),
    Column("recorded_by", "Recorded for them by", 22),
    Column("choice", "Vote", 20),
    Column("objectives", "General SEC Objectives", 14),
    Column("reason", "Reason", 60),
    Column("cast_utc", "Cast (UTC)", 20, ColumnKind.INSTANT),
    Column("cast_uk", "Cast (UK time)", 20, ColumnKind.INSTANT),
    Column("counts", "Counts", 18),
    Column("receipt", "Receipt", 24),
)
