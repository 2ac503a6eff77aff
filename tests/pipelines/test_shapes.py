"""Pages of other makes than the systems of governments: where the text ends, what the title is, what stands beside it."""

from __future__ import annotations

import pytest

from pipelines import Article, Page, understand
from tests.pipelines.pages import BODY, FETCHED, FOOT, H1, NAV, TITLE, article

LINES = 4
STORY = "全市秋粮收购工作有序推进，有关部门负责人介绍了工作进展，下一步将继续推进。"


def page(
    body: str, head: str = f"<title>{TITLE}</title>", url: str = "http://www.lanshan.test/1.html"
) -> Article:
    markup = f"<html><head><meta charset='utf-8'>{head}</head><body>{NAV}{body}{FOOT}</body></html>"
    (found,) = understand(Page(url=url, body=markup.encode(), fetched_at=FETCHED))
    return found


def lines(found: Article) -> list[str]:
    return (found.body or "").split("\n")


@pytest.mark.parametrize(
    "after",
    [
        "<p>点分享</p><p>点收藏</p><p>点在看</p>",
        "<p>本文系澜山网独家稿件，未经授权，不得转载。</p>",
        "<p>转载请注明来源：澜山网</p><p>如有侵权，请联系删除。</p>",
        "<p>想爆料？请拨打新闻热线0999-8000000，或登录官方微博提供线索。</p>",
        "<p>点击进入专题：<a href='/z'>聚焦项目建设</a></p><p>文章关键词：项目 签约</p><p>我要反馈</p>",
        "<p>责任编辑：<span></span></p>",
        "<p>—END—</p><p>* * *</p>",
        "<p>下载“望河融媒”客户端，阅读更多精彩内容</p>",
        "<div class='jp-relatedposts'><h3>相关</h3><p>秋粮收购有序推进</p></div>",
        "<div class='sharedaddy'><h3>分享到：</h3><ul><li>微博</li><li>微信</li></ul></div>",
        f"<h4>最新评论(2)</h4><p>{STORY}</p>",
    ],
)  # fmt: skip
def test_what_portals_print_below_a_text_leaves_it(after: str) -> None:
    assert len(lines(article(body=BODY + after))) == LINES


def test_a_player_before_the_text_is_no_text() -> None:
    player = "<div>您的浏览器不支持HTML5视频播放，请升级浏览器。</div><div>00:00 / 01:32 倍速 高清 全屏</div>"
    assert len(lines(article(H1 + player))) == LINES


@pytest.mark.parametrize(
    "item",
    [
        "<a href='{0}'><div>第{0}条其他消息</div></a><div>{1}</div>",
        "<div><img src='{0}.jpg'></div><div><p><a href='{0}'>第{0}条其他消息</a></p><p>{1}</p></div>",
        "<h4><a href='{0}'>第{0}条其他消息</a></h4><p>{1}</p>",
    ],
)
def test_abstracts_of_other_stories_are_known_by_their_links(item: str) -> None:
    others = "".join(f"<div class='z'>{item.format(i, STORY)}</div>" for i in range(6))
    found = page(
        f"<div><div>{TITLE}</div><div>2026-11-18 16:42</div><div>{BODY}</div><div>{others}</div></div>"
    )
    assert len(lines(found)) == LINES
    assert STORY not in (found.body or "")


def test_pictures_behind_the_end_of_the_text_are_those_of_others() -> None:
    after = f"<h4>热门排行</h4><p>{STORY}</p><img src='/other.jpg'>"
    found = page(f"{H1}<div><p><img src='/own.jpg'></p>{BODY}{after}</div>")
    assert [image.url for image in found.images] == ["http://www.lanshan.test/own.jpg"]


def test_a_captioned_picture_over_the_text_is_the_articles() -> None:
    picture = (
        "<div><img src='/1.jpg'></div><div>项目签约现场。　周文远 摄</div><div><img src='/icon.gif'></div>"
    )
    found = article(H1 + picture)
    assert [image.caption for image in found.images] == ["项目签约现场。 周文远 摄"]
    assert [(one.role, one.name) for one in found.bylines] == [("photographer", "周文远")]


def test_who_wrote_is_read_at_a_paragraphs_start_and_the_paragraph_stays() -> None:
    found = article(body=BODY.replace("<p>", "<p>（文/澜山网 周文远）", 1))
    assert (found.outlet, [one.name for one in found.bylines], len(lines(found))) == (
        "澜山网",
        ["周文远"],
        LINES,
    )


