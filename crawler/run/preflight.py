"""What must be right before a crawl starts: the source, its arguments, and somebody to write to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from crawler import params
from crawler.home import contact
from crawler.net import guard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.sources.load import SourceSet
    from crawler.sources.model import Source

DEMO = "GOVNEWS_DEMO"
NO_CONTACT = (
    "GOVNEWS_CONTACT is not set: name a mail address or a URL for the User-Agent, "
    "or nothing is crawled (only loopback sources with allow_private: true are)"
)


def problem(found: SourceSet, source_id: str, arguments: Mapping[str, Any]) -> str | None:
    """Why this crawl must not start, in one line each; None if it may."""
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
    """Site owners must be able to reach whoever crawls them."""
    if contact() or os.environ.get(DEMO) == "1" or is_loopback(source):
        return None
    return NO_CONTACT


def is_loopback(source: Source) -> bool:
    if not source.allow_private:
        return False
    addresses = [(host, guard.literal(host)) for host in source.hosts_all()]
    return all(guard.is_local_name(host) or (ip is not None and ip.is_loopback) for host, ip in addresses)
