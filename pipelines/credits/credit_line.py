"""Read the credits of one line: each kind of line has a rule of its own, the first that fits wins."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.credits.credit_types import Credits
from pipelines.credits.datelines import (
    bare_date,
    clock_among_words,
    dateline,
    opening_credit,
    outlet_and_date,
)
from pipelines.credits.labelled import labelled
from pipelines.credits.match_key import match_key, original_title
from pipelines.credits.roles import read_roles
from pipelines.credits.signatures import (
    boxed,
    bracketed,
    caption_credit,
    photo_credit,
    roles_only,
    slashed,
)

if TYPE_CHECKING:
    from datetime import datetime

MAX_LINE = 120  # characters of a credit line; the beginning of a longer line may still be a dateline
CLOSING_BRACKET = re.compile(r"[(（]([^()（）]{2,80})[)）]$")
# a last paragraph that ends with its reporter: ……等参加会议。记者 周文远
CLOSING_ROLE = re.compile(
    r"[。！”]\s?((?:本报|本台|全媒体|见习)?(?:记者|通讯员)[\s:][^。！？；，：:]{2,30})$"
)
RULES = (
    labelled,
    bare_date,
    outlet_and_date,
    slashed,
    boxed,
    bracketed,
    roles_only,
    photo_credit,
    clock_among_words,
)


@lru_cache(maxsize=2_000)  # header, title and date ask about the same lines
def read_credit_line(line: str, fetched_at: datetime | None = None, *, caption: bool = False) -> Credits:
    """The credits of one line as it is printed.

    ``fetched_at`` (aware) resolves relative dates; ``caption`` marks a line beside a picture.
    """
    return _read_key(match_key(line), fetched_at, caption=caption).as_printed(line)


def _read_key(key: str, fetched_at: datetime | None, *, caption: bool) -> Credits:
    if caption:
        return caption_credit(key)
    if (title := original_title(key)) is not None:
        return Credits(original_title=title, metadata_only=True)
    if len(key) <= MAX_LINE:
        for rule in RULES:
            if (found := rule(key, fetched_at)) is not None:
                return found
    found = dateline(key)
    if opened := opening_credit(key):
        found = found.merged(opened)
    closing = CLOSING_BRACKET.search(key) or CLOSING_ROLE.search(key)
    if closing is not None:
        inner = read_roles(closing[1])
        if inner is not None and inner.bylines:
            found = found.merged(inner)
    return found
