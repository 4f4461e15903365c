"""What each carrying out of a use case wrote into the record, for the test that walks them all."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from tests.databases import begun_world, sqlite_in_memory
from tests.world import World
from voting.db import Database, Lock
from voting.domain.people import Actor
from voting.models.history import HistoryEntry

R = TypeVar("R")
SERVICES = "voting.services."


@dataclass
class Ledger:
    """By use case, as `ballots.casting.cast_vote`: the words of the entries that each time wrote."""

    written: dict[str, list[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(list))

    def watch(self, database: Database, use_case: Callable[..., Any], carry_out: Callable[[], R]) -> R:
        """Carry a use case out and note what it wrote; one that is refused wrote nothing and is not noted."""
        before = _size(database)
        result = carry_out()
        with database.reading() as (session, _now):
            words = session.scalars(
                sa.select(HistoryEntry.use_case).where(HistoryEntry.index >= before).order_by(HistoryEntry.index)
            )
            self.written[name_of(use_case)].append(tuple(words))
        return result


def name_of(use_case: Callable[..., Any]) -> str:
    """A use case as this test calls it."""
    return f"{use_case.__module__}.{use_case.__qualname__}".removeprefix(SERVICES)


@dataclass
class WatchedWorld(World):
    """A world that notes what each use case in it wrote."""

    ledger: Ledger = field(default_factory=Ledger)

    def do(self, use_case: Callable[..., R], actor: Actor | str, lock: Lock | None = None, **arguments: Any) -> R:
        """Run one use case in its own transaction, and note it."""
        carried_out = super().do
        return self.ledger.watch(self.database, use_case, lambda: carried_out(use_case, actor, lock, **arguments))


def watched_world(ledger: Ledger) -> WatchedWorld:
    """A small world in a fresh database, of which every use case is noted in this ledger."""
    begun = begun_world(sqlite_in_memory())
    return WatchedWorld(begun.database, begun.people, begun.organisations, ledger)


def _size(database: Database) -> int:
    with database.reading() as (session, _now):
        return session.scalar(sa.select(sa.func.count()).select_from(HistoryEntry)) or 0
