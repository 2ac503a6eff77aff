"""Teasers of other articles are no part of a body."""

from __future__ import annotations

import pytest

from tests.pipelines.pages import (
    BODY,
    BODY_LINES,
    OTHER_STORY,
    TITLE,
    bare_page,
    body_lines,
)


@pytest.mark.parametrize(
    "item",
    [
        "<a href='{0}'><div>第{0}条其他消息</div></a><div>{1}</div>",
        "<div><img src='{0}.jpg'></div><div><p><a href='{0}'>第{0}条其他消息</a></p><p>{1}</p></div>",
        "<h4><a href='{0}'>第{0}条其他消息</a></h4><p>{1}</p>",
    ],
)
def test_abstracts_beside_links_are_teasers(item: str) -> None:
    others = "".join(f"<div class='z'>{item.format(i, OTHER_STORY)}</div>" for i in range(6))
    found = bare_page(
        f"<div><div>{TITLE}</div><div>2026-11-18 16:42</div><div>{BODY}</div><div>{others}</div></div>"
    )
    assert len(body_lines(found)) == BODY_LINES
    assert OTHER_STORY not in (found.body or "")
