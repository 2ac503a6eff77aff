"""Newspapers of each family are crawled from their index to stored articles, with sources of four keys."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.crawler import papers
from tests.crawler.crawling import REPO, Bench
from tests.crawler.loopback_site import Site

DAYS = [date(2026, 9, 25), date(2026, 9, 27)]  # no paper on the 26th
COLUMNS = "source, url, title, kicker, subtitle, published_date, published_from, newspaper"


def named(family: str) -> str:
    return "ql_" + family.partition("/")[2]


Crawled = tuple[Bench, dict[str, list[object]]]


def crawl(bench: Bench, **window: str) -> Crawled:
    """All papers from one process, each under an invented host behind a proxy, from a source of five lines."""
    with Site().serving() as site:
        for family, (_, start, _) in papers.SYSTEMS.items():
            host = f"{family.partition('/')[2].replace('_', '-')}.test"
            papers.serve(site, host, family, DAYS)
            said = {
                "name": "青岚日报",
                "family": family,
                "region": '"371525"',
                "start": f"[http://{host}{start}]",
            }
            said |= {"delay": "0"}
            bench.source(named(family), "".join(f"{key}: {value}\n" for key, value in said.items()))
        arguments = [*map(named, papers.SYSTEMS), *(f"{key}={value}" for key, value in window.items())]
        done = subprocess.run(
            [sys.executable, "-m", "tests.crawler.minisites.crawl", *arguments],
            cwd=REPO,
            env=bench.env(http_proxy=site.url, GOVNEWS_CONTACT="https://example.org/crawl"),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return bench, json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl(Bench(tmp_path_factory.mktemp("latest")))


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    return crawl(Bench(tmp_path_factory.mktemp("window")), since="2026-09-24", until="2026-09-26")


@pytest.mark.parametrize("family", papers.SYSTEMS)
def test_every_article_is_stored_once_with_its_place(latest: Crawled, family: str) -> None:
    bench, ended = latest
    assert ended[named(family)] == [0, None]
    found = bench.rows(f"SELECT {COLUMNS} FROM v_article WHERE source = ?", named(family))
    rows = {row["title"]: row for row in found}
    edition = papers.Edition(DAYS[-1])
    assert sorted(row["title"] for row in found) == sorted(one.title for one in edition.stories)
    first = papers.SYSTEMS[family][2]
    for one in edition.stories:
        row, place = rows[one.title], json.loads(rows[one.title]["newspaper"])
        assert (row["kicker"], row["subtitle"]) == (one.kicker, one.subtitle), one
        assert (row["published_date"], row["published_from"]) == ("2026-09-27", "issue")
        assert place["issue_date"] == "2026-09-27"
        assert place["page_no"] == first[:-1] + one.page[-1]
        assert (place["page_name"], place["order"]) == (edition.names[one.page], one.order)
        assert place["page_image"].endswith("page.jpg")
        assert place["page_pdf"].endswith(f"{one.page[-1]}.pdf") or f"/{one.page}-" in place["page_pdf"]


@pytest.mark.parametrize("family", papers.SYSTEMS)
def test_editions_of_a_window_are_crawled_from_the_index(window: Crawled, family: str) -> None:
    bench, ended = window
    assert ended[named(family)] == [0, None]
    found = bench.rows("SELECT title, published_date FROM v_article WHERE source = ?", named(family))
    assert sorted(row["title"] for row in found) == sorted(
        one.title for one in papers.Edition(DAYS[0]).stories
    )
    assert {row["published_date"] for row in found} == {"2026-09-25"}
