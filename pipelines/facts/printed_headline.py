"""The lines of a headline on newspaper pages, by the names that newspaper systems give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.credits.credit_line import read_credit_line
from pipelines.page.elements import visible_text
from pipelines.page.select import select_elements
from pipelines.text.clean import one_line
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from pipelines.page.parsed_page import ParsedPage

# the <title> of an article page may name the edition alone
EDITION = re.compile(
    r"第\s?[A-Za-z]{0,3}\d{1,3}\s?版|(?:19|20)\d{2}\s?[-年/.]\s?\d{1,2}\s?[-月/.]|数字报|电子版|电子报"
)
KICKER_TAGS = ("founder-introtitle", "founder-pretitle")
SUBTITLE_TAGS = ("founder-subtitle",)
# one system marks the three lines by two sizes of type, and papers disagree on which is the larger
SIZE_CLASSES = ("font01", "font02")
MAX_PARTS = 12
MAX_LINE = 80


def article_title(parsed: ParsedPage, title: str | None) -> str | None:
    """The title, replaced by that of the system or the list where it names the edition or is missing."""
    if title is not None and not EDITION.search(title):
        return title
    hint = parsed.page.hint
    return parsed.data.newspaper.get("title") or (hint.title if hint else None) or title


def kicker(parsed: ParsedPage, title: str | None, known: str | None) -> str | None:
    """The line above the title: the one that is known, by its tag, or by its size of type."""
    above, _ = _by_size(parsed, title)
    return _usable(known, title) or _by_tag(parsed, KICKER_TAGS, title) or _usable(above, title)


def subtitle(parsed: ParsedPage, title: str | None, known: str | None) -> str | None:
    """The line below the title: the one that is known, by its tag, or by its size of type."""
    _, below = _by_size(parsed, title)
    return _usable(known, title) or _by_tag(parsed, SUBTITLE_TAGS, title) or _usable(below, title)


def _by_tag(parsed: ParsedPage, tags: tuple[str, ...], title: str | None) -> str | None:
    if not parsed.mentions(*tags):
        return None
    texts = (one_line("".join(visible_text(element))) for element in parsed.tree.iter(*tags))
    return next((line for text in texts if (line := _usable(text, title))), None)


def _by_size(parsed: ParsedPage, title: str | None) -> tuple[str | None, str | None]:
    """The texts right above and below the title among the lines that are marked by their size of type."""
    if title is None or not parsed.mentions(*SIZE_CLASSES):
        return None, None
    elements = select_elements(parsed.tree, ", ".join(f".{name}" for name in SIZE_CLASSES))
    texts = [one_line("".join(visible_text(element))) for element in elements[:MAX_PARTS]]
    at = next((i for i, text in enumerate(texts) if same_line(text, title)), None)
    if at is None:
        return None, None
    above = next((text for text in reversed(texts[:at]) if text), None)
    return above, next((text for text in texts[at + 1 :] if text), None)


def _usable(text: str | None, title: str | None) -> str | None:
    """A line beside a title, unless it holds credits, names the edition, or is the title again."""
    if not text or len(text) > MAX_LINE or EDITION.search(text):
        return None
    if title is not None and same_line(text, title):
        return None
    return None if read_credit_line(text).metadata_only else text
