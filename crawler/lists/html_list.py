"""Lists of links in a page: what most systems publish."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.lists import article_links, list_addresses, next_page, row_groups, webpage
from crawler.lists.list_page import PROBE, ListPage, NextPage
from pipelines import urls

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

FIRST_TRIES = 2  # pages are numbered from 1 or from 2


class HtmlListReader:
    """Rows and pagers of HTML."""

    def read(self, answer: ListResponse) -> ListPage:
        page = webpage.parse(answer.body, answer.url, answer.headers, answer.source.charset)
        return self.read_page(page, answer)

    def read_page(self, page: WebPage, answer: ListResponse) -> ListPage:
        onward = next_page.next_pages(page, answer)
        found = row_groups.articles(page, answer.source, set(answer.skip) | {one.key for one in onward})
        name = _name(page)
        like = answer.hint.get("like")
        same = like is None or like in name  # a later page may add to the title, the home page says less
        if answer.hint.get(PROBE) and not same:
            found = []  # a friendly error page, or the home page, instead of a page that does not exist
        moved = webpage.moved(page)
        return ListPage(
            url=page.url,
            found=found,
            onward=[replace(one, hint={"like": name, **one.hint}) for one in onward] if found else [],
            column=webpage.column(page),
            moved=page.address(moved) if moved else None,
            bad=page.bad,
            may_repeat=answer.hint.get("number") == 1 and bool(answer.hint.get(PROBE)),
            at_end=not found and answer.position > 1 and _is_end(page, answer, same=same),
            why_empty=article_links.why_empty(page, answer.source) if not found else "",
        )

    def instead(self, answer: ListResponse) -> list[NextPage]:
        """The first page that was only guessed is missing: numbers may begin one higher."""
        number = answer.hint.get("number")
        if not answer.hint.get(PROBE) or not isinstance(number, int) or number >= FIRST_TRIES:
            return []
        if "made" in answer.hint:
            before, after = answer.hint["made"]
            url = urljoin(answer.asked, f"{before}{number + 1}{after}")
        else:
            url = list_addresses.numbered(answer.asked, number + 1)
        hint = {**answer.hint, "number": number + 1}
        if hint.get("told"):
            hint.pop(PROBE)  # there is a second page, and this is the last name that it may have
        return [NextPage(url, urls.key(url), hint, step=0)]


def _is_end(page: WebPage, answer: ListResponse, *, same: bool) -> bool:
    """Whether a page without rows says where the list ends, rather than hiding rows from us."""
    only_guessed = bool(answer.hint.get(PROBE)) and not answer.hint.get("told")
    return only_guessed or (same and bool(answer.hint.get("like"))) or not _is_shell(page)


def _is_shell(page: WebPage) -> bool:
    """Hardly a link on it: a challenge or an error in disguise, not a list that has come to its end."""
    return sum(1 for a in page.tree.iter("a") if a.get("href")) < article_links.SHELL_LINKS


def _name(page: WebPage) -> str:
    """The page's title without the numbers that paging puts there."""
    title = page.tree.find(".//title")
    return re.sub(r"[\s\d第共页()（）/／|_-]+", "", title.text_content() if title is not None else "")[:60]
