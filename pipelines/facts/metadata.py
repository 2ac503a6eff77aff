"""Everything around the body: title, dates with their evidence, outlet apart from platform, column, keywords."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipelines import trim
from pipelines.body import pictures
from pipelines.credits import credit_line, edges, header
from pipelines.facts import attachments, printed_headline, published, title
from pipelines.items import Byline
from pipelines.text import outlets, person_names
from pipelines.text.clean import clean, one_line
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from pipelines.credits.credit_line import Reading
    from pipelines.page.parse import Document

META_SOURCES = ("contentsource", "article:source")
PLATFORM_HOSTS = {
    "163.com": "网易号",
    "thepaper.cn": "澎湃新闻·澎湃号",
    "baijiahao.baidu.com": "百家号",
    "sohu.com": "搜狐号",
}
# where platforms print the owner of an account; the names say whether the selector is worth a walk
ACCOUNTS = (
    (
        ".post_top_name, .post_info_author, .post_side .title, #js_name, .account_nickname_inner",
        ("post_top_name", "post_info_author", "post_side", "js_name", "account_nickname_inner"),
    ),
    (".post_wemedia_name", ("post_wemedia_name",)),
)
OPENING = 4
WRITERS = frozenset(("author", "reporter", "correspondent"))
SUMMARY = re.compile(r"^(?:核心提示|内容提要|摘要|内容摘要|导读|提要)\s?[:：]\s?(?P<text>.+)$")
ENPPROPERTY = re.compile(
    r"<(?P<tag>date|author|title|subtitle|introtitle|nodename)>(?P<value>.*?)</(?P=tag)>", re.DOTALL
)
CRUMB = re.compile(
    r"(?:您?当前|您的|您?现在|您现在的|您所在的|您?所在|您当前的|当前的)位置\s?[:：]?\s?(?P<path>.+)"
)
COLUMN_SPLIT = re.compile(r"\s*(?:>>?|»|›|＞|→|/)\s*")


def head(doc: Document) -> None:
    """Fill the article's metadata from the untouched tree; what the page does not say stays null."""
    meta = doc.meta = meta_tags(doc)
    enp = _enpproperty(doc)
    title.read(doc, meta)
    _from_enpproperty(doc, enp)
    printed_headline.complete(doc, enp)
    if not doc.foreign:
        pictures.over(doc, header.region(doc))
    reading = _reading(doc)
    doc.evidence["reading"] = reading
    published.read(doc, meta, enp, reading)
    _outlet(doc, meta, reading)
    article = doc.article
    if not reading.bylines and enp.get("author"):
        reading.take(header.one(doc, enp["author"]))
    article.bylines = reading.bylines + _meta_author(doc, meta, reading)
    article.dateline = reading.dateline
    article.original_title = reading.original_title
    article.column = _column(doc, meta, enp)
    article.keywords = _keywords(doc, meta)
    article.summary = article.summary or _summary(doc)
    article.attachments = attachments.attachments(doc)


