"""Find the columns of a site: those named on a home page, and the column that an article belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.lists import article_links, navigation_words
from crawler.net import hostnames
from crawler.net.hostnames import HostSet
from pipelines import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.probe.probed_page import ProbedPage

NEWS = navigation_words.pattern("news_columns")
NOTICE = navigation_words.pattern("notice_columns")
OTHER = navigation_words.pattern("other_columns")
MORE = navigation_words.pattern("more", before="^", after="[>»+…]*$")
POSITION = navigation_words.pattern("breadcrumb_label")
LIST_PATH = re.compile(
    r"(?:^|/)(?:index|list|default|more\w*)(?:[_-]\d+)*\.(?:s?html?|jsp|php|aspx?)$|/$|/(?:col|channel)[^/]*/?(?:index\.html?)?$|list|/gkmlpt/index",
    re.IGNORECASE,
)
BREADCRUMB_NAME = re.compile(r"crumb|position|weizhi|dqwz|location|\bpath\b|\bwz\b|navpath", re.IGNORECASE)
BREADCRUMB_TAGS = ("div", "p", "span", "td", "ul", "ol", "nav", "h3", "h4", "h5", "dl")
LONGEST_BREADCRUMB = 8  # links; more are a menu
HEADING_LINKS = 3  # in the heading of a block: its words, 更多, and an icon
LONGEST_NAME = 12  # characters of a column's name; a longer text is a headline
# how systems derive the address of a column from that of an article
COLUMN_OF_ARTICLE = (
    (re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_(\d+)_\d+\.html$"), r"/col/col\1/index.html"),
    (re.compile(r"(/col/col\d+)/art/.+$"), r"\1/index.html"),
    (re.compile(r"(/channel_[^/]+/)doc_[0-9a-f_]+\.html$"), r"\1"),
    (re.compile(r"/\d{6}/t\d{8}_\d+\.s?html?$"), "/"),
    (re.compile(r"(/n\d+/)c\d+/content\.html$"), r"\1index.html"),
    (re.compile(r"/\d{8}/[0-9a-f]{8}-[0-9a-f-]{27}\.html$"), "/moreinfo.html"),
)
# pages of an account on platform/netease and platform/thepaper: they list all its articles
ACCOUNT = re.compile(r"/dy/media/T\w+\.html$|/user_\d+$")

# Weights order the columns that an article may belong to, from the most specific evidence to the least.
SAME_NAME = 4.0  # a list link with the name in the article's ColumnName tag
BREADCRUMB = 3.5  # plus 0.1 for each step: the last step is the nearest column
ACCOUNT_PAGE = 3.2
DERIVED = 3.0
FOLDER_ABOVE = 2.0  # a list link whose folder contains the article; plus 0.1 for each folder
PLAIN_FOLDER = 0.5  # a folder above the article that no link names
FOLDER_INDEX = 0.4  # its index page: not every server shows it for the folder itself
HOME_IN_BREADCRUMB = 0.2
HOME = 0.1


@dataclass(frozen=True)
class SiteColumn:
    """A link that may lead to a list of articles."""

    url: str
    name: str
    weight: float


def columns_on(page: ProbedPage) -> list[SiteColumn]:
    """Return the columns that a page names on its own host, the likeliest news first."""
    found: dict[str, SiteColumn] = {}
    headings = _headings_beside_more(page)
    own_key = urls.key(page.url)
    for position, (url, words) in enumerate(page.anchors):
        if not page.owns(hostnames.host_of(url)) or (key := urls.key(url)) == own_key:
            continue
        name = words.strip("[]【】>» \t")
        name = headings.get(url, name) if MORE.match(name) else name
        weight = _column_weight(url, name)
        if weight <= 0:
            continue
        column = SiteColumn(url, name if not MORE.match(name) else "", weight - position / 1000)
        if key not in found or found[key].weight < column.weight:
            found[key] = column
    return sorted(found.values(), key=lambda column: -column.weight)


def columns_below(page: ProbedPage) -> list[SiteColumn]:
    """Return the columns below the page's own folder, whose newest rows may be all that the page shows."""
    folder = urlsplit(page.url).path.rpartition("/")[0] + "/"
    if folder == "/":
        return []
    found = []
    for column in columns_on(page):
        path = urlsplit(column.url).path
        if path.startswith(folder) and path.rpartition("/")[0] + "/" != folder and LIST_PATH.search(path):
            found.append(column)
    return found


def _headings_beside_more(page: ProbedPage) -> dict[str, str]:
    """Return address -> heading for links whose text is only 更多: the heading beside them names the column."""
    found = {}
    for anchor in page.document.tree.iter("a"):
        words, parent = "".join(anchor.itertext()).strip(), anchor.getparent()
        if parent is None or not MORE.match(words) or sum(1 for _ in parent.iter("a")) > HEADING_LINKS:
            continue
        beside = " ".join(parent.text_content().replace(words, " ").split())
        address = page.document.address(article_links.written_address(anchor) or "")
        if address and 1 < len(beside) <= LONGEST_NAME:
            found[address[0]] = beside
    return found


