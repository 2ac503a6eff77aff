"""Serve the sample city on loopback, as an HTTP proxy for its ``.test`` hosts or, for browsers, by path prefix."""

from __future__ import annotations

import argparse
import contextlib
import socket
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from crawler.sample_city import sites
from crawler.sample_city.content import STEPS

if TYPE_CHECKING:
    from types import TracebackType

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the server received."""

    at: float  # monotonic seconds
    step: int
    method: str
    host: str
    path: str
    status: int
    conditional: bool


class SampleCity:
    """Context manager that serves the city on a loopback port from a background thread."""

    def __init__(self, port: int = 0, step: int = 1) -> None:
        self.log: list[Request] = []
        self._wanted = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.set_step(step)

    def set_step(self, step: int) -> None:
        """Choose what is served: 1 day one, 2 day one again, 3 day two, 4 day two again. ValueError for another step."""
        if step not in STEPS:
            raise ValueError(f"step {step} is not one of {STEPS}")
        self.step = step

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("the sample city is not served yet: use it in a with statement, or start() it")
        return int(self._server.server_address[1])

    @property
    def proxy_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> Self:
        self._server = _Server((LOOPBACK, self._wanted), _Handler)
        self._server.city = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample-city", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.close_connections()
            self._server.server_close()
            self._server = self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # server_close() waits for all handlers
    city: SampleCity

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.connections: set[socket.socket] = set()
        self.closing = False

    def close_connections(self) -> None:
        """Shut down idle connections so that their handlers end."""
        self.closing = True
        for connection in list(self.connections):
            with contextlib.suppress(OSError):  # closed by the client already
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore connections closed by the client, such as a crawler that was killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleCity"
    sys_version = ""
    timeout = 30
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)
        if self.server.closing:  # accepted during shutdown: close_connections() has already run
            self.server.close_connections()

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        """Answer an absolute URL as a proxy does; in a relative path the first segment is the host."""
        if self.path.startswith("/"):
            _, host, *rest = self.path.split("/", 2)
            path = "/" + (rest[0] if rest else "")
            if not host:
                self._send(host, path, _front())
                return
            if host not in sites.hosts() and (shown := self._shown_host()):
                # a link of a page that a browser shows by path: /zwdt/ means /www.lanshan.test/zwdt/
                self._send(shown, path, sites.Answer(302, headers={"Location": f"/{shown}{self.path}"}))
                return
        else:
            parts = urlsplit(self.path)
            if parts.scheme != "http":
                self._refuse(502, f"the sample city supports http only, not {parts.scheme}")
                return
            host = (parts.hostname or "").lower()
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        found = sites.answer(host, path, self.server.city.step)
        if found is None:
            self._refuse(502, f"{host} is not a host of the sample city")
            return
        self._send(host, path, found)

    do_HEAD = do_GET

    def do_CONNECT(self) -> None:
        self._refuse(502, "the sample city does not support https")

    def _shown_host(self) -> str | None:
        host = urlsplit(self.headers.get("Referer", "")).path.strip("/").partition("/")[0]
        return host if host in sites.hosts() else None

    def _send(self, host: str, path: str, found: sites.Answer) -> None:
        status, body = found.status, found.body
        conditional = any(self.headers.get(name) for name in ("If-None-Match", "If-Modified-Since"))
        if status == 200 and self._unchanged(found):
            status, body = 304, b""
        self._note(host, path, status, conditional=conditional)
        self.send_response(status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", found.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _unchanged(self, found: sites.Answer) -> bool:
        """True if If-None-Match (which takes precedence, RFC 9110) or else If-Modified-Since matches."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return found.headers.get("ETag") in known
        since = self.headers.get("If-Modified-Since")
        return since is not None and since == found.headers.get("Last-Modified")

    def _refuse(self, status: int, why: str) -> None:
        self._note(self.path, "", status, conditional=False)
        body = (why + "\n").encode()
        self.send_response(status, "Refused")
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _note(self, host: str, path: str, status: int, *, conditional: bool) -> None:
        city = self.server.city
        city.log.append(Request(time.monotonic(), city.step, self.command, host, path, status, conditional))

    def log_message(self, format: str, *args: object) -> None:
        """Do not write to standard error; requests are kept in ``SampleCity.log``."""


def _front() -> sites.Answer:
    starts = {
        "www.lanshan.test": "zwdt/index.html",
        "www.lanshui.test": "news/list.htm",
        "paper.lanshan.test": "html/2024-11/12/node_2.htm",
        "portal.test": "news/list.html",
        "mirror.test": "lanshan/list.html",
    }
    rows = "".join(f'<li><a href="/{host}/{path}">{host}</a></li>' for host, path in starts.items())
    return sites.Answer(
        200, f"<!DOCTYPE html><meta charset=utf-8><title>澜山市</title><ul>{rows}</ul>".encode()
    )


def main() -> None:
    """Serve the city until interrupted, to view its pages in a browser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--step", type=int, default=1, choices=STEPS)
    given = parser.parse_args()
    with SampleCity(given.port, given.step) as city:
        print(f"{city.proxy_url}/  (also an HTTP proxy for {', '.join(sites.hosts())})", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
