"""Redirect targets: which are followed, and the reason why one is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.net.hostnames import HostSet
from crawler.net.outcomes import RequestError
from crawler.net.permissions import HostPermissions
from crawler.net.redirects import MAX_HOPS, ROBOTS, RedirectMiddleware

URL = "http://www.qinglan.test/a/1.html"


@pytest.fixture
def middleware() -> RedirectMiddleware:
    crawler = get_crawler()
    services = SimpleNamespace(permissions=HostPermissions(), own_hosts=HostSet(["www.qinglan.test"]))
    crawler.spider = SimpleNamespace(fetch=services)  # type: ignore[assignment]
    return RedirectMiddleware(crawler)


def follow(middleware: RedirectMiddleware, location: str | None, **meta: Any) -> Response | Request:
    headers = {"Location": location} if location is not None else {}
    request = Request(URL, headers={"Cookie": "a=1"}, meta=meta)
    return middleware.process_response(request, Response(URL, status=302, headers=headers))


def test_relative_target_is_followed_without_its_fragment(middleware: RedirectMiddleware) -> None:
    request = follow(middleware, "../b/2.html#top", proxy="http://127.0.0.1:1")
    assert isinstance(request, Request)
    assert request.url == "http://www.qinglan.test/b/2.html"
    assert request.meta["hops"] == [URL]
    assert "proxy" not in request.meta
    assert request.headers[b"Cookie"] == b"a=1"


def test_cookie_is_not_sent_to_another_host_name(middleware: RedirectMiddleware) -> None:
    request = follow(middleware, "http://qinglan.test/b/2.html")
    assert isinstance(request, Request)
    assert b"Cookie" not in request.headers


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        (None, "redirect_without_target"),
        ("/" + "a" * 3000, "redirect_too_long"),
        ("http://www.qinglan.test:port/", "redirect_bad_target"),
        (URL, "redirect_loop"),
        ("http://elsewhere.test/", "offsite_redirect"),
        ("http://10.0.0.1/", "private_address"),
        ("file:///etc/passwd", "scheme"),
    ],
)
def test_target_that_must_not_be_followed_has_a_reason(
    middleware: RedirectMiddleware, location: str | None, reason: str
) -> None:
    with pytest.raises(RequestError) as caught:
        follow(middleware, location)
    assert caught.value.reason == reason


def test_number_of_hops_is_limited(middleware: RedirectMiddleware) -> None:
    with pytest.raises(RequestError, match="redirect_loop"):
        follow(middleware, "/b/2.html", hops=[f"{URL}?{n}" for n in range(MAX_HOPS)])


def test_robots_txt_may_redirect_to_another_host(middleware: RedirectMiddleware) -> None:
    request = follow(middleware, "http://elsewhere.test/robots.txt", **{ROBOTS: True})
    assert isinstance(request, Request)


def test_other_responses_pass(middleware: RedirectMiddleware) -> None:
    response = Response(URL, status=200)
    assert middleware.process_response(Request(URL), response) is response