def _column_weight(url: str, name: str) -> float:
    """Return how likely a link leads to a list of news; 0 for a link that is no column."""
    if not name or OTHER.search(name):
        return 0.0
    looks_like_list = bool(LIST_PATH.search(urlsplit(url).path))
    if MORE.match(name):
        return 2.0 if looks_like_list else 1.0
    if len(name) > LONGEST_NAME:
        return 0.0
    by_name = 2.0 if NEWS.search(name) else 1.0 if NOTICE.search(name) else 0.0
    return by_name + (1.0 if looks_like_list else 0.0)


def columns_of_article(page: ProbedPage) -> list[SiteColumn]:
    """Return the columns that an article may belong to, the likeliest first; the home page is always among them."""
    found: dict[str, SiteColumn] = {}
    candidates = (*_from_breadcrumb(page), *_from_links(page), *_from_address(page))
    for column in candidates:
        found.setdefault(urls.key(column.url), column)
    if (index := _index_of_folder(page)) is not None:
        found[f"{urls.key(index.url)}#index"] = (
            index  # it has the URL key of its folder, yet may be the one that works
        )
    home = urljoin(page.url, "/")
    if not any(urlsplit(column.url).path in ("", "/") for column in found.values()):
        found[urls.key(home)] = SiteColumn(home, "", HOME)
    return sorted(found.values(), key=lambda column: -column.weight)


def _from_breadcrumb(page: ProbedPage) -> Iterator[SiteColumn]:
    own_key = urls.key(page.url)
    for depth, (url, words) in enumerate(_breadcrumb(page)):
        if urlsplit(url).path in ("", "/"):
            yield SiteColumn(url, words, HOME_IN_BREADCRUMB)
        elif urls.key(url) != own_key and not OTHER.search(words):
            yield SiteColumn(url, words, BREADCRUMB + depth / 10)


def _breadcrumb(page: ProbedPage) -> list[tuple[str, str]]:
    """Return (address, text) of the links in a trail such as 当前位置：首页 > 要闻, on hosts of the same owner."""
    own = HostSet((page.host, *page.siblings))
    for element in page.document.tree.iter(*BREADCRUMB_TAGS):
        named = BREADCRUMB_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if named is None and not POSITION.match((element.text or "").strip()):
            continue
        trail = [
            (address[0], " ".join(link.text_content().split()))
            for link in element.iter("a")
            if (address := page.document.address(article_links.written_address(link) or ""))
            and hostnames.host_of(address[0]) in own
        ]
        if 0 < len(trail) <= LONGEST_BREADCRUMB:
            return trail
    return []


def _from_links(page: ProbedPage) -> Iterator[SiteColumn]:
    path = urlsplit(page.url).path
    column_name = page.meta.get("columnname", "")
    for url, words in page.anchors:
        if not page.owns(hostnames.host_of(url)):
            continue
        link_path = urlsplit(url).path
        if ACCOUNT.search(link_path):
            yield SiteColumn(url, words, ACCOUNT_PAGE)
            continue
        if not LIST_PATH.search(link_path) or OTHER.search(words):
            continue
        weight = SAME_NAME if column_name and words == column_name else 0.0
        folder = link_path.rpartition("/")[0] + "/"
        if folder != "/" and path.startswith(folder):
            weight = max(weight, FOLDER_ABOVE + folder.count("/") / 10)
        if weight:
            yield SiteColumn(url, words, weight)


def _from_address(page: ProbedPage) -> Iterator[SiteColumn]:
    path = urlsplit(page.url).path
    column_name = page.meta.get("columnname", "")
    for pattern, column in COLUMN_OF_ARTICLE:
        if pattern.search(path):
            yield SiteColumn(urljoin(page.url, pattern.sub(column, path)), column_name, DERIVED)
    folder = path.rpartition("/")[0]
    while folder:
        yield SiteColumn(urljoin(page.url, folder + "/"), "", PLAIN_FOLDER + folder.count("/") / 10)
        folder = folder.rpartition("/")[0]


def _index_of_folder(page: ProbedPage) -> SiteColumn | None:
    """Return the index page in the article's folder, with the extension of the article's address."""
    path = urlsplit(page.url).path
    folder = path.rpartition("/")[0]
    if not folder:
        return None
    name = f"{folder}/index{path[path.rfind('.') :]}" if "." in path else f"{folder}/"
    return SiteColumn(urljoin(page.url, name), "", FOLDER_INDEX + folder.count("/") / 10)
