"""Lists of articles are recognised by how their lines are made, and refused by name."""

from __future__ import annotations

import pytest

from pipelines import Page, Refused, understand
from pipelines.body.list_signs import count_dated_titles, is_list, is_teaser_list
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences
from tests.pipelines.pages import BODY, FOOT, H1, NAV, TITLE, bare_page, body_lines

ROW = "<li><a href='/{0}'>望河县第{0}届山楂文化旅游节开幕</a></li>"
DATED_ROW = "<li>(2026-11-20 10:00:14)[社会] <a href='/{0}'>望河县第{0}届山楂文化旅游节开幕</a></li>"
TITLED = "<h3><a href='/{0}'>望河县第{0}届山楂文化旅游节开幕</a></h3>"
CARD = f"<div class='c'>{TITLED}<p>第{{0}}届旅游节近日在县城开幕，吸引数千名游客。</p></div>"


def rows(row: str, count: int) -> str:
    return "".join(row.format(i) for i in range(count))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (rows(ROW, 12), True),
        (rows(DATED_ROW, 12), True),
        (rows(ROW, 11), False),
        (rows(ROW, 12) + paragraphs(sentences(8)), False),
    ],
)
def test_page_of_linked_titles_is_a_list(markup: str, expected: bool) -> None:
    _, lines = parsed_part(markup)
    assert is_list(lines, 0.7) is expected


def test_page_whose_sentences_stand_below_linked_titles_is_a_list_of_teasers() -> None:
    assert is_teaser_list(parsed_part(rows(CARD, 12))[1])
    assert not is_teaser_list(parsed_part(rows(CARD, 12) + paragraphs(sentences(30)))[1])


def test_files_with_a_date_beside_each_are_counted() -> None:
    file = "<li><a href='/{0}.pdf'>青岚市第{0}号年度报告</a><span>2026-01-2{0}</span></li>"
    names = [f"青岚市第{i}号年度报告" for i in range(6)]
    assert count_dated_titles(parsed_part(rows(file, 6))[1], names) == 6
    plain = "<p>附件</p><p><a href='/{0}.pdf'>青岚市第{0}号年度报告</a></p>"
    assert count_dated_titles(parsed_part(rows(plain, 6))[1], names) == 0


@pytest.mark.parametrize(
    ("title", "markup", "reason"),
    [
        ("最新滚动", f"<h1>最新滚动</h1><ul>{rows(DATED_ROW, 30)}</ul>", "list_page"),
        ("政务公开", f"<h1>政务公开</h1>{rows(ROW, 14)}<h2>政策文件</h2>{rows(ROW, 14)}", "list_page"),
        ("青岚网-青岚新闻门户", rows(ROW, 40) + "<p>青岚网每天为读者提供本地新闻和生活服务信息。</p>", "list_page"),
        ("站内检索", f"<form><input name='q'></form>{rows(ROW, 6)}", "search_page"),
        ("政务服务平台", "<form>密码<input type='password'><p>忘记密码请联系管理员重置。</p></form>", "login_wall"),
        ("统一身份认证", "<div><input type='password'></div><p>连续输错五次，账号将被锁定一小时！</p>", "login_wall"),
        (TITLE, H1 + "<div id='content'></div><p>您访问的链接即将离开“青岚县”门户网站 是否继续？</p>", "leaving_site"),
        ("青岚市人民政府", "<p>温馨提示</p><p>您即将跳转至第三方网站，请确认是否继续访问。</p>", "leaving_site"),
        ("通知公告", "<table><tr><th>序号</th><th>标题</th><th>日期</th></tr></table>", "no_body"),
        ("青岚新闻客户端", "<div id='app'></div><p>正在加载，请稍候。</p>", "no_body"),
    ],
)  # fmt: skip
def test_page_that_is_no_article_is_refused_by_name(title: str, markup: str, reason: str) -> None:
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{NAV}{markup}{FOOT}</body></html>"
    with pytest.raises(Refused) as refused:
        understand(Page(url="http://www.qinglan.test/", body=page.encode()))
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "around",
    [
        "{}" + rows(ROW, 40),
        rows(ROW, 40) + "{}",
        "<form><input type='password'></form>{}",
        "{}" + rows(CARD, 14),
    ],
)
def test_short_article_beside_lists_and_login_forms_is_kept(around: str) -> None:
    found = bare_page(around.format(f"<div>{H1}<div>2026-11-18 16:42 来源：澜山日报</div>{BODY}</div>"))
    assert len(body_lines(found)) == 4
