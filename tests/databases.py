"""Fresh databases for tests, of both kinds, and the small world in them.

On SQLite one database in memory serves a whole test process: it is overwritten from a copy before each test, so that
the statements that SQLAlchemy has compiled once stay compiled.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

import voting.models  # noqa: F401 - registers the tables
from tests.world import World
from voting.db import Base, Database

_SQLITE: list[Database] = []
_EMPTY: list[sqlite3.Connection] = []
_BEGUN: list[tuple[sqlite3.Connection, World]] = []


def sqlite_in_memory() -> Database:
    """The process's SQLite database in memory, with all tables and nothing in them."""
    if not _SQLITE:
        database = Database("sqlite://")
        Base.metadata.create_all(database.engine)
        _SQLITE.append(database)
        _EMPTY.append(_copy_of(database))
    _overwrite(_SQLITE[0], _EMPTY[0])
    return _SQLITE[0]


def begun_world(database: Database) -> World:
    """`World.begin` in a fresh database; on SQLite it is made once and copied."""
    if not database.is_sqlite:
        return World.begin(database)
    if not _BEGUN:
        world = World.begin(database)
        _BEGUN.append((_copy_of(database), world))
    copy, world = _BEGUN[0]
    _overwrite(database, copy)
    return replace(world, database=database, people=dict(world.people), organisations=dict(world.organisations))


def databases_of_tests(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The database that the parameter names, fresh."""
    if request.param == "sqlite":
        yield sqlite_in_memory()
    else:
        yield from _emptied(request.getfixturevalue("postgres"))


def _copy_of(database: Database) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    _driver(database).backup(copy)
    return copy


def _overwrite(database: Database, copy: sqlite3.Connection) -> None:
    driver = _driver(database)
    driver.rollback()
    copy.backup(driver)


def _driver(database: Database) -> sqlite3.Connection:
    pooled = database.engine.raw_connection()
    driver = pooled.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    pooled.close()
    return driver


def _emptied(database: Database) -> Iterator[Database]:
    yield database
    # Deleting from small tables is many times as fast as TRUNCATE, which makes new files for each of them.
    emptying = "; ".join(str(table.delete()) for table in Base.metadata.sorted_tables)
    with database.engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.exec_driver_sql(emptying)
