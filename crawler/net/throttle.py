"""Make each request wait for the turn of its host; robots.txt, redirects and pages alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.utils.httpobj import urlparse_cached

from crawler.net.fetch_services import fetch_services
from crawler.net.headers import headers_of, retry_after
from crawler.net.outcomes import outcome_of_exception

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.net.pace import Pace

TURN = "throttle_turn"  # meta key: the host whose turn the request holds
RETRIED = "retried"  # meta key: True if this page failed in an earlier attempt


class ThrottleMiddleware:
    """The last middleware before the download handler, so that nothing is sent without a turn."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def pace(self) -> Pace:
        return fetch_services(self.crawler).pace

    async def process_request(self, request: Request) -> None:
        host = _host(request)
        await self.pace.wait_for_turn(host)
        request.meta[TURN] = host

    def process_response(self, request: Request, response: Response) -> Response:
        host = _host(request)
        self.pace.answered(host)
        if response.status in (429, 503):
            seconds = retry_after(headers_of(response), datetime.now(UTC))
            if seconds:
                self.pace.pause(host, seconds)  # before the turn ends, so that no request slips in between
        self._end_turn(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if TURN in request.meta and (outcome := outcome_of_exception(exception)).network:
            self.pace.failed(_host(request), outcome.reason, retried=bool(request.meta.get(RETRIED)))
        self._end_turn(request)

    def _end_turn(self, request: Request) -> None:
        host = request.meta.pop(TURN, None)
        if host is not None:
            self.pace.end_turn(host)


def _host(request: Request) -> str:
    return urlparse_cached(request).hostname or ""
