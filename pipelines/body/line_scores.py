"""Score the lines of a page: how much does each look like a paragraph of the article?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.body.line_filter import is_in_boilerplate, text_chars
from pipelines.body.sentences import first_paragraph, sentence_chars
from pipelines.body.teasers import READ_MORE, lines_below_headings, teaser_lines, unlinked_cards
from pipelines.page.boilerplate import boilerplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

FULL_SENTENCE = 30  # characters; a shorter sentence counts half
DOUBT_DIVISOR = (
    25  # lines that seem to belong to something else are divided by this: they may be all there is
)
ABOVE_DIVISOR = 4  # for lines above the headline


def line_scores(lines: Sequence[TextLine], headline: int) -> list[float]:
    """A score for each line of a page, in characters; ``headline`` is the index of the headline's line or -1."""
    first = first_paragraph(lines, headline)
    protected = protected_boxes(lines, headline)
    total = text_chars(lines)
    ignored = teaser_lines(lines) | repeated_lines(lines)
    doubtful = lines_below_headings(lines) | (unlinked_cards(lines, first) if first is not None else set())
    scores: list[float] = []
    for i, (line, chars) in enumerate(zip(lines, sentence_chars(lines), strict=True)):
        score = _own_score(line, chars)
        if (
            not score
            or line in ignored
            or READ_MORE.search(line.text)
            or boilerplate().may_end_text(line.text)
        ):
            scores.append(0)
            continue
        if line in doubtful or is_in_boilerplate(line, total, protected):
            score /= DOUBT_DIVISOR
        scores.append(score if i > headline else score / ABOVE_DIVISOR)
    return scores


def loose_scores(lines: Sequence[TextLine], headline: int) -> list[float]:
    """Scores for a page without sentences: names, verses, a list of winners below the headline."""
    total, protected = text_chars(lines), protected_boxes(lines, headline)
    return [
        float(len(line.text))
        if i > headline
        and line.kind in ("paragraph", "row")
        and not line.link_chars
        and not is_in_boilerplate(line, total, protected)
        and not boilerplate().may_end_text(line.text)
        else 0.0
        for i, line in enumerate(lines)
    ]


def protected_boxes(lines: Sequence[TextLine], headline: int) -> frozenset[HtmlElement]:
    """Boxes around the headline or the first paragraph: never boilerplate, whatever their class says."""
    if headline < 0:
        return frozenset()
    first = first_paragraph(lines, headline)
    chosen = [lines[headline], *([first] if first is not None else [])]
    return frozenset(box.element for line in chosen for box in line.boxes)


def repeated_lines(lines: Sequence[TextLine]) -> set[TextLine]:
    """Lines that the page has printed before, or that stand between two such lines: a second copy for phones."""
    seen: set[str] = set()
    texts = [line for line in lines if line.text]
    repeated: list[bool] = []
    for line in texts:
        repeated.append(line.text in seen)
        seen.add(line.text)
    last = len(texts) - 1
    return {
        line
        for i, line in enumerate(texts)
        if repeated[i] or (0 < i < last and repeated[i - 1] and repeated[i + 1])
    }


def _own_score(line: TextLine, sentence: int) -> float:
    """The score of a line by itself; ``sentence`` is the number of its characters if it is a sentence."""
    if line.kind == "row":
        return 0 if line.is_link else len(line.text) / 2
    return sentence if sentence > FULL_SENTENCE else sentence / 2
