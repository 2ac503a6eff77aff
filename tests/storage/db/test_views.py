"""The view v_article matches the article schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

import storage
from storage.db.database import Database

if TYPE_CHECKING:
    from storage.db.database import Database


def test_article_view_exists_after_migration(database: Database) -> None:
    with database.read() as connection:
        assert "v_article" in inspect(connection).get_view_names()


PACKAGE = Path(storage.__file__).parent
SCHEMA = json.loads((PACKAGE / "article.schema.json").read_text("utf-8"))


def test_view_columns_are_the_keys_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        columns = connection.execute(text("SELECT * FROM v_article")).keys()
    assert list(columns) == list(SCHEMA["properties"])
