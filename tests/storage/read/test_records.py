"""Stored articles are read back as records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator

import storage
from storage.read import article_history
from tests.storage.exported import exported_records, store_full_article

if TYPE_CHECKING:
    from storage.db.database import Database


PACKAGE = Path(storage.__file__).parent
SCHEMA = json.loads((PACKAGE / "article.schema.json").read_text("utf-8"))


def test_stored_article_is_read_back_as_its_record(database: Database) -> None:
    article_id = store_full_article(database)
    [record] = exported_records(database)
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
