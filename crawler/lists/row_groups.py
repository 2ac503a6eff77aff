"""The articles of a list page that nobody described: the repeated rows among its links."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.lists import article_links, list_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from crawler.lists.article_links import ListedArticle
    from crawler.lists.webpage import WebPage
    from crawler.sources.model import Source

# parts of a page that hold links to articles and are no list of news: a class or id that ends in such a word
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:foot|footer|nav|navbar|navi|menu|copyright|crumbs?|breadcrumb|weizhi|dqwz|friendlinks?|flink|yqlj)\d*"
    r"(?=$|\s)",
    re.I,
)
ASIDE_TAGS = frozenset(("nav", "footer"))
ABOUT = re.compile(
    r"^(?:网站(?:声明|地图|导航|帮助|无障碍)|关于(?:我们|本站|网站)|联系(?:我们|方式)|使用帮助|隐私(?:声明|保护|政策)|版权(?:声明|保护)|"
    r"免责声明|无障碍(?:浏览|阅读)?|我要纠错|设为首页|加入收藏|友情链接|政府网站(?:工作)?年度报表|长者模式|适老化|登录|注册|更多|more)[>》»]*$",
    re.I,
)
SHORT_DAY = re.compile(r"(?<!\d)(?:\d{1,2}[-/月]\d{1,2}日?|\d{4}[-/年]\d{1,2})(?!\d)")
LONG_TITLE = 8
MANY_DATED = 0.5
MOST_NAMES = 200
LEVELS = 7  # ancestors that tell one block of a page from another
CLOSE = 2  # levels above a block in which a picture story or a headline of the same list may stand


@dataclass
class RowGroup:
    """Rows that stand in blocks of one kind."""

    blocks: list[HtmlElement] = field(default_factory=list)  # what the rows stand in
    found: list[ListedArticle] = field(default_factory=list)
    dated: int = 0
    hinted: int = 0
    long: int = 0
    likely: int = 0

    @property
    def mostly_dated(self) -> bool:
        return self.dated >= MANY_DATED * len(self.found)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        count = len(self.found)
        return (
            self.mostly_dated and count > 1,
            (self.mostly_dated or self.hinted >= MANY_DATED * count) and count > 1,
            5 * self.dated + 2 * self.hinted + 2 * self.long + self.likely,
        )


def articles(page: WebPage, source: Source, skip: set[str]) -> list[ListedArticle]:
    """The articles of a list page: by the source's selector, by the address rule, or by the shape of its rows."""
    if source.list.links is not None:
        return article_links.articles(page, source, source.list.links, skip)
    every = article_links.articles_with_elements(page, source, skip)
    every = [(one, element) for one, element in every if not ABOUT.match(one.title or "")]
    apart = [(one, element) for one, element in every if one.published_raw or not _aside(element)]
    if source.article.url is not None:
        return [one for one, _ in apart or every]
    return best(apart or every)


def best(candidates: list[tuple[ListedArticle, HtmlElement]]) -> list[ListedArticle]:
    """The rows that are most likely the page's list: dated before undated, long titles before short ones."""
    groups = ranked(candidates)
    if not groups or groups[0].rank[2] == 0:
        return []
    first = groups[0]
    keys = {one.key for one in first.found}
    for group in groups[1:]:
        # the last page of a list may have one row, and a side bar of dated news five: both are articles
        if group.mostly_dated and 2 * group.long >= len(group.found):
            keys |= {one.key for one in group.found}
    keys |= _headlines(first, candidates)
    return [one for one, _ in candidates if one.key in keys]


def ranked(candidates: list[tuple[ListedArticle, HtmlElement]]) -> list[RowGroup]:
    """Links grouped by the block they stand in, the likeliest list first."""
    candidates = [
        (one, element)
        for one, element in candidates
        if one.published_raw is not None or one.day is not None or not list_addresses.is_list(one.url)
    ]
    rows = _rows(candidates)
    groups: dict[tuple[str, ...], RowGroup] = defaultdict(RowGroup)
    for (one, _), row in zip(candidates, rows, strict=True):
        group = groups[_signature(row)]
        group.blocks.append(row.getparent() if row.getparent() is not None else row)
        group.found.append(one)
        dated = one.published_raw is not None
        group.dated += dated
        group.hinted += not dated and bool(SHORT_DAY.search(_told(row)))
        group.long += len(one.title or "") >= LONG_TITLE
        group.likely += bool(re.search(r"\d{3,}", one.url))
    return sorted(groups.values(), key=lambda group: group.rank, reverse=True)


def _rows(candidates: list[tuple[ListedArticle, HtmlElement]]) -> list[HtmlElement]:
    """For each link the largest part of the page that holds no other article's link."""
    inside: dict[HtmlElement, set[str]] = defaultdict(set)
    for one, element in candidates:
        for around in element.iterancestors():
            if len(inside[around]) > 1:
                break  # and then everything above it holds two as well
            inside[around].add(one.key)
    rows = []
    for _, element in candidates:
        row = element
        for around in element.iterancestors():
            if len(inside[around]) > 1 or around.tag in ("body", "html"):
                break
            row = around
        rows.append(row)
    return rows


def _signature(row: HtmlElement) -> tuple[str, ...]:
    """The kinds of the blocks around a row, without their numbers: equal for all rows of one list."""
    parts = [str(row.tag)]
    for around in list(row.iterancestors())[:LEVELS]:
        names = re.sub(r"\d+", "", names_of(around))
        parts.append(f"{around.tag}.{names}")
    return tuple(parts)


def names_of(element: HtmlElement) -> str:
    """Its class and id, as far as a reader of patterns should look."""
    return f"{(element.get('class') or '')[:MOST_NAMES]} {(element.get('id') or '')[:MOST_NAMES]}"


def _told(row: HtmlElement) -> str:
    text = "".join(row.itertext())
    return text if len(text) < 1000 else ""


def _headlines(group: RowGroup, candidates: list[tuple[ListedArticle, HtmlElement]]) -> set[str]:
    """Links of the same address shape just around the list: its headline, its picture story."""
    shapes = {list_addresses.shape(one.url) for one in group.found}
    block = _common(group.blocks)
    taken = {one.key for one in group.found}
    for _ in range(CLOSE + 1):
        if block is None or block.tag in ("body", "html"):
            break
        inside = set(block.iter("a", "area"))
        more = {
            one.key
            for one, element in candidates
            if element in inside and one.key not in taken and list_addresses.shape(one.url) in shapes
        }
        if len(more) > CLOSE:
            break
        taken |= more
        block = block.getparent()
    return taken


def _common(elements: Iterable[HtmlElement]) -> HtmlElement | None:
    """The smallest part of the page that holds them all."""
    path: list[HtmlElement] | None = None
    for element in elements:
        above = [element, *element.iterancestors()][::-1]
        if path is None:
            path = above
        else:
            same = 0
            for a, b in zip(path, above, strict=False):
                if a is not b:
                    break
                same += 1
            path = path[:same]
    return path[-1] if path else None


def _aside(element: HtmlElement) -> bool:
    for around in element.iterancestors():
        if around.tag in ASIDE_TAGS:
            return True
        if around.tag in ("body", "html"):
            return False
        if ASIDE.search(names_of(around)):
            return True
    return False
