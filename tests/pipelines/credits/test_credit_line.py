"""Read the credits of one line, whatever kind of line it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.credits.match_key import match_key
from tests.pipelines.credits.credit_texts import A, B, C, bylines_of, read

if TYPE_CHECKING:
    from pipelines.items import Byline


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
def test_credit_line_keeps_roles_and_leaves_the_body(line: str, expected: str) -> None:
    credits = read(line)
    assert bylines_of(credits) == expected
    assert credits.metadata_only
    assert credits.outlet is None
    assert credits.source is None


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
def test_sentences_and_labels_of_notices_are_no_credits(line: str) -> None:
    credits = read(line)
    assert bylines_of(credits) == ""
    assert credits.published is None
    assert not credits.metadata_only


@given(
    st.text(alphabet="记者通讯员摄影文图编辑责任来源：:（）()□ 、/|周文远本报讯电2026-09月日", max_size=80)
)
@settings(deadline=None)
def test_any_line_is_read_without_error_and_names_come_from_it(line: str) -> None:
    squeezed = "".join(match_key(line).split())
    found: list[Byline] = [*read(line).bylines, *read(line, caption=True).bylines]
    assert all("".join(one.name.split()) in squeezed for one in found)
