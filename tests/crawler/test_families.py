"""Sites of each family are crawled with sources of four keys; every article is stored exactly once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.crawler.crawling import REPO, Bench
from tests.crawler.loopback_site import Answer, Site, answer_of
from tests.crawler.minisites import feeds, gov, paged, platforms
from tests.crawler.minisites.pieces import MiniSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.crawler.loopback_site import Hit


SITES: list[MiniSite] = [*gov.SITES, *paged.SITES, *feeds.SITES, *platforms.SITES]

AGAIN = [
    "trs_one",
    "posted",
    "generic_words",
    "jcms_get",
    "jpaas_rows",
    "ucap_search",
    "gkmlpt",
    "rss_utf",
    "map_index",
]


@dataclass(frozen=True)
class Crawled:
    bench: Bench
    first: dict[str, Any]  # source -> [exit code, message]
    runs: dict[str, dict[str, Any]]
    second: dict[str, Any]
    hits: list[Hit]  # of the second crawl


class Hosts(Site):
    """A proxy before all invented hosts."""

    def __init__(self, sites: list[MiniSite] = SITES) -> None:
        super().__init__()
        self.sites = {site.host: site for site in sites}

    def answer(self, hit: Hit) -> Answer:
        if hit.path == "/robots.txt":
            return Answer("", 404)
        site = self.sites.get(hit.host) or self.sites.get(f"www.{hit.host}")
        if site is None:
            return Answer("no such host", 502)
        page = site.pages.get(hit.path) or site.pages.get(hit.path.partition("?")[0])
        if page is None:
            return Answer("<html><head><title>404</title></head><body>没有这个页面</body></html>", 404)
        return answer_of(page, hit)


def crawl_all(bench: Bench, hosts: Hosts, sites: list[MiniSite]) -> dict[str, Any]:
    """Every site from one process; what each crawl was worth."""
    command = [sys.executable, "-m", "tests.crawler.minisites.crawl", *(site.name for site in sites)]
    env = bench.env(http_proxy=hosts.url, GOVNEWS_CONTACT="https://example.org/crawl")
    done = subprocess.run(
        command, cwd=REPO, env=env, capture_output=True, text=True, timeout=900, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr[-3000:]
    ended: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return ended


def add(bench: Bench, site: MiniSite) -> None:
    said = {"name": "青岚市", "family": site.family, "region": '"371525"', "start": json.dumps([site.start])}
    said |= {"delay": "0", **site.keys}
    bench.source(site.name, "".join(f"{key}: {value}\n" for key, value in said.items()))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """All sites crawled, each from a source of five lines; one of each mechanism crawled again."""
    bench = Bench(tmp_path_factory.mktemp("families"))
    with Hosts().serving() as hosts:
        for site in SITES:
            add(bench, site)
        first = crawl_all(bench, hosts, SITES)
        runs = {row["source_id"]: row for row in bench.rows("SELECT * FROM run")}
        hosts.hits.clear()
        second = crawl_all(bench, hosts, [site for site in SITES if site.name in AGAIN])
        yield Crawled(bench, first, runs, second, list(hosts.hits))


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_every_listed_article_is_stored_once(crawled: Crawled, site: MiniSite) -> None:
    stored = crawled.bench.rows("SELECT * FROM v_article WHERE source = ?", site.name)
    pages = crawled.bench.rows("SELECT kind, url, state, reason FROM page WHERE source_id = ?", site.name)
    assert Counter(row["url"] for row in stored) == Counter(list(site.expected)), pages
    for row in stored:
        piece = site.expected[row["url"]]
        assert (row["title"], row["body"]) == (piece.title, "\n".join(piece.lines))
        assert str(row["published_date"]) == str(piece.day)
        if site.files_of == piece.number:
            assert "P020260901123456789012.pdf" in row["attachments"]
    run = crawled.runs[site.name]
    assert run["claimed"] == run["outcomes"] + run["returned"]
    assert (crawled.first[site.name], json.loads(run["findings"])) == ([0, None], [])
    assert run["walk_complete"] == 1


@pytest.mark.parametrize("name", AGAIN)
def test_second_crawl_requests_no_article_again(crawled: Crawled, name: str) -> None:
    [site] = [site for site in SITES if site.name == name]
    assert crawled.second[name] == [0, None]
    asked = {f"http://{hit.host}{hit.path}" for hit in crawled.hits if hit.host == site.host}
    assert asked & set(site.expected) == set()
    lists = asked - {f"{site.base}/robots.txt"}
    # its start and one page of overlap; an index leads to its sitemaps
    assert len(lists) <= (4 if name == "map_index" else 2), lists


def test_challenge_is_blocked_and_not_stored(crawled: Crawled) -> None:
    found = crawled.bench.rows(
        "SELECT source_id, state, reason FROM page WHERE url LIKE '%/t20260801_9999.html'"
    )
    assert len(found) == 5
    assert {(row["state"], row["reason"]) for row in found} == {("blocked", "challenge:jsl")}


BROKEN = {
    "rss_page": ("feed/rss", "<html><body>请完成验证</body></html>", "unreadable_feed"),
    "rss_cut": (
        "feed/rss",
        "<rss version='2.0'><channel><title>x</title><item><title>a</title><lin",
        "unreadable_feed",
    ),
    "map_page": ("feed/sitemap", "<!DOCTYPE html><html><body>请完成验证</body></html>", "unreadable_sitemap"),
    "map_cut": (
        "feed/sitemap",
        "<urlset><url><loc>http://www.map-cut.test/a.html</loc></url>",
        "unreadable_sitemap",
    ),
    "map_words": ("feed/sitemap", "系统维护中", "unreadable_sitemap"),
    "ucap_page": ("gov/ucap", "<html><body>系统维护中</body></html>", "no_links"),
    "jpaas_page": ("gov/hanweb_jpaas", "<html><script src=a.js></script></html>", "no_links"),
    "generic_page": ("gov/generic", "<html><body><a href='/a/'>首页</a></body></html>", "no_links"),
}


def test_page_that_is_no_list_fails_with_a_finding(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    sites = [
        MiniSite(name, family, f"http://www.{name.replace('_', '-')}.test/list")
        for name, (family, _, _) in BROKEN.items()
    ]
    with Hosts(sites).serving() as hosts:
        for site in sites:
            site.put("/list", BROKEN[site.name][1])
            add(bench, site)
        ended = crawl_all(bench, hosts, sites)
    for site in sites:
        [row] = bench.rows("SELECT state, reason FROM page WHERE source_id = ?", site.name)
        assert (row["state"], row["reason"]) == ("failed", BROKEN[site.name][2]), site.name
        [run] = bench.rows("SELECT findings FROM run WHERE source_id = ?", site.name)
        assert [finding["kind"] for finding in json.loads(run["findings"])] == ["no_links"]
        assert ended[site.name][0] == 1
