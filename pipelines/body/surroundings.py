"""Split the lines of a page into those before and those after the body."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.body.span import Span
    from pipelines.page.line_types import TextLine
    from pipelines.page.parsed_page import ParsedPage

MIN_ANCHOR = 8  # characters; shorter lines of a body occur elsewhere on the page too


def lines_around(parsed: ParsedPage, span: Span) -> tuple[tuple[TextLine, ...], tuple[TextLine, ...]]:
    """The page's lines before and after the body; captions of pictures are left out.

    A caption names who took a picture, not who wrote the article.
    """
    captions = set(span.captions)
    page = [line for line in parsed.lines if line.text and line.text not in captions]
    first, last = _extent(page, span) or (len(page), len(page))
    return tuple(page[:first]), tuple(page[last + 1 :])


def _extent(page: Sequence[TextLine], span: Span) -> tuple[int, int] | None:
    """The indices of the first and the last of the page's lines that belong to the body."""
    texts, body = [line.text for line in page], span.texts
    known = {line for line in body if len(line) >= MIN_ANCHOR} or set(body)
    within = set() if span.container is None else set(span.container.iter())
    found = [i for i, text in enumerate(texts) if text in known]
    # titles are repeated in bodies and leads in teasers: a line that occurs twice proves nothing
    repeated = {text for text, times in Counter(texts[i] for i in found).items() if times > 1}
    anchors = (
        [i for i in found if page[i].element in within]
        or [i for i in found if texts[i] not in repeated]
        or found
    )
    if not anchors:
        return None
    first, last = anchors[0], anchors[-1]
    at = body.index(texts[first])
    while at > 0 and first > 0 and texts[first - 1] == body[at - 1]:
        first, at = first - 1, at - 1
    at = len(body) - body[::-1].index(texts[last])
    while at < len(body) and last + 1 < len(texts) and texts[last + 1] == body[at]:
        last, at = last + 1, at + 1
    return first, last
