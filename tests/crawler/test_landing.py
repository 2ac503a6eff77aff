"""An article's address that leads to the home page says that the article was taken away."""

from __future__ import annotations

import pytest

from crawler.net.outcomes import outcome_of_redirect

ASKED = "http://www.qinglan.test/art/2026/5/4/art_12_345.html"


@pytest.mark.parametrize(
    "landed", ["http://www.qinglan.test/", "http://www.qinglan.test", "https://m.qinglan.test/index.html"]
)
def test_the_home_page_in_place_of_an_article(landed: str) -> None:
    verdict = outcome_of_redirect(ASKED, landed)
    assert verdict is not None
    assert (verdict.state, verdict.reason) == ("gone", "redirect_home")


@pytest.mark.parametrize(
    "landed",
    [
        ASKED,
        ASKED.replace("http:", "https:"),
        "http://www.qinglan.test/art/2026/5/4/index.html",
        "http://www.qinglan.test/?id=345",
        "http://www.qinglan.test/news/",
    ],
)
def test_any_other_page(landed: str) -> None:
    assert outcome_of_redirect(ASKED, landed) is None


def test_a_home_page_that_was_asked_for() -> None:
    assert outcome_of_redirect("http://www.qinglan.test/index.html", "http://www.qinglan.test/") is None
