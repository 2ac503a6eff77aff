"""Record that the page of stored articles is unchanged, or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from storage.db.models import ArticleRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping

MISSING_LIMIT = 2  # one missing page may be an accident of the site; two in different runs are not


def record_unchanged(connection: Connection, page_id: int, at: datetime, seq: int, now: datetime) -> None:
    """Record that a page answered 304 at ``at``: its articles exist unchanged; withdrawn ones are live again.

    ``seq`` is the first of as many change numbers as the page has articles.
    """
    for row in _articles_of_page(connection, page_id):
        values: dict[str, Any] = {"last_seen_at": at, "missing": 0}
        if row["state"] == "withdrawn":
            values |= {"state": "live", "change_seq": seq, "changed_at": now}
            seq += 1
        connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))


def record_missing(connection: Connection, page_id: int, seq: int, now: datetime) -> int:
    """Record that a page is gone and return how many of its articles were withdrawn by this.

    An article is withdrawn when its page is missing for the second time; its text is kept.
    """
    withdrawn = 0
    for row in _articles_of_page(connection, page_id):
        values: dict[str, Any] = {"missing": row["missing"] + 1}
        if row["missing"] + 1 >= MISSING_LIMIT and row["state"] == "live":
            values |= {"state": "withdrawn", "change_seq": seq + withdrawn, "changed_at": now}
            withdrawn += 1
        connection.execute(update(ArticleRow).where(ArticleRow.id == row["id"]).values(**values))
    return withdrawn


def count_of_page(connection: Connection, page_id: int) -> int:
    """Return how many articles were stored from a page."""
    return connection.execute(
        select(func.count()).select_from(ArticleRow).where(ArticleRow.page_id == page_id)
    ).scalar_one()


def _articles_of_page(connection: Connection, page_id: int) -> Sequence[RowMapping]:
    query = (
        select(ArticleRow.__table__)
        .where(ArticleRow.page_id == page_id, ArticleRow.state != "taken_down")
        .order_by(ArticleRow.id)
        .with_for_update()
    )
    return connection.execute(query).mappings().all()
