"""Tables that hold data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Rules, Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, article

CERTAIN = replace(GOVERNMENT, selectors=Selectors(body="div.content"))


@pytest.mark.parametrize("rules", [CERTAIN, GOVERNMENT], ids=["certain", "by_text"])
def test_empty_table_cell_keeps_its_place(rules: Rules) -> None:
    rows = (("", "户数", "面积"), ("岚水镇", "", "12"), ("合计", "3", ""))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    found = article(body=f"{BODY}<table>{table}</table>{BODY}", rules=rules)
    assert found.body is not None
    assert [line for line in found.body.split("\n") if "\t" in line] == ["\t".join(row) for row in rows]
