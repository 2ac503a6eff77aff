"""Column, keywords and summary of whole pages."""

from __future__ import annotations

import pytest

from pipelines.items import Rules
from tests.pipelines.pages import H1, article

PORTAL = Rules(id="port", name="澜山信息港", kind="portal", region="990100", divisions="sample")
PAPER = Rules(
    id="daily", name="澜山日报", outlet="澜山日报", kind="newspaper", region="990100", divisions="sample"
)
IN_URL = "http://www.lanshan.test/xw/202609/t20260903_12.html"


@pytest.mark.parametrize("where", ["您当前的位置", "您当前位置", "当前位置", "您现在的位置"])
def test_column_is_the_last_name_of_the_breadcrumb(where: str) -> None:
    assert article(f"<div>{where}：首页 > 政务 > 部门动态 > 正文</div>{H1}").column == "部门动态"
