"""Check what must be right before a crawl starts: the source, its arguments, and a contact for site owners."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from crawler import params
from crawler.home import contact
from crawler.net.ip_addresses import is_local_name, parse_ip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.sources.load import SourceSet
    from crawler.sources.model import Source

DEMO = "GOVNEWS_DEMO"
NO_CONTACT = (
    "GOVNEWS_CONTACT is not set: set it to a mail address or URL for the User-Agent "
    "(without it only loopback sources with allow_private: true are crawled)"
)


def problem(found: SourceSet, source_id: str, arguments: Mapping[str, Any]) -> str | None:
    """Return why a crawl must not start, one problem a line; None if it may."""
    source = found.sources.get(source_id)
    if source is None:
        broken = found.errors_of(source_id)
        return "\n".join(map(str, broken)) if broken else found.unknown(source_id)
    try:
        params.parse(arguments)
    except params.UsageError as error:
        return str(error)
    if source.status == "retired":
        return f"{source_id} is retired (status: retired in its file)"
    return contact_problem(source)


def contact_problem(source: Source) -> str | None:
    """Return the problem of a crawl without GOVNEWS_CONTACT; None for loopback sources and the demo."""
    if contact() or os.environ.get(DEMO) == "1" or is_loopback(source):
        return None
    return NO_CONTACT


def is_loopback(source: Source) -> bool:
    """True for a source that names only loopback hosts and is allowed to reach them."""
    if not source.allow_private:
        return False
    addresses = [(host, parse_ip(host)) for host in source.hosts_all()]
    return all(is_local_name(host) or (ip is not None and ip.is_loopback) for host, ip in addresses)
