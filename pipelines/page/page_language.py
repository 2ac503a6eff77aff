"""Recognise pages in other languages, for which the rules made for Chinese pages do not hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.script import count_han, is_japanese

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE_CHARS = 8_000  # characters that decide
HAN_SHARE = 0.2  # of the letters: an English story on a Chinese site is read as English
LETTERS = re.compile(r"[^\W\d_]+")


def is_foreign(lines: Iterable[str]) -> bool:
    """True if a page's lines are mostly in a language other than Chinese; Japanese counts as other."""
    text = "".join(lines)[:SAMPLE_CHARS]
    letters = sum(map(len, LETTERS.findall(text)))
    han = count_han(text)
    return letters > 0 and (han < HAN_SHARE * letters or is_japanese(text, han))
