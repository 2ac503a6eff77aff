"""One request per host at a time, a pause between them, longer if the host asks, none while it is down."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.utils.httpobj import urlparse_cached

from crawler.net.outcomes import HandBack, of_exception

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

JITTER = (0.02, 0.06)  # share of the delay that is added, never taken: wall time stays below 1.05 x delay
CRAWL_DELAY_CAP_S = 30.0
RETRY_AFTER_CAP_S = 24 * 3600.0
BREAKER = 5  # failures in a row until a host counts as down for this run
TURN = "politeness_turn"


@dataclass
class Host:
    """What this run knows of a host's patience."""

    delay: float
    next_at: float = 0.0  # monotonic
    busy: bool = False
    paused_until: float = 0.0  # monotonic
    down: str | None = None
    failures: int = 0  # in a row
    refusals: int = 0  # in a row
    answers: int = 0
    faults: dict[str, int] = field(default_factory=dict)


class Pace:
    """Whose turn it is. Waiting stands here, not in Scrapy's slots: a shutdown can end it at once."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.hosts: dict[str, Host] = {}
        self.stopping: str | None = None
        self.capped: dict[str, float] = {}  # host -> the Crawl-delay it asked for, above the cap
        self._changed = asyncio.Event()

    def host(self, name: str) -> Host:
        return self.hosts.setdefault(name, Host(self.delay))

    def used(self, name: str, seconds_ago: float) -> None:
        """Another run asked this host so long ago: the gap holds across processes."""
        host = self.host(name)
        host.next_at = max(host.next_at, time.monotonic() + self._gap(host) - seconds_ago)

    async def turn(self, name: str) -> None:
        """Wait until the host may be asked; ``HandBack`` when that will not be now."""
        host = self.host(name)
        while True:
            now = time.monotonic()
            if self.stopping:
                raise HandBack(self.stopping)
            if host.down:
                raise HandBack("host_down")
            if host.paused_until > now:
                raise HandBack("host_paused")
            if not host.busy and host.next_at <= now:
                host.busy = True
                host.next_at = now + self._gap(host)
                return
            await self._change(None if host.busy else host.next_at - now)

    def done(self, name: str) -> None:
        self.host(name).busy = False
        self._tell()

    def pause(self, name: str, seconds: float) -> None:
        host = self.host(name)
        host.paused_until = max(host.paused_until, time.monotonic() + seconds)
        self._tell()

    def crawl_delay(self, name: str, seconds: float) -> bool:
        """Obey a Crawl-delay up to the cap; True when the cap cut it for the first time."""
        host = self.host(name)
        host.delay = max(host.delay, min(seconds, CRAWL_DELAY_CAP_S))
        cut = seconds > CRAWL_DELAY_CAP_S and name not in self.capped
        if cut:
            self.capped[name] = seconds
        return cut

    def answered(self, name: str) -> None:
        host = self.host(name)
        host.answers += 1
        host.failures = 0

    def welcomed(self, name: str) -> None:
        """The host gave a page, no challenge."""
        self.host(name).refusals = 0

    def failed(self, name: str, reason: str, *, again: bool = False) -> None:
        """The host itself failed; after so many in a row it counts as down for this run.

        A page that failed before (``again``) says nothing new of a host that answers others.
        """
        host = self.host(name)
        if not (again and host.answers):
            host.failures += 1
        self._count(host, reason, host.failures)

    def blocked(self, name: str, reason: str) -> None:
        """The host will not have us; asking on would only make it worse."""
        host = self.host(name)
        host.refusals += 1
        self._count(host, reason, host.refusals)

    def _count(self, host: Host, reason: str, times: int) -> None:
        host.faults[reason] = host.faults.get(reason, 0) + 1
        if times >= BREAKER and not host.down:
            host.down = reason
            self._tell()

    def unavailable(self) -> dict[str, float]:
        """Hosts that may not be asked now, and for how many seconds (infinity: not in this run)."""
        now = time.monotonic()
        return {
            name: float("inf") if host.down else host.paused_until - now
            for name, host in self.hosts.items()
            if host.down or host.paused_until > now
        }

    def stop(self, reason: str) -> None:
        self.stopping = self.stopping or reason
        self._tell()

    def _gap(self, host: Host) -> float:
        return host.delay * (1 + random.uniform(*JITTER))

    def _tell(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def _change(self, timeout: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout)


class PaceMiddleware:
    """The last before the wire: robots.txt, redirect hops and pages alike wait for their turn."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def pace(self) -> Pace:
        pace: Pace = self.crawler.spider.frontier.pace  # type: ignore[union-attr]
        return pace

    async def process_request(self, request: Request) -> None:
        host = urlparse_cached(request).hostname or ""
        await self.pace.turn(host)
        request.meta[TURN] = host

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlparse_cached(request).hostname or ""
        self.pace.answered(host)
        if response.status in (429, 503) and (
            seconds := retry_after(headers_of(response), datetime.now(UTC))
        ):
            self.pace.pause(host, seconds)  # before the turn is given on: no request slips in between
        self._done(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if TURN in request.meta and (verdict := of_exception(exception)).network:
            claim = request.meta.get("claim")
            again = claim is not None and claim.attempts > 0
            self.pace.failed(urlparse_cached(request).hostname or "", verdict.reason, again=again)
        self._done(request)

    def _done(self, request: Request) -> None:
        if (host := request.meta.pop(TURN, None)) is not None:
            self.pace.done(host)


class StoppableHandler(HTTP11DownloadHandler):
    """Scrapy's handler, but a shutdown does not wait the 30 s that a silent server may take."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False  # Twisted would ask a second time at once, without a turn

    async def download_request(self, request: Request) -> Response:
        frontier = self._crawler.spider.frontier  # type: ignore[union-attr]
        task = asyncio.ensure_future(super().download_request(request))
        frontier.downloads.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if frontier.pace.stopping:
                raise HandBack(frontier.pace.stopping) from None
            raise
        finally:
            frontier.downloads.discard(task)


def headers_of(response: Response) -> dict[str, str]:
    """Header names in lower case; of a repeated header the first value."""
    pairs = response.headers.items()
    return {name.decode("latin-1").lower(): values[0].decode("latin-1") for name, values in pairs if values}


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the host asks us to wait: a number or a date, capped at a day; None for nonsense."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        seconds = float(value[:12])
    else:
        try:
            until = parsedate_to_datetime(value)
            # the host's own clock, when it shows it: ours may differ by minutes
            sent = parsedate_to_datetime(headers["date"]) if "date" in headers else now
            seconds = (_aware(until) - _aware(sent)).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return min(seconds, RETRY_AFTER_CAP_S) if seconds > 0 else None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
