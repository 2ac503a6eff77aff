"""Which lines stay in a body: notices keep their lines, credits and tools leave the edges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Rules, Selectors
from pipelines.page.boilerplate import boilerplate
from tests.pipelines.pages import BODY, GOVERNMENT, H1, TITLE, article

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))
INFO = H1 + "<p>发布时间：2026-11-20 09:30 来源：澜山日报</p>"
END = "<p>特此通知，请各镇街遵照执行。</p>"
SIGNED = "<p>临溪区农业农村局</p><p>2026年11月20日</p>"


def body(markup: str, rules: Rules = CERTAIN) -> list[str]:
    """The body lines of a page with the given markup in its container."""
    text = article(INFO, body=markup, rules=rules).body
    assert text is not None
    return text.split("\n")


NOTICE = [
    "时间：2026年12月5日上午9:00",
    "地点：区文化馆一楼",
    "主办单位：临溪区文旅局",
    "承办单位：临溪区文化馆",
    "地址：临溪区人民路1号，联系电话：0000-1234567",
]


@pytest.mark.parametrize("rules", [CERTAIN, GOVERNMENT], ids=["certain", "by_text"])
def test_notice_keeps_its_time_place_and_signature(rules: Rules) -> None:
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
def test_short_lines_between_sentences_of_a_certain_body_stay(line: str) -> None:
    assert body(f"{BODY}<p>{line}</p>{END}")[-2] == line


@pytest.mark.parametrize("style", ["foot", "print", "position", "statement", "reply"])
def test_class_names_of_paragraph_styles_are_no_boilerplate_in_a_certain_body(style: str) -> None:
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
@pytest.mark.parametrize("rules", [CERTAIN, GOVERNMENT], ids=["certain", "by_text"])
def test_credits_tools_and_other_articles_leave_the_edges(markup: str, noise: str, rules: Rules) -> None:
    text = "\n".join(body(BODY + markup, rules))
    assert noise not in text
    assert text.count("临溪区举行第") == 4


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
def test_metadata_line_at_the_head_of_a_certain_body_leaves_it(line: str) -> None:
    found = article(H1, body=f"<p>{line}</p>{BODY}", rules=CERTAIN)
    assert found.body is not None
    assert len(found.body.split("\n")) == 4
    assert (found.published_date is not None) == (line[0] in "时23二")


def test_several_bare_days_are_headings_and_no_date() -> None:
    days = ["2026年11月19日", "2026年11月20日"]
    found = article(H1, body="".join(f"<p>{day}</p>{BODY}" for day in days), rules=CERTAIN)
    assert found.published_date is None
    assert found.body is not None
    assert [line for line in found.body.split("\n") if line in days] == days


def test_date_of_publication_below_the_title_leaves_the_body() -> None:
    head = f"<p>{TITLE}</p><p>2026年11月20日</p>"
    assert body(head + BODY)[0].startswith("临溪区举行第一次")
    assert body("<p>11月19日</p>" + BODY)[0] == "11月19日"


def test_values_that_are_no_names_and_event_times_are_no_metadata() -> None:
    talk = "<p>记者：请问今年有什么特点？</p><p>周文远：项目更多。</p><p>记者：谢谢。</p><p>记者：好的</p>"
    form = "<p>图片：见附件</p><p>编辑：不限</p><p>时间：2026年11月21日上午9:00</p><p>地点：区文化馆</p>"
    for markup in (talk, form):
        for rules in (CERTAIN, GOVERNMENT):
            found = article(body=BODY + markup, rules=rules)
            assert (found.bylines, found.published_at) == ([], None)
    opening = "<p>时间：2026年11月21日上午9:00</p><p>地点：区文化馆</p>" + BODY
    assert article(body=opening, rules=CERTAIN).published_at is None
    assert article(body=opening).published_at is None


def test_empty_editor_label_in_brackets_leaves_the_body() -> None:
    for label in ("【责任编辑:】", "[编辑：]", "（责编：）"):
        assert boilerplate().is_line_within_text(label)
    assert not boilerplate().is_line_within_text("【责任编辑：周文远】")
