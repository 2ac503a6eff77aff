"""The five saved texts as pages again: the texts are read at test time, the markup is that of their platforms."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import Newspaper, Page, Rules, Selectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARED = Path(os.environ.get("GOVNEWS_SHARED") or Path(__file__).parents[3] / "shared")
SEEDS = SHARED / "seeds"
PRESENT = (SEEDS / "gold.json").is_file()

PLATFORM = Rules(id="netease", name="网易号", kind="platform", platform="网易号", region="370000")
PAPER_ACCOUNT = Rules(
    id="thepaper", name="澎湃新闻", kind="platform", platform="澎湃新闻·澎湃号", region="370000"
)
PRESS = Rules(id="paper", name="一家省报", kind="newspaper", region="371500")
PORTAL = Rules(id="portal", name="科技门户", kind="portal", platform="科技门户", region="440000")
MIRROR = Rules(
    id="mirror",
    name="镜像",
    region="370900",
    outlet="大众网",
    mirror_of="http://taian.dzwww.test/",
    selectors=Selectors(body="#news-con"),
)


@lru_cache(maxsize=1)
def gold() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SEEDS / "gold.json").read_text(encoding="utf-8"))
    return found


def lines(sample: str) -> list[str]:
    text = (SEEDS / gold()[sample]["file"]).read_text(encoding="utf-8")
    return [line.strip() for line in text.split("\n") if line.strip()]


def f1(one: str, other: str) -> float:
    """Likeness of two texts by character 4-grams, folded for the comparison alone."""
    a, b = _grams(one), _grams(other)
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values()))


def fold(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def _grams(text: str) -> Counter[str]:
    key = fold(text)
    return Counter(key[i : i + 4] for i in range(len(key) - 3))


def _paragraphs(found: Sequence[str], captions: Iterable[str] = ()) -> str:
    """Paragraphs, each caption with its picture above it in one paragraph, as editors of all systems write it."""
    known = {fold(caption): i for i, caption in enumerate(captions)}
    parts = []
    for line in found:
        if fold(line) in known:
            picture = f'<img src="/images/{known[fold(line)]}.jpg">'
            parts.append(f'<p class="f_center" style="text-align:center">{picture}<br>{escape(line)}</p>')
        else:
            parts.append(f"<p>{escape(line)}</p>")
    return "\n".join(parts)


def _page(title: str, body: str, url: str, rules: Rules | None, **more: Any) -> Page:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return Page(
        url=url, body=f"<html><head>{head}</head><body>{body}</body></html>".encode(), rules=rules, **more
    )


def _until(found: list[str], start: str) -> int:
    return next(i for i, line in enumerate(found) if fold(line).startswith(fold(start)))


def netease(rules: Rules | None = PLATFORM) -> Page:
    text, [article] = lines("000"), gold()["000"]["articles"]
    end = _until(text, gold()["000"]["article_ends_before"])
    crumb, title, tools, body = text[0], text[1], text[2:4], text[4:end]
    rest = text[end + 2 :]
    side = _until(rest, "2024-12-22 14:59:00")
    account = article["platform_account"]
    links = [f"<div><a href='/dy/{i}.html'>{escape(line)}</a></div>" for i, line in enumerate(rest[:side])]
    markup = f"""<div class="post_crumb">{crumb}</div><div class="post_main"><h1 class="post_title">{title}</h1>
<div class="post_info"></div><div class="post_share">{" ".join(tools)}</div>
<div class="post_body">{_paragraphs(body, article["captions"])}</div>
<div class="post_statement"><p>{text[end]}</p><p>{text[end + 1]}</p></div>
<div class="post_recommends">{"".join(links)}</div>
<div class="post_side"><p>{rest[side]}</p><div class="post_wemedia_name"><a>{account}</a></div>
{_paragraphs(rest[side + 2 :])}</div></div>"""
    return _page(f"{title}_网易订阅", markup, "https://www.163.com/dy/article/ABCDEFGH0530WJIN.html", rules)


def thepaper(rules: Rules | None = PAPER_ACCOUNT) -> Page:
    text, [article] = lines("001"), gold()["001"]["articles"]
    start = _until(text, article["title"])
    end = _until(text, "阅读原文")
    logo, title, stamp = text[:start], text[start], text[start + 1 : start + 4]
    markup = f"""<div class="header">{" ".join(logo)}</div><div class="newscontent"><h1 class="news_title">{title}</h1>
