"""Bring a database to today's schema: a backup first, all steps in one transaction, views made anew."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, text

from storage.db.database import DatabaseError, shown

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, Engine

LOCK = 0x676F766E  # "govn": one migration at a time on PostgreSQL


HEAD = "0002"  # the revision this program is written for; a test holds it against the migrations


def known() -> set[str]:
    """All revisions this program can bring to today's."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def current(connection: Connection) -> str | None:
    """The revision a database stands at; None for an empty one."""
    # Alembic takes 0.8 s to import: every crawl asks this, and hardly any has to migrate
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def ensure(engine: Engine, *, upgrade: bool) -> None:
    """Leave quietly when the schema is today's; otherwise upgrade, or say what to do.

    Raises DatabaseError for a newer schema, for a foreign database, and for an older one without ``upgrade``.
    """
    with engine.connect() as connection:
        at = current(connection)
        tables = set() if at else set(_tables(connection))
        if tables:  # read after the revision: another process may have made them in between
            at = current(connection)
    if at == HEAD:
        return
    where = shown(engine.url)
    if at is not None and at not in known():
        raise DatabaseError(f"{where}: made by a newer govnews (schema {at}); install that version")
    if at is None and tables:
        raise DatabaseError(f"{where}: holds tables that are not govnews's ({sorted(tables)[0]}, …)")
    if not upgrade:
        raise DatabaseError(f"{where}: schema {at or 'empty'} is older than {HEAD}: run govnews db upgrade")
    if engine.dialect.name == "sqlite":
        _upgrade_sqlite(engine, fresh=at is None)
    else:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _run(connection)


def backup(engine: Engine) -> Path:
    """Copy an SQLite database beside itself, consistently even while others write; gives the copy's path."""
    source = Path(str(engine.url.database))
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = source.with_name(f"{source.name}.backup-{stamp}")
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()
    return target


def _upgrade_sqlite(engine: Engine, *, fresh: bool) -> None:
    """On an engine of its own, foreign keys off: batch mode with them on deleted child rows in a trial."""
    if not fresh:
        backup(engine)
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
                raise DatabaseError(f"{shown(engine.url)}: migration would break references of {broken[0]}")
    finally:
        own.dispose()


def _run(connection: Connection) -> None:
    from alembic import command

    from storage.db import views

    if current(connection) == HEAD:
        return  # another process was faster while we waited for the lock
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
