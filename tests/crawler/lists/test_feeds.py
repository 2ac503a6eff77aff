"""Feeds and sitemaps as they come, and what is none."""

from __future__ import annotations

import gzip
import time

import pytest

from crawler.lists import article_links, webpage
from tests.crawler.lists.answers import HOST, ahead, found, read

ENTRY = "<item><title><![CDATA[水渠<b>完工</b>]]></title><link> /a/1.html </link><pubDate>{}</pubDate></item>"
RSS = "<rss version='2.0'><channel><title>要闻</title>{}</channel></rss>"
MAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"
URL = "<url><loc>{}</loc><lastmod>2026-11-01</lastmod></url>"


def feed(body: str | bytes) -> article_links.ListedArticle:
    [one] = read(body, f"{HOST}/rss.xml", family="feed/rss").found
    return one


@pytest.mark.parametrize(
    "day",
    [
        "Thu, 24 Sep 2026 08:30:00 +0800",
        "Wed, 23 Sep 2026 23:30:00 GMT",
        "2026-09-24 08:30:00",
        "2026-09-24T08:30:00+08:00",
    ],
)
def test_an_entry_gives_address_title_and_day(day: str) -> None:
    one = feed(RSS.format(ENTRY.format(day)))
    assert (one.url, one.title, str(one.day)) == (f"{HOST}/a/1.html", "水渠完工", "2026-09-24")


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8", "utf-16"])
def test_the_charset_is_decided_from_the_bytes(charset: str) -> None:
    body = f"<?xml version='1.0' encoding='{charset}'?>" + RSS.format(ENTRY.format("2026-09-24"))
    assert feed(body.encode(charset)).title == "水渠完工"


def test_atom_prefers_what_was_published_and_the_alternate_link() -> None:
    entry = (
        "<entry><id>urn:x</id><title>水渠完工</title><link rel='self' href='/self'/><link href='/a/1.html'/>"
        "<published>2026-09-24T08:00:00+08:00</published><updated>2026-11-01T00:00:00Z</updated></entry>"
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><link rel='next' href='/2.xml'/>{entry}</feed>"
    assert (feed(body).url, str(feed(body).day)) == (f"{HOST}/a/1.html", "2026-09-24")
    assert ahead(read(body, f"{HOST}/rss.xml", family="feed/rss")) == ["/2.xml"]


def test_links_to_other_hosts_are_told() -> None:
    reading = read(
        RSS.format("<item><link>http://b.test/1</link></item>"), f"{HOST}/rss.xml", family="feed/rss"
    )
    assert (reading.found, reading.broken) == ([], None)
    assert "1 entries, none leads to an article of the source's hosts" in reading.why_empty


@pytest.mark.parametrize(
    "body",
    ["<html><body>请完成验证</body></html>", "", "维护中", RSS[:40] + "<item><tit", b"\x00\x01\x02", "{}"],
)
def test_what_is_no_feed_is_an_error(body: str | bytes) -> None:
    assert read(body, f"{HOST}/rss.xml", family="feed/rss").broken == "unreadable_feed"


def sitemap(body: str | bytes, path: str = "/sitemap.xml") -> list[str]:
    reading = read(body, HOST + path, family="feed/sitemap")
    assert reading.broken is None
    return found(reading)


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
def test_sitemaps_of_every_kind_are_read(body: str | bytes) -> None:
    assert sitemap(body) == ["/a/1.html"]


def test_the_day_of_a_news_sitemap_counts_and_lastmod_does_not() -> None:
    news = "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:publication_date>2026-09-24</n:publication_date><n:title>水渠完工</n:title></n:news>"
    told, untold = (
        read(MAP.format(body), f"{HOST}/s.xml", family="feed/sitemap").found[0]
        for body in (f"<url><loc>{HOST}/a/1.html</loc>{news}</url>", URL.format(f"{HOST}/a/1.html"))
    )
    assert (str(told.day), told.title) == ("2026-09-24", "水渠完工")
    assert (untold.day, untold.title) == (None, None)


def test_an_index_leads_to_its_sitemaps_on_the_sources_hosts() -> None:
    locs = "".join(
        f"<sitemap><loc>{loc}</loc></sitemap>"
        for loc in (f"{HOST}/1.xml.gz", "/2.xml", "http://b.test/3.xml")
    )
    reading = read(f"<sitemapindex>{locs}</sitemapindex>", f"{HOST}/sitemap.xml", family="feed/sitemap")
    assert (ahead(reading), reading.found) == (["/1.xml.gz", "/2.xml"], [])


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
def test_what_is_no_sitemap_is_an_error(body: str | bytes) -> None:
    assert read(body, f"{HOST}/sitemap.xml", family="feed/sitemap").broken == "unreadable_sitemap"


def test_a_bomb_is_not_unpacked_and_a_heap_of_entries_not_parsed() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (80 * 2**20))
    assert read(bomb, f"{HOST}/s.xml.gz", family="feed/sitemap").broken == "unreadable_sitemap"
    began = time.process_time()
    with pytest.raises(webpage.TooExpensive):
        read(RSS.format("<item/>" * 50_000), f"{HOST}/rss.xml", family="feed/rss")
    assert time.process_time() - began < 5
