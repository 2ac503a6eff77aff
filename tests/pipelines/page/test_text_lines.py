"""Lines of whole pages: preformatted text."""

from __future__ import annotations

from dataclasses import replace

from pipelines.items import Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, TITLE, article

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))


def test_lines_of_preformatted_text_stay_lines() -> None:
    found = article(
        body=f"<pre>{TITLE}，会上签约项目十二个。\n\n各镇街负责人参加，共商发展。</pre>" + BODY, rules=CERTAIN
    )
    assert found.body is not None
    assert found.body.split("\n")[:2] == [f"{TITLE}，会上签约项目十二个。", "各镇街负责人参加，共商发展。"]
