"""Consultations: questions, whom they are addressed to, and every change of the deadline."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.confidentiality import LeakKind
from voting.domain.consultations import ConsultationKind, QuestionKind
from voting.models.modifications import Modification


class ConsultationRow(Base):
    """A consultation. Its state follows from these instants and the clock, and is never stored."""

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    kind: Mapped[ConsultationKind]
    title: Mapped[str]
    introduction: Mapped[str] = mapped_column(default="")
    report_version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("report_version.id"))
    issue_on: Mapped[date]
    close_on: Mapped[date]
    # The deadline that stands: set at opening, moved only forward and only by an extension.
    closes_at: Mapped[datetime] = mapped_column(index=True)
    asks_for_replies: Mapped[bool]
    is_open_to_secas: Mapped[bool] = mapped_column(default=False)
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    summary: Mapped[str] = mapped_column(default="")
    summary_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    modification: Mapped[Modification] = relationship()
    questions: Mapped[list["QuestionRow"]] = relationship(order_by="QuestionRow.position")

    __table_args__ = (
        sa.CheckConstraint("close_on > issue_on", name="window_in_order"),
        sa.CheckConstraint("opened_by_id <> prepared_by_id", name="opened_by_a_second_person"),
        sa.CheckConstraint("(opened_at IS NULL) = (opened_by_id IS NULL)", name="opened_by_somebody"),
        sa.CheckConstraint("published_at IS NULL OR published_at >= closes_at", name="published_after_close"),
    )


class QuestionRow(Base):
    """One question of a consultation."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind]
    text: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")
    options: Mapped[list[Any]] = mapped_column(default=list)
    comment_required: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (sa.UniqueConstraint("consultation_id", "position"),)


class ConsultationDocument(Base):
    """Which legal text versions, and so which clauses as consulted, a consultation is about."""

    __tablename__ = "consultation_document"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), primary_key=True)
    legal_text_version_id: Mapped[int] = mapped_column(sa.ForeignKey("legal_text_version.id"), primary_key=True)


class Invitation(Base):
    """An organisation that is expected to answer: guidance and reminders, never a bar to others."""

    __tablename__ = "invitation"

    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), primary_key=True)


class Extension(Base):
    """A later closing time: asked for by one person, confirmed by another, with reason and notice."""

    __tablename__ = "extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    reason: Mapped[str]
    notice: Mapped[str]
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.CheckConstraint("to_at > from_at", name="only_forward"),
        sa.CheckConstraint("confirmed_by_id <> requested_by_id", name="confirmed_by_a_second_person"),
        sa.CheckConstraint("length(reason) > 0", name="has_reason"),
        sa.CheckConstraint("length(notice) > 0", name="has_notice"),
    )


class LeakDecision(Base):
    """A finding of the leak check that was looked at and passed, with the reason; none is passed in silence."""

    __tablename__ = "leak_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    kind: Mapped[LeakKind]
    # What identifies the finding: as the published set and the confidential items name their points.
    published_key: Mapped[str]
    confidential_key: Mapped[str]
    words: Mapped[str]
    reason: Mapped[str]
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("consultation_id", "kind", "published_key", "confidential_key", "words"),
        sa.CheckConstraint("length(reason) > 0", name="has_reason"),
    )
