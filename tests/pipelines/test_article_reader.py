"""Whole pages through all stages: only Refused is raised, whatever the bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipelines
from pipelines import Article, Page, Refused, article_reader, understand
from tests.pipelines.pages import TITLE, article


def test_understand_is_imported_on_first_use() -> None:
    assert pipelines.understand is article_reader.understand
    with pytest.raises(AttributeError):
        _ = pipelines.no_such_name


def test_article_has_source_version_and_evidence() -> None:
    found = article()
    assert (found.title, found.source) == (TITLE, "lanshan_gov")
    assert found.extractor == article_reader.VERSION
    assert found.evidence["charset"] == "utf-8"
    assert found.content_sha is not None


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "empty"), (b"%PDF-1.4", None), (b"\x89PNG\r\n", "not_html"), (b"x", "not_html")],
)
def test_bytes_that_are_no_page_are_refused(body: bytes, reason: str | None) -> None:
    with pytest.raises(Refused) as refused:
        understand(Page(url="http://www.lanshan.test/1.html", body=body))
    assert reason is None or refused.value.reason == reason


def test_unexpected_error_becomes_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_page: Page) -> Article:
        raise ValueError("broken")

    monkeypatch.setattr(article_reader, "read_article", fail)
    with pytest.raises(Refused, match="extract_error: ValueError: broken"):
        understand(Page(url="http://www.lanshan.test/1.html", body=b"<p>x</p>"))


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=50)
def test_any_bytes_give_articles_or_a_refusal(body: bytes) -> None:
    try:
        found = understand(Page(url="http://www.lanshan.test/1.html", body=b"<html><body>" + body))
    except Refused:
        return
    assert found
