"""Alembic's environment, called from `voting.migrate` with a connection; there is no `alembic.ini`."""

from alembic import context

import voting.models  # noqa: F401 - registers the tables
from voting.db import Base


def run() -> None:
    """Run the revisions on the connection that the caller holds."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=False,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
