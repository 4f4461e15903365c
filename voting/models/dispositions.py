"""Replies to points: drafted privately, confirmed, published at one moment."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voting.db import Base
from voting.domain.dispositions import DecidedBy, DispositionKind


class DispositionRow(Base):
    """The reply to one response item. Changeable until its consultation is published."""

    __tablename__ = "disposition"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_item_id: Mapped[int] = mapped_column(sa.ForeignKey("response_item.id"), unique=True)
    kind: Mapped[DispositionKind]
    detail: Mapped[str]
    decided_by: Mapped[DecidedBy]
    # SECAS decides on these alone.
    is_editorial: Mapped[bool] = mapped_column(default=False)
    # The text as it now stands, where that is known: "agreed as proposed" is checked against it.
    adopted_wording: Mapped[str] = mapped_column(default="")
    duplicate_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("response_item.id"))
    # Set by SECAS where the Proposer has to confirm the reply, so that the Proposer can read the point.
    is_shared_with_proposer: Mapped[bool] = mapped_column(default=False)
    # Why whoever decides does not agree with the draft; emptied when it is drafted again.
    returned_because: Mapped[str] = mapped_column(default="")
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    drafted_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    # The message or minute, where SECAS recorded the confirmation of a Proposer or a Working Group.
    confirmation_evidence: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        sa.CheckConstraint("kind = 'agreed_as_proposed' OR length(detail) > 0", name="says_why"),
        sa.CheckConstraint("(kind = 'duplicate_of') = (duplicate_of_id IS NOT NULL)", name="duplicate_names_the_other"),
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
    )


class DispositionHunk(Base):
    """A change of the legal text that a reply changed or cancelled."""

    __tablename__ = "disposition_hunk"

    disposition_id: Mapped[int] = mapped_column(sa.ForeignKey("disposition.id"), primary_key=True)
    hunk_id: Mapped[int] = mapped_column(sa.ForeignKey("hunk.id"), primary_key=True)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
