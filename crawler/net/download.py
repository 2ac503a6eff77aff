"""The HTTP download handler: Scrapy's own, with cancellable downloads and the crawl's host permissions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.net.fetch_services import fetch_services
from crawler.net.outcomes import RequestReturned

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class CancellableDownloadHandler(HTTP11DownloadHandler):
    """Register each download so that a shutdown can cancel it instead of waiting 30 s for a silent server."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.retryAutomatically = False  # Twisted would repeat a request at once, without a turn

    async def download_request(self, request: Request) -> Response:
        services = fetch_services(self._crawler)
        with services.permissions.applied():  # the task copies this context, and so reaches the DNS resolver
            task = asyncio.ensure_future(super().download_request(request))
        services.downloads.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if services.pace.stopping:
                raise RequestReturned(services.pace.stopping) from None
            raise
        finally:
            services.downloads.discard(task)
