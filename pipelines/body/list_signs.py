"""Recognise lists of articles by how their lines are made: linked titles, dates beside them, abstracts below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.body.line_filter import is_list_row
from pipelines.body.sentences import is_sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipelines.page.line_types import TextLine

DATE = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}|^\d{1,2}[-/]\d{1,2}$")
MIN_ROWS = 12  # linked titles on a list page; a dossier of an article has fewer
MIN_TITLE = 8  # characters of a link that may be the title of an article
SENTENCES_PER_ROW = 1 / 3  # a page with more sentences is text with links
MIN_TEASER_SHARE = 0.6  # of the sentences stand right below a linked title on a page of teasers
MIN_TITLE_SHARE = 0.3  # of the text of such a page are linked titles
NEAR = 3  # lines between a linked title and the last line of its teaser: abstract, date, section


def is_list(lines: Sequence[TextLine], share: float, min_rows: int = MIN_ROWS) -> bool:
    """True if ``share`` of the text is linked titles and there are hardly any sentences besides."""
    texts = [line for line in lines if line.text]
    rows = [line for line in texts if _is_title(line)]
    sentences = sum(line.text.count("。") for line in texts)
    if len(rows) < min_rows or sentences > SENTENCES_PER_ROW * len(rows):
        return False
    linked = sum(len(line.text) if is_list_row(line) else line.link_chars for line in texts)
    return linked >= share * sum(len(line.text) for line in texts)


def is_teaser_list(lines: Sequence[TextLine]) -> bool:
    """True for a home or channel page: most sentences stand right below a linked title."""
    texts = [line for line in lines if line.text]
    titles = [i for i, line in enumerate(texts) if _is_title(line)]
    sentences = [i for i, line in enumerate(texts) if is_sentence(line)]
    if len(titles) < MIN_ROWS or not sentences:
        return False
    at = set(titles)
    below = sum(any(i - step in at for step in range(1, NEAR + 1)) for i in sentences)
    title_chars = sum(len(texts[i].text) for i in titles)
    is_titles = title_chars >= MIN_TITLE_SHARE * sum(len(line.text) for line in texts)
    return is_titles and below >= MIN_TEASER_SHARE * len(sentences)


def count_dated_titles(lines: Sequence[TextLine], names: Collection[str]) -> int:
    """How many lines are a link with one of the names and have a date on the same line or right beside it."""
    texts = [line for line in lines if line.text]
    dated = [DATE.search(line.text) is not None for line in texts]
    return sum(
        line.link_chars > 0 and any(name in line.text for name in names) and any(dated[max(0, i - 1) : i + 2])
        for i, line in enumerate(texts)
    )


def _is_title(line: TextLine) -> bool:
    return line.link_chars >= MIN_TITLE and is_list_row(line)
