"""Build the URL of each article, list page and newspaper page of the sample city."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.sample_city.content import HOSTS, data, of_source

if TYPE_CHECKING:
    from crawler.sample_city.content import Piece

PER_PAGE = 7


def path_of(piece: Piece) -> str:
    """Return the path of an article on its host."""
    if piece.path:
        return piece.path
    if piece.source == "lanshan_gov":
        return _gov_path(piece)
    if piece.source == "lanshan_mirror":
        original = piece.copies
        assert original is not None
        return "/lanshan" + path_of(original)  # mirrors keep the path of what they copy
    if piece.source == "lanshui_gov":
        return f"/news/html/{piece.id}.htm"
    if piece.source == "lanshan_daily":
        return f"{issue_folder(piece.issue)}content_{piece.id}.htm"
    return f"/news/show-{piece.id}.html"


def _gov_path(piece: Piece) -> str:
    if piece.at is None:
        return f"/{piece.column_key}/content_{piece.id}.html"
    day = piece.at[:10].replace("-", "")
    return f"/{piece.column_key}/{day[:6]}/t{day}_{piece.id}.html"


def url_of(piece: Piece) -> str:
    return f"http://{HOSTS[piece.source]}{path_of(piece)}"


def issue_folder(issue: str | None) -> str:
    assert issue is not None
    return f"/html/{issue[:7]}/{issue[8:]}/"


def issue_of(step: int) -> str:
    """Return the date of the edition that the newspaper's index links to."""
    return "2024-11-12" if step < 3 else "2024-11-13"


def page_node(issue: str, number: str) -> str:
    """Return the file name of a newspaper page."""
    nodes = {page["number"]: page["node"] for page in _pages(issue)}
    return f"node_{nodes[number]}.htm"


def printed_pages(issue: str) -> list[tuple[str, str]]:
    """Return number and name of each page of an edition."""
    return [(page["number"], page["name"]) for page in _pages(issue)]


def pdf_of(issue: str, number: str) -> str:
    return f"/resfile/{issue}/{number}/lsrb{issue.replace('-', '')}{number}.pdf"


def on_page(issue: str, number: str, step: int) -> list[Piece]:
    """Return the articles of a newspaper page; articles continued from another page come last."""
    pieces = [piece for piece in of_source("lanshan_daily", step) if piece.issue == issue]
    return [p for p in pieces if p.page == number] + [p for p in pieces if p.also == number]


def has_advertisement(issue: str, number: str) -> bool:
    found = data("lanshan_daily")["advertisements"]
    return any(str(day) == issue and number in numbers for day, numbers in found.items())


def _pages(issue: str) -> list[dict[str, str]]:
    for day, pages in data("lanshan_daily")["pages"].items():
        if str(day) == issue:
            found: list[dict[str, str]] = pages
            return found
    raise KeyError(issue)


def listed(source: str, column: str | None, step: int) -> list[Piece]:
    """Return the rows of a list, newest first; on day two the government pins one older notice to the top."""
    rows = [p for p in of_source(source, step) if p.column_key == column and not p.gone_at(step)]
    rows.sort(key=lambda piece: (piece.at or "2024-11-06", piece.id), reverse=True)
    if step >= 3:
        pinned = [piece for piece in rows if piece.id == 2005]
        rows = pinned + [piece for piece in rows if piece.id != 2005]
    return rows


def list_path(source: str, column: str, page: int) -> str:
    """Return the path of a list page; ``page`` counts from 1."""
    if source == "lanshan_gov":
        return f"/{column}/" + ("index.html" if page == 1 else f"index_{page - 1}.html")
    if source == "lanshui_gov":
        return "/news/list.htm" if page == 1 else f"/news/list_{page}.htm"
    if source == "lanshan_portal":
        return "/news/list.html" if page == 1 else f"/news/list-{page}.html"
    return "/lanshan/list.html"
