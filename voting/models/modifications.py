"""Modifications, their moves and timetables, their reports and the files these came from."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.modifications.lifecycle import ApprovingBody, BoardOutcome, Causer, EvidenceKind, Move, Path, Stage
from voting.domain.modifications.timetable import EventKind
from voting.models.people import Organisation, Person


class UploadedFile(Base):
    """The original bytes of a file, so that one backup holds everything."""

    __tablename__ = "uploaded_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(index=True)
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(deferred=True)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (
        sa.CheckConstraint("length(sha256) = 32", name="hash_is_sha256"),
        sa.CheckConstraint("size = length(content)", name="size_is_true"),
    )


class Modification(Base):
    """A proposed change to the code and where it stands."""

    __tablename__ = "modification"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    stage: Mapped[Stage] = mapped_column(index=True)
    path: Mapped[Path | None]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    approving_body: Mapped[ApprovingBody]
    proposer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    proposer_organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"))
    raised_on: Mapped[date]
    # Cleared when a report is returned or sent back: the approval in force, not the history of approvals.
    report_approved_on: Mapped[date | None]
    board_meeting: Mapped[str | None]
    board_meeting_on: Mapped[date | None]
    board_outcome: Mapped[BoardOutcome | None]
    board_voted_at: Mapped[datetime | None]
    authority_letter_on: Mapped[date | None]
    is_referred: Mapped[bool] = mapped_column(default=False)
    referral_closes_at: Mapped[datetime | None]
    decision_on: Mapped[date | None]
    implements_on: Mapped[date | None]
    on_hold_reason: Mapped[str | None]
    on_hold_review_on: Mapped[date | None]
    split_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("modification.id"))
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    proposer: Mapped[Person | None] = relationship()
    proposer_organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("(on_hold_reason IS NULL) = (on_hold_review_on IS NULL)", name="hold_has_a_review_date"),
        sa.CheckConstraint("(board_meeting IS NULL) = (board_meeting_on IS NULL)", name="meeting_has_a_date"),
        sa.CheckConstraint("implements_on IS NULL OR decision_on IS NOT NULL", name="implementation_follows_decision"),
    )


class ModificationMove(Base):
    """One move through the life cycle, with its evidence. Appended, never changed."""

    __tablename__ = "modification_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    move: Mapped[Move]
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    moved_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    causer: Mapped[Causer]
    evidence_kind: Mapped[EvidenceKind | None]
    evidence: Mapped[str] = mapped_column(default="")
    evidence_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(default="")


class TimetableEvent(Base):
    """One row of the progression timetable: planned and actual, a day or a range of days."""

    __tablename__ = "timetable_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"))
    position: Mapped[int]
    kind: Mapped[EventKind]
    text: Mapped[str]
    planned_start_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    actual_start_on: Mapped[date | None]
    actual_end_on: Mapped[date | None]

    __table_args__ = (
        sa.UniqueConstraint("modification_id", "position"),
        sa.CheckConstraint("planned_end_on IS NULL OR planned_end_on >= planned_start_on", name="plan_in_order"),
        sa.CheckConstraint("actual_end_on IS NULL OR actual_end_on >= actual_start_on", name="actual_in_order"),
    )


class ImplementationOptionRow(Base):
    """One option of the implementation approach; the first whose decide-by date is not passed applies."""

    __tablename__ = "implementation_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"))
    position: Mapped[int]
    release_on: Mapped[date]
    decide_by: Mapped[date]

    __table_args__ = (sa.UniqueConstraint("modification_id", "position"),)


class ReportVersion(Base):
    """One issue of a Modification Report. A draft until `published_at`, unchangeable from then on."""

    __tablename__ = "report_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"))
    number: Mapped[int]
    # `report_to_json`: what was read and corrected; `sources`: the passage beside each field.
    report: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    # Paths of fields that a person corrected, and unread passages that a person dismissed by name.
    hand_corrected: Mapped[list[Any]] = mapped_column(default=list)
    dismissed: Mapped[list[Any]] = mapped_column(default=list)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("uploaded_file.id"))
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    modification: Mapped[Modification] = relationship()
    file: Mapped[UploadedFile] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("modification_id", "number"),
        sa.CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="published_by_somebody"),
        sa.CheckConstraint("published_by_id <> prepared_by_id", name="published_by_a_second_person"),
    )


class ReportDraftImport(Base):
    """A later draft that was imported beside a report version and waits for its differences to be taken or left."""

    __tablename__ = "report_draft_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_version_id: Mapped[int] = mapped_column(sa.ForeignKey("report_version.id"), index=True)
    report: Mapped[dict[str, Any]]
    sources: Mapped[dict[str, Any]]
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("uploaded_file.id"))
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]


class LintAcceptance(Base):
    """A finding that was passed before publishing, with the reason."""

    __tablename__ = "lint_acceptance"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_version_id: Mapped[int] = mapped_column(sa.ForeignKey("report_version.id"))
    rule: Mapped[str]
    message: Mapped[str]
    reason: Mapped[str]
    accepted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    accepted_at: Mapped[datetime]

    __table_args__ = (
        sa.UniqueConstraint("report_version_id", "rule", "message"),
        sa.CheckConstraint("length(reason) > 0", name="has_reason"),
    )
