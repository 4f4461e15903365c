"""What every test can ask for: a fresh database, a small world in it, and the shared files."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

import voting.models  # noqa: F401 - registers the tables
from tests.checking_client import CheckingClient
from tests.world import World
from voting.db import Base, Database

pytest_plugins = ["tests.house.no_skips"]

_TEMPLATE: list[sqlite3.Connection] = []


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the checkout, or a skip that says why."""
    folder = Path(os.environ.get("VOTING_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the shared files are not here ({folder}); VOTING_SHARED names their folder")
    return folder


@pytest.fixture
def database() -> Iterator[Database]:
    """A fresh SQLite database in memory, copied from one that was made once."""
    database = sqlite_in_memory()
    yield database
    database.engine.dispose()


@pytest.fixture
def world(database: Database) -> World:
    """A SECAS team, some organisations with people, and Working Days, in a fresh database."""
    return World.begin(database)


def sqlite_in_memory() -> Database:
    """A database in memory with all tables."""
    database = Database("sqlite://")
    if not _TEMPLATE:
        template = Database("sqlite://")
        Base.metadata.create_all(template.engine)
        raw = template.engine.raw_connection().driver_connection
        assert isinstance(raw, sqlite3.Connection)
        _TEMPLATE.append(raw)
    pooled = database.engine.raw_connection()
    target = pooled.driver_connection
    assert isinstance(target, sqlite3.Connection)
    _TEMPLATE[0].backup(target)
    pooled.close()
    return database


@contextmanager
def _statements(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def statements() -> Callable[[Database], AbstractContextManager[list[str]]]:
    """`with statements(database) as seen:` lists every statement that the block sends."""
    return _statements


@pytest.fixture
def client_for() -> Callable[..., CheckingClient]:
    """`client_for(world, "analyst")`: a browser without JavaScript that checks every page; no name is the public."""
    return CheckingClient.signed_in
