"""One database, SQLite or PostgreSQL: how it is opened, read, and written to."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, bindparam, create_engine, event, func, select, text, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from storage.db.models import Counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.pool import PoolProxiedConnection

BUSY_TIMEOUT_MS = 30_000  # longest wait of four writers was 4.1 s; a backup by hand may take longer
SQLITE_MAGIC = b"SQLite format 3\x00"
WRITER = "govnews_writer"  # the next transaction of a connection is to write
COUNT_ON = (  # built once: it opens every write batch, and to build it costs four times as much as to run it
    update(Counter)
    .where(Counter.name == "change_seq")
    .values(value=Counter.value + bindparam("count"))
    .returning(Counter.value)
)


class DatabaseError(Exception):
    """The database cannot be used; the message is one line that names it. Nothing was changed."""


class DatabaseBusy(DatabaseError):
    """Another writer held the database longer than we wait; the same call may be made again."""


class Database:
    """An opened database of the current schema. Threads may share it; processes open their own.

    ``clock`` replaces the database's own clock in tests: a callable that gives an aware moment.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] | None = None) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._clock = clock

    @classmethod
    def open(
        cls, url: str, *, upgrade: bool = False, clock: Callable[[], datetime] | None = None
    ) -> Database:
        """Open ``url``; with ``upgrade`` a missing or older schema is brought to today's first.

        Raises DatabaseError: broken or read-only file, no server, newer schema, older without ``upgrade``.
        """
        from storage.db import migrate

        parsed = parse_url(url)
        _check_file(parsed, create=upgrade)
        engine = make_engine(parsed)
        try:
            migrate.ensure(engine, upgrade=upgrade)
        except DatabaseError:
            engine.dispose()
            raise
        except (DBAPIError, sqlite3.Error) as error:
            engine.dispose()
            raise DatabaseError(f"{shown(parsed)}: {_first_line(error)}") from error
        return cls(engine, clock=clock)

    def close(self) -> None:
        self.engine.dispose()

    @property
    def url(self) -> str:
        """The address without its password."""
        return shown(self.engine.url)

    def insert(self, table: Any) -> Any:
        """The dialect's own ``insert``, the one that knows ON CONFLICT."""
        return insert_of(self.dialect, table)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; never takes a write lock."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One write transaction: committed at the end, rolled back on any exception."""
        with self.engine.connect() as connection, self.writing(connection):
            yield connection

    @contextmanager
    def writing(self, connection: Connection) -> Iterator[None]:
        """One write transaction on a connection that is in none."""
        # IMMEDIATE for writers alone: with a deferred begin 221 of 480 read-then-write batches failed at once
        connection.info[WRITER] = True
        try:
            with connection.begin():
                yield
        except OperationalError as error:
            if "locked" in str(error.orig) or "busy" in str(error.orig):
                raise DatabaseBusy(f"{self.url}: locked by another writer") from error
            raise

    def now(self, connection: Connection) -> datetime:
        """The database's clock, read now (after any lock that was waited for), aware UTC."""
        if self._clock is not None:
            return self._clock()
        if self.dialect == "postgresql":
            moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            return moment.astimezone(UTC)
        printed = connection.execute(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
        return datetime.strptime(printed, "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)

    def next_seq(self, connection: Connection, count: int = 1) -> int:
        """Reserve ``count`` change numbers and return the first.

        Must be the first statement of a write batch: the row lock makes commit order the order of the numbers
        (numbers from a sequence let a reader skip 3,270 of 12,000 rows).
        """
        last: int = connection.execute(COUNT_ON, {"count": count}).scalar_one()
        return last - count + 1


def insert_of(dialect: str, table: Any) -> Any:
    """The ``insert`` of a dialect, the one that knows ON CONFLICT."""
    target: Table = getattr(table, "__table__", table)
    if dialect == "sqlite":
        return sqlite_insert(target)
    from sqlalchemy.dialects.postgresql import insert  # 0.15 s: only where there is such a database

    return insert(target)


def parse_url(url: str) -> URL:
    """Read a database URL; ``postgresql://`` means psycopg 3. Raises DatabaseError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseError(f"not a database URL: {url.split('://', maxsplit=1)[0]}://…") from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseError(f"{shown(parsed)}: only sqlite and postgresql are supported")
    return parsed


def shown(url: URL) -> str:
    """The URL for people: the file's path, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def make_engine(url: URL) -> Engine:
    try:
        engine = create_engine(url, pool_pre_ping=url.get_backend_name() == "postgresql")
    except (SQLAlchemyError, ImportError) as error:
        hint = " (install govnews[postgres])" if isinstance(error, ImportError) else ""
        raise DatabaseError(f"{shown(url)}: {_first_line(error)}{hint}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        # not by the event "begin": with a listener, each statement of the engine takes a third longer (measured, 2.1)
        engine.dialect.do_begin = _sqlite_begin  # type: ignore[assignment,method-assign]
    return engine


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: _sqlite_begin does
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: PoolProxiedConnection) -> None:
    writer = connection.info.pop(WRITER, False)
    connection.cursor().execute("BEGIN IMMEDIATE" if writer else "BEGIN")


def _check_file(url: URL, *, create: bool) -> None:
    """Refuse what is no database before SQLite would overwrite or replace it."""
    if url.get_backend_name() != "sqlite":
        return
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise DatabaseError("sqlite: name a file, as in sqlite:///data/govnews.db; memory keeps nothing")
    path = Path(url.database)
    if not path.exists():
        leftover = path.with_name(path.name + "-wal")
        if leftover.exists() and leftover.stat().st_size:
            raise DatabaseError(f"{path}: missing, but {leftover.name} is there: restore the file first")
        if not create:
            raise DatabaseError(f"{path}: no database here yet (govnews db upgrade makes one)")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"{path}: no folder for it: {error.strerror}") from error
        return
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise DatabaseError(f"{path}: {error.strerror}") from error
    if head and head != SQLITE_MAGIC:
        raise DatabaseError(f"{path}: not an SQLite database")
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        raise DatabaseError(f"{path}: {error.strerror} (govnews must be able to write)") from error


def _first_line(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
