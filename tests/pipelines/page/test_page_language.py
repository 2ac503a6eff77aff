"""Pages in other languages than Chinese."""

from __future__ import annotations

import pytest

from pipelines.page.page_language import is_foreign


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临溪区举行集中签约仪式", False),
        ("The district signed twelve projects, officials of 临溪 said", True),
        ("地域の祭りが開かれ、多くの人が訪れました", True),
        ("2026-11-20", False),
        ("", False),
    ],
)
def test_language_is_decided_by_the_letters(text: str, expected: bool) -> None:
    assert is_foreign([text]) is expected
