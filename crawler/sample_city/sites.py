"""Build the responses of all pages of the sample city at a step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from crawler.sample_city import addresses, government, paper, portal
from crawler.sample_city.content import HOSTS, STEPS, Piece, of_source

HTML = "text/html; charset=utf-8"
BARE_HTML = "text/html"  # the old server declares no charset
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
DAY = {1: "Tue, 12 Nov 2024 03:00:00 GMT", 3: "Wed, 13 Nov 2024 03:00:00 GMT"}
ROBOTS = {
    "www.lanshan.test": "User-agent: *\nDisallow: /neibu/\n",
    "www.lanshui.test": None,  # answers 404: everything is allowed
    "paper.lanshan.test": "User-agent: *\nDisallow: /search\n",
    "portal.test": "User-agent: *\nDisallow: /member/\nDisallow: /*?page=\n",
    "mirror.test": "User-agent: *\nAllow: /\n",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One response; the headers include ETag and Last-Modified for conditional requests."""

    status: int
    body: bytes = b""
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)


def answer(host: str, path: str, step: int) -> Answer | None:
    """Return the response of a host to a path (with query), or None for a host that does not exist."""
    if host not in ROBOTS:
        return None
    if path == "/robots.txt":
        robots = ROBOTS[host]
        return Answer(404) if robots is None else Answer(200, robots.encode(), "text/plain; charset=utf-8")
    return site(step).get((host, path.partition("?")[0])) or _file(path)


def _file(path: str) -> Answer:
    if path.endswith((".jpg", ".png")):
        return Answer(200, PNG, "image/png")
    if path.endswith((".pdf", ".docx", ".xlsx")):
        return Answer(200, b"%PDF-1.4\n%%EOF\n", "application/octet-stream")
    return Answer(404, b"<html><body><h1>404</h1></body></html>")


@lru_cache(maxsize=len(STEPS))
def site(step: int) -> dict[tuple[str, str], Answer]:
    """Return all pages at a step by host and path. An unchanged page keeps its ETag and Last-Modified."""
    pages: dict[tuple[str, str], Answer] = {}
    for source, host in HOSTS.items():
        for path, found in _pages(source, step):
            pages[host, path] = found
    before = site(step - 1) if step > 1 else {}
    return {key: _tagged(key, found, before.get(key), step) for key, found in pages.items()}


def _tagged(key: tuple[str, str], found: Answer, before: Answer | None, step: int) -> Answer:
    if found.status != 200:
        return found
    if before is not None and before.body == found.body and before.status == 200:
        return before
    headers = {}
    if key[0] != HOSTS["lanshui_gov"]:  # the old server sends Last-Modified only
        headers["ETag"] = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
    if key[0] != HOSTS["lanshan_portal"]:
        headers["Last-Modified"] = DAY[1 if step < 3 else 3]
    return Answer(found.status, found.body, found.content_type, headers)


def _pages(source: str, step: int) -> list[tuple[str, Answer]]:
    found = [(addresses.path_of(piece), _article(piece, step)) for piece in of_source(source, step)]
    if source == "lanshan_gov":
        found += _lists(source, ("zwdt", "tzgg"), step)
        found += [(old, Answer(301, headers={"Location": new})) for old, new in _moved(step)]
    elif source == "lanshui_gov":
        found += _lists(source, ("news",), step)
    elif source == "lanshan_daily":
        found += _paper(step)
    elif source == "lanshan_portal":
        found += _lists(source, ("",), step)
    else:
        found.append((addresses.list_path(source, "", 1), _html(portal.mirror_list(step))))
    return found


def _lists(source: str, columns: tuple[str, ...], step: int) -> list[tuple[str, Answer]]:
    found = []
    for column in columns:
        page = 1
        while (text := _list(source, column, page, step)) is not None:
            found.append((addresses.list_path(source, column, page), _encoded(source, text)))
            page += 1
    return found


def _list(source: str, column: str, page: int, step: int) -> str | None:
    if source == "lanshan_gov":
        return government.gov_list(column, page, step)
    if source == "lanshui_gov":
        return government.county_list(page, step)
    return portal.portal_list(page, step)


def _paper(step: int) -> list[tuple[str, Answer]]:
    found = [("/paperindex.htm", _html(paper.index(step)))]
    for issue in ("2024-11-12", "2024-11-13"):
        if issue <= addresses.issue_of(step):
            for number, _ in addresses.printed_pages(issue):
                path = addresses.issue_folder(issue) + addresses.page_node(issue, number)
                found.append((path, _html(paper.printed_page(issue, number, step))))
    return found


def _article(piece: Piece, step: int) -> Answer:
    if piece.fault == "missing" or piece.gone_at(step):
        return Answer(404, b"<html><body><h1>404 Not Found</h1></body></html>")
    if piece.fault == "503" and step == 1:
        return Answer(503, "<html><body>系统繁忙，请稍后再试。</body></html>".encode())
    return _encoded(piece.source, _text(piece, step))


def _text(piece: Piece, step: int) -> str:
    if piece.fault == "removed":
        return government.gov_removed()
    if piece.source == "lanshan_gov":
        return government.gov_article(piece, step)
    write = {
        "lanshui_gov": government.county_article,
        "lanshan_daily": paper.article,
        "lanshan_portal": portal.article,
        "lanshan_mirror": portal.mirror_article,
    }
    return write[piece.source](piece)


def _html(text: str) -> Answer:
    return Answer(200, text.encode("utf-8"))


def _encoded(source: str, text: str) -> Answer:
    if source == "lanshui_gov":
        return Answer(200, text.encode("gb18030"), BARE_HTML)
    return _html(text)


def _moved(step: int) -> list[tuple[str, str]]:
    by_id = {str(piece.id): piece for piece in of_source("lanshan_gov", step)}
    old = [path for column in government.MOVED.values() for path in column]
    return [(path, addresses.path_of(by_id[path.rpartition("/")[2].removesuffix(".html")])) for path in old]


def hosts() -> tuple[str, ...]:
    """Return all host names of the city."""
    return tuple(ROBOTS)


def size(step: int) -> int:
    """Return the number of pages at a step."""
    return len(site(step))
