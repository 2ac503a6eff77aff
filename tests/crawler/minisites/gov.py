"""Invented government sites. The shapes are those of the systems' public descriptions; every word is ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.crawler.loopback_site import Answer
from tests.crawler.minisites.pieces import MiniSite, article_page, list_page, pieces, rows, thirds

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.crawler.loopback_site import Hit
    from tests.crawler.minisites.pieces import Piece

FILES = '<div class="files"><p><a href="./P020260901123456789012.pdf">附件1：验收表.pdf</a></p></div>'


def put(site: MiniSite, path: str, body: str, charset: str = "utf-8") -> None:
    site.put(path, body.replace("{charset}", charset), charset=charset)


def trs(name: str, *, first: int = 1, pager: str = 'createPageHTML({n}, {i}, "index", "html");') -> MiniSite:
    """TRS: numbered pages named by a script, counted from ``first``; page _1 repeats the list where that is 2."""
    site = MiniSite(name, "gov/trs_wcm", f"http://www.{name.replace('_', '-')}.test/ywdt/zwyw/")
    links = []
    for number, piece in enumerate(pieces()):
        href = f"./{piece.day:%Y%m}/t{piece.day:%Y%m%d}_{4200 + number}.html"
        charset = "gb18030" if number == 1 else "utf-8"
        body = f'<div class="TRS_Editor"><div class="TRS_Editor">{piece.paragraphs}</div></div>'
        page = article_page(piece, number, body=body, more=FILES if number == 2 else "")
        site.publish(f"/ywdt/zwyw/{href[2:]}", piece, page.replace("{charset}", charset), charset=charset)
        links.append((href, piece))
    broken = "./202608/t20260801_9999.html"
    site.challenge(f"/ywdt/zwyw/{broken[2:]}")
    parts = thirds(links)
    for i, part in enumerate(parts):
        content = rows(part).replace(
            "</ul>", f'<li><a href="{broken}">被拦截的一页</a></li></ul>' if i == 1 else "</ul>"
        )
        script = f"<script>{pager.format(n=len(parts), i=i)}</script>"
        page = list_page(content, tail=script)
        for address in ["", "index.html"] if i == 0 else [f"index_{i + first - 1}.html"]:
            put(site, f"/ywdt/zwyw/{address}", page)
        if i == 0 and first == 2:
            put(site, "/ywdt/zwyw/index_1.html", page)
    return site


def generic(name: str, *, style: str) -> MiniSite:
    """An unknown system: plain rows, a side bar, and a pager of one of the usual kinds."""
    site = MiniSite(name, "gov/generic", f"http://www.{name.replace('_', '-')}.test/xwzx/bdyw/list.html")
    links = []
    for number, piece in enumerate(pieces()):
        href = f"/xwzx/bdyw/content/{8800 + number}.html"
        charset = "gb18030" if number == 1 else "utf-8"
        page = article_page(piece, number, body=f'<div id="zoom">{piece.paragraphs}</div>')
        site.publish(href, piece, page.replace("{charset}", charset), charset=charset)
        links.append((href, piece))
    parts = thirds(links)
    for i, part in enumerate(parts):
        at = [f"list{f'_{k + 1}' if k else ''}.html" for k in range(len(parts) + 1)]
        pager = ""
        if style == "words":
            ahead = (
                f'<a href="{at[i + 1]}">下一页&gt;</a>' if i + 1 < len(parts) else "<span>下一页&gt;</span>"
            )
            pager = (
                f'<div class="page"><span>{i + 1}</span>{ahead}<a href="{at[len(parts) - 1]}">尾页</a></div>'
            )
        elif style == "numbers":
            pager = (
                '<p class="pagination">'
                + "".join(f'<a href="{at[k]}">{k + 1}</a>' for k in range(len(parts)))
                + "</p>"
            )
        elif style == "script":
            pager = f"<div id='pager'></div><script>var pageCount = {len(parts)}; draw('pager');</script>"
        elif style == "endless":  # a pager that always has one page more, the last of them empty
            pager = f'<a href="{at[i + 1]}">下页</a>'
        aside = (
            '<div class="side"><h3>专题</h3><ul>'
            + "".join(f'<li><a href="/zt/{k}/index.html">专题{k}</a></li>' for k in range(5))
            + "</ul></div>"
        )
        put(site, f"/xwzx/bdyw/{at[i]}", list_page(rows(part) + pager, tail=aside))
    if style == "endless":
        put(site, f"/xwzx/bdyw/{at[len(parts)]}", list_page("<ul class='news-list'></ul>"))
    return site


def published(
    site: MiniSite, address: Callable[[Piece, int], str], box: str, **more: Any
) -> list[tuple[str, Piece]]:
    """Five articles under the system's addresses; the second of them in GBK, the third with a file below its text."""
    links = []
    for number, piece in enumerate(pieces()):
        path = address(piece, number)
        charset = "gb18030" if number == 1 else "utf-8"
        body = box.replace("{}", piece.paragraphs)
        page = article_page(piece, number, body=body, more=FILES if number == 2 else "", **more)
        site.publish(path, piece, page.replace("{charset}", charset), charset=charset)
        site.files_of = piece.number if number == 2 else site.files_of
        links.append((path, piece))
    return links


