"""An open database, SQLite or PostgreSQL: read and write transactions, the clock, change numbers."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, bindparam, func, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.db import migrate
from storage.db.engine import (
    BUSY_TIMEOUT_MS,
    WRITER,
    DatabaseBusy,
    DatabaseError,
    check_file,
    dialect_insert,
    display_url,
    first_line,
    is_locked,
    make_engine,
    make_read_only_engine,
    parse_url,
)
from storage.db.models import CounterRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.db.migrate import Upgrade

RESERVE = (  # built once: it opens every write batch, and building it takes four times as long as running it
    update(CounterRow)
    .where(CounterRow.name == "change_seq")
    .values(value=CounterRow.value + bindparam("count"))
    .returning(CounterRow.value)
)

LOCKED_PAUSE_S = 0.1
Result = TypeVar("Result")


class Database:
    """An open database with the current schema. Threads may share it; every process opens its own.

    ``clock`` replaces the clock of the database in tests; it returns an aware datetime. ``upgraded`` describes the
    migration that opening the database took, if any.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] | None = None,
        upgraded: Upgrade | None = None,
    ) -> None:
        self.engine = engine
        self.upgraded = upgraded
        self.dialect = engine.dialect.name
        self._clock = clock

    @classmethod
    def open(
        cls, url: str, *, upgrade: bool = False, clock: Callable[[], datetime] | None = None
    ) -> Database:
        """Open the database at ``url``; ``upgrade`` first creates or migrates its schema.

        Raises DatabaseBusy if other writers hold the lock for too long; DatabaseError if the file is damaged or
        read-only, the server cannot be reached, the schema is newer than this program, or older and ``upgrade``
        is false.
        """
        parsed = parse_url(url)
        check_file(parsed, create=upgrade)
        engine = make_engine(parsed)
        upgraded = _ensure_schema(engine, upgrade=upgrade)
        return cls(engine, clock=clock, upgraded=upgraded)

    @classmethod
    def open_read_only(cls, url: str) -> Database:
        """Open the database at ``url`` for reading; its file and its folder may be write-protected.

        Raises DatabaseError like ``open``, also if the schema is not the current one.
        """
        parsed = parse_url(url)
        check_file(parsed, create=False, write=False)
        engine = make_read_only_engine(parsed)
        _ensure_schema(engine, upgrade=False)
        return cls(engine)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @property
    def url(self) -> str:
        """The URL without its password, for messages."""
        return display_url(self.engine.url)

    def insert(self, table: Any) -> Any:
        """Return an INSERT statement that supports ON CONFLICT; ``table`` is a table or a model."""
        return dialect_insert(self.dialect, table)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a connection for reading; it never takes the write lock."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one write transaction: committed at the end, rolled back on any exception. Raises DatabaseBusy."""
        with self.engine.connect() as connection, self.writing(connection):
            yield connection

    @contextmanager
    def writing(self, connection: Connection) -> Iterator[None]:
        """Run one write transaction on a connection that has none open. Raises DatabaseBusy."""
        # IMMEDIATE only for writers: with a deferred BEGIN 221 of 480 read-then-write batches failed at once
        connection.info[WRITER] = True
        try:
            with connection.begin():
                yield
        except OperationalError as error:
            if is_locked(error):
                raise DatabaseBusy(f"{self.url}: locked by another writer") from error
            raise

    def now(self, connection: Connection) -> datetime:
        """Return the database's clock in UTC, read at this moment and not at the start of the transaction."""
        if self._clock is not None:
            return self._clock()
        if self.dialect == "postgresql":
            moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            return moment.astimezone(UTC)
        printed = connection.execute(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")).scalar_one()
        return datetime.strptime(printed, "%Y-%m-%d %H:%M:%S.%f").replace(tzinfo=UTC)

    def next_seq(self, connection: Connection, count: int = 1) -> int:
        """Reserve ``count`` change numbers and return the first.

        Must be the first statement of a write batch: the row lock makes the numbers follow the order of
        commits (with numbers from a sequence, a reader missed 3,270 of 12,000 rows).
        """
        last: int = connection.execute(RESERVE, {"count": count}).scalar_one()
        return last - count + 1


def _when_unlocked(work: Callable[[], Result]) -> Result:
    """Run ``work``, again while the database is locked, for BUSY_TIMEOUT_MS at most.

    SQLite itself does not wait when a new file is switched to the write-ahead log while another process writes to it:
    of many crawls that started at the same time, one failed and its source stayed empty.
    """
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            return work()
        except (DBAPIError, sqlite3.Error) as error:
            if not is_locked(error) or time.monotonic() >= deadline:
                raise
            time.sleep(LOCKED_PAUSE_S)


def _ensure_schema(engine: Engine, *, upgrade: bool) -> Upgrade | None:
    """Check the schema, or create or migrate it, which is reported; dispose the engine and raise DatabaseError if that fails."""
    try:
        return _when_unlocked(lambda: migrate.ensure(engine, upgrade=upgrade))
    except DatabaseError:
        engine.dispose()
        raise
    except (DBAPIError, sqlite3.Error) as error:
        engine.dispose()
        kind = DatabaseBusy if is_locked(error) else DatabaseError
        raise kind(f"{display_url(engine.url)}: {first_line(error)}") from error
