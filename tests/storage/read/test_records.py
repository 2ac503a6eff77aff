"""Stored articles are read back as records."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

import storage
from pipelines.items import Attachment, Byline, Image, Newspaper, Region
from storage.read import article_history
from storage.read.export import ExportFilter, export
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


PACKAGE = Path(storage.__file__).parent


SCHEMA = json.loads((PACKAGE / "article.schema.json").read_text("utf-8"))


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


def exported(database: Database, filters: ExportFilter | None = None) -> list[dict[str, Any]]:
    out = io.BytesIO()
    count = export(database, out, "jsonl", filters)
    records = [json.loads(line) for line in out.getvalue().decode("utf-8").split("\n") if line]
    assert len(records) == count
    return records


def test_stored_article_is_read_back_as_its_record(database: Database) -> None:
    article_id = full(database)
    [record] = exported(database)
    Draft202012Validator(SCHEMA).validate(record)
    assert list(record) == list(SCHEMA["properties"])
    assert [one["name"] for one in record["bylines"]] == ["林知远", "苏禾"]
    assert [one["code"] for one in record["regions"]] == ["990121", "990100"]
    assert [one["url"][-5:] for one in record["images"]] == ["1.jpg", "2.jpg"]
    assert record["attachments"] == [{"url": "http://x.test/a.pdf", "name": "附件1"}]
    assert (record["column"], record["keywords"]) == ("要闻", ["供暖", "管网"])
    assert record["newspaper"]["issue_date"] == "2026-03-01"
    assert (record["published_at"], record["published_date"]) == ("2026-02-28T16:00:00Z", "2026-03-01")
    assert article_history.find_article(database, str(article_id)) == record
    assert article_history.find_article(database, record["url"]) == record
