"""What one fetched page says of itself: what it is, its charset, its feeds, its tags, its lists."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.lists import article_links, webpage
from crawler.net import hostnames
from crawler.net.hostnames import HostSet
from crawler.newspapers import edition_links
from crawler.probe import link_groups
from pipelines import Page, Refused, understand
from pipelines.page import charset
from pipelines.text.clean import clean
from pipelines.text.glosses import remove_glosses
from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from crawler.lists.webpage import WebPage
    from crawler.probe.link_groups import LinkGroup
    from crawler.probe.prober import ProbeAnswer
    from pipelines import Article

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
ROOT = re.compile(r"<(?!\?|!)(?:\w+:)?([A-Za-z]\w*)")
FEEDS = {"rss": "feed/rss", "feed": "feed/rss", "rdf": "feed/rss"}
SITEMAPS = {"urlset": "feed/sitemap", "sitemapindex": "feed/sitemap"}
PLACEHOLDERS = frozenset(("网站名称", "政府网站标识码", "网站标识码", "网站域名", "SiteName", "null", "-"))
LIST_PATH = re.compile(r"(?:^|/)(?:index|list|default|node)(?:_\d+)?\.(?:s?html?|jsp|php|aspx?)$|/$", re.I)
COLUMN_PART = re.compile(r"#/?\d{1,9}$")  # never sent, but it names the column on sites that draw their lists
ADDRESSES = re.compile(r"\s*(?:https?://\S+\s+){1,3}\s*(?:https?://|\Z)")


@dataclass
class ProbedPage:
    """A page with everything the probe reads off it."""

    answer: ProbeAnswer
    text: str
    charset: str
    document: WebPage
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.answer.final_url

    @property
    def host(self) -> str:
        return hostnames.host_of(self.url)

    def owns(self, host: str) -> bool:
        """Whether it is the page's own host, with or without ``www.``."""
        return hostnames.without_www(host) == hostnames.without_www(self.host)

    @cached_property
    def title(self) -> str:
        found = self.document.tree.find(".//title")
        return clean(found.text_content()) if found is not None else ""

    @cached_property
    def groups(self) -> list[LinkGroup]:
        return link_groups.ranked(self.document, HostSet((self.host, *self.siblings)))

    @cached_property
    def siblings(self) -> tuple[str, ...]:
        """Other hosts of the same owner that the page leads to, the commonest first."""
        mine = registrable_domain(self.host)
        found = Counter(hostnames.host_of(url) for url, _ in self.anchors())
        return tuple(
            host
            for host, _ in found.most_common()
            if registrable_domain(host) == mine and not self.owns(host)
        )

    @cached_property
    def root(self) -> str:
        """The name of the first element, lower case: html, rss, urlset …"""
        match = ROOT.search(self.text[:4096])
        return match[1].lower() if match else ""

    @cached_property
    def xml_family(self) -> str | None:
        if not self.root and ADDRESSES.match(self.text[:8192]):
            return "feed/sitemap"  # lines of addresses
        return FEEDS.get(self.root) or SITEMAPS.get(self.root)

    @cached_property
    def moved(self) -> str | None:
        """Where a page sends its readers at once, or what its frame shows; a page with links of its own sends nobody."""
        target = webpage.moved(self.document)
        address = self.document.address(target) if target else None
        if address is None and (shown := edition_links.frames(self.document, HostSet((self.host,)))):
            address = (shown[0], shown[0])
        anchors = sum(1 for a in self.document.tree.iter("a") if a.get("href"))
        return address[0] if address and anchors < 8 and address[0] != self.url else None

    @property
    def article(self) -> Article | None:
        """The article that the page is, if it is one."""
        return self._understood[0]

    @property
    def refusal(self) -> str | None:
        """Why the page is no article."""
        return self._understood[1]

    @cached_property
    def _understood(self) -> tuple[Article | None, str | None]:
        if self.answer.body.startswith(b"%PDF-"):
            return None, "not_html"  # it could be split into stories, and yet it is no place to begin
        page = Page(url=self.url, body=self.answer.body, headers=self.answer.headers)
        try:
            return understand(page)[0], None
        except Refused as refused:
            return None, refused.reason

    @cached_property
    def glosses(self) -> int:
        body = self.document.tree.find("body")
        return remove_glosses(body.text_content() if body is not None else "")[1]

    def feeds(self) -> list[str]:
        found = []
        for link in self.document.tree.iter("link"):
            wanted = (link.get("type") or "").split(";")[0].strip().lower() in FEED_TYPES
            if wanted and (address := self.document.address(link.get("href") or "")):
                found.append(address[0])
        return list(dict.fromkeys(found))

    def anchors(self) -> list[tuple[str, str]]:
        """(address, words) of every link, in order, each address once."""
        found: dict[str, str] = {}
        for anchor in self.document.tree.iter("a", "area"):
            href = article_links.written(anchor) or ""
            if address := self.document.address(href):
                words = " ".join((anchor.text_content() or anchor.get("title") or "").split())
                part = COLUMN_PART.search(href)
                url = address[0] + (part[0] if part else "")
                if not found.get(url):
                    found[url] = words
        return list(found.items())


def read_page(answer: ProbeAnswer) -> ProbedPage:
    """Read a fetched page once. Raises document.TooExpensive for one that is built to cost minutes."""
    answer = _unpacked(answer)
    tree = webpage.parse(answer.body, answer.final_url, answer.headers, None)
    text, name = charset.decode(answer.body, answer.headers, None)
    return ProbedPage(answer, text, name, tree, _meta(tree))


def _unpacked(answer: ProbeAnswer) -> ProbeAnswer:
    """A sitemap may be sent as a ``.gz`` file; one that cannot be unpacked stays as it came."""
    if not answer.body.startswith(b"\x1f\x8b"):
        return answer
    from crawler.lists.sitemap_list import UnreadableError, unpacked  # brings the reader of feeds with it

    try:
        return replace(answer, body=unpacked(answer.body))
    except UnreadableError:
        return answer


def _meta(document: WebPage) -> dict[str, str]:
    """The tags of the government standard, names in lower case, the last that says something."""
    found: dict[str, str] = {}
    for tag in document.tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        value = clean(tag.get("content") or "")
        if name and value and value not in PLACEHOLDERS:
            found[name] = value
    return found
