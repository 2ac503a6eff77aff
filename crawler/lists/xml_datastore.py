"""Read lists that Hanweb JCMS keeps as XML inside the page and continues by ``dataproxy.jsp``."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin

from crawler.lists import row_groups, webpage
from crawler.lists.html_list import HtmlListReader
from crawler.lists.list_page import ListPage, NextPage
from pipelines import urls
from pipelines.page import charset
from storage.values import ListHint

if TYPE_CHECKING:
    from crawler.lists.article_links import ListedArticle
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

PROXY = "/module/web/jpage/dataproxy.jsp"
OLD_PROXY = "/module/jslib/jquery/jpage/dataproxy.jsp"
RECORD = re.compile(r"<record\b[^>]{0,200}>", re.I)
RECORD_END = re.compile(r"</record\s*>", re.I)
PROXY_LINK = re.compile(r"([\w:./-]{0,200}/dataproxy\.jsp)(?:\?([^\"'<>\s\]]{0,1500}))?", re.I)
PARAMETER = re.compile(
    r"\b(col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype)\b[\"']?\s{0,5}[:=]\s{0,5}"
    r"(?:\"([^\"\n]{0,200})\"|'([^'\n]{0,200})'|(\d{1,12}))",
    re.I,
)
SCRIPT_MARK = re.compile(r"unitid|\bjpage|ajaxParam", re.I)
MAX_MARKS = 40
AROUND_MARK = 600  # characters; other scripts of the page have a path and a col of their own
UNIT_ID = re.compile(
    r"jpageform_(\d{1,12})|\bunitid[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,12})|[\"']#(\d{1,12})[\"']\)\s{0,5}\.jpage",
    re.I,
)
COLUMN_ID = re.compile(r"/col/col(\d+)", re.I)
PAGE_SIZE = re.compile(r"\bperpage[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,3})", re.I)
TOTAL_TAG = re.compile(r"<totalrecord>\s{0,9}(?:<!\[CDATA\[)?\s{0,9}(\d{1,9})", re.I)
TOTAL_VARIABLE = re.compile(r"\btotalrecord[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,9})", re.I)
PARAMETERS = {
    name.lower(): name
    for name in "col appid webid path columnid sourceContentType unitid webname permissiontype".split()
}
DEFAULTS = {"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0"}
PAGING_PARAMETERS = ("page", "startrecord", "endrecord", "perpage")
DEFAULT_SIZE = 15  # rows
MAX_UNITS = 4


class XmlDatastoreReader:
    """Reads the rows of the page and its XML data, then the proxy: by GET, and by POST if that returns nothing."""

    def read(self, response: ListResponse) -> ListPage:
        if response.hint.number is not None and response.hint.unit is not None:
            return self._proxy_page(response)
        page = webpage.parse(response.body, response.url, response.headers, response.source.charset)
        text, _ = charset.decode(response.body, response.headers, response.source.charset)
        read = HtmlListReader().read_page(page, response)
        in_data = _articles(text, page.base, response)
        known = {one.key: one for one in read.articles}
        for one in in_data:
            # the data is the list itself; the page's own row may be its mobile version without a date
            first = known.get(one.key)
            known[one.key] = one if first is None or first.published_raw is None else first
        following = _first_proxy_pages(text, page, response, len(in_data))
        return replace(read, articles=tuple(known.values()), next_pages=tuple(following) or read.next_pages)

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        """The first proxy page is missing: try POST, then the proxy's older path by GET and by POST."""
        hint = response.hint
        if hint.unit is None:
            return HtmlListReader().alternatives(response)
        if hint.number != 1:
            return []
        if hint.form is None:
            return self._by_post(response)
        if PROXY not in response.requested_url:
            return []
        url = f"{response.requested_url.replace(PROXY, OLD_PROXY)}&{hint.form}"
        return [replace(_proxy_page_at(url, replace(hint, form=None)), advance=0)]

    def _proxy_page(self, response: ListResponse) -> ListPage:
        hint = response.hint
        text, _ = charset.decode(response.body, response.headers, response.source.charset)
        column = hint.referer or response.url
        if "<record" not in text.lower() and "<datastore" not in text.lower():
            return ListPage(
                url=column,
                broken="not_xml",
                why_empty="the proxy's answer is not XML with records",
                next_pages=tuple(self._by_post(response)),
            )
        articles = _articles(text, column, response)
        number = hint.number or 1
        if articles:
            following = _pages_after(response, text, number, len(RECORD.findall(text)))
        else:
            following = self._by_post(response) if number == 1 else []
        return ListPage(
            url=column,
            articles=tuple(articles),
            next_pages=tuple(following),
            may_repeat=number == 1,
            at_end=not articles and (number > 1 or hint.rows_in_column > 0),
            why_empty="the proxy's answer contains no record of an article",
        )

    def _by_post(self, response: ListResponse) -> list[NextPage]:
        hint = response.hint
        if hint.form is not None or hint.number != 1:
            return []
        address, _, query = response.requested_url.partition("?")
        pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k not in PAGING_PARAMETERS]
        # POST to the older path is the last way there is: if that is missing, too, it is an error
        speculative = hint.speculative and OLD_PROXY not in address
        changed = replace(hint, form=urlencode(pairs), speculative=speculative)
        return [replace(_proxy_page_at(f"{address}?{query}", changed), advance=0)]


