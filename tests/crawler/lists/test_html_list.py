"""HTML lists: guessed pages, and the end of a list."""

from __future__ import annotations

from tests.crawler.lists.list_pages import HOST, read, response, shown

ROW = (
    "<ul><li><a href='/xw/202609/8801.html'>河口镇的水渠修缮工程完成验收</a><span>2026-09-24</span></li></ul>"
)


def page(pager: str, *, title: str = "要闻") -> str:
    return f"<html><head><title>{title}</title></head><body>{ROW}{pager}</body></html>"


def test_missing_first_number_is_followed_by_the_second() -> None:
    from crawler.lists.html_list import HtmlListReader

    [first] = read(page('<script>createPageHTML(3, 0, "index", "html");</script>')).next_pages
    assert first.hint.speculative
    missing = response("", first.url, position=2, **shown(first.hint))
    [second] = HtmlListReader().alternatives(missing)
    assert (second.url, second.advance) == (f"{HOST}/xw/index_2.html", 0)
    assert not second.hint.speculative  # the script states three pages: a missing one must be reported
    assert HtmlListReader().alternatives(response("", second.url, position=2, **shown(second.hint))) == []


def test_guessed_page_with_another_title_ends_the_list() -> None:
    reading = read(
        page("", title="门户首页"),
        f"{HOST}/xw/index_3.html",
        position=3,
        list_title="要闻",
        speculative=True,
        number=3,
    )
    assert (reading.articles, reading.at_end) == ((), True)
    later = read(
        page("", title="要闻（第3页）"),
        f"{HOST}/xw/index_3.html",
        position=3,
        list_title="要闻",
        speculative=True,
    )
    assert len(later.articles) == 1


def test_later_page_without_rows_ends_the_list_unless_it_is_a_shell() -> None:
    empty = "<html><head><title>要闻 第4页</title></head><body><ul></ul></body></html>"
    assert read(empty, f"{HOST}/xw/index_4.html", position=4, list_title="要闻").at_end
    shell = "<html><head><title>请稍候</title></head><body><script>x()</script></body></html>"
    assert not read(shell, f"{HOST}/xw/index_4.html", position=4, list_title="要闻").at_end
    assert not read(shell, f"{HOST}/xw/index_4.html", position=4, list_title="").at_end
    assert not read(
        shell,
        f"{HOST}/xw/index_1.html",
        position=2,
        number=1,
        speculative=True,
        more_promised=True,
        list_title="要闻",
    ).at_end
    assert read(
        shell, f"{HOST}/xw/index_1.html", position=2, number=1, speculative=True, list_title="要闻"
    ).at_end
