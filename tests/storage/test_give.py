"""What the archive gives: the view, exports, the catalog, the queries of the manual."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import text

import storage
from crawler.run.comparer import COMPARER
from pipelines.items import Attachment, Byline, Image, Newspaper, Region
from storage.read import article_history, overview, run_history
from storage.read.export import ExportFilter, export
from storage.stories import link
from storage.values import Outcome
from tests.storage import rows

if TYPE_CHECKING:
    from storage.db.database import Database

ROOM = Path(storage.__file__).parent
SCHEMA = json.loads((ROOM / "article.schema.json").read_text("utf-8"))
QUERIES = re.findall(r"^```sql\n(.*?)^```$", (ROOM / "README.md").read_text("utf-8"), flags=re.S | re.M)


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


def test_a_stored_article_comes_back_as_the_record_it_was(database: Database) -> None:
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


def test_the_columns_of_the_view_are_the_keys_of_the_schema(database: Database) -> None:
    with database.read() as connection:
        columns = connection.execute(text("SELECT * FROM v_article")).keys()
    assert list(columns) == list(SCHEMA["properties"])


def test_every_column_is_described_in_the_manual() -> None:
    manual = (ROOM / "README.md").read_text("utf-8")
    assert [name for name in SCHEMA["properties"] if f"`{name}`" not in manual] == []


@pytest.mark.parametrize("query", QUERIES)
def test_the_queries_of_the_manual_run(database: Database, query: str) -> None:
    full(database)
    with database.read() as connection:
        connection.execute(text(query)).all()


def test_the_manual_has_five_queries() -> None:
    assert len(QUERIES) == 5


def test_filters_take_what_they_say(database: Database) -> None:
    full(database)
    book = rows.ledger(database)
    rows.store(book, "plain", "另一篇文章，讲的是县里的图书馆开放时间。")
    rows.close(book, claimed=1)
    assert ["full" in record["title"] for record in exported(database, ExportFilter(region="9901"))] == [True]
    assert len(exported(database, ExportFilter(region="9902"))) == 0
    assert len(exported(database, ExportFilter(source="nobody"))) == 0
    assert len(exported(database, ExportFilter(since=date(2026, 3, 2)))) == 0
    assert len(exported(database, ExportFilter(since=date(2026, 3, 1), until=date(2026, 3, 1)))) == 2
    last = max(record["change_seq"] for record in exported(database))
    assert exported(database, ExportFilter(after_seq=last)) == []


def test_of_a_story_one_article_is_canonical_and_the_other_points_to_it(database: Database) -> None:
    book = rows.ledger(database)
    first, _ = rows.store(book, 1)
    second, _ = rows.store(book, 2)
    rows.close(book, claimed=2)
    assert [link.link(database, one, COMPARER).word for one in (first, second) if one] == [
        "duplicate",
        "duplicate",
    ]
    records = {record["id"]: record for record in exported(database)}
    assert [records[one]["canonical"] for one in (first, second)] == [True, False]
    assert records[first]["relation"] is None
    assert records[second]["relation"] == {"kind": "duplicate", "to": first, "score": 1.0}
    assert [record["id"] for record in exported(database, ExportFilter(canonical=True))] == [first]


@pytest.mark.parametrize("danger", ["=1+1", "+86", "-3℃", "@name"])
def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(database: Database, danger: str) -> None:
    book = rows.ledger(database)
    rows.store(book, 1, title=danger)
    rows.close(book, claimed=1)
    out = io.BytesIO()
    export(database, out, "csv")
    [row] = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8")))
    assert row["title"] == f"'{danger}"
    assert exported(database)[0]["title"] == danger


def test_excel_gets_its_mark_and_others_do_not(database: Database, tmp_path: Path) -> None:
    full(database)
    export(database, tmp_path / "a.csv", "csv", excel=True)
    export(database, tmp_path / "b.csv", "csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "b.csv").read_bytes().startswith(b"id,url")


def test_a_failed_export_leaves_the_old_file(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    target.write_text("old\n")
    with pytest.raises(ValueError, match="unknown format"):
        export(database, target, "xml")
    full(database)
    with database.write() as connection:
        connection.execute(text("UPDATE article SET evidence = evidence"))
    export(database, target, "jsonl")
    assert json.loads(target.read_text("utf-8"))["state"] == "live"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_lines_of_jsonl_are_lines_for_every_reader(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1, "一行\u2028二行\x85三行")
    rows.close(book, claimed=1)
    out = io.BytesIO()
    export(database, out, "jsonl")
    assert len(out.getvalue().decode("utf-8").splitlines()) == 1
    assert exported(database)[0]["body"] == "一行\u2028二行\x85三行"


def test_a_run_names_the_pages_that_made_trouble(database: Database) -> None:
    book = rows.ledger(database)
    good, bad = rows.claim_one(book, "good"), rows.claim_one(book, "bad")
    book.settle(bad.id, Outcome(state="refused", reason="list_page"))
    book.settle(good.id, Outcome(state="unchanged"))
    shown = run_history.run_details(database, book.run_id)
    assert shown is not None
    assert [(one["url"], one["state"], one["reason"]) for one in shown["troubled"]] == [
        (bad.url, "refused", "list_page")
    ]
    # not closed yet: what the frontier knows
    assert {(one["state"], one["count"]) for one in shown["pages"]} == {("refused", 1), ("unchanged", 1)}
    rows.close(book, claimed=2)


def test_a_run_is_summed_up_from_what_its_stages_counted(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1)
    stats = {"store/inserted": 1, "frontier/stored": 1, "frontier/refused/robots": 2, "frontier/late": 3}
    book.close("finished", None, claimed=1, stats=stats, findings=[], walk_complete=True)
    [run] = run_history.latest_runs(database)
    found = run_history.run_summary(run)
    assert (found["store"], found["state"]) == ({"inserted": 1}, "finished")
    shown = run_history.run_details(database, run["id"])
    assert shown is not None
    assert shown["pages"] == [
        {"state": "refused", "reason": "robots", "count": 2},
        {"state": "stored", "reason": None, "count": 1},
    ]
    assert (found["pages"], found["reasons"]) == ({"refused": 2, "stored": 1}, {"refused": {"robots": 2}})
    assert overview.sources_with_counts(database)["qinglan_gov"]["articles"] == 1
    assert overview.archive_stats(database)["articles"] == {"live": 1}
