"""What the downloader middlewares need from the spider whose requests they handle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Container
    from datetime import datetime

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.statscollectors import StatsCollector

    from crawler.net.pace import Pace
    from crawler.net.permissions import HostPermissions


class FetchServices(Protocol):
    """The rules of one crawl for its requests, and its memory of hosts."""

    @property
    def pace(self) -> Pace:
        """Decides when a request may be sent to a host."""
        ...

    @property
    def permissions(self) -> HostPermissions:
        """Which private hosts may be reached."""
        ...

    @property
    def own_hosts(self) -> Container[str]:
        """Host names on which redirects may end."""
        ...

    @property
    def obeys_robots(self) -> bool:
        """False for a source with ``robots: ignore``."""
        ...

    @property
    def reuses_robots_errors(self) -> bool:
        """True if a stored failure to read robots.txt still counts; a crawl started by hand tries again."""
        ...

    @property
    def downloads(self) -> set[asyncio.Task[Response]]:
        """Running downloads, to be cancelled when the crawl is stopped."""
        ...

    async def stored_robots(self, netloc: str) -> tuple[str, str, datetime] | None:
        """Return (status, text, valid until) of a robots.txt that was read before, if it is still valid."""
        ...

    async def store_robots(self, netloc: str, status: str, text: str, until: datetime) -> None:
        """Keep a robots.txt, or the reason why it could not be read, for later crawls."""
        ...

    async def pause_host(self, host: str, seconds: float, reason: str) -> datetime:
        """Send nothing to a host for some seconds, in this crawl or another. Returns the end of the pause."""
        ...


@runtime_checkable
class FetchingSpider(Protocol):
    """A spider that offers these services."""

    @property
    def fetch(self) -> FetchServices: ...


def fetch_services(crawler: Crawler) -> FetchServices:
    """Return the services of the crawler's spider. Raises TypeError if the spider has none."""
    spider = crawler.spider
    if not isinstance(spider, FetchingSpider):
        raise TypeError(
            f"{type(spider).__name__} has no fetch services: these middlewares need a govnews spider"
        )
    return spider.fetch


def stats_of(crawler: Crawler) -> StatsCollector:
    """Return the crawler's stats collector, which exists from the start of a crawl. Raises RuntimeError."""
    if crawler.stats is None:
        raise RuntimeError("the crawler has no stats collector")
    return crawler.stats
