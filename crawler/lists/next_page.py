"""Find the next page of an HTML list: by the source's selector, a link, a form, a script, or by counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.lists import article_links, pager_forms, pager_links, pager_scripts
from crawler.lists.list_page import NextPage

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

# The most reliable rule first. A rule returns None if it does not apply, and an empty list if it finds that the list
# ends here.
RULES = (
    pager_scripts.page_count_call,
    pager_forms.postback,
    pager_links.rel_next,
    pager_links.next_word,
    pager_links.next_number,
    pager_links.next_class,
    pager_links.next_option,
    pager_forms.number_field,
    pager_scripts.address_template,
    pager_scripts.page_count,
)


def next_pages(page: WebPage, response: ListResponse) -> list[NextPage]:
    """Return the page after this one, or nothing if the list seems to end here."""
    if response.source.list.next is not None:
        found = article_links.selected_next_page(page, response.source)
        return [NextPage(*found)] if found else []
    for rule in RULES:
        if (pages := rule(page, response)) is not None:
            return pages
    return []
