"""Load the words of navigation links from ``navigation_words.yml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_suffix(".yml")


@lru_cache(maxsize=1)
def entries() -> dict[str, dict[str, object]]:
    """Return the file: entry name -> ``why``, ``support`` and ``words``."""
    loaded: dict[str, dict[str, object]] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@lru_cache(maxsize=64)
def pattern(name: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """Return an entry's words as one pattern that ignores case, between two further pieces of pattern."""
    words = entries()[name]["words"]
    assert isinstance(words, list)
    return re.compile(f"{before}(?:{'|'.join(words)}){after}", re.IGNORECASE)
