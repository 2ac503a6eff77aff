"""Record the responses of a crawl and replay them without a network: the fixtures of ``source test``."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured
from scrapy.responsetypes import responsetypes

from crawler.net.outcomes import RequestRefused

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

INDEX = "tape.json"  # the name that recordings of earlier releases have
RECORD, REPLAY = "record", "replay"
# a cookie identifies a session; the connection headers describe the transport, not the page
OMITTED_HEADERS = frozenset((b"Set-Cookie", b"Connection", b"Keep-Alive", b"Proxy-Connection"))


@dataclass(frozen=True)
class RecordedResponse:
    """One entry of the index; the body is a file beside it."""

    key: str
    url: str
    status: int
    headers: list[tuple[str, str]]
    file: str


class RecordingMiddleware:
    """Record or replay next to the download handler, so that a replay passes all other middlewares as well.

    Settings: RECORDING_FOLDER and RECORDING_MODE (``record`` or ``replay``); without a folder it is not used.
    A replayed request without a recorded response raises RequestRefused (``not_recorded``).
    """

    def __init__(self, folder: Path, mode: str) -> None:
        self.folder = folder
        self.mode = mode
        self.entries = read_index(folder) if mode == REPLAY else {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        folder = crawler.settings.get("RECORDING_FOLDER")
        if not folder:
            raise NotConfigured
        return cls(Path(folder), crawler.settings.get("RECORDING_MODE", REPLAY))

    def process_request(self, request: Request) -> Response | None:
        if self.mode != REPLAY:
            return None
        entry = self.entries.get(request_key(request))
        if entry is None:
            raise RequestRefused("not_recorded", request.url)
        body = (self.folder / entry.file).read_bytes()
        headers = {name.encode(): value.encode("latin-1") for name, value in entry.headers}
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=entry.status, headers=headers, body=body)

    def process_response(self, request: Request, response: Response) -> Response:
        key = request_key(request)
        if self.mode == RECORD and key not in self.entries:
            headers = [
                (name.decode("latin-1"), values[0].decode("latin-1"))
                for name, values in response.headers.items()
                if values and name not in OMITTED_HEADERS
            ]
            file = f"{len(self.entries) + 1:03d}.bin"
            (self.folder / file).write_bytes(response.body)
            self.entries[key] = RecordedResponse(key, request.url, response.status, headers, file)
            self._write_index()
        return response

    def _write_index(self) -> None:
        entries = [asdict(entry) for entry in self.entries.values()]
        text = json.dumps(entries, ensure_ascii=False, indent=1)
        (self.folder / INDEX).write_text(text + "\n", "utf-8")


def read_index(folder: Path) -> dict[str, RecordedResponse]:
    """Read the recorded responses of a folder, by request key."""
    entries = [RecordedResponse(**entry) for entry in json.loads((folder / INDEX).read_text("utf-8"))]
    return {entry.key: entry for entry in entries}


def request_key(request: Request) -> str:
    """Return what identifies a request in a recording: method, URL and a hash of the body."""
    body = f" {hashlib.sha256(request.body).hexdigest()[:16]}" if request.body else ""
    return f"{request.method} {request.url}{body}"
