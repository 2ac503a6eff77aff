"""Collect the article links of a list page, each with its title and date."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urldates
from crawler.lists import row_dates, webpage
from crawler.net import hostnames
from crawler.sources.bounded_regex import BoundedPattern
from pipelines import urls
from pipelines.page import select

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from datetime import date

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage
    from crawler.sources.model import Source

    ArticleTest = Callable[[str], bool]
    Candidate = tuple["ListedArticle", HtmlElement | None]

MAX_LINKS = 5000  # articles that are taken from one list page; more is a link farm
MAX_TITLE = 300  # characters
MAX_MOVES = 5  # forwardings by page content that are followed one after the other
SCRIPT_ADDRESS = re.compile(
    r"[\"']((?:https?://|\.{0,2}/)?[^\"'\s<>()]{1,300}\.(?:s?html?|jsp|php|aspx?)(?:\?[^\"'\s<>]{0,200})?)[\"']"
)
FILE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|css|js|pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|gz|mp[34]|avi|wmv|flv|apk|exe)$",
    re.I,
)


@dataclass(frozen=True)
class ListedArticle:
    """An article link of a list page, with what the list states about the article."""

    url: str
    key: str
    title: str | None = None
    published_raw: str | None = None  # the date as printed beside the link
    day: date | None = None
    content: str | None = None  # the article itself, packed by embedded_articles, if the list contains it


def article_test(source: Source) -> ArticleTest:
    """Return a test for addresses of the source's articles: an own host, and ``article.url`` where given.

    The returned function raises PatternTimeout; make a new one for each page.
    """
    own = source.own_hosts
    pattern = BoundedPattern(source.article.url) if source.article.url else None

    def test(url: str) -> bool:
        if hostnames.host_of(url) not in own:
            return False
        return pattern.search(url) is not None if pattern else not is_file(url)

    return test


def is_file(url: str) -> bool:
    """Return True if the path ends like that of a picture, a document or an archive."""
    return bool(FILE.search(urlsplit(url).path))


def links(page: WebPage, selector: str | None) -> Iterator[tuple[HtmlElement | None, str]]:
    """Yield (element, address as written) for what a selector matches, or for every link without a selector."""
    if selector is None:
        yield from _links_within(page.tree)
        return
    for match in select.select(page.tree, selector):
        if isinstance(match, str):
            owner = match.getparent() if hasattr(match, "getparent") else None
            yield owner, str(match)
        elif href := written_address(match):
            yield match, href
        else:
            yield from _links_within(match)


def _links_within(element: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for link in element.iter("a", "area"):
        if href := written_address(link):
            yield link, href


def written_address(link: HtmlElement) -> str | None:
    """Return a link's address as the page writes it, or the one in its script if only that leads anywhere."""
    href = str(link.get("href") or "").strip()
    if href and not href.lower().startswith("javascript:") and href != "#":
        return href
    for script in (href, link.get("onclick") or ""):
        if match := SCRIPT_ADDRESS.search(script[: webpage.MAX_URL]):
            return str(match[1])
    return href or None


def articles(
    page: WebPage, source: Source, selector: str | None, skip: Container[str]
) -> list[ListedArticle]:
    """Return the articles that a selector matches, in page order, each once, except the URL keys in ``skip``."""
    return [article for article, _ in candidates(page, article_test(source), skip, selector)]


def candidates(
    page: WebPage, is_article: ArticleTest, skip: Container[str], selector: str | None = None
) -> list[Candidate]:
    """Return every article of a page with the element that links it first.

    The first link with text gives the title. At most ``MAX_LINKS + 1`` articles are returned, so that the caller can
    show that some were left out.
    """
    own_key = urls.key(page.url)
    found: dict[str, ListedArticle] = {}
    elements: dict[str, HtmlElement | None] = {}
    for element, href in links(page, selector):
        address = page.address(href)
        if address is None or address[1] in skip or address[1] == own_key:
            continue
        url, key = address
        if not is_article(url):
            url = urls.desktop(url)  # a list of the desktop edition may link to the mobile edition
            if not is_article(url):
                continue
        if key in found:
            if found[key].title is None and (title := _title(element)):
                found[key] = replace(found[key], title=title)
            continue
        found[key] = ListedArticle(url, key, _title(element))
        elements[key] = element
        if len(found) > MAX_LINKS:
            break
    linking = {id(element) for element in elements.values() if element is not None}
    return [(_dated(one, elements[one.key], linking), elements[one.key]) for one in found.values()]


def why_empty(page: WebPage, source: Source) -> str:
    """Describe what a list page without articles contains instead, so that a person can correct the source."""
    addressed = [a for href in page.tree.xpath("//a/@href") if (a := page.address(str(href)))]
    hosts = Counter(hostnames.host_of(url) for url, _ in addressed)
    others = [host for host, _ in hosts.most_common(3) if host not in source.own_hosts]
    if addressed:
        hint = f" (they lead to {', '.join(others)}: is one of them missing in hosts?)" if others else ""
        return f"{len(addressed)} links on it, none is an article by the source's rules: a new layout?{hint}"
    return "no link at all" + (": drawn by a script?" if page.tree.find(".//script") is not None else "")


def _title(element: HtmlElement | None) -> str | None:
    if element is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    attribute = " ".join((element.get("title") or "").split())
    # lists cut long titles; the attribute holds the whole one
    if attribute and (not text or text.rstrip(".…").strip() in attribute):
        return attribute[:MAX_TITLE]
    text = row_dates.FULL_DATE.sub("", text).strip(" []()（）【】·") if len(element) else text
    return text[:MAX_TITLE] or None


def _dated(article: ListedArticle, element: HtmlElement | None, linking: set[int]) -> ListedArticle:
    raw = row_dates.date_beside(element, linking) if element is not None else None
    day = row_dates.day_of(raw) if raw else None
    return replace(article, published_raw=raw, day=day or urldates.date_in(article.url))


def selected_next_page(page: WebPage, source: Source) -> tuple[str, str] | None:
    """Return (URL, key) of the first match of ``list.next``, if it leads to another page on an own host."""
    if source.list.next is None:
        return None
    for _, href in links(page, source.list.next):
        address = page.address(href)
        if address and hostnames.host_of(address[0]) in source.own_hosts:
            return address if address[1] != urls.key(page.url) else None
        return None
    return None
