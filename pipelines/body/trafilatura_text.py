"""Call trafilatura, and match the text it extracts with the lines of a page."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from configparser import ConfigParser

    from lxml.html import HtmlElement

    from pipelines.page.line_types import TextLine

MIN_EXTRACTED_SIZE = (
    60  # characters; trafilatura's own 250 was chosen for Western text, a Chinese brief has 120
)
MIN_PIECE = 8  # characters of a line that may be a piece of a longer extracted line
NO_WORD = re.compile(r"[\W_]+")


def extracted_text(tree: HtmlElement, *, fast: bool = True, min_size: int | None = None) -> str:
    """The text that trafilatura extracts from a tree, which stays as it is; empty if it finds none.

    ``fast`` leaves out its comparison with other extractors. ``min_size`` is the number of characters below which it
    takes its own result for a failure (default: its setting).
    """
    import trafilatura  # takes 0.4 s: only processes that extract pay for it
    from trafilatura.settings import DEFAULT_CONFIG

    document = trafilatura.bare_extraction(
        tree,
        fast=fast,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        config=DEFAULT_CONFIG if min_size is None else _config(min_size),
    )
    return "" if document is None or isinstance(document, dict) else document.text or ""


def kept_lines(lines: Sequence[TextLine], text: str) -> list[bool]:
    """For each line whether it stands in an extracted text; a line that occurs twice must stand there twice."""
    keys = [key for line in text.split("\n") if (key := match_key(line))]
    left = Counter(keys)
    whole = "\n".join(keys)
    return [bool(line.text) and _take(match_key(line.text), left, whole) for line in lines]


def match_key(text: str) -> str:
    """A line without white space, punctuation and width of characters: list dashes and table pipes make no difference."""
    return NO_WORD.sub("", fold(text))


def _take(key: str, left: Counter[str], whole: str) -> bool:
    if left[key] > 0:
        left[key] -= 1
        return True
    return len(key) >= MIN_PIECE and key not in left and key in whole


@lru_cache(maxsize=2)
def _config(min_size: int) -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    config: ConfigParser = deepcopy(DEFAULT_CONFIG)
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(min_size))
    return config
