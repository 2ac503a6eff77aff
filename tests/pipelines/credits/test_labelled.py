"""Metadata lines with labels."""

from __future__ import annotations

import pytest

from pipelines.credits.credit_types import Credits
from tests.pipelines.credits.credit_texts import A, B, bylines_of, read


@pytest.mark.parametrize(
    ("line", "source", "published"),
    [
        ("来源：澜山日报", "澜山日报", None),
        ("2026-09-03 08:30 来源：云岭日报 作者：", "云岭日报", "2026-09-03 08:30"),
        ("来源：岚水县政府网发布时间：2026-09-03更新时间：2026-09-04", "岚水县政府网", "2026-09-03"),
        ("发布机构：岚水县政府办公室 成文日期：2026-09-01", "岚水县政府办公室", None),
        ("来源：县政府成文日期：2026-09-01", "县政府", None),
        ("成文日期：2026-09-01 发布日期：2026-09-03", None, "2026-09-03"),
        ("来源：今日岚水微信公众号", "今日岚水微信公众号", None),
        ("日期：2026-09-03 来源:本站 作者:admin 点击:", None, "2026-09-03"),
        ("供稿：县农业农村局 周文远", "县农业农村局", None),
        ("2026-09-03 澜山开发区", "澜山开发区", "2026-09-03"),
    ],
)
def test_source_and_date_of_a_metadata_line(line: str, source: str | None, published: str | None) -> None:
    credits = read(line)
    assert credits.source == source
    assert (credits.published and credits.published.raw) == published
    assert credits.metadata_only


def test_platform_in_the_source_label_is_no_source() -> None:
    credits = read("来源:澎湃新闻·澎湃号·媒体")
    assert (credits.platform, credits.source) == ("澎湃新闻·澎湃号·媒体", None)


@pytest.mark.parametrize(
    ("line", "expected", "stamp"),
    [
        (f"来源：澜山日报 作者：{A} 2026-11-20 09:30", f"author={A}", "2026-11-20 09:30"),
        (f"来源：澜山日报 作者：本报记者 {A} 时间：2026-11-20", f"reporter={A}", "2026-11-20"),
        (f"来源：澜山日报 作者：记者{A} 通讯员{B}", f"reporter={A} correspondent={B}", None),
        (f"来源：澜山日报 作者：{A}/文 {B}/图", f"author={A} photographer={B}", None),
        (f"来源：澜山日报 责任编辑：{A}（实习）", f"responsible_editor={A}", None),
        (f"来源：澜山日报 作者：{A} 编辑：澜山融媒小编", f"author={A}", None),
        ("作者：Lin Hai 来源：澜山日报 2026-11-20", "", "2026-11-20"),
        (f"发布者：{A} 来源：澜山日报 发布时间：2026-11-20", "", "2026-11-20"),
        (f"发布人：admin 来源：澜山日报 信息类别：动态 作者：{A}", f"author={A}", None),
        (f"来源：澜山日报 作者：市委宣传部 {A}", f"author={A}", None),
        (f"作者：市委宣传部 {A} 来源：澜山日报", f"author={A}", None),
        (f"来源：澜山日报 作者：{A}等", f"author={A}", None),
        (f"来源：澜山日报 摄影：本报记者 {A}", f"photographer={A}", None),
        (f"来源：澜山日报 记者：{A} 通讯员 {B}", f"reporter={A} correspondent={B}", None),
    ],
)
def test_unreadable_value_does_not_void_the_other_labels(line: str, expected: str, stamp: str | None) -> None:
    credits = read(line)
    assert (credits.source, bylines_of(credits)) == ("澜山日报", expected)
    assert (credits.published.raw if credits.published else None) == stamp
    assert credits.metadata_only


@pytest.mark.parametrize(
    "line", [f"联系人：{A} 编辑：{B}", "时间：2026年12月5日 地点：区文化馆", "岗位：记者 编辑：2名"]
)
def test_labels_of_a_notice_are_no_metadata(line: str) -> None:
    assert read(line) == Credits()


def test_employer_of_an_author_is_replaced_by_a_named_source() -> None:
    first = read(f"作者：市人民检察院 {A}")
    assert (first.source, first.source_is_assumed) == ("市人民检察院", True)
    assert first.merged(read("来源：澜山日报")).source == "澜山日报"


@pytest.mark.parametrize("value", ["澜山大学水利学院周文远", "澜山市水利局 周文远", "澜山大学 周文远"])
def test_employer_before_the_author_is_cut_off(value: str) -> None:
    (byline,) = read(f"来源：澜山日报 作者：{value}").bylines
    assert (byline.role, byline.name) == ("author", "周文远")