def asked(hit: Hit) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(hit.path).query, keep_blank_values=True)) | dict(parse_qsl(hit.form or ""))


def li(links: list[tuple[str, Piece]]) -> list[str]:
    return [
        f"<li><a href='{href}' title='{piece.title}'>{piece.title}</a><b>{piece.day}</b></li>"
        for href, piece in links
    ]


def jcms(name: str, *, way: str) -> MiniSite:
    """Hanweb JCMS: a data island with the first rows, a proxy for the others."""
    site = MiniSite(
        name, "gov/hanweb_jcms", f"http://www.{name.replace('_', '-')}.test/col/col31131/index.html"
    )
    box = "<div id='zoom'><!--ZJEG_RSS.content.begin--><meta name='ContentStart'>{}<!--ZJEG_RSS.content.end--></div>"
    links = published(
        site, lambda p, n: f"/art/{p.day.year}/{p.day.month}/{p.day.day}/art_31131_{10300 + n}.html", box
    )
    records = [f"<record><![CDATA[\n{row}]]></record>" for row in li(links)]
    path = "/module/jslib/jquery/jpage/dataproxy.jsp" if way == "old" else "/module/web/jpage/dataproxy.jsp"
    query = "webid=130&path=/&columnid=31131&unitid=66601&webname=%E9%9D%92%E5%B2%9A&permissiontype=0"

    def proxy(hit: Hit) -> Answer:
        form = asked(hit)
        if (form.get("columnid"), form.get("unitid"), form.get("webid")) != ("31131", "66601", "130"):
            return Answer("<html>参数错误</html>", 500)
        if way == "post" and "unitid" not in (hit.form or ""):
            return Answer("", 404)
        if way == "page":
            at = (int(form["page"]) - 1) * 4
            shown = records[at : at + 4]
        else:
            shown = records[int(form["startrecord"]) - 1 : int(form["endrecord"])]
        total = f"<totalrecord>{len(records)}</totalrecord><totalpage>2</totalpage>" if way != "page" else ""
        body = f"<?xml version='1.0' encoding='utf-8'?><datastore>{total}<recordset>{''.join(shown)}</recordset></datastore>"
        return Answer(body, 200, {"Content-Type": "text/xml;charset=utf-8"})

    site.call(path, proxy)
    island = f"<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='{path}?page=1&{query}'></a>]]></nextgroup>"
    island += f"<recordset>{''.join(records[:3])}</recordset></datastore></script>"
    form = (
        "<script>$('#66601').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:3, ajaxParam:{col:1,appid:1,"
        "webid:130,path:'/',columnid:31131,sourceContentType:1,unitid:'66601',webname:'青岚',permissiontype:0}})</script>"
    )
    twin = rows(links[:2]) if way == "page" else ""  # the same list once more, for phones
    content = f"<div id='66601'>{island if way != 'post' else island.replace('nextgroup', 'x').replace(path, '')}</div>{twin}"
    put(site, "/col/col31131/index.html", list_page(content, tail=form if way == "post" else ""))
    return site