def test_the_line_over_date_and_source_is_the_title_where_the_markup_names_the_site_alone() -> None:
    cells = f"<td align='center'><font size='4'><b>{TITLE}</b></font></td>"
    info = "<td>来源：澜山日报　发布时间：2008-11-18 8:05:09　点击数：12</td>"
    head = "<title>澜山农业信息网</title>"
    assert (
        page(f"<table><tr>{cells}</tr><tr>{info}</tr><tr><td>{BODY}</td></tr></table>", head).title == TITLE
    )
    head = "<title>工作动态--澜山水利学会官网</title>"
    assert page(f"<p>{TITLE}</p><div>发布时间：2008-11-18</div>{BODY}<h3>友情链接</h3>", head).title == TITLE


def test_headings_right_beside_the_headline_are_kicker_and_subtitle() -> None:
    found = page(
        f"<div><h3 class='pre'>优化营商环境</h3>{H1}<h4 class='sub'>八个项目来自外地</h4><p>2026-11-18</p></div><div>{BODY}</div>"
    )
    assert (found.kicker, found.subtitle) == ("优化营商环境", "八个项目来自外地")
    found = page(
        f"<div><h2>新闻中心</h2>{H1}<div class='sub'>时间：2026-11-18 来源：澜山日报</div></div><div>{BODY}</div>"
    )
    assert (found.kicker, found.subtitle) == (None, None)


def test_the_properties_of_a_paper_name_title_and_author() -> None:
    enp = f"<!--enpproperty <date>2026-11-18 04:00:00.0</date><author>本报记者 周文远</author><title>{TITLE}</title>/enpproperty-->"
    found = page(f"<h1>{TITLE}</h1>{enp}<div id='ozoom'>{BODY}</div>", "<title>澜山日报-澜山网</title>")
    assert found.title == TITLE
    assert [(one.role, one.name) for one in found.bylines] == [("reporter", "周文远")]


def test_an_article_in_hidden_form_fields_is_read() -> None:
    escaped = BODY.replace("<", "&lt;").replace(">", "&gt;")
    fields = {"title": TITLE, "time": "1794991327000", "source-name": "澜山日报", "content": escaped}
    found = page(
        "".join(f"<textarea class='article-{name}'>{value}</textarea>" for name, value in fields.items())
    )
    assert (found.title, found.outlet, len(lines(found))) == (TITLE, "澜山日报", LINES)
    assert found.published_at is not None
    assert f"{found.published_at:%Y-%m-%d %H:%M}" == "2026-11-18 08:42"


@pytest.mark.parametrize(
    "whole",
    [
        "{} - 县区新闻 - 澜山新闻网",
        "{}-澜山新闻网-澜山日报社主办",
        "{}·澜山在线",
        "{} :: 澜山在线",
        "澜山新闻网 | {}",
        "临溪区人民政府 县区动态 {}",
        "{}>>县区新闻>>澜山新闻网",
        "{}_苹果_冷库_企业",
    ],
)
def test_the_line_of_the_page_that_title_holds_whole_is_the_headline(whole: str) -> None:
    head = f"<title>{whole.format(TITLE)}</title>"
    assert page(f"<div class='a1'>{TITLE}</div><div>2026-11-18</div><div>{BODY}</div>", head).title == TITLE
    title = "冬修水利正当时 千村万渠换新颜"
    head = f"<title>{whole.format(title)}</title>"
    two = title.replace(" ", "<br>")
    assert page(f"<div class='a1'>{two}</div><div>2026-11-18</div><div>{BODY}</div>", head).title == title


@pytest.mark.parametrize(
    ("tail", "makers"),
    [
        ("<p>记者：张一鸣 李思远</p><p>责编：吴晓 | 监制：郑海</p><p>投稿邮箱：a@b.test</p>", ["张一鸣", "李思远", "吴晓"]),
        ("<p>【责任编辑：吴晓】</p><p>【内容审核：郑海】</p>", ["吴晓"]),
        ("<p>作者丨张一鸣</p><p>审核丨郑海</p>", ["张一鸣"]),
        ("<p>END</p><p>统筹：郑海</p><p>文字记者：张一鸣</p><p>摄影记者：李思远</p>", ["张一鸣", "李思远"]),
    ],
)  # fmt: skip
def test_makers_below_a_text_leave_it_and_those_without_a_role_are_not_kept(
    tail: str, makers: list[str]
) -> None:
    found = article(body=BODY + tail)
    assert [one.name for one in found.bylines] == makers
    assert len([line for line in lines(found) if "邮箱" not in line]) == LINES


