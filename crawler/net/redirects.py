"""Follow redirects hop by hop: through guard, robots and pace, never off the source's hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from crawler.net import site
from crawler.net.guard import POLICY, judge
from crawler.net.outcomes import Broken, Refuse

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

STATUSES = (301, 302, 303, 307, 308)
MAX_HOPS = 5
MAX_LENGTH = 2000  # of an address: longer ones are traps or broken
ROBOTS = "robots_request"


class RedirectMiddleware:
    """In place of Scrapy's: there, a hop may leave the source, and the reason of a stop is lost."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status not in STATUSES:
            return response
        target = self._target(request, response)
        hops = [*request.meta.get("hops", []), request.url]
        if target in hops or len(hops) > MAX_HOPS:
            raise Broken("redirect_loop")
        self._judge(request, target)
        self.crawler.stats.inc_value("redirect/followed")
        headers = request.headers.copy()
        if urlsplit(target).netloc != urlsplit(request.url).netloc:
            for name in (b"Authorization", b"Cookie", b"Host", b"Proxy-Authorization"):
                headers.pop(name, None)
        meta = {k: v for k, v in request.meta.items() if k not in ("proxy", "_scheme_proxy", "_auth_proxy")}
        return request.replace(url=target, headers=headers, meta={**meta, "hops": hops})

    def _target(self, request: Request, response: Response) -> str:
        raw = response.headers.get(b"Location")
        if not raw:
            raise Broken("redirect_without_target")
        if len(raw) > MAX_LENGTH:
            raise Broken("redirect_too_long")
        try:
            target = urljoin(request.url, safe_url_string(raw.strip()))
            _ = urlsplit(target).port  # raises for what is no port
        except ValueError:
            raise Broken("redirect_bad_target") from None
        return target.partition("#")[0]

    def _judge(self, request: Request, target: str) -> None:
        parts = urlsplit(target)
        try:
            judge(parts, POLICY)
        except Refuse as refusal:
            self.crawler.stats.inc_value(f"guard/{refusal.reason}")
            raise
        if request.meta.get(ROBOTS):
            return  # robots.txt may stand elsewhere (RFC 9309); guard and limits hold there too
        if site.of(target) not in self.crawler.spider.source.own_hosts:  # type: ignore[union-attr]
            raise Refuse("offsite_redirect", parts.hostname or "")
