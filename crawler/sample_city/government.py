"""Pages of the two governments: a modern template with the standard's tags, and an old one made of tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.sample_city import markup
from crawler.sample_city.addresses import PER_PAGE, list_path, listed, path_of
from crawler.sample_city.content import data, furniture_changed

if TYPE_CHECKING:
    from crawler.sample_city.content import Piece

GOV = "澜山市人民政府"
COUNTY = "岚水县人民政府"
# old addresses that a list still shows; each leads to the article of that number
MOVED = {"zwdt": {"/old/1015.html": "城市书房开到渡口边"}}
REMOVED = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>提示信息 - 澜山市人民政府</title></head>
<body><div class="header"><a href="/">首页</a></div>
<div class="article-box"><h1 class="title">提示信息</h1><div class="TRS_Editor" id="zoom"><p>您访问的页面不存在或已被删除。</p></div></div>
<div class="footer">版权所有：澜山市人民政府办公室</div></body></html>"""


def gov_article(piece: Piece, step: int) -> str:
    """An article of the city: tags, 信息来源, attachments outside the body, share bar, related links, footer."""
    author = markup.author(piece)
    info = [f"发布时间：{piece.at}"] if piece.at else []
    info.append(f"信息来源：{piece.outlet}")
    if author:
        info.append(f"作者：{author}")
    tags = markup.meta(
        [
            ("SiteName", GOV),
            ("SiteDomain", "www.lanshan.test"),
            ("SiteIDCode", "9901000001"),
            ("ColumnName", piece.column),
            ("ColumnType", piece.column),
            ("ArticleTitle", piece.title),
            ("PubDate", piece.at),
            ("ContentSource", piece.outlet),
            ("Keywords", ",".join(piece.keywords)),
            ("Author", author),
        ]
    )
    hits = piece.id % 97 + (112 if piece.id in furniture_changed(piece.source, step) else 0)
    makers = "".join(f'<p style="text-align:right">{escape(line)}</p>\n' for line in markup.makers(piece))
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<title>{escape(piece.title)}_{escape(piece.column or "")}_{GOV}</title>
{tags}
<link rel="stylesheet" href="/style.css"></head>
<body>
<div class="header"><a href="/">{GOV}</a><ul class="nav"><li><a href="/zwdt/index.html">政务动态</a></li><li><a href="/tzgg/index.html">通知公告</a></li><li><a href="/hd/">政民互动</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="index.html">{escape(piece.column or "")}</a> &gt; 正文</div>
<div class="article-box">
<h1 class="title">{escape(piece.title)}</h1>
<div class="info">{"".join(f"<span>{escape(part)}</span>　" for part in info)}<span>浏览次数：{hits}</span> <span>字号：【大 中 小】</span></div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="TRS_Editor" id="zoom">
{markup.body(piece.lines, folder="/images/")}
{makers}</div>
{_attachments(piece)}
</div>
{_related(piece, step)}
<div class="footer"><p>主办单位：澜山市人民政府办公室　政府网站标识码：9901000001</p><p>岭ICP备00000001号　联系电话：0990-5550000</p></div>
</body></html>
"""


def _attachments(piece: Piece) -> str:
    if not piece.attachments:
        return ""
    items = "".join(f'<li><a href="./{file}">{escape(name)}</a></li>' for file, name in piece.attachments)
    return f'<div class="fujian"><b>附件下载</b><ul>{items}</ul></div>'


def _related(piece: Piece, step: int) -> str:
    others = [one for one in listed(piece.source, piece.column_key, 1) if one.id != piece.id and not one.fault]
    first = 2 if piece.id in furniture_changed(piece.source, step) else 0
    rows = "".join(
        f'<li><a href="{path_of(one)}">{escape(one.title)}</a><span>{(one.at or "")[:10]}</span></li>'
        for one in others[first : first + 4]
    )
    return f'<div class="related"><h3>相关阅读</h3><ul>{rows}</ul></div>'


def gov_list(column: str, page: int, step: int) -> str | None:
    """A list page of the city with its pager; None beyond the last."""
    rows = listed("lanshan_gov", column, step)
    last = max((len(rows) + PER_PAGE - 1) // PER_PAGE, 1)
    if page > last:
        return None
    name = data("lanshan_gov")["columns"][column]
    items = "\n".join(
        f'<li><a href="{_relative(piece, column)}" title="{escape(piece.title)}">{escape(piece.title)}</a>'
        + (f"<span>{piece.at[:10]}</span>" if piece.at else "")
        + "</li>"
        for piece in rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    if page == last:
        items += "".join(
            f'<li><a href="{old}">{escape(title)}</a></li>' for old, title in MOVED.get(column, {}).items()
        )
    onward = list_path("lanshan_gov", column, page + 1).rpartition("/")[2]
    following = f'<a class="next" href="{onward}">下一页</a>' if page < last else "<span>下一页</span>"
    tags = markup.meta([("SiteName", GOV), ("SiteIDCode", "9901000001"), ("ColumnName", name)])
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{name}_{GOV}</title>
{tags}</head>
<body><div class="header"><a href="/">{GOV}</a><ul class="nav"><li><a href="/zwdt/index.html">政务动态</a></li><li><a href="/tzgg/index.html">通知公告</a></li></ul></div>
<ul class="list">
{items}
</ul>
<div class="pager">共{last}页 {following}</div>
<div class="footer">主办单位：澜山市人民政府办公室</div></body></html>
"""


