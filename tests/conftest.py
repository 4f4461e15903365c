"""What every test can ask for: a fresh database, a small world in it, and the shared files."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.checking_client import CheckingClient
from tests.databases import begun_world, sqlite_in_memory
from tests.house.postgres_server import postgres_url
from tests.world import World
from voting.db import Base, Database

pytest_plugins = ["tests.house.no_skips"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the checkout, or a skip that says why."""
    folder = Path(os.environ.get("VOTING_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the shared files are not here ({folder}); VOTING_SHARED names their folder")
    return folder


@pytest.fixture
def database() -> Database:
    """A fresh SQLite database in memory; service and query tests replace this by both databases."""
    return sqlite_in_memory()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Database]:
    """A PostgreSQL database with all tables, one for each test process, or a skip that says why."""
    with postgres_url() as server:
        if server.url is None:
            pytest.skip(server.reason)
        with server.fresh_database() as url:
            database = Database(url)
            Base.metadata.create_all(database.engine)
            yield database
            database.engine.dispose()


@pytest.fixture
def world(database: Database) -> World:
    """A SECAS team, some organisations with people, and Working Days, in a fresh database."""
    return begun_world(database)


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
