"""Checks before a crawl starts."""

from __future__ import annotations

import pytest

from crawler.run.preflight import contact_problem, is_loopback, problem
from crawler.sources.load import SourceSet
from tests.crawler.sources_in_memory import listing_source


@pytest.fixture(autouse=True)
def _no_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GOVNEWS_CONTACT", "GOVNEWS_DEMO"):
        monkeypatch.delenv(name, raising=False)


def test_contact_is_required_except_for_loopback_and_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    public = listing_source()
    local = listing_source(start=("http://127.0.0.1:8000/",), allow_private="true")
    assert "GOVNEWS_CONTACT is not set" in (contact_problem(public) or "")
    assert contact_problem(local) is None
    monkeypatch.setenv("GOVNEWS_DEMO", "1")
    assert contact_problem(public) is None


@pytest.mark.parametrize(
    ("start", "loopback"),
    [
        ("http://127.0.0.1/", True),
        ("http://localhost/", True),
        ("http://10.0.0.1/", False),
        ("http://www.qinglan.test/", False),
    ],
)
def test_only_loopback_hosts_make_a_loopback_source(start: str, loopback: bool) -> None:
    assert is_loopback(listing_source(start=(start,), allow_private="true")) is loopback


def test_private_hosts_must_be_allowed_to_count_as_loopback() -> None:
    assert not is_loopback(listing_source(start=("http://127.0.0.1/",)))


def test_problems_of_a_crawl_are_one_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_CONTACT", "desk@qinglan.test")
    found = SourceSet(
        sources={"qinglan": listing_source(), "old": listing_source(id="old", status="retired")}
    )
    assert problem(found, "qinglan", {"limit": "5"}) is None
    assert "must be a whole number" in (problem(found, "qinglan", {"limit": "0"}) or "")
    assert "old is retired" in (problem(found, "old", {}) or "")
    assert "nowhere" in (problem(found, "nowhere", {}) or "")
