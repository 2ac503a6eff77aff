"""The line below which a body is looked for."""

from __future__ import annotations

from tests.pipelines.pages import (
    BODY,
    BODY_LINES,
    OTHER_STORY,
    bare_page,
    body_lines,
)

DATED = "<div>2026-11-18 16:42 来源：澜山日报</div>"
CARDS = "".join(f"<div class='it'><p>第{i}条。{OTHER_STORY}</p></div>" for i in range(6))


def test_date_line_is_the_anchor_if_no_headline_is_printed() -> None:
    found = bare_page(f"{DATED}<div class='a'>{BODY}</div><div class='r'>{CARDS}</div>")
    assert len(body_lines(found)) == BODY_LINES
