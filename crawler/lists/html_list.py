"""Read lists of links in HTML pages, the form in which most systems publish."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.lists import article_links, list_addresses, next_page, row_groups, webpage
from crawler.lists.list_page import ListPage, NextPage
from pipelines import urls

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

LAST_FIRST_NUMBER = 2  # the second page of a list is numbered 1 or 2
SHELL_LINKS = 3  # a page with fewer links is a challenge or an error, not an empty list


class HtmlListReader:
    """Reads rows and pagers of HTML."""

    def read(self, response: ListResponse) -> ListPage:
        page = webpage.parse(response.body, response.url, response.headers, response.source.charset)
        return self.read_page(page, response)

    def read_page(self, page: WebPage, response: ListResponse) -> ListPage:
        """Read a page that is parsed already."""
        hint = response.hint
        following = next_page.next_pages(page, response)
        articles = row_groups.list_articles(
            page, response.source, response.known_lists | {one.key for one in following}
        )
        title = _title_without_numbers(page)
        # a later page may add to the title of the first, while an error page or home page has another one
        same_list = hint.list_title is None or hint.list_title in title
        if hint.speculative and not same_list:
            articles = []
        target = webpage.forward_target(page)
        return ListPage(
            url=page.url,
            articles=tuple(articles),
            next_pages=tuple(
                replace(one, hint=replace(one.hint, list_title=title)) for one in following if articles
            ),
            column=webpage.column_name(page),
            moved=page.address(target) if target else None,
            bad_addresses=page.bad_addresses,
            may_repeat=hint.number == 1 and hint.speculative,
            at_end=not articles and response.position > 1 and _is_end(page, response, same_list=same_list),
            why_empty=article_links.why_empty(page, response.source) if not articles else "",
        )

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        """If the first numbered page was a guess and is missing, try one number higher."""
        hint = response.hint
        if not hint.speculative or hint.number is None or hint.number >= LAST_FIRST_NUMBER:
            return []
        number = hint.number + 1
        if hint.address_parts is not None:
            before, after = hint.address_parts
            url = urljoin(response.requested_url, f"{before}{number}{after}")
        else:
            url = list_addresses.numbered(response.requested_url, number)
        # a promised second page must exist under this last possible name, so it is an error if it is missing, too
        next_hint = replace(hint, number=number, speculative=not hint.more_promised)
        return [NextPage(url, urls.key(url), next_hint, advance=0)]


def _is_end(page: WebPage, response: ListResponse, *, same_list: bool) -> bool:
    """Return True if a page without rows ends the list, False if it may hide rows from us."""
    hint = response.hint
    only_guessed = hint.speculative and not hint.more_promised
    return only_guessed or (same_list and bool(hint.list_title)) or not _is_shell(page)


def _is_shell(page: WebPage) -> bool:
    return sum(1 for link in page.tree.iter("a") if link.get("href")) < SHELL_LINKS


def _title_without_numbers(page: WebPage) -> str:
    """Return the page's title without page numbers, equal for all pages of a list."""
    title = page.tree.find(".//title")
    return re.sub(r"[\s\d第共页()（）/／|_-]+", "", title.text_content() if title is not None else "")[:60]
