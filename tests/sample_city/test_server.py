"""The city's server: a proxy for its own hosts and for nothing else, with all that a crawl must live with."""

from __future__ import annotations

import http.client
import socket
import struct
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from crawler.sample_city.server import SampleCity

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTICE = "http://www.lanshan.test/zwdt/202411/t20241111_1002.html"
BUSY = "http://www.lanshan.test/tzgg/202411/t20241105_2008.html"
WITHDRAWN = "http://www.lanshan.test/tzgg/202411/t20241101_2012.html"


@pytest.fixture
def city() -> Iterator[SampleCity]:
    with SampleCity() as running:
        yield running


def ask(
    city: SampleCity, target: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
    try:
        connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_absolute_url_is_served_as_by_a_proxy(city: SampleCity) -> None:
    status, headers, body = ask(city, NOTICE)
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "市政府召开常务会议" in body.decode()


def test_a_browser_reaches_the_same_page_by_path(city: SampleCity) -> None:
    assert ask(city, "/" + NOTICE.removeprefix("http://"))[2] == ask(city, NOTICE)[2]
    assert b"paper.lanshan.test" in ask(city, "/")[2]


@pytest.mark.parametrize(
    "target",
    ["http://example.com/", "http://127.0.0.1/", "http://lanshan.test/", "https://www.lanshan.test/"],
)
def test_other_hosts_are_refused(city: SampleCity, target: str) -> None:
    status, _, body = ask(city, target)
    assert status == 502
    assert body


def test_a_browser_can_follow_links_from_the_root_of_a_site(city: SampleCity) -> None:
    status, headers, _ = ask(city, "/zwdt/index.html", Referer=f"{city.proxy_url}/www.lanshan.test/tzgg/")
    assert (status, headers["Location"]) == (302, "/www.lanshan.test/zwdt/index.html")
    assert ask(city, "/zwdt/index.html")[0] == 502


def test_https_is_refused_with_an_explanation(city: SampleCity) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
    connection.set_tunnel("www.lanshan.test", 443)
    with pytest.raises(OSError, match="502"):
        connection.connect()
    connection.close()


def test_unchanged_page_answers_304_by_etag_and_by_time(city: SampleCity) -> None:
    headers = ask(city, NOTICE)[1]
    status, _, body = ask(city, NOTICE, If_None_Match=headers["ETag"])
    assert (status, body) == (304, b"")
    assert ask(city, NOTICE, If_None_Match='"other"', If_Modified_Since=headers["Last-Modified"])[0] == 200
    assert ask(city, NOTICE, If_Modified_Since=headers["Last-Modified"])[0] == 304


def test_county_server_sends_last_modified_only(city: SampleCity) -> None:
    _, headers, body = ask(city, "http://www.lanshui.test/news/html/301.htm")
    assert "ETag" not in headers
    assert headers["Content-Type"] == "text/html"
    assert "石鼓岭乡" in body.decode("gbk")


def test_one_county_page_declares_a_wrong_charset(city: SampleCity) -> None:
    body = ask(city, "http://www.lanshui.test/news/html/307.htm")[2]
    assert b"charset=utf-8" in body
    assert "饮水管网" in body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_only_changed_pages_have_a_new_etag_on_day_two(
    city: SampleCity,
) -> None:
    edited = "http://www.lanshan.test/tzgg/202411/t20241110_2005.html"
    before, kept = ask(city, edited)[1], ask(city, NOTICE)[1]
    city.set_step(3)
    after = ask(city, edited)[1]
    assert after["ETag"] != before["ETag"]
    assert after["Last-Modified"] != before["Last-Modified"]
    # NOTICE lists newer articles in no place that changes
    assert ask(city, NOTICE)[1]["ETag"] == kept["ETag"]


def test_busy_page_answers_503_in_step_one_only(city: SampleCity) -> None:
    seen = []
    for step in (1, 2, 3, 4):
        city.set_step(step)
        seen.append(ask(city, BUSY)[0])
    assert seen == [503, 200, 200, 200]


def test_the_withdrawn_page_is_gone_on_day_two(city: SampleCity) -> None:
    assert ask(city, WITHDRAWN)[0] == 200
    city.set_step(3)
    assert ask(city, WITHDRAWN)[0] == 404


def test_robots_forbid_one_article_and_the_county_has_none(city: SampleCity) -> None:
    assert b"Disallow: /neibu/" in ask(city, "http://www.lanshan.test/robots.txt")[2]
    assert b"/neibu/" in ask(city, "http://www.lanshan.test/tzgg/index_1.html")[2]
    assert ask(city, "http://www.lanshui.test/robots.txt")[0] == 404


def test_a_removal_notice_answers_200_and_a_listed_page_is_missing(city: SampleCity) -> None:
    status, _, body = ask(city, "http://www.lanshan.test/tzgg/202411/t20241102_2011.html")
    assert status == 200
    assert "已被删除" in body.decode()
    assert ask(city, "http://www.lanshan.test/tzgg/202411/t20241103_2010.html")[0] == 404


def test_newspaper_index_redirects_to_the_latest_edition(city: SampleCity) -> None:
    index = "http://paper.lanshan.test/paperindex.htm"
    assert b"URL=html/2024-11/12/node_2.htm" in ask(city, index)[2]
    city.set_step(3)
    assert b"URL=html/2024-11/13/node_2.htm" in ask(city, index)[2]


def test_day_two_pins_an_older_notice_to_the_top_of_the_list(city: SampleCity) -> None:
    first = "http://www.lanshan.test/tzgg/index.html"
    before = ask(city, first)[2]
    city.set_step(3)
    after = ask(city, first)[2]
    assert before.index(b"_2001.html") < before.index(b"_2005.html")
    assert after.index(b"_2005.html") < after.index(b"_2013.html") < after.index(b"_2001.html")


def test_head_has_no_body_and_the_log_keeps_requests(city: SampleCity) -> None:
    assert ask(city, NOTICE, method="HEAD")[2] == b""
    ask(city, BUSY)
    assert [(r.method, r.status) for r in city.log] == [("HEAD", 200), ("GET", 503)]
    assert city.log[1].host == "www.lanshan.test"


def test_stop_frees_the_port_and_ends_the_thread() -> None:
    with SampleCity() as city:
        port = city.port
        ask(city, NOTICE)
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=2).connect()
    assert not [t for t in threading.enumerate() if t.name == "sample-city"]


def test_idle_connection_does_not_delay_stop() -> None:
    city = SampleCity().start()
    connection = http.client.HTTPConnection("127.0.0.1", city.port, timeout=60)
    connection.request("GET", NOTICE)
    connection.getresponse().read()
    city.stop()
    connection.close()


def test_disconnecting_client_is_not_logged_as_an_error(capfd: pytest.CaptureFixture[str]) -> None:
    with SampleCity() as city:
        for _ in range(5):
            raw = socket.create_connection(("127.0.0.1", city.port), timeout=60)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close by reset
            raw.sendall(f"GET {NOTICE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            raw.close()
        assert ask(city, NOTICE)[0] == 200
    assert capfd.readouterr().err == ""


def test_unknown_step_raises_value_error() -> None:
    with pytest.raises(ValueError, match="step 5"):
        SampleCity(step=5)


def test_city_can_be_served_from_the_command_line() -> None:
    command = [sys.executable, "-m", "crawler.sample_city.server", "--port", "0", "--step", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("http://127.0.0.1:")
        finally:
            process.terminate()
