"""Convert rows of the view ``v_article`` to article records: the schema's keys with plain JSON types."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from sqlalchemy import Connection, RowMapping

Record = dict[str, Any]  # an article as article.schema.json describes it

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
BATCH = 200  # rows fetched at once


def record_of(row: Mapping[str, Any] | RowMapping) -> Record:
    """Return the record of one row of ``v_article``."""
    found = {key: _json_value(key, value) for key, value in row.items()}
    if found["fetched_url"] is None:  # a tombstone: the schema allows a string or no key
        del found["fetched_url"]
    return found


def _json_value(key: str, value: Any) -> Any:
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


def find_record(connection: Connection, article_id: int) -> Record | None:
    """Return the record of one article, or None."""
    query = text("SELECT * FROM v_article WHERE id = :id")
    row = connection.execute(query, {"id": article_id}).mappings().one_or_none()
    return None if row is None else record_of(row)


def stream_records(
    connection: Connection, where: str = "", values: Mapping[str, Any] | None = None
) -> Generator[Record, None, None]:
    """Yield records in the order of ``change_seq``.

    ``where`` is a trusted SQL condition over ``v_article``; ``values`` are its bound parameters. Exhaust or
    close the generator: on PostgreSQL it holds a server-side cursor.
    """
    query = text(f"SELECT * FROM v_article {f'WHERE {where}' if where else ''} ORDER BY change_seq")
    # bindparams derives the column types: the adapters of the drivers for dates are deprecated
    bound = query.bindparams(**(values or {}))
    with connection.execution_options(yield_per=BATCH).execute(bound) as result:
        for row in result.mappings():
            yield record_of(row)
