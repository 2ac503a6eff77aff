"""Where a site keeps its lists: columns named on a home page, the column an article came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from crawler.lists import article_links
from crawler.net import hostnames
from crawler.net.hostnames import HostSet
from crawler.probe.link_groups import MORE
from pipelines import urls

if TYPE_CHECKING:
    from crawler.probe.probed_page import ProbedPage

# words by which columns of news are called, and those of pages that are none; longer words weigh more than one
NEWS = re.compile(
    "要闻|新闻|动态|头条|时政|资讯|快讯|信息|播报|聚焦|关注|报道|今日|综合|本地|政务|部门|乡镇|镇街|区县|县区|基层|会议|媒体|图片|民生|社会|经济"
)
NOTICE = re.compile("公告|公示|通知|通报|公报|政策|文件|解读|公开|发布")
NO_COLUMN = re.compile(
    "首页|主页|登录|注册|信箱|互动|咨询|投诉|调查|征集|访谈|办事|服务|领导|机构|概况|简介|走进|魅力|旅游|地图|导航|声明|联系|关于|无障碍|"
    "长者|繁体|English|微博|微信|客户端|搜索|收藏|RSS|数字报|往期|下载|视频|直播|专题|年报|指南|目录|依申请|邮箱|友情|纠错|隐私"
)
LIST = re.compile(
    r"(?:^|/)(?:index|list|default|more\w*)(?:[_-]\d+)*\.(?:s?html?|jsp|php|aspx?)$|/$|/(?:col|channel)[^/]*/?(?:index\.html?)?$|list|/gkmlpt/index",
    re.IGNORECASE,
)
CRUMBS = re.compile(r"crumb|position|weizhi|dqwz|location|\bpath\b|\bwz\b|navpath", re.IGNORECASE)
POSITION = re.compile("(?:您?(?:现在|当前|所在|目前)的?)?(?:所在)?(?:的)?位置")
LONGEST_TRAIL = 8  # links; more are a menu
MOST_BESIDE = 3  # links in a heading: its words, 更多, and a sign
LONGEST_NAME = 12  # characters of a column's name; a longer text is a headline
# how a column's address follows from that of its article, where the system's grammar says so
DERIVED = (
    (re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_(\d+)_\d+\.html$"), r"/col/col\1/index.html"),
    (re.compile(r"(/col/col\d+)/art/.+$"), r"\1/index.html"),
    (re.compile(r"(/channel_[^/]+/)doc_[0-9a-f_]+\.html$"), r"\1"),
    (re.compile(r"/\d{6}/t\d{8}_\d+\.s?html?$"), "/"),
    (re.compile(r"(/n\d+/)c\d+/content\.html$"), r"\1index.html"),
    (re.compile(r"/\d{8}/[0-9a-f]{8}-[0-9a-f-]{27}\.html$"), "/moreinfo.html"),
)

ACCOUNT = re.compile(
    r"/dy/media/T\w+\.html$|/user_\d+$"
)  # who published it on a platform: all of its articles


@dataclass(frozen=True)
class SiteColumn:
    """A link that may lead to a list of articles."""

    url: str
    name: str
    weight: float


def on(look: ProbedPage, list_shapes: tuple[re.Pattern[str], ...] = ()) -> list[SiteColumn]:
    """The columns that a page names, the likeliest news first; pages of other hosts are no columns of the site."""
    found: dict[str, SiteColumn] = {}
    headed = _headings(look)
    for position, (url, words) in enumerate(look.anchors()):
        if not look.owns(hostnames.host_of(url)) or urls.key(url) == urls.key(look.url):
            continue
        name = words.strip("[]【】>» \t")
        name = headed.get(url, name) if MORE.match(name) else name
        weight = _weight(url, name, list_shapes)
        if weight <= 0:
            continue
        key = urls.key(url)
        column = SiteColumn(url, name if not MORE.match(name) else "", weight - position / 1000)
        if key not in found or found[key].weight < column.weight:
            found[key] = column
    return sorted(found.values(), key=lambda column: -column.weight)


def below(look: ProbedPage) -> list[SiteColumn]:
    """The lists that lie below the page's own folder: their newest rows may be all that it shows."""
    folder = urlsplit(look.url).path.rpartition("/")[0] + "/"
    if folder == "/":
        return []
    found = []
    for column in on(look):
        path = urlsplit(column.url).path
        if path.startswith(folder) and path.rpartition("/")[0] + "/" != folder and LIST.search(path):
            found.append(column)
    return found


