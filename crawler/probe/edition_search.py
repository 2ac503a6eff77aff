"""Where a printed paper's reading begins: the index that leads to its latest edition, or the edition itself."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler import urldates
from crawler.net import hostnames
from crawler.newspapers import edition_links
from crawler.probe.probed_page import read_page
from pipelines import urls
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from crawler.probe.probed_page import ProbedPage
    from crawler.probe.prober import Prober
    from crawler.sources.family_files import Family

FRESH = timedelta(days=10)  # so far back the crawl looks for the latest edition of a template
MOST_INDEXES = 5
# folders that the systems make themselves: the paper's own folder lies above them
SYSTEM_FOLDERS = frozenset(("pc", "html", "content", "con", "layout", "column", "col", "shtml", "page"))
# the page an article stands on, where its own address names it
OWN_PAGE = re.compile(r"(/page_[A-Za-z]{0,3}\d{1,3})_content_\w+(\.html?)$")
DATED = re.compile(r"20\d{2}[-/_]?\d{2}")
INDEX_WORDS = re.compile("首页|报纸首页|返回首页|数字报|今日|最新")
LABELLED = 2  # links named as pages of a paper


def is_newspaper(family: Family) -> bool:
    return family.says.get("shape") == "newspaper"


def page_pattern(family: Family) -> re.Pattern[str] | None:
    """What the addresses of edition pages look like, where the family says so."""
    written = (family.says.get("newspaper") or {}).get("page_url")
    return re.compile(str(written)) if written else None


def article_pattern(family: Family) -> re.Pattern[str] | None:
    written = (family.says.get("article") or {}).get("url")
    return re.compile(str(written)) if written else None


def has_pages(seen: ProbedPage) -> bool:
    """Whether a page names other pages of a paper (第02版：民生) or carries the map of a printed page."""
    labelled = sum(1 for _, words in seen.anchors() if words and edition_links.label(words)[0])
    mapped = sum(1 for _ in seen.document.tree.iter("area"))
    return labelled >= LABELLED or mapped >= LABELLED


def is_edition(seen: ProbedPage) -> bool:
    """A page of a paper, whatever system printed it."""
    return urldates.date_in(seen.url) is not None and has_pages(seen)


def of_article(seen: ProbedPage, family: Family) -> list[str]:
    """Addresses of the edition page that an article stands on, the likeliest first."""
    pattern, article = page_pattern(family), article_pattern(family)
    found = []
    for url, words in seen.anchors():
        if not seen.owns(hostnames.host_of(url)) or (article and article.search(url)):
            continue
        fits = bool(pattern and pattern.search(url))
        if fits or edition_links.label(words)[0]:
            found.append((int(not fits), int(urldates.date_in(url) != urldates.date_in(seen.url)), url))
    ranked = [url for _, _, url in sorted(found, key=lambda one: one[:2])]
    named = [OWN_PAGE.sub(r"\1\2", seen.url)] if OWN_PAGE.search(seen.url) else []
    return [*named, *ranked]


async def start_of(
    prober: Prober, seen: ProbedPage, came_by: list[ProbedPage], family: Family
) -> tuple[str, str]:
    """(start, why) for the edition page ``seen``; ``came_by``: pages that led to it by themselves."""
    if came_by:
        return came_by[0].answer.url, "this index leads to the latest edition"
    day = urldates.date_in(seen.url)
    if day is None:
        return seen.url, "the address carries no day: it shows the latest edition"
    if index := await index_of(prober, seen, family):
        return index, f"this index leads to an edition; found beside the one of {day}"
    template = urldates.template_of(seen.url)
    if template and today() - day <= FRESH:
        return template, f"no index was found; the address of the edition of {day} as a template"
    return seen.url, f"no index was found and {day} is long ago: this edition alone"


async def index_of(prober: Prober, seen: ProbedPage, family: Family) -> str | None:
    """The page beside an edition that leads to whichever is the latest."""
    for index in _indexes(seen):
        if await _leads_to_edition(prober, index, family):
            return index
    return None


def _indexes(seen: ProbedPage) -> list[str]:
    """Addresses that may lead to the latest edition: links called so, the folders above the day, the root."""
    path = urlsplit(seen.url).path
    dated = DATED.search(path)
    above = (path[: dated.start()] if dated else path).rpartition("/")[0]
    parts = above.split("/")[1:] if above else []
    system = next((i for i, part in enumerate(parts) if part.lower() in SYSTEM_FOLDERS), len(parts))
    base = urljoin(seen.url, "/" + "".join(f"{part}/" for part in parts[:system]))
    folder = urljoin(seen.url, above + "/")
    linked = [
        url
        for url, words in seen.anchors()
        if INDEX_WORDS.search(words)
        and len(words) <= 8
        and _same_host(seen, url)
        and urldates.date_in(url) is None
    ]
    root = urljoin(seen.url, "/")
    named = [base, urljoin(base, "paperindex.htm"), urljoin(folder, "PaperIndex.htm"), folder, root]
    unique = {urls.key(url): url for url in [*linked[:2], *named]}
    unique.pop(urls.key(seen.url), None)
    return list(unique.values())[:MOST_INDEXES]


def _same_host(seen: ProbedPage, url: str) -> bool:
    return seen.owns(hostnames.host_of(url))


async def _leads_to_edition(prober: Prober, url: str, family: Family) -> bool:
    answer = await prober.ask(url)
    if not answer.ok:
        return False
    page = read_page(answer)
    pattern = page_pattern(family)
    target = page.moved or (answer.final_url if answer.final_url != url else None)
    if target:
        return bool(urldates.date_in(target) or (pattern and pattern.search(target)))
    return has_pages(page) and bool(pattern and any(pattern.search(link) for link, _ in page.anchors()))


def today() -> date:
    return datetime.now(SHANGHAI).date()
