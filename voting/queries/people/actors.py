"""The actor behind a sign-in: everything permission needs, in two statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.domain.calendar import london_date
from voting.domain.people import Actor, OrganisationKind, Role, token_hash
from voting.models.ballots import Alternate, BoardMember, SeatRow
from voting.models.people import Organisation, Person, RoleGrant, SignInSession


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live sign-in: the actor, whose organisation they are from, and when they last proved who they are."""

    actor: Actor
    organisation_name: str | None
    proved_at: datetime
    seen_at: datetime


def signed_in(session: Session, *, now: datetime, token: str, idle: timedelta, absolute: timedelta) -> SignedIn | None:
    """The live sign-in behind a token, or None: ended, idle for too long, too old, or the person left."""
    row = session.execute(
        sa.select(SignInSession, Person, Organisation.kind, Organisation.name)
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(SignInSession.token_hash == token_hash(token), SignInSession.ended_at.is_(None))
        .where(SignInSession.seen_at > now - idle, SignInSession.created_at > now - absolute)
    ).first()
    if row is None:
        return None
    sign_in, person, organisation_kind, organisation_name = row
    today = london_date(now)
    if person.left_on is not None and person.left_on <= today:
        return None
    actor = _actor(session, person, organisation_kind, today)
    return SignedIn(actor, organisation_name, sign_in.proved_at, sign_in.seen_at)


def actor_for_person(session: Session, *, now: datetime, person_id: int) -> Actor:
    """The actor for a person who acts outside a web request: the command line, the demonstration, tests."""
    person = session.get_one(Person, person_id)
    kind = person.organisation.kind if person.organisation else None
    return _actor(session, person, kind, london_date(now))


def _actor(session: Session, person: Person, kind: OrganisationKind | None, today: date) -> Actor:
    roles: set[Role] = set()
    organisations: dict[Role, set[int]] = defaultdict(set)
    seats: dict[str, set[int]] = defaultdict(set)
    is_chair = False
    for what, role, at, chairs in _appointments(session, person.id, today):
        if what == "role":
            roles.add(Role(role))
            if at is not None:
                organisations[Role(role)].add(at)
        else:
            seats[what].add(at)
            is_chair = is_chair or bool(chairs)
    return Actor(
        person_id=person.id,
        name=person.name,
        roles=frozenset(roles),
        organisations={role: frozenset(ids) for role, ids in organisations.items()},
        member_of_seats=frozenset(seats["member"]),
        alternate_for_seats=frozenset(seats["alternate"]),
        is_authority=kind is OrganisationKind.AUTHORITY,
        is_chair=is_chair,
    )


def _appointments(session: Session, person_id: int, today: date) -> Iterable[Any]:
    """Roles, seats held and seats stood in for, on this day: (what, role, organisation or seat, chairs)."""

    def on_the_day(table: type[RoleGrant] | type[BoardMember] | type[Alternate]) -> sa.ColumnElement[bool]:
        return sa.and_(
            table.person_id == person_id,
            table.valid_from <= today,
            sa.or_(table.valid_to.is_(None), table.valid_to > today),
        )

    nothing = sa.cast(sa.null(), sa.Text)
    return session.execute(
        sa.union_all(
            sa.select(
                sa.literal("role"), sa.cast(RoleGrant.role, sa.Text), RoleGrant.organisation_id, sa.false()
            ).where(on_the_day(RoleGrant)),
            sa.select(sa.literal("member"), nothing, BoardMember.seat_id, BoardMember.is_chair)
            .join(SeatRow, SeatRow.id == BoardMember.seat_id)
            .where(on_the_day(BoardMember), SeatRow.abolished_on.is_(None)),
            sa.select(sa.literal("alternate"), nothing, Alternate.seat_id, sa.false()).where(on_the_day(Alternate)),
        )
    )
