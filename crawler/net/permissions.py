"""Which private hosts a crawl may reach, checked on URLs and on resolved addresses (SSRF protection).

Permissions belong to one crawl. A process may host many crawls, but has a single DNS resolver: the download handler
enters ``HostPermissions.applied()`` around each request, and the resolver checks against the permissions it finds there.
"""

from __future__ import annotations

import ipaddress
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import CannotResolveHostError

from crawler.net.ip_addresses import is_local_name, is_private, normalized, parse_ip
from crawler.net.outcomes import RequestRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self
    from urllib.parse import ParseResult, SplitResult


def proxy_hosts() -> frozenset[str]:
    """Return the hosts of the proxy environment variables. A crawl may use them as proxies, never as targets."""
    hosts = set()
    for url in getproxies().values():
        netloc = url.rpartition("//")[2].rpartition("@")[2].split("/")[0]
        hosts.add(normalized(netloc.rpartition(":")[0] or netloc))
    return frozenset(hosts)


@dataclass(frozen=True)
class HostPermissions:
    """Which private hosts one crawl may reach: the start hosts of a source with ``allow_private``, else none."""

    allowed: frozenset[str] = frozenset()
    proxies: frozenset[str] = field(default_factory=proxy_hosts)
    # names that resolved to a private address; Twisted replaces the resolver's exception by a general one
    refused_names: set[str] = field(default_factory=set, compare=False)

    @classmethod
    def of_hosts(cls, hosts: Iterable[str]) -> Self:
        """Permissions to reach these hosts even if their addresses are private."""
        return cls(frozenset(map(normalized, hosts)))

    def allows(self, host: str) -> bool:
        return normalized(host) in self.allowed

    def refused(self, url: str) -> bool:
        """True if the host of a URL was refused because its name resolves to a private address."""
        return (urlsplit(url).hostname or "") in self.refused_names

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Apply these permissions to the DNS lookups that are started inside the ``with`` block."""
        token = _PERMISSIONS.set(self)
        try:
            yield
        finally:
            _PERMISSIONS.reset(token)

    def check_address(self, name: str, address: str) -> None:
        """Raise CannotResolveHostError if a name resolved to an address that this crawl may not reach."""
        if self.allows(name) or normalized(name) in self.proxies:
            return
        if is_private(ipaddress.ip_address(address)):
            self.refused_names.add(name)
            raise CannotResolveHostError(f"{name} resolves to the private address {address}")


_PERMISSIONS: ContextVar[HostPermissions | None] = ContextVar("host permissions", default=None)


def current_permissions() -> HostPermissions:
    """Return the permissions applied around the running code; outside of any, no private host is allowed."""
    return _PERMISSIONS.get() or HostPermissions()


def check_url(parts: SplitResult | ParseResult, permissions: HostPermissions) -> None:
    """Raise RequestRefused for a URL that must not be requested, directly or through a proxy.

    Reasons: ``scheme`` (not http or https), ``bad_url``, ``private_address``, ``userinfo`` (user name in the URL).
    """
    if parts.scheme not in ("http", "https"):
        raise RequestRefused("scheme", parts.scheme)
    try:
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise RequestRefused("bad_url") from None
    if not host:
        raise RequestRefused("bad_url")
    if not permissions.allows(host):
        address = parse_ip(host)
        if (address is not None and is_private(address)) or is_local_name(host):
            raise RequestRefused("private_address", host)
        if normalized(host) in permissions.proxies:
            raise RequestRefused("private_address", f"{host} is the proxy itself")
    if parts.username is not None or parts.password is not None:
        raise RequestRefused("userinfo")
