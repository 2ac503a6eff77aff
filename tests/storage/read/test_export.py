"""Exports: filters, CSV, JSON Lines, complete files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from crawler.run.comparer import COMPARER
from storage.read.export import MAX_EXCEL_CELL, ExportFilter, count_undated, export, format_of
from storage.stories import link
from tests.storage import rows
from tests.storage.exported import exported_records, store_full_article

if TYPE_CHECKING:
    from storage.db.database import Database


def test_filters_select_matching_articles(database: Database) -> None:
    store_full_article(database)
    book = rows.ledger(database)
    rows.store(book, "plain", "另一篇文章，讲的是县里的图书馆开放时间。")
    rows.close(book, claimed=1)
    assert [
        "full" in record["title"] for record in exported_records(database, ExportFilter(region="9901"))
    ] == [True]
    assert len(exported_records(database, ExportFilter(region="9902"))) == 0
    assert len(exported_records(database, ExportFilter(source="nobody"))) == 0
    assert len(exported_records(database, ExportFilter(since=date(2026, 3, 2)))) == 0
    assert len(exported_records(database, ExportFilter(since=date(2026, 3, 1), until=date(2026, 3, 1)))) == 2
    last = max(record["change_seq"] for record in exported_records(database))
    assert exported_records(database, ExportFilter(after_seq=last)) == []


def test_canonical_filter_keeps_one_article_per_story(database: Database) -> None:
    book = rows.ledger(database)
    first, _ = rows.store(book, 1)
    second, _ = rows.store(book, 2)
    rows.close(book, claimed=2)
    assert [link.link(database, one, COMPARER).word for one in (first, second) if one] == [
        "duplicate",
        "duplicate",
    ]
    records = {record["id"]: record for record in exported_records(database)}
    assert [records[one]["canonical"] for one in (first, second)] == [True, False]
    assert records[first]["relation"] is None
    assert records[second]["relation"] == {"kind": "duplicate", "to": first, "score": 1.0}
    assert [record["id"] for record in exported_records(database, ExportFilter(canonical=True))] == [first]


@pytest.mark.parametrize("danger", ["=1+1", "+86", "-3℃", "@name"])
def test_only_excel_export_disables_formulas(database: Database, danger: str) -> None:
    book = rows.ledger(database)
    rows.store(book, 1, title=danger)
    rows.close(book, claimed=1)
    titles = []
    for excel in (False, True):
        out = io.BytesIO()
        export(database, out, "csv", excel=excel)
        [row] = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
        titles.append(row["title"])
    assert titles == [danger, f"'{danger}"]
    assert exported_records(database)[0]["title"] == danger


def test_excel_export_cuts_cells_at_the_limit_of_excel(database: Database) -> None:
    body = "麦" * 40_000
    rows.store(rows.ledger(database), 1, text=body)
    lengths = []
    for excel in (False, True):
        out = io.BytesIO()
        export(database, out, "csv", excel=excel)
        csv.field_size_limit(100_000)
        [row] = csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))
        lengths.append((len(row["body"]), row["body"][-1]))
    assert lengths == [(40_000, "麦"), (MAX_EXCEL_CELL, "…")]


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.csv", "csv"),
        ("a.CSV", "csv"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a", None),
        ("a.x", None),
    ],
)
def test_format_follows_the_extension(name: str, format: str | None) -> None:
    assert format_of(Path(name)) == format


def test_undated_articles_left_out_by_a_day_filter_are_counted(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1)
    rows.store(book, 2, published_at=None, published_date=None)
    assert count_undated(database, ExportFilter(since=date(2020, 1, 1))) == 1
    assert count_undated(database, ExportFilter(until=date(2020, 1, 1), source="nobody")) == 0
    assert count_undated(database, ExportFilter()) == 0


def test_only_excel_export_has_a_byte_order_mark(database: Database, tmp_path: Path) -> None:
    store_full_article(database)
    export(database, tmp_path / "a.csv", "csv", excel=True)
    export(database, tmp_path / "b.csv", "csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (tmp_path / "b.csv").read_bytes().startswith(b"id,url")


def test_failed_export_leaves_the_old_file(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "all.jsonl"
    target.write_text("old\n")
    with pytest.raises(ValueError, match="unknown format"):
        export(database, target, "xml")
    store_full_article(database)
    with database.write() as connection:
        connection.execute(text("UPDATE article SET evidence = evidence"))
    export(database, target, "jsonl")
    assert json.loads(target.read_text("utf-8"))["state"] == "live"
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_jsonl_escapes_characters_that_end_lines_or_control_terminals(database: Database) -> None:
    book = rows.ledger(database)
    rows.store(book, 1, "一行\u2028二行\x85三行")
    rows.close(book, claimed=1)
    out = io.BytesIO()
    export(database, out, "jsonl")
    assert len(out.getvalue().decode("utf-8").splitlines()) == 1
    assert exported_records(database)[0]["body"] == "一行\u2028二行\x85三行"


def test_export_to_a_symbolic_link_replaces_its_target(database: Database, tmp_path: Path) -> None:
    target, link_path = tmp_path / "data.jsonl", tmp_path / "latest.jsonl"
    target.write_text("old")
    link_path.symlink_to(target)
    assert export(database, link_path, "jsonl") == 0
    assert (link_path.is_symlink(), target.read_text()) == (True, "")


def test_export_to_a_folder_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        export(database, tmp_path, "jsonl")


def test_export_to_a_device_writes_to_it(database: Database) -> None:
    store_full_article(database)
    assert export(database, Path("/dev/null"), "jsonl") == 1
    assert not Path("/dev/null").is_file()


def test_unknown_format_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="unknown format"):
        export(database, tmp_path / "x", "xlsx")
