"""Outlets as pages state them: platforms, placeholders and sentences are none."""

from __future__ import annotations

import pytest

from pipelines.text import outlets


@pytest.mark.parametrize(
    "name", ["澜山日报", "岚水县融媒体中心", "县教育局", "“岚水发布”微信公众号", "新华社"]
)
def test_a_stated_outlet_is_kept_as_printed(name: str) -> None:
    assert outlets.clean_outlet(f" {name} ") == name


@pytest.mark.parametrize(
    "name", ["本站", "本网", "互联网", "网络", "原创", "网站名称", "政府网站标识码", "-", "123", ""]
)
def test_placeholders_are_no_outlet(name: str) -> None:
    assert outlets.clean_outlet(name) is None


@pytest.mark.parametrize("name", ["网易", "网易号", "澎湃新闻·澎湃号·媒体", "百家号", "今日头条", "搜狐号"])
def test_a_platform_is_never_the_outlet(name: str) -> None:
    assert outlets.is_platform(name)
    assert outlets.clean_outlet(name) is None


def test_a_sentence_or_an_address_is_no_outlet() -> None:
    assert outlets.clean_outlet("这是一句话。后面还有") is None
    assert outlets.clean_outlet("http://lanshan.test/") is None
    assert outlets.clean_outlet("长" * 60) is None
