"""An article's title, and the lines above and below it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipelines.body.container import select
from pipelines.credits import header
from pipelines.facts import subtitle
from pipelines.page.text_lines import visible_text
from pipelines.text.clean import one_line
from pipelines.text.folding import fold, same_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from pipelines.page.parse import Document

SEPARATOR = re.compile(r"\s*(?:_|\||丨|--+|—{1,2}(?=[^—]{2,20}$)|\s-\s|-(?=[^-]{2,20}$)|>>?|«|»)\s*")
CLEAR = re.compile(r"(?:_|\||\s-)\s*$")  # nobody writes these within a headline: what follows is the site
PLACEHOLDER = re.compile(
    r"(网站名称|标题|文章标题|无标题(文档)?|首页|正文|详情|详细内容|内容页|(新闻|文章|信息|内容|资讯|公告|通知)(详情|详细|查看|浏览|展示)(页面?)?|untitled|document|新闻|资讯|ArticleTitle)",
    re.IGNORECASE,
)
SITE = re.compile(
    r"(人民政府|政府网|政府门户网站|门户网站|网站|官网|日报|晚报|早报|新闻网|信息网|资讯网|融媒体中心|客户端|频道|大众网|"
    r"网易|订阅|澎湃新闻|新浪|搜狐|腾讯|要闻|动态|公告|新闻|资讯|正文|网|报|电子版|数字报)$"
)
MAX_TITLE = 200
NO_HEADLINE = re.compile(r"位置\s?[:：]|^首页|[>＞»]\s?(?:正文|详情)?$|(?:新闻|动态|要闻|公告|通知|资讯)$")
PARTING = "_-|丨—–:：·>»/＿｜"
OPENING = 4
CUT_SHORT = re.compile(r"\.{3,6}|…+")
SITE_LENGTH = 8
MIN_PRINTED = 6  # characters; a shorter line may be the name of a column
MAX_SIDE_LINE = 80


def read(doc: Document, meta: dict[str, str]) -> None:
    """Fill title, kicker and subtitle from the untouched tree, the most exact evidence first."""
    article = doc.article
    if doc.given is not None and (title := _usable(doc.given.title)) is not None:
        article.title, article.kicker, article.subtitle = title, doc.given.kicker, doc.given.subtitle
        return
    heading = title = None
    rules = doc.page.rules.selectors if doc.page.rules else None
    if rules and rules.title:
        heading, title = _selected(doc, rules.title)
    if title is None:
        title = _usable(meta.get("articletitle"))
    if title is None:
        heading, title = _heading(doc, meta)
    if title is None:
        title = _open_graph(doc, meta) or _listed(doc) or _from_title_tag(doc, meta) or _lone_heading(doc)
    if title is None and doc.page.hint is not None:
        title = _usable(doc.page.hint.title)
    if title is None:
        title = _over_imprint(doc)
    article.title = title
    if heading is None and title is not None:
        heading = _find(doc, title)
    if heading is not None and title is not None:
        article.kicker, article.subtitle = subtitle.beside(doc, heading, title)


def _selected(doc: Document, selector: str) -> tuple[HtmlElement | None, str | None]:
    attribute = re.search(r"(?:::attr\(([\w-]+)\)|/@([\w-]+))$", selector)
    plain = selector[: attribute.start()] if attribute else selector.removesuffix("::text")
    for element in select(doc.tree, plain):
        name = (attribute[1] or attribute[2]) if attribute else None
        text = element.get(name) or "" if name else "".join(visible_text(element))
        title = _usable(one_line(text))
        if title is not None and name is None and element.tag == "title":
            return None, strip_site(title, doc)
        # a text taken by XPath stands in no tree: the heading that holds it is looked for
        return (None if name or element.getparent() is None else element), title
    return None, None


def _usable(title: str | None) -> str | None:
    if title is None:
        return None
    title = one_line(title)
    return title if 2 <= len(title) <= MAX_TITLE and not PLACEHOLDER.fullmatch(title) else None


def _title_tag(doc: Document) -> str:
    element = doc.tree.find(".//title")
    return one_line(element.text_content()) if element is not None else ""


def _heading(doc: Document, meta: dict[str, str]) -> tuple[HtmlElement | None, str | None]:
    """The heading that the page's own <title> (or og:title) begins with or contains, the longest first."""
    wholes = [fold(text) for text in (_title_tag(doc), meta.get("og:title", "")) if text]
    site = _site_name(doc)
    best: tuple[int, HtmlElement, str] | None = None
    for element in doc.titled:
        text = one_line("".join(visible_text(element)))
        if not 4 <= len(text) <= MAX_TITLE or text == site or PLACEHOLDER.fullmatch(text):
            continue
        key = fold(text)
        if not any(key in whole for whole in wholes):
            continue
        if SITE.search(text) and not any(whole.startswith(key) for whole in wholes):
            continue
        if best is None or len(key) > best[0]:
            best = (len(key), element, text)
    if best is None or (
        best[0] < 8 and len(wholes[0]) > 3 * best[0] and not wholes[0].startswith(fold(best[2]))
    ):
        return None, None
    return best[1], best[2]


def _open_graph(doc: Document, meta: dict[str, str]) -> str | None:
    title = _usable(meta.get("og:title"))
    if title is None or fold(title) not in fold(_title_tag(doc)):
        return None
    return strip_site(title, doc)


def _listed(doc: Document) -> str | None:
    """The list's words for the page, where it prints them as a line of its own: some sites have one <title> for all."""
    title = _usable(doc.page.hint.title) if doc.page.hint is not None else None
    return title if title and len(title) >= MIN_PRINTED and _find(doc, title) is not None else None


