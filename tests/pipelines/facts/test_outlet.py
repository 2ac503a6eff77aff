"""Which evidence gives the outlet, and the platform apart from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipelines.items import Rules, Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, H1, article

PORTAL = Rules(id="port", name="澜山信息港", kind="portal", region="990100", divisions="sample")
PAPER = Rules(
    id="daily", name="澜山日报", outlet="澜山日报", kind="newspaper", region="990100", divisions="sample"
)
IN_URL = "http://www.lanshan.test/xw/202609/t20260903_12.html"


def test_platform_as_source_leaves_the_outlet_to_the_byline() -> None:
    found = article(
        H1 + "<p>2026-09-03 来源：网易</p>", body=BODY + "<p>（澜山日报记者 周文远）</p>", rules=PORTAL
    )
    assert (found.platform, found.outlet) == ("网易", "澜山日报")


def test_portal_or_mirror_is_never_the_outlet() -> None:
    assert article(rules=PORTAL).outlet is None
    mirror = Rules(id="m", name="镜", outlet="澜山市人民政府", divisions="sample", mirror_of="http://x.test/")
    assert article(rules=mirror).outlet is None
    assert article(rules=GOVERNMENT).outlet == "澜山市人民政府"


def test_source_in_brackets_at_the_end_is_the_outlet() -> None:
    assert article(body=BODY + "<p>（来源：澜山晚报）</p>").outlet == "澜山晚报"


@pytest.mark.parametrize(
    ("line", "outlet", "raw"),
    [
        ("来源：澜山市政府办公室（研究室） 发布时间：２０２６年１１月２０日", "澜山市政府办公室（研究室）", "２０２６年１１月２０日"),
        ("（来源：临溪区&nbsp;融媒体中心） 二〇二六年十一月二十日", "临溪区融媒体中心", "二〇二六年十一月二十日"),
    ],
)  # fmt: skip
def test_outlet_and_date_are_kept_as_printed(line: str, outlet: str, raw: str) -> None:
    lines = "".join(f"<p>{part}</p>" for part in line.split(" "))
    for markup in (lines, f"<p class='when'>{line}</p>"):
        rules = replace(GOVERNMENT, selectors=Selectors(date=".when"))
        found = article(H1 + markup, rules=rules)
        assert (found.outlet, found.published_raw) == (outlet, raw)
        assert found.published_date == date(2026, 11, 20)
