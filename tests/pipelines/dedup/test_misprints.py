"""A misprint that one of two texts corrects."""

from __future__ import annotations

import pytest

from pipelines.dedup import compare
from pipelines.dedup.misprints import is_misprint
from pipelines.items import Article
from tests.pipelines.dedup.passages import swapped

NOTICE = (
    "青岚县供水公司昨日发布通告，城区主供水管道抢修工作于昨晚完成，目前全城供水恢复，逾期限未办理手续的用户请前往营业厅，"
    "工作人员将现场核查，并告知办理的账户，检查结束以后，安装队继续对坐落在河东的泵站进行维护，请用户予以理解。"
)


@pytest.mark.parametrize(
    ("frame", "one", "other", "misprint"),
    [
        ("逾期{}未办理", "限", "线", True),
        ("办理的{}户", "账", "帐", True),
        ("现场核查{}结束", "", "查", True),
        ("现场核查{}结束", "", "验", False),
        ("自{}动手", "己", "已", True),
        ("{}装队继续", "安", "按", True),
        ("现场核{}结束", "查", "对", False),
        ("抽检的{}条合格", "粉", "面", False),
        ("泵站{}维护", "进行", "继续", False),
    ],
)
def test_misprint_sounds_or_looks_alike_or_is_set_twice(
    frame: str, one: str, other: str, misprint: bool
) -> None:
    assert is_misprint(*swapped(frame, one, other)) is misprint
    assert is_misprint(*swapped(frame, other, one)) is misprint


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("期限", "期线"),
        ("核查", "核查查"),
        ("账户", "帐户"),
        ("安装", "按装"),
        ("坐落", "座落"),
        ("理解", "里解"),
    ],
)
def test_text_with_a_corrected_misprint_is_a_reprint(right: str, wrong: str) -> None:
    found = compare(
        Article(title="通告", body=NOTICE.replace(right, wrong)), Article(title="通告", body=NOTICE)
    )
    assert found.kind == "reprint"


def test_many_words_that_sound_alike_are_not_misprints() -> None:
    other = NOTICE
    for old, new in (
        ("期限", "期线"),
        ("账户", "帐户"),
        ("安装", "按装"),
        ("坐落", "座落"),
        ("理解", "里解"),
    ):
        other = other.replace(old, new)
    assert compare(Article(title="通告", body=NOTICE), Article(title="通告", body=other)).kind == "variant"
