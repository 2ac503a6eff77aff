"""What the invented sites publish, and the parts their pages are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.crawler.loopback_site import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.crawler.loopback_site import Hit, Page

PLACES = "河口镇 云溪乡 松林街道 石桥镇 北湾村 柳荫社区 沙河乡 青岭镇 白塔村".split()
WORKS = "水渠修缮 校舍加固 果园补种 道路硬化 图书角开放 渔港清淤 夜校招生 粮仓检修 公交延线".split()
LATER = (
    "{place}的{work}工作在本周进入收尾阶段，负责施工的队伍连日加班，目前主体部分已经通过了验收。",
    "当地居民陈述说，过去每逢雨季都要绕行两公里，如今{work}完成以后，出门只要走上几分钟。",
    "据介绍，第{number}批材料已于前一日运抵现场，剩余的{work}任务预计在下个月上旬全部结束。",
)


@dataclass(frozen=True)
class Piece:
    """One article: the text on the site, and the expected record."""

    number: int
    day: date

    @property
    def title(self) -> str:
        return f"{self._place}{self._work}第{self.number}期工程完成验收"

    @property
    def lines(self) -> list[str]:
        return [line.format(place=self._place, work=self._work, number=self.number) for line in LATER]

    @property
    def outlet(self) -> str:
        return "青岚日报"

    @property
    def paragraphs(self) -> str:
        return "".join(f"<p>　　{line}</p>" for line in self.lines)

    @property
    def _place(self) -> str:
        return PLACES[self.number % len(PLACES)]

    @property
    def _work(self) -> str:
        return WORKS[self.number * 2 % len(WORKS)]


def pieces(count: int = 5, newest: date = date(2026, 9, 24)) -> list[Piece]:
    """So many articles, newest first, three days apart."""
    return [Piece(number, newest - timedelta(days=3 * i)) for i, number in enumerate(range(count, 0, -1))]


@dataclass
class MiniSite:
    """An invented host with everything it answers."""

    name: str  # source id
    family: str
    start: str
    host: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    expected: dict[str, Piece] = field(default_factory=dict)  # canonical path or address -> article
    keys: dict[str, str] = field(default_factory=dict)  # further keys of the source
    files_of: int | None = None  # number of the article that has a file below its text

    def __post_init__(self) -> None:
        self.host = self.host or f"www.{self.name.replace('_', '-')}.test"

    @property
    def base(self) -> str:
        return f"http://{self.host}"

    def put(
        self, path: str, body: str, *, charset: str = "utf-8", kind: str = "text/html", **more: str
    ) -> None:
        """A page; the header of a GB page does not state the charset, as on many servers."""
        declared = f"{kind}; charset={charset}" if charset == "utf-8" else kind
        headers = {"Content-Type": declared} | {k.replace("_", "-"): v for k, v in more.items()}
        self.pages[path] = Answer(body.encode(charset), 200, headers)

    def call(self, path: str, answer: Callable[[Hit], Answer]) -> None:
        self.pages[path] = answer

    def publish(
        self, path: str, piece: Piece, body: str, *, charset: str = "utf-8", at: str | None = None
    ) -> None:
        """An article that must be stored once, under ``at`` where its canonical address is another."""
        self.put(path, body, charset=charset)
        self.expected[at or f"{self.base}{path}"] = piece

    def challenge(self, path: str) -> None:
        """A script challenge in place of a page: it must not become an article."""
        body = (
            "<html><head><script>document.cookie='__jsl_clearance_s=1';</script></head><body></body></html>"
        )
        self.pages[path] = Answer(body, 521, {"Set-Cookie": "__jsluid_s=1"})


def article_page(piece: Piece, number: int, *, body: str, metas: str | None = None, more: str = "") -> str:
    """An article's page. Its metas vary with its number: whole, lower-case, empty and doubled, none."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{{charset}}"><title>{piece.title}_青岚市人民政府</title>'
        f"{metas if metas is not None else standard_metas(piece, number)}</head><body>"
        '<div class="nav"><a href="/">首页</a><a href="/about/t20200101_1.html">网站声明</a></div>'
        f"<h1>{piece.title}</h1>"
        f'<div class="info">发布时间：{piece.day} 来源：{piece.outlet}</div>{body}{more}'
        '<div class="footer">主办：青岚市人民政府办公室</div></body></html>'
    )


def standard_metas(piece: Piece, number: int) -> str:
    """The State Council's tags as systems print them."""
    forms = (
        f'<meta name="ArticleTitle" content="{piece.title}"><meta name="PubDate" content="{piece.day} 08:30">'
        f'<meta name="ContentSource" content="{piece.outlet}">',
        f"<meta content='{piece.title}' name='articletitle'><meta content='{piece.day} 08:30:00' name='pubdate'>"
        f"<meta name='contentSource' content='{piece.outlet}'><meta name='url' content='./x.html'>",
        '<meta name="ArticleTitle" content=""><meta name="PubDate" content=""><meta name="Author" content="">'
        f'<meta name="ArticleTitle" content="{piece.title}"><meta name="PubDate" content="{piece.day}">',
        "",
    )
    return forms[number % len(forms)]


def rows(links: Sequence[tuple[str, Piece]], *, tag: str = "ul") -> str:
    """A list's rows: some titles cut and whole in the attribute, dates beside them."""
    return (
        f"<{tag} class='news-list'>"
        + "".join(
            f'<li><a href="{href}" title="{piece.title}">{piece.title[:9]}…</a><span>{piece.day}</span></li>'
            for href, piece in links
        )
        + f"</{tag}>"
    )


def list_page(content: str, *, head: str = "", tail: str = "") -> str:
    return (
        f'<html><head><meta charset="{{charset}}"><title>政务要闻</title>{head}</head><body>'
        '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/index.html">政务公开</a></li></ul></div>'
        f'<div class="main">{content}</div>{tail}'
        '<div class="footer"><a href="/wzsm/t20200101_9.html">网站声明</a></div></body></html>'
    )


def thirds(things: Sequence[Any]) -> list[Sequence[Any]]:
    """Three list pages: all full but the last."""
    size = -(-len(things) // 3)
    return [things[i : i + size] for i in range(0, len(things), size)]
