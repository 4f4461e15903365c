"""Seats of the Change Board, ballots with what they freeze, votes and decisions."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.ballots import VoteChoice, VotingCategory
from voting.domain.ballots.roster import Standing
from voting.domain.ballots.state import BallotKind
from voting.models.modifications import Modification, ReportVersion
from voting.models.people import Organisation, Person


class RuleSetVersion(Base):
    """One version of the rules of counting, as data. A ballot copies it."""

    __tablename__ = "rule_set_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    rules: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class SeatRow(Base):
    """A place on the Change Board."""

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    category: Mapped[VotingCategory]
    position: Mapped[int]
    abolished_on: Mapped[date | None]

    members: Mapped[list["BoardMember"]] = relationship(order_by="BoardMember.valid_from")
    alternates: Mapped[list["Alternate"]] = relationship(order_by="Alternate.valid_from")


class BoardMember(Base):
    """Who holds a seat between two days; `valid_to` is the first day on which it no longer holds."""

    __tablename__ = "board_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    is_chair: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("seat_id", "valid_from"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
    )


class Alternate(Base):
    """Who stands in for a seat, standing or for one meeting, between two days."""

    __tablename__ = "alternate"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    # The meeting or ex-committee ballot for which they were appointed; empty for a standing alternate.
    occasion: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    evidence: Mapped[str]

    person: Mapped[Person] = relationship()

    __table_args__ = (sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),)


class BallotRow(Base):
    """A question put to the Board, with everything frozen that decides how it is counted."""

    __tablename__ = "ballot"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    question: Mapped[str]
    report_version_id: Mapped[int] = mapped_column(sa.ForeignKey("report_version.id"))
    rule_set_version_id: Mapped[int] = mapped_column(sa.ForeignKey("rule_set_version.id"))
    # Frozen at opening: a copy, so that a later edit of the rule set cannot touch it.
    rules: Mapped[dict[str, Any] | None]
    kind: Mapped[BallotKind]
    # The meeting or ex-committee ballot as appointments of alternates name it.
    occasion: Mapped[str]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    prepared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    prepared_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    chair_closed_at: Mapped[datetime | None]
    closed_early_at: Mapped[datetime | None]
    closed_early_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # Deferred, returned or withdrawn without a vote.
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None]
    # Frozen at publication.
    result: Mapped[dict[str, Any] | None]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    modification: Mapped[Modification] = relationship()
    report_version: Mapped[ReportVersion] = relationship()
    options: Mapped[list["BallotOption"]] = relationship(order_by="BallotOption.position")
    roster: Mapped[list["RosterRow"]] = relationship(order_by="RosterRow.position")

    __table_args__ = (
        sa.CheckConstraint("opened_by_id <> prepared_by_id", name="opened_by_a_second_person"),
        sa.CheckConstraint("published_by_id <> prepared_by_id", name="published_by_a_second_person"),
        sa.CheckConstraint("(opened_at IS NULL) = (rules IS NULL)", name="opening_freezes_the_rules"),
        sa.CheckConstraint("(published_at IS NULL) = (result IS NULL)", name="published_with_a_result"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ended_because"),
        sa.CheckConstraint("published_at IS NULL OR ended_at IS NULL", name="one_ending"),
    )


class RefusedAttempts(Base):
    """How many attempts to vote a rule refused, so that every attempt is accounted for."""

    __tablename__ = "refused_attempts"
    __table_args__ = {"info": {"scratch": True}}

    ballot_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot.id"), primary_key=True)
    count: Mapped[int]


class BallotOption(Base):
    """The Proposed Solution, or an Alternative; each is voted on by itself."""

    __tablename__ = "ballot_option"

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot.id"))
    key: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]

    __table_args__ = (sa.UniqueConstraint("ballot_id", "key"),)


class BallotDocument(Base):
    """Which legal text versions a ballot is about."""

    __tablename__ = "ballot_document"

    ballot_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot.id"), primary_key=True)
    legal_text_version_id: Mapped[int] = mapped_column(sa.ForeignKey("legal_text_version.id"), primary_key=True)


class RosterRow(Base):
    """A seat as it counts in one ballot, frozen at opening."""

    __tablename__ = "roster"

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot.id"))
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"), index=True)
    seat_key: Mapped[str]
    seat_name: Mapped[str]
    category: Mapped[VotingCategory]
    position: Mapped[int]
    holder_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    holder_name: Mapped[str | None]
    organisation_name: Mapped[str | None]
    interest_declared: Mapped[str | None]
    is_recused: Mapped[bool] = mapped_column(default=False)
    # Attendance, where it is taken; empty in an ex-committee ballot.
    is_present: Mapped[bool | None]

    __table_args__ = (sa.UniqueConstraint("ballot_id", "seat_id"),)


class VoteRow(Base):
    """One vote as cast. Appended; a change is a further row, and the last valid one of the seat counts."""

    __tablename__ = "vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot.id"))
    roster_id: Mapped[int] = mapped_column(sa.ForeignKey("roster.id"))
    option_id: Mapped[int] = mapped_column(sa.ForeignKey("ballot_option.id"))
    choice: Mapped[VoteChoice]
    objectives: Mapped[str]
    reason: Mapped[str]
    # Whose vote it is and as what; `entered_by_id` is somebody else only where the secretary recorded it.
    given_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    given_as: Mapped[Standing]
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    cast_at: Mapped[datetime]
    received_at: Mapped[datetime]
    evidence: Mapped[str] = mapped_column(default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    # A recorded vote that the second person found not to be what the member sent: kept, and never counted.
    declined_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    declined_at: Mapped[datetime | None]
    declined_because: Mapped[str | None]
    receipt: Mapped[str]

    __table_args__ = (
        sa.Index(None, "ballot_id", "given_by_id"),
        sa.Index(None, "roster_id", "option_id", "cast_at"),
        sa.CheckConstraint("entered_by_id = given_by_id OR length(evidence) > 0", name="recorded_votes_have_evidence"),
        sa.CheckConstraint("confirmed_by_id <> entered_by_id", name="confirmed_by_a_second_person"),
        sa.CheckConstraint("declined_by_id <> entered_by_id", name="declined_by_a_second_person"),
        sa.CheckConstraint("confirmed_at IS NULL OR declined_at IS NULL", name="confirmed_or_declined"),
        sa.CheckConstraint("(declined_at IS NULL) = (declined_because IS NULL)", name="declined_because"),
        sa.CheckConstraint("received_at <= cast_at", name="received_before_entered"),
    )


class Decision(Base):
    """What was decided on a modification, by whom, and what follows. A correction is a further row."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), index=True)
    ballot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ballot.id"), index=True)
    body: Mapped[str]
    outcome: Mapped[str]
    option_key: Mapped[str | None]
    decision_on: Mapped[date]
    implements_on: Mapped[date | None]
    sentence: Mapped[str]
    # The decision that this one corrects; what was wrong and what is right stands in `sentence`.
    corrects_id: Mapped[int | None] = mapped_column(sa.ForeignKey("decision.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
