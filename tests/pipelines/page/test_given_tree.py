"""An article text that is known before the page is read."""

from __future__ import annotations

from dataclasses import replace

from pipelines import Given, Page, Rules, understand
from pipelines.page import given_tree

LINES = tuple(
    f"河口镇的水渠修缮工程在第{n}周进入收尾阶段，主体部分已经通过了验收，群众出行更加方便。" for n in "一二三"
)
PAGE = Page(url="http://www.paper.test/a/1.html", body=b"")


def test_given_lines_become_the_body_and_the_page_is_not_read() -> None:
    known = Given(title="水渠修缮完工", kicker="河口镇", subtitle="提前两周", lines=LINES)
    [article] = understand(replace(PAGE, body=b"%PDF not read", given=known))
    assert (article.title, article.kicker, article.subtitle) == ("水渠修缮完工", "河口镇", "提前两周")
    assert article.body == "\n".join(LINES)


def test_given_html_keeps_pictures_and_drops_scripts() -> None:
    markup = "".join(f"<p>{line}</p>" for line in LINES) + "<p><img src='/p/1.jpg'></p><script>x()</script>"
    [article] = understand(replace(PAGE, given=Given(title="水渠修缮完工", html=markup)))
    assert article.body == "\n".join(LINES)
    assert [image.url for image in article.images] == ["http://www.paper.test/p/1.jpg"]


def test_given_date_and_outlet_are_used() -> None:
    known = Given(title="水渠修缮完工", lines=LINES, published_raw="1790209800000", outlet="澜山日报")
    [article] = understand(replace(PAGE, given=known))
    assert (str(article.published_date), article.published_from) == ("2026-09-24", "json")
    assert article.outlet == "澜山日报"


def test_rules_of_the_source_still_apply() -> None:
    rules = Rules(id="lanshan_gov", name="澜山市人民政府", outlet="澜山市人民政府")
    [article] = understand(replace(PAGE, rules=rules, given=Given(title="水渠修缮完工", lines=LINES)))
    assert (article.source, article.outlet) == ("lanshan_gov", "澜山市人民政府")


def test_markup_that_cannot_be_parsed_gives_an_empty_tree() -> None:
    assert len(given_tree.tree_of(Given(html="<" * 60))) == 0
