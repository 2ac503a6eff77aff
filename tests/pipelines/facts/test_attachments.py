"""Files that belong to an article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, H1, article

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))


@pytest.mark.parametrize(
    ("after", "names"),
    [
        ("<div class='fj'><a href='/f/1.pdf'>签约一览表</a></div>", ["签约一览表"]),
        ("<div class='side'><ul><li><a href='/f/2.pdf'>办事指南</a></li></ul></div>", []),
        ("</div><div class='box'><p>附件：<a href='/f/1.pdf'>签约一览表</a></p>", ["签约一览表"]),
        ("</div><div class='box'><p><a href='/f/2.pdf'>办事指南</a></p>", []),
        ("<div class='footer'><a href='/f/2.pdf'>办事指南</a></div>", []),
    ],
)
def test_files_near_the_article_are_kept_and_those_of_side_boxes_are_not(
    after: str, names: list[str]
) -> None:
    before, after = f"<div class='art'>{H1}<div>", f"{after}</div>"
    found = article(before, body=BODY + "</div></div>" + after, rules=CERTAIN)
    assert [one.name for one in found.attachments] == names
