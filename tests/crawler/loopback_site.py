"""A small web site on 127.0.0.1 whose answers a test chooses; also serves invented hosts when used as a proxy."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass
class Answer:
    """A response: body, status and headers, or ``raw`` bytes; ``wait`` seconds pass before it is sent."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None  # sent as they are, then the connection is closed
    wait: float = 0.0

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True)
class Hit:
    """One request as the site received it; ``at`` is a monotonic time in seconds."""

    host: str
    path: str
    at: float
    headers: dict[str, str]
    form: str | None = None  # the body of a POST


Page: TypeAlias = "Answer | Callable[[Hit], Page]"  # a function chooses the answer for each request


def answer_of(page: Page, hit: Hit) -> Answer:
    """What a page, or the function that chooses it, answers to this request."""
    while not isinstance(page, Answer):
        page = page(hit)
    return page


class Site:
    """Pages by path, or by host and path; every request is kept in ``hits``.

    ``live`` is the number of requests being answered, ``peak`` the highest it has been.
    """

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.hits: list[Hit] = []
        self.live = 0
        self.peak = 0
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def put(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        """Serve an HTML page under ``path``; header names are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Answer(body, status, {"Content-Type": "text/html; charset=utf-8"} | named)

    def paths(self, start: str = "/") -> list[str]:
        """The requested paths that begin with ``start``, in order, without robots.txt."""
        return [hit.path for hit in self.hits if hit.path.startswith(start) and hit.path != "/robots.txt"]

    def answer(self, hit: Hit) -> Answer:
        """The page of host and path, else of the path; with the query, else without it; else 404."""
        bare = hit.path.partition("?")[0]
        found = (self.pages.get(name) for name in (hit.host + hit.path, hit.host + bare, hit.path, bare))
        page = next((page for page in found if page is not None), None)
        if page is None:
            return Answer("<html><body><h1>404</h1></body></html>", 404)
        return answer_of(page, hit)

    @contextlib.contextmanager
    def serving(self) -> Iterator[Self]:
        """Answer requests in a thread until the block ends."""
        thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self, form: str | None = None) -> None:
            target = urlsplit(self.path)
            host = target.hostname or self.headers.get("Host", "").rpartition(":")[0]
            path = target.path + (f"?{target.query}" if target.query else "")
            headers = {name.lower(): value for name, value in self.headers.items()}
            hit = Hit(host, path, time.monotonic(), headers, form)
            with site._lock:
                site.hits.append(hit)
                site.live += 1
                site.peak = max(site.peak, site.live)
            try:
                self.respond(site.answer(hit))
            finally:
                with site._lock:
                    site.live -= 1

        def do_POST(self) -> None:
            self.do_GET(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

        def respond(self, answer: Answer) -> None:
            if answer.wait:
                time.sleep(answer.wait)
            if answer.raw is not None:
                self.wfile.write(answer.raw)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.data)))
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(answer.data)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


SENTENCE = "河口镇的乡亲们在新修的水渠旁边种下了今年的第一批苗木，镇里的农技员逐户讲解了管护的要点。"


def article(number: int, *, version: int = 0, title: str | None = None, day: str | None = None) -> str:
    """An article page of invented news: every number has its own text, every version its own last paragraph."""
    paragraphs = "".join(f"<p>{SENTENCE}（第{number}则，第{k}段）</p>" for k in range(3))
    if version:
        paragraphs += f"<p>本文已更正，这是第{version}版，改动了文中的一个数字。</p>"
    head = title or headline(number)
    return (
        f"<html><head><title>{head}</title></head><body><h1>{head}</h1>"
        f'<div class="info">来源：青岚日报 发布时间：{day or published(number)}</div>'
        f'<div class="article">{paragraphs}</div></body></html>'
    )


def headline(number: int) -> str:
    """The title of article ``number``."""
    return f"青岚市第{number}号水利工程完工"


def published(number: int) -> str:
    """The day of article ``number``: higher numbers are older."""
    return f"2026-{10 - number // 280:02d}-{28 - number % 28:02d}"


class News(Site):
    """A list of ``articles`` articles, ``per_page`` on each list page, newest first."""

    def __init__(self, articles: int = 6, per_page: int = 3) -> None:
        super().__init__()
        self.numbers = list(range(1, articles + 1))
        self.per_page = per_page
        self.put("/robots.txt", "User-agent: *\nDisallow:\n")
        self.build()

    def build(self) -> None:
        """Serve all articles and list pages; article pages that a test has replaced stay."""
        for number in self.numbers:
            self.pages.setdefault(f"/art/{number}.html", _html(article(number)))
        last = max(1, -(-len(self.numbers) // self.per_page))
        for page in range(1, last + 1):
            self.put(f"/list/{page}.html", self.list_page(page, last))

    def list_page(self, page: int, last: int) -> str:
        shown = self.numbers[(page - 1) * self.per_page : page * self.per_page]
        rows = "".join(
            f'<li><a href="/art/{n}.html">{headline(n)}</a><span>{published(n)}</span></li>' for n in shown
        )
        onward = f'<a class="next" href="/list/{page + 1}.html">下一页</a>' if page < last else ""
        return f'<html><body><ul class="list">{rows}</ul>{onward}</body></html>'

    def add(self, number: int) -> None:
        """Put a new article at the head of the list."""
        self.numbers.insert(0, number)
        self.build()


def _html(body: str) -> Answer:
    return Answer(body, 200, {"Content-Type": "text/html; charset=utf-8"})
