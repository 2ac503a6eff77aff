"""JSON as servers send it."""

from __future__ import annotations

import pytest

from crawler.lists import loose_json


@pytest.mark.parametrize("text", ['\ufeff{"a": 1}', 'back({"a": 1});', ' jQuery1_2( {"a": 1} ) ', '{"a": 1}'])
def test_byte_order_mark_and_callback_are_removed(text: str) -> None:
    assert loose_json.parse(text) == {"a": 1}
