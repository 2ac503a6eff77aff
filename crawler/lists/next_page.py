"""Find the next page of a list of links: by its selector, its link, its script, or only by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.lists import article_links, pager_forms, pager_links, pager_scripts
from crawler.lists.list_page import NextPage

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

RULES = (  # order = trust; a rule that answers with nothing knows that the list ends here
    pager_scripts.created,
    pager_forms.posted,
    pager_links.relation,
    pager_links.worded,
    pager_links.numbered_link,
    pager_links.classed,
    pager_links.optioned,
    pager_forms.filled,
    pager_scripts.templated,
    pager_scripts.counted,
)


def next_pages(page: WebPage, answer: ListResponse) -> list[NextPage]:
    """The page after this one, by the surest sign there is; nothing where the list seems to end."""
    if answer.source.list.next is not None:
        found = article_links.next_page(page, answer.source)
        return [NextPage(*found)] if found else []
    for rule in RULES:
        if (ahead := rule(page, answer)) is not None:
            return ahead
    return []
