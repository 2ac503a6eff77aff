"""Invented sites that publish a feed or a sitemap."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from tests.crawler.loopback_site import Answer
from tests.crawler.minisites.gov import published
from tests.crawler.minisites.pieces import MiniSite, thirds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.crawler.minisites.pieces import Piece

BOX = "<div class='article-content'>{}</div>"
MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def address(piece: Piece, number: int) -> str:
    return f"/news/{piece.day:%Y%m}/{300 + number}.html"


def rss(name: str, *, charset: str) -> MiniSite:
    site = MiniSite(name, "feed/rss", f"http://www.{name.replace('_', '-')}.test/rss.xml")
    items = "".join(
        f"<item><title>{piece.title}</title><link>{site.base}{href}?utm_source=rss</link><guid isPermaLink='false'>{href}</guid>"
        f"<pubDate>{piece.day:%a, %d %b %Y} 08:30:00 +0800</pubDate><description>摘要</description></item>"
        for href, piece in published(site, address, BOX)
    )
    feed = f"<?xml version='1.0' encoding='{charset}'?><rss version='2.0'><channel><title>青岚要闻</title>{items}</channel></rss>"
    site.put("/rss.xml", feed, charset=charset, kind="text/xml")
    return site


def atom(name: str) -> MiniSite:
    """Atom over three documents, with relative links."""
    site = MiniSite(name, "feed/rss", f"http://www.{name}.test/feed/")
    parts = thirds(published(site, address, BOX))
    for i, part in enumerate(parts):
        entries = "".join(
            f"<entry><id>tag:{name},{n}:{href}</id><title type='html'>{piece.title}</title><link rel='alternate' href='{href}'/>"
            f"<published>{piece.day}T08:30:00+08:00</published><updated>2026-11-01T00:00:00Z</updated></entry>"
            for n, (href, piece) in enumerate(part)
        )
        onward = f"<link rel='next' href='/feed/{i + 2}.xml'/>" if i + 1 < len(parts) else ""
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>青岚</title>{onward}{entries}</feed>"
        site.put("/feed/" if i == 0 else f"/feed/{i + 1}.xml", body, kind="application/atom+xml")
    return site


def sitemap(name: str, *, way: str) -> MiniSite:
    site = MiniSite(
        name,
        "feed/sitemap",
        f"http://www.{name.replace('_', '-')}.test/sitemap.{'txt' if way == 'text' else 'xml'}",
    )
    links = published(site, address, BOX)
    parts = thirds(links)
    if way == "text":
        site.put(
            "/sitemap.txt",
            "\n".join([f"{site.base}/", *(site.base + href for href, _ in links)]),
            kind="text/plain",
        )
        return site
    site.put("/sitemap.xml", urlset(site, links))
    if way == "index":
        maps = "".join(f"<sitemap><loc>{site.base}/map{i}.xml.gz</loc></sitemap>" for i in range(len(parts)))
        site.put("/sitemap.xml", f"<sitemapindex xmlns='{MAPS}'>{maps}</sitemapindex>", kind="text/xml")
        for i, part in enumerate(parts):
            body = gzip.compress(urlset(site, part, news=True).encode())
            site.pages[f"/map{i}.xml.gz"] = Answer(body, 200, {"Content-Type": "application/gzip"})
    return site


def urlset(site: MiniSite, links: Sequence[tuple[str, Piece]], *, news: bool = False) -> str:
    entry = "<n:news><n:publication_date>{day}</n:publication_date><n:title>{title}</n:title></n:news>"
    urls = "".join(
        f"<url><loc>{site.base}{href}</loc><lastmod>2026-11-01</lastmod>"
        f"{entry.format(day=piece.day, title=piece.title) if news else ''}</url>"
        for href, piece in links
    )
    others = "".join(
        f"<url><loc>{site.base}{path}</loc></url>" for path in ("/", "/news/", "/news/index.html", "/a.pdf")
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><urlset xmlns='{MAPS}' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        f"{others}{urls}</urlset>"
    )


SITES = [
    rss("rss_utf", charset="utf-8"),
    rss("rss_gbk", charset="gb2312"),
    atom("atom"),
    sitemap("map_plain", way="plain"),
    sitemap("map_index", way="index"),
    sitemap("map_text", way="text"),
]
