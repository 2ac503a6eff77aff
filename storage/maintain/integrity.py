"""Is the archive whole? Each test names what is wrong, how much of it, and one example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from storage.db import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from storage.articles.archive import RawArchive
    from storage.db.database import Database

# (name, what it means, query that gives one row per fault with an example in its first column)
QUERIES = (
    (
        "conservation",
        "finished runs whose claims were not all settled",
        "SELECT id FROM run WHERE state = 'finished' AND claimed <> outcomes + returned",
    ),
    (
        "change_seq",
        "articles above the counter of changes",
        "SELECT id FROM article WHERE change_seq > (SELECT value FROM counter WHERE name = 'change_seq')",
    ),
    (
        "claims",
        "pages claimed by a run that has ended",
        "SELECT p.id FROM page p JOIN run r ON r.id = p.claim_run_id WHERE r.state <> 'running'",
    ),
    (
        "stored_pages",
        "pages said to be stored without an article",
        "SELECT id FROM page WHERE state IN ('stored', 'unchanged', 'duplicate') AND kind = 'article' "
        "AND article_id IS NULL",
    ),
    (
        "versions",
        "articles whose versions are not all there",
        "SELECT a.id FROM article a WHERE a.state <> 'taken_down' AND a.versions <> "
        "(SELECT count(*) FROM article_version v WHERE v.article_id = a.id)",
    ),
    (
        "stories",
        "stories without the article that stands for them",
        "SELECT s.id FROM story s WHERE NOT EXISTS "
        "(SELECT 1 FROM article a WHERE a.id = s.canonical_id AND a.story_id = s.id)",
    ),
    (
        "tombstones",
        "taken down articles that still hold text",
        "SELECT id FROM article WHERE state = 'taken_down' AND (title IS NOT NULL OR body IS NOT NULL)",
    ),
)


def check(database: Database, archive: RawArchive | None = None) -> list[dict[str, Any]]:
    """Every fault found: ``{name, text, count, example}``; an empty list means the archive is whole.

    With ``archive``, every raw body that a row names is read and held against its name.
    """
    with database.read() as connection:
        found = list(_integrity(connection))
        for name, meaning, query in QUERIES:
            rows = connection.execute(text(query)).scalars().all()
            if rows:
                found.append({"name": name, "text": meaning, "count": len(rows), "example": rows[0]})
        if migrate.current(connection) != migrate.HEAD:
            found.append({"name": "schema", "text": "not today's schema", "count": 1, "example": None})
        if archive is not None:
            shas = connection.execute(text("SELECT sha FROM raw ORDER BY sha")).scalars()
            faults = [fault for sha in shas if (fault := archive.check(sha)) is not None]
            if faults:
                meaning = "raw bodies that are missing or damaged"
                found.append({"name": "raw", "text": meaning, "count": len(faults), "example": faults[0]})
    return found


def _integrity(connection: Connection) -> Iterator[dict[str, Any]]:
    if connection.dialect.name != "sqlite":
        return
    answer = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    if answer != ["ok"]:
        yield {
            "name": "integrity",
            "text": "SQLite finds the file damaged",
            "count": len(answer),
            "example": answer[0],
        }
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    if broken:
        yield {
            "name": "references",
            "text": "rows that refer to missing rows",
            "count": len(broken),
            "example": broken[0][0],
        }