def jpaas(name: str, *, shell: bool) -> MiniSite:
    """Hanweb jpaas: ids in a Python literal, rows as HTML in JSON, 403 without the column as Referer."""
    site = MiniSite(
        name, "gov/hanweb_jpaas", f"http://www.{name.replace('_', '-')}.test/col/col4103/index.html"
    )
    links = published(
        site, lambda p, n: f"/col/col4103/art/{p.day.year}/art_{n + 10:032x}.html", "<div id='zoom'>{}</div>"
    )

    def unit(hit: Hit) -> Answer:
        form = asked(hit)
        if hit.headers.get("referer") != site.start:
            return Answer("", 403)
        if (form.get("webId"), form.get("tagId"), form.get("parseType")) != ("w1", "信息列表", "bulidstatic"):
            return Answer(
                json.dumps({"code": 500, "success": False}), 200, {"Content-Type": "application/json"}
            )
        number = int(json.loads(form["paramJson"])["pageNo"])
        shown = "".join(li(links[(number - 1) * 3 : number * 3]))
        html = f"<ul>{shown}</ul><div class='page' count='{len(links)}'></div>"
        return Answer(
            json.dumps({"code": 200, "success": True, "data": {"html": html}}),
            200,
            {"Content-Type": "application/json"},
        )

    site.call("/api-gateway/jpaas-publish-server/front/page/build/unit", unit)
    query = "{'webId':'w1','tplSetId':'t1','pageType':'column','tagId':'信息列表','pageId':'p1','parseType':'bulidstatic'}"
    script = f'<script src="/assets/unitbuild.js" queryData="{query}"></script>'
    put(site, "/col/col4103/index.html", list_page(("" if shell else rows(links[:3])) + script))
    return site


def ucap(name: str, *, way: str) -> MiniSite:
    """Kaipu: the column's id in a meta tag, the list in JSON with addresses that begin with //."""
    site = MiniSite(name, "gov/ucap", f"http://www.{name.replace('_', '-')}.test/xxgk/yw/list.shtml")
    links = published(
        site,
        lambda p, n: f"/xxgk/yw/{p.day:%Y%m}/{n + 40:032x}.shtml",
        "<UCAPCONTENT><div>{}</div></UCAPCONTENT>",
    )

    def search(hit: Hit) -> Answer:
        number = int(asked(hit)["page"])
        results = [
            {
                "title": piece.title,
                "url": f"//{site.host}{href}",
                "publishedTimeStr": f"{piece.day} 09:10:00",
                "contentHtml": piece.paragraphs,
                "resList": [],
            }
            for href, piece in links[(number - 1) * 3 : number * 3]
        ]
        data = {"page": number, "rows": 3, "total": len(links), "results": results}
        return Answer(json.dumps({"data": data}), 200, {"Content-Type": "application/json;charset=UTF-8"})

    site.call(f"/{way}/{'ab' * 16}", search)
    put(
        site,
        "/xxgk/yw/list.shtml",
        list_page("<div id='app'></div>", head=f"<meta content='{'ab' * 16}' name='channelid'>"),
    )
    return site


def ucap_whole(name: str) -> MiniSite:
    """Kaipu, with the articles in the list alone: their own pages are missing."""
    site = ucap(name, way="common/search")
    site.files_of = None
    for path in [path for path in site.pages if path.startswith("/xxgk/yw/2026")]:
        del site.pages[path]
    return site


def gkmlpt(name: str) -> MiniSite:
    """The disclosure platform of Guangdong: category behind the #, SID in a script."""
    site = MiniSite(name, "gov/gkmlpt", f"http://www.{name}.test/gkmlpt/index#2031")
    links = published(
        site,
        lambda p, n: f"/gkmlpt/content/8/81/post_{81000 + n}.html",
        "<div class='article-content'>{}</div>",
    )

    def every(hit: Hit) -> Answer:
        form = asked(hit)
        if form.get("sid") != "2220":
            return Answer("{}", 200, {"Content-Type": "application/json"})
        at = (int(form["page"]) - 1) * 3
        articles = [
            {
                "id": n,
                "title": piece.title,
                "url": f"{site.base}{href}",
                "create_time": int(f"{piece.day:%s}") + 30_000,
            }
            for n, (href, piece) in enumerate(links[at : at + 3])
        ]
        return Answer(
            json.dumps({"total": len(links), "articles": articles}), 200, {"Content-Type": "application/json"}
        )

    site.call("/gkmlpt/api/all/2031", every)
    put(
        site,
        "/gkmlpt/index",
        list_page("<div id='app'></div>", head="<script>window._CONFIG = { SID: '2220' };</script>"),
    )
    return site


