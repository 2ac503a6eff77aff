"""A page fetched by the probe, with what can be read from it alone: links, tags, feeds, lists, the article it may be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from crawler.lists import article_links, row_groups, webpage
from crawler.net import hostnames
from crawler.net.hostnames import HostSet
from crawler.newspapers import edition_links
from pipelines import Page, Refused, understand
from pipelines.page import charset
from pipelines.text.clean import clean
from pipelines.text.glosses import remove_glosses
from pipelines.urls import registrable_domain

if TYPE_CHECKING:
    from crawler.lists.row_groups import RowGroup
    from crawler.lists.webpage import WebPage
    from crawler.probe.prober import ProbeAnswer
    from pipelines import Article

MAX_LINKS = 5000  # that the probe considers on one page; a list page has at most some hundred
LINK_TAG = re.compile(rb"<a\s", re.IGNORECASE)
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
ROOT_TAG = re.compile(r"<(?!\?|!)(?:\w+:)?([A-Za-z]\w*)")
FEEDS = {"rss": "feed/rss", "feed": "feed/rss", "rdf": "feed/rss"}
SITEMAPS = {"urlset": "feed/sitemap", "sitemapindex": "feed/sitemap"}
# contents of tags that templates leave unfilled
PLACEHOLDERS = frozenset(("网站名称", "政府网站标识码", "网站标识码", "网站域名", "SiteName", "null", "-"))
LIST_PATH = re.compile(r"(?:^|/)(?:index|list|default|node)(?:_\d+)?\.(?:s?html?|jsp|php|aspx?)$|/$", re.I)
COLUMN_FRAGMENT = re.compile(
    r"#/?\d{1,9}$"
)  # never sent, but names the column on sites that draw their lists
ADDRESS_LINES = re.compile(r"\s*(?:https?://\S+\s+){1,3}\s*(?:https?://|\Z)")
FORWARDING_LINKS = 8  # a page with as many links is read itself, wherever it forwards to
LEAST_ROWS = 3  # of a list; fewer if every row is a dated headline
HEADLINE = 8.0  # mean characters of a title; names of columns are shorter


@dataclass
class ProbedPage:
    """A parsed page. ``answer.body`` and everything read from it end behind the first ``MAX_LINKS`` links."""

    answer: ProbeAnswer
    text: str
    charset: str
    document: WebPage
    meta: dict[str, str] = field(default_factory=dict)  # tags in lower case -> last non-empty content
    is_cut: bool = False  # True: the page has more links than are considered

    @property
    def url(self) -> str:
        return self.answer.final_url

    @property
    def host(self) -> str:
        return hostnames.host_of(self.url)

    def owns(self, host: str) -> bool:
        """Return True for the page's own host, with or without ``www.``."""
        return hostnames.without_www(host) == hostnames.without_www(self.host)

    @cached_property
    def title(self) -> str:
        found = self.document.tree.find(".//title")
        return clean(found.text_content()) if found is not None else ""

    @cached_property
    def groups(self) -> list[RowGroup]:
        """The page's lists of links on hosts of the same owner, the likeliest list of articles first."""
        own = HostSet((self.host, *self.siblings))

        def is_article(url: str) -> bool:
            return hostnames.host_of(url) in own and not article_links.is_file(url)

        return [
            group
            for group in row_groups.groups_on(self.document, is_article)
            if len(group.articles) >= LEAST_ROWS or (group.dated_share == 1 and group.mean_title >= HEADLINE)
        ]

    @cached_property
    def siblings(self) -> tuple[str, ...]:
        """Other hosts of the same registered domain that the page links, the commonest first."""
        domain = registrable_domain(self.host)
        hosts = Counter(hostnames.host_of(url) for url, _ in self.anchors)
        return tuple(
            host
            for host, _ in hosts.most_common()
            if not self.owns(host) and registrable_domain(host) == domain
        )

    @cached_property
    def root(self) -> str:
        """The name of the first element in lower case: html, rss, urlset …"""
        match = ROOT_TAG.search(self.text[:4096])
        return match[1].lower() if match else ""

    @cached_property
    def xml_family(self) -> str | None:
        """``feed/rss`` or ``feed/sitemap`` if the document is one, else None."""
        if not self.root and ADDRESS_LINES.match(self.text[:8192]):
            return "feed/sitemap"
        return FEEDS.get(self.root) or SITEMAPS.get(self.root)

    @cached_property
    def forward_target(self) -> str | None:
        """The address that a page without links of its own forwards to or shows in its frame."""
        target = webpage.forward_target(self.document)
        address = self.document.address(target) if target else None
        if address is None and (shown := edition_links.frames(self.document, HostSet((self.host,)))):
            address = (shown[0], shown[0])
        links = sum(1 for a in self.document.tree.iter("a") if a.get("href"))
        return address[0] if address and links < FORWARDING_LINKS and address[0] != self.url else None

    @property
    def article(self) -> Article | None:
        """The article that the page is, if it is one."""
        return self._understood[0]

    @property
    def refusal(self) -> str | None:
        """The reason why the page is not an article, None if it is one."""
        return self._understood[1]

    @cached_property
    def _understood(self) -> tuple[Article | None, str | None]:
        if self.answer.body.startswith(b"%PDF-"):
            return None, "not_html"  # a PDF can hold articles, but no source starts at one
        page = Page(url=self.url, body=self.answer.body, headers=self.answer.headers)
        try:
            return understand(page)[0], None
        except Refused as refused:
            return None, refused.reason

    @cached_property
    def body_text(self) -> str:
        """The text of the whole page."""
        body = self.document.tree.find("body")
        return str(body.text_content()) if body is not None else ""

    @cached_property
    def glosses(self) -> int:
        """Number of pinyin glosses in the text, as some mirror sites insert them."""
        return remove_glosses(self.body_text)[1]

    def feeds(self) -> list[str]:
        """Return the addresses of the feeds that the page's head offers."""
        found = []
        for link in self.document.tree.iter("link"):
            wanted = (link.get("type") or "").split(";")[0].strip().lower() in FEED_TYPES
            if wanted and (address := self.document.address(link.get("href") or "")):
                found.append(address[0])
        return list(dict.fromkeys(found))

    @cached_property
    def anchors(self) -> list[tuple[str, str]]:
        """(address, text) of every link in page order, each address once."""
        found: dict[str, str] = {}
        for anchor in self.document.tree.iter("a", "area"):
            href = article_links.written_address(anchor) or ""
            if address := self.document.address(href):
                words = " ".join((anchor.text_content() or anchor.get("title") or "").split())
                fragment = COLUMN_FRAGMENT.search(href)
                url = address[0] + (fragment[0] if fragment else "")
                if not found.get(url):
                    found[url] = words
        return list(found.items())


