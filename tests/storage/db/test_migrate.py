"""Migrations: complete or not at all, backed up, refused for foreign databases."""

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

from storage.db import engine as module
from storage.db import migrate, views
from storage.db.database import Database
from storage.db.engine import DatabaseError, make_engine, parse_url
from storage.db.migrate import backup
from storage.db.models import Base
from tests.storage.database_files import refusal, sqlite_file

if TYPE_CHECKING:
    from sqlalchemy import Connection


def test_newer_schema_is_refused(database: Database, database_url: str) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer govnews (schema 9999)" in refusal(database_url)


def test_database_of_another_program_is_refused(empty_url: str, tmp_path: Path) -> None:
    engine = module.make_engine(parse_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoice (id INTEGER)"))
    engine.dispose()
    assert "invoice" in refusal(empty_url)
    assert not list(tmp_path.glob("*.backup-*"))


def test_backup_opens_like_the_original(tmp_path: Path) -> None:
    opened = Database.open(sqlite_file(tmp_path)[1], upgrade=True)
    with opened.write() as connection:
        opened.next_seq(connection, 7)
    copy = backup(opened.engine)
    opened.close()
    again = Database.open(f"sqlite:///{copy}")
    with again.write() as connection:
        assert again.next_seq(connection) == 8
    again.close()


REPO = Path(__file__).parents[3]
OPEN = (
    "import sys; from storage.db.database import Database; Database.open(sys.argv[1], upgrade=True).close()"
)


def _tables(url: str) -> set[str]:
    engine = make_engine(parse_url(url))
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def _age(database: Database) -> None:
    """Give a database an older revision, with the current tables."""
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES ('0000')"))


def test_migrations_produce_the_tables_of_the_models(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_head_is_the_newest_migration() -> None:
    folder = ScriptDirectory(str(REPO / "storage" / "migrations"))
    assert folder.get_current_head() == migrate.HEAD


def test_counter_row_exists_after_migration(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("SELECT name, value FROM counter")).all() == [("change_seq", 0)]


def test_ids_of_deleted_rows_are_not_reused(database: Database) -> None:
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


def test_older_schema_names_the_upgrade_command(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _age(database)
    monkeypatch.setattr(migrate, "known", lambda: {"0000", migrate.HEAD})
    with pytest.raises(DatabaseError, match=r"schema 0000 is older than .*govnews db upgrade"):
        Database.open(database_url)


def test_upgrade_backs_up_a_used_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_upgrade_reports_revisions_and_backup(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'govnews.db'}"
    opened = Database.open(url, upgrade=True)
    assert opened.upgraded is None, "the schema is new"
    with opened.write() as connection:  # the changes of 0002, undone
        connection.execute(text("DROP INDEX ix_article_content_sha"))
        connection.execute(text("CREATE INDEX ix_article_content_sha ON article (content_sha)"))
        connection.execute(text("CREATE INDEX ix_fingerprint_article_id ON fingerprint (article_id)"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    opened.close()
    opened = Database.open(url, upgrade=True)
    (copy,) = tmp_path.glob("*.backup-*")
    assert opened.upgraded == migrate.Upgrade("0001", "0002", copy)
    opened.close()


def test_failed_migration_is_rolled_back(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_connection: Connection) -> None:
        raise DatabaseError("no view today")

    with monkeypatch.context() as patch:
        patch.setattr(views, "create_views", fail)
        with pytest.raises(DatabaseError, match="no view today"):
            Database.open(empty_url, upgrade=True)
    assert _tables(empty_url) == set()
    Database.open(empty_url, upgrade=True).close()


def test_migration_with_dangling_references_is_rolled_back(
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
def test_killed_migration_is_repeated_completely(empty_url: str, step: str) -> None:
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
def test_processes_opening_a_new_database_at_once_all_succeed(empty_url: str) -> None:
    command = [sys.executable, "-c", OPEN, empty_url]
    openers: list[subprocess.Popen[Any]] = [
        subprocess.Popen(command, cwd=REPO, env={**os.environ, "PYTHONWARNINGS": "error"}) for _ in range(4)
    ]
    assert [opener.wait(60) for opener in openers] == [0, 0, 0, 0]
    Database.open(empty_url).close()
