"""Pages as the content systems of governments, newspapers and platforms make them, in their bare structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.quality.contents import OTHERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.quality.contents import Content

NAV = "".join(
    f"<li><a href='/{i}/'>{name}</a></li>"
    for i, name in enumerate("首页 要闻 政务公开 政务服务 互动交流 走进澜山 数据发布 专题专栏".split())
)
RELATED = "".join(
    f"<li><a href='/n/{i}.html'>{title}</a><span>11-{i + 10}</span></li>" for i, title in enumerate(OTHERS)
)
FOOT = "<p>版权所有：澜山市人民政府办公室 主办单位：澜山市人民政府</p><p>澜ICP备05000001号 网站标识码：9901000001 Copyright 2005-2026</p>"
SHARE = "<div class='share'><span>分享到：</span><a href='#'>微信</a><a href='#'>微博</a><a href='#'>QQ空间</a></div>"
TOOLS = "【字体：<a href='#'>大</a> <a href='#'>中</a> <a href='#'>小</a>】 <a href='#'>打印</a> <a href='#'>关闭</a>"


def paragraphs(content: Content, tag: str = "p", indent: str = "　　") -> str:
    """The text as an editor leaves it in the page: indented paragraphs, its table, its signature."""
    lines = [line for line in content.body if "\t" not in line]
    html = "".join(f"<{tag}>{indent}{line}</{tag}>" for line in lines)
    if content.rows:
        rows = "".join(
            "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in content.rows
        )
        html += f"<table border='1'><tbody>{rows}</tbody></table>"
    return html + (f"<{tag}>{content.signed}</{tag}>" if content.signed else "")


def _page(head: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def _metas(content: Content) -> str:
    return (
        f"<meta name='SiteName' content='澜山市人民政府'><meta name='ColumnName' content='今日澜山'>"
        f"<meta name='ArticleTitle' content='{content.title}'><meta name='PubDate' content='{content.day} {content.clock}'>"
        f"<meta name='ContentSource' content='{content.outlet}'>"
    )


def hanweb(content: Content) -> str:
    head = f"<title>澜山市人民政府 今日澜山 {content.title}</title>{_metas(content)}"
    return _page(
        head,
        f"<div class='header'><ul>{NAV}</ul></div><div class='bt_position'>您当前的位置：<a href='/'>首页</a> &gt; 今日澜山</div>"
        f"<table id='article'><tr><td class='title'>{content.title}</td></tr><tr><td>发布日期：{content.day} {content.clock} "
        f"信息来源：{content.outlet} 浏览次数：<script>document.write(1)</script> {TOOLS}</td></tr>"
        f"<tr><td><div id='zoom'><!--ZJEG_RSS.content.begin-->{paragraphs(content)}<!--ZJEG_RSS.content.end--></div></td></tr></table>"
        f"{SHARE}<div class='xgnews'><h3>相关新闻</h3><ul>{RELATED}</ul></div><div class='footer'>{FOOT}</div>",
    )


def trs(content: Content) -> str:
    return _page(
        f"<title>{content.title}-澜山市人民政府</title>{_metas(content)}",
        f"<div class='nav'><ul>{NAV}</ul></div><h1>{content.title}</h1><div class='info'><span>时间：{content.day} {content.clock}</span>"
        f"<span>来源：{content.outlet}</span>{TOOLS}</div><div class='view TRS_UEDITOR'><div class='TRS_Editor'>{paragraphs(content)}</div></div>"
        f"{SHARE}<div class='list'><ul>{RELATED}</ul></div><div class='foot'>{FOOT}</div>",
    )


def ucap(content: Content) -> str:
    return _page(
        f"<title>{content.title}_澜山市人民政府门户网站</title>",
        f"<ul class='nav'>{NAV}</ul><div class='article'><h1 class='article-title'>{content.title}</h1>"
        f"<p class='date'>发布时间：{content.day.replace('-', '年', 1).replace('-', '月')}日 {content.clock}　　来源：{content.outlet}</p>"
        f"<ucapcontent>{paragraphs(content)}</ucapcontent></div><div class='sidebar'><ul>{RELATED}</ul></div><footer>{FOOT}</footer>",
    )


def vsb(content: Content) -> str:
    return _page(
        f"<title>{content.title}-澜山市交通运输局</title>",
        f"<div class='menu'><ul>{NAV}</ul></div><form name='_newscontent_fromname'><h2 class='tit'>{content.title}</h2>"
        f"<div>作者： &nbsp;&nbsp;发布时间：{content.day} {content.clock} &nbsp;来源：{content.outlet} 点击：[<span>52</span>]</div>"
        f"<div id='vsb_content'><div class='v_news_content'>{paragraphs(content)}</div></div>"
        f"<p>上一条：<a href='1.htm'>{OTHERS[0]}</a></p><p>下一条：<a href='2.htm'>{OTHERS[1]}</a></p></form><div class='footer'>{FOOT}</div>",
    )


def gkml(content: Content) -> str:
    return _page(
        f"<title>{content.title}</title>",
        f"<div class='top'><ul>{NAV}</ul></div><table class='gk'><tr><td>索引号：</td><td>9901-00-2026-000117</td><td>发布机构：</td>"
        f"<td>{content.outlet}</td></tr><tr><td>成文日期：</td><td>2026-01-04</td><td>发布日期：</td><td>{content.day} {content.clock}</td></tr></table>"
        f"<h1>{content.title}</h1><div class='xxgk_content'>{paragraphs(content)}</div><div class='footer'>{FOOT}</div>",
    )


def epoint(content: Content) -> str:
    return _page(
        f"<title>{content.title} - 澜山市公共资源交易网</title>",
        f"<div class='ewb-nav'><ul>{NAV}</ul></div><div class='ewb-location'>当前位置：首页 / 新闻动态</div><div class='ewb-article'>"
        f"<h3>{content.title}</h3><div class='ewb-article-sources'><p>【信息时间：{content.day} {content.clock}　来源：{content.outlet}】</p></div>"
        f"<div class='ewb-article-info'>{paragraphs(content)}</div></div><div class='ewb-foot'>{FOOT}</div>",
    )


def layout_tables(content: Content) -> str:
    """An old county site: the page is laid out in tables, no class or id marks the text."""
    links = "<br>".join(f"<a href='{i}.asp'>{title}</a>" for i, title in enumerate(OTHERS))
    lines = paragraphs(content, "p", "&nbsp;&nbsp;&nbsp;&nbsp;")
    return _page(
        f"<title>{content.title}</title>",
        f"<table width='1000'><tr><td colspan='2'><ul>{NAV}</ul></td></tr><tr><td width='200'>{links}</td><td><table><tr><td align='center'>"
        f"<b>{content.title}</b></td></tr><tr><td align='center'>{content.day} {content.clock}　来源：{content.outlet}　字号：大 中 小</td></tr>"
        f"<tr><td>{lines}</td></tr><tr><td align='right'>【<a href='#'>打印本页</a>】【<a href='#'>关闭窗口</a>】</td></tr></table></td></tr>"
        f"<tr><td colspan='2' align='center'>{FOOT}</td></tr></table>",
    )


def bare_breaks(content: Content) -> str:
    """Text set with line breaks inside one cell, as old editors did."""
    lines = "<br><br>".join("　　" + line for line in content.body if "\t" not in line)
    return _page(
        f"<title>澜山新闻网--{content.title}</title>",
        f"<div id='top'><ul>{NAV}</ul></div><div id='bt'>{content.title}</div><div>{content.day} {content.clock}:00　来源：{content.outlet}</div>"
        f"<div id='nr'>{lines}{'<br>' + content.signed if content.signed else ''}</div><div class='tuijian'><b>推荐阅读</b>{RELATED}</div><div>{FOOT}</div>",
    )


def portal(content: Content) -> str:
    return _page(
        f"<title>{content.title}_澜山在线</title><meta property='og:title' content='{content.title}'>"
        f"<meta property='article:published_time' content='{content.day}T{content.clock}:00+08:00'>",
        f"<header><ul>{NAV}</ul></header><div class='main'><div class='left'><h1>{content.title}</h1><div class='meta'>{content.day} {content.clock} "
        f"<span>来源：<a href='#'>{content.outlet}</a></span></div><div class='art-main'>{paragraphs(content, indent='')}</div><div class='bq'>"
        f"免责声明：本文仅代表作者个人观点，与本网无关，其内容未经本站证实，请读者仅作参考。</div>"
        f"<div class='box'><h4>相关推荐</h4><ul>{RELATED}</ul></div></div><div class='right'><h4>热门排行</h4><ol>{RELATED}</ol></div></div><footer>{FOOT}</footer>",
    )


def netease(content: Content) -> str:
    return _page(
        f"<title>{content.title}|澜山|临溪_网易订阅</title>",
        f"<div class='post_main'><h1 class='post_title'>{content.title}</h1><div class='post_info'>{content.day} {content.clock}:21　来源: "
        f"<a href='#'>{content.outlet}</a>　澜山 <a href='#'>举报</a></div><div class='post_body'>{paragraphs(content, indent='')}</div>"
        f"<div class='post_statement'>特别声明：以上内容(如有图片或视频亦包括在内)为自媒体平台“网易号”用户上传并发布，本平台仅提供信息存储服务。</div>"
        f"<div class='post_recommends'><ul>{RELATED}</ul></div></div>",
    )


def dzwww(content: Content) -> str:
    return _page(
        f"<title>{content.title}_澜山_澜山网</title>",
        f"<div class='nav'><ul>{NAV}</ul></div><h2>{content.title}</h2><div class='laiyuan'>{content.day} {content.clock}:00　来源：{content.outlet}　作者：</div>"
        f"<div class='news-con'>{paragraphs(content)}<p>责任编辑：郑小雨</p></div><div class='hotnews'><ul>{RELATED}</ul></div>",
    )


def wechat(content: Content) -> str:
    """A public account: the text is invisible until a script runs."""
    return _page(
        f"<title>{content.title}</title>",
        f"<div id='img-content'><h1 class='rich_media_title'>{content.title}</h1><div><em id='publish_time'>{content.day} {content.clock}</em></div>"
        f"<div class='rich_media_content' id='js_content' style='visibility: hidden;'>"
        f"<section>{paragraphs(content, 'p', '')}</section></div></div><div class='qr_code_pc'>微信扫一扫关注该公众号</div>",
    )


def scripted(content: Content) -> str:
    """The text is in the markup, but a style hides it until a script has run."""
    return _page(
        f"<title>{content.title}-澜山发布</title>",
        f"<ul class='nav'>{NAV}</ul><div id='app' style='display:none'><h1>{content.title}</h1><p class='d'>发布时间：{content.day} {content.clock} 来源：{content.outlet}</p>"
        f"<div class='txt'>{paragraphs(content)}</div></div><div class='footer'>{FOOT}</div>",
    )


def founder(content: Content) -> str:
    """An electronic newspaper: its properties in a comment, its text in an element of its own."""
    return _page(
        "<title>澜山日报数字报</title>",
        f"<!--enpproperty <date>{content.day} 00:10:00.0</date><author></author><title>{content.title}</title><subtitle></subtitle>"
        f"<introtitle></introtitle><nodename>01版：要闻</nodename>/enpproperty--><div class='nav'><a href='node_1.htm'>第01版：要闻</a><a href='#'>上一版</a></div>"
        f"<p class='BSHARE_TEXT'><founder-title>{content.title}</founder-title></p><div id='ozoom'><founder-content>{paragraphs(content)}</founder-content></div>",
    )


def dotnet(content: Content) -> str:
    """The whole page in one form, as a server framework of the 2000s makes it."""
    return _page(
        f"<title>{content.title}</title>",
        f"<form method='post' action='./show.aspx' id='form1'><div class='menu'><ul>{NAV}</ul></div><div class='show'><span id='lblTitle'>{content.title}</span>"
        f"<div><span id='lblDate'>{content.day} {content.clock}</span> 来源：<span>{content.outlet}</span></div><span id='lblContent'>{paragraphs(content)}</span></div>"
        f"<div class='foot'>{FOOT}</div></form>",
    )


def utility(content: Content) -> str:
    """Class names of a framework that describe how a part looks and not what it is."""
    return _page(
        f"<title>{content.title} | 澜山发布</title>",
        f"<div class='d-flex position-relative'><div class='row'><ul class='list-unstyled'>{NAV}</ul></div><div class='col-8 position-relative px-3'>"
        f"<div class='fs-3 fw-bold'>{content.title}</div><div class='text-muted'>{content.day} {content.clock} · 来源：{content.outlet}</div>"
        f"<div class='mt-4'>{paragraphs(content, 'div', '')}</div></div><div class='col-4'><div class='card'>{RELATED}</div></div></div><div>{FOOT}</div>",
    )


TEMPLATES: tuple[Callable[[Content], str], ...] = (
    hanweb, trs, ucap, vsb, gkml, epoint, layout_tables, bare_breaks, portal, netease, dzwww, wechat, scripted, founder,
    dotnet, utility,
)  # fmt: skip
NO_OUTLET = {"wechat", "founder"}  # these pages do not state it
NO_CLOCK = {"founder"}  # the hour there is that of the upload
NO_TABLE = {"bare_breaks"}
SIGNED_BY_EDITOR = {"dzwww": ("responsible_editor", "郑小雨")}
