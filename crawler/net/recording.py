"""Keep the answers of a crawl, and play them back without a network: the fixtures of ``source test``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured
from scrapy.responsetypes import responsetypes

from crawler.net.outcomes import Refuse

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

INDEX = "tape.json"
RECORD, REPLAY = "record", "replay"
# a cookie is a session of somebody's; the rest says nothing of the page
LEFT_OUT = frozenset((b"Set-Cookie", b"Connection", b"Keep-Alive", b"Proxy-Connection"))


class TapeMiddleware:
    """Next to the wire, so that a replay passes guard, robots.txt and decompression as the crawl did."""

    def __init__(self, folder: Path, mode: str) -> None:
        self.folder = folder
        self.mode = mode
        self.entries: dict[str, dict[str, Any]] = {}
        if mode == REPLAY:
            kept = json.loads((folder / INDEX).read_text("utf-8"))
            self.entries = {entry["key"]: entry for entry in kept}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        folder = crawler.settings.get("TAPE_FOLDER")
        if not folder:
            raise NotConfigured
        return cls(Path(folder), crawler.settings.get("TAPE_MODE", REPLAY))

    def process_request(self, request: Request) -> Response | None:
        if self.mode != REPLAY:
            return None
        entry = self.entries.get(key_of(request))
        if entry is None:
            raise Refuse("not_recorded", request.url)
        body = (self.folder / entry["file"]).read_bytes()
        headers = {name.encode(): value.encode("latin-1") for name, value in entry["headers"]}
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=entry["status"], headers=headers, body=body)

    def process_response(self, request: Request, response: Response) -> Response:
        key = key_of(request)
        if self.mode == RECORD and key not in self.entries:
            file = f"{len(self.entries) + 1:03d}.bin"
            (self.folder / file).write_bytes(response.body)
            headers = [
                (name.decode("latin-1"), values[0].decode("latin-1"))
                for name, values in response.headers.items()
                if values and name not in LEFT_OUT
            ]
            self.entries[key] = {
                "key": key,
                "url": request.url,
                "status": response.status,
                "headers": headers,
                "file": file,
            }
            text = json.dumps(list(self.entries.values()), ensure_ascii=False, indent=1)
            (self.folder / INDEX).write_text(text + "\n", "utf-8")
        return response


def key_of(request: Request) -> str:
    body = f" {hashlib.sha256(request.body).hexdigest()[:16]}" if request.body else ""
    return f"{request.method} {request.url}{body}"