def _headings(look: ProbedPage) -> dict[str, str]:
    """What stands beside a link that only says 更多: the heading of its block names the column."""
    found = {}
    for anchor in look.document.tree.iter("a"):
        words, parent = "".join(anchor.itertext()).strip(), anchor.getparent()
        if parent is None or not MORE.match(words) or sum(1 for _ in parent.iter("a")) > MOST_BESIDE:
            continue
        beside = " ".join(parent.text_content().replace(words, " ").split())
        address = look.document.address(article_links.written(anchor) or "")
        if address and 1 < len(beside) <= LONGEST_NAME:
            found[address[0]] = beside
    return found


def _weight(url: str, name: str, list_shapes: tuple[re.Pattern[str], ...]) -> float:
    if not name or NO_COLUMN.search(name):
        return 0.0
    path = urlsplit(url).path
    looks_like_list = bool(LIST.search(path)) or any(shape.search(url) for shape in list_shapes)
    if MORE.match(name):
        return 2.0 if looks_like_list else 1.0
    if len(name) > LONGEST_NAME:
        return 0.0
    said = 2.0 if NEWS.search(name) else 1.0 if NOTICE.search(name) else 0.0
    return said + (1.0 if looks_like_list else 0.0) if said or looks_like_list else 0.0


def _crumbs(look: ProbedPage) -> list[tuple[str, str]]:
    """The links of the trail 当前位置：首页 > 要闻, on the owner's hosts."""
    own = HostSet((look.host, *look.siblings))
    for element in look.document.tree.iter(
        "div", "p", "span", "td", "ul", "ol", "nav", "h3", "h4", "h5", "dl"
    ):
        named = CRUMBS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if named is None and not POSITION.match((element.text or "").strip()):
            continue
        trail = [
            (address[0], " ".join(a.text_content().split()))
            for a in element.iter("a")
            if (address := look.document.address(article_links.written(a) or ""))
            and hostnames.host_of(address[0]) in own
        ]
        if 0 < len(trail) <= LONGEST_TRAIL:
            return trail
    return []


def of_article(look: ProbedPage) -> list[SiteColumn]:
    """Columns that an article may belong to: its trail of crumbs, what its address says, the folders above it."""
    found: dict[str, SiteColumn] = {}
    path = urlsplit(look.url).path
    own = look.meta.get("columnname", "")
    for depth, (url, words) in enumerate(_crumbs(look)):
        if urlsplit(url).path in ("", "/"):
            found.setdefault(urls.key(url), SiteColumn(url, words, 0.2))
        elif urls.key(url) != urls.key(look.url) and not NO_COLUMN.search(words):
            found.setdefault(
                urls.key(url), SiteColumn(url, words, 3.5 + depth / 10)
            )  # the last is the nearest
    for url, words in look.anchors():
        parts = urlsplit(url)
        if look.owns(hostnames.host_of(url)) and ACCOUNT.search(parts.path):
            found.setdefault(urls.key(url), SiteColumn(url, words, 3.2))
            continue
        if not look.owns(hostnames.host_of(url)) or not LIST.search(parts.path) or NO_COLUMN.search(words):
            continue
        weight = 4.0 if own and words == own else 0.0
        folder = parts.path.rpartition("/")[0] + "/"
        if folder != "/" and path.startswith(folder):
            weight = max(weight, 2.0 + folder.count("/") / 10)
        if weight:
            found.setdefault(urls.key(url), SiteColumn(url, words, weight))
    for pattern, column in DERIVED:
        if pattern.search(path):
            url = urljoin(look.url, pattern.sub(column, path))
            found.setdefault(urls.key(url), SiteColumn(url, own, 3.0))
    folder = path.rpartition("/")[0]
    if folder:  # not every server shows the index of a folder by itself
        url = urljoin(look.url, f"{folder}/index{path[path.rfind('.') :]}" if "." in path else f"{folder}/")
        found.setdefault(f"{urls.key(url)}index", SiteColumn(url, "", 0.4 + folder.count("/") / 10))
    while folder:
        url = urljoin(look.url, folder + "/")
        found.setdefault(urls.key(url), SiteColumn(url, "", 0.5 + folder.count("/") / 10))
        folder = folder.rpartition("/")[0]
    home = urljoin(look.url, "/")
    if not any(urlsplit(column.url).path in ("", "/") for column in found.values()):
        found[urls.key(home)] = SiteColumn(home, "", 0.1)
    return sorted(found.values(), key=lambda column: -column.weight)
