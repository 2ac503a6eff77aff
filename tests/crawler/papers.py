"""Mini-sites of printed papers, one per system: one invented edition, written the way each system writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.crawler.loopback_site import Site


@dataclass(frozen=True)
class Story:
    """One article: its place in the edition, its three lines of title, its text."""

    id: int
    page: str
    order: int
    title: str
    kicker: str | None = None
    subtitle: str | None = None
    also: str | None = None  # linked from this page, too

    @property
    def body(self) -> list[str]:
        return [
            f"本报讯（记者 钟离雪）青岚市第{self.id}号渡口昨日恢复通航，首班渡轮载客{self.id}人，两岸居民等候已久。",
            f"渡口管理处介绍，今年以来共维修栈桥{self.id}处，更换灯具若干，夜间班次增加到每小时一班。",
        ]


@dataclass(frozen=True)
class Edition:
    day: date
    names: dict[str, str] = field(default_factory=lambda: {"01": "要闻", "02": "民生"})

    @property
    def stories(self) -> list[Story]:
        k = self.day.day * 100
        return [
            Story(
                10000 + k + 11,
                "01",
                1,
                f"{self.day:%m%d}渡口通航三百班",
                "等候三年的回响",
                "首班渡轮清晨离岸",
            ),
            Story(10000 + k + 12, "01", 2, f"{self.day:%m%d}山城步道开建十二处", also="02"),
            Story(10000 + k + 21, "02", 1, f"{self.day:%m%d}菜场里的修表匠", None, "四十年只做一件事"),
            Story(10000 + k + 22, "02", 2, f"{self.day:%m%d}社区食堂开进老街", "一碗热汤送到楼下"),
        ]

    def on(self, page: str) -> list[Story]:
        return [one for one in self.stories if one.page == page] + [
            one for one in self.stories if one.also == page
        ]


Write = dict[str, str | bytes]


def _lines(tag: str, story: Story) -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in story.body)


def _map(links: list[str]) -> str:
    areas = "".join(
        f'<area coords="10,{20 * i},90,{20 * i + 15}" href="{one}">' for i, one in enumerate(links)
    )
    return f'<img src="page.jpg" usemap="#PagePicMap"><map name="PagePicMap">{areas}</map>'


def _page(text: str, charset: str) -> str:
    title, end, rest = text.partition("</title>") if text.startswith("<title>") else ("", "", text)
    return f"<html><head><meta charset={charset}>{title}{end}</head><body>{rest}</body></html>"


def founder(edition: Edition) -> Write:
    """New layout: a catalogue with PDFs, a list, a tree of the whole edition; articles without a day in their address."""
    day, folder = edition.day, f"/qlrb/pc/layout/{edition.day:%Y%m/%d}"
    href = {one.id: f"../../../content/content_{one.id}.html" for one in edition.stories}
    pages: Write = {
        "/qlrb/": f"<script>window.location.href='pc/layout/{day:%Y%m/%d}/node_A01.html';</script>"
    }
    catalogue = "".join(
        f'<li class="layout-catalogue-item"><a href="node_A{no}.html">第A{no}版：{name}</a>'
        f'<a class="pdf" href="../../../attachment/{day:%Y%m/%d}/{no}-9f.pdf"></a></li>'
        for no, name in edition.names.items()
    )
    tree = "".join(
        f'<dt><a href="node_A{no}.html">第A{no}版：{name}</a></dt>'
        + "".join(f'<dd><a href="{href[one.id]}">{one.title}</a></dd>' for one in edition.on(no))
        for no, name in edition.names.items()
    )
    for no in edition.names:
        rows = "".join(f'<li><a href="{href[one.id]}">{one.title}</a></li>' for one in edition.on(no))
        pages[f"{folder}/node_A{no}.html"] = (
            f"{_map([href[one.id] for one in edition.on(no)])}<ul class=layout-catalogue-list>{catalogue}</ul>"
            f'<ul class="news-list">{rows}<li><a href="../../../content/content_9.html">公益广告</a></li></ul>'
            f'<div id="webtree"><dl>{tree}</dl></div>'
        )
    for one in edition.stories:
        pages[f"/qlrb/pc/content/content_{one.id}.html"] = (
            f'<title>青岚日报</title><p id="PreTitle">{one.kicker or ""}</p><h3 id="Title">{one.title}</h3>'
            f'<p id="SubTitle">{one.subtitle or ""}</p><div id="ozoom"><founder-content>{_lines("P", one)}'
            "</founder-content></div>"
        )
    return pages


def founder_classic(edition: Edition) -> Write:
    """Nodes of the system, not of the page; the article's number is followed by the node that led to it."""
    day, folder = edition.day, f"/html/{edition.day:%Y-%m/%d}"
    node = {no: 37 + 4 * i for i, no in enumerate(edition.names)}
    pages: Write = {
        "/index.html": "<META HTTP-EQUIV=REFRESH CONTENT='0; URL=paperindex.htm'>",
        "/paperindex.htm": f'<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/{day:%Y-%m/%d}/node_37.htm?v=1">',
    }
    for no, name in edition.names.items():
        href = {one.id: f"content_{one.id}_{node[no]}.htm?div=-1" for one in edition.on(no)}
        listed = "".join(
            f'<tr><td><a id=pageLink href="./node_{node[n]}.htm">第{n}版：{label}</a></td>'
            f'<td><a href="../../../resfile/{day}/{n}/qlrb{day:%Y%m%d}{n}.pdf"><img src=pdf.gif></a></td></tr>'
            for n, label in edition.names.items()
        )
        rows = "".join(
            f'<tr><td><a href="{href[one.id]}">{one.title}</a></td></tr>' for one in edition.on(no)
        )
        pages[f"{folder}/node_{node[no]}.htm"] = (
            f'<a class=preart href="node_{node["02"]}.htm">下一版</a>{_map(list(href.values()))}'
            f"<strong>第{no}版：{name}</strong><table>{listed}</table><table id=titleList>{rows}</table>"
        )
        for one in edition.on(no):
            pages[f"{folder}/content_{one.id}_{node[no]}.htm"] = (
                f"<title>青岚日报数字报-{one.title}</title><!--enpproperty <articleid>{one.id}</articleid>"
                f"<date>{day} 03:10:00.0</date><title>{one.title}</title><subtitle>{one.subtitle or ''}</subtitle>"
                f"<introtitle>{one.kicker or ''}</introtitle><nodename>{name}</nodename> /enpproperty-->"
                f'<table><tr><td class="font02">{one.kicker or ""}</td></tr><tr><td class="font01">{one.title}</td></tr>'
                f'<tr><td class="font02">{one.subtitle or ""}</td></tr></table><div id="ozoom"><!--enpcontent-->'
                f"<founder-content>{_lines('P', one)}</founder-content><!--/enpcontent--></div>"
            )
    return pages


