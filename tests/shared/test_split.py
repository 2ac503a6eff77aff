"""The newspaper page among the seed pages, which arrives as plain text, is split into its eight stories."""

from __future__ import annotations

import pytest

from pipelines import Page, understand
from tests.shared import seed_pages
from tests.shared.seed_pages import SEEDS, fold, gold

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not seed_pages.PRESENT, reason=f"no reference material in {seed_pages.SHARED}"),
]


@pytest.mark.parametrize("markup", [False, True], ids=["text", "markup"])
def test_newspaper_page_is_split_into_eight_stories(markup: bool) -> None:
    text = (SEEDS / gold()["002"]["file"]).read_text(encoding="utf-8")
    if markup:
        text = "".join(f"<p>{line}</p>" for line in text.split("\n") if line.strip())
    found = understand(Page(url="http://epaper.example.test/5", body=text.encode()))
    expected = gold()["002"]["articles"]
    assert len(found) == len(expected)
    for article, wanted in zip(found, expected, strict=True):
        assert fold(article.title) == fold(wanted["title"])
        assert (fold(article.kicker), fold(article.subtitle)) == (
            fold(wanted["kicker"]),
            fold(wanted["subtitle"]),
        )
        assert fold(article.body) == fold("".join(wanted["paragraphs"]))
        assert [{"role": b.role, "name": b.name} for b in article.bylines] == wanted["bylines"]
        assert (article.newspaper.order if article.newspaper else None) == wanted["order"]
        assert article.published_date is None
        captions = [line for line in article.evidence["split"]["captions"] if not line.startswith("□")]
        assert [fold(line) for line in captions] == [fold(line) for line in wanted["captions"]]
    assert found[0].evidence["split"]["left"] == ""
