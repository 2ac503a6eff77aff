"""Invented sites whose next page is not behind a plain link, or whose pages stand on two names of one host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawler.loopback_site import Answer
from tests.crawler.minisites.gov import asked, li, published, put
from tests.crawler.minisites.pieces import MiniSite, list_page, rows, thirds

if TYPE_CHECKING:
    from tests.crawler.loopback_site import Hit

STATE = "dDwtMTU+/u+8="


def postback(name: str) -> MiniSite:
    """ASP.NET: one address, every page but the first sent for as a form that must carry its hidden state."""
    site = MiniSite(name, "gov/generic", f"http://www.{name.replace('_', '-')}.test/xw/NewsList.aspx?cid=3")
    parts = thirds(
        published(site, lambda p, n: f"/xw/NewsShow.aspx?id={7100 + n}", "<div id='zoom'>{}</div>")
    )

    def shown(hit: Hit) -> Answer:
        form = asked(hit)
        number = int(form.get("__EVENTARGUMENT") or 1)
        if hit.form is not None and form.get("__VIEWSTATE") != f"{STATE}{number - 1}":
            return Answer("Validation of viewstate MAC failed", 500)
        ahead = f"javascript:__doPostBack('Pager','{number + 1}')"
        pager = f'<a href="{ahead}">下一页</a>' if number < len(parts) else "<a disabled>下一页</a>"
        content = (
            f'<form method="post" action="NewsList.aspx?cid=3"><input type="hidden" name="__EVENTTARGET">'
            f'<input type="hidden" name="__EVENTARGUMENT"><input type="hidden" name="__VIEWSTATE" value="{STATE}{number}">'
            f"<input type='submit' name='find' value='搜索'>{rows(parts[number - 1])}<div>{pager}</div></form>"
        )
        return Answer(list_page(content).replace("{charset}", "utf-8"), 200, {"Content-Type": "text/html"})

    site.call("/xw/NewsList.aspx", shown)
    return site


def ucap_pages(name: str) -> MiniSite:
    """Kaipu without its JSON: pages of HTML, the first called 1 by the script and nothing by its name."""
    site = MiniSite(name, "gov/ucap", f"http://www.{name.replace('_', '-')}.test/yw/yw_list.shtml")
    box = "<UCAPCONTENT><div>{}</div></UCAPCONTENT>"
    parts = thirds(published(site, lambda p, n: f"/yw/c1012/202609/c{n + 40}/content.shtml", box))
    for i, part in enumerate(parts):
        script = f'<script>createPageHTML("page_div",{len(parts)}, {i + 1},"yw_list","shtml",5);</script>'
        meta = f"<meta name='channelid' content='{'cd' * 16}'>"
        at = f"/yw/yw_list{f'_{i + 1}' if i else ''}.shtml"
        put(site, at, list_page(rows(part), head=meta, tail=script))
    return site


def two_names(name: str) -> MiniSite:
    """JCMS begun without ``www.``, whose rows lead to the name with it."""
    host = f"{name.replace('_', '-')}.test"
    site = MiniSite(name, "gov/hanweb_jcms", f"http://{host}/col/col452/index.html", f"www.{host}")
    links = published(
        site,
        lambda p, n: f"/art/{p.day.year}/{p.day.month}/{p.day.day}/art_452_{n + 1300}.html",
        "<div id='zoom'>{}</div>",
    )
    named = [(f"http://www.{host}{href}", piece) for href, piece in links]
    records = "".join(f"<record><![CDATA[{row}]]></record>" for row in li(named))
    island = f"<script type='text/xml'><datastore><recordset>{records}</recordset></datastore></script>"
    put(site, "/col/col452/index.html", list_page(island))
    return site


SITES = [postback("posted"), ucap_pages("ucap_pages"), two_names("two_names")]
