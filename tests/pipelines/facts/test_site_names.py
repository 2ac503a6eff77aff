"""Names of sites and columns in titles."""

from __future__ import annotations

import pytest

from pipelines.facts.site_names import names_only_sites, without_site_parts

TITLE = "临溪区集中签约十二个项目"


@pytest.mark.parametrize(
    "text",
    [f"{TITLE}_要闻_澜山市人民政府", f"{TITLE} - 澜山日报", f"澜山新闻网>>{TITLE}", f"{TITLE}|澜山", TITLE],
)
def test_names_of_site_and_column_are_cut_off(text: str) -> None:
    assert without_site_parts(text, "澜山市人民政府") == TITLE


def test_title_of_nothing_but_names_is_recognised() -> None:
    assert names_only_sites("工作动态--澜山新闻网")
    assert not names_only_sites(f"{TITLE}_澜山新闻网")
    assert not names_only_sites("澜山新闻网")
