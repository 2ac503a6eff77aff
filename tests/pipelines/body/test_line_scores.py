"""Lines of the article score their length; lines of something else score little or nothing."""

from __future__ import annotations

import pytest

from pipelines.body.line_scores import line_scores
from tests.pipelines.body.part_lines import paragraphs, parsed_part, sentences

LINKS = "".join(f"<li><a href='/{i}'>望河县第{i}届山楂文化旅游节开幕</a></li>" for i in range(5))


def scored(markup: str, headline: int = -1) -> dict[str, float]:
    """The score of each line by its text; of a text that occurs twice that of the second."""
    _, lines = parsed_part(markup)
    return {line.text: score for line, score in zip(lines, line_scores(lines, headline), strict=True)}


@pytest.mark.parametrize(
    "box", [f"<div><b>相关新闻：</b><ul>{LINKS}</ul></div>", f"<p>相关报道</p><ul>{LINKS}</ul>"]
)
def test_heading_of_other_articles_between_paragraphs_costs_the_text_nothing(box: str) -> None:
    lead, *texts = sentences(5)
    found = scored(f"<p>{lead}</p>{box}{paragraphs(texts)}")
    assert all(found[text] == len(text) for text in texts)


def test_lines_below_such_a_heading_in_a_box_of_their_own_score_little() -> None:
    texts, others = sentences(4), sentences(2, start=7)
    found = scored(f"<div>{paragraphs(texts)}</div><div><h3>推荐阅读</h3>{paragraphs(others)}</div>")
    assert all(found[text] < len(text) / 10 for text in others)


def test_box_with_a_name_of_boilerplate_scores_little_however_many_paragraphs_it_holds() -> None:
    texts, others = sentences(9), sentences(8, start=20)
    found = scored(f"<div>{paragraphs(texts)}</div><div class='hotnews'>{paragraphs(others)}</div>")
    assert all(found[text] < len(text) / 10 for text in others)


def test_box_around_headline_and_first_paragraph_is_text_whatever_its_name() -> None:
    texts = sentences(2)
    found = scored(f"<div class='sidebar'><h1>青岚市项目集中开工</h1>{paragraphs(texts)}</div>", headline=0)
    assert all(found[text] == len(text) for text in texts)


def test_second_copy_of_the_text_scores_nothing() -> None:
    texts = sentences(4)
    changed = "这一段只在第二份里有，其余各段和上面的完全一样。"
    copy = [*texts[:2], changed, *texts[2:]]
    found = scored(f"<div>{paragraphs(texts)}</div><div>{paragraphs(copy)}</div>")
    assert found[changed] == 0


def test_teaser_that_closes_with_read_more_scores_nothing() -> None:
    teaser = "望河县第八届山楂文化旅游节近日在县城中心广场开幕，吸引了数千名游客。[详细]"
    assert scored(f"<p>{teaser}</p>")[teaser] == 0
