"""What is no article is refused by name, and what only looks like an error is kept."""

from __future__ import annotations

import pytest

from pipelines import Refused
from tests.pipelines.pages import article

SHORT = "<p>临溪区水务局提醒沿线居民提前储水，确有不便，敬请谅解。</p>"


@pytest.mark.parametrize("title", ["临溪区水务局第404号停水公告", "404号院今日停水", "G1404路段施工"])
def test_a_number_in_a_title_is_no_error_page(title: str) -> None:
    assert article(f"<h1>{title}</h1>", head=f"<title>{title}</title>", body=SHORT).title == title


@pytest.mark.parametrize(
    "title", ["404", "404 Not Found", "404错误页面", "HTTP 404", "Error 404", "页面不存在"]
)
def test_an_error_page_with_status_200_is_refused(title: str) -> None:
    with pytest.raises(Refused, match="soft_404"):
        article(
            f"<h1>{title}</h1>", head=f"<title>{title}</title>", body="<p>请返回首页重新查找您要的内容。</p>"
        )
