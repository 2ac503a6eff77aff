"""Lists kept as XML inside the page and continued by ``dataproxy.jsp`` (Hanweb JCMS)."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin

from crawler.lists import row_groups, webpage
from crawler.lists.html_list import HtmlListReader
from crawler.lists.list_page import PROBE, ListPage, NextPage
from pipelines import urls
from pipelines.page import charset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.lists.article_links import ListedArticle
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

PROXY = "/module/web/jpage/dataproxy.jsp"
OLD_PROXY = "/module/jslib/jquery/jpage/dataproxy.jsp"
RECORD = re.compile(r"<record\b[^>]{0,200}>", re.I)
RECORD_END = re.compile(r"</record\s*>", re.I)
PROXY_LINK = re.compile(r"([\w:./-]{0,200}/dataproxy\.jsp)(?:\?([^\"'<>\s\]]{0,1500}))?", re.I)
PAIR = re.compile(
    r"\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)\b[\"']?\s{0,5}[:=]\s{0,5}"
    r"(?:\"([^\"\n]{0,200})\"|'([^'\n]{0,200})'|(\d{1,12}))",
    re.I,
)
NEAR = re.compile(r"unitid|\bjpage|ajaxParam", re.I)
MOST_NEAR = 40
AROUND = 600  # characters: a page has other scripts with a path and a col of their own
UNIT = re.compile(
    r"jpageform_(\d{1,12})|\bunitid[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,12})|[\"']#(\d{1,12})[\"']\)\s{0,5}\.jpage",
    re.I,
)
COLUMN = re.compile(r"/col/col(\d+)", re.I)
PER_PAGE = re.compile(r"\bperpage[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,3})", re.I)
TOTAL = re.compile(r"<totalrecord>\s{0,9}(?:<!\[CDATA\[)?\s{0,9}(\d{1,9})", re.I)
TOLD = re.compile(
    r"\btotalrecord[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,9})", re.I
)  # in the script that pages the island
NAMES = {
    name.lower(): name
    for name in "col appid webid path columnid sourceContentType unitid webname permissiontype".split()
}
USUAL = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
PAGED = ("page", "startrecord", "endrecord", "perpage")
DEFAULT_SIZE = 15
MOST_UNITS = 4


class XmlDatastoreReader:
    """Rows of the page and of its data island, then the proxy's XML, by GET and, where that brings nothing, by POST."""

    def read(self, answer: ListResponse) -> ListPage:
        if "number" in answer.hint and "unit" in answer.hint:
            return self._reply(answer)
        page = webpage.parse(answer.body, answer.url, answer.headers, answer.source.charset)
        text, _ = charset.decode(answer.body, answer.headers, answer.source.charset)
        reading = HtmlListReader().read_page(page, answer)
        inside = _records(text, page.base, answer)
        known = {one.key: one for one in reading.found}
        for one in inside:
            # the island is the list itself; the page's own row may be its mobile twin without a date
            first = known.get(one.key)
            known[one.key] = one if first is None or first.published_raw is None else first
        reading.found = list(known.values())
        if ahead := _first_pages(text, page, answer, len(inside)):
            reading.onward = ahead
        return reading

    def instead(self, answer: ListResponse) -> list[NextPage]:
        """The first proxy page is missing: the same by POST, then both at the older path."""
        form = answer.hint.get("form")
        if "unit" not in answer.hint:
            return HtmlListReader().instead(answer)
        if answer.hint.get("number") != 1:
            return []
        if form is None:
            return self._by_post(answer)
        if PROXY not in answer.asked:
            return []
        hint = {name: value for name, value in answer.hint.items() if name != "form"}
        return [replace(_page(f"{answer.asked.replace(PROXY, OLD_PROXY)}&{form}", hint), step=0)]

    def _reply(self, answer: ListResponse) -> ListPage:
        text, _ = charset.decode(answer.body, answer.headers, answer.source.charset)
        reading = ListPage(url=str(answer.hint["referer"]))
        if "<record" not in text.lower() and "<datastore" not in text.lower():
            reading.broken, reading.why_empty = "not_xml", "the proxy's answer is no XML of records"
            reading.onward = self._by_post(answer)
            return reading
        reading.found = _records(text, reading.url, answer)
        number = int(answer.hint["number"])
        reading.may_repeat = number == 1
        reading.at_end = not reading.found and (number > 1 or bool(answer.hint.get("rows")))
        reading.why_empty = "the proxy's answer holds no record of an article"
        if reading.found:
            reading.onward = self._further(answer, text, number, len(RECORD.findall(text)))
        elif number == 1:
            reading.onward = self._by_post(answer)
        return reading

    def _further(self, answer: ListResponse, text: str, number: int, count: int) -> list[NextPage]:
        """The next page, until the rows seen are as many as the total that is told."""
        seen = int(answer.hint.get("seen", 0)) + count
        total = int(match[1]) if (match := TOTAL.search(text)) else None
        if total is not None and seen >= total:
            return []
        hint = {**answer.hint, "number": number + 1, "seen": seen}
        hint.pop(PROBE, None)
        if total is None:
            hint[PROBE] = True
        return [_page(answer.asked, hint)]

    def _by_post(self, answer: ListResponse) -> list[NextPage]:
        if answer.hint.get("form") is not None or answer.hint.get("number") != 1:
            return []
        address, _, query = answer.asked.partition("?")
        pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k not in PAGED]
        hint = {**answer.hint, "form": urlencode(pairs)}
        if OLD_PROXY in address:
            hint.pop(PROBE, None)  # the last way there is: that it is missing, too, must be told
        return [replace(_page(f"{address}?{query}", hint), step=0)]


