"""Remove the pinyin glosses that mirror sites insert after characters: 發(fā)布."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.script import is_traditional

if TYPE_CHECKING:
    from collections.abc import Iterable

GLOSS = re.compile(r"([㐀-鿿])[(（]([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6})[)）]")
TONED = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]")
GLOSS_PER_1000 = (
    5  # per thousand characters; a lesson or a single genuine gloss stays below, mirrors have dozens
)


def remove_glosses(text: str) -> tuple[str, int]:
    """Return the text without glosses and the number removed.

    A gloss has a tone mark and follows a traditional character. Nothing is removed unless the whole text has at least
    five of them per thousand characters.
    """
    accepted = [match for match in GLOSS.finditer(text) if _is_gloss(match)]
    if len(accepted) * 1000 < GLOSS_PER_1000 * len(text) or not accepted:
        return text, 0
    return "".join(_without(text, accepted)), len(accepted)


def remove_line_glosses(line: str) -> str:
    """Remove every gloss of one line, for a page on which ``remove_glosses`` found some."""
    return GLOSS.sub(lambda match: match[1] if _is_gloss(match) else match[0], line)


def _is_gloss(match: re.Match[str]) -> bool:
    return TONED.search(match[2]) is not None and is_traditional(match[1])


def _without(text: str, glosses: Iterable[re.Match[str]]) -> Iterable[str]:
    at = 0
    for match in glosses:
        yield text[at : match.end(1)]
        at = match.end()
    yield text[at:]
