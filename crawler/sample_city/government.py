"""Render the two government sites: a modern template with the standard meta tags, and an old one with layout tables."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.sample_city import markup
from crawler.sample_city.addresses import PER_PAGE, list_path, listed, path_of
from crawler.sample_city.content import data, pages_with_changed_boilerplate

if TYPE_CHECKING:
    from crawler.sample_city.content import Piece

SITE = [("SiteName", "澜山市人民政府"), ("SiteDomain", "www.lanshan.test"), ("SiteIDCode", "9901000001")]
# old addresses on the last list page, which redirect to the article of that number; the article itself is listed one
# page earlier, so that it is always stored first
MOVED = {"zwdt": {"/old/1010.html": "电机厂宿舍的改造账本"}}


def gov_removed() -> str:
    """Return a removal notice, served with status 200."""
    return markup.fill("gov_removed")


def gov_article(piece: Piece, step: int) -> str:
    """Return an article of the city: meta tags, 信息来源, attachments outside the body, related links, footer."""
    changed = piece.id in pages_with_changed_boilerplate(piece.source, step)
    author = markup.author(piece)
    tags = [
        *SITE,
        ("ColumnName", piece.column),
        ("ColumnType", piece.column),
        ("ArticleTitle", piece.title),
        ("PubDate", piece.at),
        ("ContentSource", piece.outlet),
        ("Keywords", ",".join(piece.keywords)),
        ("Author", author),
    ]
    info = _info(piece, "信息来源", author)
    credits = [f'<p style="text-align:right">{escape(line)}</p>\n' for line in markup.credit_lines(piece)]
    return markup.fill(
        "gov_article",
        title=escape(piece.title),
        column=escape(piece.column or ""),
        tags=markup.meta(tags),
        info="".join(f"<span>{escape(part)}</span>　" for part in info),
        hits=piece.id % 97 + (112 if changed else 0),
        body=markup.body(piece.lines, folder="/images/"),
        credits="".join(credits),
        attachments=_attachments(piece),
        related=_related(piece, first=2 if changed else 0),
    )


def _info(piece: Piece, source_label: str, author: str | None) -> list[str]:
    info = [f"发布时间：{piece.at}"] if piece.at else []
    return [*info, f"{source_label}：{piece.outlet}", *([f"作者：{author}"] if author else [])]


def _attachments(piece: Piece) -> str:
    if not piece.attachments:
        return ""
    items = "".join(f'<li><a href="./{file}">{escape(name)}</a></li>' for file, name in piece.attachments)
    return f'<div class="fujian"><b>附件下载</b><ul>{items}</ul></div>'


def _related(piece: Piece, *, first: int) -> str:
    """Return links to other articles of day one; they stay the same on day two, so that the page does not change."""
    rows = [one for one in listed(piece.source, piece.column_key, 1) if one.id != piece.id and not one.fault]
    return "".join(
        f'<li><a href="{path_of(one)}">{escape(one.title)}</a><span>{(one.at or "")[:10]}</span></li>'
        for one in rows[first : first + 4]
    )


def gov_list(column: str, page: int, step: int) -> str | None:
    """Return a list page of the city with its pager, or None beyond the last page."""
    rows = listed("lanshan_gov", column, step)
    last = (len(rows) + PER_PAGE - 1) // PER_PAGE
    if page > last:
        return None
    name = data("lanshan_gov")["columns"][column]
    items = [_gov_row(piece, column) for piece in rows[(page - 1) * PER_PAGE : page * PER_PAGE]]
    following = "<span>下一页</span>"
    if page < last:
        onward = list_path("lanshan_gov", column, page + 1).rpartition("/")[2]
        following = f'<a class="next" href="{onward}">下一页</a>'
    else:
        moved = MOVED.get(column, {})
        items += [f'<li><a href="{old}">{escape(title)}</a></li>' for old, title in moved.items()]
    tags = markup.meta([*SITE, ("ColumnName", name)])
    return markup.fill(
        "gov_list", column=name, tags=tags, items="\n".join(items), last=last, following=following
    )


def _gov_row(piece: Piece, column: str) -> str:
    path, title = path_of(piece), escape(piece.title)
    href = "./" + path.removeprefix(f"/{column}/") if path.startswith(f"/{column}/") else path
    day = f"<span>{piece.at[:10]}</span>" if piece.at else ""
    return f'<li><a href="{href}" title="{title}">{title}</a>{day}</li>'


def county_article(piece: Piece) -> str:
    """Return an article of the county: layout tables, printed labels, no meta tags."""
    reporters = [name for role, name in piece.by if role == "reporter"]
    info = _info(piece, "来源", markup.author(piece))
    info += [f"记者：{' '.join(reporters)}"] if reporters else []
    return markup.fill(
        "county_article",
        charset=piece.false_charset or "gb2312",
        title=escape(piece.title),
        info="　　".join(map(escape, info)),
        hits=piece.id % 89,
        body=markup.body(piece.lines, folder="/news/pic/", paragraph="<P>　　{}</P>"),
        credits="".join(f"<p align=right>{escape(line)}</p>" for line in markup.credit_lines(piece)),
    )


def county_list(page: int, step: int) -> str | None:
    """Return a list page of the county (rows of a table), or None beyond the last page."""
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
    return markup.fill("county_list", items=items, page=page, last=last, following=following)
