"""Follow redirects one hop at a time, each through guard, robots.txt and throttle, and only to the source's hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from crawler.net.fetch_services import fetch_services, stats_of
from crawler.net.hostnames import host_of
from crawler.net.outcomes import BadResponse, RequestRefused
from crawler.net.permissions import check_url

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

STATUSES = (301, 302, 303, 307, 308)
MAX_HOPS = 5
MAX_URL_LENGTH = 2000  # longer ones are crawler traps or errors
ROBOTS = "robots_request"  # meta key of a request for robots.txt
HOPS = "hops"  # meta key: the URLs of earlier hops
HOST_HEADERS = (b"Authorization", b"Cookie", b"Host", b"Proxy-Authorization")  # meant for one host only
PROXY_KEYS = ("proxy", "_scheme_proxy", "_auth_proxy")  # meta keys that Scrapy sets anew for each hop


class RedirectMiddleware:
    """Replaces Scrapy's, which would leave the source's hosts and loses the reason why it stopped.

    Raises BadResponse (``redirect_loop``, ``redirect_without_target``, ``redirect_too_long``, ``redirect_bad_target``)
    or RequestRefused (``offsite_redirect``, or a reason of the guard). Stats: ``redirect/followed``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status not in STATUSES:
            return response
        target = _target(request, response)
        hops = [*request.meta.get(HOPS, []), request.url]
        if target in hops or len(hops) > MAX_HOPS:
            raise BadResponse("redirect_loop")
        self._check(request, target)
        stats_of(self.crawler).inc_value("redirect/followed")
        headers = request.headers.copy()
        if urlsplit(target).netloc != urlsplit(request.url).netloc:
            for name in HOST_HEADERS:
                headers.pop(name, None)
        meta = {key: value for key, value in request.meta.items() if key not in PROXY_KEYS}
        return request.replace(url=target, headers=headers, meta={**meta, HOPS: hops})

    def _check(self, request: Request, target: str) -> None:
        services = fetch_services(self.crawler)
        try:
            check_url(urlsplit(target), services.permissions)
        except RequestRefused as refusal:
            stats_of(self.crawler).inc_value(f"guard/{refusal.reason}")
            raise
        if request.meta.get(ROBOTS):
            return  # robots.txt may redirect to another host (RFC 9309, 2.3.1.2)
        if host_of(target) not in services.own_hosts:
            raise RequestRefused("offsite_redirect", host_of(target))


def _target(request: Request, response: Response) -> str:
    """Return the absolute URL of the Location header, without its fragment."""
    raw = response.headers.get(b"Location")
    if not raw:
        raise BadResponse("redirect_without_target")
    if len(raw) > MAX_URL_LENGTH:
        raise BadResponse("redirect_too_long")
    try:
        target = urljoin(request.url, safe_url_string(raw.strip()))
        _ = urlsplit(target).port  # raises for an invalid port
    except ValueError:
        raise BadResponse("redirect_bad_target") from None
    return target.partition("#")[0]
