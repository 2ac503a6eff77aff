"""Forged requests: every spelling of a private address is refused, at both layers."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from crawler.net.ip_addresses import is_private, parse_ip
from crawler.net.outcomes import RequestRefused
from crawler.net.permissions import HostPermissions, check_url
from tests.crawler.loopback_site import Answer, News, Site

if TYPE_CHECKING:
    from tests.crawler.crawling import Bench

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://10.1.2.3:8080/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://x.localhost/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://127.0.0.1./",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_a_private_address_is_refused_in_every_spelling(url: str) -> None:
    with pytest.raises(RequestRefused, match="private_address"):
        check_url(urlsplit(url), HostPermissions())


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://x.test/", "scheme"),
        ("data:text/html,x", "scheme"),
        ("http://example.test:99999/", "bad_url"),
        ("http:///x", "bad_url"),
        ("http://www.qinglan.test@127.0.0.1/", "private_address"),
        ("http://user:pass@www.qinglan.test/", "userinfo"),
    ],
)
def test_what_is_no_web_address_is_refused_by_name(url: str, reason: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        check_url(urlsplit(url), HostPermissions())
    assert caught.value.reason == reason


@pytest.mark.parametrize("url", ["http://www.qinglan.test/", "https://8.8.8.8/", "http://[2606:4700::1]/"])
def test_public_addresses_and_names_pass(url: str) -> None:
    check_url(urlsplit(url), HostPermissions())


def test_an_allowance_is_for_the_start_host_alone() -> None:
    policy = HostPermissions.of_hosts(["127.0.0.1"])
    check_url(urlsplit("http://127.0.0.1:8080/"), policy)
    check_url(urlsplit("http://2130706433/"), policy)
    with pytest.raises(RequestRefused):
        check_url(urlsplit("http://127.0.0.99/"), policy)


def test_a_proxy_on_loopback_makes_no_target_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("https_proxy", "http://me:x@proxy.lan:3128/")
    policy = HostPermissions()
    assert policy.proxies >= {"127.0.0.1", "proxy.lan"}
    for url in ("http://127.0.0.1:3128/", "http://proxy.lan/"):
        with pytest.raises(RequestRefused):
            check_url(urlsplit(url), policy)


def test_numbers_that_are_no_addresses_are_names() -> None:
    assert parse_ip("www.qinglan.test") is None
    assert parse_ip("1.2.3.4.5") is None
    assert parse_ip("") is None
    assert is_private(ipaddress.ip_address("198.18.0.1"))


def test_a_link_and_a_redirect_to_the_inside_are_never_followed(bench: Bench) -> None:
    """127.0.0.1 is allowed by the source, any other loopback address is the internal network."""
    with Site().serving() as inside, News(articles=3).serving() as news:
        target = f"http://127.0.0.99:{inside.port}/art/1.html"
        inside_name = f"http://localhost:{inside.port}/art/2.html"
        rows = "".join(
            f'<li><a href="{url}">x</a></li>' for url in (target, inside_name, "/art/1.html", "/art/2.html")
        )
        news.put("/list/1.html", f'<html><body><ul class="list">{rows}</ul></body></html>')
        news.pages["/art/1.html"] = Answer(
            "", 302, {"Location": f"http://0x7f000063:{inside.port}/art/1.html"}
        )
        hosts = '["127.0.0.99", "localhost"]'
        bench.crawl(bench.listing(news.url, hosts=hosts))
        assert bench.states() == {"refused/private_address": 3, "stored": 1}
        assert inside.hits == []


def test_a_name_that_resolves_to_the_inside_is_refused(bench: Bench) -> None:
    with Site().serving() as inside:
        source = bench.listing(f"http://localtest.test:{inside.port}", allow_private=None)
        done = bench.run(
            "crawl", source, GOVNEWS_CONTACT="desk@qinglan.test", PYTHONPATH=str(_resolver(bench))
        )
        assert done.code == 1
        assert bench.states("list") == {"refused/private_address": 1}
        assert inside.hits == []


def _resolver(bench: Bench) -> object:
    """A process in which one invented name resolves to loopback, as a hostile name server would have it."""
    folder = bench.folder / "path"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        "import socket\nreal = socket.gethostbyname\n"
        "socket.gethostbyname = lambda n: '127.0.0.1' if n == 'localtest.test' else real(n)\n"
    )
    return folder
