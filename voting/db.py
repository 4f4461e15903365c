"""The database: engine, mapped base, and the transaction that takes the write lock first and reads the clock second."""

import enum
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, ClassVar, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from voting import clock

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# Where a connection keeps the names of the tables that its transaction writes to, and where a session that writes
# keeps its connection, which it would otherwise look up for each statement.
_CHANGED, _CONNECTION = "voting_changed", "voting_connection"


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: stored as UTC, always given back aware. A naive one is refused, because nobody knows its zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; SQLite gets it without the zone that it could not keep."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature is SQLAlchemy's
        """The stored instant, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# The present instant in a statement that is put together once; its value is given with the statement.
NOW: sa.BindParameter[datetime] = sa.bindparam("now", type_=UtcDateTime())
# An instant itself, or its place in such a statement.
Instant = datetime | sa.BindParameter[datetime]


def _enum_values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """All tables. One annotation map decides how instants, dates, words and documents are stored."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: sa.Date,
        str: sa.Text,
        bytes: sa.LargeBinary,
        dict[str, Any]: sa.JSON,
        list[Any]: sa.JSON,
        # Stored by value, with a CHECK, never as the database's own type: the same revision serves both databases.
        enum.StrEnum: sa.Enum(
            enum.StrEnum, native_enum=False, create_constraint=True, length=64, values_callable=_enum_values
        ),
    }


class Transaction(NamedTuple):
    """What the edge hands to a service: the session, and the instant that decides."""

    session: Session
    now: datetime


class Lock(NamedTuple):
    """The row that has the deadline: locked on PostgreSQL before the clock is read."""

    table: str
    id: int


class HistoryRule(RuntimeError):
    """A use case changed something without exactly one history entry: a defect of ours, so nothing is committed."""


class Database:
    """One database, embedded SQLite or PostgreSQL, and the two ways into it: `reading` and `transaction`."""

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.engine = _engine(url, synchronous)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # One writer at a time inside the process: waiting here is fair, waiting inside SQLite is a busy loop.
        self._write_lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A read-only view of one moment; anything written is rolled back."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield Transaction(session, clock.now())

    @contextmanager
    def transaction(self, lock: Lock | None = None) -> Iterator[Transaction]:
        """One use case: commits when the block ends, rolls back when it raises.

        The instant is read after the write lock is held (PostgreSQL: after the row lock of `lock`), so that "before
        the deadline" is decided in the same order in which the writes land. Raises `HistoryRule` when something was
        changed without exactly one history entry.
        """
        with self._write() as session:
            if lock and not self.is_sqlite:
                rows = Base.metadata.tables[lock.table]
                session.execute(sa.select(rows.c.id).where(rows.c.id == lock.id).with_for_update())
            changed = _watched(session)
            yield Transaction(session, clock.now())
            session.flush()
            entries: list[Callable[[], None]] = session.info.pop("history", [])
            recorded = {name for name in changed if not _info_of(name).get("queue")}
            if recorded and len(entries) != 1:
                raise HistoryRule(f"{len(entries)} history entries for one change of {sorted(recorded)}")
            for write_entry in entries:
                write_entry()
            session.commit()

    @contextmanager
    def scratch(self) -> Iterator[Transaction]:
        """A write outside the permanent record: drafts, sign-in sessions, queues. The record's tables are refused."""
        with self._write() as session:
            changed = _watched(session)
            yield Transaction(session, clock.now())
            session.flush()
            recorded = {name for name in changed if not (_info_of(name).get("queue") or _info_of(name).get("scratch"))}
            if recorded:
                raise HistoryRule(f"scratch may not change {sorted(recorded)}")
            session.commit()

    @contextmanager
    def _write(self) -> Iterator[Session]:
        if self.is_sqlite:
            with self._write_lock, Session(self.engine, expire_on_commit=False) as session:
                # BEGIN IMMEDIATE happens here, before the clock is read.
                session.connection(execution_options={"voting_begin": "BEGIN IMMEDIATE"})
                yield session
        else:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session


