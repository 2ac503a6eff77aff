"""The articles of a list that no rule describes."""

from __future__ import annotations

import pytest

from tests.crawler.lists.list_pages import article_paths, read

TITLES = ["河口镇的水渠修缮工程完成验收", "云溪乡的校舍加固工程完成验收", "石桥镇的渔港清淤工程完成验收"]


PATHS = [f"/xw/202609/880{n}.html" for n in range(3)]


DAYS = ["2026-09-24", "2026-09-21", "2026-09-18"]


MENU = (
    "<div class='nav'><ul>"
    + "".join(f"<li><a href='/c{n}/index.html'>栏目{n}</a></li>" for n in range(9))
    + "</ul></div>"
)


FOOT = "<div class='footer'><a href='/xw/202001/1.html'>网站声明</a><a href='/xw/202001/2.html'>联系我们</a></div>"


FORMS = {
    "list": "<li><a href='{p}'>{t}</a><span>{d}</span></li>",
    "day without year": "<li><a href='{p}'>{t}</a><i>09-24</i></li>",
    "no day": "<p><a href='{p}'>{t}</a></p>",
    "definition": "<dl><dt><a href='{p}'>{t}</a></dt><dd>{d}</dd></dl>",
    "card": "<div class='item'><a href='{p}'><img src='/i.jpg'></a><h3><a href='{p}'>{t}</a></h3><em>{d}</em></div>",
    "table of tables": "<table><tr><td><a href='{p}'>{t}</a></td><td>{d}</td></tr></table>",
    "column before title": "<li><a href='/xw/index.html'>[要闻]</a><a href='{p}'>{t}</a><em>{d}</em></li>",
    "script": "<li><a href='javascript:void(0)' onclick=\"window.open('{p}')\">{t}</a><em>{d}</em></li>",
    "capitals": "<LI><A TARGET=_blank HREF={p}>{t}</A>({d})</LI>",
}


def rows(form: str, count: int = 3) -> str:
    return "".join(form.format(p=PATHS[n], t=TITLES[n], d=DAYS[n]) for n in range(count))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_rows_are_found_in_every_markup(form: str) -> None:
    assert article_paths(read(f"<body>{MENU}<div class='main'>{rows(form)}</div>{FOOT}</body>")) == PATHS


def test_mobile_copy_of_a_list_adds_nothing() -> None:
    twice = (
        rows(FORMS["list"])
        + "<div class='wap'>"
        + rows(FORMS["list"]).replace(".html", ".html?from=wap")
        + "</div>"
    )
    assert article_paths(read(f"<ul>{twice}</ul>")) == PATHS


def test_headline_above_the_list_belongs_to_it() -> None:
    top = "<div class='top'><h2><a href='/xw/202609/8899.html'>北湾村的图书角开放了</a></h2></div>"
    assert article_paths(read(f"{MENU}<div class='main'>{top}<ul>{rows(FORMS['list'])}</ul></div>")) == [
        "/xw/202609/8899.html",
        *PATHS,
    ]


def test_headline_above_a_single_row_belongs_to_the_list() -> None:
    top = "<div class='top'><h2><a href='/xw/202609/8899.html'>北湾村的图书角开放了</a></h2></div>"
    body = f"{MENU}<div class='main'>{top}<ul>{rows(FORMS['list'], 1)}</ul></div>"
    assert article_paths(read(body)) == ["/xw/202609/8899.html", PATHS[0]]


def test_single_row_beside_a_dated_side_bar_is_kept() -> None:
    side = "".join(
        f"<li><a href='/gg/{n}.html'>公告第{n}号的全文与说明</a><span>{DAYS[n]}</span></li>" for n in range(3)
    )
    body = f"{MENU}<div class='main'><ul>{rows(FORMS['list'], 1)}</ul></div><div class='side'><ul>{side}</ul></div>"
    assert PATHS[0] in article_paths(read(body))


def test_undated_side_bar_is_left_out() -> None:
    side = "".join(f"<li><a href='/zt/{n}.html'>专题报道第{n}辑的全部文章</a></li>" for n in range(9))
    body = f"<div class='main'><ul>{rows(FORMS['list'])}</ul></div><div class='side'><ul>{side}</ul></div>"
    assert article_paths(read(body)) == PATHS


def test_page_of_menus_has_no_articles() -> None:
    assert article_paths(read(f"<body>{MENU}{FOOT}</body>")) == []


def test_links_in_a_footer_are_left_out_whatever_their_address() -> None:
    foot = "<div class='footer'><a href='/art/2019/1/1/art_1_1.html'>网站声明</a></div>"
    main = "<ul><li><a href='/art/2026/9/24/art_1_7.html'>水渠完工</a></li></ul>"
    assert article_paths(read(main + foot, family="gov/hanweb_jcms")) == ["/art/2026/9/24/art_1_7.html"]


def test_article_below_a_column_path_is_not_taken_for_a_list() -> None:
    path = f"/col/col4103/art/2026/art_{'0a' * 16}.html"
    assert article_paths(read(f"<li><a href='{path}'>水渠完工</a></li>", family="gov/hanweb_jpaas")) == [path]
