"""The README of storage describes the view and its queries run."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

import storage
from pipelines.items import Attachment, Byline, Image, Newspaper, Region
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


PACKAGE = Path(storage.__file__).parent


SCHEMA = json.loads((PACKAGE / "article.schema.json").read_text("utf-8"))


QUERIES = re.findall(r"^```sql\n(.*?)^```$", (PACKAGE / "README.md").read_text("utf-8"), flags=re.S | re.M)


def full(database: Database) -> int | None:
    """One article with every list filled, stored through the ledger."""
    book = rows.ledger(database)
    article_id, _ = rows.store(
        book,
        "full",
        fetched_url="http://www.qinglan.test/art/full.html?from=list",
        bylines=[Byline(role="reporter", name="林知远"), Byline(role="editor", name="苏禾")],
        regions=[Region(code="990121", name="岚水县", how="title"), Region(code="990100", name="澜山市")],
        images=[Image(url="http://x.test/1.jpg", caption="现场"), Image(url="http://x.test/2.jpg")],
        attachments=[Attachment(url="http://x.test/a.pdf", name="附件1")],
        keywords=["供暖", "管网"],
        column="要闻",
        newspaper=Newspaper(issue_date=date(2026, 3, 1), page_no="01", order=2),
    )
    rows.close(book, claimed=1)
    return article_id


def test_readme_describes_every_column() -> None:
    manual = (PACKAGE / "README.md").read_text("utf-8")
    assert [name for name in SCHEMA["properties"] if f"`{name}`" not in manual] == []


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_the_readme_run(database: Database, query: str) -> None:
    full(database)
    with database.read() as connection:
        connection.execute(text(query)).all()


def test_readme_has_five_queries() -> None:
    assert len(QUERIES) == 5
