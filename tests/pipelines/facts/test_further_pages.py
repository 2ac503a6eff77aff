"""An article on several pages: the texts in their order, without repeated lines, and a named gap for each missing one."""

from __future__ import annotations

import hashlib

import pytest

from pipelines import Page, PagePart, Refused, understand
from pipelines.items import Newspaper
from tests.pipelines.pages import FETCHED, FOOT, GOVERNMENT, NAV, PARAGRAPH, TITLE

FOLDER = "http://www.lanshan.test/xw/"
NUMBERS = "一二三四五六七八"


def markup(page: int, count: int = 3, *, paragraphs: str | None = None, title: str = TITLE) -> bytes:
    """One page of an article of ``count`` pages with two paragraphs each."""
    own = NUMBERS[2 * page - 2 : 2 * page]
    text = "".join(map(PARAGRAPH.format, own)) if paragraphs is None else paragraphs
    pager = "".join(f"<a href='{name(n)}'>[{n}]</a> " for n in range(1, count + 1))
    return (
        f"<html><head><meta charset='utf-8'><title>{TITLE}</title></head><body>{NAV}<div class='main'>"
        f"<h1>{title}</h1><div class='info'>来源：澜山日报 发布时间：2026-11-20 10:00</div>"
        f"<div class='content'>{text}<p class='pages'>{pager}</p></div></div>{FOOT}</body></html>"
    ).encode()


def name(page: int) -> str:
    return "1.html" if page == 1 else f"1_{page}.html"


def part(page: int, body: bytes | None = None) -> PagePart:
    return PagePart(url=FOLDER + name(page), body=markup(page) if body is None else body)


def page_of(*parts: PagePart, body: bytes | None = None, newspaper: Newspaper | None = None) -> Page:
    return Page(
        url=FOLDER + name(1),
        body=markup(1) if body is None else body,
        fetched_at=FETCHED,
        rules=GOVERNMENT,
        parts=parts,
        newspaper=newspaper,
    )


def numbers(body: str | None) -> str:
    """The numbers of the paragraphs that a body holds, in its order."""
    return "".join(line.split("第")[1][0] for line in (body or "").split("\n") if "签约仪式" in line)


def test_texts_are_joined_in_order_without_headline_and_pager() -> None:
    second = markup(2, title=f"{TITLE}(2)", paragraphs=f"<p>{TITLE}（2）</p>{PARAGRAPH.format('三')}")
    (article,) = understand(page_of(part(2, second), part(3)))
    assert numbers(article.body) == "一二三五六"
    assert TITLE not in (article.body or "")
    assert "[2]" not in (article.body or "")
    assert article.title == TITLE
    assert article.gaps == ()
    assert article.evidence["parts"][1] == {
        "url": FOLDER + name(3),
        "raw_sha": hashlib.sha256(markup(3)).hexdigest(),
    }


def test_pictures_files_and_editors_are_merged_without_doubles() -> None:
    extra = "<p><img src='/a.jpg'></p><p><a href='/b.pdf'>附件：签约项目名单.pdf</a></p>"
    pages = [
        markup(n, paragraphs=f"{PARAGRAPH.format(NUMBERS[n])}{extra}<p>责任编辑：王小明</p>") for n in (1, 2)
    ]
    (article,) = understand(page_of(part(2, pages[1]), body=pages[0]))
    assert [image.url for image in article.images] == ["http://www.lanshan.test/a.jpg"]
    assert [file.url for file in article.attachments] == ["http://www.lanshan.test/b.pdf"]
    assert [byline.name for byline in article.bylines] == ["王小明"]


def test_short_last_page_is_kept() -> None:
    last = markup(3, paragraphs="<p>副区长主持。（完）</p>", title=f"{TITLE}(3)")
    (article,) = understand(page_of(part(2), part(3, last)))
    assert (article.body or "").endswith("副区长主持。（完）")
    assert article.gaps == ()


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (PagePart(url=FOLDER + name(2), missing="http_404"), {"missing": "http_404"}),
        (part(2, b"\x89PNG\r\n"), {"refused": "not_html"}),
        (part(2, "<h1>404</h1>您访问的页面不存在".encode()), {"refused": "soft_404"}),
        (part(2, markup(1)), {"refused": "repeated"}),
    ],
)
def test_page_without_its_text_is_a_gap(second: PagePart, reason: dict[str, str]) -> None:
    (article,) = understand(page_of(second, part(3)))
    assert numbers(article.body) == "一二五六"
    assert article.gaps == ("page 2 of 3",)
    assert reason.items() <= article.evidence["parts"][0].items()


def test_pages_that_were_not_fetched_are_gaps() -> None:
    (article,) = understand(page_of())
    assert article.gaps == ("page 2 of 3", "page 3 of 3")
    (article,) = understand(page_of(part(2, markup(2, 5)), body=markup(1, 2)))
    assert article.gaps == ("page 3 of 5", "page 4 of 5", "page 5 of 5")


def test_article_on_one_page_has_neither_parts_nor_gaps() -> None:
    (article,) = understand(page_of(body=markup(1, 1)))
    assert not {"parts", "gaps"} & set(article.evidence)


def test_page_of_a_newspaper_has_no_further_pages() -> None:
    (article,) = understand(page_of(newspaper=Newspaper(page_no="01")))
    assert article.gaps == ()


def test_first_page_that_is_no_article_is_refused_with_its_parts() -> None:
    with pytest.raises(Refused, match="not_html"):
        understand(page_of(part(2), body=b"x"))