def _page(url: str, hint: Mapping[str, object]) -> NextPage:
    """Page ``number`` in both spellings that proxies know; a POST carries the other parameters as its form."""
    number, size = int(str(hint["number"])), int(str(hint["size"]))
    address, _, query = url.partition("?")
    form = hint.get("form")
    pairs = (
        [] if form is not None else [p for p in parse_qsl(query, keep_blank_values=True) if p[0] not in PAGED]
    )
    place = {
        "page": number,
        "startrecord": (number - 1) * size + 1,
        "endrecord": number * size,
        "perpage": size,
    }
    url = f"{address}?{urlencode([*place.items(), *pairs])}"
    # the form names the column: without it two lists of one host would be one row
    return NextPage(url, urls.key(url) + (f"#{form}" if form is not None else ""), hint)


def _records(text: str, base: str, answer: ListResponse) -> list[ListedArticle]:
    """The articles of all ``<record>`` parts, whether wrapped in CDATA or escaped."""
    parts = []
    at = 0
    while (start := RECORD.search(text, at)) is not None:
        end = RECORD_END.search(text, start.end())
        at = end.end() if end else len(text)
        part = text[start.end() : end.start() if end else len(text)].strip()
        if part.startswith("<![CDATA["):
            part = part[9:].removesuffix("]]>").strip()
        elif "<" not in part:
            part = html.unescape(part)
        parts.append(part if part.lower().startswith(("<li", "<dd")) else f"<li>{part}</li>")
    if not parts:
        return []
    body = (
        f'<html><head><base href="{html.escape(base)}"></head><body><ul>{"".join(parts)}</ul></body></html>'
    )
    page = webpage.parse(body.encode("utf-8", "replace"), base, {}, "utf-8")
    return row_groups.articles(page, answer.source, set(answer.skip))


def _inputs(page: WebPage) -> dict[str, str]:
    """Parameters that the page keeps in fields of a form."""
    return {
        NAMES[name]: element.get("value") or ""
        for element in page.tree.iter("input")
        if (name := (element.get("name") or "").lower()) in NAMES
    }


def _first_pages(text: str, page: WebPage, answer: ListResponse, inside: int) -> list[NextPage]:
    """The first proxy page of every unit that the page names."""
    proxy, given = PROXY, dict[str, str]()
    if link := PROXY_LINK.search(text):
        proxy = link[1] if link[1].startswith(("/", "http")) else PROXY
        given = dict(parse_qsl(html.unescape(link[2] or ""), keep_blank_values=True))
    given = _inputs(page) | given
    for near in islice(NEAR.finditer(text), MOST_NEAR):
        for match in PAIR.finditer(text, max(near.start() - AROUND, 0), near.end() + AROUND):
            given.setdefault(NAMES[match[1].lower()], match[2] or match[3] or match[4] or "")
    units = list(
        dict.fromkeys(
            unit for match in UNIT.finditer(html.unescape(text)) if (unit := match[1] or match[2] or match[3])
        )
    )
    if not units:
        return []
    told = [int(match[1]) for match in (*TOTAL.finditer(text), *TOLD.finditer(text))]
    if told and inside >= max(told) > 0:
        return []  # the island is the whole list
    if column := COLUMN.search(answer.asked) or COLUMN.search(answer.url):
        given["columnid"] = column[1]
    size = int(per[1]) if (per := PER_PAGE.search(text)) else inside or DEFAULT_SIZE
    sent = USUAL | {name: value for name, value in given.items() if name in USUAL or name in NAMES.values()}
    ahead = []
    for unit in units[:MOST_UNITS]:
        hint: dict[str, object] = {
            "number": 1,
            "unit": unit,
            "size": max(size, 1),
            "seen": 0,
            "rows": inside,
            "referer": answer.url,
            PROBE: True,
        }
        one = _page(f"{urljoin(page.base, proxy)}?{urlencode(sent | {'unitid': unit})}", hint)
        ahead.append(replace(one, step=0))
    return ahead
