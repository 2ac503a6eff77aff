"""Passages of which one states the contrary of the other."""

from __future__ import annotations

import pytest

from pipelines.dedup import compare
from pipelines.dedup.polarity_conflicts import polarity_differs
from pipelines.items import Article
from tests.pipelines.dedup.passages import swapped

NOTICE = (
    "青岚县供水公司昨日发布通告，城区主供水管道抢修工作于昨晚完成，目前全城供水已经恢复，设备运行正常，水质检测合格，市民可饮用自来水。"
    "公司同意用户提出的减免申请，营业厅分时段办理有关手续，请各位用户携带身份证件前往，咨询电话公布在门口的公告栏上。"
)


@pytest.mark.parametrize(
    ("frame", "one", "other", "differ"),
    [
        ("水质检测{}合格", "", "不", True),
        ("全城供水{}恢复", "已经", "尚未", True),
        ("市民{}饮用", "可", "不得", True),
        ("营业厅{}分时段办理", "", "取消", True),
        ("设备运行{}常", "正", "异", True),
        ("会议{}了该方案", "通过", "驳回", True),
        ("道路{}通行", "允许", "禁止", True),
        ("学生{}带饮水", "可", "禁", True),
        ("全县{}毒宣传", "缉", "禁", False),
        ("效果{}明显", "", "非常", False),
        ("供水能力{}提高", "", "不断", False),
        ("公司{}做好服务", "继续", "不仅", False),
        ("{}人机参加演练", "无", "有", False),
        ("他{}答应", "不得不", "只好", False),
        ("市民{}饮用", "不可", "不得", False),
        ("通告发布，{}，请市民留意", "未经许可不得转载", "", False),
    ],
)
def test_polarity_of_two_passages(frame: str, one: str, other: str, differ: bool) -> None:
    assert polarity_differs(*swapped(frame, one, other)) is differ
    assert polarity_differs(*swapped(frame, other, one)) is differ


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("正常", "不正常"),
        ("合格", "不合格"),
        ("同意", "不同意"),
        ("已经恢复", "尚未恢复"),
        ("可饮用", "不得饮用"),
        ("分时段", "取消分时段"),
        ("已经恢复", "暂停"),
        ("合格", "超标"),
    ],
)
def test_contrary_statement_is_a_variant(old: str, new: str) -> None:
    found = compare(Article(title="通告", body=NOTICE), Article(title="通告", body=NOTICE.replace(old, new)))
    assert found.kind == "variant"


@pytest.mark.parametrize(
    ("old", "new"), [("目前", "目前不仅"), ("昨晚完成", "昨晚顺利完成"), ("请各位", "特别请各位")]
)
def test_other_added_words_leave_a_reprint(old: str, new: str) -> None:
    found = compare(Article(title="通告", body=NOTICE), Article(title="通告", body=NOTICE.replace(old, new)))
    assert found.kind == "reprint"