def test_who_speaks_in_an_interview_is_no_reporter() -> None:
    talk = "<p>记者：今年的冬修水利有什么特点？</p><p>周广平：早、快、实。</p><p>记者：谢谢。</p>"
    found = article(body=BODY + talk)
    assert (found.bylines, len(lines(found))) == ([], LINES + 3)


SHORT = f"<p>{TITLE}，八个项目由外地企业投资，预计明年三月陆续开工，建成后可吸纳三百人就业。</p>"
DATED = "<div>2026-11-18 16:42 来源：澜山日报</div>"
CARDS = "".join(f"<div class='it'><p>第{i}条。{STORY}</p></div>" for i in range(6))


@pytest.mark.parametrize(
    "layout",
    [
        "<div id='printArea'>{head}<div class='a'>{text}</div></div><div class='r'>{cards}</div>",
        "{head}<div id='print'>{text}</div><div class='r'>{cards}</div>",
        "{head}<div class='foot-con'><div class='a'>{text}</div></div>",
        "<div class='left-side'>{head}<div class='a'>{text}</div></div><div class='r'>{cards}</div>",
        "<div class='r'><h3>推荐阅读</h3>{cards}</div><div class='l'>{head}<div>{text}</div></div>",
        "{head}<div class='a'>{text}</div><div class='r'><h3>热点</h3><p>{story}</p><p>{story}</p></div>",
    ],
)  # fmt: skip
def test_the_text_is_what_follows_headline_and_date(layout: str) -> None:
    for text in (SHORT, BODY):
        found = page(layout.format(head=H1 + DATED, text=text, cards=CARDS, story=STORY))
        assert len(lines(found)) == text.count("<p>")
        assert STORY not in (found.body or "")


def test_a_card_with_the_name_of_a_body_is_no_body() -> None:
    card = f"<div class='r'><div class='news-content'><p>{STORY}</p></div></div>"
    main = f"<div class='l'>{H1}{DATED}<div>{BODY}</div></div>"
    for body in (main + card, card + main, main + 6 * card):
        assert len(lines(page(body))) == LINES


def test_a_date_line_stands_for_a_headline_that_is_not_printed() -> None:
    found = page(f"{DATED}<div class='a'>{BODY}</div><div class='r'>{CARDS}</div>")
    assert len(lines(found)) == LINES


@pytest.mark.parametrize(
    "notice",
    [
        "澜山网声明：凡注明“来源：澜山网”的所有文字和图片，版权均属本网所有，未经授权不得转载。",
        "本网未注明“来源：澜山网”的稿件均为转载稿，并不意味着赞同其观点。",
        "网友评论仅供其表达个人看法，并不表明本站同意其观点或证实其描述。",
    ],
)
def test_disclaimers_of_many_wordings_end_a_text(notice: str) -> None:
    assert len(lines(page(f"{H1}{DATED}<div class='a'>{SHORT}<div>{notice}</div></div>"))) == 1


def test_a_headline_set_in_two_lines_is_one_title() -> None:
    whole = "望河县人民政府办公室 关于印发防汛预案的通知"
    first, second = (f"<p align='center'>{part}</p>" for part in whole.split(" "))
    head = f"<title>{whole}-望河县人民政府</title>"
    assert page(f"{first}{second}{DATED}<div class='a'>{BODY}</div>", head).title == whole
    head = f"<title>县区动态 {TITLE}-望河县人民政府</title>"
    assert page(f"<p>县区动态</p><p>{TITLE}</p>{DATED}<div class='a'>{BODY}</div>", head).title == TITLE


@pytest.mark.parametrize(
    "title", [f"{TITLE[:8]}…_澜山网", f"{TITLE[:8]}...-澜山网", "新闻详情-澜山网", "澜山网"]
)
@pytest.mark.parametrize("line", ["<h1>{}</h1>", "<div class='a1'>{}</div>"])
def test_a_title_cut_short_or_of_the_site_alone_gives_way_to_the_printed_headline(
    title: str, line: str
) -> None:
    markup = f"{line.format(TITLE)}{DATED}<div class='a'>{BODY}</div>"
    assert page(markup, f"<title>{title}</title>").title == TITLE
