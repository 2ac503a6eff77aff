"""Bylines, regions and media of an article: rows of their own, replaced as a whole and compared as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from storage.db.models import ArticleRegionRow, BylineRow, MediaRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

ChildRows = dict[str, list[dict[str, Any]]]  # table -> rows in order
COLUMNS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (BylineRow, ("role", "name")),
    (ArticleRegionRow, ("code", "name", "zone", "how")),
    (MediaRow, ("kind", "url", "label")),
)


def rows_of(record: Mapping[str, Any]) -> ChildRows:
    """Return the rows that a record's bylines, regions, images and attachments become."""
    images = [{"kind": "image", "url": one["url"], "label": one.get("caption")} for one in record["images"]]
    attachments = [
        {"kind": "attachment", "url": one["url"], "label": one.get("name")} for one in record["attachments"]
    ]
    return {
        "byline": [{"role": one["role"], "name": one["name"]} for one in record["bylines"]],
        "article_region": [
            {"code": one["code"], "name": one["name"], "zone": one.get("zone"), "how": one["how"]}
            for one in record["regions"]
        ],
        "media": images + attachments,
    }


def read(connection: Connection, article_id: int) -> ChildRows:
    """Return the stored rows of an article in the form of ``rows_of``."""
    found: ChildRows = {}
    for model, names in COLUMNS:
        table = model.__table__
        order = [table.c.kind.desc()] if model is MediaRow else []  # images first, as in rows_of
        rows = connection.execute(
            select(table).where(table.c.article_id == article_id).order_by(*order, table.c.position)
        ).mappings()
        found[model.__tablename__] = [{name: row[name] for name in names} for row in rows]
    return found


def write(connection: Connection, article_id: int, record: Mapping[str, Any]) -> None:
    """Replace the bylines, regions and media of an article."""
    wanted = rows_of(record)
    for model, _ in COLUMNS:
        connection.execute(delete(model).where(model.article_id == article_id))
        rows = wanted[model.__tablename__]
        if rows:
            connection.execute(
                insert(model), [row | {"article_id": article_id, "position": i} for i, row in enumerate(rows)]
            )
