"""Response → row: real Scrapy, the real pipelines, a real database; once per shape."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.crawler.crawling import Bench
from tests.crawler.loopback_site import News, article, headline, published
from tests.crawler.spiders.test_newspaper import Paper, source

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, plain=False)


def test_listing_source_is_stored_as_rows(bench: Bench) -> None:
    with News(articles=5, per_page=3).serving() as news:
        news.put("/art/2.html", article(2).encode("gb18030"), Content_Type="text/html")
        name = bench.listing(
            news.url,
            article='{url: "/art/", body: "div.article", title: h1, date: ".info"}',
            outlet="青岚市人民政府",
        )
        done = bench.crawl(name)
        assert done.code == 0, done.err[-3000:]
        rows = {row["title"]: row for row in bench.rows("SELECT * FROM v_article")}
        assert set(rows) == {headline(n) for n in range(1, 6)}
        row = rows[headline(2)]
        assert (row["url"], row["source"], row["outlet"]) == (f"{news.url}/art/2.html", name, "青岚日报")
        assert str(row["published_date"]) == published(2)
        assert row["body"].count("\n") == 2
        assert (row["state"], row["versions"], row["canonical"]) == ("live", 1, 1)
        [raw] = bench.rows(
            "SELECT raw.size FROM raw JOIN article ON raw_sha = sha WHERE title = ?", headline(2)
        )
        assert raw["size"] == len(article(2).encode("gb18030"))
        news.put("/art/1.html", article(1, version=1))
        bench.crawl(name, recheck=7)
        assert bench.last_run()["stats"]["store/revised"] == 1
        assert bench.last_run()["stats"]["store/unchanged"] == 4


def test_newspaper_edition_is_stored_with_page_and_order(bench: Bench) -> None:
    with Paper().serving() as paper:
        paper.issue(date(2026, 9, 27))
        done = bench.crawl(source(bench, f"{paper.url}/index.htm"))
        assert done.code == 0, done.err[-3000:]
        rows = {row["title"]: row for row in bench.rows("SELECT * FROM v_article")}
        place = json.loads(rows["27日第21条"]["newspaper"])
        assert (place["issue_date"], place["page_no"], place["page_name"], place["order"]) == (
            "2026-09-27",
            "02",
            "民生",
            1,
        )
        assert str(rows["27日第21条"]["published_date"]) == "2026-09-27"
