"""Check the whole archive. Each check that fails reports what is wrong, how often, and one example."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import text

from storage.db import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from storage.db.database import Database
    from storage.values import Archive

# name, meaning of a fault, query that returns one row per fault with an example in its first column
QUERIES = (
    (
        "conservation",
        "finished runs with claims that have no outcome",
        "SELECT id FROM run WHERE state = 'finished' AND claimed <> outcomes + returned",
    ),
    (
        "change_seq",
        "articles with a change number above the counter",
        "SELECT id FROM article WHERE change_seq > (SELECT value FROM counter WHERE name = 'change_seq')",
    ),
    (
        "claims",
        "pages claimed by a run that has ended",
        "SELECT p.id FROM page p JOIN run r ON r.id = p.claim_run_id WHERE r.state <> 'running'",
    ),
    (
        "stored_pages",
        "pages in state stored, unchanged or duplicate without an article",
        "SELECT id FROM page WHERE state IN ('stored', 'unchanged', 'duplicate') AND kind = 'article' "
        "AND article_id IS NULL",
    ),
    (
        "versions",
        "articles with missing versions",
        "SELECT a.id FROM article a WHERE a.state <> 'taken_down' AND a.versions <> "
        "(SELECT count(*) FROM article_version v WHERE v.article_id = a.id)",
    ),
    (
        "stories",
        "stories without their canonical article",
        "SELECT s.id FROM story s WHERE NOT EXISTS "
        "(SELECT 1 FROM article a WHERE a.id = s.canonical_id AND a.story_id = s.id)",
    ),
    (
        "tombstones",
        "tombstones that still contain text",
        "SELECT id FROM article WHERE state = 'taken_down' AND (title IS NOT NULL OR body IS NOT NULL)",
    ),
)


class Fault(TypedDict):
    """One kind of fault in the archive."""

    name: str
    text: str
    count: int
    example: Any  # of a row, a file or a message; None if there is nothing to name


def check(database: Database, archive: Archive | None = None) -> list[Fault]:
    """Return every fault; an empty list means that the archive is intact.

    ``archive``: also read every raw body and compare it with its sha256.
    """
    with database.read() as connection:
        found = list(_sqlite_faults(connection))
        for name, meaning, query in QUERIES:
            rows = connection.execute(text(query)).scalars().all()
            if rows:
                found.append({"name": name, "text": meaning, "count": len(rows), "example": rows[0]})
        if migrate.current(connection) != migrate.HEAD:
            found.append(
                {"name": "schema", "text": "the schema is not the current one", "count": 1, "example": None}
            )
        if archive is not None:
            shas = connection.execute(text("SELECT sha FROM raw ORDER BY sha")).scalars()
            faults = [fault for sha in shas if (fault := archive.check(sha)) is not None]
            if faults:
                meaning = "raw bodies that are missing or damaged"
                found.append({"name": "raw", "text": meaning, "count": len(faults), "example": faults[0]})
    return found


def _sqlite_faults(connection: Connection) -> Iterator[Fault]:
    if connection.dialect.name != "sqlite":
        return
    answer = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    if answer != ["ok"]:
        yield {
            "name": "integrity",
            "text": "SQLite reports a damaged file",
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
