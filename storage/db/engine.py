"""Build SQLAlchemy engines for SQLite and PostgreSQL, with checks of the database file and one-line errors."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

BUSY_TIMEOUT_MS = (
    30_000  # four concurrent writers waited 4.1 s at most; a manual backup may hold the lock longer
)
SQLITE_MAGIC = b"SQLite format 3\x00"
WRITER = "govnews_writer"  # key in Connection.info: begin the next transaction with the write lock


class DatabaseError(Exception):
    """The database cannot be used. The message is one line that names it; nothing was changed."""


class DatabaseBusy(DatabaseError):
    """Another writer held the lock longer than BUSY_TIMEOUT_MS; the call can be repeated."""


def is_locked(error: BaseException) -> bool:
    """True if a statement failed because another connection of SQLite holds the lock."""
    message = str(getattr(error, "orig", None) or error)
    return "locked" in message or "busy" in message


def parse_url(url: str) -> URL:
    """Parse a database URL; ``postgres://`` and ``postgresql://`` select psycopg 3. Raises DatabaseError."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DatabaseError(f"not a database URL: {url.split('://', maxsplit=1)[0]}://…") from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseError(f"{display_url(parsed)}: only sqlite and postgresql are supported")
    return parsed


def display_url(url: URL) -> str:
    """Return the URL for messages: the path of an SQLite file, or the URL with its password hidden."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


def make_engine(url: URL) -> Engine:
    """Create an engine with the settings of its dialect. Raises DatabaseError if the driver is missing."""
    try:
        engine = create_engine(url, pool_pre_ping=url.get_backend_name() == "postgresql")
    except (SQLAlchemyError, ImportError) as error:
        hint = " (install govnews[postgres])" if isinstance(error, ImportError) else ""
        raise DatabaseError(f"{display_url(url)}: {first_line(error)}{hint}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connect)
        # not the "begin" event: a listener makes every statement of the engine a third slower (SQLAlchemy 2.1)
        engine.dialect.do_begin = _sqlite_begin  # type: ignore[assignment,method-assign]
    return engine


def make_read_only_engine(url: URL) -> Engine:
    """Create an engine that cannot write, and that needs no write permission. Raises DatabaseError."""
    if url.get_backend_name() != "sqlite":
        return make_engine(url).execution_options(postgresql_readonly=True)
    uri = _read_only_uri(Path(str(url.database)))

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri, uri=True, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None
        )

    engine = create_engine(url, creator=connect)
    engine.dialect.do_begin = _sqlite_begin  # type: ignore[assignment,method-assign]
    return engine


def _read_only_uri(path: Path) -> str:
    """Return the URI that opens an SQLite file for reading. Raises DatabaseError if that is impossible.

    In a folder that cannot be written, SQLite cannot create the index of the write-ahead log. Without a log the
    file is opened as immutable, which needs no index.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro"
    if os.access(path.parent, os.W_OK):
        return uri
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if not log.exists() or not log.stat().st_size:
        return f"{uri}&immutable=1"
    if not index.exists():
        raise DatabaseError(f"{path}: open it once with write access: {log.name} contains unfinished changes")
    return uri


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # keep the driver from opening transactions: _sqlite_begin does
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


def check_file(url: URL, *, create: bool, write: bool = True) -> None:
    """Check the file of an SQLite URL before SQLite would create or overwrite it; other URLs pass.

    ``create``: the file may be missing, and its folder is created. ``write``: the file must be writable.
    Raises DatabaseError.
    """
    if url.get_backend_name() != "sqlite":
        return
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise DatabaseError(
            "in-memory SQLite is not supported; give a file path, as in sqlite:///data/govnews.db"
        )
    path = Path(url.database)
    if path.exists():
        _check_content(path, write=write)
    else:
        _check_missing(path, create=create)


def _check_missing(path: Path, *, create: bool) -> None:
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:  # SQLite would delete the log together with what it contains
        raise DatabaseError(
            f"{path}: missing, but its write-ahead log {log.name} exists: restore the file first"
        )
    if not create:
        raise DatabaseError(f"{path}: no such database (govnews db upgrade creates it)")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"{path}: cannot create its folder: {error.strerror}") from error


def _check_content(path: Path, *, write: bool) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise DatabaseError(f"{path}: {error.strerror}") from error
    if head and head != SQLITE_MAGIC:
        raise DatabaseError(f"{path}: not an SQLite database")
    if not write:
        return
    try:
        with path.open("r+b"):
            pass
    except OSError as error:
        raise DatabaseError(f"{path}: {error.strerror} (govnews needs write access)") from error


def first_line(error: BaseException) -> str:
    """Return the first line of an error, or of the driver's error that it wraps."""
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__


def dialect_insert(dialect: str, table: Any) -> Any:
    """Return the INSERT statement of a dialect that supports ON CONFLICT; ``table`` is a table or a model."""
    target: Table = getattr(table, "__table__", table)
    if dialect == "sqlite":
        return sqlite_insert(target)
    from sqlalchemy.dialects.postgresql import insert  # imported late: it takes 0.15 s

    return insert(target)
