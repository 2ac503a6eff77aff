"""Find the list among the links of a page without configured selectors: group links by their rows.

The only ranking of link groups: the crawl takes the best groups of a list page, and ``source add`` proposes selectors
for them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.lists import article_links, list_addresses, navigation_words, row_dates

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from lxml.html import HtmlElement

    from crawler.lists.article_links import ArticleTest, Candidate, ListedArticle
    from crawler.lists.webpage import WebPage
    from crawler.sources.model import Source

# class or id of a part that holds links to articles and yet is no list of news; the word ends the name
ASIDE = re.compile(
    r"(?:^|[\s_-])(?:foot|footer|nav|navbar|navi|menu|copyright|crumbs?|breadcrumb|weizhi|dqwz|friendlinks?|flink|yqlj)\d*"
    r"(?=$|\s)",
    re.I,
)
ASIDE_TAGS = frozenset(("nav", "footer"))
ABOUT_THE_SITE = navigation_words.pattern("about_the_site", before="^", after="[>》»]*$")
LONG_TITLE = 8  # characters; names of columns are shorter
MOSTLY = 0.5  # share of dated rows from which a group counts as dated
LONGEST_ROW = 1000  # characters; a longer part is no row, and its dates are not those of a link
MAX_ROW_LINKS = 4  # column, picture, title and "more" of one article
MAX_NAMES = 200  # characters of class and id that are searched
LEVELS = 7  # ancestors that distinguish one block of a page from another
NEARBY = 2  # levels above a list in which a headline or picture story of the same list may stand


@dataclass
class RowGroup:
    """Rows in blocks of the same kind."""

    rows: list[HtmlElement] = field(default_factory=list)
    articles: list[ListedArticle] = field(default_factory=list)
    dated: int = 0  # rows with a full date
    dated_without_year: int = 0
    long_titles: int = 0
    numbered: int = 0  # addresses with a number of three digits or more

    @property
    def is_dated(self) -> bool:
        """True if most rows contain a full date."""
        return self.dated >= MOSTLY * len(self.articles)

    @property
    def dated_share(self) -> float:
        """Share of rows with a date, with or without its year."""
        return (self.dated + self.dated_without_year) / len(self.articles)

    @property
    def mean_title(self) -> float:
        """Mean length of the titles in characters."""
        return sum(len(one.title or "") for one in self.articles) / len(self.articles)

    @property
    def score(self) -> float:
        """Weight of the group: dates count most, then long titles, then numbered addresses."""
        return 5 * self.dated + 2 * self.dated_without_year + 2 * self.long_titles + self.numbered

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Sort key: dated groups of several rows first, then those with dates without year, then by score."""
        several = len(self.articles) > 1
        return (
            self.is_dated and several,
            (self.is_dated or self.dated_without_year >= MOSTLY * len(self.articles)) and several,
            self.score,
        )


def list_articles(page: WebPage, source: Source, skip: Container[str]) -> list[ListedArticle]:
    """Return the articles of a list page: by the source's selector, by its address rule, or by the rows' layout.

    ``skip`` holds URL keys that are no articles. Raises PatternTimeout.
    """
    if source.list.links is not None:
        return article_links.articles(page, source, source.list.links, skip)
    everything = _without_site_links(article_links.candidates(page, article_links.article_test(source), skip))
    main = _outside_menus(everything) or everything
    if source.article.url is not None:
        return [article for article, _ in main]
    return best_rows(main)


def groups_on(page: WebPage, is_article: ArticleTest) -> list[RowGroup]:
    """Return the link groups of a page, the likeliest list of articles first."""
    everything = _without_site_links(article_links.candidates(page, is_article, ()))
    return ranked(_outside_menus(everything) or everything)


def _without_site_links(candidates: list[Candidate]) -> list[tuple[ListedArticle, HtmlElement]]:
    """Drop links such as 联系我们 that describe the site itself."""
    return [
        (article, element)
        for article, element in candidates
        if element is not None and not ABOUT_THE_SITE.match(article.title or "")
    ]


def _outside_menus(
    candidates: list[tuple[ListedArticle, HtmlElement]],
) -> list[tuple[ListedArticle, HtmlElement]]:
    """Drop links in menus and footers, unless there is a date beside them."""
    aside: dict[HtmlElement, bool] = {}
    return [
        (article, element)
        for article, element in candidates
        if article.published_raw or not _is_aside(element, aside)
    ]


def best_rows(candidates: Sequence[tuple[ListedArticle, HtmlElement]]) -> list[ListedArticle]:
    """Return the articles of the likeliest list, in page order."""
    groups = ranked(candidates)
    if not groups or groups[0].score == 0:
        return []
    first = groups[0]
    keys = {one.key for one in first.articles}
    for group in groups[1:]:
        # the last page of a list may have one row, and a side bar of dated news five: both are articles
        if group.is_dated and 2 * group.long_titles >= len(group.articles):
            keys |= {one.key for one in group.articles}
    keys |= _keys_nearby(first, candidates)
    return [article for article, _ in candidates if article.key in keys]


