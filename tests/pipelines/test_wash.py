"""What stays in a body and what leaves it: lines of notices are text, lines about makers stand at a text's edges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Rules, Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, H1, TITLE, article

NAMED = replace(GOVERNMENT, selectors=Selectors(body="div.content"))
INFO = H1 + "<p>发布时间：2026-11-20 09:30 来源：澜山日报</p>"
END = "<p>特此通知，请各镇街遵照执行。</p>"
SIGNED = "<p>临溪区农业农村局</p><p>2026年11月20日</p>"


def body(markup: str, rules: Rules = NAMED) -> list[str]:
    text = article(INFO, body=markup, rules=rules).body
    assert text is not None
    return text.split("\n")


def shown(lines: list[str], markup: str, rules: Rules) -> list[str]:
    found = body(markup, rules)
    return [line for line in lines if line not in found]


NOTICE = [
    "时间：2026年12月5日上午9:00",
    "地点：区文化馆一楼",
    "主办单位：临溪区文旅局",
    "承办单位：临溪区文化馆",
    "地址：临溪区人民路1号，联系电话：0000-1234567",
]


@pytest.mark.parametrize("rules", [NAMED, GOVERNMENT], ids=["named", "guessed"])
def test_a_notice_keeps_when_where_and_who_to_its_signature(rules: Rules) -> None:
    markup = BODY + "".join(f"<p>{line}</p>" for line in NOTICE) + END + SIGNED
    kept = [*NOTICE, "特此通知，请各镇街遵照执行。", "临溪区农业农村局", "2026年11月20日"]
    assert body(markup, rules)[-len(kept) :] == kept
    short = BODY + "".join(f"<p>{line}</p>" for line in NOTICE)
    assert body(short, rules)[-len(NOTICE) :] == NOTICE


@pytest.mark.parametrize(
    "line",
    [
        "声明：凡参加活动人员须自行购买保险。",
        "(c)其他应当公示的情形",
        "推荐",
        "相关链接",
        "日期：2026年12月5日",
        "11月21日",
        "2026年11月21日",
        "作者：吴承",
        "来源：财政拨款",
        "分类：可回收物",
        "标签：红色",
        "视频：回放",
        "审核：通过",
        "编辑：不限",
        "图为媒介，以树会友，这是此次活动的特色。",
        "分享经验是这次活动的主题。",
        "www.lanshan.test/bm",
        "注册",
    ],
)
def test_between_the_sentences_of_a_named_body_words_mean_what_they_say(line: str) -> None:
    assert body(f"{BODY}<p>{line}</p>{END}")[-2] == line


@pytest.mark.parametrize("style", ["foot", "print", "position", "statement", "reply"])
def test_a_style_of_paragraphs_is_no_furniture_within_a_named_body(style: str) -> None:
    assert body(f"{BODY}<div class='{style}'><p>抄送：区委办公室。</p></div>")[-1] == "抄送：区委办公室。"


@pytest.mark.parametrize(
    ("markup", "noise"),
    [
        ("<p>责任编辑：周文远</p>", "周文远"),
        ("<p>来源：澜山晚报</p><p>编辑：周文远 审核：吴晓</p>", "："),
        ("<p>（记者 周文远 通讯员 吴晓）</p>", "周文远"),
        ("<p>初审：周文远</p><p>复审：吴晓</p><p>终审：郑大海</p>", "审"),
        ("<div class='share'><p>分享到：微信 微博</p></div>", "微博"),
        ("<ul class='related'><li><a href='/1.html'>临溪区召开第二次会议</a></li></ul>", "第二次会议"),
        ("<p>相关链接</p><p><a href='/1.html'>临溪区召开第二次会议</a></p>", "会议</p>"),
        ("<p>免责声明：本站转载此文仅供参考，不代表本站立场。</p><p>其他</p>", "其他"),
        ("<p>主办单位：澜山市人民政府</p><p>网站标识码：9901000001</p>", "主办单位"),
        ("<p>【字体：大 中 小】</p><p>打印本页 关闭窗口</p>", "大 中 小"),
        ("<p>扫一扫在手机打开当前页</p>" + END, "扫一扫"),
    ],
)
@pytest.mark.parametrize("rules", [NAMED, GOVERNMENT], ids=["named", "guessed"])
def test_makers_tools_and_other_stories_leave_the_edges_of_a_body(
    markup: str, noise: str, rules: Rules
) -> None:
    text = "\n".join(body(BODY + markup, rules))
    assert noise not in text
    assert text.count("临溪区举行第") == 4


@pytest.mark.parametrize("heading", ["相关链接", "推荐"])
def test_a_heading_before_paragraphs_ends_no_text(heading: str) -> None:
    background = "碳汇造林是指以增加碳汇为主要目的的造林活动。"
    for rules in (NAMED, GOVERNMENT):
        assert body(f"{BODY}<p>{heading}</p><p>{background}</p>", rules)[-2:] == [heading, background]


@pytest.mark.parametrize(
    "line",
    [
        "时间：2026-11-20 09:30",
        "2026年11月20日",
        "二〇二六年十一月二十日",
        "3小时前",
        "图为签约现场。",
        "作者：阿依·买提",
    ],
)
def test_an_information_line_at_the_head_of_a_named_body_is_no_text(line: str) -> None:
    found = article(H1, body=f"<p>{line}</p>{BODY}", rules=NAMED)
    assert found.body is not None
    assert len(found.body.split("\n")) == 4
    assert (found.published_date is not None) == (line[0] in "时23二")


def test_several_days_are_headings_and_none_dates_the_page() -> None:
    days = ["2026年11月19日", "2026年11月20日"]
    found = article(H1, body="".join(f"<p>{day}</p>{BODY}" for day in days), rules=NAMED)
    assert found.published_date is None
    assert found.body is not None
    assert [line for line in found.body.split("\n") if line in days] == days


def test_the_date_of_publication_below_the_title_is_no_line_of_the_text() -> None:
    head = f"<p>{TITLE}</p><p>2026年11月20日</p>"
    assert body(head + BODY)[0].startswith("临溪区举行第一次")
    assert body("<p>11月19日</p>" + BODY)[0] == "11月19日"


def test_what_is_no_name_is_no_maker_and_an_event_is_no_publication() -> None:
    talk = "<p>记者：请问今年有什么特点？</p><p>周文远：项目更多。</p><p>记者：谢谢。</p><p>记者：好的</p>"
    form = "<p>图片：见附件</p><p>编辑：不限</p><p>时间：2026年11月21日上午9:00</p><p>地点：区文化馆</p>"
    for markup in (talk, form):
        for rules in (NAMED, GOVERNMENT):
            found = article(body=BODY + markup, rules=rules)
            assert (found.bylines, found.published_at) == ([], None)
    opening = "<p>时间：2026年11月21日上午9:00</p><p>地点：区文化馆</p>" + BODY
    assert article(body=opening, rules=NAMED).published_at is None
    assert article(body=opening).published_at is None


@pytest.mark.parametrize("rules", [NAMED, GOVERNMENT], ids=["named", "guessed"])
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
def test_what_a_notice_says_of_rights_reports_and_clients_ends_no_text(line: str, rules: Rules) -> None:
    body = f"{BODY}<p>{line}</p>{BODY}"
    found = article(body=body, rules=rules)
    assert line in (found.body or "")
    assert len((found.body or "").split("\n")) == 2 * BODY.count("<p>") + 1


@pytest.mark.parametrize(
    "line",
    ["未经许可，任何单位不得转载气象灾害预警信息。", "如有侵犯版权的情形，权利人可以请平台立即删除。"],
)
def test_a_law_on_rights_goes_on_behind_its_articles_on_rights(line: str) -> None:
    more = "".join(f"<p>第{n}条 主管部门应当公开办理的结果，接受社会的监督。</p>" for n in "六七八")
    body = article(body=f"{BODY}<p>{line}</p>{more}", rules=NAMED).body or ""
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
def test_what_footers_say_ends_a_text(line: str) -> None:
    found = article(body=f"{BODY}<p>{line}</p><p>返回首页</p>", rules=GOVERNMENT)
    assert len((found.body or "").split("\n")) == BODY.count("<p>")
