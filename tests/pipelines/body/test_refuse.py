"""Pages that are no article are refused by name; articles that only look like errors are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines import Refused
from pipelines.items import Selectors
from tests.pipelines.pages import GOVERNMENT, article

SHORT = "<p>临溪区水务局提醒沿线居民提前储水，确有不便，敬请谅解。</p>"


@pytest.mark.parametrize("title", ["临溪区水务局第404号停水公告", "404号院今日停水", "G1404路段施工"])
def test_number_404_in_a_title_is_no_error_page(title: str) -> None:
    assert article(f"<h1>{title}</h1>", head=f"<title>{title}</title>", body=SHORT).title == title


@pytest.mark.parametrize(
    "title", ["404", "404 Not Found", "404错误页面", "HTTP 404", "Error 404", "页面不存在"]
)
def test_error_page_with_status_200_is_refused(title: str) -> None:
    with pytest.raises(Refused, match="soft_404"):
        article(
            f"<h1>{title}</h1>", head=f"<title>{title}</title>", body="<p>请返回首页重新查找您要的内容。</p>"
        )


CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))
DATED = "<h1>{0}</h1><p>发布时间：2026-11-20</p>"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("关于政务服务网站维护的公告", "定于11月21日零时至六时暂停服务。"),
        ("系统维护公告", "定于11月21日零时至六时暂停服务。"),
        ("教师资格考试成绩公布", "请登录后查看成绩，查询时间为11月20日至30日。"),
        ("不动产登记网上办理", "办理时请先登录政务服务网，按照提示完成验证。"),
    ],
)
def test_dated_notice_about_logins_or_maintenance_is_kept(title: str, text: str) -> None:
    before, head = DATED.format(title), f"<title>{title}</title>"
    assert article(before, head=head, body=f"<p>{text}</p>", rules=CERTAIN).body == text


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("临溪区集中签约", "请登录后查看全文，谢谢您的支持", "login_wall"),
        ("临溪区集中签约", "该文章已被删除，请您浏览其他内容", "removal_notice"),
        ("安全验证", "请稍候，页面即将打开，请勿关闭窗口", "challenge"),
        ("系统繁忙", "请稍候，页面即将打开，请勿关闭窗口", "server_error"),
        ("信息已删除", "感谢您的关注，请您浏览其他内容。", "removal_notice"),
    ],
)
def test_wall_or_removal_in_a_complete_template_is_refused(title: str, text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        article(DATED.format(title), head=f"<title>{title}</title>", body=f"<p>{text}</p>", rules=CERTAIN)
