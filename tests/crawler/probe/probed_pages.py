"""Pages and sites for tests of the probe, given without a network. All sites are invented."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from crawler.probe.probed_page import ProbedPage, read_page
from crawler.probe.prober import ProbeAnswer
from crawler.probe.site_explorer import explore as explore_site
from crawler.sources.family_files import by_rank

if TYPE_CHECKING:
    from crawler.probe.site_visit import SiteFindings

HOST = "http://www.qinglan.test"
FAMILIES = by_rank()
NAV = "".join(f'<li><a href="/c{n}/index.html">栏目{n}</a></li>' for n in range(9))
ARTS = [f"/art/2026/9/{20 + n}/art_41_{900 + n}.html" for n in range(6)]


def probed_page(
    html: str, url: str = "http://www.qinglan.test/xw/index.html", charset: str = "utf-8"
) -> ProbedPage:
    """Return a page as the probe reads it."""
    return read_page(ProbeAnswer(url, url, 200, {}, html.encode(charset)))


def column_rows(count: int = 6, tag: str = "li", date: str = "2026-09-{:02d}") -> str:
    """Return rows of a column link, an article link and a date."""
    return "".join(
        f'<{tag}><em><a href="/tag/{n}.html">要闻</a></em><a href="/news/2026/{900 + n}.html">青岚市第{n}号水渠修缮工程完工</a>'
        f"<span>{date.format(n + 1)}</span></{tag}>"
        for n in range(count)
    )


def head(code: str = "", name: str = "", domain: str = "", title: str = "") -> str:
    """Return a page whose head states the site's code, name, domain and title."""
    metas = {"SiteIDCode": code, "SiteName": name, "SiteDomain": domain}
    tags = "".join(f'<meta name="{key}" content="{value}">' for key, value in metas.items())
    return f"<html><head>{tags}<title>{title}</title></head><body></body></html>"


class PagesAtHand:
    """Answers requests of a probe from a dictionary of pages."""

    def __init__(self, pages: dict[str, str | bytes]) -> None:
        self.pages, self.answers = pages, dict[str, ProbeAnswer]()

    def begin(self) -> None:
        pass

    def keep_to(self, *urls: str) -> None:
        pass

    def robots_of(self, url: str) -> tuple[str, str]:
        return "none", ""

    async def ask(self, url: str) -> ProbeAnswer:
        body = self.pages.get(url.removeprefix(HOST).partition("#")[0])
        raw = body.encode() if isinstance(body, str) else body
        gone: dict[str, Any] = {} if raw is not None else {"state": "gone", "reason": "http_404"}
        answer = ProbeAnswer(url, url, 200 if raw is not None else 404, {}, raw or b"", **gone)
        self.answers[url] = answer
        return answer


def explore(url: str, pages: dict[str, str | bytes]) -> SiteFindings:
    """Explore a site that consists of the given pages (path -> body)."""
    prober: Any = PagesAtHand(pages)
    return asyncio.run(explore_site(prober, HOST + url, FAMILIES))


def dated_rows(*addresses: str) -> str:
    """Return list rows with a headline and a date for each address."""
    return "".join(
        f"<li><a href='{address}'>河口镇第{n}期水渠修缮工程完成验收</a><span>2026-09-{20 + n}</span></li>"
        for n, address in enumerate(addresses)
    )


def page(body: str, head: str = "") -> str:
    """Return a page of a government site."""
    return f"<html><head><title>青岚市人民政府</title>{head}</head><body>{body}</body></html>"
