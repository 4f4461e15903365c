"""The database: engine, mapped base, and the transaction that takes the write lock first and reads the clock second."""

import enum
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, ClassVar, NamedTuple

import sqlalchemy as sa
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
        self._reading = self.engine.execution_options(voting_begin="BEGIN")
        self._writing = self.engine.execution_options(voting_begin="BEGIN IMMEDIATE")
        # One writer at a time inside the process: waiting here is fair, waiting inside SQLite is a busy loop.
        self._write_lock = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A read-only view of one moment; anything written is rolled back."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
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
            changes = _ChangeWatch(session)
            yield Transaction(session, clock.now())
            session.flush()
            entries: list[Callable[[], None]] = session.info.pop("history", [])
            if changes.seen and len(entries) != 1:
                raise HistoryRule(f"{len(entries)} history entries for one change of {sorted(changes.seen)}")
            for write_entry in entries:
                write_entry()
            session.commit()

    @contextmanager
    def scratch(self) -> Iterator[Transaction]:
        """A write outside the permanent record: drafts, sign-in sessions, queues. The record's tables are refused."""
        with self._write() as session:
            changes = _ChangeWatch(session)
            yield Transaction(session, clock.now())
            session.flush()
            recorded = {name for name in changes.seen if not Base.metadata.tables[name].info.get("scratch")}
            if recorded:
                raise HistoryRule(f"scratch may not change {sorted(recorded)}")
            session.commit()

    @contextmanager
    def _write(self) -> Iterator[Session]:
        if self.is_sqlite:
            with self._write_lock, Session(self._writing, expire_on_commit=False) as session:
                session.connection()  # BEGIN IMMEDIATE happens here, before the clock is read.
                yield session
        else:
            with Session(self._writing, expire_on_commit=False) as session:
                yield session


class _ChangeWatch:
    """Which tables a session wrote to; bulk statements count as well as flushed objects."""

    def __init__(self, session: Session) -> None:
        self.seen: set[str] = set()
        sa.event.listen(session, "after_flush", self._flushed)
        sa.event.listen(session, "do_orm_execute", self._executed)

    def _flushed(self, session: Session, _context: object) -> None:
        for row in (*session.new, *session.dirty, *session.deleted):
            if row in session.new or row in session.deleted or session.is_modified(row):
                self._note(str(row.__table__.name))

    def _executed(self, state: Any) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            self._note(str(state.statement.table.name))

    def _note(self, table: str) -> None:
        if not Base.metadata.tables[table].info.get("queue"):
            self.seen.add(table)


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
    connection.exec_driver_sql(connection.get_execution_options().get("voting_begin", "BEGIN"))


def is_passing_conflict(error: BaseException) -> bool:
    """Whether the database asked for another try: a serialisation failure (40001) or a deadlock (40P01)."""
    original = getattr(error, "orig", None)
    return getattr(original, "sqlstate", None) in {"40001", "40P01"}
