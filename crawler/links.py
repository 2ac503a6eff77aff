"""Read a list page: its articles, what it says of each, and where the next page is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree, html
from w3lib.url import safe_url_string

from crawler import editions, selectors
from pipelines import charset, urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.html import HtmlElement

    from crawler.sourcemodel import Source

MAX_LINKS = 5000  # articles on one list page: a link farm, not a list
LONG_TAG = re.compile(rb"<[^<]{50000,}")
MAX_ATTRIBUTES = 1000  # in a long tag; 20,000 on one element cost 3.8 s in lxml, 100,000 more than 75 s
MAX_URL = 2000
MAX_TITLE = 300
MAX_MOVES = 5
SHELL_LINKS = 3  # a page with fewer is a challenge or an error in disguise rather than a list without rows
ROW = ("li", "tr", "dd", "p")
WRITTEN = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*(?:[-/.]|年)\s*(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\d)\s*日?"
    r"(?:[\sT]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
)
REFRESH = re.compile(
    r"^\s*+(?:\d++(?:\.\d*+)?)?\s*+[;,]?\s*+url\s*+=\s*+[\"']?\s*+([^\"'>\s]++)", re.IGNORECASE
)
SCRIPTED = re.compile(
    r"(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*+"
    r"(?:=\s*+|\.(?:replace|assign)\s*+\(\s*+)[\"']([^\"']{1,500})[\"']"
)
OPENED = re.compile(
    r"[\"']((?:https?://|\.{0,2}/)?[^\"'\s<>()]{1,300}\.(?:s?html?|jsp|php|aspx?)(?:\?[^\"'\s<>]{0,200})?)[\"']"
)
NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico|css|js|pdf|docx?|xlsx?|pptx?|wps|et|zip|rar|7z|gz|mp[34]|avi|wmv|flv|apk|exe)$",
    re.I,
)


class TooExpensive(Exception):
    """The page is built to cost a parser minutes; the whole process would stand still."""


@dataclass(frozen=True)
class Found:
    """One address of a list page, with what the list says about it."""

    url: str
    key: str
    title: str | None = None
    published_raw: str | None = None
    day: date | None = None
    inside: str | None = None  # the article itself, where the list carries it (``lists/inside.py``)


@dataclass
class Document:
    """A parsed page that can resolve its own links."""

    tree: HtmlElement
    url: str
    base: str
    charset: str
    bad: int = 0  # addresses that are none

    def address(self, href: str) -> tuple[str, str] | None:
        """(address as fetched, key), or None, counted, for what is no web address."""
        href = href.strip()
        if (
            not href
            or href.startswith("#")
            or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:"))
        ):
            return None
        try:
            url = urljoin(self.base, href).partition("#")[0]
            if len(url) > MAX_URL:
                raise ValueError("too long")
            url = safe_url_string(url, encoding=self.charset)
            return url, urls.key(url)
        except (ValueError, UnicodeError):
            self.bad += 1
            return None


def document(body: bytes, url: str, headers: Mapping[str, str], forced: str | None) -> Document:
    """Parse a list page; ``TooExpensive`` before the parser would hang."""
    if costly(body):
        raise TooExpensive
    text, name = charset.decode(body, headers, forced)
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text.replace("\0", ""))
    tree = _tree(text)
    base = url
    for element in tree.iter("base"):
        href = (element.get("href") or "").strip()
        if href and urlsplit(joined := urljoin(url, href)).scheme in ("http", "https"):
            base = joined
            break
    return Document(tree, url, base, name)


def costly(body: bytes) -> bool:
    """Whether a parser of markup would take minutes for it."""
    return any(tag[0].count(b"=") > MAX_ATTRIBUTES for tag in LONG_TAG.finditer(body))


def host(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")


def _tree(text: str) -> HtmlElement:
    parser = html.HTMLParser(huge_tree=False, remove_comments=True)
    try:
        return html.document_fromstring(text, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # nothing in it, or nothing but comments
        return html.document_fromstring("<html></html>", ensure_head_body=True)


def article_test(source: Source) -> Callable[[str], bool]:
    """Whether an address may be an article of the source: its host, and ``article.url`` where given."""
    hosts = set(source.hosts_all())
    pattern = re.compile(source.article.url) if source.article.url else None

    def test(url: str) -> bool:
        if (urlsplit(url).hostname or "").rstrip(".") not in hosts:
            return False
        return bool(pattern.search(url)) if pattern else not NO_PAGE.search(urlsplit(url).path)

    return test


def anchors(page: Document, selector: str | None) -> Iterator[tuple[HtmlElement | None, str]]:
    """(element, address as written) of what a selector matches; of every link where there is none."""
    if selector is None:
        yield from _addressed(page.tree)
        return
    for match in selectors.select(page.tree, selector):
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
        if match := OPENED.search(script[:MAX_URL]):
            return str(match[1])
    return href or None


def articles(page: Document, source: Source, selector: str | None, skip: set[str]) -> list[Found]:
    """The articles of a list page, in its order, each once; the first mention with words gives the title."""
    return [one for one, _ in articles_with_elements(page, source, skip, selector)]


def articles_with_elements(
    page: Document, source: Source, skip: set[str], selector: str | None = None
) -> list[tuple[Found, HtmlElement | None]]:
    """The same, each with the element that names it."""
    belongs = article_test(source)
    skip = skip | {urls.key(page.url)}
    found: dict[str, Found] = {}
    elements: dict[str, HtmlElement | None] = {}
    for element, href in anchors(page, selector):
        address = page.address(href)
        if address is None or address[1] in skip or not belongs(address[0]):
            continue
        url, key = address
        if key in found:
            if found[key].title is None and (title := _title(element)):
                found[key] = Found(found[key].url, key, title)
            continue
        found[key] = Found(url, key, _title(element))
        elements[key] = element
        if len(found) > MAX_LINKS:
            break
    own = {id(element) for element in elements.values() if element is not None}
    return [(_dated(one, elements[one.key], own, page), elements[one.key]) for one in found.values()]


def why_empty(page: Document, source: Source) -> str:
    """What a list page without articles holds instead, in words a person can act on."""
    addressed = [a for href in page.tree.xpath("//a/@href") if (a := page.address(str(href)))]
    hosts = Counter(urlsplit(url).hostname or "" for url, _ in addressed)
    others = [host for host, _ in hosts.most_common(3) if host not in source.hosts_all()]
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
    text = WRITTEN.sub("", text).strip(" []()（）【】·") if len(element) else text
    return text[:MAX_TITLE] or None


def _dated(one: Found, element: HtmlElement | None, own: set[int], page: Document) -> Found:
    raw = _printed_date(element, own) if element is not None else None
    day = day_of(raw) if raw else None
    return Found(one.url, one.key, one.title, raw, day or editions.date_in(one.url))


def _printed_date(link: HtmlElement, own: set[int]) -> str | None:
    """The first date of the link's row; of the words around the link before those of its title."""
    row = next((e for e in link.iterancestors() if e.tag in ROW), None)
    inside, outside = "".join(link.itertext()), ""
    if row is not None:
        links = [e for e in row.iter("a", "area") if id(e) in own]
        # several articles in one row: only what stands between this link and the next is its own
        outside = _text_without(row, link) if len(links) <= 1 else _until_next(link, row, own)
    for part in (outside, *(child.text_content() for child in link), inside):
        if (match := WRITTEN.search(part)) and day_of(match[0]) is not None:
            return " ".join(match[0].split())
    return None