def ranked(candidates: Iterable[tuple[ListedArticle, HtmlElement]]) -> list[RowGroup]:
    """Group links by the blocks they stand in and return the groups, the likeliest list first."""
    possible = [
        (article, element)
        for article, element in candidates
        if article.published_raw is not None
        or article.day is not None
        or not list_addresses.is_list(article.url)
    ]
    groups: dict[tuple[str, ...], RowGroup] = defaultdict(RowGroup)
    for (article, link), row in zip(possible, _rows(possible), strict=True):
        group = groups[_signature(row)]
        group.rows.append(row)
        group.articles.append(article)
        dated = article.published_raw is not None
        group.dated += dated
        group.dated_without_year += not dated and _has_date_without_year(link, row)
        group.long_titles += len(article.title or "") >= LONG_TITLE
        group.numbered += bool(re.search(r"\d{3,}", article.url))
    return sorted(groups.values(), key=lambda group: group.rank, reverse=True)


def _rows(candidates: list[tuple[ListedArticle, HtmlElement]]) -> list[HtmlElement]:
    """Return for each link the largest part of the page that holds no other article's link."""
    keys_within: dict[HtmlElement, set[str]] = defaultdict(set)
    for article, element in candidates:
        for around in element.iterancestors():
            if len(keys_within[around]) > 1:
                break  # then every part above it holds two articles as well
            keys_within[around].add(article.key)
    rows = []
    for _, element in candidates:
        row = element
        for around in element.iterancestors():
            if len(keys_within[around]) > 1 or around.tag in ("body", "html"):
                break
            row = around
        rows.append(row)
    return rows


def _signature(row: HtmlElement) -> tuple[str, ...]:
    """Return tags, classes and ids around a row without digits; all rows of one list have the same signature."""
    parts = [str(row.tag)]
    for level, around in enumerate(row.iterancestors()):
        if level == LEVELS:
            break
        names = re.sub(r"\d+", "", class_and_id(around))
        parts.append(f"{around.tag}.{names}")
    return tuple(parts)


def class_and_id(element: HtmlElement) -> str:
    """Return an element's class and id, cut to a length that patterns can search quickly."""
    return f"{(element.get('class') or '')[:MAX_NAMES]} {(element.get('id') or '')[:MAX_NAMES]}"


def _has_date_without_year(link: HtmlElement, row: HtmlElement) -> bool:
    """Return True if there is a date such as 09-24 in the row, or beside a link that shares its row with few others."""
    text = _row_text(row)
    if row is link:
        around = next((e for e in link.iterancestors() if e.tag in row_dates.ROW_TAGS), None)
        if around is not None and sum(1 for _ in around.iter("a")) <= MAX_ROW_LINKS:
            text = _row_text(around)
    return row_dates.DATE_WITHOUT_YEAR.search(text) is not None


def _row_text(row: HtmlElement) -> str:
    text = "".join(row.itertext())
    return text if len(text) < LONGEST_ROW else ""


def _keys_nearby(group: RowGroup, candidates: Sequence[tuple[ListedArticle, HtmlElement]]) -> set[str]:
    """Return the group's keys and those of links of the same address shape just around it: headline, picture story."""
    shapes = {list_addresses.shape(one.url) for one in group.articles}
    same_shape = [(one, element) for one, element in candidates if list_addresses.shape(one.url) in shapes]
    block = _common_ancestor(row.getparent() if row.getparent() is not None else row for row in group.rows)
    taken = {one.key for one in group.articles}
    for _ in range(NEARBY + 1):
        if block is None or block.tag in ("body", "html"):
            break
        inside = set(block.iter("a", "area"))
        more = {one.key for one, element in same_shape if element in inside and one.key not in taken}
        if len(more) > NEARBY:
            break
        taken |= more
        block = block.getparent()
    return taken


def _common_ancestor(elements: Iterable[HtmlElement]) -> HtmlElement | None:
    """Return the smallest part of the page that holds all elements."""
    path: list[HtmlElement] | None = None
    for element in dict.fromkeys(elements):
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


def _is_aside(element: HtmlElement, known: dict[HtmlElement, bool]) -> bool:
    """Return True if the element is in a menu or footer. ``known`` caches the result for each ancestor."""
    path = []
    answer = False
    for around in element.iterancestors():
        if around in known:
            answer = known[around]
            break
        path.append(around)
        if around.tag in ("body", "html"):
            break
        if around.tag in ASIDE_TAGS or ASIDE.search(class_and_id(around)):
            answer = True
            break
    known.update(dict.fromkeys(path, answer))
    return answer
