"""Read a list page: its articles, what it says of each, and where the next page is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import urldates
from crawler.lists import row_dates, webpage
from crawler.net import hostnames
from pipelines import urls
from pipelines.page import select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from lxml.html import HtmlElement

    from crawler.lists.webpage import WebPage
    from crawler.sources.model import Source

MAX_LINKS = 5000  # articles on one list page: a link farm, not a list
MAX_TITLE = 300
MAX_MOVES = 5
SHELL_LINKS = 3  # a page with fewer is a challenge or an error in disguise rather than a list without rows
OPENED = re.compile(
    r"[\"']((?:https?://|\.{0,2}/)?[^\"'\s<>()]{1,300}\.(?:s?html?|jsp|php|aspx?)(?:\?[^\"'\s<>]{0,200})?)[\"']"
)
NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|css|js|pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|gz|mp[34]|avi|wmv|flv|apk|exe)$",
    re.I,
)


@dataclass(frozen=True)
class ListedArticle:
    """One address of a list page, with what the list says about it."""

    url: str
    key: str
    title: str | None = None
    published_raw: str | None = None
    day: date | None = None
    inside: str | None = None  # the article itself, where the list carries it (``lists/inside.py``)


def article_test(source: Source) -> Callable[[str], bool]:
    """Whether an address may be an article of the source: its host, and ``article.url`` where given."""
    own = source.own_hosts
    pattern = re.compile(source.article.url) if source.article.url else None

    def test(url: str) -> bool:
        if hostnames.host_of(url) not in own:
            return False
        return bool(pattern.search(url)) if pattern else not NO_PAGE.search(urlsplit(url).path)

    return test


def anchors(page: WebPage, selector: str | None) -> Iterator[tuple[HtmlElement | None, str]]:
    """(element, address as written) of what a selector matches; of every link where there is none."""
    if selector is None:
        yield from _addressed(page.tree)
        return
    for match in select.select(page.tree, selector):
        if isinstance(match, str):
            owner = match.getparent() if hasattr(match, "getparent") else None
            yield owner, str(match)
        elif href := written(match):
            yield match, href
        else:
            yield from _addressed(match)


def _addressed(within: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for element in within.iter("a", "area"):
        if href := written(element):
            yield element, href


def written(element: HtmlElement) -> str | None:
    """The address of a link as its page writes it; where only a script leads on, the one in the script."""
    href = str(element.get("href") or "").strip()
    if href and not href.lower().startswith("javascript:") and href != "#":
        return href
    for script in (href, element.get("onclick") or ""):
        if match := OPENED.search(script[: webpage.MAX_URL]):
            return str(match[1])
    return href or None


def articles(page: WebPage, source: Source, selector: str | None, skip: set[str]) -> list[ListedArticle]:
    """The articles of a list page, in its order, each once; the first mention with words gives the title."""
    return [one for one, _ in articles_with_elements(page, source, skip, selector)]


def articles_with_elements(
    page: WebPage, source: Source, skip: set[str], selector: str | None = None
) -> list[tuple[ListedArticle, HtmlElement | None]]:
    """The same, each with the element that names it."""
    belongs = article_test(source)
    skip = skip | {urls.key(page.url)}
    found: dict[str, ListedArticle] = {}
    elements: dict[str, HtmlElement | None] = {}
    for element, href in anchors(page, selector):
        address = page.address(href)
        if address is None or address[1] in skip:
            continue
        url, key = address
        if not belongs(url):
            url = urls.canonical(url)  # the mobile edition's address may stand in the list of the desktop's
            if not belongs(url):
                continue
        if key in found:
            if found[key].title is None and (title := _title(element)):
                found[key] = ListedArticle(found[key].url, key, title)
            continue
        found[key] = ListedArticle(url, key, _title(element))
        elements[key] = element
        if len(found) > MAX_LINKS:
            break
    own = {id(element) for element in elements.values() if element is not None}
    return [(_dated(one, elements[one.key], own, page), elements[one.key]) for one in found.values()]


def why_empty(page: WebPage, source: Source) -> str:
    """What a list page without articles holds instead, in words a person can act on."""
    addressed = [a for href in page.tree.xpath("//a/@href") if (a := page.address(str(href)))]
    led = Counter(hostnames.host_of(url) for url, _ in addressed)
    others = [host for host, _ in led.most_common(3) if host not in source.own_hosts]
    if addressed:
        beyond = f" (they lead to {', '.join(others)}: is one of them missing in hosts?)" if others else ""
        return (
            f"{len(addressed)} links on it, none is an article by the source's rules: a new layout?{beyond}"
        )
    return "no link at all" + (": drawn by a script?" if page.tree.find(".//script") is not None else "")


def _title(element: HtmlElement | None) -> str | None:
    if element is None:
        return None
    text = " ".join("".join(element.itertext()).split())
    attribute = " ".join((element.get("title") or "").split())
    # lists cut long titles; the attribute carries the whole one
    if attribute and (not text or text.rstrip(".…").strip() in attribute):
        return attribute[:MAX_TITLE]
    text = row_dates.WRITTEN.sub("", text).strip(" []()（）【】·") if len(element) else text
    return text[:MAX_TITLE] or None


def _dated(one: ListedArticle, element: HtmlElement | None, own: set[int], page: WebPage) -> ListedArticle:
    raw = row_dates.printed(element, own) if element is not None else None
    day = row_dates.day_of(raw) if raw else None
    return ListedArticle(one.url, one.key, one.title, raw, day or urldates.date_in(one.url))


def next_page(page: WebPage, source: Source) -> tuple[str, str] | None:
    """The next list page: the first match of ``list.next`` that leads anywhere on the source's hosts."""
    if source.list.next is None:
        return None
    for _, href in anchors(page, source.list.next):
        address = page.address(href)
        if address and hostnames.host_of(address[0]) in source.own_hosts:
            return address if address[1] != urls.key(page.url) else None
        return None
    return None
