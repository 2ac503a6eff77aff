"""Each family of newspaper systems, from its index to stored articles: given are name, family, region and start."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.crawler import papers
from tests.crawler.crawling import Bench
from tests.crawler.site import Site

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 9, 27)
COLUMNS = "url, title, kicker, subtitle, published_date, published_from, newspaper"


def source(bench: Bench, family: str, start: str) -> str:
    text = f'name: 青岚日报\nfamily: {family}\nregion: "371525"\nstart: ["{start}"]\ndelay: 0\nallow_private: true\n'
    bench.source("qinglan_daily", text)
    return "qinglan_daily"


@pytest.mark.parametrize("family", papers.SYSTEMS)
def test_every_article_is_found_once_with_its_place(family: str, tmp_path: Path) -> None:
    bench = Bench(tmp_path, plain=False)
    with Site().serving() as site:
        [edition] = papers.serve(site, family, [DAY])
        _, start, first = papers.SYSTEMS[family]
        done = bench.crawl(source(bench, family, site.url + start))
        assert (done.code, bench.findings()) == (0, []), done.err[-3000:]
        rows = {row["title"]: row for row in bench.rows(f"SELECT {COLUMNS} FROM article")}
        assert sorted(rows) == sorted(one.title for one in edition.stories)
        assert len(bench.rows("SELECT id FROM article")) == len(edition.stories)
        for one in edition.stories:
            row, place = rows[one.title], json.loads(rows[one.title]["newspaper"])
            assert (row["kicker"], row["subtitle"]) == (one.kicker, one.subtitle), one
            assert (row["published_date"], row["published_from"]) == ("2026-09-27", "issue")
            assert place["issue_date"] == "2026-09-27"
            assert place["page_no"] == first[:-1] + one.page[-1]
            assert (place["page_name"], place["order"]) == (edition.names[one.page], one.order)
            assert place["page_image"].endswith("page.jpg")
            assert place["page_pdf"].endswith(".pdf")
