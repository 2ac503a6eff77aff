"""Selectors of sources: CSS and XPath, elements and strings, broken ones."""

from __future__ import annotations

import pytest
from lxml import html

from pipelines.page import select

TREE = html.fromstring("<html><body><div class='a' id='x'>一</div><div class='a'>二</div></body></html>")


@pytest.mark.parametrize("selector", [".a", "//div[@class='a']", ".a::text"])
def test_elements_come_in_document_order(selector: str) -> None:
    assert [one.text for one in select.select_elements(TREE, selector)] == ["一", "二"]


@pytest.mark.parametrize("selector", [".a::attr(id)", "//div/@id"])
def test_attributes_come_as_strings(selector: str) -> None:
    assert select.select_values(TREE, selector) == ["x"]
    assert select.select_elements(TREE, selector) == []


def test_xpath_with_a_single_value_gives_one_string() -> None:
    assert select.select(TREE, "/html/body/div[1]/text()") == ["一"]


@pytest.mark.parametrize("selector", ["div[", "//div["])
def test_broken_selector_matches_nothing_and_has_a_problem(selector: str) -> None:
    assert select.select_values(TREE, selector) == []
    assert select.problem(selector) is not None


def test_usable_selector_has_no_problem_and_an_empty_one_has() -> None:
    assert select.problem("div.a > p") is None
    assert select.problem(" ") == "is empty"