<div class="news_about"><p>{stamp[0]}</p><p>{stamp[1]}</p><span>{stamp[2]}</span></div>
<div class="news_txt">{_paragraphs(text[start + 4 : end])}</div>
<div class="news_infor_extra">{_paragraphs(text[end : end + 5])}</div></div>
<div class="footer">{_paragraphs(text[end + 5 :])}</div>"""
    address = "https://www.thepaper.cn/newsDetail_forward_14119290"
    return _page(f"{title}_澎湃号·媒体_澎湃新闻-The Paper", markup, address, rules)


def newspaper(order: int, rules: Rules | None = PRESS) -> Page:
    """One of the eight stories of the printed page, as the article page of an e-newspaper."""
    article = gold()["002"]["articles"][order - 1]
    credits = article.get("photo_credits") or []
    picture = ""
    if article["captions"]:
        credit = next(line for line in lines("002") if line.startswith("□" + credits[0]["name"]))
        picture = f"""<table id="newspic"><tr><td><img src="../../../res/p1.jpg"></td></tr>
<tr><td>{article["captions"][0]}<br>{credit}</td></tr></table>"""
    markup = f"""<!--enpproperty <articleid>{order}</articleid><title>{article["title"]}</title>
<introtitle>{article["kicker"] or ""}</introtitle><subtitle>{article["subtitle"] or ""}</subtitle> /enpproperty-->
<div class="nav"><a href="node_1.htm">上一版</a> <a href="node_3.htm">下一版</a></div>
<p id="PreTitle">{article["kicker"] or ""}</p><p id="Title">{article["title"]}</p><p id="SubTitle">{article["subtitle"] or ""}</p>
{picture}<div id="ozoom"><!--enpcontent--><founder-content><P>{article["byline_line"]}</P>
{_paragraphs(article["paragraphs"])}</founder-content><!--/enpcontent--></div>
<div class="footer">版权所有 一家报社</div>"""
    return _page(
        article["title"],
        markup,
        f"http://epaper.example.test/pc/content/content_{order}.html",
        rules,
        newspaper=Newspaper(page_no="05", order=order),
    )


def portal(rules: Rules | None = PORTAL) -> Page:
    text, [article] = lines("003"), gold()["003"]["articles"]
    start, end = _until(text, article["title"]), _until(text, "免责声明")
    stamp, hits, summary = text[start + 1 : start + 4]
    markup = f"""<div class="head">{_paragraphs(text[:start])}</div><h1 class="title" id="title">{text[start]}</h1>
<div class="info">{stamp.replace(" ", "&nbsp;")}<span id="hits">{hits}</span></div><div class="introduce">{summary}</div>
<div id="content"><div class="content" id="article">{_paragraphs(text[start + 4 : end])}<p>{text[end]}</p></div></div>
<div class="head-txt"><span>{text[end + 1]}</span></div>{"".join(f'<div class="head-sub">{line}</div>' for line in text[end + 2 : end + 5])}
<div class="foot">{_paragraphs(text[end + 5 :])}</div>"""
    return _page(
        f"{text[start]}_科技门户", markup, "http://www.portal.example.test/news/show-123.html", rules
    )


def mirror(rules: Rules | None = MIRROR) -> Page:
    text, [article] = lines("004"), gold()["004"]["articles"]
    end = [i for i, line in enumerate(text) if line.endswith("[詳細]")]
    caption = article["captions"][0]
    markup = f"""<div id="news-con">{_paragraphs(text[: end[0]], [caption])}</div>
<div class="list">{"".join(f"<p><a href='/c/{i}.htm'></a>{text[i]}</p>" for i in end)}</div>
<div class="bottom">{_paragraphs(text[end[-1] + 1 :])}</div>"""
    return _page("", markup, "http://mirror.example.test/xwzx/index3.htm", rules)
