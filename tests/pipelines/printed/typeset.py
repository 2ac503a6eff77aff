"""Typeset invented stories on a PDF sheet: columns, headlines, pictures, captions, page edges."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

FONT = "STSong-Light"  # built into PDF readers: needs no font file, and its characters map back to text
WORDS = "渡口 栈桥 灯具 山城 步道 果园 粮仓 夜校 集市 水渠 校舍 公交 渔港 社区 食堂 修表匠 老街 花圃 书屋 桥梁".split()
NO_START = "，。、；：！？”）》"


@dataclass(frozen=True)
class Story:
    title: str
    body: tuple[str, ...]
    kicker: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    caption: str | None = None


def story(number: int, length: int = 6, **more: Any) -> Story:
    """A story of invented sentences; no two share one."""
    a, b, c = (WORDS[(number * k + k) % len(WORDS)] for k in (1, 3, 7))
    body = [
        f"青岚市第{number * 100 + i}号{a}昨日完成修缮，{b}旁的{c}也在第{i}周重新开放，往来居民{number}{i}人次，比上月增加{i + 2}成。"
        + f"负责人说，{c}的维护要花上{number + i}个月，{a}则只用了{i + 1}天，剩下的{b}计划在入冬以前全部完工。"
        * (1 + (i + number) % 2)
        for i in range(1, length + 1)
    ]
    return Story(f"第{number}处{a}与{b}焕然一新", tuple(body), **more)


class Sheet:
    """A page that is being typeset; positions are points from the top left."""

    def __init__(
        self, width: float = 780, height: float = 1100, size: float = 9, lead: float = 14, indent: int = 2
    ) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.file = io.BytesIO()
        self.width, self.height, self.size, self.lead, self.indent = width, height, size, lead, indent
        self.canvas = canvas.Canvas(self.file, pagesize=(width, height))

    def pdf(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.file.getvalue()

    def line(
        self, x: float, y: float, text: str, size: float | None = None, center: float | None = None
    ) -> None:
        size = size or self.size
        self.canvas.setFont(FONT, size)
        if center is not None:
            x += (center - pdfmetrics.stringWidth(text, FONT, size)) / 2
        self.canvas.drawString(x, self.height - y - size, text)

    def upright(self, x: float, y: float, text: str, size: float) -> None:
        for i, char in enumerate(text):
            self.line(x, y + i * size * 1.1, char, size)

    def picture(self, x: float, y: float, width: float, height: float) -> None:
        self.canvas.setFillGray(0.6)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def rule(self, x: float, y: float, x2: float, y2: float) -> None:
        self.canvas.line(x, self.height - y, x2, self.height - y2)

    def head(self, one: Story, x: float, y: float, width: float, size: float = 26) -> float:
        """Set kicker, title and subtitle, centred over a width; returns the position below them."""
        if one.kicker:
            self.line(x, y, one.kicker, max(size * 0.55, self.size * 1.2), center=width)
            y += size * 0.9
        self.line(x, y, one.title, size, center=width)
        y += size * 1.35
        if one.subtitle:
            self.line(x, y, one.subtitle, max(size * 0.55, self.size * 1.2), center=width)
            y += size * 0.9
        return y + 4

    def set(self, one: Story, width: float) -> list[str]:
        """The lines of a story in a column of a given width, byline first; an indent is two ideographic spaces."""
        lines = [one.byline] if one.byline else []
        for paragraph in one.body:
            rest = "\u3000" * self.indent + paragraph
            while rest:
                cut = self._fits(rest, width)
                while cut < len(rest) and cut > 1 and rest[cut] in NO_START:
                    cut -= 1
                lines.append(rest[:cut])
                rest = rest[cut:]
        return lines

    def _fits(self, text: str, width: float) -> int:
        """Number of characters that fit on a line."""
        used = 0.0
        for i, char in enumerate(text):
            used += pdfmetrics.stringWidth(char, FONT, self.size)
            if used > width + 0.01:
                return i
        return len(text)

    def pour(self, lines: list[str], columns: list[tuple[float, float, float]]) -> None:
        """Pour lines into columns (x, top, bottom) one after another; lines that do not fit fail the test."""
        rest = list(lines)
        for x, top, bottom in columns:
            y = top
            while rest and y + self.lead <= bottom:
                self.line(x, y, rest.pop(0))
                y += self.lead
        assert not rest, f"{len(rest)} lines too many"

    def even(self, lines: list[str], xs: list[float], top: float) -> float:
        """Pour lines into columns of equal height; returns the position below them."""
        rows = -(-len(lines) // len(xs))
        bottom = top + rows * self.lead + 1
        self.pour(lines, [(x, top, bottom) for x in xs])
        return bottom

    def page_edges(self, name: str = "青岚日报", page: str = "03") -> None:
        self.line(40, 20, name, 30)
        self.line(300, 30, "2026年9月27日 星期日", 10)
        self.line(600, 30, f"第{page}版：民生", 12)
        self.line(40, self.height - 30, "责任编辑：钟离雪 版式：公西华", 8)
