"""Decide whether a page is a list, by reading it as the crawl would read it under a family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from crawler.lists.list_page import ListPage, ListResponse
from crawler.lists.readers import reader_of
from crawler.probe.list_selectors import next_selector
from crawler.probe.probed_page import HEADLINE
from crawler.sources.model import Source

if TYPE_CHECKING:
    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.probed_page import ProbedPage
    from crawler.sources.family_files import Family

LEAST_ROWS = 4  # dated rows, if no family defines the address of an article
DATED = 0.5  # share of rows with a date


def read_as(page: ProbedPage, family: Family, start: str | None = None) -> ListPage | None:
    """Return what the family's list reader finds on a page, or None if it cannot read the page."""
    if family.preset.get("shape") == "newspaper":
        return None
    keys = {
        **family.preset,
        "id": "probe",
        "name": "probe",
        "region": "110000",
        "start": [start or page.answer.url],
    }
    try:
        source = Source.model_validate(keys)
        response = ListResponse(
            body=page.answer.body,
            url=page.url,
            headers=page.answer.headers,
            source=source,
            requested_url=page.answer.url.partition("#")[0],
        )
        return reader_of(source).read(response)
    except (ValidationError, ValueError, LookupError):
        return None


def is_list_of(page: ProbedPage, family: Family, start: str | None = None) -> bool:
    """Return True if the page lists articles of the family, or names the data of its list."""
    read = read_as(page, family, start)
    return read is not None and not read.broken and bool(read.articles or read.next_pages)


def has_next_page(page: ProbedPage, special: FamilyMatch | None) -> bool:
    """Return True if the page states that its list continues: by its family's reader, else by a link."""
    read = read_as(page, special.family) if special else None
    if read is not None and any(not one.hint.speculative for one in read.next_pages):
        return True
    return next_selector(page.document) is not None


def has_rows(page: ProbedPage) -> bool:
    """Return True if the best link group of the page consists of dated headlines."""
    best = page.groups[0] if page.groups else None
    if best is None or best.mean_title < HEADLINE:
        return False
    return best.dated_share >= (DATED if len(best.articles) >= LEAST_ROWS else 1.0)


def is_list(page: ProbedPage, start: str, special: FamilyMatch | None) -> bool:
    """Return True if a column's page is a list: by the reader of its family, else by its rows."""
    if page.forward_target or page.xml_family or (page.meta.get("articletitle") and not has_rows(page)):
        return False
    if special is not None:
        by_family = is_list_of(page, special.family, start)
        if by_family or special.score >= 1:
            return by_family
    return has_rows(page) or any(group.mean_title >= HEADLINE for group in page.groups[:1])


def listed_articles(page: ProbedPage, special: FamilyMatch | None) -> list[str]:
    """Return the addresses of the articles on a list page, read by its family's reader if that is known."""
    read = read_as(page, special.family) if special else None
    if read is not None and read.articles:
        return [one.url for one in read.articles]
    return [one.url for one in page.groups[0].articles] if page.groups else []
