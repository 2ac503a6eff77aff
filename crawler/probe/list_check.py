"""Read a page as the crawl would read it under a family: its articles, and what its data would bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from crawler.lists import mechanism_of
from crawler.lists.list_page import PROBE, ListPage, ListResponse
from crawler.probe.link_groups import HEADLINE, next_selector
from crawler.sources.model import Source

if TYPE_CHECKING:
    from crawler.probe.family_match import FamilyMatch
    from crawler.probe.probed_page import ProbedPage
    from crawler.sources.family_files import Family

LEAST_ROWS = 4  # dated rows, where no family says what an article is
DATED = 0.5  # share of rows with a date
MOST_HOSTS = 5


def reading(page: ProbedPage, family: Family, start: str | None = None) -> ListPage | None:
    """What the family's own mechanism finds on a page; None where it cannot read it."""
    if family.says.get("shape") == "newspaper":
        return None
    says = {
        **family.says,
        "id": "probe",
        "name": "probe",
        "region": "110000",
        "start": [start or page.answer.url],
    }
    try:
        source = Source.model_validate(says)
        answer = ListResponse(
            body=page.answer.body,
            url=page.url,
            headers=page.answer.headers,
            source=source,
            asked=page.answer.url.partition("#")[0],
        )
        return mechanism_of(source).read(answer)
    except (ValidationError, ValueError, LookupError):
        return None


def is_list(page: ProbedPage, family: Family, start: str | None = None) -> bool:
    """Whether it lists articles of the family, or says where the data of its list is."""
    read = reading(page, family, start)
    if read is None or read.broken:
        return False
    return bool(read.found or read.onward)


def goes_on(page: ProbedPage, special: FamilyMatch | None) -> bool:
    """Whether the page says that its list has further pages: by its family's reader, else by a link."""
    read = reading(page, special.family) if special else None
    if read is not None and any(PROBE not in one.hint for one in read.onward):
        return True
    return next_selector(page.document) is not None


def has_rows(page: ProbedPage) -> bool:
    """Whether rows of dated headlines are what the page mostly holds."""
    best = page.groups[0] if page.groups else None
    if best is None or best.words < HEADLINE:
        return False
    return best.dated >= (DATED if len(best.urls) >= LEAST_ROWS else 1.0)


def looks_good(page: ProbedPage, start: str, special: FamilyMatch | None) -> bool:
    """Whether a column's page is a list: by the reader of its family, else by its rows."""
    if page.moved or page.xml_family or (page.meta.get("articletitle") and not has_rows(page)):
        return False
    if special is not None and (special.score >= 1 or is_list(page, special.family, start)):
        return is_list(page, special.family, start)
    return has_rows(page) or any(group.words >= HEADLINE for group in page.groups[:1])


def articles_on(page: ProbedPage, special: FamilyMatch | None) -> list[str]:
    """Addresses of articles that a list page leads to, read the family's way where one is known."""
    read = reading(page, special.family) if special else None
    if read is not None and read.found:
        return [one.url for one in read.found]
    return list(page.groups[0].urls) if page.groups else []
