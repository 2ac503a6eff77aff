"""Rows of v_article as article records: the schema's keys, plain JSON types."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, RowMapping

    from storage.database import Database

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


def select(
    database: Database, connection: Connection, where: str = "", values: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """Records in the order of ``change_seq``, streamed; ``where`` is SQL of our own over v_article, values bound."""
    query = f"SELECT * FROM v_article {f'WHERE {where}' if where else ''} ORDER BY change_seq"
    streamed = connection.execution_options(yield_per=BATCH)
    for row in streamed.execute(text(query), dict(values or {})).mappings():
        yield record(row)