def _pages_after(response: ListResponse, text: str, number: int, count: int) -> list[NextPage]:
    """Return the next proxy page, unless as many rows were seen as the answer states there are."""
    seen = response.hint.rows_seen + count
    total = int(match[1]) if (match := TOTAL_TAG.search(text)) else None
    if total is not None and seen >= total:
        return []
    hint = replace(response.hint, number=number + 1, rows_seen=seen, speculative=total is None)
    return [_proxy_page_at(response.requested_url, hint)]


def _proxy_page_at(url: str, hint: ListHint) -> NextPage:
    """Return proxy page ``hint.number``, its place in both spellings that proxies accept.

    A POST has the other parameters in its form.
    """
    number, size = hint.number or 1, hint.page_size or DEFAULT_SIZE
    address, _, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True) if hint.form is None else []
    place = {
        "page": number,
        "startrecord": (number - 1) * size + 1,
        "endrecord": number * size,
        "perpage": size,
    }
    others = [pair for pair in pairs if pair[0] not in PAGING_PARAMETERS]
    url = f"{address}?{urlencode([*place.items(), *others])}"
    # the form names the column: without it two lists of one host would share a key
    return NextPage(url, urls.key(url) + (f"#{hint.form}" if hint.form is not None else ""), hint)


def _articles(text: str, base: str, response: ListResponse) -> list[ListedArticle]:
    """Return the articles in all ``<record>`` elements, whether wrapped in CDATA or escaped."""
    rows = []
    position = 0
    while (start := RECORD.search(text, position)) is not None:
        end = RECORD_END.search(text, start.end())
        position = end.end() if end else len(text)
        row = text[start.end() : end.start() if end else len(text)].strip()
        if row.startswith("<![CDATA["):
            row = row[9:].removesuffix("]]>").strip()
        elif "<" not in row:
            row = html.unescape(row)
        rows.append(row if row.lower().startswith(("<li", "<dd")) else f"<li>{row}</li>")
    if not rows:
        return []
    base_tag = f'<base href="{html.escape(base)}">'
    body = f"<html><head>{base_tag}</head><body><ul>{''.join(rows)}</ul></body></html>"
    page = webpage.parse(body.encode("utf-8", "replace"), base, {}, "utf-8")
    return row_groups.list_articles(page, response.source, response.known_lists)


def _form_parameters(page: WebPage) -> dict[str, str]:
    """Return the proxy's parameters that the page keeps in fields of a form."""
    return {
        PARAMETERS[name]: element.get("value") or ""
        for element in page.tree.iter("input")
        if (name := (element.get("name") or "").lower()) in PARAMETERS
    }


def _parameters(text: str, page: WebPage, response: ListResponse) -> tuple[str, dict[str, str]]:
    """Return the proxy's path and parameters, as links, form fields and scripts of the page state them."""
    proxy, linked = PROXY, dict[str, str]()
    if link := PROXY_LINK.search(text):
        proxy = link[1] if link[1].startswith(("/", "http")) else PROXY
        linked = dict(parse_qsl(html.unescape(link[2] or ""), keep_blank_values=True))
    found = _form_parameters(page) | linked
    for mark in islice(SCRIPT_MARK.finditer(text), MAX_MARKS):
        for match in PARAMETER.finditer(text, max(mark.start() - AROUND_MARK, 0), mark.end() + AROUND_MARK):
            found.setdefault(PARAMETERS[match[1].lower()], match[2] or match[3] or match[4] or "")
    if column := COLUMN_ID.search(response.requested_url) or COLUMN_ID.search(response.url):
        found["columnid"] = column[1]
    known = {name: value for name, value in found.items() if name in PARAMETERS.values()}
    return proxy, DEFAULTS | known


def _first_proxy_pages(text: str, page: WebPage, response: ListResponse, in_data: int) -> list[NextPage]:
    """Return the first proxy page of every unit that the page names; none if its data is the whole list."""
    matches = UNIT_ID.finditer(html.unescape(text))
    units = list(dict.fromkeys(unit for match in matches if (unit := match[1] or match[2] or match[3])))
    totals = [int(match[1]) for match in (*TOTAL_TAG.finditer(text), *TOTAL_VARIABLE.finditer(text))]
    if not units or (totals and in_data >= max(totals) > 0):
        return []
    proxy, parameters = _parameters(text, page, response)
    size = int(match[1]) if (match := PAGE_SIZE.search(text)) else in_data or DEFAULT_SIZE
    pages = []
    for unit in units[:MAX_UNITS]:
        hint = ListHint(
            number=1,
            unit=unit,
            page_size=max(size, 1),
            rows_in_column=in_data,
            referer=response.url,
            speculative=True,
        )
        url = f"{urljoin(page.base, proxy)}?{urlencode(parameters | {'unitid': unit})}"
        pages.append(replace(_proxy_page_at(url, hint), advance=0))
    return pages
