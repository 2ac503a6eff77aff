"""Charsets are decided from the bytes; what header and page declare is only a hint."""

from __future__ import annotations

import pytest

from pipelines.page import charset

CHINESE = "<html><body><p>澜山市人民政府新闻办公室今天发布消息，全市经济运行平稳，各项工作有序开展，群众得到实惠。</p></body></html>"
TRADITIONAL = "<html><body><p>瀾山縣政府今天發布消息，說明這個問題的關鍵在於時間，會議的報導與國家對機關的要求。</p></body></html>"
RUSSIAN = "<html><body><p>Сегодня в городе открылась выставка, на которой представлены работы местных художников.</p></body></html>"


@pytest.mark.parametrize(
    "declared", [None, "utf-8", "gb2312", "gbk", "iso-8859-1", "big5", "no-such-charset"]
)
def test_gb_bytes_are_decoded_whatever_is_declared(declared: str | None) -> None:
    headers = {"Content-Type": f"text/html; charset={declared}"} if declared else {}
    assert charset.decode(CHINESE.encode("gb18030"), headers) == (CHINESE, "gb18030")


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1"])
def test_utf8_bytes_are_decoded_whatever_is_declared(declared: str) -> None:
    assert charset.decode(CHINESE.encode(), {"content-type": f"text/html; charset={declared}"})[0] == CHINESE


@pytest.mark.parametrize("declared", ["big5", "gb2312", "utf-8"])
def test_big5_bytes_are_decoded_whatever_is_declared(declared: str) -> None:
    headers = {"content-type": f"text/html; charset={declared}"}
    assert charset.decode(TRADITIONAL.encode("big5hkscs"), headers) == (TRADITIONAL, "big5hkscs")


def test_declared_charset_of_another_script_is_used() -> None:
    headers = {"content-type": "text/html; charset=windows-1251"}
    assert charset.decode(RUSSIAN.encode("cp1251"), headers) == (RUSSIAN, "cp1251")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", None])
def test_isolated_bytes_beyond_ascii_are_western(declared: str | None) -> None:
    text = (
        "<html><body><p>The “old” café declared: it’s déjà vu – again, in the town’s hall.</p></body></html>"
    )
    headers = {"content-type": f"text/html; charset={declared}"} if declared else {}
    assert charset.decode(text.encode("cp1252"), headers)[0] == text


def test_cut_character_at_the_end_keeps_utf8() -> None:
    body = CHINESE.encode()[:-20] + b"\xe6\xb3</p>"
    text, name = charset.decode(body, {"content-type": "text/html; charset=utf-8"})
    assert name == "utf-8"
    assert "澜山市人民政府" in text


def test_charset_forced_by_the_source_wins() -> None:
    assert charset.decode(CHINESE.encode("gb18030"), {}, "gb2312") == (CHINESE, "gb18030")


def test_byte_order_mark_decides() -> None:
    assert charset.decode("\ufeff".encode("utf-16-le") + CHINESE.encode("utf-16-le"))[0] == CHINESE
