"""The headline in a title tag."""

from __future__ import annotations

import pytest

from tests.pipelines.pages import (
    BODY,
    TITLE,
    bare_page,
)

DATED = "<div>2026-11-18 16:42 来源：澜山日报</div>"


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
def test_printed_line_within_the_title_tag_is_the_title(whole: str) -> None:
    head = f"<title>{whole.format(TITLE)}</title>"
    assert (
        bare_page(f"<div class='a1'>{TITLE}</div><div>2026-11-18</div><div>{BODY}</div>", head).title == TITLE
    )
    title = "冬修水利正当时 千村万渠换新颜"
    head = f"<title>{whole.format(title)}</title>"
    two = title.replace(" ", "<br>")
    assert (
        bare_page(f"<div class='a1'>{two}</div><div>2026-11-18</div><div>{BODY}</div>", head).title == title
    )


def test_headline_in_two_lines_is_one_title() -> None:
    whole = "望河县人民政府办公室 关于印发防汛预案的通知"
    first, second = (f"<p align='center'>{part}</p>" for part in whole.split(" "))
    head = f"<title>{whole}-望河县人民政府</title>"
    assert bare_page(f"{first}{second}{DATED}<div class='a'>{BODY}</div>", head).title == whole
    head = f"<title>县区动态 {TITLE}-望河县人民政府</title>"
    assert bare_page(f"<p>县区动态</p><p>{TITLE}</p>{DATED}<div class='a'>{BODY}</div>", head).title == TITLE


@pytest.mark.parametrize(
    "title", [f"{TITLE[:8]}…_澜山网", f"{TITLE[:8]}...-澜山网", "新闻详情-澜山网", "澜山网"]
)
@pytest.mark.parametrize("line", ["<h1>{}</h1>", "<div class='a1'>{}</div>"])
def test_printed_headline_replaces_a_cut_or_generic_title_tag(title: str, line: str) -> None:
    markup = f"{line.format(TITLE)}{DATED}<div class='a'>{BODY}</div>"
    assert bare_page(markup, f"<title>{title}</title>").title == TITLE


@pytest.mark.parametrize("separator", ["_", " | ", "｜", " :: ", " – ", "-"])
def test_title_that_runs_from_site_to_headline_is_read_from_its_end(separator: str) -> None:
    head = f"<title>{separator.join(('临溪区人民政府', '政务动态', TITLE))}</title>"
    assert bare_page(f"{DATED}<div class='a'>{BODY}</div>", head).title == TITLE


@pytest.mark.parametrize("separator", ["｜", " :: ", " – "])
def test_site_behind_a_rare_separator_is_cut_off(separator: str) -> None:
    head = f"<title>{separator.join((TITLE, '政务动态', '临溪区人民政府'))}</title>"
    assert bare_page(f"{DATED}<div class='a'>{BODY}</div>", head).title == TITLE


@pytest.mark.parametrize("tag", ["h1", "h3", "h5"])
@pytest.mark.parametrize("shortened", [TITLE[2:], TITLE[:4] + TITLE[5:]])
def test_printed_heading_wins_over_its_shortened_form_in_the_title_tag(tag: str, shortened: str) -> None:
    head = f"<title>{shortened}_要闻_澜山网（原澜山新闻网）</title>"
    assert bare_page(f"<{tag}>{TITLE}</{tag}>{DATED}<div class='a'>{BODY}</div>", head).title == TITLE


@pytest.mark.parametrize("tag", ["h2", "h5", "h6"])
@pytest.mark.parametrize("site", ["临溪区教育研究所", "澜山新闻网_(新闻)", "临溪区人民政府门户网站"])
def test_title_tag_that_names_only_the_site_gives_way_to_the_heading(tag: str, site: str) -> None:
    head = f"<title>{site}</title>"
    assert bare_page(f"<{tag}>{TITLE}</{tag}>{DATED}<div class='a'>{BODY}</div>", head).title == TITLE


def test_minor_heading_that_names_the_site_is_no_title() -> None:
    head = "<title>新闻动态--澜山书画协会官网</title>"
    page = f"<h5>{TITLE}</h5>{DATED}<div class='a'>{BODY}</div><h4>联系我们</h4><h5>澜山书画协会</h5>"
    assert bare_page(page, head).title == TITLE
