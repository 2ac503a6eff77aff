"""Where the text of a body ends and disclaimers, footers or other articles begin."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Rules, Selectors
from tests.pipelines.pages import (
    BODY,
    BODY_LINES,
    GOVERNMENT,
    H1,
    OTHER_STORY,
    TITLE,
    article,
    bare_page,
    body_lines,
)

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))
INFO = H1 + "<p>发布时间：2026-11-20 09:30 来源：澜山日报</p>"
END = "<p>特此通知，请各镇街遵照执行。</p>"
SIGNED = "<p>临溪区农业农村局</p><p>2026年11月20日</p>"


def body(markup: str, rules: Rules = CERTAIN) -> list[str]:
    """The body lines of a page with the given markup in its container."""
    text = article(INFO, body=markup, rules=rules).body
    assert text is not None
    return text.split("\n")


@pytest.mark.parametrize("heading", ["相关链接", "推荐"])
def test_heading_before_paragraphs_does_not_end_the_text(heading: str) -> None:
    background = "碳汇造林是指以增加碳汇为主要目的的造林活动。"
    for rules in (CERTAIN, GOVERNMENT):
        assert body(f"{BODY}<p>{heading}</p><p>{background}</p>", rules)[-2:] == [heading, background]


@pytest.mark.parametrize("rules", [CERTAIN, GOVERNMENT], ids=["certain", "by_text"])
@pytest.mark.parametrize(
    "line",
    [
        "第五条 未经许可，任何单位和个人不得占用河道。",
        "（三）未经批准同意，不得擅自停止供水。",
        "加强版权保护，打击侵权盗版，维护创作者权益。",
        "对侵权行为，由市场监管部门联系平台及时删除。",
        "凡来源不明的食品，一律不得上市销售。",
        "接到群众报料后，记者赶到现场，积水已经退去。",
        "投稿邮箱：lanshan@lanshan.test",
        "市政府发表声明，重申了对平台经济的立场。",
        "打开“爱澜山”APP，点击医保服务，按提示办理。",
        "互联网新闻信息服务许可证由省级部门审核发放。",
        "声明提出，双方将搭建合作平台，推动文艺作品互译。",
        "如发现侵犯商标专用权的行为，可以通知市场监管部门依法处理。",
    ],
)
def test_sentences_about_rights_and_reports_do_not_end_the_text(line: str, rules: Rules) -> None:
    body = f"{BODY}<p>{line}</p>{BODY}"
    found = article(body=body, rules=rules)
    assert line in (found.body or "")
    assert len((found.body or "").split("\n")) == 2 * BODY.count("<p>") + 1


@pytest.mark.parametrize(
    "line",
    ["未经许可，任何单位不得转载气象灾害预警信息。", "如有侵犯版权的情形，权利人可以请平台立即删除。"],
)
def test_law_continues_after_its_clause_on_rights(line: str) -> None:
    more = "".join(f"<p>第{n}条 主管部门应当公开办理的结果，接受社会的监督。</p>" for n in "六七八")
    body = article(body=f"{BODY}<p>{line}</p>{more}", rules=CERTAIN).body or ""
    assert body.count("\n") == BODY.count("<p>") + 3


@pytest.mark.parametrize(
    "line",
    [
        "澜山新闻网版权所有 未经书面授权禁止使用 Copyright 2003-2026",
        "互联网新闻信息服务许可证：99120190001",
        "如涉及版权问题，请及时与我们联系处理。",
        "未经本报许可，任何单位不得转载、摘编。",
    ],
)
def test_footer_ends_the_text(line: str) -> None:
    found = article(body=f"{BODY}<p>{line}</p><p>返回首页</p>", rules=GOVERNMENT)
    assert len((found.body or "").split("\n")) == BODY.count("<p>")


SHORT = f"<p>{TITLE}，八个项目由外地企业投资，预计明年三月陆续开工，建成后可吸纳三百人就业。</p>"
DATED = "<div>2026-11-18 16:42 来源：澜山日报</div>"


@pytest.mark.parametrize(
    "after",
    [
        "<p>点分享</p><p>点收藏</p><p>点在看</p>",
        "<p>本文系澜山网独家稿件，未经授权，不得转载。</p>",
        "<p>转载请注明来源：澜山网</p><p>如有侵权，请联系删除。</p>",
        "<p>想爆料？请拨打新闻热线0999-8000000，或登录官方微博提供线索。</p>",
        "<p>文章关键词：项目 签约</p><p>我要反馈</p>",
        "<p>责任编辑：<span></span></p>",
        "<p>—END—</p><p>* * *</p>",
        "<p>下载“望河融媒”客户端，阅读更多精彩内容</p>",
        "<div class='jp-relatedposts'><h3>相关</h3><p>秋粮收购有序推进</p></div>",
        "<div class='sharedaddy'><h3>分享到：</h3><ul><li>微博</li><li>微信</li></ul></div>",
        f"<h4>最新评论(2)</h4><p>{OTHER_STORY}</p>",
    ],
)  # fmt: skip
def test_lines_that_portals_print_below_a_text_leave_it(after: str) -> None:
    assert len(body_lines(article(body=BODY + after))) == BODY_LINES


@pytest.mark.parametrize(
    "notice",
    [
        "澜山网声明：凡注明“来源：澜山网”的所有文字和图片，版权均属本网所有，未经授权不得转载。",
        "本网未注明“来源：澜山网”的稿件均为转载稿，并不意味着赞同其观点。",
        "网友评论仅供其表达个人看法，并不表明本站同意其观点或证实其描述。",
    ],
)
def test_disclaimer_ends_the_text(notice: str) -> None:
    assert len(body_lines(bare_page(f"{H1}{DATED}<div class='a'>{SHORT}<div>{notice}</div></div>"))) == 1
