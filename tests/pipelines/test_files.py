"""Addresses, tables and files of whole pages: what belongs to the article, as it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.items import Selectors
from tests.pipelines.pages import BODY, GOVERNMENT, H1, TITLE, article

NAMED = replace(GOVERNMENT, selectors=Selectors(body="div.content"))


def test_the_base_of_a_page_holds_for_pictures_and_files() -> None:
    head = f"<title>{TITLE}</title><base href='http://img.lanshan.test/up/'>"
    body = BODY + "<p><img src='p/1.jpg'></p><p><a href='f/1.pdf'>附表</a></p>"
    found = article(head=head, body=body)
    assert [image.url for image in found.images] == ["http://img.lanshan.test/up/p/1.jpg"]
    assert [one.url for one in found.attachments] == ["http://img.lanshan.test/up/f/1.pdf"]


@pytest.mark.parametrize("rules", [NAMED, GOVERNMENT], ids=["named", "guessed"])
def test_an_empty_cell_keeps_its_place(rules: object) -> None:
    rows = (("", "户数", "面积"), ("岚水镇", "", "12"), ("合计", "3", ""))
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    found = article(body=f"{BODY}<table>{table}</table>{BODY}", rules=rules)  # type: ignore[arg-type]
    assert found.body is not None
    assert [line for line in found.body.split("\n") if "\t" in line] == ["\t".join(row) for row in rows]


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
def test_files_beside_the_article_are_its_own_and_those_of_side_boxes_are_not(
    after: str, names: list[str]
) -> None:
    before, after = f"<div class='art'>{H1}<div>", f"{after}</div>"
    found = article(before, body=BODY + "</div></div>" + after, rules=NAMED)
    assert [one.name for one in found.attachments] == names


def test_lines_of_preformatted_text_stay_lines() -> None:
    found = article(
        body=f"<pre>{TITLE}，会上签约项目十二个。\n\n各镇街负责人参加，共商发展。</pre>" + BODY, rules=NAMED
    )
    assert found.body is not None
    assert found.body.split("\n")[:2] == [f"{TITLE}，会上签约项目十二个。", "各镇街负责人参加，共商发展。"]
