"""RSS and Atom feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.lists import webpage
from tests.crawler.lists.list_pages import HOST, next_paths, read

if TYPE_CHECKING:
    from crawler.lists import article_links

ENTRY = "<item><title><![CDATA[水渠<b>完工</b>]]></title><link> /a/1.html </link><pubDate>{}</pubDate></item>"


RSS = "<rss version='2.0'><channel><title>要闻</title>{}</channel></rss>"


def only_entry(body: str | bytes) -> article_links.ListedArticle:
    [one] = read(body, f"{HOST}/rss.xml", family="feed/rss").articles
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
def test_entry_has_address_title_and_day(day: str) -> None:
    one = only_entry(RSS.format(ENTRY.format(day)))
    assert (one.url, one.title, str(one.day)) == (f"{HOST}/a/1.html", "水渠完工", "2026-09-24")


@pytest.mark.parametrize(
    "day",
    [
        "24 Sep 2026 15:55:00",
        "Thu, 24 Sep 26",
        "Thu, 24 Sep 2026 07:55:00 Z",
        "thu, 24 sep 2026 08:30:00 gmt",
        "Thu, 24 Sep 2026 23:30:00 +8:00",
        "24 September 2026",
        "Thu, 24 Sep 2026 23:30:00 CST",
        "Thu Sep 24 23:30:00 CST 2026",
        "2026-09-24T23:30:00+8:00",
        "2026-09-23 16:30:00 GMT",
    ],
)
def test_date_that_breaks_the_standard_still_has_its_day(day: str) -> None:
    assert str(only_entry(RSS.format(ENTRY.format(day))).day) == "2026-09-24"


@pytest.mark.parametrize(
    "day", ["Thu,24 Sep", "24 September", "Thu, 24 Sep 23:30", "24 Sep 20:26", "31 Sep 2026"]
)
def test_date_without_a_year_is_no_date(day: str) -> None:
    one = only_entry(RSS.format(ENTRY.format(day)))
    assert (one.day, one.published_raw) == (None, None)


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8", "utf-16"])
def test_charset_is_detected_from_the_bytes(charset: str) -> None:
    body = f"<?xml version='1.0' encoding='{charset}'?>" + RSS.format(ENTRY.format("2026-09-24"))
    assert only_entry(body.encode(charset)).title == "水渠完工"


def test_atom_entry_uses_published_date_and_alternate_link() -> None:
    entry = (
        "<entry><id>urn:x</id><title>水渠完工</title><link rel='self' href='/self'/><link href='/a/1.html'/>"
        "<published>2026-09-24T08:00:00+08:00</published><updated>2026-11-01T00:00:00Z</updated></entry>"
    )
    body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><link rel='next' href='/2.xml'/>{entry}</feed>"
    assert (only_entry(body).url, str(only_entry(body).day)) == (f"{HOST}/a/1.html", "2026-09-24")
    assert next_paths(read(body, f"{HOST}/rss.xml", family="feed/rss")) == ["/2.xml"]


def test_links_to_other_hosts_are_reported() -> None:
    reading = read(
        RSS.format("<item><link>http://b.test/1</link></item>"), f"{HOST}/rss.xml", family="feed/rss"
    )
    assert (reading.articles, reading.broken) == ((), None)
    assert "1 entries, none leads to an article on the source's hosts" in reading.why_empty


@pytest.mark.parametrize(
    "body",
    ["<html><body>请完成验证</body></html>", "", "维护中", RSS[:40] + "<item><tit", b"\x00\x01\x02", "{}"],
)
def test_anything_but_a_feed_is_broken(body: str | bytes) -> None:
    assert read(body, f"{HOST}/rss.xml", family="feed/rss").broken == "unreadable_feed"


def test_feed_with_too_many_entries_is_not_parsed() -> None:
    with pytest.raises(webpage.TooExpensive):
        read(RSS.format("<item/>" * 50_000), f"{HOST}/rss.xml", family="feed/rss")