def vsb(name: str, *, linked: bool) -> MiniSite:
    """Boda VSB: /xwdt/tzgg.htm, then /xwdt/tzgg/2.htm and /xwdt/tzgg/1.htm."""
    site = MiniSite(name, "gov/vsb", f"http://www.{name.replace('_', '-')}.test/xwdt/tzgg.htm")
    links = published(
        site,
        lambda p, n: f"/info/9316/{45100 + n}.htm",
        "<div id='vsb_content'><div class='v_news_content'>{}</div></div>",
    )
    parts = thirds(links)
    for i, part in enumerate(parts):
        up = ".." if i == 0 else "../.."
        moved = [(f"{up}{href}", piece) for href, piece in part]
        left = len(parts) - 1 - i
        ahead = (
            f"<a href='{'tzgg/' if i == 0 else ''}{left}.htm' class='Next'>下页</a>"
            if linked and left
            else "下页"
        )
        pager = f"<table><tr><td id='fanye4669'>共{len(links)}条&nbsp;&nbsp;{i + 1}/{len(parts)}</td><td>{ahead}</td></tr></table>"
        put(
            site, "/xwdt/tzgg.htm" if i == 0 else f"/xwdt/tzgg/{left + 1}.htm", list_page(rows(moved) + pager)
        )
    return site


def plain(
    name: str, family: str, start: str, address: Callable[[Piece, int], str], box: str, onward: str
) -> MiniSite:
    """Systems whose lists are plain links: ``onward`` is the address of a further page, {} its number."""
    site = MiniSite(name, family, f"http://www.{name.replace('_', '-')}.test{start}")
    links = published(site, address, box)
    parts = thirds(links)
    for i, part in enumerate(parts):
        ahead = onward.replace("{}", str(i + 2))
        pager = f"<div class='page'><a href=\"{ahead}\">下一页</a></div>" if i + 1 < len(parts) else ""
        at = start if i == 0 else urlsplit(onward.replace("{}", str(i + 1)))
        path = at if isinstance(at, str) else at.path + (f"?{at.query}" if at.query else "")
        put(site, path, list_page(rows(part) + pager))
    return site


SITES = [
    trs("trs_one"),
    trs("trs_two", first=2),
    trs("trs_vars", pager="var currentPage = {i}; var countPage = {n}; drawPager();"),
    trs("trs_silent", pager="drawn('elsewhere')"),
    generic("generic_words", style="words"),
    generic("generic_numbers", style="numbers"),
    generic("generic_script", style="script"),
    generic("generic_endless", style="endless"),
    jcms("jcms_get", way="get"),
    jcms("jcms_page", way="page"),
    jcms("jcms_post", way="post"),
    jcms("jcms_old", way="old"),
    jpaas("jpaas_rows", shell=False),
    jpaas("jpaas_shell", shell=True),
    ucap("ucap_search", way="common/search"),
    ucap("ucap_list", way="searchList"),
    ucap_whole("ucap_whole"),
    gkmlpt("gkmlpt"),
    vsb("vsb_linked", linked=True),
    vsb("vsb_drawn", linked=False),
    plain(
        "epoint",
        "gov/epoint",
        "/jyxx/moreinfo.aspx?categorynum=003",
        lambda p, n: f"/jyxx/InfoDetail/?InfoID=0a0b{n:04d}-1111-2222-3333-0123456789ab&CategoryNum=003",
        "<div class='ewb-article-info'>{}</div>",
        "/jyxx/moreinfo.aspx?categorynum=003&Paging={}",
    ),
    plain(
        "channel",
        "gov/channel_doc",
        "/channel_6954999f55780b9e3bac7e11/",
        lambda p, n: f"/channel_6954999f55780b9e3bac7e11/doc_6a8e9ee615ef0e8436537{n:03x}.html",
        "<div class='content'>{}</div>",
        "/channel_6954999f55780b9e3bac7e11/index_{}.html",
    ),
    plain(
        "npath",
        "gov/npath",
        "/n1403/n3839/index.html",
        lambda p, n: f"/n1403/n3839/c9427{n}/content.html",
        "<div id='zoomcon'>{}</div>",
        "/n1403/n3839/index_{}.html",
    ),
    plain(
        "longid",
        "gov/longid",
        f"/{'a1' * 16}/{'b2' * 16}/index.html",
        lambda p, n: f"/{'a1' * 16}/{'b2' * 16}/1569655061443907{n:03d}.html",
        "<div class='article-content'>{}</div>",
        f"/{'a1' * 16}/{'b2' * 16}/index_{{}}.html",
    ),
]
