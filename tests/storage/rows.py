"""Build what a crawl passes to storage (sources, links, articles, responses), and read rows back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crawler.run.comparer import COMPARER
from pipelines.items import Article as Record
from storage.articles.article_columns import ArticleToSave
from storage.db.models import ArticleRow, ArticleVersionRow, PageRow
from storage.frontier import stored_sources
from storage.ledger import Ledger
from storage.stories.link import link as link_stored
from storage.values import Link, Outcome, RawEntry, Seen

if TYPE_CHECKING:
    from storage.db.database import Database
    from storage.values import Archive, Claimed, Want

SITE = "www.qinglan.test"
MOMENT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
TEXT = "青岚市今天在会展中心举行春季种植推进会，各县区负责人参加，要求按时完成一百二十万亩小麦的田间管理。"
CLOSED: dict[str, Any] = {"stats": {}, "findings": [], "walk_complete": True}


def source(database: Database, source_id: str = "qinglan_gov", **more: Any) -> str:
    """Insert or update a source row and return its id; ``more`` overrides columns."""
    entry = {
        "id": source_id,
        "name": "青岚市人民政府",
        "region": "990100",
        "kind": "government",
        "status": "active",
        "every": "6h",
        "cron": None,
    }
    stored_sources.sync(database, [entry | more])
    return source_id


def ledger(database: Database, source_id: str = "qinglan_gov", **more: Any) -> Ledger:
    """Open a run of a source, which is created if missing."""
    if stored_sources.get(database, source_id) is None:
        source(database, source_id)
    return Ledger.open(
        database, **({"source_id": source_id, "hosts": [f"{source_id}.test"], "params": {}} | more)
    )


def key(name: str | int) -> str:
    """Return the url_key of an invented article."""
    return f"{SITE}/art/{name}.html"


def link(name: str | int, **more: Any) -> Link:
    """Return a link to an article page."""
    fields: dict[str, Any] = {"url": f"http://{key(name)}", "url_key": key(name), "kind": "article"}
    return Link(**(fields | more))


def list_link(number: int = 1, **more: Any) -> Link:
    """Return a link to a list page."""
    url_key = f"{SITE}/list/{number}.html"
    fields: dict[str, Any] = {"url": f"http://{url_key}", "url_key": url_key, "kind": "list", "refresh": True}
    return Link(**(fields | more))


def raw(body: str = "<html>", **more: Any) -> RawEntry:
    """Return the description of a raw body."""
    data = body.encode()
    sha = hashlib.sha256(data).hexdigest()
    fields: dict[str, Any] = {"sha": sha, "url": f"http://{SITE}/", "status": 200, "headers": {}}
    return RawEntry(**(fields | {"size": len(data), "fetched_at": MOMENT} | more))


def seen(body: str | None = None, **more: Any) -> Seen:
    """Return a response; with ``body`` it has a raw body."""
    given: dict[str, Any] = {"status": 200, "fetched_at": MOMENT}
    if body is not None:
        given["raw"] = raw(body)
    return Seen(**(given | more))


def article(name: str | int, text: str = TEXT, **more: Any) -> ArticleToSave:
    """Return an article to save; ``more`` overrides keys of its record."""
    row = {name: more.pop(name) for name in ("url_key", "evidence", "fingerprints") if name in more}
    given: dict[str, Any] = {
        "url": f"http://{key(name)}",
        "source": "qinglan_gov",
        "title": f"春季种植推进会（{name}）",
        "body": text,
        "published_at": datetime(2026, 2, 28, 16, 0, tzinfo=UTC),
        "published_date": date(2026, 3, 1),
        "published_precision": "day",
        "content_sha": hashlib.sha256(text.encode()).hexdigest(),
    }
    fields: dict[str, Any] = {
        "record": Record(**(given | more)).record(),
        "url_key": key(name),
        "folded": text,
    }
    return ArticleToSave(**(fields | row))


def understood(name: str | int, text: str = TEXT, **more: Any) -> ArticleToSave:
    """Return an article to save with the features that deduplication computes."""
    found = COMPARER.features(text)
    row = article(name, text, **({"content_sha": found.content_sha, "fingerprints": found.hashes} | more))
    return replace(row, folded=found.folded, norm_version=COMPARER.norm_version)


def claim_one(book: Ledger, name: str | int) -> Claimed:
    """Make the page of an article known, and claim it."""
    book.seed([link(name)])
    (claimed,) = [one for one in book.claim(1000) if one.url_key == key(name)]
    return claimed


def store(book: Ledger, name: str | int, text: str = TEXT, **more: Any) -> tuple[int | None, str]:
    """Claim the page of an article and save the article."""
    saved = book.save(claim_one(book, name).id, [article(name, text, **more)], seen(text))
    return saved[0]


def store_with_body(database: Database, archive: Archive, name: int, body: bytes = b"<p>x</p>") -> int:
    """Store an article whose raw body is in the archive, link it, and return its id."""
    book = ledger(database)
    entry = replace(raw(url=f"http://{key(name)}"), sha=archive.put(body), size=len(body))
    claimed = claim_one(book, name)
    [saved] = book.save(claimed.id, [article(name)], seen(raw=entry))
    close(book, claimed=1)
    assert saved.article_id is not None
    link_stored(database, saved.article_id, COMPARER)
    return saved.article_id


def close(book: Ledger, claimed: int, state: str = "finished", **more: Any) -> dict[str, Any]:
    """Close a run that claimed so many pages."""
    return book.close(state, None, claimed=claimed, **(CLOSED | more))


def page(database: Database, name: str | int) -> dict[str, Any]:
    """Return the row of a page, by the name of its article or its url_key."""
    wanted = name if isinstance(name, str) and "/" in name else key(name)
    with database.read() as connection:
        return dict(
            connection.execute(select(PageRow.__table__).where(PageRow.url_key == wanted)).mappings().one()
        )


def stored(database: Database, article_id: int | None) -> dict[str, Any]:
    """Return the row of an article."""
    with database.read() as connection:
        found = connection.execute(select(ArticleRow.__table__).where(ArticleRow.id == article_id)).mappings()
        return dict(found.one())


def versions(database: Database, article_id: int | None) -> list[dict[str, Any]]:
    """Return the versions of an article, the oldest first."""
    with database.read() as connection:
        rows = connection.execute(
            select(ArticleVersionRow.__table__)
            .where(ArticleVersionRow.article_id == article_id)
            .order_by(ArticleVersionRow.number)
        ).mappings()
        return [dict(row) for row in rows]


GONE = Outcome(state="gone", reason="http_404")


def claim_keys(book: Ledger, want: Want | None = None) -> list[str]:
    """Claim up to 100 pages and return their keys in order."""
    return [one.url_key for one in book.claim(100, want)]