def paperindex(edition: Edition) -> Write:
    """Two hops of index, GB 18030, the system's own spelling."""
    day, folder = edition.day, f"/qlrb/content/{edition.day:%Y%m%d}"
    pages: Write = {
        "/qlrb/content/PaperIndex.htm": f'<script>location.replace("{day:%Y%m%d}/IssueIndex.htm")</script>',
        f"{folder}/IssueIndex.htm": "<meta http-equiv='refresh' content='0;url=\"Page01QL.htm\"'>",
    }
    for no, _name in edition.names.items():
        href = {one.id: f"Articel{one.page}{one.id}QL.htm" for one in edition.on(no)}
        listed = "".join(
            f"<LI class=banci><a href=Page{n}QL.htm>第{n}版</a> <a href=Page{n}QL.htm>{label}</a></LI>"
            for n, label in edition.names.items()
        )
        rows = "".join(f"<li><a href={href[one.id]}>{one.title}</a></li>" for one in edition.on(no))
        pages[f"{folder}/Page{no}QL.htm"] = (
            f'{_map(list(href.values()))}<div id=news-header><a href=Page02QL.htm>下一版</a> <a href="pdf/{no}.pdf">PDF版</a></div>'
            f"<ul>{listed}</ul><ul>{rows}<li><a href=Articel09999QL.htm>广告</a></li></ul>"
        )
        for one in edition.on(no):
            pages[f"{folder}/{href[one.id]}"] = (
                f'<title>青岚日报</title><input type=hidden id=Text_title value="{one.title}">'
                f"<div class=news-title><h4 class=yinti>{one.kicker or ''}</h4><h1 id=title>{one.title}</h1>"
                f"<h4 class=futi>{one.subtitle or ''}</h4></div><span id=contenttext>{_lines('p', one)}</span>"
            )
    return {path: _page(str(text), "gbk").encode("gb18030") for path, text in pages.items()}


def shtml(edition: Edition) -> Write:
    """Server-side pages; the list of pages is in a menu."""
    folder = f"/shtml/qlrb/{edition.day:%Y%m%d}"
    pages: Write = {"/": f"<frameset><frame src='/shtml/qlrb/{edition.day:%Y%m%d}/vA1.shtml'></frameset>"}
    for i, (no, _name) in enumerate(edition.names.items(), 1):
        listed = "".join(
            f'<p><a href="{folder}/vA{k}.shtml">A{k}版:{label}</a> <a href="{folder}/A{k}.pdf">PDF</a></p>'
            for k, label in enumerate(edition.names.values(), 1)
        )
        rows = "".join(
            f'<li>·<a href="{folder}/{one.id}.shtml">{one.title}</a></li>' for one in edition.on(no)
        )
        areas = [f"{folder}/{one.id}.shtml" for one in edition.on(no)]
        pages[f"{folder}/vA{i}.shtml"] = f"{_map(areas)}<div>{listed}</div><ul>{rows}</ul>"
    for one in edition.stories:
        pages[f"{folder}/{one.id}.shtml"] = (
            f'<title>{one.title}_青岚日报</title><div class="d_t_a">{one.kicker or ""}</div>'
            f'<div class="d_t_b">{one.title}</div><div class="d_t_c">{one.subtitle or ""}</div>'
            f'<div class="para">{_lines("p", one)}</div>'
        )
    return pages


