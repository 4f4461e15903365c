"""Playing the demonstration's story: every act through the product's own services, in the order of its time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import heappop, heappush
from itertools import count
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from voting.db import Database
from voting.demo.content import Dates
from voting.domain.people import Actor, Role
from voting.queries.people import actor_for_person

R = TypeVar("R")

HOUSE = Actor(person_id=None, name="demonstration", roles=frozenset({Role.ADMINISTRATOR}))


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """One thing that happened at an instant; of several at one instant, the one told of first."""

    at: datetime
    told: int
    do: Callable[[], object] = field(compare=False)


@dataclass
class Story:
    """The acts of the demonstration, and the ids of what they made, by the content's keys."""

    database: Database
    dates: Dates
    organisations: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int] = field(default_factory=dict)
    # Whatever else a later act asks for, by (kind, key): ("modification", "MP901").
    made: dict[tuple[str, str], Any] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    _told: Iterator[int] = field(default_factory=count)

    def at(self, when: datetime, do: Callable[[], object]) -> None:
        """Let something happen at an instant; what happens at one instant happens in the order of being told."""
        heappush(self.acts, Act(when, next(self._told), do))

    def play(self) -> None:
        """Let everything happen, in order."""
        while self.acts:
            heappop(self.acts).do()

    def act(self, use_case: Callable[..., R], person: str | None, when: datetime, **arguments: Any) -> R:
        """Run one use case at an instant as a person of the content, or as the house."""
        with self.database.transaction() as (session, _clock):
            actor = self._actor(session, person, when)
            return use_case(session, actor=actor, now=when, **arguments)

    def draft(self, use_case: Callable[..., R], person: str, when: datetime, **arguments: Any) -> R:
        """Run one write outside the record at an instant."""
        with self.database.scratch() as (session, _clock):
            return use_case(session, actor=self._actor(session, person, when), now=when, **arguments)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look something up."""
        with self.database.reading() as (session, _clock):
            yield session

    @property
    def today(self) -> date:
        """The London date of loading."""
        return self.dates.today

    def _actor(self, session: Session, person: str | None, when: datetime) -> Actor:
        if person is None:
            return HOUSE
        return actor_for_person(session, now=when, person_id=self.people[person])
