"""Find where reading a newspaper starts: the index that leads to its latest edition, or the edition itself."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler import urldates
from crawler.lists import navigation_words
from crawler.net import hostnames
from crawler.newspapers import edition_links
from crawler.probe.probed_page import read_page
from crawler.sources.bounded_regex import BoundedPattern
from pipelines import urls
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from crawler.probe.probed_page import ProbedPage
    from crawler.probe.prober import Prober
    from crawler.sources.family_files import Family

LATEST_WITHIN = timedelta(days=10)  # the crawl looks back so far for the latest edition of a template
MAX_INDEXES = 5
# folders that the systems create; the newspaper's own folder is above them
SYSTEM_FOLDERS = frozenset(("pc", "html", "content", "con", "layout", "column", "col", "shtml", "page"))
# newspaper/joyhua names the page in the article's address: page_02_content_4711.htm
ARTICLE_OF_PAGE = re.compile(r"(/page_[A-Za-z]{0,3}\d{1,3})_content_\w+(\.html?)$")
DATED_FOLDER = re.compile(r"20\d{2}[-/_]?\d{2}")
INDEX_WORDS = navigation_words.pattern("newspaper_index")
LONGEST_INDEX_LABEL = 8  # characters
LEAST_LABELS = 2  # links labelled as pages, or areas of an image map


def is_newspaper(family: Family) -> bool:
    """Return True if the family's sources are printed newspapers."""
    return family.preset.get("shape") == "newspaper"


def page_test(family: Family) -> Callable[[str], bool]:
    """Return a test for addresses of the family's edition pages; it never matches without a rule."""
    return _test((family.preset.get("newspaper") or {}).get("page_url"))


def article_test(family: Family) -> Callable[[str], bool]:
    """Return a test for addresses of the family's articles; it never matches without a rule."""
    return _test((family.preset.get("article") or {}).get("url"))


def _test(pattern: object) -> Callable[[str], bool]:
    if not pattern:
        return lambda url: False
    bounded = BoundedPattern(str(pattern))
    return lambda url: bounded.search(url) is not None


def has_pages(page: ProbedPage) -> bool:
    """Return True if a page labels links as pages (第02版：民生) or contains the image map of a printed page."""
    labelled = sum(1 for _, words in page.anchors if words and edition_links.read_label(words)[0])
    mapped = sum(1 for _ in page.document.tree.iter("area"))
    return labelled >= LEAST_LABELS or mapped >= LEAST_LABELS


def is_edition(page: ProbedPage) -> bool:
    """Return True if a page belongs to an edition, whatever system published it."""
    return urldates.date_in(page.url) is not None and has_pages(page)


def pages_of_article(page: ProbedPage, family: Family) -> list[str]:
    """Return addresses of edition pages that a printed article may stand on, the likeliest first."""
    is_page, is_article = page_test(family), article_test(family)
    found = []
    for url, words in page.anchors:
        if not page.owns(hostnames.host_of(url)) or is_article(url):
            continue
        fits = is_page(url)
        if fits or edition_links.read_label(words)[0]:
            other_day = urldates.date_in(url) != urldates.date_in(page.url)
            found.append((int(not fits), int(other_day), url))
    ranked = [url for _, _, url in sorted(found, key=lambda one: one[:2])]
    named = [ARTICLE_OF_PAGE.sub(r"\1\2", page.url)] if ARTICLE_OF_PAGE.search(page.url) else []
    return [*named, *ranked]


async def start_of(
    prober: Prober, page: ProbedPage, came_by: Sequence[ProbedPage], family: Family
) -> tuple[str, str]:
    """Return (start address, why) for an edition page; ``came_by`` are pages that forwarded to it."""
    if came_by:
        return came_by[0].answer.url, "this index leads to the latest edition"
    day = urldates.date_in(page.url)
    if day is None:
        return page.url, "the address contains no day: it shows the latest edition"
    if index := await index_of(prober, page, family):
        return index, f"this index leads to an edition; found beside the one of {day}"
    template = urldates.template_of(page.url)
    if template and today() - day <= LATEST_WITHIN:
        return template, f"no index was found; the address of the edition of {day} as a template"
    return page.url, f"no index was found and {day} is long ago: this edition alone"


async def index_of(prober: Prober, page: ProbedPage, family: Family) -> str | None:
    """Return the address near an edition that leads to whichever edition is the latest."""
    for index in _possible_indexes(page):
        if await _leads_to_edition(prober, index, family):
            return index
    return None


def _possible_indexes(page: ProbedPage) -> list[str]:
    """Return links labelled as an index, the folders above the edition's day, and the root."""
    path = urlsplit(page.url).path
    dated = DATED_FOLDER.search(path)
    above = (path[: dated.start()] if dated else path).rpartition("/")[0]
    parts = above.split("/")[1:] if above else []
    system = next((i for i, part in enumerate(parts) if part.lower() in SYSTEM_FOLDERS), len(parts))
    base = urljoin(page.url, "/" + "".join(f"{part}/" for part in parts[:system]))
    folder = urljoin(page.url, above + "/")
    linked = [
        url
        for url, words in page.anchors
        if INDEX_WORDS.search(words)
        and len(words) <= LONGEST_INDEX_LABEL
        and page.owns(hostnames.host_of(url))
        and urldates.date_in(url) is None
    ]
    root = urljoin(page.url, "/")
    usual = [base, urljoin(base, "paperindex.htm"), urljoin(folder, "PaperIndex.htm"), folder, root]
    unique = {urls.key(url): url for url in [*linked[:2], *usual]}
    unique.pop(urls.key(page.url), None)
    return list(unique.values())[:MAX_INDEXES]


async def _leads_to_edition(prober: Prober, url: str, family: Family) -> bool:
    answer = await prober.ask(url)
    if not answer.ok:
        return False
    page = read_page(answer)
    is_page = page_test(family)
    target = page.forward_target or (answer.final_url if answer.final_url != url else None)
    if target:
        return urldates.date_in(target) is not None or is_page(target)
    return has_pages(page) and any(is_page(link) for link, _ in page.anchors)


def today() -> date:
    """Return the present day in Shanghai."""
    return datetime.now(SHANGHAI).date()
