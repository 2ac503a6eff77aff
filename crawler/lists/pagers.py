"""Find the next page of a list of links: by its selector, its link, its script, or only by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.lists import forms, links, pagelinks, pagescripts
from crawler.lists.reading import Onward

if TYPE_CHECKING:
    from crawler.lists.reading import Answer
    from crawler.lists.webpage import Document

RULES = (  # order = trust; a rule that answers with nothing knows that the list ends here
    pagescripts.created,
    forms.posted,
    pagelinks.relation,
    pagelinks.worded,
    pagelinks.numbered_link,
    pagelinks.classed,
    pagelinks.optioned,
    forms.filled,
    pagescripts.templated,
    pagescripts.counted,
)


def next_pages(page: Document, answer: Answer) -> list[Onward]:
    """The page after this one, by the surest sign there is; nothing where the list seems to end."""
    if answer.source.list.next is not None:
        found = links.next_page(page, answer.source)
        return [Onward(*found)] if found else []
    for rule in RULES:
        if (ahead := rule(page, answer)) is not None:
            return ahead
    return []
