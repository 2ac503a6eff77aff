"""Read lists that come as JSON: an address with a page number, and keys named by ``list.api`` of the source or family."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from crawler import urldates
from crawler.lists import article_links, embedded_articles, loose_json, webpage
from crawler.lists.article_links import ListedArticle
from crawler.lists.html_list import HtmlListReader
from crawler.lists.list_page import ListPage, NextPage
from crawler.net import hostnames
from crawler.sources.bounded_regex import BoundedPattern
from pipelines import urls
from pipelines.page import charset, select
from pipelines.text import machine_dates
from storage.values import ListHint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage
    from crawler.sources.field_types import ApiRules

SLOT = re.compile(r"\{(\w+)\}")
PAGE_PARAMETERS = ("page", "pageno", "pagenum", "pageindex", "p", "currentpage", "pagenumber")


class JsonApiReader:
    """Reads the HTML page of the column for the ids in the JSON's address, then the JSON page by page."""

    def read(self, response: ListResponse) -> ListPage:
        rules = _rules(response)
        data = loose_json.load(response)
        if response.hint.template is None and data is None:
            return _column_page(response, rules)
        if data is None:
            read = ListPage(url=response.url, broken="not_json", why_empty="the answer is not JSON")
        else:
            read = _json_page(response, rules, data)
        if read.broken or not read.articles:
            read = replace(read, next_pages=tuple(self.alternatives(response)))
            if response.hint.template_guessed:  # any page may stand at an address that nothing named
                read = replace(read, broken=None, at_end=True)
        return read

    def alternatives(self, response: ListResponse) -> list[NextPage]:
        """Try the next address template of the same list."""
        hint = response.hint
        if hint.template is None:
            return HtmlListReader().alternatives(response)
        if not hint.other_templates:
            return []
        template, *others = hint.other_templates
        # the last template of a list that must exist is no guess: if it is missing, that is an error
        speculative = hint.speculative and (bool(others) or hint.template_guessed)
        changed = replace(hint, template=template, other_templates=tuple(others), speculative=speculative)
        return [replace(one, advance=0) for one in _page_at(response, changed)]


def _rules(response: ListResponse) -> ApiRules:
    rules = response.source.list.api
    assert rules is not None  # the model of a source requires it for this mechanism
    return rules


def _column_page(response: ListResponse, rules: ApiRules) -> ListPage:
    """Read the HTML page of a column: its own rows, its embedded JSON, and the address of its data."""
    page = webpage.parse(response.body, response.url, response.headers, response.source.charset)
    read = HtmlListReader().read_page(page, response)
    text, _ = charset.decode(response.body, response.headers, response.source.charset)
    articles = list(read.articles)
    if rules.embedded is not None:
        known = {one.key for one in articles}
        for data in _embedded(page, rules.embedded):
            entries = _entries(data, rules)
            articles += [one for one in _articles(entries, response, rules) if one.key not in known]
    searched = f"{response.start_as_written}\n{response.requested_url}\n{text}"
    templates = _templates(rules, searched, text)
    is_named = any(_is_named(template, text) for template in rules.address)
    has_pager = response.position > 1 or (bool(read.next_pages) and not is_named)
    if not templates or has_pager:  # a page with rows and a pager of its own hides nothing
        return replace(read, articles=tuple(articles))
    if response.source.article.url is None:
        # the page may consist of menus: without a rule for addresses only a dated row is certainly an article
        articles = [one for one in articles if one.published_raw is not None]
    may_be_all = bool(articles) and not is_named  # the rows of the page may be the whole list
    hint = ListHint(
        number=rules.first_page,
        template=templates[0],
        other_templates=tuple(templates[1:]),
        referer=response.url,
        speculative=len(templates) > 1 or may_be_all,
        template_guessed=may_be_all,
    )
    following = tuple(replace(one, advance=0) for one in _page_at(response, hint))
    return replace(read, articles=tuple(articles), next_pages=following)


def _json_page(response: ListResponse, rules: ApiRules, data: Any) -> ListPage:
    hint = response.hint
    url = hint.referer or response.url
    items = _entries(data, rules)
    if items is None:
        why = f"no list under {', '.join(rules.items)}"
        return ListPage(url=url, broken="not_json", why_empty=why)
    number = hint.number
    if number is None:
        number = _page_number(response.requested_url) or rules.first_page
    articles = _articles(items, response, rules)
    following = _pages_after(response, rules, data, number, len(items)) if articles else []
    return ListPage(
        url=url,
        articles=tuple(articles),
        next_pages=tuple(following),
        may_repeat=number == rules.first_page,
        at_end=not items and number > rules.first_page,
        why_empty=f"{len(items)} entries, none is an article by the source's rules",
    )


def _embedded(page: WebPage, selector: str) -> Iterator[Any]:
    """Yield the JSON that a page contains for its own scripts."""
    for element in select.select(page.tree, selector):
        text = str(element) if isinstance(element, str) else element.text or ""
        if (data := loose_json.parse(text)) is not None:
            yield data


