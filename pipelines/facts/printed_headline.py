"""The lines of a printed headline, by the names that newspaper systems give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.body.container import select
from pipelines.credits import credit_line
from pipelines.facts import subtitle
from pipelines.page.text_lines import visible_text
from pipelines.text.clean import one_line
from pipelines.text.folding import same_line

if TYPE_CHECKING:
    from pipelines.page.parse import Document

# <title> of an article page that names the edition alone
EDITION = re.compile(
    r"第\s?[A-Za-z]{0,3}\d{1,3}\s?版|(?:19|20)\d{2}\s?[-年/.]\s?\d{1,2}\s?[-月/.]|数字报|电子版|电子报"
)
KICKERS = ("founder-introtitle", "founder-pretitle")
SUBTITLES = ("founder-subtitle",)
# one system marks the three lines by two sizes of type, and papers disagree on which is the larger
SIZES = ".font01, .font02"
MAX_PARTS = 12
MAX_LINE = 80


def complete(doc: Document, enp: dict[str, str]) -> None:
    """Mend title, kicker and subtitle of an e-paper's article; other pages are left alone."""
    if not subtitle.is_paper(doc):
        return
    article, hint = doc.article, doc.page.hint
    if article.title is None or EDITION.search(article.title):
        article.title = enp.get("title") or (hint.title if hint else None) or article.title
    above, below = _sized(doc)
    article.kicker = _side(doc, article.kicker) or _named(doc, KICKERS) or _side(doc, above)
    article.subtitle = _side(doc, article.subtitle) or _named(doc, SUBTITLES) or _side(doc, below)


def _named(doc: Document, tags: tuple[str, ...]) -> str | None:
    if not doc.mentions(*tags):
        return None
    found = (one_line("".join(visible_text(element))) for element in doc.tree.iter(*tags))
    return next((line for text in found if (line := _side(doc, text))), None)


def _sized(doc: Document) -> tuple[str | None, str | None]:
    """What stands right above and below the title among the lines that are marked by their size."""
    if doc.article.title is None or not doc.mentions("font01", "font02"):
        return None, None
    texts = [one_line("".join(visible_text(element))) for element in select(doc.tree, SIZES)[:MAX_PARTS]]
    at = next((i for i, text in enumerate(texts) if same_line(text, doc.article.title)), None)
    if at is None:
        return None, None
    above = next((text for text in reversed(texts[:at]) if text), None)
    return above, next((text for text in texts[at + 1 :] if text), None)


def _side(doc: Document, text: str | None) -> str | None:
    """A line beside a title, unless it names the makers, the page, or is the title again."""
    if not text or len(text) > MAX_LINE or EDITION.search(text):
        return None
    if doc.article.title is not None and same_line(text, doc.article.title):
        return None
    return None if credit_line.read_line(credit_line.matching(text)).strip else text
