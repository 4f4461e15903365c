"""The server that other tests run on starts anywhere, keeps databases apart and leaves nothing behind."""

from pathlib import Path

import psycopg
import pytest

from tests.house.postgres_server import find_programs, postgres_url


@pytest.mark.postgres
def test_a_server_starts_gives_fresh_databases_and_leaves_nothing_behind() -> None:
    with postgres_url() as server:
        if server.url is None:
            pytest.skip(server.reason)
        assert server.url.startswith("postgresql+psycopg://")
        with server.fresh_database() as first, server.fresh_database() as second:
            assert first != second
            with psycopg.connect(first.replace("+psycopg", "")) as connection:
                connection.execute("CREATE TABLE votes (id int)")
                connection.commit()
            with psycopg.connect(second.replace("+psycopg", "")) as connection:
                assert connection.execute("SELECT to_regclass('votes')").fetchone() == (None,)
        with psycopg.connect(server.url.replace("+psycopg", "")) as connection:
            left = connection.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'voting\\_%'").fetchone()
        folder = Path(server.url.partition("host=")[2])
    assert left == (0,)
    assert not folder.name.startswith("voting-pg-") or not folder.exists()


def test_a_given_server_is_taken_and_none_is_started() -> None:
    with postgres_url({"VOTING_TEST_DATABASE_URL": "postgresql://tester@db.example/postgres"}) as server:
        assert server.url == "postgresql+psycopg://tester@db.example/postgres"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with a server on its path and two in Debian's place."""
    for folder in ("path", "debian/9/bin", "debian/15/bin", "debian/common/bin"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "initdb").write_text("#!/bin/sh\n")
        (tmp_path / folder / "initdb").chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("path", "debian", "found"),
    [("path", "debian", "debian/15/bin"), ("path", "nothing", "path"), ("nothing", "nothing", None)],
)
def test_the_newest_of_debians_servers_is_taken_before_the_paths(
    machine: Path, path: str, debian: str, found: str | None
) -> None:
    programs = find_programs(str(machine / path), machine / debian)
    assert programs == (machine / found if found else None)
