"""What one text added and what it cut, against another: by lines for programs, by passages for people."""

from __future__ import annotations

import difflib
import re
from typing import Any

SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?”]*|\n")
LONGEST = 3_000  # sentences compared: the time is quadratic where all of them are the same


def unified(one: tuple[str, str], other: tuple[str, str], names: tuple[str, str]) -> list[str]:
    """A unified diff of title and body, line by line."""
    old, new = ([title, *body.split("\n")] for title, body in (one, other))
    return list(difflib.unified_diff(old, new, names[0], names[1], lineterm="", n=1))


def passages(one: str, other: str) -> list[dict[str, Any]]:
    """The sentences that differ, in order: ``{cut: …, added: …}``. Line breaks are ignored."""
    a, b = (
        [part.strip() for part in SENTENCE.findall(text) if part.strip()][:LONGEST] for text in (one, other)
    )
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [
        {"cut": "".join(a[i:j]), "added": "".join(b[k:m])}
        for word, i, j, k, m in matcher.get_opcodes()
        if word != "equal"
    ]
