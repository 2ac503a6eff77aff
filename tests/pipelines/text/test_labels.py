"""Labels and values of byline lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.text import labels
from pipelines.text.package_data import load_package_yaml


@pytest.mark.parametrize(
    ("line", "values"),
    [
        (
            "来源: 县融媒体中心 作者: 周文远",
            [("source", "来源", "县融媒体中心"), ("author", "作者", "周文远")],
        ),
        ("发布时间: 2026-09-03 08:30 浏览次数: 12", [("published", "发布时间", "2026-09-03 08:30"), ("ignored", "浏览次数", "12")]),
        ("来源:岚水日报责任编辑:周文远", [("source", "来源", "岚水日报"), ("responsible_editor", "责任编辑", "周文远")]),
        ("来源:岚水日报】【作者:周文远", [("source", "来源", "岚水日报"), ("author", "作者", "周文远")]),
        ("文/周文远 图/吴晓", [("author", "文", "周文远"), ("photographer", "图", "吴晓")]),
        ("来源: 县局 信息分类: 通知", [("source", "来源", "县局"), ("other", "信息分类", "通知")]),
    ],
)  # fmt: skip
def test_labelled_values_of_a_line(line: str, values: list[tuple[str, str, str]]) -> None:
    before, found = labels.labelled_values(line)
    assert before == ""
    assert found == values


@pytest.mark.parametrize("line", ["资金来源: 县财政", "他谈到收入来源时说", "岚水县召开会议"])
def test_words_that_end_like_a_label_are_not_labels(line: str) -> None:
    assert labels.labelled_values(line) == (line, [])


@pytest.mark.parametrize(
    ("label", "meaning"),
    [
        ("来源", "source"),
        ("记者", "reporter"),
        ("内容审核", "ignored"),
        ("成文日期", "ignored"),
        ("索引", "other"),
    ],
)
def test_meaning_of_a_label(label: str, meaning: str) -> None:
    assert labels.label_meaning(label) == meaning


def test_labels_are_joined_to_values_in_other_cells() -> None:
    assert labels.join_labels(["成文日期\t2026-09-03", "来源", "岚水日报", "打印", "正文"]) == [
        "成文日期：2026-09-03",
        "来源：岚水日报",
        "打印",
        "正文",
    ]
    assert labels.join_labels(["来源 岚水日报"]) == ["来源：岚水日报"]


def test_no_label_has_two_roles() -> None:
    words = [
        word
        for role in load_package_yaml("pipelines.text", "labels.yml")["roles"].values()
        for word in role.split()
    ]
    assert len(words) == len(set(words))


@settings(deadline=None)
@given(st.text(alphabet="来源作者编辑发布时间记者文图摄:： /|【】()2026年9月3日周远", max_size=80))
def test_values_are_parts_of_the_line(line: str) -> None:
    _, found = labels.labelled_values(line)
    assert all(value in line or "来源" in line for _, _, value in found)
    labels.join_labels([line, line])
