"""A source of a known family needs a name, a region and a start; everything on its site is stored exactly once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawler.crawling import REPO, Bench
from tests.crawler.minisites import feeds, gov, platforms
from tests.crawler.site import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawler.minisites.pieces import MiniSite
    from tests.crawler.site import Hit

SITES: list[MiniSite] = [*gov.SITES, *feeds.SITES, *platforms.SITES]


class Hosts(Site):
    """A proxy before all invented hosts."""

    def answer(self, hit: Hit) -> Answer:
        if hit.path == "/robots.txt":
            return Answer("", 404)
        site = next((one for one in SITES if one.host == hit.host), None)
        if site is None:
            return Answer("no such host", 502)
        page = site.pages.get(hit.path) or site.pages.get(hit.path.partition("?")[0])
        if page is None:
            return Answer("<html><head><title>404</title></head><body>没有这个页面</body></html>", 404)
        return page(hit) if callable(page) else page


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bench, dict[str, Any], Hosts]]:
    """All sites crawled from one process, each from a source of five lines."""
    bench = Bench(tmp_path_factory.mktemp("families"))
    with Hosts().serving() as hosts:
        for site in SITES:
            said = {
                "name": "青岚市",
                "family": site.family,
                "region": '"371525"',
                "start": json.dumps([site.start]),
            }
            said |= {"delay": "0", **site.keys}
            bench.source(site.name, "".join(f"{key}: {value}\n" for key, value in said.items()))
        command = [sys.executable, "-m", "tests.crawler.minisites.crawl", *(site.name for site in SITES)]
        env = bench.env(http_proxy=hosts.url, GOVNEWS_CONTACT="https://example.org/crawl")
        done = subprocess.run(
            command, cwd=REPO, env=env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        yield bench, json.loads(done.stdout.splitlines()[-1]), hosts


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_everything_a_site_lists_is_stored_once(
    crawled: tuple[Bench, dict[str, Any], Hosts], site: MiniSite
) -> None:
    bench, ended, _ = crawled
    stored = bench.rows("SELECT * FROM v_article WHERE source = ?", site.name)
    pages = bench.rows("SELECT kind, url, state, reason FROM page WHERE source_id = ?", site.name)
    assert Counter(row["url"] for row in stored) == Counter(list(site.expected)), pages
    for row in stored:
        piece = site.expected[row["url"]]
        assert (row["title"], row["body"]) == (piece.title, "\n".join(piece.lines))
        assert str(row["published_date"]) == (str(piece.day) if site.dated else "None")
    [run] = bench.rows("SELECT * FROM run WHERE source_id = ?", site.name)
    assert run["claimed"] == run["outcomes"] + run["returned"]
    assert (ended[site.name], json.loads(run["findings"])) == ([0, None], [])
    assert run["walk_complete"] == 1
