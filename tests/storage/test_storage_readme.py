"""The README of storage describes the view and its queries run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

import storage
from tests.storage.exported import store_full_article

if TYPE_CHECKING:
    from storage.db.database import Database


PACKAGE = Path(storage.__file__).parent
SCHEMA = json.loads((PACKAGE / "article.schema.json").read_text("utf-8"))
QUERIES = re.findall(r"^```sql\n(.*?)^```$", (PACKAGE / "README.md").read_text("utf-8"), flags=re.S | re.M)


def test_readme_describes_every_column() -> None:
    manual = (PACKAGE / "README.md").read_text("utf-8")
    assert [name for name in SCHEMA["properties"] if f"`{name}`" not in manual] == []


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_the_readme_run(database: Database, query: str) -> None:
    store_full_article(database)
    with database.read() as connection:
        connection.execute(text(query)).all()


def test_readme_has_five_queries() -> None:
    assert len(QUERIES) == 5
