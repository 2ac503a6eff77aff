"""Pages that shut programs out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.source.advice import explain
from crawler.net.challenges import detect_challenge

JSL = b"<html><script>document.cookie=('__jsl_clearance_s=1.2');location.reload()</script></html>"


RS = b"<html><head><script>$_ts=window['$_ts'];$_ts.cd='qq';</script></head><body></body></html>"


SLIDER = "<html><title>安全验证</title><body><div>请拖动滑块完成拼图</div></body></html>".encode()


WALL = "<html><title>访问被拦截</title><body>您的请求被云防护拦截</body></html>".encode()


SHELL = b"<html><head><script src='/a1.js'></script></head><body><script>r(9)</script></body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (521, {"set-cookie": "__jsluid_s=ab"}, b"<script>x()</script>", "challenge:jsl"),
        (521, {}, JSL, "challenge:jsl"),
        (200, {}, JSL, "challenge:jsl"),
        (412, {}, b"", "challenge:rs"),
        (202, {}, RS, "challenge:rs"),
        (403, {}, RS, "challenge:rs"),
        (200, {}, SLIDER, "challenge:captcha"),
        (403, {}, SLIDER, "challenge:captcha"),
        (200, {}, SLIDER.decode().encode("gb18030"), "challenge:captcha"),
        (405, {}, WALL, "challenge:waf"),
        (200, {}, SHELL, "challenge:shell"),
        (200, {}, SHELL.replace(b"<body>", b"<body><div id='app'></div>"), "layout:scripts"),
        (521, {}, b"web server is down", None),
        (403, {}, b"<h1>403 Forbidden</h1>", None),
        (404, {}, b"<h1>404</h1>", None),
        (200, {}, b"<html><script>window.location.href='/index.html'</script></html>", None),
        (200, {}, b"<html><script>a()</script><frameset><frame src='a.html'></frameset></html>", None),
    ],
)
def test_challenge_is_named_by_its_kind(
    status: int, headers: dict[str, str], body: bytes, kind: str | None
) -> None:
    assert detect_challenge(status, headers, body) == kind
    if kind:
        assert explain(kind) != kind


def test_news_about_sliders_is_not_a_challenge() -> None:
    text = "记者了解到，滑块验证码成为不少老人上网的难题。" * 30
    assert (
        detect_challenge(200, {}, f"<html><body><p>{text}</p><a href='/'>首页</a></body></html>".encode())
        is None
    )


@given(st.integers(100, 599), st.binary(max_size=3000))
def test_any_response_is_examined_without_error(status: int, body: bytes) -> None:
    assert detect_challenge(status, {}, body) is None or isinstance(detect_challenge(status, {}, body), str)


def test_thousands_of_opened_scripts_are_read_in_one_pass() -> None:
    assert detect_challenge(200, {}, b"<script>" * 8000) is None
