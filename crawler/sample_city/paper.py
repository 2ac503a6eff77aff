"""Pages of the newspaper: index, printed pages with their map and list, articles with their properties."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.sample_city import markup
from crawler.sample_city.addresses import (
    has_advertisement,
    issue_folder,
    issue_of,
    on_page,
    page_node,
    path_of,
    pdf_of,
    printed_pages,
)

if TYPE_CHECKING:
    from crawler.sample_city.content import Piece

PAPER = "澜山日报"


def index(step: int) -> str:
    """The index sends its readers on to the first page of the latest edition."""
    issue = issue_of(step)
    first = page_node(issue, printed_pages(issue)[0][0])
    target = f"{issue_folder(issue).lstrip('/')}{first}?v=1"
    return (
        f'<html><head><META HTTP-EQUIV="REFRESH" CONTENT="0; URL={target}">'
        f"<title>{PAPER}数字报</title></head><body></body></html>"
    )


def printed_page(issue: str, number: str, step: int) -> str:
    """One printed page: its picture with a map, the list of its articles, links to the other pages."""
    found = on_page(issue, number, step)
    areas = "".join(
        f'<area shape="rect" coords="{20 + 40 * i},{30 + 60 * i},{200 + 40 * i},{80 + 60 * i}" href="{_file(piece)}">'
        for i, piece in enumerate(found)
    )
    items = "".join(f'<li><a href="{_file(piece)}">{escape(piece.title)}</a></li>' for piece in found)
    if has_advertisement(issue, number):
        items += f'<li><a href="content_{issue.replace("-", "")}{number}9.htm">广告</a></li>'
    pages = "".join(
        f'<tr><td><a id="pageLink" href="{page_node(issue, no)}">第{no}版：{name}</a>'
        f' <a href="../../..{pdf_of(issue, no)}">PDF</a></td></tr>'
        for no, name in printed_pages(issue)
    )
    name = dict(printed_pages(issue))[number]
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{PAPER} {issue} 第{number}版：{name}</title></head>
<body><table width="1000"><tr>
<td class="paperimg"><img src="../../../resfile/{issue}/{number}/page.jpg" usemap="#PagePicMap" width="400"><map name="PagePicMap">{areas}</map></td>
<td><div class="bm">第{number}版：{name}</div><ul id="newslist">{items}</ul></td>
<td><table id="pagelist">{pages}</table></td></tr></table>
<div class="foot">版权所有 {PAPER}社 联系电话：0990-5550099</div></body></html>
"""


def _file(piece: Piece) -> str:
    return path_of(piece).rpartition("/")[2]


def article(piece: Piece) -> str:
    """An article with the properties that the content system leaves in a comment."""
    assert piece.issue is not None
    assert piece.page is not None
    name = dict(printed_pages(piece.issue))[piece.page]
    kicker = f'<p class="yinti" id="PreTitle">{escape(piece.kicker)}</p>' if piece.kicker else ""
    subtitle = f'<p class="futi" id="SubTitle">{escape(piece.subtitle)}</p>' if piece.subtitle else ""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{PAPER}数字报-{escape(piece.title)}</title></head>
<body>
<div class="top"><a href="{page_node(piece.issue, piece.page)}">第{piece.page}版：{name}</a> <a href="../../../index.htm">返回首页</a> 上一篇 下一篇 放大 缩小 默认</div>
<!--enpproperty <articleid>{piece.id}</articleid><date>{piece.issue} 02:10:27.0</date><author></author><title>{escape(piece.title)}</title><keyword/><subtitle>{escape(piece.subtitle or "")}</subtitle><introtitle>{escape(piece.kicker or "")}</introtitle><siteid>1</siteid><nodeid>2</nodeid><nodename>{name}</nodename> /enpproperty-->
<div class="titles">{kicker}<h1 id="Title">{escape(piece.title)}</h1>{subtitle}</div>
<div id="ozoom"><!--enpcontent--><founder-content>
{markup.body(piece.lines, folder="../../../images/")}
</founder-content><!--/enpcontent--></div>
<div class="foot">版权所有 {PAPER}社 未经授权不得转载</div>
</body></html>
"""