def _watched(session: Session) -> set[str]:
    """The names of the tables that this transaction writes to, filled as it goes on."""
    changed: set[str] = set()
    connection = session.info[_CONNECTION] = session.connection()
    connection.info[_CHANGED] = changed
    return changed


def _note_change(connection: sa.Connection, statement: object, *_parameters: object) -> None:
    # Seen at the connection: what a session flushes, what it executes in bulk, and what goes past it.
    if isinstance(statement, sa.UpdateBase) and _CHANGED in connection.info:
        table: Any = statement.table
        connection.info[_CHANGED].add(table.name)


def _info_of(table: str) -> dict[Any, Any]:
    return Base.metadata.tables[table].info


def fetched(session: Session, statement: sa.Executable, **given: Any) -> Sequence[Any]:
    """The rows of a statement of plain columns that was put together once, for the values `given` by name.

    Straight from the session's connection: making ready for mapped objects costs a session more than such a statement
    itself.
    """
    return _connection_of(session).execute(statement, given).all()


def inserted(session: Session, table: type[Base], *rows: Mapping[str, Any]) -> None:
    """Insert rows of plain values in one statement.

    Past the unit of work, whose bookkeeping costs a one-row insert several times over.
    """
    _connection_of(session).execute(_insert_into(table, ""), rows)


def inserted_once(session: Session, table: type[Base], row: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its key is there already; whether it went in."""
    connection = _connection_of(session)
    return connection.execute(_insert_into(table, connection.dialect.name), row).rowcount > 0


def inserted_id(session: Session, table: type[Base], row: Mapping[str, Any]) -> int:
    """Insert one row, and give the id that it got."""
    key = _connection_of(session).execute(_insert_into(table, ""), row).inserted_primary_key
    if key is None:
        raise LookupError(f"{table.__tablename__} gave no id.")
    return int(key[0])


def _connection_of(session: Session) -> sa.Connection:
    """The session's connection, which has seen all that the session was told to write."""
    if session.autoflush:
        session.flush()
    connection: sa.Connection | None = session.info.get(_CONNECTION)
    return session.connection() if connection is None else connection


@cache
def _insert_into(table: type[Base], once_on: str) -> sa.Insert:
    plain = Base.metadata.tables[table.__tablename__]
    match once_on:
        case "postgresql":
            return postgresql.insert(plain).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        case "sqlite":
            return sqlite.insert(plain).on_conflict_do_nothing()
        case _:
            return sa.insert(plain)


def _engine(url: str, synchronous: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = sa.create_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    elif parsed.database in (None, "", ":memory:"):
        engine = sa.create_engine(
            parsed, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
    else:
        engine = sa.create_engine(parsed, connect_args={"timeout": 30}, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _sqlite_settings(synchronous))
        sa.event.listen(engine, "begin", _begin)
    else:
        sa.event.listen(engine, "connect", _postgresql_settings)
    sa.event.listen(engine, "before_execute", _note_change)
    return engine


def _sqlite_settings(synchronous: str) -> Callable[[Any, ConnectionPoolEntry], None]:
    def connect(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # We say BEGIN ourselves; the driver's own habit is to begin too late.
        cursor = connection.cursor()
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", f"synchronous={synchronous}", "busy_timeout=30000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return connect


def _postgresql_settings(connection: Any, _record: ConnectionPoolEntry) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _begin(connection: sa.Connection) -> None:
    # Straight to the driver: BEGIN has no parameters and no result for which SQLAlchemy would have to prepare.
    driver: Any = connection.connection.driver_connection
    driver.execute(connection.get_execution_options().get("voting_begin", "BEGIN"))


def is_passing_conflict(error: BaseException) -> bool:
    """Whether the database asked for another try: a serialisation failure (40001) or a deadlock (40P01)."""
    original = getattr(error, "orig", None)
    return getattr(original, "sqlstate", None) in {"40001", "40P01"}
