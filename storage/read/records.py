"""Rows of v_article as article records: the schema's keys, plain JSON types."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from sqlalchemy import Connection, RowMapping

KEYS = (  # in the order of the schema and of the view's columns
    *("id", "url", "fetched_url", "source", "platform", "platform_account", "outlet"),
    *("title", "kicker", "subtitle", "original_title", "summary", "body", "script", "language"),
    *("published_at", "published_date", "published_precision", "published_from", "published_raw"),
    *("bylines", "dateline", "regions", "column", "keywords", "images", "attachments", "newspaper"),
    *("story_id", "canonical", "relation", "state", "versions"),
    *("first_seen_at", "last_seen_at", "changed_at", "change_seq"),
    *("content_sha", "raw_sha", "extractor", "run_id"),
)
LISTS = ("bylines", "regions", "keywords", "images", "attachments")
OBJECTS = ("newspaper", "relation")
BATCH = 200


def record(row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    """One row of v_article as the documented record."""
    found = {key: _plain(key, value) for key, value in row.items()}
    if found["fetched_url"] is None:  # a tombstone: the schema knows a text here, or no key at all
        del found["fetched_url"]
    return found


def _plain(key: str, value: Any) -> Any:
    if key in LISTS:
        return (json.loads(value) if isinstance(value, str) else value) or []
    if key in OBJECTS:
        return json.loads(value) if isinstance(value, str) else value
    if key == "canonical":
        return None if value is None else bool(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    return value


def one(connection: Connection, article_id: int) -> dict[str, Any] | None:
    """The record of one article."""
    found = connection.execute(text("SELECT * FROM v_article WHERE id = :id"), {"id": article_id}).mappings()
    row = found.one_or_none()
    return None if row is None else record(row)


def select(
    connection: Connection, where: str = "", values: Mapping[str, Any] | None = None
) -> Generator[dict[str, Any], None, None]:
    """Records in the order of ``change_seq``, streamed; ``where`` is SQL of our own over v_article, values bound.

    Read to the end, or close it: on PostgreSQL a cursor of the server is open meanwhile.
    """
    query = text(f"SELECT * FROM v_article {f'WHERE {where}' if where else ''} ORDER BY change_seq")
    # bindparams knows the type of a value; the drivers' own adapters for dates are going away
    bound = query.bindparams(**(values or {}))
    with connection.execution_options(yield_per=BATCH).execute(bound) as result:
        for row in result.mappings():
            yield record(row)
