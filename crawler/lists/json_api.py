"""Lists that are JSON: an address with a page number, and keys that the family names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from crawler import urldates
from crawler.lists import article_links, embedded_articles, loose_json, webpage
from crawler.lists.article_links import ListedArticle
from crawler.lists.html_list import HtmlListReader
from crawler.lists.list_page import PROBE, ListPage, NextPage
from crawler.net import hostnames
from pipelines import urls
from pipelines.page import charset, select
from pipelines.text import machine_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage
    from crawler.sources.field_types import ApiRules

SLOT = re.compile(r"\{(\w+)\}")
PAGE_NAMES = ("page", "pageno", "pagenum", "pageindex", "p", "currentpage", "pagenumber")


class JsonApiReader:
    """The column's page, where there is one, tells the ids; the rest is JSON, page by page."""

    def read(self, answer: ListResponse) -> ListPage:
        rules = answer.source.list.api
        assert rules is not None  # the source's model sees to it
        data = loose_json.loaded(answer)
        if "template" not in answer.hint and data is None:
            return self._column(answer, rules)
        reading = (
            ListPage(url=answer.url, broken="not_json", why_empty="the answer is no JSON")
            if data is None
            else self._reply(answer, rules, data)
        )
        if reading.broken or not reading.found:
            reading.onward = self.instead(answer)
            if answer.hint.get("guessed"):  # a friendly page stands where nothing was promised
                reading.broken, reading.at_end = None, True
        return reading

    def instead(self, answer: ListResponse) -> list[NextPage]:
        """Another address of the same list, where the first one is missing."""
        if "template" not in answer.hint:
            return HtmlListReader().instead(answer)
        if not (other := answer.hint.get("other")):
            return []
        hint = {**answer.hint, "template": other[0], "other": other[1:]}
        if not hint["other"] and not hint.get("guessed"):
            hint.pop(PROBE, None)
        return [replace(one, step=0) for one in _page(answer, hint)]

    def _column(self, answer: ListResponse, rules: ApiRules) -> ListPage:
        """A page of HTML: rows of its own, perhaps, and the ids that the JSON's address wants."""
        page = webpage.parse(answer.body, answer.url, answer.headers, answer.source.charset)
        reading = HtmlListReader().read_page(page, answer)
        text, _ = charset.decode(answer.body, answer.headers, answer.source.charset)
        if rules.embedded is not None:
            known = {one.key for one in reading.found}
            for data in _embedded(page, rules.embedded):
                entries = _entries(data, rules)
                reading.found += [one for one in _found(entries, answer, rules) if one.key not in known]
        addresses = _addresses(rules, f"{answer.source_start}\n{answer.asked}\n{text}", text)
        drawn = any(_named(template, text) for template in rules.address)
        paged = answer.position > 1 or (bool(reading.onward) and not drawn)
        if addresses and not paged:  # a page with rows and a pager of its own hides nothing
            if answer.source.article.url is None:  # a shell has menus: only a dated row is surely an article
                reading.found = [one for one in reading.found if one.published_raw is not None]
            hint = {
                "number": rules.first_page,
                "template": addresses[0],
                "other": addresses[1:],
                "referer": answer.url,
            }
            if addresses[1:] or (reading.found and not drawn):
                hint[PROBE] = True
            if reading.found and not drawn:
                hint["guessed"] = True  # by every address: the rows of the page may be all there is
            reading.onward = [replace(one, step=0) for one in _page(answer, hint)]
        return reading

    def _reply(self, answer: ListResponse, rules: ApiRules, data: Any) -> ListPage:
        reading = ListPage(url=str(answer.hint.get("referer") or answer.url))
        items = _entries(data, rules)
        if items is None:
            reading.broken, reading.why_empty = "not_json", f"no list under {', '.join(rules.items)}"
            return reading
        number = int(answer.hint.get("number", _number(answer.asked) or rules.first_page))
        reading.found = _found(items, answer, rules)
        reading.may_repeat = number == rules.first_page
        reading.at_end = not items and number > rules.first_page
        reading.why_empty = f"{len(items)} entries, none an article by the source's rules"
        if reading.found:
            reading.onward = _further(answer, rules, data, number, len(items))
        return reading


def _embedded(page: WebPage, selector: str) -> Iterator[Any]:
    """The JSON that a page carries for its own scripts."""
    for element in select.select(page.tree, selector):
        text = str(element) if isinstance(element, str) else element.text or ""
        if (data := loose_json.parsed(text)) is not None:
            yield data


