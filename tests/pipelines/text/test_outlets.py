"""Names of outlets, as opposed to platforms, placeholders and sentences."""

from __future__ import annotations

import pytest

from pipelines.text import outlets


@pytest.mark.parametrize(
    "name", ["澜山日报", "岚水县融媒体中心", "县教育局", "“岚水发布”微信公众号", "新华社"]
)
def test_stated_outlet_is_kept_as_printed(name: str) -> None:
    assert outlets.clean_outlet(f" {name} ") == name


@pytest.mark.parametrize(
    "name", ["本站", "本网", "互联网", "网络", "原创", "网站名称", "政府网站标识码", "-", "123", ""]
)
def test_placeholder_is_not_an_outlet(name: str) -> None:
    assert outlets.clean_outlet(name) is None


@pytest.mark.parametrize("name", ["网易", "网易号", "澎湃新闻·澎湃号·媒体", "百家号", "今日头条", "搜狐号"])
def test_platform_is_not_an_outlet(name: str) -> None:
    assert outlets.is_platform(name)
    assert outlets.clean_outlet(name) is None


def test_sentence_or_address_is_not_an_outlet() -> None:
    assert outlets.clean_outlet("这是一句话。后面还有") is None
    assert outlets.clean_outlet("http://lanshan.test/") is None
    assert outlets.clean_outlet("长" * 60) is None


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("（岚水日报）", "岚水日报"),
        ("【岚水日报", "岚水日报"),
        ("岚水县 融媒体中心", "岚水县融媒体中心"),
        ("岚水日报》", "岚水日报"),
    ],
)
def test_brackets_and_spaces_of_an_outlet_are_removed(stated: str, name: str) -> None:
    assert outlets.clean_outlet(stated) == name


@pytest.mark.parametrize(
    ("name", "medium", "publisher"),
    [
        ("岚水日报", True, True),
        ("岚水县教育局", False, True),
        ("部门新闻", True, False),
        ("今日，岚水网", False, False),
        ("报", False, False),
    ],
)
def test_media_and_publishers_are_known_by_the_ends_of_their_names(
    name: str, medium: bool, publisher: bool
) -> None:
    assert outlets.is_medium(name) is medium
    assert outlets.is_publisher(name) is publisher


@pytest.mark.parametrize("note", ["此件公开发布", "本件主动公开发布", "此件依申请公开发布"])
def test_release_note_of_a_document_is_no_medium(note: str) -> None:
    assert not outlets.is_medium(note)
    assert outlets.is_medium("澜山发布")
