"""Which URLs and resolved addresses a crawl may reach."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from scrapy.exceptions import CannotResolveHostError

from crawler.net.outcomes import RequestRefused
from crawler.net.permissions import HostPermissions, check_url, current_permissions

PRIVATE = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://10.1.2.3:8080/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://localhost/",
    "http://x.localhost/",
    "http://127。0。0。1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_address_is_refused(url: str) -> None:
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
def test_url_that_is_no_web_address_is_refused_with_its_reason(url: str, reason: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        check_url(urlsplit(url), HostPermissions())
    assert caught.value.reason == reason


@pytest.mark.parametrize("url", ["http://www.qinglan.test/", "https://8.8.8.8/", "http://[2606:4700::1]/"])
def test_public_addresses_and_names_are_allowed(url: str) -> None:
    check_url(urlsplit(url), HostPermissions())


def test_permission_covers_one_host_in_every_notation() -> None:
    permissions = HostPermissions.of_hosts(["127.0.0.1"])
    check_url(urlsplit("http://127.0.0.1:8080/"), permissions)
    check_url(urlsplit("http://2130706433/"), permissions)
    with pytest.raises(RequestRefused):
        check_url(urlsplit("http://127.0.0.99/"), permissions)


def test_proxy_is_refused_as_a_target_and_allowed_as_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:3128")
    monkeypatch.setenv("https_proxy", "http://me:x@proxy.lan:3128/")
    permissions = HostPermissions()
    assert permissions.proxies >= {"127.0.0.1", "proxy.lan"}
    for url in ("http://127.0.0.1:3128/", "http://proxy.lan/"):
        with pytest.raises(RequestRefused):
            check_url(urlsplit(url), permissions)
    permissions.check_address("proxy.lan", "10.0.0.1")


def test_name_that_resolves_to_a_private_address_is_refused_and_remembered() -> None:
    permissions = HostPermissions()
    with pytest.raises(CannotResolveHostError, match="resolves to the private address"):
        permissions.check_address("www.qinglan.test", "10.0.0.1")
    assert permissions.refused("http://www.qinglan.test/x")
    assert not HostPermissions().refused("http://www.qinglan.test/x")


def test_permissions_apply_inside_their_block_only() -> None:
    permissions = HostPermissions.of_hosts(["127.0.0.1"])
    with permissions.applied():
        assert current_permissions() is permissions
    assert current_permissions().allowed == frozenset()
