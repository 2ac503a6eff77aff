"""Find the next page of a list whose pager is drawn by a script, or that states only how many pages it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.lists import list_addresses
from crawler.lists.pager_links import PAGER_NAME, page_at, text_of
from crawler.lists.row_groups import class_and_id
from pipelines.page.part_links import PAGE_COUNT_CALL
from storage.values import ListHint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.lists.list_page import ListResponse, NextPage
    from crawler.lists.webpage import WebPage

PAGE_COUNT_VARIABLE = re.compile(
    r"\b[a-z_$]{0,6}?(?:count_?pages?|page_?counts?|total_?pages?(?:_?counts?)?|page_?totals?|max_?page(?:num)?s?|all_?pages?|pages)\b"
    r"[\"']?\s{0,9}[:=]\s{0,9}(?:parseInt\(|Number\()?[\"']?(\d{1,5})",
    re.I,
)
# 第1页/共14页, 共14页; 1/14
PAGE_COUNT_TEXT = re.compile(
    r"(?:第\s{0,3}\d{1,5}\s{0,3}页?\s{0,3}[/／,，]?\s{0,3})?共\s{0,3}(\d{1,5})\s{0,3}页|(?<![\d/])\d{1,5}\s{0,3}[/／]\s{0,3}(\d{1,5})(?![\d/])\s{0,3}页?"
)
# "list_" + n + ".html", "?page=" + n
ADDRESS_TEMPLATE = re.compile(
    r"[\"']([^\"'<>\s]{0,200}[_=/-])[\"']\s{0,9}\+\s{0,9}\(?[\w.]{1,30}(?:\s{0,3}[+-]\s{0,3}1)?\)?"
    r"(?:\s{0,9}\+\s{0,9}[\"'](\.(?:s?html?|jsp|php|aspx?)[^\"'<>\s]{0,40})[\"'])?"
)
PAGE_PARAMETER = re.compile(
    r"[?&](?:page|p|pn|pageno|page_?num(?:ber)?|page_?index|current_?page|curpage|paging)=$", re.I
)
USUAL_NAMES = ("index", "list", "default", "page")
LONGEST_PAGER = (
    200  # characters of a part that may contain "1/14"; a row of a list may contain a fraction as well
)


def page_count_call(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read ``createPageHTML(pages, current, name, extension)``: pages are called NAME_1.EXT or NAME_2.EXT onwards."""
    for text in scripts(page):
        if match := PAGE_COUNT_CALL.search(text):
            count, current = int(match[1]), int(match[2])
            return _count_up(page, response, count, current, match[3] or None, match[4])
    return None


def address_template(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read a script that joins addresses: ``"list_" + n + ".html"``, ``"?page=" + n``."""
    own = list_addresses.name_without_number(page.url)
    for text in scripts(page):
        for match in ADDRESS_TEMPLATE.finditer(text):
            before, after = match[1], match[2] or ""
            if not _is_page_address(before, after, own):
                continue
            count = stated_page_count(page)
            if count is not None and response.position >= count:
                return []
            number = _number_after(response, after)
            hint = ListHint(number=number, address_parts=(before, after), speculative=True)
            if found := page_at(page, response, f"{before}{number}{after}", hint):
                return [found]
    return None


def _is_page_address(before: str, after: str, own: str) -> bool:
    """Distinguish addresses of list pages from those of counters and articles, which scripts join as well."""
    if not after:
        return bool(PAGE_PARAMETER.search(before))
    name = before.rsplit("/", 1)[-1].rstrip("_-")
    return name in (own, *USUAL_NAMES) and before[-1:] in ("_", "-")


def _number_after(response: ListResponse, after: str) -> int:
    """Return the next page number; for files the second page is requested as number 1 first."""
    if response.hint.number is not None:
        return response.hint.number + 1
    return 1 if after else 2


def page_count(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Use the stated number of pages; the family defines how its pages are named (``list.numbering``)."""
    count = stated_page_count(page)
    numbering = response.source.list.numbering
    if numbering == "down":
        return _count_down(page, response, count)
    own = list_addresses.number_of(page.url) if response.position > 1 else None
    if count is None:
        may_guess = numbering == "up" and not urlsplit(page.url).query
        if not may_guess or (own is None and response.position > 1):
            return None
        found = _numbered(page, response, (own or 0) + 1)
        return [found] if found else []
    return _count_up(page, response, count, max(response.position - 1, 0), None, None)


def _count_up(
    page: WebPage, response: ListResponse, count: int, current: int, name: str | None, extension: str | None
) -> list[NextPage]:
    """Return the next number. Most sites count from 1, some from 2: number 1 is requested, and a repeated page dropped."""
    own = list_addresses.number_of(page.url)
    counts_from_one = own is None and current == 1  # some scripts call the first page 1, not 0
    if response.position == 1 and (counts_from_one or (not current and own != 1)):
        number, last = 1, count
        if own is not None and name is None:  # the number in the first page's name is that of the column
            name = list_addresses.file_name(page.url)
    elif own is None:
        return []
    else:
        from_two = own == response.position > 1
        number, last = own + 1, count if from_two else count - 1 + max(own - current, 0)
    if count < 2 or number > last:
        return []
    found = _numbered(page, response, number, name, extension, more_promised=True)
    return [found] if found else []


def _numbered(
    page: WebPage,
    response: ListResponse,
    number: int,
    name: str | None = None,
    extension: str | None = None,
    *,
    more_promised: bool = False,
) -> NextPage | None:
    """Return list page ``number``; ``more_promised``: the page states that there are further ones."""
    url = list_addresses.numbered(page.url, number, name=name, extension=extension)
    speculative = number == 1 or not more_promised
    hint = ListHint(number=number, more_promised=more_promised, speculative=speculative)
    return page_at(page, response, url, hint)


def _count_down(page: WebPage, response: ListResponse, count: int | None) -> list[NextPage] | None:
    """Return the next page where the oldest page is number 1, so that the second page is number N - 1."""
    last = urlsplit(page.url).path.rsplit("/", 1)[-1].partition(".")[0]
    number = int(last) - 1 if last.isdigit() and response.position > 1 else (count or 0) - 1
    if number < 1:
        return []
    url = list_addresses.numbered_in_folder(page.url, number)
    found = page_at(page, response, url, ListHint(number=number))
    return [found] if found else []


def stated_page_count(page: WebPage) -> int | None:
    """Return how many pages the list states that it has, in a script or in its pager."""
    in_scripts = [int(match[1]) for text in scripts(page) if (match := PAGE_COUNT_VARIABLE.search(text))]
    if in_scripts and max(in_scripts) > 1:
        return max(in_scripts)
    for element in page.tree.iter("div", "span", "td", "p", "ul", "nav", "em", "b", "font"):
        text = text_of(element, LONGEST_PAGER)
        if len(text) > LONGEST_PAGER:
            continue
        is_pager = bool(PAGER_NAME.search(class_and_id(element)))
        if (match := PAGE_COUNT_TEXT.search(" ".join(text.split()))) and (match[1] or is_pager):
            return int(match[1] or match[2])
    return max(in_scripts, default=None)


def scripts(page: WebPage) -> Iterator[str]:
    """Yield the texts of the page's scripts."""
    for script in page.tree.iter("script"):
        if script.text:
            yield script.text
