"""Strict decompression: whole bodies, data loss, bombs."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import ResponseDataLossError

from crawler.net.decompress import unpack
from crawler.net.outcomes import RequestRefused

LIMIT = 1_000_000
TEXT = "河口镇修好了水渠。".encode() * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}


@pytest.mark.parametrize("name", PACKERS)
def test_complete_body_is_decompressed(name: str) -> None:
    assert unpack(PACKERS[name](TEXT), [name], LIMIT) == TEXT


@pytest.mark.parametrize("name", PACKERS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_body_is_data_loss(name: str, share: float) -> None:
    packed = PACKERS[name](TEXT + bytes(range(256)) * 20)
    with pytest.raises(ResponseDataLossError):
        unpack(packed[: int(len(packed) * share)], [name], LIMIT)


@pytest.mark.parametrize("name", PACKERS)
def test_decompression_bomb_is_refused(name: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        unpack(PACKERS[name](b" " * 20_000_000), [name], LIMIT)
    assert caught.value.reason == "too_large"


def test_wrong_checksum_is_data_loss() -> None:
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 255
    with pytest.raises(ResponseDataLossError):
        unpack(bytes(packed), ["gzip"], LIMIT)


def test_nested_encodings_members_and_padding_are_read() -> None:
    assert unpack(gzip.compress(zlib.compress(TEXT)), ["deflate", "gzip"], LIMIT) == TEXT
    assert unpack(gzip.compress(TEXT) + gzip.compress(TEXT) + b"\0\0", ["gzip"], LIMIT) == TEXT * 2
    assert unpack(raw_deflate(TEXT), ["deflate"], LIMIT) == TEXT


def test_plain_page_with_a_gzip_header_is_kept() -> None:
    assert unpack(b"<html>x</html>", ["gzip"], LIMIT) == b"<html>x</html>"


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(RequestRefused, match="unknown_encoding"):
        unpack(b"x", ["zstd-9000"], LIMIT)


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKERS)))
def test_garbage_raises_only_documented_errors(data: bytes, name: str) -> None:
    with contextlib.suppress(ResponseDataLossError, RequestRefused):
        unpack(data, [name], LIMIT)
