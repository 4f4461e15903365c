"""Fresh databases for tests, of both kinds, and the small world in them."""

from collections.abc import Iterator
from functools import cache

import pytest

import voting.models  # noqa: F401 - registers the tables
from tests.remembering import begin_anew
from tests.world import World
from voting.db import Base, Database


def sqlite_in_memory() -> Database:
    """The process's SQLite database in memory, with all tables and nothing in them."""
    database = _of_this_process()
    begin_anew(database)
    return database


def begun_world(database: Database) -> World:
    """`World.begin` in a fresh database; for those that the whole process uses it is made once and copied."""
    return World.begin(database)


def databases_of_tests(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The database that the parameter names, fresh."""
    if request.param == "sqlite":
        yield sqlite_in_memory()
    else:
        database = request.getfixturevalue("postgres")
        begin_anew(database)
        yield database


def with_all_tables(url: str) -> Database:
    """The empty database at this address, once it has all tables."""
    database = Database(url)
    Base.metadata.create_all(database.engine)
    return database


@cache
def _of_this_process() -> Database:
    return with_all_tables("sqlite://")
