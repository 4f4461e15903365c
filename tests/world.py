"""The small world that tests start from. Everything in it is made by the product's own services."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
import time_machine

from tests.remembering import remembered
from voting.db import Database, Lock
from voting.domain.people import Actor, OrganisationKind, PartyCategory, Role
from voting.models.history import HistoryEntry
from voting.queries.people import actor_for_person
from voting.services import calendar as calendar_service
from voting.services import people

R = TypeVar("R")

HOUSE = Actor(person_id=None, name="house", roles=frozenset({Role.ADMINISTRATOR}))
LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct horse battery staple"


@dataclass
class World:
    """A database with named people. `do` runs one use case, `look` one query, both as the edge would."""

    database: Database
    people: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)

    @classmethod
    def begin(cls, database: Database) -> "World":
        """SECAS with an analyst, a second analyst, two approvers and an administrator; bank holidays filled in."""
        world = cls(database)
        world.open_house()
        return world

    @remembered
    def open_house(self) -> None:
        """What `begin` puts into an empty database."""
        self.do(calendar_service.fill_bank_holidays, HOUSE)
        self.add_organisation("secas", "Code administrator (test)", OrganisationKind.CODE_ADMINISTRATOR)
        for name, role in (
            ("analyst", Role.SECAS_ANALYST),
            ("second_analyst", Role.SECAS_ANALYST),
            ("approver", Role.SECAS_APPROVER),
            ("second_approver", Role.SECAS_APPROVER),
            ("administrator", Role.ADMINISTRATOR),
            ("auditor", Role.AUDITOR),
        ):
            self.add_person(name, "secas", role)

    def do(self, use_case: Callable[..., R], actor: Actor | str, lock: Lock | None = None, **arguments: Any) -> R:
        """Run one use case in its own transaction as this actor (or the person of this name)."""
        who = self.actor(actor) if isinstance(actor, str) else actor
        with self.database.transaction(lock) as (session, now):
            return use_case(session, actor=who, now=now, **arguments)

    def scratch(self, use_case: Callable[..., R], actor: Actor | str, **arguments: Any) -> R:
        """Run one write outside the record (drafts)."""
        who = self.actor(actor) if isinstance(actor, str) else actor
        with self.database.scratch() as (session, now):
            return use_case(session, actor=who, now=now, **arguments)

    def look(self, query: Callable[..., R], **arguments: Any) -> R:
        """Run one query."""
        with self.database.reading() as (session, _now):
            return query(session, **arguments)

    def actor(self, name: str) -> Actor:
        """The actor that this person is now."""
        with self.database.reading() as (session, now):
            return actor_for_person(session, now=now, person_id=self.people[name])

    @remembered
    def add_organisation(
        self,
        key: str,
        name: str,
        kind: OrganisationKind = OrganisationKind.PARTY,
        category: PartyCategory | None = None,
    ) -> int:
        """An organisation, in a Party Category since long ago if one is given."""
        made = self.do(people.add_organisation, HOUSE, name=name, kind=kind, key=key)
        self.organisations[key] = made
        if category:
            self.do(people.begin_party_category, HOUSE, organisation_id=made, category=category, valid_from=LONG_AGO)
        return made

    @remembered
    def add_person(self, name: str, organisation: str | None, *roles: Role) -> int:
        """A person called `name`, at an organisation, with roles since long ago."""
        at = self.organisations[organisation] if organisation else None
        made = self.do(
            people.add_person,
            HOUSE,
            name=name.replace("_", " ").title(),
            email=f"{name}@{organisation or 'nowhere'}.example",
            organisation_id=at,
        )
        self.people[name] = made
        for role in roles:
            self.do(
                people.grant_role,
                HOUSE,
                person_id=made,
                role=role,
                organisation_id=at if role.value.startswith("party_") else None,
                valid_from=LONG_AGO,
            )
        return made

    @remembered
    def add_party(self, key: str, category: PartyCategory = PartyCategory.SMALL_SUPPLIERS) -> int:
        """A Party with a contributor, a reviewer and a signatory: `<key>_contributor` and so on."""
        made = self.add_organisation(key, f"{key.replace('-', ' ').title()} (test)", category=category)
        self.add_person(f"{key}_contributor", key, Role.PARTY_CONTRIBUTOR)
        self.add_person(f"{key}_reviewer", key, Role.PARTY_REVIEWER)
        self.add_person(f"{key}_signatory", key, Role.PARTY_SIGNATORY)
        return made

    def history_size(self) -> int:
        """How many history entries there are."""
        with self.database.reading() as (session, _now):
            return session.scalar(sa.select(sa.func.count()).select_from(HistoryEntry)) or 0

    def use_cases(self) -> list[str]:
        """The names of the use cases recorded so far, in order."""
        with self.database.reading() as (session, _now):
            return list(session.scalars(sa.select(HistoryEntry.use_case).order_by(HistoryEntry.index)))


@contextmanager
def at(instant: datetime | str) -> Iterator[time_machine.Traveller]:
    """Stand still at an instant: an aware datetime, or ISO text that is UTC where it names no zone."""
    when = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    with time_machine.travel(when, tick=False) as traveller:
        yield traveller


def later(instant: datetime, **parts: float) -> datetime:
    """An instant some while after another."""
    return instant + timedelta(**parts)
