"""The next page of a list, where only a script draws its pager, or nothing but a number of pages is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.lists import list_addresses
from crawler.lists.list_page import PROBE
from crawler.lists.pager_links import PAGERISH, onward, text_of
from crawler.lists.row_groups import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.lists.list_page import ListResponse, NextPage
    from crawler.lists.webpage import WebPage

# createPageHTML(50, 0, "index", "htm", 849), and with the id of its place before
CREATE = re.compile(
    r"create\w{0,12}Page\w{0,12}\s{0,9}\(\s{0,9}(?:[\"'][^\"'\n]{0,60}[\"']\s{0,9},\s{0,9})?[\"']?(\d{1,5})[\"']?\s{0,9},\s{0,9}"
    r"[\"']?(\d{1,5})[\"']?\s{0,9},\s{0,9}[\"']([\w.-]{0,60})[\"']\s{0,9},\s{0,9}[\"']\.?(\w{1,5})[\"']",
    re.I,
)
COUNT = re.compile(
    r"\b[a-z_$]{0,6}?(?:count_?pages?|page_?counts?|total_?pages?(?:_?counts?)?|page_?totals?|max_?page(?:num)?s?|all_?pages?|pages)\b"
    r"[\"']?\s{0,9}[:=]\s{0,9}(?:parseInt\(|Number\()?[\"']?(\d{1,5})",
    re.I,
)
OF = re.compile(
    r"(?:第\s{0,3}\d{1,5}\s{0,3}页?\s{0,3}[/／,，]?\s{0,3})?共\s{0,3}(\d{1,5})\s{0,3}页|(?<![\d/])\d{1,5}\s{0,3}[/／]\s{0,3}(\d{1,5})(?![\d/])\s{0,3}页?"
)
MADE = re.compile(
    r"[\"']([^\"'<>\s]{0,200}[_=/-])[\"']\s{0,9}\+\s{0,9}\(?[\w.]{1,30}(?:\s{0,3}[+-]\s{0,3}1)?\)?"
    r"(?:\s{0,9}\+\s{0,9}[\"'](\.(?:s?html?|jsp|php|aspx?)[^\"'<>\s]{0,40})[\"'])?"
)
PAGE_NAME = re.compile(
    r"[?&](?:page|p|pn|pageno|page_?num(?:ber)?|page_?index|current_?page|curpage|paging)=$", re.I
)
USUAL_NAMES = ("index", "list", "default", "page")
MAX_PAGER = 200  # characters of a part that may hold "1/14": a row of a list may hold it as well


def created(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """``createPageHTML(pages, current, name, extension)``: names NAME_1.EXT upwards, or from NAME_2 on."""
    for text in scripts(page):
        if match := CREATE.search(text):
            count, current = int(match[1]), int(match[2])
            return _upwards(page, answer, count, current, match[3] or None, match[4])
    return None


def templated(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """A script that puts addresses together: ``"list_" + n + ".html"``, ``"?page=" + n``."""
    own = list_addresses.name_of(page.url)
    for text in scripts(page):
        for match in MADE.finditer(text):
            before, after = match[1], match[2] or ""
            if not _makes_pages(before, after, own):
                continue
            total = total_of(page)
            if total is not None and answer.position >= total:
                return []
            number = _after(answer, after)
            made = {"number": number, "made": [before, after], PROBE: True}
            if ahead := onward(page, answer, f"{before}{number}{after}", **made):
                return [ahead]
    return None


def _makes_pages(before: str, after: str, own: str) -> bool:
    """Scripts put together addresses of counters and articles as well."""
    if not after:
        return bool(PAGE_NAME.search(before))
    name = before.rsplit("/", 1)[-1].rstrip("_-")
    return name in (own, *USUAL_NAMES) and before[-1:] in ("_", "-")


def _after(answer: ListResponse, after: str) -> int:
    """One more than this page's own number; the second page is asked for as 1 first where names are files."""
    own = answer.hint.get("number")
    if isinstance(own, int):
        return own + 1
    return 1 if after else 2


def counted(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """Only a number of pages is told: the family knows how its pages are called."""
    total = total_of(page)
    if answer.source.list.numbering == "down":
        return _downwards(page, answer, total)
    own = list_addresses.number_of(page.url) if answer.position > 1 else None
    if total is None:
        guessed = answer.source.list.numbering == "up" and not urlsplit(page.url).query
        if not guessed or (own is None and answer.position > 1):
            return None
        ahead = _numbered(page, answer, (own or 0) + 1)
        return [ahead] if ahead else []
    return _upwards(page, answer, total, max(answer.position - 1, 0), None, None)


def _upwards(
    page: WebPage, answer: ListResponse, count: int, current: int, name: str | None, extension: str | None
) -> list[NextPage]:
    """Page numbers begin with 1 on most sites and with 2 on some: ask for _1, and drop what repeats."""
    own = list_addresses.number_of(page.url)
    nameless = own is None and current == 1  # some scripts call the first page 1, not 0
    if answer.position == 1 and (nameless or (not current and own != 1)):
        number, last = 1, count
        if own is not None and name is None:  # the number in the first page's name is the column's
            name = list_addresses.whole_name(page.url)
    elif own is None:
        return []
    else:
        from_two = own == answer.position > 1
        number, last = own + 1, count if from_two else count - 1 + max(own - current, 0)
    if count < 2 or number > last:
        return []
    ahead = _numbered(page, answer, number, name, extension, told=True)
    return [ahead] if ahead else []


def _numbered(
    page: WebPage,
    answer: ListResponse,
    number: int,
    name: str | None = None,
    extension: str | None = None,
    *,
    told: bool = False,
) -> NextPage | None:
    """``told``: the page says that there are further ones, if not what they are called."""
    url = list_addresses.numbered(page.url, number, name=name, extension=extension)
    hint: dict[str, object] = {"number": number, "told": told}
    if number == 1 or not told:
        hint[PROBE] = True
    return onward(page, answer, url, **hint)


def _downwards(page: WebPage, answer: ListResponse, total: int | None) -> list[NextPage] | None:
    """The oldest page is number 1 and the list itself number N: the second page is N - 1."""
    last = urlsplit(page.url).path.rsplit("/", 1)[-1].partition(".")[0]
    number = int(last) - 1 if last.isdigit() and answer.position > 1 else (total or 0) - 1
    if number < 1:
        return []
    ahead = onward(page, answer, list_addresses.below(page.url, number), number=number)
    return [ahead] if ahead else []


def total_of(page: WebPage) -> int | None:
    """How many pages the list says it has."""
    told = [int(match[1]) for text in scripts(page) if (match := COUNT.search(text))]
    if told and max(told) > 1:
        return max(told)
    for element in page.tree.iter("div", "span", "td", "p", "ul", "nav", "em", "b", "font"):
        text = text_of(element, MAX_PAGER)
        if len(text) > MAX_PAGER:
            continue
        pagerish = bool(PAGERISH.search(names_of(element)))
        if (match := OF.search(" ".join(text.split()))) and (match[1] or pagerish):
            return int(match[1] or match[2])
    return max(told, default=None)


def scripts(page: WebPage) -> Iterator[str]:
    for script in page.tree.iter("script"):
        if script.text:
            yield script.text
