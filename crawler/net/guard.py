"""Refuse requests to private addresses, before robots.txt and before a proxy sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from crawler.net.fetch_services import fetch_services, stats_of
from crawler.net.outcomes import RequestRefused
from crawler.net.permissions import check_url

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler


class GuardMiddleware:
    """Check the URL of each request. Stats: ``guard/REASON``."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        try:
            check_url(urlparse_cached(request), fetch_services(self.crawler).permissions)
        except RequestRefused as refusal:
            stats_of(self.crawler).inc_value(f"guard/{refusal.reason}")
            raise
