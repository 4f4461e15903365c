"""Brings the database to the revision that this code needs; several processes may start together."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from voting import paths
from voting.db import Database

# Any number will do, as long as it is ours alone and never changes.
ADVISORY_LOCK = 7_171_171


def migrate(database: Database, target: str = "head") -> None:
    """Run every outstanding revision up to `target`."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
            connection.commit()
        try:
            command.upgrade(config(connection), target)
            connection.commit()
        finally:
            if not database.is_sqlite:
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
                connection.commit()


def is_current(database: Database) -> bool:
    """Whether the database stands at the revision of this code."""
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
        return set(found) == set(ScriptDirectory.from_config(config(connection)).get_heads())


def config(connection: Connection) -> Config:
    """Alembic's settings around a connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(paths.migrations_dir()).replace("%", "%%"))
    return settings
