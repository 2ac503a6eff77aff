"""Render the portal, which reprints articles, and the mirror, which copies the government site."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.sample_city import markup
from crawler.sample_city.addresses import PER_PAGE, list_path, listed, path_of
from crawler.sample_city.mirror import glossed

if TYPE_CHECKING:
    from crawler.sample_city.content import Piece


def article(piece: Piece) -> str:
    """Return a reprint: date and outlet without labels, a summary (核心提示), a notice and rankings around the text."""
    summary = f'<div class="introduce">核心提示：{escape(piece.summary)}</div>' if piece.summary else ""
    return markup.fill(
        "portal_article",
        title=escape(piece.title),
        info=escape(f"{piece.at} {piece.outlet}") if piece.at else "",
        introduce=summary,
        body=markup.body(piece.lines, paragraph="<p>{}</p>"),
        author=f"<p>{escape(piece.author_line)}</p>" if piece.author_line else "",
    )


def portal_list(page: int, step: int) -> str | None:
    """Return a list page of the portal (titles and days), or None beyond the last page."""
    rows = listed("lanshan_portal", None, step)
    last = (len(rows) + PER_PAGE - 1) // PER_PAGE
    if page > last:
        return None
    items = "".join(
        f'<li class="catlist_li"><span>{piece.at or ""}</span>'
        f'<a href="{path_of(piece)}">{escape(piece.title)}</a></li>'
        for piece in rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    )
    onward = list_path("lanshan_portal", "", page + 1)
    following = f'<a class="next" href="{onward}">下一页&raquo;</a>' if page < last else ""
    return markup.fill("portal_list", items=items, following=following)


def mirror_article(piece: Piece) -> str:
    """Return a copy in traditional script with pinyin glosses, surrounded by spam."""
    return markup.fill(
        "mirror_article",
        title=glossed(escape(piece.title)),
        site=glossed("澜山市人民政府"),
        info=glossed(escape(f"发布时间：{piece.at}　　信息来源：{piece.outlet}")),
        body=glossed(markup.body(piece.lines, paragraph="<p>{}</p>")),
        credits=glossed("".join(f"<p>{escape(line)}</p>" for line in markup.credit_lines(piece))),
    )


def mirror_list(step: int) -> str:
    """Return the list of the mirror (titles only)."""
    rows = [
        f'<li><a href="{path_of(piece)}">{glossed(escape(piece.title))}</a></li>'
        for piece in listed("lanshan_mirror", None, step)
    ]
    return markup.fill("mirror_list", items="".join(rows))
