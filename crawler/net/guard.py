"""No forged requests: private addresses are refused by their text, and by their number in the resolver."""

from __future__ import annotations

import ipaddress
import socket
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached

from crawler.net.outcomes import Refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Policy:
    """What the one crawl of this process may reach. The resolver serves the process, so this does too."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] = (
            frozenset()
        )  # private hosts that the source may reach: its own start hosts
        self.refused: dict[str, str] = {}  # host -> address; the resolver's exception is lost on its way
        self.proxies = proxy_hosts()

    def open(self, allowed: Iterable[str]) -> None:
        self.allowed = frozenset(_normal(host) for host in allowed)
        self.refused.clear()
        self.proxies = proxy_hosts()

    def allows(self, host: str) -> bool:
        return _normal(host) in self.allowed


def proxy_hosts() -> frozenset[str]:
    """The proxies of the environment: to be reached as proxies, which makes them no target."""
    hosts = set()
    for url in getproxies().values():
        netloc = url.rpartition("//")[2].rpartition("@")[2].split("/")[0]
        hosts.add(_normal(netloc.rpartition(":")[0] or netloc))
    return frozenset(hosts)


def literal(host: str) -> Address | None:
    """The address a host spells, in any spelling a resolver takes: decimal, hex, octal, short, IPv6."""
    text = unicodedata.normalize("NFKC", host).replace("。", ".")  # IDNA takes the full stop for a dot
    text = text.strip("[]").rstrip(".").partition("%")[0]
    try:
        return _unwrapped(ipaddress.ip_address(text))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text)) if text and not text.isspace() else None
    except (OSError, UnicodeEncodeError):
        return None


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside a mapped, translated or tunnelled IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or address.sixtofour:
            return inner
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_private(address: Address) -> bool:
    return not address.is_global or address.is_multicast


def _normal(host: str) -> str:
    host = host.lower().rstrip(".")
    return str(literal(host) or host)


def is_local_name(host: str) -> bool:
    host = host.lower().rstrip(".")
    return host == "localhost" or host.endswith((".localhost", ".localdomain")) or host == "ip6-localhost"


def judge(url_parts: Any, policy: Policy) -> None:
    """Raise ``Refuse`` for what may not be asked, whatever a proxy would say."""
    if url_parts.scheme not in ("http", "https"):
        raise Refuse("scheme", url_parts.scheme)
    try:
        host, _ = url_parts.hostname, url_parts.port
    except ValueError:
        raise Refuse("bad_url") from None
    if not host:
        raise Refuse("bad_url")
    if policy.allows(host):
        if url_parts.username is not None or url_parts.password is not None:
            raise Refuse("userinfo")
        return
    address = literal(host)
    if (address is not None and is_private(address)) or is_local_name(host):
        raise Refuse("private_address", host)
    if _normal(host) in policy.proxies:
        raise Refuse("private_address", f"{host} is the proxy itself")
    if url_parts.username is not None or url_parts.password is not None:
        raise Refuse("userinfo")


POLICY = Policy()


class GuardMiddleware:
    """First of all downloader middlewares: behind robots, a private address would read as "robots closed"."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        try:
            judge(urlparse_cached(request), POLICY)
        except Refuse as refusal:
            self.crawler.stats.inc_value(f"guard/{refusal.reason}")
            raise


class GuardedResolver(CachingThreadedResolver):
    """The resolved address decides: names that point inside are refused, whoever owns the name."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if POLICY.allows(name) or _normal(name) in POLICY.proxies:
            return address
        if is_private(ipaddress.ip_address(address)):
            POLICY.refused[name] = address
            raise CannotResolveHostError(f"{name} resolves to the private address {address}")
        return address
