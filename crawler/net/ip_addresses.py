"""Read host names that are IP addresses in any notation, and distinguish private addresses from public ones."""

from __future__ import annotations

import ipaddress
import socket
import unicodedata

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LOCAL_NAMES = frozenset(("localhost", "ip6-localhost"))
LOCAL_SUFFIXES = (".localhost", ".localdomain")


def parse_ip(host: str) -> Address | None:
    """Return the IP address that a host name spells, or None if it is a name.

    Accepts every notation that resolvers accept: decimal, hexadecimal, octal, shortened, IPv6 in brackets,
    full-width digits. An IPv4 address inside an IPv6 one (mapped, 6to4, NAT64) is returned as IPv4.
    """
    # IDNA reads the ideographic full stop as a dot
    text = unicodedata.normalize("NFKC", host).replace("。", ".")
    text = text.strip("[]").rstrip(".").partition("%")[0]
    try:
        return _inner_ipv4(ipaddress.ip_address(text))
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(text)) if text and not text.isspace() else None
    except (OSError, ValueError):  # ValueError: a character that is not ASCII, or NUL
        return None


def _inner_ipv4(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or address.sixtofour:
            return inner
        if address in NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_private(address: Address) -> bool:
    """True for loopback, private, link-local, reserved and multicast addresses."""
    return not address.is_global or address.is_multicast


def is_local_name(host: str) -> bool:
    """True for names that always mean this machine, such as ``localhost``."""
    host = host.lower().rstrip(".")
    return host in LOCAL_NAMES or host.endswith(LOCAL_SUFFIXES)


def normalized(host: str) -> str:
    """Return one spelling per host: lower case without a trailing dot, IP addresses in standard notation."""
    host = host.lower().rstrip(".")
    return str(parse_ip(host) or host)
