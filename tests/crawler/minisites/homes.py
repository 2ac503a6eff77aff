"""Home pages for the invented sites, and a proxy before all of them: what ``source add`` is given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.crawler import papers
from tests.crawler.loopback_site import Answer, Site, answer_of
from tests.crawler.minisites.pieces import MiniSite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.crawler.loopback_site import Hit

DAY = date(2026, 9, 27)


def home(site: MiniSite) -> str:
    """A home page as offices have them: navigation, a block of news, friends with other systems."""
    start = site.start
    articles = list(site.expected.items())[:4]
    block = "".join(
        f'<li><a href="{urlsplit(url).path}" title="{piece.title}">{piece.title[:10]}…</a><i>{piece.day:%m-%d}</i></li>'
        for url, piece in articles
    )
    friends = "".join(
        f'<li><a href="http://www.friend{n}.test/{path}">友邻单位{n}</a></li>'
        for n, path in enumerate(
            ("col/col1/index.html", "xw/202609/t20260901_1.html", "info/1001/2001.htm", "gkmlpt/index")
        )
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>青岚市人民政府</title>'
        '<meta name="SiteName" content="青岚市人民政府"><meta name="SiteIDCode" content="3715000001">'
        f'<meta name="SiteDomain" content="{site.host}"></head><body>'
        '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zjql/index.html">走进青岚</a></li>'
        f'<li><a href="{start}">政务要闻</a></li><li><a href="/hdjl/index.html">互动交流</a></li>'
        '<li><a href="/bsfw/index.html">办事服务</a></li></ul></div>'
        f'<div class="block"><h2>政务要闻<a class="more" href="{start}">更多&gt;&gt;</a></h2><ul>{block}</ul></div>'
        f'<div class="links"><ul>{friends}</ul></div>'
        '<div class="footer">主办：青岚市人民政府办公室 <a href="/wzdt/index.html">网站地图</a></div></body></html>'
    )


class Hosts(Site):
    """A proxy before all invented hosts."""

    def __init__(self, sites: Sequence[MiniSite]) -> None:
        super().__init__()
        self.sites = {site.host: site for site in sites}

    def answer(self, hit: Hit) -> Answer:
        if hit.path == "/robots.txt":
            return Answer("", 404)
        site = self.sites.get(hit.host) or self.sites.get(f"www.{hit.host}")
        if site is None:
            return Answer("no such host", 502)
        page = site.pages.get(hit.path) or site.pages.get(hit.path.partition("?")[0])
        if page is None and hit.path == "/" and site.expected:
            return Answer(home(site), 200, {"Content-Type": "text/html; charset=utf-8"})
        if page is None:
            return Answer("<html><head><title>404</title></head><body>没有这个页面</body></html>", 404)
        return answer_of(page, hit)


def paper_sites() -> list[MiniSite]:
    """The printed papers as sites of their own; their edition is months old, so its index must be found."""
    found = []
    for family, (write, start, _) in papers.SYSTEMS.items():
        name = "paper_" + family.rpartition("/")[2]
        host = f"{name.replace('_', '-')}.test"
        site = MiniSite(name, family, f"http://{host}{start}", host)
        edition = papers.Edition(DAY)
        for path, text in write(edition).items():
            body = text if isinstance(text, bytes) else papers._page(text, "utf-8").encode()
            site.pages[path] = Answer(body, 200, {"Content-Type": "text/html"})
        found.append(site)
    return found
