"""Bylines, regions and media of an article: rows of their own, written anew with it, compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from storage.db.models import ArticleRegionRow, BylineRow, MediaRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection


def rows(record: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    media = [
        {"kind": "image", "url": image["url"], "label": image.get("caption")} for image in record["images"]
    ]
    media += [
        {"kind": "attachment", "url": file["url"], "label": file.get("name")}
        for file in record["attachments"]
    ]
    return {
        "byline": [{"role": one["role"], "name": one["name"]} for one in record["bylines"]],
        "article_region": [
            {"code": one["code"], "name": one["name"], "zone": one.get("zone"), "how": one["how"]}
            for one in record["regions"]
        ],
        "media": media,
    }


def stored(connection: Connection, article_id: int) -> dict[str, list[dict[str, Any]]]:
    """The same rows as they stand in the database, for comparison."""
    shown: dict[str, list[dict[str, Any]]] = {}
    for model, names in (
        (BylineRow, ("role", "name")),
        (ArticleRegionRow, ("code", "name", "zone", "how")),
        (MediaRow, ("kind", "url", "label")),
    ):
        table = model.__table__
        order = [table.c.kind.desc()] if model is MediaRow else []  # images first, as in the record
        found = connection.execute(
            select(table).where(table.c.article_id == article_id).order_by(*order, table.c.position)
        ).mappings()
        shown[model.__tablename__] = [{name: row[name] for name in names} for row in found]
    return shown


def write(connection: Connection, article_id: int, record: Mapping[str, Any]) -> None:
    """Write bylines, regions and media anew."""
    for model in (BylineRow, ArticleRegionRow, MediaRow):
        connection.execute(delete(model).where(model.article_id == article_id))
        own = rows(record)[model.__tablename__]
        if own:
            connection.execute(
                insert(model), [row | {"article_id": article_id, "position": i} for i, row in enumerate(own)]
            )
