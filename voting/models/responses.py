"""Responses: drafts that pass away, and submitted versions that stay."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.confidentiality import Confidentiality
from voting.domain.responses.routes import ResponseRoute
from voting.models.people import Organisation


class DraftRow(Base):
    """An organisation's shared draft. Unreadable for everybody else, and gone 20 Working Days after close."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    confidentiality: Mapped[Confidentiality]
    no_comment_on_the_rest: Mapped[bool] = mapped_column(default=False)
    also_for: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]

    items: Mapped[list["DraftItemRow"]] = relationship(order_by="DraftItemRow.id")

    __table_args__ = (sa.UniqueConstraint("consultation_id", "organisation_id"), {"info": {"scratch": True}})


class DraftItemRow(Base):
    """One point of a draft, on one target, as its last editor left it."""

    __tablename__ = "draft_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(sa.ForeignKey("draft.id"))
    # `question:12`, `observation:7` or `clause:<version id>:<clause key>`; further targets stand in `also_targets`.
    target: Mapped[str]
    also_targets: Mapped[list[Any]] = mapped_column(default=list)
    position: Mapped[str | None]
    chosen: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    own_wording: Mapped[str] = mapped_column(default="")
    confidentiality: Mapped[Confidentiality | None]
    # The comment, the wording and whether the position is shown, as the public reads them instead; all empty for none.
    public_version: Mapped[str] = mapped_column(default="")
    public_wording: Mapped[str] = mapped_column(default="")
    public_shows_position: Mapped[bool] = mapped_column(default=False)
    declared_blank: Mapped[bool] = mapped_column(default=False)
    objectives: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    __table_args__ = (sa.UniqueConstraint("draft_id", "target"), {"info": {"scratch": True}})


class ResponseRow(Base):
    """One organisation's answer to one consultation; its versions hold what was said.

    `organisation_id` is empty only for an unknown sender, until SECAS links the response.
    """

    __tablename__ = "response"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(sa.ForeignKey("consultation.id"))
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    sender: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("consultation_id", "organisation_id"),
        sa.CheckConstraint("organisation_id IS NOT NULL OR length(sender) > 0", name="somebody_answered"),
    )


class ResponseVersion(Base):
    """One submission, kept for good. The last one in time (or admitted) counts: `counting_versions`."""

    __tablename__ = "response_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(sa.ForeignKey("response.id"))
    number: Mapped[int]
    is_nil: Mapped[bool]
    confidentiality: Mapped[Confidentiality]
    no_comment_on_the_rest: Mapped[bool]
    also_for: Mapped[str] = mapped_column(default="")
    route: Mapped[ResponseRoute]
    # When it reached us and when it was entered: the same instant for what is done in the product.
    received_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("uploaded_file.id"))
    # Who said whose answer it is, where its sender was unknown when it was entered.
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    is_late: Mapped[bool]
    admitted: Mapped[bool | None]
    ruling_reason: Mapped[str] = mapped_column(default="")
    ruled_at: Mapped[datetime | None]
    ruled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    receipt: Mapped[str] = mapped_column(unique=True)

    response: Mapped[ResponseRow] = relationship()
    items: Mapped[list["ResponseItemRow"]] = relationship(order_by="ResponseItemRow.position_in_response")

    __table_args__ = (
        sa.UniqueConstraint("response_id", "number"),
        sa.CheckConstraint("confirmed_by_id <> signed_by_id", name="confirmed_by_a_second_person"),
        sa.CheckConstraint("confirmed_by_id <> linked_by_id", name="confirmed_by_another_than_linked"),
        sa.CheckConstraint("(route = 'platform') OR (evidence_id IS NOT NULL)", name="other_routes_have_evidence"),
        sa.CheckConstraint(
            "admitted IS NULL OR (is_late AND length(ruling_reason) > 0)", name="rulings_are_on_late_ones"
        ),
    )


class ResponseItemRow(Base):
    """One point of a submitted version."""

    __tablename__ = "response_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_version_id: Mapped[int] = mapped_column(sa.ForeignKey("response_version.id"))
    # Stable over the versions of a response, so that a reply can follow the point.
    key: Mapped[str]
    position_in_response: Mapped[int]
    position: Mapped[str | None]
    chosen: Mapped[str] = mapped_column(default="")
    comment: Mapped[str]
    own_wording: Mapped[str]
    confidentiality: Mapped[Confidentiality | None]
    public_version: Mapped[str]
    public_wording: Mapped[str] = mapped_column(default="")
    public_shows_position: Mapped[bool] = mapped_column(default=False)
    declared_blank: Mapped[bool] = mapped_column(default=False)
    objectives: Mapped[str] = mapped_column(default="")

    targets: Mapped[list["ItemTarget"]] = relationship(order_by="ItemTarget.id")

    __table_args__ = (sa.UniqueConstraint("response_version_id", "key"),)


_TARGETS = ("question_id", "observation_id", "clause_id")


class ItemTarget(Base):
    """What a point is about: a question, an observation or a clause as consulted."""

    __tablename__ = "item_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_item_id: Mapped[int] = mapped_column(sa.ForeignKey("response_item.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("question.id"), index=True)
    observation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("observation.id"), index=True)
    clause_id: Mapped[int | None] = mapped_column(sa.ForeignKey("clause.id"), index=True)

    __table_args__ = (
        sa.CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in _TARGETS) + " = 1",
            name="one_target",
        ),
    )


def counting_versions() -> sa.Subquery:
    """Which version of each response counts: the last received of those in time or admitted, confirmed and linked.

    Columns `response_id` and `response_version_id`. Every reader of answers goes through here. "Last" goes by when it
    was received, then entered, then by number, as `voting.domain.responses.counting_version` has it.
    """
    last_first = (
        ResponseVersion.received_at.desc(),
        ResponseVersion.entered_at.desc(),
        ResponseVersion.number.desc(),
    )
    eligible = (
        sa.select(
            ResponseVersion.response_id,
            ResponseVersion.id.label("response_version_id"),
            sa.func.row_number().over(partition_by=ResponseVersion.response_id, order_by=last_first).label("place"),
        )
        .join(ResponseRow, ResponseRow.id == ResponseVersion.response_id)
        .where(
            ResponseRow.organisation_id.is_not(None),
            sa.or_(ResponseVersion.is_late.is_(False), ResponseVersion.admitted.is_(True)),
            sa.or_(ResponseVersion.route == ResponseRoute.PLATFORM, ResponseVersion.confirmed_at.is_not(None)),
        )
        .subquery()
    )
    return sa.select(eligible.c.response_id, eligible.c.response_version_id).where(eligible.c.place == 1).subquery()
