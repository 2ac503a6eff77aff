"""From one address of a site to what its source needs: ask for few pages, recognise the system, find the lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.lists import webpage
from crawler.probe import edition_search, list_check, list_search, mirror_sites, site_columns
from crawler.probe.probed_page import HEADLINE, LIST_PATH, read_page
from crawler.probe.site_visit import SiteVisit
from crawler.sources.bounded_regex import PatternTimeout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.probe.probed_page import ProbedPage
    from crawler.probe.prober import ProbeAnswer, Prober
    from crawler.probe.site_visit import SiteFindings
    from crawler.sources.family_files import Family

MAX_MOVES = 3  # forwardings by page content that are followed
# reasons why a page is not what its address suggests
NO_PAGE = ("soft_404", "removal_notice", "login_wall", "paywall", "server_error")
LEAST_BODY = 100  # characters; a dated text that is shorter is a row of a list
LEAST_ARTICLE_ROWS = 4  # dated rows that make a page a list, whatever text it contains
SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
MAX_SITEMAPS = 5
ROBOTS_TEXT = {"ok": "read and obeyed", "none": "none (all allowed)"}


async def explore(prober: Prober, url: str, families: Sequence[Family]) -> SiteFindings:
    """Explore the site that an address belongs to. Every page is asked for politely, once, and counted."""
    prober.begin()
    visit = SiteVisit(prober, url, families)
    findings = visit.findings
    first = await visit.ask(url)
    prober.keep_to(url, first.final_url)
    status, text = prober.robots_of(first.final_url)
    findings.robots = ROBOTS_TEXT.get(status, status)
    findings.sitemaps = [urljoin(first.final_url, one) for one in SITEMAP_LINE.findall(text)][:MAX_SITEMAPS]
    if first.ok:
        try:
            await _explore_from(visit, first)
        except webpage.TooExpensive:
            findings.stop("failed", "too_expensive")
        except PatternTimeout as error:
            findings.stop("failed", "pattern_timeout", str(error))
    else:
        _stop(findings, first)
    findings.requests = len({id(answer) for answer in prober.answers.values()})
    return findings


def _stop(findings: SiteFindings, answer: ProbeAnswer) -> None:
    findings.stop(answer.state, answer.reason)
    findings.status = answer.status


async def _explore_from(visit: SiteVisit, first: ProbeAnswer) -> None:
    findings = visit.findings
    page = read_page(first)
    if page.xml_family:
        visit.take_feed(page)
        return
    came_by: list[ProbedPage] = []
    for _ in range(MAX_MOVES):
        if page.forward_target is None:
            break
        answer = await visit.ask(page.forward_target)
        if not answer.ok:
            _stop(findings, answer)
            return
        came_by.append(page)
        page = read_page(answer)
    findings.pages = [page]
    findings.feeds = page.feeds()
    if page.refusal == "not_html" or (page.refusal in NO_PAGE and not page.groups):
        findings.stop("refused", page.refusal)
        return
    visit.recognise()
    await _find_start(visit, page, came_by)
    visit.recognise()
    findings.mirror = next(filter(None, map(mirror_sites.mirror_on, findings.pages)), None)
    if not findings.sitemaps and findings.kind == "home":
        await _ask_for_sitemap(visit, page.url)


async def _find_start(visit: SiteVisit, page: ProbedPage, came_by: list[ProbedPage]) -> None:
    """Decide what kind of page it is and find the start pages from there."""
    findings, best = visit.findings, visit.best
    newspaper = best.family if best is not None and edition_search.is_newspaper(best.family) else None
    if _is_article(visit, page, is_newspaper=newspaper is not None):
        findings.kind = "article"
        if newspaper is not None:
            await list_search.from_printed_article(visit, page, newspaper)
        else:
            await list_search.from_article(visit, page)
    elif newspaper is not None:
        findings.kind = "edition"
        start, findings.why = await edition_search.start_of(visit.prober, page, came_by, newspaper)
        findings.start = [start]
        await list_search.read_newspaper_name(visit, page, newspaper)
    elif any(_is_root(one.url) for one in (page, *came_by)) or not _is_list(visit, page):
        await list_search.from_home_page(visit, page)
    elif not await list_search.from_overview(visit, page):
        findings.kind, findings.why = "list", "the page itself is a list"
        findings.start = [came_by[0].answer.url if came_by else _as_given(findings, page)]
        findings.groups = page.groups
        await list_search.read_an_article(visit, page)


def _is_article(visit: SiteVisit, page: ProbedPage, *, is_newspaper: bool) -> bool:
    if visit.best is not None and edition_search.article_test(visit.best.family)(page.url):
        return True
    if is_newspaper or _is_root(page.url):
        return False
    if page.meta.get("articletitle"):
        return True
    first = page.groups[0] if page.groups else None
    has_rows = first is not None and len(first.articles) >= LEAST_ARTICLE_ROWS and list_check.has_rows(page)
    if LIST_PATH.search(urlsplit(page.url).path) or has_rows:
        return False
    article = page.article
    return (
        article is not None and article.published_date is not None and len(article.body or "") >= LEAST_BODY
    )


def _is_list(visit: SiteVisit, page: ProbedPage) -> bool:
    """Return True for rows of dated headlines, for what the family's reader reads as a list, or by the address."""
    has_rows = any(
        group.mean_title >= HEADLINE and group.dated_share >= list_check.DATED for group in page.groups[:3]
    )
    if has_rows:
        return True
    special = visit.special_for(page)
    if special is not None and list_check.is_list_of(page, special.family, visit.findings.url):
        return True
    return bool(site_columns.LIST_PATH.search(urlsplit(page.url).path) and page.groups)


def _as_given(findings: SiteFindings, page: ProbedPage) -> str:
    """Return the given address with its fragment, unless the site redirected it."""
    return findings.url if page.answer.final_url == findings.url.partition("#")[0] else page.url


async def _ask_for_sitemap(visit: SiteVisit, url: str) -> None:
    answer = await visit.ask(urljoin(url, "/sitemap.xml"))
    if answer.ok and read_page(answer).xml_family == "feed/sitemap":
        visit.findings.sitemaps.append(answer.final_url)


def _is_root(url: str) -> bool:
    return urlsplit(url).path in ("", "/")