def _entries(data: Any, rules: ApiRules) -> list[Any] | None:
    """The list's entries: under one of the paths, or wherever the key of an entry stands. None: no list."""
    if rules.each is not None:
        return list(loose_json.having(data, rules.each))
    items = loose_json.dig(data, rules.items) if rules.items else data
    if isinstance(items, list):
        return items
    return [] if items is None and isinstance(data, dict) and _told_empty(data, rules) else None


def _told_empty(data: dict[str, Any], rules: ApiRules) -> bool:
    """Whether the answer has the place of the list at all: an error in JSON has not."""
    for path in rules.items:
        above, _, name = path.rpartition(".")
        around = loose_json.dig(data, [above]) if above else data
        if isinstance(around, dict) and name in around:
            return True
    return False


def _further(answer: ListResponse, rules: ApiRules, data: Any, number: int, count: int) -> list[NextPage]:
    seen = int(answer.hint.get("seen", 0)) + count
    total = loose_json.dig(data, rules.total)
    known = int(total) if str(total or "").isdigit() else None
    if known is not None and seen >= known:
        return []
    template = answer.hint.get("template") or _template(answer.asked, number)
    hint = {**answer.hint, "number": number + 1, "seen": seen, "template": template, "other": []}
    hint.pop(PROBE, None)
    if known is None:
        hint[PROBE] = True
    return _page(answer, hint)


def _page(answer: ListResponse, hint: dict[str, Any]) -> list[NextPage]:
    url = urljoin(answer.url, str(hint["template"]).replace("{page}", str(hint["number"])))
    if hostnames.host_of(url) not in answer.source.own_hosts:
        return []
    try:
        return [NextPage(url, urls.key(url), hint)]
    except ValueError:
        return []


def _addresses(rules: ApiRules, where: str, text: str) -> list[str]:
    """The templates whose variables the column tells, those first whose path stands in the page."""
    values: dict[str, str] = {}
    for name, patterns in rules.variables.items():
        for pattern in patterns:
            if match := re.search(pattern, where, re.I):
                values[name] = match[1] if match.re.groups else match[0]
                break
    filled = []
    for template in rules.address:
        wanted = set(SLOT.findall(template)) - {"page"}
        if wanted <= values.keys():
            made = SLOT.sub(
                lambda slot: quote(values.get(slot[1], "{" + slot[1] + "}"), safe="{}/:"), template
            )
            filled.append((not _named(template, text), made))
    return list(dict.fromkeys(address for _, address in sorted(filled, key=lambda one: one[0])))


def _named(template: str, text: str) -> bool:
    """Whether the page itself holds the address of its data."""
    fixed = SLOT.sub("", template, count=1) if template.startswith("{") else template
    return fixed.partition("{")[0].rpartition("/")[0] + "/" in text


def _template(url: str, number: int) -> str:
    """A start address that is the JSON itself: its page parameter becomes a slot, or gets one."""
    address, _, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    for i, (name, value) in enumerate(pairs):
        if name.lower() in PAGE_NAMES and value.isdigit():
            pairs[i] = (name, "{page}")
            break
    else:
        pairs.append(("page", "{page}"))
    return f"{address}?{urlencode(pairs, safe='{}')}"


def _number(url: str) -> int | None:
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in PAGE_NAMES and value.isdigit():
            return int(value)
    return None


def _link(item: Any, rules: ApiRules) -> str:
    if rules.link is None:
        return str(loose_json.dig(item, rules.url) or "")
    return SLOT.sub(lambda slot: str(loose_json.dig(item, [slot[1]]) or ""), rules.link)


def _found(items: list[Any] | None, answer: ListResponse, rules: ApiRules) -> list[ListedArticle]:
    belongs = article_links.article_test(answer.source)
    page = webpage.parse(b"", answer.url, {}, None)
    found: dict[str, ListedArticle] = {}
    for item in items or ():
        address = page.address(_link(item, rules))
        if address is None or address[1] in answer.skip or not belongs(address[0]):
            continue
        raw = loose_json.dig(item, rules.date)
        stamp = machine_dates.from_machine_value(raw)
        title = " ".join(str(loose_json.dig(item, rules.title) or "").split())[: article_links.MAX_TITLE]
        day = stamp.day if stamp else urldates.date_in(address[0])
        found.setdefault(
            address[1],
            ListedArticle(
                address[0],
                address[1],
                title or None,
                str(raw) if stamp else None,
                day,
                embedded_articles.pack(item, rules),
            ),
        )
    return list(found.values())