def joyhua(edition: Edition) -> Write:
    """An index that lists the whole edition below its pages."""
    folder = f"/qlrb/{edition.day:%Y%m%d}/html"
    pages: Write = {"/qlrb/": f"<meta http-equiv=refresh content=0;url={edition.day:%Y%m%d}/html/index.htm>"}
    tree = ""
    for no, name in edition.names.items():
        href = {one.id: f"page_{no}_content_{one.id}.htm" for one in edition.on(no) if one.page == no}
        href |= {one.id: f"page_{one.page}_content_{one.id}.htm" for one in edition.on(no) if one.page != no}
        rows = "".join(f"<li><a href='{href[one.id]}'>{one.title}</a></li>" for one in edition.on(no))
        tree += f"<div class=bm><h3><a href='page_{no}.htm'>{no}版：{name}</a></h3><ul>{rows}</ul></div>"
        pages[f"{folder}/page_{no}.htm"] = (
            f"{_map(list(href.values()))}<h2>第{no}版：{name}</h2><a href=page_02.htm>下一版</a>"
            f"<a href='/qlrb/{edition.day:%Y%m%d}/{no}.pdf'>下载PDF</a><ul>{rows}</ul>"
        )
    pages[f"{folder}/index.htm"] = tree
    for one in edition.stories:
        pages[f"{folder}/page_{one.page}_content_{one.id}.htm"] = (
            f"<title>青岚日报</title><div class=bmnr_con_yinti>{one.kicker or ''}</div>"
            f"<div class=bmnr_con_biaoti>{one.title}</div><div class=bmnr_con_futi>{one.subtitle or ''}</div>"
            f"<div id=zoom>{_lines('p', one)}</div>"
        )
    return pages


def uniflows(edition: Edition) -> Write:
    """Folders of days and pages; the addresses of articles have no mark of their own."""
    folder = f"/uniflows/{edition.day:%Y/%m/%d}"
    pages: Write = {"/uniflows/": f'<script>top.location = "{edition.day:%Y/%m/%d}/01/default.htm"</script>'}
    for no, _name in edition.names.items():
        href = {one.id: f"../{one.page}/{one.page}_{one.order}.htm" for one in edition.on(no)}
        listed = "".join(
            f"<li><a href='../{n}/default.htm'>第{n}版 {label}</a><a href='../{n}/{n}.pdf'>pdf</a></li>"
            for n, label in edition.names.items()
        )
        rows = "".join(f"<li><a href='{href[one.id]}'>{one.title}</a></li>" for one in edition.on(no))
        pages[f"{folder}/{no}/default.htm"] = (
            f"<a href='/'>首页</a><a href='/about.htm'>关于我们</a>{_map(list(href.values()))}<ul>{listed}</ul><ul>{rows}</ul>"
        )
    for one in edition.stories:
        pages[f"{folder}/{one.page}/{one.page}_{one.order}.htm"] = (
            f"<title>青岚日报</title><h5 class=yinti_title>{one.kicker or ''}</h5><h2 class=content_title>{one.title}</h2>"
            f"<h5 class=futi_title>{one.subtitle or ''}</h5><div id=pgcontent>{_lines('p', one)}</div>"
        )
    return pages


SYSTEMS: dict[str, tuple[Callable[[Edition], Write], str, str]] = {
    # family: pages, start, label of the first page
    "newspaper/founder": (founder, "/qlrb/", "A01"),
    "newspaper/founder_classic": (founder_classic, "/index.html", "01"),
    "newspaper/paperindex": (paperindex, "/qlrb/content/PaperIndex.htm", "01"),
    "newspaper/shtml": (shtml, "/", "A1"),
    "newspaper/joyhua": (joyhua, "/qlrb/", "01"),
    "newspaper/generic": (uniflows, "/uniflows/", "01"),
}


def serve(site: Site, host: str, family: str, days: list[date]) -> None:
    """Put the editions of some days on an invented host; the index leads to the last of them."""
    for day in days:
        for path, text in SYSTEMS[family][0](Edition(day)).items():
            body = text if isinstance(text, bytes) else _page(text, "utf-8")
            site.put(host + path, body, Content_Type="text/html")
