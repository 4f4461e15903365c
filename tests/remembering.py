"""States of a database that tests begin from: built once in a test process by the product's own services, then copied.

A process has one SQLite database in memory and one on PostgreSQL. Each test begins by laying a copy over it, so that no
test meets what another one left, and the statements that SQLAlchemy has compiled once stay compiled.
"""

import copy
import functools
import sqlite3
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from itertools import count
from typing import Any, LiteralString, TypeVar, cast

import psycopg
import sqlalchemy as sa
import time_machine
from psycopg import sql

from voting import clock
from voting.db import Base, Database

Builder = TypeVar("Builder", bound=Callable[..., Any])

MOST_KEPT = 80
LONGEST_WAIT = "20s"


@dataclass(frozen=True)
class State:
    """What a builder left: the rows, the names in the world, and what it gave back."""

    number: int
    rows: Any
    people: Mapping[str, int]
    organisations: Mapping[str, int]
    given: Any


class Shelf(ABC):
    """The states kept for one database, and which of them it stands at."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._states: OrderedDict[Hashable, State] = OrderedDict()
        self._numbers = count(1)
        self._empty = State(0, self.rows(), {}, {}, None)
        self._stands_at = self._empty
        self._writes: int | None = None

    def begin(self) -> None:
        """Take out everything."""
        self._take(self._empty)

    def standing(self) -> int | None:
        """The number of the state that the database stands at, or None where anything was written since."""
        return self._stands_at.number if self._writes is not None and self._writes == self.writes() else None

    def known(self, key: Hashable) -> State | None:
        """The state by this key, laid over the database, if it is kept."""
        state = self._states.get(key)
        if state is not None:
            self._states.move_to_end(key)
            self._take(state)
        return state

    def keep(self, key: Hashable, people: Mapping[str, int], organisations: Mapping[str, int], given: Any) -> None:
        """Keep the database as it stands; of many states the one that was not asked for longest goes."""
        state = State(next(self._numbers), self.rows(), dict(people), dict(organisations), copy.deepcopy(given))
        self._states[key] = state
        self._stands_at, self._writes = state, self.writes()
        if len(self._states) > MOST_KEPT:
            _, oldest = self._states.popitem(last=False)
            self.drop(oldest.rows)

    def _take(self, state: State) -> None:
        self.lay(state.rows)
        self._stands_at, self._writes = state, self.writes()

    def close(self) -> None:
        """Forget all states."""
        while self._states:
            self.drop(self._states.popitem()[1].rows)

    @abstractmethod
    def rows(self) -> Any:
        """A copy of all rows."""

    @abstractmethod
    def lay(self, rows: Any) -> None:
        """Overwrite the database by such a copy."""

    @abstractmethod
    def drop(self, rows: Any) -> None:
        """Throw such a copy away."""

    @abstractmethod
    def writes(self) -> int | None:
        """A number that grows with every write; None while one is under way."""


class SqliteShelf(Shelf):
    """Of a database in memory the pages are copied."""

    def rows(self) -> sqlite3.Connection:
        """A copy of all pages."""
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        self._driver().backup(kept)
        return kept

    def lay(self, rows: sqlite3.Connection) -> None:
        """Overwrite all pages."""
        driver = self._driver()
        driver.rollback()
        rows.backup(driver)

    def drop(self, rows: sqlite3.Connection) -> None:
        """Close the copy, which nothing else holds."""
        rows.close()

    def writes(self) -> int | None:
        """How many rows its only connection has written."""
        driver = self._driver()
        return None if driver.in_transaction else driver.total_changes

    def _driver(self) -> sqlite3.Connection:
        pool = cast("sa.StaticPool", self.database.engine.pool)
        driver = pool.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver


class PostgresShelf(Shelf):
    """Of a PostgreSQL database the server keeps the rows, in a table of its own; the sequences only ever go on."""

    def __init__(self, database: Database) -> None:
        url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(url, autocommit=True)
        tables = [sql.Identifier(table.name) for table in Base.metadata.sorted_tables]
        column = sql.SQL("{0} public.{0}[]")
        # Deleting from small tables is many times as fast as TRUNCATE, which makes new files for each of them.
        anew = sql.SQL(
            "DELETE FROM {0}; IF found.{0} IS NOT NULL THEN INSERT INTO {0} SELECT * FROM unnest(found.{0}); END IF;"
        )
        self._connection.execute(
            sql.SQL(_SERVERS_SIDE).format(
                columns=sql.SQL(", ").join(map(column.format, tables)),
                all_rows=sql.SQL(", ").join(map(sql.SQL("(SELECT array_agg({0}) FROM {0})").format, tables)),
                anew=sql.SQL("\n").join(map(anew.format, tables)),
                longest_wait=sql.Literal(LONGEST_WAIT),
            )
        )
        super().__init__(database)

    def rows(self) -> int:
        """Have the server keep all rows; the number that it keeps them by."""
        return self._one("SELECT kept.keep()")

    def lay(self, rows: int) -> None:
        """Delete what there is and put the kept rows in, without the checks that they once passed."""
        self._one("SELECT kept.lay(%s)", rows)

    def drop(self, rows: int) -> None:
        """Delete the kept rows."""
        self._connection.execute("DELETE FROM kept.state WHERE id = %s", [rows])

    def writes(self) -> int | None:
        """The number that the next transaction that writes will get."""
        return self._one("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")

    def close(self) -> None:
        """Forget all states, and end the connection of its own."""
        super().close()
        self._connection.close()

    def _one(self, statement: LiteralString, *values: int) -> Any:
        (found,) = self._connection.execute(statement, values).fetchone() or (None,)
        return found


_SERVERS_SIDE = """
SET lock_timeout = {longest_wait};
CREATE SCHEMA kept;
CREATE TABLE kept.state (id serial PRIMARY KEY, {columns});
CREATE FUNCTION kept.keep() RETURNS int LANGUAGE sql AS $$
    INSERT INTO kept.state VALUES (DEFAULT, {all_rows}) RETURNING id
