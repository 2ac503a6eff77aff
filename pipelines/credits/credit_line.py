"""Read who wrote, photographed, edited and reviewed, from the lines around and in a body, before they are washed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.datelines import (
    bare_date,
    before_date,
    clock_among_words,
    dateline,
    opening_credit,
)
from pipelines.credits.labelled import labelled
from pipelines.credits.roles import makers
from pipelines.credits.signatures import (
    BOX,
    box,
    bracket_line,
    caption_credit,
    credit_line,
    role_line,
    signature,
    slashed,
)
from pipelines.credits.statement import ORIGINAL, Reading, matching, original_title

if TYPE_CHECKING:
    from datetime import datetime
__all__ = ["BOX", "MAX_LINE", "Reading", "matching", "read_line", "signature"]

MAX_LINE = 120  # a byline line is short; the first characters of a longer one may still be a dateline
BRACKETED = re.compile(r"[(（]([^()（）]{2,80})[)）]$")
# a last paragraph that ends with its reporter: ……等参加会议。记者 周文远
CLOSING = re.compile(r"[。！”]\s?((?:本报|本台|全媒体|见习)?(?:记者|通讯员)[\s:][^。！？；，：:]{2,30})$")


def read_line(key: str, *, fetched_at: datetime | None = None, caption: bool = False) -> Reading:
    """One line, already in its matching form; ``strip`` is {0} when the line is metadata and nothing else."""
    if caption:
        return caption_credit(key)
    if match := ORIGINAL.match(key):
        return Reading(original_title=original_title(match), strip={0})
    if len(key) <= MAX_LINE:
        for rule in (
            labelled,
            bare_date,
            before_date,
            slashed,
            box,
            bracket_line,
            role_line,
            credit_line,
            clock_among_words,
        ):
            if (found := rule(key, fetched_at)) is not None:
                return found
    found = dateline(key)
    if opened := opening_credit(key):
        found.take(opened)
    closing = BRACKETED.search(key) or CLOSING.search(key)
    if closing is not None:
        inner = makers(closing[1])
        if inner is not None and inner.bylines:
            found.take(inner)
    return found
