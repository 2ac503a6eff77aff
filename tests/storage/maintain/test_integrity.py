"""The check of the whole archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.run.comparer import COMPARER
from storage.articles.archive import RawArchive
from storage.maintain import integrity
from storage.stories import link
from storage.values import RawEntry
from tests.storage import rows

if TYPE_CHECKING:
    from pathlib import Path

    from storage.db.database import Database


@pytest.fixture
def archive(tmp_path: Path) -> RawArchive:
    return RawArchive(tmp_path / "raw")


def stored(database: Database, archive: RawArchive, name: int, body: bytes = b"<p>x</p>") -> int:
    book = rows.ledger(database)
    sha = archive.put(body)
    entry = RawEntry(
        sha=sha,
        url=f"http://{rows.key(name)}",
        status=200,
        headers={},
        size=len(body),
        fetched_at=rows.MOMENT,
    )
    claimed = rows.claim_one(book, name)
    [(article_id, _)] = book.save(claimed.id, [rows.article(name)], rows.seen(raw=entry))
    rows.close(book, claimed=1)
    assert article_id is not None
    link.link(database, article_id, COMPARER)
    return article_id


def test_check_reports_missing_raw_bodies(database: Database, archive: RawArchive) -> None:
    stored(database, archive, 1)
    [sha] = [path.name.removesuffix(".zst") for path in archive.root.rglob("*.zst")]
    archive.path(sha).write_bytes(archive.path(sha).read_bytes()[:-3])
    [fault] = integrity.check(database, archive)
    assert "damaged" in fault["example"]
    archive.remove(sha)
    assert [fault["name"] for fault in integrity.check(database, archive)] == ["raw"]
    assert integrity.check(database) == []
