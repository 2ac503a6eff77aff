"""Lists whose rows come as HTML inside JSON, one request for each block of a page (Hanweb jpaas)."""

from __future__ import annotations

import ast
import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from crawler.lists import loose_json, row_groups, webpage
from crawler.lists.html_list import HtmlListReader
from crawler.lists.list_page import PROBE, ListPage, NextPage
from pipelines import urls

if TYPE_CHECKING:
    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

ADDRESS = "/api-gateway/jpaas-publish-server/front/page/build/unit"
NAMES = ("webId", "tplSetId", "pageType", "tagId", "editType", "pageId", "parseType")
LITERAL = re.compile(r"querydata[\"']?\s{0,9}[=:]\s{0,9}[\"']?\s{0,9}(\{[^{}]{1,2000}\})", re.I)
ONE = re.compile(r"[\"']?(\w{1,40})[\"']?\s{0,5}:\s{0,5}[\"']([^\"']{0,200})[\"']")
MAIN = re.compile(r"列表|分页|信息|list|page", re.I)
COUNT = re.compile(r"\b(?:count|total)[\"']?\s{0,5}[=:]\s{0,5}[\"']?(\d{1,7})", re.I)
ROWS = ("data.html", "html", "data.content", "data")
SIZE = 50
MOST_UNITS = 4


class JpaasUnitReader:
    """The column's own rows, then its units page by page."""

    def read(self, answer: ListResponse) -> ListPage:
        if "unit" in answer.hint:
            return self._reply(answer)
        page = webpage.parse(answer.body, answer.url, answer.headers, answer.source.charset)
        reading = HtmlListReader().read_page(page, answer)
        if ahead := _units(page, answer, len(reading.found)):
            reading.onward = ahead
        return reading

    def instead(self, answer: ListResponse) -> list[NextPage]:
        return [] if "unit" in answer.hint else HtmlListReader().instead(answer)

    def _reply(self, answer: ListResponse) -> ListPage:
        column = str(answer.hint["referer"])
        reading = ListPage(url=column)
        data = loose_json.loaded(answer)
        fragment = loose_json.dig(data, ROWS)
        if not isinstance(data, dict) or isinstance(fragment, dict | list):
            reading.broken, reading.why_empty = "not_json", "the unit's answer is no JSON with rows"
            return reading
        markup = fragment if isinstance(fragment, str) else ""
        page = webpage.parse(
            f"<html><body>{markup}</body></html>".encode("utf-8", "replace"), column, {}, "utf-8"
        )
        reading.found = row_groups.articles(page, answer.source, set(answer.skip) | {urls.key(column)})
        number = int(answer.hint["number"])
        reading.bad = page.bad
        reading.may_repeat = number == 1
        failed = data.get("success") is False or str(data.get("code", "200")) not in ("200", "0", "1", "true")
        reading.at_end = not reading.found and not failed and (number > 1 or bool(answer.hint.get("rows")))
        if failed and not reading.found:
            reading.why_empty = (
                f"the unit answers {data.get('code')} {data.get('message') or data.get('msg') or ''}"[:100]
            )
        if reading.found:
            told = [int(count) for count in COUNT.findall(markup)]
            promised = bool(told) and max(told) > number * SIZE
            reading.onward = [_page(answer.asked, {**answer.hint, "number": number + 1}, promised=promised)]
        return reading


def _page(url: str, hint: dict[str, object], *, promised: bool = False) -> NextPage:
    place = json.dumps({"pageNo": hint["number"], "pageSize": SIZE}, separators=(",", ":"))
    url = re.sub(r"[?&]paramJson=[^&]*", "", url)
    url += f"{'&' if '?' in url else '?'}{urlencode({'paramJson': place})}"
    kept = {name: value for name, value in hint.items() if name != PROBE}
    return NextPage(
        url, urls.key(url), kept if promised else kept | {PROBE: True}, step=int(hint["number"] != 1)
    )


def _units(page: WebPage, answer: ListResponse, inside: int) -> list[NextPage]:
    """The first page of each unit that the column names; the list itself alone, where its name tells it."""
    found: dict[tuple[tuple[str, str], ...], str] = {}
    for element in page.tree.xpath("//*[@querydata]"):
        if said := literal(element.get("querydata") or ""):
            found.setdefault(tuple(said.items()), element.get("url") or ADDRESS)
    for script in page.tree.iter("script"):
        for match in LITERAL.finditer(script.text or ""):
            if said := literal(match[1]):
                found.setdefault(tuple(said.items()), ADDRESS)
    if not found and inside == 0 and (column := _meta(page, "colid")):
        found[(("webId", ""), ("tplSetId", ""), ("tagId", ""), ("pageId", column))] = ADDRESS
    units = list(found.items())
    main = [unit for unit in units if MAIN.search(dict(unit[0]).get("tagId", ""))]
    ahead = []
    for pairs, address in (main or units)[:MOST_UNITS]:
        query = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"} | dict(pairs)
        url = f"{urljoin(page.base, address)}?{urlencode(query)}"
        ahead.append(
            _page(
                url,
                {"number": 1, "unit": query.get("tagId", ""), "referer": answer.url, "rows": inside},
                promised=len(units) == 1,
            )
        )
    return ahead


def _meta(page: WebPage, name: str) -> str | None:
    for element in page.tree.iter("meta"):
        if (element.get("name") or "").lower() == name:
            return (element.get("content") or "").strip() or None
    return None


def literal(text: str) -> dict[str, str]:
    """The parameters of a unit, written as a Python literal, as JSON, or as something like them."""
    text = html.unescape(text).strip()
    said: object = None
    for parse in (ast.literal_eval, json.loads):
        try:
            said = parse(text)
            break
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            continue
    if not isinstance(said, dict):
        said = dict(ONE.findall(text))
    return (
        {str(name): str(value) for name, value in said.items() if isinstance(value, str | int)}
        if said.keys() & set(NAMES)
        else {}
    )
