"""Decide the outlet of an article, apart from the platform that hosts it and the account that published it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.page.elements import visible_text
from pipelines.page.select import select_elements
from pipelines.text import outlets
from pipelines.text.clean import one_line

if TYPE_CHECKING:
    from pipelines.body.span import Span
    from pipelines.credits.credit_types import Credits
    from pipelines.page.parsed_page import ParsedPage

PLATFORM_HOSTS = {
    "163.com": "网易号",
    "thepaper.cn": "澎湃新闻·澎湃号",
    "baijiahao.baidu.com": "百家号",
    "sohu.com": "搜狐号",
}
# class and id names under which platforms print the owner of an account, by selector
ACCOUNT_SELECTORS = (
    (
        ".post_top_name, .post_info_author, .post_side .title, #js_name, .account_nickname_inner",
        ("post_top_name", "post_info_author", "post_side", "js_name", "account_nickname_inner"),
    ),
    (".post_wemedia_name", ("post_wemedia_name",)),
)
MAX_ACCOUNT = 30
CLOSING_SOURCE = re.compile(r"[(（]\s?(?:来源|稿源)\s?[:：]\s?([^()（）]{2,40})[)）]$")


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published an article: the outlet, the platform that hosts it, and the account on that platform."""

    name: str | None = None
    platform: str | None = None
    account: str | None = None


def read_outlet(parsed: ParsedPage, span: Span, credits: Credits) -> Outlet:
    """The outlet by the order of evidence; the name of a platform is never the outlet."""
    rules = parsed.page.rules
    given = parsed.given.outlet if parsed.given is not None else None
    declared = [value for value in (parsed.data.outlet, given) if value is not None]
    portal = None if _names_byline_outlet(credits) else _portal_as_outlet(credits.platform, parsed.url)
    platform = (
        (rules.platform if rules else None)
        or (credits.platform if portal is None else None)
        or next((value for value in reversed(declared) if outlets.is_platform(value)), None)
        or _platform_of_host(parsed.url)
    )
    if rules is not None and rules.kind == "portal" and platform is None:
        platform = rules.name
    is_labelled = credits.source is not None and not credits.source_is_assumed
    name = (
        (credits.source if is_labelled else portal or _closing_source(span))
        or (outlets.clean_outlet(given) if given else None)
        or (outlets.clean_outlet(parsed.data.outlet) if parsed.data.outlet else None)
        or credits.source
        or (None if parsed.foreign else outlets.clean_outlet(parsed.data.meta.get("source", "")))
        or credits.outlet
    )
    account = _account(parsed) or parsed.data.meta.get("mediaid", "")[:MAX_ACCOUNT] or None
    if account is None and is_labelled and platform is not None and _platform_of_host(parsed.url) == platform:
        account = credits.source  # the stamp of a platform names the account; the writer is in the byline
        name = _publisher_in_byline(credits.outlet) or name
    is_own_site = rules is not None and rules.kind in ("government", "newspaper") and rules.mirror_of is None
    if name is None and rules is not None and is_own_site:
        name = rules.outlet
    if name is None and account and not is_own_site:
        name = outlets.clean_outlet(account)
    return Outlet(name, platform, account)


def _platform_of_host(url: str) -> str | None:
    host = urlsplit(url).hostname or ""
    return next(
        (name for end, name in PLATFORM_HOSTS.items() if host == end or host.endswith("." + end)), None
    )


def _names_byline_outlet(credits: Credits) -> bool:
    """True if reporters are named with their medium; a dateline names the agency whose wire was used."""
    from_dateline = credits.dateline is not None and credits.dateline.startswith(credits.outlet or "")
    return credits.outlet is not None and not from_dateline


def _portal_as_outlet(name: str | None, url: str) -> str | None:
    """The name of a portal as an outlet, on every host but its own."""
    domain = outlets.portal_host(name) if name else None
    host = urlsplit(url).hostname or ""
    return None if domain is None or host == domain or host.endswith("." + domain) else name


def _publisher_in_byline(named: str | None) -> str | None:
    """The newspaper in 青岚新闻·青岚日报, a client and its paper before the names of reporters."""
    last = named.rpartition("·")[2] if named else ""
    return last if outlets.is_medium(last) else None


def _closing_source(span: Span) -> str | None:
    """The outlet in （来源：X） at the end of the body."""
    match = CLOSING_SOURCE.search(span.texts[-1]) if span.texts else None
    return outlets.clean_outlet(match[1]) if match else None


def _account(parsed: ParsedPage) -> str | None:
    """The owner of the account on a platform, where the markup names it."""
    for selector, names in ACCOUNT_SELECTORS:
        if not parsed.mentions(*names):
            continue
        for element in select_elements(parsed.tree, selector):
            name = one_line("".join(visible_text(element)))
            if 2 <= len(name) <= MAX_ACCOUNT:
                return name
    return None
