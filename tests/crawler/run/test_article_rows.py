"""Articles in the form in which storage saves them."""

from __future__ import annotations

from datetime import date

from crawler.run.article_rows import article_key, article_row, newspaper_of, page_hint
from pipelines.items import Article, Hint, Newspaper
from storage.values import ArticleHint, PrintedPlace

URL = "http://www.qinglan.test/art/1.html"


def test_key_is_the_canonical_address() -> None:
    assert article_key(Article(url=URL, title="一"), split=False) == article_key(
        Article(url=f"{URL}?utm_source=a", title="二"), split=False
    )


def test_articles_of_a_split_page_differ_by_their_title() -> None:
    keys = {article_key(Article(url=URL, title=title), split=True) for title in ("一", "二")}
    assert len(keys) == 2
    assert all("#" in key for key in keys)


def test_row_holds_the_record_and_the_key() -> None:
    row = article_row(Article(url=URL, title="一"), split=False)
    assert (row.record["title"], row.url_key) == ("一", article_key(Article(url=URL), split=False))


def test_hint_of_the_frontier_becomes_that_of_the_page() -> None:
    hint = ArticleHint(
        title="一", published_raw="10-05", list_url="http://www.qinglan.test/", content="packed"
    )
    assert page_hint(hint) == Hint(title="一", published_raw="10-05", list_url="http://www.qinglan.test/")


def test_place_in_an_edition_is_kept() -> None:
    assert newspaper_of(None) is None
    place = PrintedPlace(issue_date=date(2026, 9, 27), page_no="02", order=3)
    assert newspaper_of(place) == Newspaper(issue_date=date(2026, 9, 27), page_no="02", order=3)