def _relative(piece: Piece, column: str) -> str:
    path = path_of(piece)
    return "./" + path.removeprefix(f"/{column}/") if path.startswith(f"/{column}/") else path


def county_article(piece: Piece) -> str:
    """An article of the county: tables for layout, printed labels, no tags."""
    author = markup.author(piece)
    info = [f"发布时间：{piece.at}"] if piece.at else []
    info.append(f"来源：{piece.outlet}")
    if author:
        info.append(f"作者：{author}")
    reporters = [name for role, name in piece.by if role == "reporter"]
    if reporters:
        info.append(f"记者：{' '.join(reporters)}")
    makers = "".join(f"<p align=right>{escape(line)}</p>" for line in markup.makers(piece))
    text = markup.body(piece.lines, folder="/news/pic/", paragraph="<P>　　{}</P>")
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset={piece.lies or "gb2312"}">
<TITLE>{escape(piece.title)}-{COUNTY}</TITLE></HEAD>
<BODY bgColor=#ffffff>
<TABLE width=960 align=center><TR><TD class=top><A href="/">{COUNTY}</A></TD><TD><A href="/news/list.htm">岚水新闻</A> | <A href="/zwgk/">政务公开</A> | <A href="/hd/">互动交流</A></TD></TR></TABLE>
<TABLE width=960 align=center><TR><TD class=left width=200><TABLE><TR><TD>站内导航</TD></TR><TR><TD><A href="/lyzs/">旅游岚水</A></TD></TR><TR><TD><A href="/tzzn/">投资指南</A></TD></TR></TABLE></TD>
<TD width=760><TABLE width="100%">
<TR><TD align=center class=bt><FONT size=5><B>{escape(piece.title)}</B></FONT></TD></TR>
<TR><TD align=center class=xx>{"　　".join(map(escape, info))}　　浏览次数：{piece.id % 89}</TD></TR>
<TR><TD class=content id=zoom>
{text}
{makers}</TD></TR>
<TR><TD align=right class=tools>【<A href="#">打印</A>】【<A href="#">关闭</A>】</TD></TR>
</TABLE></TD></TR></TABLE>
<TABLE width=960 align=center><TR><TD align=center class=foot>版权所有：{COUNTY}　地址：岚水县城关社区文昌路1号　邮编：990121</TD></TR></TABLE>
</BODY></HTML>
"""


def county_list(page: int, step: int) -> str | None:
    """A list page of the county: rows of a table."""
    rows = listed("lanshui_gov", "news", step)
    last = (len(rows) + PER_PAGE - 1) // PER_PAGE
    if page > last:
        return None
    items = "\n".join(
        f'<TR><TD><A class=row href="html/{piece.id}.htm">{escape(piece.title)}</A></TD>'
        f"<TD>{'[' + piece.at[:10] + ']' if piece.at else ''}</TD></TR>"
        for piece in rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    following = f'<A class=next href="list_{page + 1}.htm">下一页</A>' if page < last else ""
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>岚水新闻-{COUNTY}</TITLE></HEAD>
<BODY><TABLE width=960 align=center class=newslist>
{items}
</TABLE><P align=center>第{page}页/共{last}页 {following}</P></BODY></HTML>
"""