$$;
CREATE FUNCTION kept.lay(wanted int) RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE found kept.state;
BEGIN
    SELECT * INTO STRICT found FROM kept.state WHERE id = wanted;
{anew}
END
$$
"""

_SHELVES: dict[Database, Shelf] = {}


def begin_anew(database: Database) -> None:
    """Empty a database that the whole process uses; from now on what builders leave in it is remembered."""
    if database not in _SHELVES:
        _SHELVES[database] = SqliteShelf(database) if database.is_sqlite else PostgresShelf(database)
    _SHELVES[database].begin()


def let_go(database: Database) -> None:
    """Forget a database that is about to go."""
    shelf = _SHELVES.pop(database, None)
    if shelf is not None:
        shelf.close()


def remembered(build: Builder) -> Builder:
    """A builder (its first argument has the database and the names) that runs once from the same beginning.

    The same beginning is the same state of the database and the names, the same arguments and the same time: the
    instant where the clock stands still, the hour where it runs.
    """

    @functools.wraps(build)
    def built(world: Any, *args: Any, **kwargs: Any) -> Any:
        # A world of another kind looks on while it is built, so that nothing of it may be left out.
        is_plain = type(world).__bases__ == (object,)
        shelf = _SHELVES.get(world.database) if is_plain else None
        key = shelf and _key(shelf, world, build, args, kwargs)
        if shelf is None or key is None:
            return build(world, *args, **kwargs)
        state = shelf.known(key)
        if state is None:
            given = build(world, *args, **kwargs)
            shelf.keep(key, world.people, world.organisations, given)
            return given
        world.people.update(state.people)
        world.organisations.update(state.organisations)
        return copy.deepcopy(state.given)

    return cast("Builder", built)


def _key(shelf: Shelf, world: Any, build: Callable[..., Any], args: Any, kwargs: Any) -> Hashable | None:
    begins_at = shelf.standing()
    if begins_at is None:
        return None
    key = (begins_at, build, _hashable((args, kwargs, world.people, world.organisations)), _time())
    try:
        hash(key)
    except TypeError:
        return None
    return key


def _hashable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tuple((name, _hashable(each)) for name, each in value.items())
    if isinstance(value, tuple | list):
        return (type(value), *map(_hashable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value), *(_hashable(getattr(value, each.name)) for each in fields(value)))
    return value


def _time() -> datetime:
    now = clock.now()
    return now if time_machine.escape_hatch.is_travelling() else now.replace(minute=0, second=0, microsecond=0)
