"""Convert between the values of understanding and those of storage: pages from frontier rows, articles to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xxhash

from pipelines import urls
from pipelines.items import Hint, Newspaper
from pipelines.text.folding import fold
from storage.articles.article_columns import ArticleToSave

if TYPE_CHECKING:
    from pipelines.items import Article
    from storage.values import ArticleHint, PrintedPlace


def article_row(article: Article, *, split: bool) -> ArticleToSave:
    """Return an article in the form in which storage saves it; ``split``: its page holds several articles."""
    return ArticleToSave(
        record=article.record(),
        url_key=article_key(article, split=split),
        evidence=article.evidence,
        folded=article.folded,
        norm_version=article.norm_version,
        fingerprints=article.fingerprints,
    )


def article_key(article: Article, *, split: bool) -> str:
    """Return the key under which an article is stored: its canonical URL, with a hash of the title on a split page."""
    key = urls.key(article.url)
    if not split:
        return key
    return f"{key}#{xxhash.xxh3_64_hexdigest(fold(article.title or article.body or '').encode())}"


def page_hint(hint: ArticleHint) -> Hint:
    """Return the part of a frontier hint that understanding uses."""
    return Hint(
        title=hint.title, published_raw=hint.published_raw, column=hint.column, list_url=hint.list_url
    )


def newspaper_of(place: PrintedPlace | None) -> Newspaper | None:
    """Return the place of an article in a printed edition as understanding uses it."""
    if place is None:
        return None
    return Newspaper(
        issue_date=place.issue_date,
        page_no=place.page_no,
        page_name=place.page_name,
        order=place.order,
        page_pdf=place.page_pdf,
        page_image=place.page_image,
    )
