"""Decompress response bodies strictly: cut, corrupt or oversized ones raise instead of passing as short pages."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import brotli
import zstandard
from scrapy.exceptions import ResponseDataLossError

from crawler.net.fetch_services import stats_of
from crawler.net.outcomes import RequestRefused

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

ACCEPTED = b"gzip, deflate, br, zstd"
CHUNK = 64 * 1024
MAX_LAYERS = 3


class StrictCompressionMiddleware:
    """Replaces Scrapy's, which returns what it could read of a cut or corrupt gzip body (measured, 2.19).

    Raises ResponseDataLossError or RequestRefused (``too_large``, ``unknown_encoding``).
    Stats: ``decompress/data_loss``, ``decompress/REASON``, ``decompress/was_plain`` (an uncompressed body with a
    Content-Encoding header).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.stats = stats_of(crawler)
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault(b"Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        named = b",".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        layers = [name.strip().lower() for name in named.split(",") if name.strip()]
        if not layers or not response.body:
            return response
        try:
            body = unpack(response.body, layers, self.limit)
        except ResponseDataLossError:
            self.stats.inc_value("decompress/data_loss")
            raise
        except RequestRefused as refusal:
            self.stats.inc_value(f"decompress/{refusal.reason}")
            raise
        if body is response.body:
            self.stats.inc_value("decompress/was_plain")
        headers = response.headers.copy()
        del headers[b"Content-Encoding"]
        return response.replace(body=body, headers=headers)


def unpack(body: bytes, layers: list[str], limit: int) -> bytes:
    """Undo the content encodings, the last one first; ``limit`` is the maximum size in bytes, 0 for none.

    Raises ResponseDataLossError for a cut or corrupt body, RequestRefused for a decompression bomb or an encoding
    that nobody registered.
    """
    if len(layers) > MAX_LAYERS:
        raise RequestRefused("unknown_encoding", ", ".join(layers)[:100])
    for name in reversed(layers):
        if name in ("identity", "none", "utf-8"):
            continue
        unpacker = UNPACKERS.get(name)
        if unpacker is None:
            raise RequestRefused("unknown_encoding", name[:100])
        if name in ("gzip", "x-gzip") and body[:2] != b"\x1f\x8b" and body.lstrip()[:1] == b"<":
            continue  # the header is wrong, the body is a plain page
        try:
            body = unpacker(body, limit)
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            raise ResponseDataLossError(f"{name}: {error}") from None
    return body


class _Output:
    """Collects decompressed parts. Raises RequestRefused once they exceed the limit."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self.size, self.limit = 0, limit

    def add(self, part: bytes) -> None:
        self.size += len(part)
        if self.limit and self.size > self.limit:
            raise RequestRefused("too_large", f"unpacks to more than {self.limit} bytes")
        self.parts.append(part)


def _zlib(body: bytes, limit: int, window: int) -> tuple[bytes, bytes]:
    """Decompress one stream. Returns its content and the bytes that follow it."""
    out, engine, rest = _Output(limit), zlib.decompressobj(window), body
    while not engine.eof:
        part = engine.decompress(rest, CHUNK)
        out.add(part)
        if not part and not engine.unconsumed_tail and not engine.eof:
            raise ResponseDataLossError("the compressed body is cut")
        rest = engine.unconsumed_tail
    return b"".join(out.parts), engine.unused_data


def _gzip(body: bytes, limit: int) -> bytes:
    out = _Output(limit)
    while body:
        part, body = _zlib(body, limit, 31)  # checks length and checksum
        out.add(part)
        body = body.lstrip(b"\0")  # padding; anything else after a member must be a member
    return b"".join(out.parts)


def _deflate(body: bytes, limit: int) -> bytes:
    try:
        return _zlib(body, limit, 15)[0]
    except zlib.error:
        return _zlib(body, limit, -15)[0]  # raw deflate, as old Microsoft servers send


def _brotli(body: bytes, limit: int) -> bytes:
    out, engine = _Output(limit), brotli.Decompressor()
    out.add(engine.process(body, output_buffer_limit=CHUNK))
    while not engine.is_finished():
        part = engine.process(b"", output_buffer_limit=CHUNK)
        if not part:
            raise ResponseDataLossError("the compressed body is cut")
        out.add(part)
    return b"".join(out.parts)


def _zstd(body: bytes, limit: int) -> bytes:
    out = _Output(limit)
    while body:
        engine = zstandard.ZstdDecompressor(max_window_size=2**23).decompressobj()
        position = 0
        while position < len(body) and not engine.eof:
            # 64 bytes decompress to 2 MB at most, so that the limit is noticed early
            out.add(engine.decompress(body[position : position + 64]))
            position += 64
        if not engine.eof:
            raise ResponseDataLossError("the compressed body is cut")
        body = engine.unused_data + body[position:]
    return b"".join(out.parts)


UNPACKERS = {"gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
