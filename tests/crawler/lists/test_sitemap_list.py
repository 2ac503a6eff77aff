"""Sitemaps of every kind."""

from __future__ import annotations

import gzip

import pytest

from tests.crawler.lists.list_pages import HOST, article_paths, next_paths, read

RSS = "<rss version='2.0'><channel><title>要闻</title>{}</channel></rss>"


MAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"


URL = "<url><loc>{}</loc><lastmod>2026-11-01</lastmod></url>"


def paths_in(body: str | bytes, path: str = "/sitemap.xml") -> list[str]:
    reading = read(body, HOST + path, family="feed/sitemap")
    assert reading.broken is None
    return article_paths(reading)


@pytest.mark.parametrize(
    "body",
    [
        MAP.format(URL.format(f" {HOST}/a/1.html ")),
        "\ufeff \n<?xml version='1.0'?>"
        + MAP.format(URL.format(f"{HOST}/a/1.html")).replace(
            " xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'", ""
        ),
        gzip.compress(MAP.format(URL.format(f"{HOST}/a/1.html")).encode(), mtime=0),
        f"{HOST}/a/1.html\r\n{HOST}/\n",
        RSS.format(f"<item><link>{HOST}/a/1.html</link></item>"),
        MAP.format(
            URL.format(f"{HOST}/a/1.html")
            + "".join(URL.format(HOST + p) for p in ("/", "/a/", "/a/index_2.html", "/col/col1/", "/f.pdf"))
        ),
    ],
)
def test_plain_compressed_text_and_feed_sitemaps_are_read(body: str | bytes) -> None:
    assert paths_in(body) == ["/a/1.html"]


@pytest.mark.parametrize(
    "query", ["?id=2&page=1", "?a=1&copy=2&b=3", "?x=1&nbsp;y", "?q=A&B&amp;c=1", "?m=1&#zz;"]
)
def test_raw_ampersand_in_one_address_does_not_cost_the_others(query: str) -> None:
    body = MAP.format(
        "".join(URL.format(HOST + path) for path in ("/a/1.html", f"/a/2.html{query}", "/a/3.html"))
    )
    found = paths_in(body)
    assert (found[0], found[-1], len(found)) == ("/a/1.html", "/a/3.html", 3)
    assert found[1].startswith("/a/2.html?")


def test_raw_ampersand_in_an_index_is_repaired() -> None:
    locs = "".join(f"<sitemap><loc>{HOST}{path}</loc></sitemap>" for path in ("/m?y=2026&m=1", "/2.xml"))
    reading = read(f"<sitemapindex>{locs}</sitemapindex>", f"{HOST}/sitemap.xml", family="feed/sitemap")
    assert len(next_paths(reading)) == 2


def test_news_date_is_used_and_lastmod_is_not() -> None:
    news = "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:publication_date>2026-09-24</n:publication_date><n:title>水渠完工</n:title></n:news>"
    news_entry, plain_entry = (
        read(MAP.format(body), f"{HOST}/s.xml", family="feed/sitemap").articles[0]
        for body in (f"<url><loc>{HOST}/a/1.html</loc>{news}</url>", URL.format(f"{HOST}/a/1.html"))
    )
    assert (str(news_entry.day), news_entry.title) == ("2026-09-24", "水渠完工")
    assert (plain_entry.day, plain_entry.title) == (None, None)


def test_index_leads_to_sitemaps_on_own_hosts() -> None:
    locs = "".join(
        f"<sitemap><loc>{loc}</loc></sitemap>"
        for loc in (f"{HOST}/1.xml.gz", "/2.xml", "http://b.test/3.xml")
    )
    reading = read(f"<sitemapindex>{locs}</sitemapindex>", f"{HOST}/sitemap.xml", family="feed/sitemap")
    assert (next_paths(reading), reading.articles) == (["/1.xml.gz", "/2.xml"], ())


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html></html>",
        MAP.format(URL.format(f"{HOST}/a/1.html"))[:-9],
        gzip.compress(MAP.encode(), mtime=0)[:-9],
        b"\x1f\x8bxx",
        "系统维护中",
        "",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
    ],
)
def test_anything_but_a_sitemap_is_broken(body: str | bytes) -> None:
    assert read(body, f"{HOST}/sitemap.xml", family="feed/sitemap").broken == "unreadable_sitemap"


def test_compression_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (80 * 2**20))
    assert read(bomb, f"{HOST}/s.xml.gz", family="feed/sitemap").broken == "unreadable_sitemap"
