"""Render the newspaper: index, pages with image map and list of articles, and articles."""

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


def index(step: int) -> str:
    """Return the index, which redirects to the first page of the latest edition."""
    issue = issue_of(step)
    first = page_node(issue, printed_pages(issue)[0][0])
    return markup.fill("paper_index", target=f"{issue_folder(issue).lstrip('/')}{first}?v=1")


def printed_page(issue: str, number: str, step: int) -> str:
    """Return one newspaper page: image map, list of articles and links to the other pages."""
    found = on_page(issue, number, step)
    items = [f'<li><a href="{_file(piece)}">{escape(piece.title)}</a></li>' for piece in found]
    if has_advertisement(issue, number):
        items.append(f'<li><a href="content_{issue.replace("-", "")}{number}9.htm">广告</a></li>')
    pages = [
        f'<tr><td><a id="pageLink" href="{page_node(issue, no)}">第{no}版：{name}</a>'
        f' <a href="../../..{pdf_of(issue, no)}">PDF</a></td></tr>'
        for no, name in printed_pages(issue)
    ]
    return markup.fill(
        "paper_page",
        issue=issue,
        number=number,
        name=dict(printed_pages(issue))[number],
        areas="".join(_area(i, piece) for i, piece in enumerate(found)),
        items="".join(items),
        pages="".join(pages),
    )


def _area(i: int, piece: Piece) -> str:
    corners = f"{20 + 40 * i},{30 + 60 * i},{200 + 40 * i},{80 + 60 * i}"
    return f'<area shape="rect" coords="{corners}" href="{_file(piece)}">'


def _file(piece: Piece) -> str:
    return path_of(piece).rpartition("/")[2]


def article(piece: Piece) -> str:
    """Return an article with the properties that this content system writes into a comment."""
    assert piece.issue is not None
    assert piece.page is not None
    kicker, subtitle = escape(piece.kicker or ""), escape(piece.subtitle or "")
    return markup.fill(
        "paper_article",
        id=piece.id,
        issue=piece.issue,
        number=piece.page,
        name=dict(printed_pages(piece.issue))[piece.page],
        node=page_node(piece.issue, piece.page),
        title=escape(piece.title),
        kicker=kicker,
        subtitle=subtitle,
        above=f'<p class="yinti" id="PreTitle">{kicker}</p>' if kicker else "",
        below=f'<p class="futi" id="SubTitle">{subtitle}</p>' if subtitle else "",
        body=markup.body(piece.lines, folder="../../../images/"),
    )
