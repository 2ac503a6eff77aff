"""Read lists of Hanweb jpaas, whose rows come as HTML inside JSON, one request for each data unit of a page."""

from __future__ import annotations

import ast
import html
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from crawler.lists import loose_json, row_groups, webpage
from crawler.lists.html_list import HtmlListReader
from crawler.lists.list_page import ListPage, NextPage
from pipelines import urls
from storage.values import ListHint

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

UNIT_PATH = "/api-gateway/jpaas-publish-server/front/page/build/unit"
PARAMETERS = ("webId", "tplSetId", "pageType", "tagId", "editType", "pageId", "parseType")
LITERAL = re.compile(r"querydata[\"']?\s{0,9}[=:]\s{0,9}[\"']?\s{0,9}(\{[^{}]{1,2000}\})", re.I)
PAIR = re.compile(r"[\"']?(\w{1,40})[\"']?\s{0,5}:\s{0,5}[\"']([^\"']{0,200})[\"']")
MAIN_UNIT = re.compile(r"列表|分页|信息|list|page", re.I)
TOTAL = re.compile(r"\b(?:count|total)[\"']?\s{0,5}[=:]\s{0,5}[\"']?(\d{1,7})", re.I)
ROWS = ("data.html", "html", "data.content", "data")
PAGE_SIZE = 50  # rows
MAX_UNITS = 4
SUCCESS_CODES = ("200", "0", "1", "true")


class JpaasUnitReader:
    """Reads the rows in the column page, then its units page by page."""

    def read(self, response: ListResponse) -> ListPage:
        if response.hint.unit is not None:
            return _unit_page(response)
        page = webpage.parse(response.body, response.url, response.headers, response.source.charset)
        read = HtmlListReader().read_page(page, response)
        first = _first_unit_pages(page, response, len(read.articles))
        return replace(read, next_pages=tuple(first)) if first else read

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        return [] if response.hint.unit is not None else HtmlListReader().alternatives(response)


def _unit_page(response: ListResponse) -> ListPage:
    hint = response.hint
    column = hint.referer or response.url
    data = loose_json.load(response)
    rows = loose_json.first_value(data, ROWS)
    if not isinstance(data, dict) or isinstance(rows, dict | list):
        return ListPage(url=column, broken="not_json", why_empty="the unit's answer is not JSON with rows")
    markup = rows if isinstance(rows, str) else ""
    body = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    page = webpage.parse(body, column, {}, "utf-8")
    articles = row_groups.list_articles(page, response.source, response.known_lists | {urls.key(column)})
    number = hint.number or 1
    failed = data.get("success") is False or str(data.get("code", "200")) not in SUCCESS_CODES
    following: tuple[NextPage, ...] = ()
    if articles:
        totals = [int(count) for count in TOTAL.findall(markup)]
        promised = bool(totals) and max(totals) > number * PAGE_SIZE
        next_hint = replace(hint, number=number + 1, speculative=not promised)
        following = (_unit_page_at(response.requested_url, next_hint),)
    why_empty = ""
    if failed and not articles:
        message = data.get("message") or data.get("msg") or ""
        why_empty = f"the unit answers {data.get('code')} {message}"[:100]
    return ListPage(
        url=column,
        articles=tuple(articles),
        next_pages=following,
        bad_addresses=page.bad_addresses,
        may_repeat=number == 1,
        at_end=not articles and not failed and (number > 1 or hint.rows_in_column > 0),
        why_empty=why_empty,
    )


def _unit_page_at(url: str, hint: ListHint) -> NextPage:
    """Return page ``hint.number`` of the unit at ``url``."""
    place = json.dumps({"pageNo": hint.number, "pageSize": PAGE_SIZE}, separators=(",", ":"))
    url = re.sub(r"[?&]paramJson=[^&]*", "", url)
    url += f"{'&' if '?' in url else '?'}{urlencode({'paramJson': place})}"
    return NextPage(url, urls.key(url), hint, advance=int(hint.number != 1))


def _first_unit_pages(page: WebPage, response: ListResponse, in_column: int) -> list[NextPage]:
    """Return the first page of each unit that the column page names; only units named as lists, if there are any."""
    found: dict[tuple[tuple[str, str], ...], str] = {}
    for element in page.tree.xpath("//*[@querydata]"):
        if parameters := unit_parameters(element.get("querydata") or ""):
            found.setdefault(tuple(parameters.items()), element.get("url") or UNIT_PATH)
    for script in page.tree.iter("script"):
        for match in LITERAL.finditer(script.text or ""):
            if parameters := unit_parameters(match[1]):
                found.setdefault(tuple(parameters.items()), UNIT_PATH)
    if not found and in_column == 0 and (column := _meta(page, "colid")):
        found[(("webId", ""), ("tplSetId", ""), ("tagId", ""), ("pageId", column))] = UNIT_PATH
    units = list(found.items())
    main = [unit for unit in units if MAIN_UNIT.search(dict(unit[0]).get("tagId", ""))]
    pages = []
    for pairs, address in (main or units)[:MAX_UNITS]:
        query = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"} | dict(pairs)
        hint = ListHint(
            number=1,
            unit=query.get("tagId", ""),
            referer=response.url,
            rows_in_column=in_column,
            speculative=len(units) != 1,
        )
        pages.append(_unit_page_at(f"{urljoin(page.base, address)}?{urlencode(query)}", hint))
    return pages


def _meta(page: WebPage, name: str) -> str | None:
    for element in page.tree.iter("meta"):
        if (element.get("name") or "").lower() == name:
            return (element.get("content") or "").strip() or None
    return None


def unit_parameters(text: str) -> dict[str, str]:
    """Return the parameters of a unit, written as a Python literal, as JSON, or as something similar."""
    text = html.unescape(text).strip()
    parsed: object = None
    for parse in (ast.literal_eval, json.loads):
        try:
            parsed = parse(text)
            break
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    if not isinstance(parsed, dict):
        parsed = dict(PAIR.findall(text))
    if not parsed.keys() & set(PARAMETERS):
        return {}
    return {str(name): str(value) for name, value in parsed.items() if isinstance(value, str | int)}
