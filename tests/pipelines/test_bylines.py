"""Lines that name the makers of a text: nine roles apart, and nothing from sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.credits import credit_line, edges

FETCHED = datetime(2026, 11, 22, 3, tzinfo=UTC)
A, B, C = "周文远", "吴晓", "郑大海"


def read(line: str, *, caption: bool = False) -> credit_line.Reading:
    return credit_line.read_line(credit_line.matching(line), fetched_at=FETCHED, caption=caption)


def makers(reading: credit_line.Reading) -> str:
    return " ".join(f"{one.role}={one.name}" for one in reading.bylines)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"记者 {A} 通讯员 {B} {C}", f"reporter={A} correspondent={B} correspondent={C}"),
        (f"（记者{A} 通讯员{B}）", f"reporter={A} correspondent={B}"),
        (f"□ 本报记者 {A}", f"reporter={A}"),
        (f"文/{A} 图/{B}", f"author={A} photographer={B}"),
        (f"□{A}/文 {B}/图", f"author={A} photographer={B}"),
        (f"文/图 {A}", f"author={A} photographer={A}"),
        (f"图文：{A}", f"author={A} photographer={A}"),
        (f"图/文 记者 {A}", f"reporter={A} photographer={A}"),
        (f"{A} 摄", f"photographer={A}"),
        (f"责任编辑：{A} 电话：0000-1234567", f"responsible_editor={A}"),
        (f"责任编辑 {A}", f"responsible_editor={A}"),
        (f"编辑：{A} 审核：{B} 终审：{C}", f"editor={A} final_review={C}"),
        (f"一审|{A} 二审|{B} 三审|{C}", f"first_review={A} second_review={B} final_review={C}"),
        (f"（供稿：{A} 审核：{B}）", f"author={A}"),
        (f"实习记者 {A} 实习编辑 {B}", f"reporter={A} editor={B}"),
        (f"本报驻京记者 {A}", f"reporter={A}"),
        (f"审核人：{A}", ""),
        ("作者：admin", ""),
    ],
)
def test_a_line_of_makers_leaves_the_body_and_keeps_their_roles(line: str, expected: str) -> None:
    reading = read(line)
    assert makers(reading) == expected
    assert reading.strip == {0}
    assert reading.outlet is None
    assert reading.source is None


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        (f"澜山日报记者 {A}", "澜山日报"),
        (f"(澜山融媒记者 {A})", "澜山融媒"),
        (f"澜山日报社全媒体记者:{A}", "澜山日报社"),
        (f"东岚壹点记者 {A}", "东岚壹点"),
        (f"（岚水县融媒体中心 {A}）", "岚水县融媒体中心"),
    ],
)
def test_the_medium_before_the_role_is_the_outlet(line: str, outlet: str) -> None:
    reading = read(line)
    assert reading.outlet == outlet
    assert [one.name for one in reading.bylines] == [A]


@pytest.mark.parametrize(
    "line",
    [
        "记者从县农业农村局获悉，今年小麦丰收",
        "新闻发言人回答记者提问",
        "县长答记者问",
        f"多名记者 {A}",
        "一审：被告赔偿三万元",
        "招聘编辑：2名",
        f"主持人：{A}",
        f"联系人：{A}",
        "电话：0000-8211234",
        "图文并茂 展示成果",
        "活动时间：2026年9月3日上午9时",
        "报名截止日期：2026年9月3日",
        "□同意",
    ],
)
def test_a_sentence_or_foreign_label_says_nothing_and_stays(line: str) -> None:
    reading = read(line)
    assert makers(reading) == ""
    assert reading.published is None
    assert reading.strip == set()


def test_a_dateline_is_read_and_its_paragraph_stays() -> None:
    reading = read(f"本报澜山9月3日讯 记者{A}报道 今天上午，临溪区举行签约仪式")
    assert (reading.dateline, reading.place, reading.partial) == ("本报澜山9月3日讯", "澜山", "9月3日")
    assert makers(reading) == f"reporter={A}"
    assert reading.strip == set()
    agency = read(f"新华社云岭9月3日电（{A}、{B}）会议指出")
    assert agency.outlet == "新华社"
    assert makers(agency) == f"reporter={A} reporter={B}"


def test_names_alone_in_brackets_sign_a_text_only_at_its_end() -> None:
    end = ["第一段说了很多话。", "第二段说了更多话。", f"（{A} {B}）"]
    assert makers(edges.read(end)) == f"author={A} author={B}"
    assert edges.read(end).strip == {2}
    assert makers(edges.read([f"（{A} {B}）", *end[:2]])) == ""
    assert makers(edges.read([*end[:2], "（方案）"])) == ""


def test_who_made_a_picture_is_a_photographer_and_never_an_author() -> None:
    for caption in (f"签约现场。（{A} 摄）", f"{A}摄", f"签约现场。新华社记者 {A} 摄", f"□{A} 摄"):
        reading = read(caption, caption=True)
        assert makers(reading) == f"photographer={A}"
        assert reading.outlet is None


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
def test_source_and_date_of_an_information_line(line: str, source: str | None, published: str | None) -> None:
    reading = read(line)
    assert reading.source == source
    assert (reading.published and reading.published.raw) == published
    assert reading.strip == {0}


def test_a_platform_in_the_source_line_is_a_platform() -> None:
    reading = read("来源:澎湃新闻·澎湃号·媒体")
    assert (reading.platform, reading.source) == ("澎湃新闻·澎湃号·媒体", None)


def test_the_original_title_keeps_its_signs_as_printed() -> None:
    reading = edges.read(["原标题：岚水：“三问于民”解民忧（上）"])
    assert reading.original_title == "岚水：“三问于民”解民忧（上）"


def test_traditional_glossed_lines_are_read_like_any_other() -> None:
    assert makers(read("責(zé)任編輯:李汶")) == "responsible_editor=李汶"


@given(
    st.text(alphabet="记者通讯员摄影文图编辑责任来源：:（）()□ 、/|周文远本报讯电2026-09月日", max_size=80)
)
def test_whatever_a_line_holds_nothing_raises_and_names_come_from_it(line: str) -> None:
    key = credit_line.matching(line)
    squeezed = "".join(key.split())
    found: list[Any] = [*read(line).bylines, *read(line, caption=True).bylines]
    assert all("".join(one.name.split()) in squeezed for one in found)


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
def test_a_value_that_says_nothing_voids_no_other_of_its_line(
    line: str, expected: str, stamp: str | None
) -> None:
    reading = read(line)
    assert (reading.source, makers(reading)) == ("澜山日报", expected)
    assert (reading.published.raw if reading.published else None) == stamp
    assert reading.strip == {0}


@pytest.mark.parametrize(
    "line", [f"联系人：{A} 编辑：{B}", "时间：2026年12月5日 地点：区文化馆", "岗位：记者 编辑：2名"]
)
def test_labels_of_a_notice_make_no_line_of_metadata(line: str) -> None:
    assert read(line) == credit_line.Reading()


def test_where_an_author_works_is_the_outlet_only_where_no_line_names_it() -> None:
    first = read(f"作者：市人民检察院 {A}")
    assert first.source == "市人民检察院"
    first.take(read("来源：澜山日报"))
    assert first.source == "澜山日报"
