"""The normalised copy of a line that patterns are matched on, and the 原标题 line."""

from __future__ import annotations

import re
import unicodedata

from pipelines.text.clean import clean
from pipelines.text.glosses import remove_line_glosses
from pipelines.text.script import to_simplified

ORIGINAL_TITLE = re.compile(
    r"^(?P<open>[(（\[【])?原标题\s?[:：]\s?(?:《(?P<quoted>[^》]{2,200})》|(?P<title>.{2,200}?))(?(open)[)）\]】])$"
)


def match_key(line: str) -> str:
    """The line without pinyin glosses, in simplified script and half width, with single spaces."""
    return clean(unicodedata.normalize("NFKC", to_simplified(remove_line_glosses(line))))


def original_title(line: str) -> str | None:
    """The value of a line 原标题：X, without the quotes around the whole of it; None for any other line."""
    match = ORIGINAL_TITLE.match(clean(line))
    if match is None:
        return None
    title = match["quoted"] or match["title"]
    is_quoted = (
        len(title) > 2 and title[0] in '“"' and title[-1] in '”"' and not set('“”"') & set(title[1:-1])
    )
    return title[1:-1] if is_quoted else title
