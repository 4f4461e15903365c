"""The actor behind a sign-in: everything permission needs, in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voting.db import fetched
from voting.domain.calendar import london_date
from voting.domain.errors import NotFound
from voting.domain.people import Actor, OrganisationKind, Role, token_hash
from voting.models.ballots import Alternate, BoardMember, SeatRow
from voting.models.people import Organisation, Person, RoleGrant, SignInSession
from voting.queries.people.periods import holds_on_day

_SIGN_IN, _PERSON, _ORGANISATION = SignInSession.__table__, Person.__table__, Organisation.__table__
_GRANT, _MEMBER, _SEAT, _ALTERNATE = RoleGrant.__table__, BoardMember.__table__, SeatRow.__table__, Alternate.__table__


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live sign-in: the actor, whose organisation they are from, and when they last proved who they are."""

    actor: Actor
    organisation_name: str | None
    proved_at: datetime
    seen_at: datetime


def signed_in(session: Session, *, now: datetime, token: str, idle: timedelta, absolute: timedelta) -> SignedIn | None:
    """The live sign-in behind a token, or None: ended, idle for too long, too old, or the person left."""
    today = london_date(now)
    hashed, used_after, begun_after = token_hash(token), now - idle, now - absolute
    rows = fetched(session, _by_token(), token=hashed, used_after=used_after, begun_after=begun_after, today=today)
    if not rows or (rows[0].left_on is not None and rows[0].left_on <= today):
        return None
    return SignedIn(_actor(rows), rows[0].organisation, rows[0].proved_at, rows[0].seen_at)


def actor_for_person(session: Session, *, now: datetime, person_id: int) -> Actor:
    """The actor for a person who acts outside a web request: the command line, the demonstration, tests."""
    rows = fetched(session, _by_person(), person=person_id, today=london_date(now))
    if not rows:
        raise NotFound("There is no such person.")
    return _actor(rows)


def _actor(rows: Sequence[Any]) -> Actor:
    """The actor from one row for each combination of a role, a seat held and a seat stood in for."""
    organisations: dict[Role, set[int]] = defaultdict(set)
    for row in rows:
        if row.at is not None:
            organisations[row.role].add(row.at)
    return Actor(
        person_id=rows[0].id,
        name=rows[0].name,
        roles=frozenset(row.role for row in rows if row.role is not None),
        organisations={role: frozenset(ids) for role, ids in organisations.items()},
        member_of_seats=frozenset(row.seat for row in rows if row.seat is not None),
        alternate_for_seats=frozenset(row.stands_in for row in rows if row.stands_in is not None),
        is_authority=rows[0].kind is OrganisationKind.AUTHORITY,
        is_chair=any(row.chairs for row in rows if row.seat is not None),
    )


@cache
def _by_token() -> sa.Select[*tuple[Any, ...]]:
    live = sa.and_(
        _SIGN_IN.c.token_hash == sa.bindparam("token"),
        _SIGN_IN.c.ended_at.is_(None),
        _SIGN_IN.c.seen_at > sa.bindparam("used_after"),
        _SIGN_IN.c.created_at > sa.bindparam("begun_after"),
    )
    people = _SIGN_IN.join(_PERSON, _PERSON.c.id == _SIGN_IN.c.person_id)
    return _appointed(people).add_columns(_SIGN_IN.c.proved_at, _SIGN_IN.c.seen_at).where(live)


@cache
def _by_person() -> sa.Select[*tuple[Any, ...]]:
    return _appointed(_PERSON).where(_PERSON.c.id == sa.bindparam("person"))


def _appointed(people: sa.FromClause) -> sa.Select[*tuple[Any, ...]]:
    """People with every role, seat held and seat stood in for on the day.

    In plain tables and put together once, because it is part of every page that a signed-in person opens.
    """
    day = sa.bindparam("today", type_=sa.Date())

    def on_the_day(table: sa.FromClause) -> sa.ColumnElement[bool]:
        return sa.and_(table.c.person_id == _PERSON.c.id, holds_on_day(table.c, day))

    return (
        sa.select(
            _PERSON.c.id,
            _PERSON.c.name,
            _PERSON.c.left_on,
            _ORGANISATION.c.kind,
            _ORGANISATION.c.name.label("organisation"),
            _GRANT.c.role,
            _GRANT.c.organisation_id.label("at"),
            _SEAT.c.id.label("seat"),
            _MEMBER.c.is_chair.label("chairs"),
            _ALTERNATE.c.seat_id.label("stands_in"),
        )
        .select_from(people)
        .outerjoin(_ORGANISATION, _ORGANISATION.c.id == _PERSON.c.organisation_id)
        .outerjoin(_GRANT, on_the_day(_GRANT))
        .outerjoin(_MEMBER, on_the_day(_MEMBER))
        .outerjoin(_SEAT, sa.and_(_SEAT.c.id == _MEMBER.c.seat_id, _SEAT.c.abolished_on.is_(None)))
        .outerjoin(_ALTERNATE, on_the_day(_ALTERNATE))
    )