def read_page(answer: ProbeAnswer) -> ProbedPage:
    """Parse a fetched page. Raises webpage.TooExpensive for one that is built to take minutes."""
    answer, is_cut = _without_excess(_unpacked(answer))
    document = webpage.parse(answer.body, answer.final_url, answer.headers, None)
    text, name = charset.decode(answer.body, answer.headers, None)
    return ProbedPage(answer, text, name, document, _meta(document), is_cut)


def _without_excess(answer: ProbeAnswer) -> tuple[ProbeAnswer, bool]:
    """Cut the body before the link after the last one that is considered; also return whether anything was cut."""
    for number, match in enumerate(LINK_TAG.finditer(answer.body)):
        if number == MAX_LINKS:
            return replace(answer, body=answer.body[: match.start()]), True
    return answer, False


def _unpacked(answer: ProbeAnswer) -> ProbeAnswer:
    """Unpack a sitemap that was sent as a ``.gz`` file; one that is damaged stays as it came."""
    if not answer.body.startswith(b"\x1f\x8b"):
        return answer
    from crawler.lists.sitemap_list import UnreadableError, unpack  # imports feedparser, 0.1 s

    try:
        return replace(answer, body=unpack(answer.body))
    except UnreadableError:
        return answer


def _meta(document: WebPage) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in document.tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        value = clean(tag.get("content") or "")
        if name and value and value not in PLACEHOLDERS:
            found[name] = value
    return found
