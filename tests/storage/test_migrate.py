"""The way to today's schema: exact, whole or not at all, by one process at a time, with a copy kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage.db import migrate, views
from storage.db.database import Database
from storage.db.engine import DatabaseError, make_engine, parse_url
from storage.db.models import Base

if TYPE_CHECKING:
    from sqlalchemy import Connection

REPO = Path(__file__).parents[2]
OPEN = (
    "import sys; from storage.db.database import Database; Database.open(sys.argv[1], upgrade=True).close()"
)


def _tables(url: str) -> set[str]:
    engine = make_engine(parse_url(url))
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def _age(database: Database) -> None:
    """Make a database look older: today's tables, yesterday's revision."""
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES ('0000')"))


def test_the_migrations_arrive_at_the_tables_of_the_program(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_the_program_knows_the_last_of_its_migrations() -> None:
    folder = ScriptDirectory(str(REPO / "storage" / "migrations"))
    assert folder.get_current_head() == migrate.HEAD


def test_the_counter_has_its_row(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("SELECT name, value FROM counter")).all() == [("change_seq", 0)]


def test_the_article_view_is_there_after_a_migration(database: Database) -> None:
    with database.read() as connection:
        assert "v_article" in inspect(connection).get_view_names()


def test_ids_are_never_used_twice(database: Database) -> None:
    with database.write() as connection:
        insert = text(
            "INSERT INTO source (id, name, region, kind, status, status_from, walks, created_at, updated_at) "
            "VALUES ('a', 'a', '990100', 'portal', 'active', 'file', 0, '2026-01-01', '2026-01-01')"
        )
        connection.execute(insert)
        run = text(
            "INSERT INTO run (source_id, state, params, machine, pid, started_at, outcomes, returned, "
            "walk_complete, stats, findings) "
            "VALUES ('a', 'failed', '{}', 'm', 1, '2026-01-01', 0, 0, false, '{}', '[]') "
            "RETURNING id"
        )
        first = connection.execute(run).scalar_one()
        connection.execute(text("DELETE FROM run"))
        assert connection.execute(run).scalar_one() > first


def test_opening_twice_changes_nothing(database: Database, database_url: str, tmp_path: Path) -> None:
    Database.open(database_url, upgrade=True).close()
    assert not list(tmp_path.glob("*.backup-*"))


def test_an_older_database_asks_for_its_upgrade_by_name(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _age(database)
    monkeypatch.setattr(migrate, "known", lambda: {"0000", migrate.HEAD})
    with pytest.raises(DatabaseError, match=r"schema 0000 is older than .*govnews db upgrade"):
        Database.open(database_url)


def test_an_upgrade_of_a_used_file_keeps_a_copy_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'govnews.db'}"
    opened = Database.open(url, upgrade=True)
    assert not list(tmp_path.glob("*.backup-*")), "a new file has nothing to keep"
    with opened.write() as connection:
        opened.next_seq(connection, 41)
    _age(opened)
    opened.close()
    monkeypatch.setattr(migrate, "known", lambda: {"0000", "0001"})
    with pytest.raises(Exception, match="0000"):  # no such step exists, so the upgrade itself cannot run
        Database.open(url, upgrade=True)
    (copy,) = tmp_path.glob("*.backup-*")
    engine = make_engine(parse_url(f"sqlite:///{copy}"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT value FROM counter")).scalar_one() == 41
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_connection: Connection) -> None:
        raise DatabaseError("no view today")

    with monkeypatch.context() as patch:
        patch.setattr(views, "create_views", fail)
        with pytest.raises(DatabaseError, match="no view today"):
            Database.open(empty_url, upgrade=True)
    assert _tables(empty_url) == set()
    Database.open(empty_url, upgrade=True).close()


def test_a_migration_that_would_break_references_is_not_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'govnews.db'}"

    def orphan(connection: Connection) -> None:
        connection.execute(text("INSERT INTO byline VALUES (77, 0, 'reporter', '某某')"))

    with monkeypatch.context() as patch:
        patch.setattr(views, "create_views", orphan)
        with pytest.raises(DatabaseError, match="dangling references in byline"):
            Database.open(url, upgrade=True)
    assert _tables(url) == set()


@pytest.mark.slow
@pytest.mark.parametrize("step", ["drop_views", "create_views"])
def test_a_killed_migration_is_done_again_whole(empty_url: str, step: str) -> None:
    program = (
        "import os, signal, sys\n"
        "from storage.db import views\n"
        f"views.{step} = lambda connection: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from storage.db.database import Database\n"
        "Database.open(sys.argv[1], upgrade=True)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, empty_url], cwd=REPO, check=False, timeout=300)
    assert done.returncode == -signal.SIGKILL
    assert _tables(empty_url) == set()
    Database.open(empty_url, upgrade=True).close()
    Database.open(empty_url).close()


@pytest.mark.slow
def test_processes_that_open_a_new_database_at_once_all_succeed(empty_url: str) -> None:
    command = [sys.executable, "-c", OPEN, empty_url]
    openers: list[subprocess.Popen[Any]] = [
        subprocess.Popen(command, cwd=REPO, env={**os.environ, "PYTHONWARNINGS": "error"}) for _ in range(4)
    ]
    assert [opener.wait(60) for opener in openers] == [0, 0, 0, 0]
    Database.open(empty_url).close()