def _from_title_tag(doc: Document, meta: dict[str, str]) -> str | None:
    title = _usable(_title_tag(doc))
    if title is None:
        return None
    stripped = (
        _whole_of(title, doc) or _printed_within(title, doc) or _printed(title, doc) or strip_site(title, doc)
    )
    if _names_sites(title) and not any(same_line(block.text, stripped or "") for block in doc.blocks):
        return None
    if stripped == _site_name(doc) or (doc.page.newspaper is not None and SITE.search(stripped or "")):
        return None  # an e-paper's <title> names the paper
    # a bare site name is no title
    if (
        stripped
        and SITE.search(stripped)
        and stripped == title
        and len(title) < 14
        and meta.get("og:title") != title
    ):
        return None
    return stripped


def _names_sites(title: str) -> bool:
    """Whether each part of <title> is short and ends like the name of a site or column: none is a headline."""
    parts = [part for part in SEPARATOR.split(title) if part]
    return len(parts) > 1 and all(len(part) <= SITE_LENGTH and SITE.search(part) for part in parts)


def _over_imprint(doc: Document) -> str | None:
    """The line right over the one that says when and by whom a page was published, whatever tag it is in."""
    near = [block for block in doc.blocks if block.text]
    marks = {
        block.element
        for block in header.area(doc)
        if (found := header.one(doc, block.spaced)).strip and (found.published or found.source)
    }
    for block, mark in pairwise(near):
        if (
            mark.element in marks
            and block.element not in marks
            and not block.linked
            and MIN_PRINTED <= len(block.text) <= MAX_SIDE_LINE
            and not block.text.endswith("。")
            and not NO_HEADLINE.search(block.text)
            and not header.one(doc, block.spaced).strip
        ):
            return _usable(block.text)
    return None


def _whole_of(title: str, doc: Document) -> str | None:
    """The line before the text that begins with a <title> cut short by dots."""
    begin, dots, _ = CUT_SHORT.sub("…", title).partition("…")
    key = fold(begin)
    if not dots or len(key) < MIN_PRINTED:
        return None
    early = [*doc.before, *doc.found[:OPENING]]
    whole = (
        block.text
        for block in early
        if not block.linked and len(block.text) <= MAX_TITLE and fold(block.text).startswith(key)
    )
    return _usable(next((text for text in whole if len(fold(text)) > len(key)), None))


def _printed_within(title: str, doc: Document) -> str | None:
    """The longest line before the text that is a whole part of <title>, between its ends, spaces and separators."""
    whole = one_line(title)
    early = [block for block in [*doc.before, *doc.found[:OPENING]] if block.text and not block.linked]
    texts = [block.text for block in early]
    # a line break within a headline is a space of the title; a column's name over it is no part of it
    texts += [f"{a.text} {b.text}" for a, b in pairwise(early) if not SITE.search(a.text)]
    best: str | None = None
    for text in texts:
        at = whole.find(text) if MIN_PRINTED <= len(text) <= MAX_TITLE else -1
        if at == -1 or (best is not None and len(text) <= len(best)) or SITE.search(text):
            continue
        before, behind = whole[:at].rstrip(), whole[at + len(text) :].lstrip()
        apart = not before or whole[at - 1].isspace() or before[-1] in PARTING
        if apart and (not behind or behind[0] in PARTING):
            best = text
    return _usable(best)


def _printed(title: str, doc: Document) -> str | None:
    """The beginning of <title> that the page prints as a line of its own: whatever tag it is in, it is the headline."""
    for mark in reversed(list(SEPARATOR.finditer(title))):
        begin = title[: mark.start()].strip()
        if len(begin) < MIN_PRINTED:
            break
        if any(not block.linked and same_line(block.text, begin) for block in doc.blocks):
            return _usable(begin)
    return None


def strip_site(title: str, doc: Document) -> str | None:
    """A <title> without the site and column names behind (or before) its separators."""
    parts = [part for part in SEPARATOR.split(title) if part]
    if len(parts) <= 1:
        return _usable(title)
    site = fold(_site_name(doc) or "")
    start, end = 0, len(parts)
    while end - start > 1 and (
        SITE.search(parts[end - 1])
        or fold(parts[end - 1]) == site
        or len(parts[end - 1]) <= 4
        or CLEAR.search(title[: title.rindex(parts[end - 1])])
    ):
        end -= 1
    while end - start > 1 and SITE.search(parts[start]) and len(parts[start]) <= 12:
        start += 1
    begin = title.index(parts[start])
    return _usable(title[begin : title.rindex(parts[end - 1]) + len(parts[end - 1])])


def _lone_heading(doc: Document) -> str | None:
    """The page's only h1; where <title> says nothing, the only heading of any kind that stands before the text."""
    early = {block.element for block in [*doc.before, *doc.found[: header.OPENING]]}
    for only_h1 in (True, False):
        found = {
            one_line("".join(visible_text(element)))
            for element in doc.titled
            if element.tag == "h1" or (not only_h1 and element in early)
        }
        found = {text for text in found if text and (only_h1 or (len(text) > 5 and not SITE.search(text)))}
        if found:
            return _usable(found.pop()) if len(found) == 1 else None
    return None


def _site_name(doc: Document) -> str | None:
    return doc.page.rules.name if doc.page.rules else None


def _find(doc: Document, title: str) -> HtmlElement | None:
    for block in doc.blocks:
        if block.element.tag != "title" and same_line(block.text, title):
            element: HtmlElement = block.element
            return element
    return None
