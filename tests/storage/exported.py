"""Store an article with every field and read exports back."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from pipelines.items import Attachment, Byline, Image, Newspaper, Region
from storage.read.export import ExportFilter, export
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database


def store_full_article(database: Database) -> int | None:
    """Store an article with every list filled and return its id."""
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


def exported_records(database: Database, filters: ExportFilter | None = None) -> list[dict[str, Any]]:
    """Return the records that a JSON Lines export contains."""
    out = io.BytesIO()
    count = export(database, out, "jsonl", filters)
    records = [json.loads(line) for line in out.getvalue().decode("utf-8").split("\n") if line]
    assert len(records) == count
    return records
