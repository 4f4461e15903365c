"""What every test can ask for: a fresh database, a small world in it, and the shared files."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# What needs the whole application is imported where it is asked for: most tests need none of it, nor does the process
# that only hands out tests to others.
if TYPE_CHECKING:
    from tests.checking_client import CheckingClient
    from tests.demonstration import Demonstration
    from tests.house.postgres_server import PostgresServer
    from tests.world import World
    from voting.db import Database

pytest_plugins = ["tests.house.no_skips"]

# What takes longest is handed out first, so that no process is left with it while the others have ended. The two that
# ask for the demonstration first stand apart, because the second would wait for it.
LONGEST_FIRST = (
    "tests/browser/test_every_page.py",
    "tests/exports/test_responses_workbook.py",
    "tests/browser/walks/",
    "tests/house/",
    "tests/services/",
    "tests/web/",
    "tests/queries/",
    "tests/demo/",
    "tests/browser/",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the order of handing out tests to several processes; one process has them in the order of their files."""
    if hasattr(config, "workerinput"):
        items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    places = (place for place, begins in enumerate(LONGEST_FIRST) if item.nodeid.startswith(begins))
    return next(places, len(LONGEST_FIRST))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the checkout, or a skip that says why."""
    folder = Path(os.environ.get("VOTING_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the shared files are not here ({folder}); VOTING_SHARED names their folder")
    return folder


@pytest.fixture
def database() -> "Database":
    """A fresh SQLite database in memory; service and query tests replace this by both databases."""
    from tests.databases import sqlite_in_memory

    return sqlite_in_memory()


@pytest.fixture(scope="session")
def postgres_server() -> "Iterator[PostgresServer]":
    """A PostgreSQL server, one for each test process, or a skip that says why."""
    from tests.house.postgres_server import postgres_url

    with postgres_url() as server:
        if server.url is None:
            pytest.skip(server.reason)
        yield server


@pytest.fixture(scope="session")
def postgres(postgres_server: "PostgresServer") -> "Iterator[Database]":
    """A PostgreSQL database with all tables, one for each test process."""
    from tests.databases import with_all_tables
    from tests.remembering import let_go

    with postgres_server.fresh_database() as url:
        database = with_all_tables(url)
        yield database
        let_go(database)
        database.engine.dispose()


@pytest.fixture
def world(database: "Database") -> "World":
    """A SECAS team, some organisations with people, and Working Days, in a fresh database."""
    from tests.databases import begun_world

    return begun_world(database)


@pytest.fixture(scope="session")
def built_demonstration(tmp_path_factory: pytest.TempPathFactory) -> "Demonstration":
    """The demonstration as a file, built once in a run, however many processes it has."""
    from tests.demonstration import built_once

    folder = tmp_path_factory.getbasetemp()
    return built_once(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@contextmanager
def _statements(database: "Database") -> Iterator[list[str]]:
    import sqlalchemy as sa

    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture
def statements() -> "Callable[[Database], AbstractContextManager[list[str]]]":
    """`with statements(database) as seen:` lists every statement that the block sends."""
    return _statements


@pytest.fixture
def client_for() -> "Callable[..., CheckingClient]":
    """`client_for(world, "analyst")`: a browser without JavaScript that checks every page; no name is the public."""
    from tests.checking_client import CheckingClient

    return CheckingClient.signed_in
