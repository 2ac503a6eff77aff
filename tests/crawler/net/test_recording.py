"""Recording responses and replaying them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy import Request
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.net.outcomes import RequestRefused
from crawler.net.recording import RECORD, REPLAY, RecordingMiddleware, read_index, request_key

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.qinglan.test/xw/"


def test_recorded_response_is_replayed_without_cookies(tmp_path: Path) -> None:
    response = HtmlResponse(
        URL, headers={"Content-Type": "text/html", "Set-Cookie": "sid=1"}, body=b"<p>x</p>"
    )
    RecordingMiddleware(tmp_path, RECORD).process_response(Request(URL), response)
    replayed = RecordingMiddleware(tmp_path, REPLAY).process_request(Request(URL))
    assert isinstance(replayed, HtmlResponse)
    assert (replayed.status, replayed.body) == (200, b"<p>x</p>")
    assert b"Set-Cookie" not in replayed.headers


def test_first_response_of_a_request_is_kept(tmp_path: Path) -> None:
    recorder = RecordingMiddleware(tmp_path, RECORD)
    for body in (b"first", b"second"):
        recorder.process_response(Request(URL), HtmlResponse(URL, body=body))
    assert [entry.file for entry in read_index(tmp_path).values()] == ["001.bin"]
    assert (tmp_path / "001.bin").read_bytes() == b"first"


def test_request_that_was_not_recorded_is_refused(tmp_path: Path) -> None:
    RecordingMiddleware(tmp_path, RECORD).process_response(Request(URL), HtmlResponse(URL, body=b"x"))
    with pytest.raises(RequestRefused, match="not_recorded"):
        RecordingMiddleware(tmp_path, REPLAY).process_request(Request(f"{URL}2"))


def test_form_requests_differ_by_their_body() -> None:
    keys = {request_key(Request(URL, method="POST", body=body)) for body in ("page=1", "page=2")}
    assert len(keys) == 2


def test_middleware_is_disabled_without_a_folder() -> None:
    with pytest.raises(NotConfigured):
        RecordingMiddleware.from_crawler(get_crawler())
