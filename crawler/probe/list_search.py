"""Find the start pages of a source: the columns of a home page, the list above an article, the index of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.probe import edition_search, list_check, site_columns
from crawler.probe.probed_page import read_page
from crawler.probe.site_naming import NEWSPAPER_NAME
from pipelines import urls

if TYPE_CHECKING:
    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.probed_page import ProbedPage
    from crawler.probe.site_visit import SiteVisit
    from crawler.sources.family_files import Family

MAX_COLUMNS = 6  # lists of one site that are read
LEAST_BELOW = 3  # with so many lists below it, a page is an overview and not a list of its own
CERTAIN = 2.0  # score of a family that needs no further sign
MAX_EDITION_PAGES = 3  # that are tried for an article


async def from_home_page(visit: SiteVisit, page: ProbedPage) -> None:
    """Start at the columns that a home page names, else at its feed, else at the page itself."""
    findings = visit.findings
    findings.kind = "home"
    findings.columns = site_columns.columns_on(page)
    if page not in findings.pages:
        findings.pages.append(page)
    if await _take_columns(visit, "columns named on the home page"):
        return
    findings.groups = page.groups
    if await _take_offered_feed(visit, page):
        return
    findings.start = [page.url]
    findings.why = "no column was found that is a list: the page's own links"
    await read_an_article(visit, page)


async def from_overview(visit: SiteVisit, page: ProbedPage) -> bool:
    """Start at the lists below a page that shows only their newest rows. Return False for any other page."""
    below = site_columns.columns_below(page)
    if len(below) < LEAST_BELOW or list_check.has_next_page(page, visit.special_for(page)):
        return False
    visit.findings.columns, visit.findings.kind = below, "list"
    return await _take_columns(visit, "the page shows only the newest of the lists below it", LEAST_BELOW)


async def _take_columns(visit: SiteVisit, why: str, least: int = 1) -> bool:
    """Start at those columns found so far that are lists. Return False if there are fewer than ``least``."""
    findings = visit.findings
    checked = []
    for column in findings.columns[:MAX_COLUMNS]:
        answer = await visit.ask(column.url)
        if not answer.ok:
            continue
        page = read_page(answer)
        if list_check.is_list(page, column.url, visit.special_for(page)):
            checked.append((page, column))
    if len(checked) < least:
        return False
    findings.pages += [page for page, _ in checked]
    findings.start = [column.url for _, column in checked]
    named = "、".join(column.name or column.url for _, column in checked)
    findings.why = f"{why}: {named}"
    findings.groups = checked[0][0].groups
    await read_an_article(visit, checked[0][0])
    return True


async def _take_offered_feed(visit: SiteVisit, page: ProbedPage) -> bool:
    for url in page.feeds()[:1]:
        answer = await visit.ask(url)
        if answer.ok and (feed := read_page(answer)).xml_family == "feed/rss":
            visit.take_feed(feed)
            visit.findings.start, visit.findings.kind = [url], "home"
            visit.findings.pages.append(page)
            visit.findings.why = "no column was found that is a list; the page offers this feed"
            return True
    return False


async def read_an_article(visit: SiteVisit, page: ProbedPage) -> None:
    """Read one article of a list, unless the family is certain: its container and tags are strong signs."""
    articles = list_check.listed_articles(page, visit.special_for(page))
    visit.findings.articles += articles
    visit.recognise()
    special = visit.special
    is_certain = special is not None and special.score >= CERTAIN
    if not articles or (is_certain and not _may_be_more_exact(visit, special)):
        return
    answer = await visit.ask(articles[0])
    if answer.ok:
        visit.findings.pages.append(read_page(answer))


def _may_be_more_exact(visit: SiteVisit, best: FamilyMatch | None) -> bool:
    """Return True if signs of a family within the best one were seen."""
    name = best.family.name if best else None
    return any(match.within == name for match in visit.findings.matches if match.within is not None)


async def from_article(visit: SiteVisit, page: ProbedPage) -> None:
    """Start at the list that holds the article, else at a list above it, else at what the home page names."""
    findings = visit.findings
    own_key = urls.key(page.url)
    likely: ProbedPage | None = None
    *nearest, root = site_columns.columns_of_article(page)
    for column in [*nearest[: MAX_COLUMNS - 1], root]:
        answer = await visit.ask(column.url)
        if not answer.ok:
            continue
        candidate = read_page(answer)
        if urlsplit(candidate.url).path in ("", "/"):
            if likely is None:
                await from_home_page(visit, candidate)
                findings.kind = "article"
                return
            break  # a home page shows the article as news, but its list is that of the column
        special = visit.special_for(candidate)
        linked = (*dict(candidate.anchors), *list_check.listed_articles(candidate, special))
        if own_key in {urls.key(url) for url in linked}:
            _take_list(visit, candidate, column.url, "this list holds the article")
            return
        if likely is None and list_check.is_list(candidate, column.url, special):
            likely = candidate
    if likely is not None:
        why = "this list is above the article's address but does not contain the article now"
        _take_list(visit, likely, likely.answer.url, why)
    else:
        findings.stop("failed", "no_list", "the page is an article and no list was found that leads to it")


def _take_list(visit: SiteVisit, page: ProbedPage, start: str, why: str) -> None:
    findings = visit.findings
    findings.start, findings.why, findings.groups = [start], why, page.groups
    findings.articles += list_check.listed_articles(page, visit.special_for(page))
    findings.pages.append(page)


async def from_printed_article(visit: SiteVisit, page: ProbedPage, family: Family) -> None:
    """Start at the edition or the index that leads to a printed article."""
    findings = visit.findings
    for url in edition_search.pages_of_article(page, family)[:MAX_EDITION_PAGES]:
        answer = await visit.ask(url)
        if not answer.ok:
            continue
        candidate = read_page(answer)
        is_page = edition_search.page_test(family)
        if candidate.forward_target or edition_search.has_pages(candidate) or is_page(candidate.url):
            findings.pages.append(candidate)
            start, findings.why = await edition_search.start_of(visit.prober, candidate, [], family)
            findings.start = [start]
            return
    if index := await edition_search.index_of(visit.prober, page, family):
        findings.start, findings.why = [index], "this index leads to an edition"
        return
    why = "the page is a printed article and no edition page was found that leads to it"
    findings.stop("failed", "no_edition", why)


async def read_newspaper_name(visit: SiteVisit, page: ProbedPage, family: Family) -> None:
    """Read one article of an edition: titles of its pages often lack the paper's name, those of articles have it."""
    is_article = edition_search.article_test(family)
    if any(NEWSPAPER_NAME.search(known.title) for known in visit.findings.pages):
        return
    linked = next((url for url, _ in page.anchors if is_article(url)), None)
    if linked and (answer := await visit.ask(linked)).ok:
        visit.findings.pages.append(read_page(answer))
