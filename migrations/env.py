"""Alembic's environment, called from `voting.migrate` with a connection; there is no `alembic.ini`."""

from alembic import context

import voting.models  # noqa: F401 - registers the tables
from voting.db import Base, UtcDateTime


def _plainly(kind: str, item: object, _context: object) -> str | bool:
    """Our instants are written into a revision as what the database keeps, so that revisions need none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def run() -> None:
    """Run the revisions on the connection that the caller holds."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=False,
        compare_type=True,
        render_item=_plainly,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