def _entries(data: Any, rules: ApiRules) -> list[Any] | None:
    """Return the list's entries: under one of the paths, or wherever the key of an entry occurs. None: no list."""
    if rules.each is not None:
        return list(loose_json.objects_with(data, rules.each))
    items = loose_json.first_value(data, rules.items) if rules.items else data
    if isinstance(items, list):
        return items
    return [] if items is None and isinstance(data, dict) and _is_empty_list(data, rules) else None


def _is_empty_list(data: dict[str, Any], rules: ApiRules) -> bool:
    """Return True if the answer has the key of the list without a value; an error message in JSON lacks the key."""
    for path in rules.items:
        above, _, name = path.rpartition(".")
        around = loose_json.first_value(data, [above]) if above else data
        if isinstance(around, dict) and name in around:
            return True
    return False


def _pages_after(
    response: ListResponse, rules: ApiRules, data: Any, number: int, count: int
) -> list[NextPage]:
    """Return the next page, unless as many entries were seen as the answer states there are."""
    hint = response.hint
    seen = hint.rows_seen + count
    total = loose_json.first_value(data, rules.total)
    known_total = int(total) if str(total or "").isdigit() else None
    if known_total is not None and seen >= known_total:
        return []
    template = hint.template or _template_of(response.requested_url)
    changed = replace(
        hint,
        number=number + 1,
        rows_seen=seen,
        template=template,
        other_templates=(),
        speculative=known_total is None,
    )
    return _page_at(response, changed)


def _page_at(response: ListResponse, hint: ListHint) -> list[NextPage]:
    """Return page ``hint.number`` of ``hint.template``; nothing if it is on a foreign host."""
    url = urljoin(response.url, str(hint.template).replace("{page}", str(hint.number)))
    if hostnames.host_of(url) not in response.source.own_hosts:
        return []
    try:
        return [NextPage(url, urls.key(url), hint)]
    except ValueError:
        return []


def _templates(rules: ApiRules, searched: str, text: str) -> list[str]:
    """Return the address templates whose variables are known; those whose path the page names come first."""
    values: dict[str, str] = {}
    for name, patterns in rules.variables.items():
        for pattern in patterns:
            if match := BoundedPattern(pattern, ignore_case=True).search(searched):
                values[name] = match[1] if match.groups() else match[0]
                break
    filled = []
    for template in rules.address:
        wanted = set(SLOT.findall(template)) - {"page"}
        if wanted <= values.keys():
            address = SLOT.sub(
                lambda slot: quote(values.get(slot[1], "{" + slot[1] + "}"), safe="{}/:"), template
            )
            filled.append((not _is_named(template, text), address))
    return list(dict.fromkeys(address for _, address in sorted(filled, key=lambda one: one[0])))


def _is_named(template: str, text: str) -> bool:
    """Return True if the page itself contains the path of its data."""
    fixed = SLOT.sub("", template, count=1) if template.startswith("{") else template
    return fixed.partition("{")[0].rpartition("/")[0] + "/" in text


def _template_of(url: str) -> str:
    """Return the template of a start address that is JSON itself: its page parameter becomes {page}."""
    address, _, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    for i, (name, value) in enumerate(pairs):
        if name.lower() in PAGE_PARAMETERS and value.isdigit():
            pairs[i] = (name, "{page}")
            break
    else:
        pairs.append(("page", "{page}"))
    return f"{address}?{urlencode(pairs, safe='{}')}"


def _page_number(url: str) -> int | None:
    for name, value in parse_qsl(urlsplit(url).query):
        if name.lower() in PAGE_PARAMETERS and value.isdigit():
            return int(value)
    return None


def _link(item: Any, rules: ApiRules) -> str:
    if rules.link is None:
        return str(loose_json.first_value(item, rules.url) or "")
    return SLOT.sub(lambda slot: str(loose_json.first_value(item, [slot[1]]) or ""), rules.link)


def _articles(items: list[Any] | None, response: ListResponse, rules: ApiRules) -> list[ListedArticle]:
    is_article = article_links.article_test(response.source)
    page = webpage.parse(b"", response.url, {}, None)
    found: dict[str, ListedArticle] = {}
    for item in items or ():
        address = page.address(_link(item, rules))
        if address is None or address[1] in response.known_lists or not is_article(address[0]):
            continue
        url, key = address
        raw = loose_json.first_value(item, rules.date)
        stamp = machine_dates.from_machine_value(raw)
        title = " ".join(str(loose_json.first_value(item, rules.title) or "").split())
        article = ListedArticle(
            url=url,
            key=key,
            title=title[: article_links.MAX_TITLE] or None,
            published_raw=str(raw) if stamp else None,
            day=stamp.day if stamp else urldates.date_in(url),
            content=embedded_articles.pack(item, rules),
        )
        found.setdefault(key, article)
    return list(found.values())
