"""Query tests run on both databases."""

from collections.abc import Iterator

import pytest

from tests.databases import databases_of_tests
from voting.db import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A fresh database: SQLite in memory, and PostgreSQL where there is one."""
    yield from databases_of_tests(request)
