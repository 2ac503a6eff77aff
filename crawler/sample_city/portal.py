"""Pages of the portal, which reprints, and of the mirror, which copies."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.sample_city import markup
from crawler.sample_city.addresses import PER_PAGE, list_path, listed, path_of
from crawler.sample_city.mirror import glossed

if TYPE_CHECKING:
    from crawler.sample_city.content import Piece

PORTAL = "澜山生活网"
DISCLAIMER = "免责声明：本网转载自其它媒体的信息，目的在于传递更多信息，并不代表本网赞同其观点。"


def article(piece: Piece) -> str:
    """A reprint: date and outlet without labels, the lead as 核心提示, tags, notice and rankings around it."""
    date_line = f"{piece.at} {piece.outlet}" if piece.at else ""
    summary = f'<div class="introduce">核心提示：{escape(piece.summary)}</div>' if piece.summary else ""
    author = f"<p>{escape(piece.author_line)}</p>" if piece.author_line else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(piece.title)}_资讯_{PORTAL}</title></head>
<body><div class="head"><a href="/">{PORTAL}</a> <a href="/news/list.html">资讯</a> <a href="/sell/">供应</a></div>
<div class="pos">当前位置: <a href="/">首页</a> &raquo; <a href="list.html">资讯</a> &raquo; 正文</div>
<div class="left_box"><h1 class="title" id="title">{escape(piece.title)}</h1>
<div class="info">{escape(date_line)}</div>
{summary}
<div id="content"><div class="content" id="article">
{markup.body(piece.lines, paragraph="<p>{}</p>")}
{author}</div></div>
<div class="keytags">标签： <a href="/tag/1">澜山</a></div>
<div class="award">打赏</div>
<p class="statement">{DISCLAIMER}</p>
<div class="related"><div class="head-txt">更多&gt;同类资讯</div><ul><li><a href="/news/show-87.html">网友问答：公交卡里的余额过期了怎么办？</a></li></ul></div>
<div class="head-sub">点击排行</div></div>
<div class="foot">(c)2024 {PORTAL} 岭ICP备00000088号</div></body></html>
"""


def portal_list(page: int, step: int) -> str | None:
    """The portal's list: titles and days."""
    rows = listed("lanshan_portal", None, step)
    last = (len(rows) + PER_PAGE - 1) // PER_PAGE
    if page > last:
        return None
    items = "".join(
        f'<li class="catlist_li"><span>{piece.at or ""}</span><a href="{path_of(piece)}">{escape(piece.title)}</a></li>'
        for piece in rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    following = (
        f'<a class="next" href="{list_path("lanshan_portal", "", page + 1)}">下一页&raquo;</a>' if page < last else ""
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>资讯_{PORTAL}</title></head><body>'
        f'<div class="catlist"><ul>{items}</ul></div><div class="pages">{following}</div></body></html>'
    )


def mirror_article(piece: Piece) -> str:
    """A copy in traditional script with glosses, in a frame of spam."""
    lines = markup.body(piece.lines, paragraph="<p>{}</p>")
    makers = "".join(f"<p>{escape(line)}</p>" for line in markup.makers(piece))
    info = f"发布时间：{piece.at}　　信息来源：{piece.outlet}"
    head = glossed(
        f"<title>{escape(piece.title)}_澜山市人民政府</title></head><body>"
        f'<div class="box"><h1>{escape(piece.title)}</h1><div class="info">{escape(info)}</div>'
        f'<div class="zoom" id="zoom">\n{lines}\n{makers}</div></div>'
    )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}'
        '<div class="links"><a href="http://win.test/">bonus</a> <a href="http://slots.test/">slots</a></div>'
        "</body></html>"
    )


def mirror_list(step: int) -> str:
    rows = "".join(
        f'<li><a href="{path_of(piece)}">{glossed(escape(piece.title))}</a></li>'
        for piece in listed("lanshan_mirror", None, step)
    )
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>list</title></head><body><ul class="list">{rows}</ul></body></html>'