def meta_tags(doc: Document) -> dict[str, str]:
    """Meta names in lower case to their last non-empty value (templates repeat tags, the empty one last)."""
    found: dict[str, str] = {}
    for element in doc.tree.iter("meta"):
        name = (
            (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
        )
        value = clean(element.get("content") or "")
        if name and value:
            found[name] = value[:2000]
    return found


def _reading(doc: Document) -> Reading:
    """What head, body and tail lines say of the makers; head and tail only where the page is still the article's."""
    reading = header.read(doc)
    end = doc.evidence["end"] = trim.end(doc)
    # behind the end of the text stand the pictures of other stories
    known = {image.url for image in doc.article.images}
    doc.article.images += [
        image for before, image in doc.pictures if before <= end and image.url not in known
    ]
    stated = bool(reading.source) or any(name in doc.meta for name in META_SOURCES)
    body = edges.read(
        # the grammar of signatures is Chinese; a date may open any text
        doc.lines[: min(end, OPENING) if doc.foreign else end],
        () if doc.foreign else doc.captions,
        doc.page.fetched_at,
        edges.Body(title=doc.article.title, named=doc.named, stated=stated),
    )
    reading.take(body)
    reading.strip, reading.days = body.strip, body.days
    if doc.foreign:
        return reading
    cut = (header.one(doc, line) for line in doc.lines[end : end + header.TAIL_LINES])
    for tail in [*cut, *header.below(doc)]:
        if tail.strip:
            reading.take(replace(tail, dateline=None, published=None, published_label=None))
    return reading


def _outlet(doc: Document, meta: dict[str, str], reading: Reading) -> None:
    article, rules = doc.article, doc.page.rules
    stated = next((meta[name] for name in META_SOURCES if name in meta), None)
    if stated is not None and outlets.is_platform(stated):
        article.platform = stated
    given = doc.given.outlet if doc.given is not None else None
    if given is not None and outlets.is_platform(given):
        article.platform = given
    declared = outlets.clean_outlet(stated) if stated else None
    printed = _tail_outlet(doc) if reading.source is None or reading.assumed else None
    named = (
        (reading.source if not reading.assumed else None)
        or printed
        or (outlets.clean_outlet(given) if given else None)
        or declared
        or reading.source
        or (None if doc.foreign else outlets.clean_outlet(meta.get("source", "")))
        or reading.outlet
    )
    host = urlsplit(doc.url).hostname or ""
    article.platform = (
        (rules.platform if rules else None)
        or reading.platform
        or article.platform
        or next(
            (name for end, name in PLATFORM_HOSTS.items() if host == end or host.endswith("." + end)), None
        )
    )
    original = rules is not None and rules.kind in ("government", "newspaper") and rules.mirror_of is None
    if rules is not None and rules.kind == "portal" and article.platform is None:
        article.platform = rules.name
    if named is None and rules is not None and original:
        named = rules.outlet
    article.outlet = named
    article.platform_account = _account(doc) or meta.get("mediaid", "")[:30] or None
    if article.outlet is None and article.platform_account and not original:
        article.outlet = outlets.clean_outlet(article.platform_account)


def _tail_outlet(doc: Document) -> str | None:
    if not doc.lines:
        return None
    match = re.search(r"[(（]\s?(?:来源|稿源)\s?[:：]\s?([^()（）]{2,40})[)）]$", doc.lines[-1])
    return outlets.clean_outlet(match[1]) if match else None


def _account(doc: Document) -> str | None:
    """Who owns the account on a platform, where the markup names the owner."""
    from pipelines.body.container import select
    from pipelines.page.text_lines import visible_text

    for selector, needles in ACCOUNTS:
        if not doc.mentions(*needles):
            continue
        for element in select(doc.tree, selector):
            name = one_line("".join(visible_text(element)))
            if 2 <= len(name) <= 30:
                return name
    return None


def _meta_author(doc: Document, meta: dict[str, str], reading: Reading) -> list[Byline]:
    """The author in the markup's data, where nobody else is said to have written and the page prints the name, too."""
    value = meta.get("author", "")
    if not value or any(one.role in WRITERS for one in reading.bylines):
        return []
    printed = "".join(block.text for block in [*doc.before, *doc.after[: header.TAIL_LINES]])
    return [
        Byline(role="author", name=name)
        for name in person_names.split_certain_names(value) or ()
        if name in printed and all(name != one.name for one in reading.bylines)
    ]


def _column(doc: Document, meta: dict[str, str], enp: dict[str, str]) -> str | None:
    if named := meta.get("columnname") or enp.get("nodename"):
        return named[:60]
    hint = doc.page.hint
    if hint is not None and hint.column:
        return hint.column
    for block in doc.before:
        if "位置" not in block.text:
            continue
        match = CRUMB.search(credit_line.matching(block.spaced))
        if match is None:
            continue
        parts = [part for part in COLUMN_SPLIT.split(match["path"]) if part and len(part) <= 20]
        while parts and re.fullmatch(r"(正文|详情|内容|信息内容|文章内容)", parts[-1]):
            parts.pop()
        if (
            parts
            and fold(parts[-1]) != fold(doc.article.title or "")
            and not re.fullmatch("首页|网站首页", parts[-1])
        ):
            return parts[-1]
    return None


def _keywords(doc: Document, meta: dict[str, str]) -> list[str]:
    """Keywords of the article; a list that repeats site and column on every page is none."""
    raw = meta.get("keywords", "")
    parts = [part for part in re.split(r"[,，;；、\s|]+", raw) if 1 < len(part) <= 20]
    own = {
        doc.page.rules.name if doc.page.rules else "",
        meta.get("columnname", ""),
        meta.get("sitename", ""),
    }
    return [part for part in dict.fromkeys(parts) if part not in own][:20]


def _summary(doc: Document) -> str | None:
    for line in [*(block.spaced for block in doc.before[-header.LINES :]), *doc.lines[:4]]:
        match = SUMMARY.match(line)
        if match:
            return match["text"]
    return None


def _enpproperty(doc: Document) -> dict[str, str]:
    """The comment in which e-newspapers of one maker keep an article's properties."""
    start = doc.text.find("<!--enpproperty")
    if start == -1:
        return {}
    end = doc.text.find("-->", start)
    block = doc.text[start : min(end if end != -1 else start + 5000, start + 5000)]
    return {
        match["tag"]: clean(re.sub(r"<[^>]{0,50}>", " ", match["value"]))
        for match in ENPPROPERTY.finditer(block)
    }


def _from_enpproperty(doc: Document, enp: dict[str, str]) -> None:
    article = doc.article
    rules = doc.page.rules.selectors if doc.page.rules else None
    if enp.get("title") and not (rules and rules.title):
        article.title = enp["title"]
    article.kicker = article.kicker or enp.get("introtitle") or None
    article.subtitle = article.subtitle or enp.get("subtitle") or None


def evidence_of(doc: Document) -> dict[str, Any]:
    """The evidence that is kept with the article: plain JSON, bounded."""
    kept = {name: value for name, value in doc.evidence.items() if name not in ("reading",)}
    return json.loads(json.dumps(kept, ensure_ascii=False, default=str)[:20_000] if kept else "{}")  # type: ignore[no-any-return]
