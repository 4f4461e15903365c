"""The revisions lead from nothing to what the models say, on both databases, and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import voting.models  # noqa: F401 - registers the tables
from voting.db import Base, Database
from voting.migrate import config, is_current, migrate

ALEMBICS_OWN = {"alembic_version"}


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with no tables at all: a SQLite file, and PostgreSQL where there is one."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}", synchronous="OFF")
        yield database
        database.engine.dispose()
        return
    with request.getfixturevalue("postgres_server").fresh_database() as url:
        database = Database(url)
        yield database
        database.engine.dispose()


def tables_of(database: Database) -> set[str]:
    """The tables that stand in the database now."""
    return set(sa.inspect(database.engine).get_table_names())


def rules_of(database: Database) -> dict[str, set[str]]:
    """What `compare_metadata` does not look at: what each table's checks say, and the name of its primary key."""
    looking = sa.inspect(database.engine)
    return {
        table: {f"{check['name']}: {check['sqltext']}" for check in looking.get_check_constraints(table)}
        | {str(looking.get_pk_constraint(table)["name"])}
        for table in tables_of(database) - ALEMBICS_OWN
    }


def test_the_revisions_end_where_the_models_stand(empty: Database) -> None:
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_revisions_make_every_check_that_the_models_have(empty: Database) -> None:
    migrate(empty)
    migrated = rules_of(empty)
    with empty.engine.connect() as connection:
        command.downgrade(config(connection), "base")
        connection.commit()
    Base.metadata.create_all(empty.engine)
    assert migrated == rules_of(empty)


def test_going_down_leaves_nothing_behind_and_up_again_works(empty: Database) -> None:
    migrate(empty)
    assert tables_of(empty) - ALEMBICS_OWN == set(Base.metadata.tables)
    with empty.engine.connect() as connection:
        command.downgrade(config(connection), "base")
        connection.commit()
    assert tables_of(empty) <= ALEMBICS_OWN
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)


def test_a_second_run_changes_nothing(empty: Database) -> None:
    migrate(empty)
    before = rules_of(empty)
    migrate(empty)
    assert rules_of(empty) == before


def test_there_is_one_base_and_one_head() -> None:
    database = Database("sqlite://")
    with database.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(config(connection))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_no_index_stands_at_the_front_of_another() -> None:
    twice = []
    for table in Base.metadata.sorted_tables:
        plain = {tuple(index.expressions) for index in table.indexes if not index.unique}
        unique = {tuple(index.expressions) for index in table.indexes if index.unique}
        constraints = (each for each in table.constraints if isinstance(each, sa.UniqueConstraint))
        served = plain | unique | {tuple(each.columns) for each in constraints} | {tuple(table.primary_key.columns)}
        twice += [
            f"{table.name}: {[column.name for column in index]}"
            for index in plain
            for other in served - {index}
            if other[: len(index)] == index
        ]
    assert twice == []
