"""Folded copies of strings for comparison, and the way back from a folded value to the printed one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pipelines.text.clean import INVISIBLE, clean

MAX_CACHED = 500  # characters of a string whose folded copy is cached
MAX_EXTRA = 20  # characters: a title printed with spaces between its characters may be this much longer


def fold(text: str) -> str:
    """Key for comparison and search: NFKC, lower case, no white space. Never stored as title or body."""
    return _cached(text) if len(text) < MAX_CACHED else _fold(text)


def _fold(text: str) -> str:
    if not text.isprintable():
        text = INVISIBLE.sub("", text)
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


_cached = lru_cache(maxsize=4_000)(_fold)  # several stages fold the same lines


def same_line(text: str, title: str) -> bool:
    """True if a line equals the title apart from spaces, letter case and character width."""
    return abs(len(text) - len(title)) <= MAX_EXTRA and fold(text) == fold(title)


def as_printed(line: str, value: str) -> str:
    """The part of a printed line that equals a value read from the line's NFKC copy; the value itself if none does.

    >>> as_printed("来源：县政府办（研究室）", "县政府办(研究室)")
    '县政府办（研究室）'
    """
    if value in line:
        return value
    keys, places = [], []
    for i, char in enumerate(line):
        for key in "".join(unicodedata.normalize("NFKC", char).split()):
            keys.append(key)
            places.append(i)
    wanted = "".join(value.split())
    at = "".join(keys).find(wanted)
    if at == -1 or not wanted:
        return value
    found = clean(line[places[at] : places[at + len(wanted) - 1] + 1])
    return found if " " in value else "".join(found.split())
