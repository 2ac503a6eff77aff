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


@pytest.mark.parametrize("portal", ["腾讯", "腾讯新闻", "澎湃新闻", "新浪网", "搜狐"])
def test_portal_stated_as_source_on_another_site_is_the_outlet(portal: str) -> None:
    found = article(H1 + f"<p>2026-09-03 来源：{portal}</p>", rules=PORTAL)
    assert (found.outlet, found.platform) == (portal, PORTAL.name)


def test_portal_stated_as_source_on_its_own_host_is_the_platform() -> None:
    url = "http://news.sina.com.cn/c/2026-09-03/doc-1.shtml"
    found = article(H1 + "<p>2026-09-03 08:30 来源：新浪网</p>", url=url, rules=None)
    assert (found.outlet, found.platform) == (None, "新浪网")


def test_account_in_the_stamp_of_a_platform_is_not_the_outlet_of_a_signed_article() -> None:
    stamp = "<div class='post_info'>2026-09-03 08:30 来源: <a href='/m/1.html'>澜山号外</a></div>"
    found = article(
        H1 + stamp,
        body=BODY + "<p>（澜山新闻·澜山日报记者 周文远 吴晓）</p>",
        url="https://www.163.com/dy/article/ABCDEFGH0530WJIN.html",
    )
    assert (found.platform, found.platform_account, found.outlet) == ("网易号", "澜山号外", "澜山日报")