def _text_without(row: HtmlElement, link: HtmlElement) -> str:
    parts: list[str] = []

    def walk(element: HtmlElement) -> None:
        if element is link or not isinstance(element.tag, str) or element.tag in ("script", "style"):
            return
        parts.append(element.text or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")

    walk(row)
    return " ".join(parts)


def _until_next(link: HtmlElement, row: HtmlElement, own: set[int]) -> str:
    parts: list[str] = []
    inside = {id(e) for e in link.iter()}
    started = False
    for element in row.iter():
        if element is link:
            started = True
        elif started and id(element) in own:
            break
        elif started and id(element) not in inside and isinstance(element.tag, str):
            parts.append(element.text or "")
        if started and (id(element) not in inside or element is link):
            parts.append(element.tail or "")
    return " ".join(parts)


def day_of(raw: str) -> date | None:
    match = WRITTEN.search(raw)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def next_page(page: Document, source: Source) -> tuple[str, str] | None:
    """The next list page: the first match of ``list.next`` that leads anywhere on the source's hosts."""
    if source.list.next is None:
        return None
    for _, href in anchors(page, source.list.next):
        address = page.address(href)
        if address and (urlsplit(address[0]).hostname or "") in source.hosts_all():
            return address if address[1] != urls.key(page.url) else None
        return None
    return None


def column(page: Document) -> str | None:
    """The column's name, where the page carries the standard's tag for it."""
    for meta in page.tree.iter("meta"):
        if (meta.get("name") or "").lower() == "columnname":
            return (meta.get("content") or "").strip() or None
    return None


def moved(page: Document) -> str | None:
    """Where a page without content sends its readers: meta refresh, or a script that sets the location."""
    if (target := refreshed(page)) is not None:
        return target
    for script in page.tree.iter("script"):
        if match := SCRIPTED.search(script.text or ""):
            return match[1]
    return None


def refreshed(page: Document) -> str | None:
    """The target of the page's meta refresh."""
    for meta in page.tree.iter("meta"):
        refresh = (meta.get("http-equiv") or "").lower() == "refresh"
        if refresh and (match := REFRESH.match(meta.get("content") or "")):
            return match[1]
    return None
