"""Migrate a database to the current schema: back up first, run all steps in one transaction, recreate the views."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, text

from storage.db import views
from storage.db.engine import DatabaseError, display_url

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

LOCK = 0x676F766E  # PostgreSQL advisory lock ("govn"): one migration at a time
HEAD = "0002"  # the revision this program needs; a test compares it with the newest migration


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A migration of an existing database."""

    before: str  # revisions
    after: str
    backup: Path | None  # of an SQLite file


def known() -> set[str]:
    """Return the revisions that this program can migrate from."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def current(connection: Connection) -> str | None:
    """Return the revision of a database, or None if it has no schema."""
    # without Alembic, which takes 0.8 s to import: every crawl asks this, few have to migrate
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def ensure(engine: Engine, *, upgrade: bool) -> Upgrade | None:
    """Return None if the schema is current or was created; migrate an older one if ``upgrade`` is true.

    Raises DatabaseError if the schema is newer than this program, if the database belongs to another program,
    or if the schema is older and ``upgrade`` is false.
    """
    with engine.connect() as connection:
        at = current(connection)
        tables = set() if at else set(_tables(connection))
        if tables:  # another process may have created them since the revision was read
            at = current(connection)
    if at == HEAD:
        return None
    where = display_url(engine.url)
    if at is not None and at not in known():
        raise DatabaseError(f"{where}: written by a newer govnews (schema {at}); install that version")
    if at is None and tables:
        raise DatabaseError(f"{where}: contains tables of another program ({sorted(tables)[0]}, …)")
    if not upgrade:
        raise DatabaseError(f"{where}: schema {at or 'empty'} is older than {HEAD}: run govnews db upgrade")
    copy = None
    if engine.dialect.name == "sqlite":
        copy = None if at is None else backup(engine)
        _upgrade_sqlite(engine)
    else:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _run(connection)
    return None if at is None else Upgrade(at, HEAD, copy)


def backup(engine: Engine) -> Path:
    """Copy an SQLite database to a file beside it and return the copy's path; others may write meanwhile."""
    source = Path(str(engine.url.database))
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = source.with_name(f"{source.name}.backup-{stamp}")
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()
    return target


def _upgrade_sqlite(engine: Engine) -> None:
    """Migrate with foreign keys off: with them on, Alembic's batch mode deleted child rows without an error."""
    own = create_engine(engine.url)

    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=30000")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=OFF")

    event.listen(own, "connect", connect)
    event.listen(own, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with own.begin() as connection:
            _run(connection)
            broken = connection.execute(text("PRAGMA foreign_key_check")).first()
            if broken is not None:
                raise DatabaseError(
                    f"{display_url(engine.url)}: the migration would leave dangling references in {broken[0]}"
                )
    finally:
        own.dispose()


def _run(connection: Connection) -> None:
    from alembic import command

    if current(connection) == HEAD:
        return  # another process migrated it while this one waited for the lock
    views.drop_views(connection)
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    views.create_views(connection)


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def _tables(connection: Connection) -> list[str]:
    return inspect(connection).get_table_names()
