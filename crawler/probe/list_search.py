"""Find where a source begins: from a home page its columns, from an article its list, from a print its index."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.probe import edition_search, list_check, site_columns
from crawler.probe.family_match import CATCH_ALL, FamilyMatch
from crawler.probe.probed_page import ProbedPage, read_page
from crawler.probe.source_draft import PAPER_NAME
from pipelines import urls

if TYPE_CHECKING:
    from crawler.probe.site_columns import SiteColumn
    from crawler.probe.site_explorer import SiteExplorer
    from crawler.sources.family_files import Family

MOST_COLUMNS = 6  # lists of one site that a probe looks at
LEAST_BELOW = 3  # lists below a page that is no list of its own
SURE = 2.0  # kinds of signs that settle a family


async def from_home(probe: SiteExplorer, seen: ProbedPage) -> None:
    """The columns that a home page names and that are lists; else a feed; else the page's own links."""
    found = probe.found
    found.kind = "home"
    found.columns = site_columns.on(seen)
    if seen not in found.looks:
        found.looks.append(seen)
    if await _take_columns(probe, "columns named on the home page"):
        return
    found.groups = seen.groups
    if await _from_feed(probe, seen):
        return
    found.start = [seen.url]
    found.why = "no column was found that is a list: the page's own links"
    await look_at_article(probe, seen)


async def from_parent(probe: SiteExplorer, seen: ProbedPage) -> bool:
    """A page that shows the newest rows of several lists below it, and no further ones, stands for those lists."""
    below = site_columns.below(seen)
    if len(below) < LEAST_BELOW or list_check.goes_on(seen, probe.special(seen)):
        return False
    probe.found.columns, probe.found.kind = below, "list"
    return await _take_columns(probe, "the page shows only the newest of the lists below it", LEAST_BELOW)


async def _take_columns(probe: SiteExplorer, why: str, least: int = 1) -> bool:
    """Begin at those of the columns that are lists, if there are enough of them."""
    found = probe.found
    checked: list[tuple[ProbedPage, SiteColumn]] = []
    for column in found.columns[:MOST_COLUMNS]:
        answer = await probe.ask(column.url)
        if not answer.ok:
            continue
        page = read_page(answer)
        if list_check.looks_good(page, column.url, probe.special(page)):
            checked.append((page, column))
    if len(checked) < least:
        return False
    found.looks += [page for page, _ in checked]
    found.start = [column.url for _, column in checked]
    named = "、".join(column.name or column.url for _, column in checked)
    found.why = f"{why}: {named}"
    found.groups = checked[0][0].groups
    await look_at_article(probe, checked[0][0])
    return True


async def _from_feed(probe: SiteExplorer, seen: ProbedPage) -> bool:
    """A site without a list that can be read may still offer a feed."""
    for url in seen.feeds()[:1]:
        answer = await probe.ask(url)
        if answer.ok and (page := read_page(answer)).xml_family == "feed/rss":
            probe.take_xml(page)
            probe.found.start, probe.found.kind = [url], "home"
            probe.found.looks.append(seen)
            probe.found.why = "no column was found that is a list; the page offers this feed"
            return True
    return False


async def look_at_article(probe: SiteExplorer, page: ProbedPage) -> None:
    """One article says more of the system than ten lists: its body's container, its tags, its address."""
    probe.found.articles += (articles := list_check.articles_on(page, probe.special(page)))
    probe.recognise()
    best = probe.best
    settled = best is not None and best.rank < CATCH_ALL and best.score >= SURE
    if not articles or (settled and not _is_finer(probe, best)):
        return
    answer = await probe.ask(articles[0])
    if answer.ok:
        probe.found.looks.append(read_page(answer))


def _is_finer(probe: SiteExplorer, best: FamilyMatch | None) -> bool:
    """Whether signs of a family within the one found were seen: an article may settle it."""
    name = best.family.name if best else None
    return any(m.family.fingerprint and m.family.fingerprint.within == name for m in probe.found.matches)


async def from_article(probe: SiteExplorer, seen: ProbedPage) -> None:
    """The list that an article belongs to: its column if it can be found, else what the home page names."""
    found = probe.found
    own = urls.key(seen.url)
    likely: ProbedPage | None = None
    *likeliest, root = site_columns.of_article(seen)
    for column in [*likeliest[: MOST_COLUMNS - 1], root]:
        answer = await probe.ask(column.url)
        if not answer.ok:
            continue
        page = read_page(answer)
        if urlsplit(page.url).path in ("", "/"):
            if likely is None:
                await from_home(probe, page)
                found.kind = "article"
                return
            break  # a home page shows the article as news, but the list is the column's
        if own in {
            urls.key(url)
            for url in (*dict(page.anchors()), *list_check.articles_on(page, probe.special(page)))
        }:
            _take(probe, page, column.url, "this list holds the article")
            return
        if likely is None and list_check.looks_good(page, column.url, probe.special(page)):
            likely = page
    if likely is not None:
        _take(probe, likely, likely.answer.url, "this list stands above the article; it does not hold it now")
    else:
        found.state, found.stopped = "failed", "no_list"
        found.why = "the page is an article and no list was found that leads to it"


def _take(probe: SiteExplorer, page: ProbedPage, start: str, why: str) -> None:
    probe.found.start, probe.found.why, probe.found.groups = [start], why, page.groups
    probe.found.articles += list_check.articles_on(page, probe.special(page))
    probe.found.looks.append(page)


async def from_printed_article(probe: SiteExplorer, seen: ProbedPage, family: Family) -> None:
    """The edition or the index that an article of a paper was printed in."""
    for url in edition_search.of_article(seen, family)[:3]:
        answer = await probe.ask(url)
        if not answer.ok:
            continue
        page = read_page(answer)
        if page.moved or edition_search.has_pages(page) or _fits(family, page.url):
            probe.found.looks.append(page)
            start, probe.found.why = await edition_search.start_of(probe.prober, page, [], family)
            probe.found.start = [start]
            return
    if index := await edition_search.index_of(probe.prober, seen, family):
        probe.found.start, probe.found.why = [index], "this index leads to an edition"
        return
    probe.found.state, probe.found.stopped = "failed", "no_edition"
    probe.found.why = "the page is a printed article and no edition page was found that leads to it"


async def name_of_paper(probe: SiteExplorer, seen: ProbedPage, family: Family) -> None:
    """Edition pages are often nameless; the title of an article's page names the paper."""
    pattern = edition_search.article_pattern(family)
    if any(PAPER_NAME.search(page.title) for page in probe.found.looks):
        return
    linked = next((url for url, _ in seen.anchors() if pattern and pattern.search(url)), None)
    if linked and (answer := await probe.ask(linked)).ok:
        probe.found.looks.append(read_page(answer))


def _fits(family: Family, url: str) -> bool:
    pattern = edition_search.page_pattern(family)
    return bool(pattern and pattern.search(url))
