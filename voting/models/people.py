"""Organisations over time, people, what they are appointed to, and their sign-ins."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voting.db import Base
from voting.domain.people import OrganisationKind, PartyCategory, Role


class Organisation(Base):
    """A Party or another body that can answer, hold a seat or raise a modification. Never deleted."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[OrganisationKind]
    ceased_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    categories: Mapped[list["PartyCategoryPeriod"]] = relationship(order_by="PartyCategoryPeriod.valid_from")
    voting_groups: Mapped[list["VotingGroupMembership"]] = relationship(order_by="VotingGroupMembership.valid_from")

    __table_args__ = (sa.CheckConstraint("length(name) > 0", name="has_name"),)


class PartyCategoryPeriod(Base):
    """A Party's category between two days; `valid_to` is the first day on which it no longer holds."""

    __tablename__ = "party_category_period"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    category: Mapped[PartyCategory]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "valid_from"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="in_order"),
    )


class VotingGroup(Base):
    """A Party and its affiliates within one Party Category."""

    __tablename__ = "voting_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    category: Mapped[PartyCategory]


class VotingGroupMembership(Base):
    """An organisation in a Voting Group between two days."""

    __tablename__ = "voting_group_membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"))
    voting_group_id: Mapped[int] = mapped_column(sa.ForeignKey("voting_group.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    group: Mapped[VotingGroup] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "valid_from"),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="in_order"),
    )


class Person(Base):
    """A human being with a name and an address; what they may do is in their grants and seats."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    # Compared without case: the service stores it in lower case.
    email: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str | None]
    left_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation | None] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(order_by="RoleGrant.id")

    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        sa.CheckConstraint("length(name) > 0", name="has_name"),
    )


class RoleGrant(Base):
    """An appointment to a role between two days, for respondents within one organisation."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    organisation: Mapped[Organisation | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
        sa.CheckConstraint(
            "(role LIKE 'party\\_%' ESCAPE '\\') = (organisation_id IS NOT NULL)", name="party_role_has_party"
        ),
    )


class SignInSession(Base):
    """One sign-in. The cookie holds only the token whose hash is here, so that ending it here ends it everywhere."""

    __tablename__ = "sign_in_session"
    __table_args__ = {"info": {"scratch": True}}

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One failed or successful try, for rate limits that hold across processes. Keys are hashed: no address is kept."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes]
    at: Mapped[datetime]
    succeeded: Mapped[bool]

    __table_args__ = (sa.Index(None, "key_hash", "at"), {"info": {"scratch": True}})


class LastLook(Base):
    """When a person last looked at a modification, for "what changed since"."""

    __tablename__ = "last_look"
    __table_args__ = {"info": {"scratch": True}}

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    modification_id: Mapped[int] = mapped_column(sa.ForeignKey("modification.id"), primary_key=True)
    at: Mapped[datetime]
    before_at: Mapped[datetime | None]
