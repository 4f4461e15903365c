"""What a block asks of a database: how many statements, and how many rows it fetches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from voting.db import Database


@dataclass
class Asked:
    """Statements sent and rows fetched so far."""

    statements: int = 0
    rows: int = 0


@contextmanager
def counted(database: Database) -> Iterator[Asked]:
    """Count for the length of a block, on SQLite, whose driver tells of each row that it gives."""
    asked = Asked()

    def note(*_event: object) -> None:
        asked.statements += 1

    def fetch(_cursor: object, row: object) -> object:
        asked.rows += 1
        return row

    def take(driver: Any, *_rest: object) -> None:
        driver.row_factory = fetch

    def give_back(driver: Any, *_rest: object) -> None:
        driver.row_factory = None

    listeners: tuple[tuple[str, Callable[..., None]], ...] = (
        ("before_cursor_execute", note),
        ("checkout", take),
        ("checkin", give_back),
    )
    for event, listener in listeners:
        sa.event.listen(database.engine, event, listener)
    try:
        yield asked
    finally:
        for event, listener in listeners:
            sa.event.remove(database.engine, event, listener)
