"""The articles of a printed page: each story goes through the same understanding as a page of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from pipelines.credits import credit_line
from pipelines.items import Newspaper, Refused, Rules, Selectors
from pipelines.page import charset
from pipelines.page.parse import parse
from pipelines.page.text_lines import read_lines
from pipelines.printed.pdf import pdf_file
from pipelines.printed.text import story_split
from pipelines.text.clean import clean
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.items import Article, Page
    from pipelines.printed.text.story_split import Story

# A page of several stories has several of these at starts of lines; most pages have none, and cost no more
STARTS = re.compile(r"(?:^|[>\n])[ \t\u3000]{0,20}(?:[□■◎●▲◇◆]|本报[^<\n]{0,12}[讯者])")
SIGNS = (*"□■◎●▲◇◆", "本报")  # what each start holds: a cheap question before the exact one
HEADINGS = ".//title | .//h1 | .//h2 | .//h3 | .//h4 | .//*[@id='Title' or @id='title' or @class='font01']"
TEXT = Selectors(body="#ozoom", title="h1")
MAX_KEPT = 4000  # characters of what no story took, kept as evidence


def split_articles(page: Page, one: Callable[[Page], Article]) -> list[Article]:
    """The articles of a page that is to be split; empty for one that is not. ``one`` understands one page.

    Raises Refused for a PDF that cannot be read, and for a page none of whose stories is an article.
    """
    if not _may_be_printed(page):
        return []
    if page.body.startswith(b"%PDF"):
        found, left = pdf_file.stories(page.body)
        if not found:
            raise Refused("no_text", "no stories on the page")
        return _understood(page, found, left, one)
    lines, headings = _lines(page)
    found = story_split.split_stories(lines)
    if sum(story.title is not None for story in found) < 2 or _is_article(found, headings):
        return []
    taken = {i for story in found for i in story.lines}
    return _understood(page, found, [line for i, line in enumerate(lines) if i not in taken], one)


def _is_article(found: Sequence[Story], headings: set[str]) -> bool:
    """Whether the markup marks the first headline alone: an article with a box or with news in brief below it."""

    def marked(story: Story) -> bool:
        parts = (story.kicker, story.title, story.subtitle)
        return any(fold(part) in heading for part in parts if part for heading in headings)

    return marked(found[0]) and not any(marked(story) for story in found[1:])


def _may_be_printed(page: Page) -> bool:
    return page.rules is None or page.newspaper is not None or page.rules.kind == "newspaper"


def _lines(page: Page) -> tuple[list[str], set[str]]:
    """The page's lines, where enough of them begin like stories; and what its markup calls headings."""
    forced = page.rules.charset if page.rules else None
    text, _ = charset.decode(page.body, page.headers, forced)
    if sum(map(text.count, SIGNS)) < 2 or len(STARTS.findall(text)) < 2:
        return [], set()
    if re.search(r"<\s*[a-zA-Z!/]", text) is None:
        return [line for raw in text.splitlines() if (line := clean(raw))], set()
    doc = parse(page, text)
    body = doc.tree.find("body")
    root = doc.tree if body is None else body
    headings = {fold(element.text_content()) for element in doc.tree.xpath(HEADINGS)} - {""}
    return [line for block in read_lines(root) if (line := clean(block.text))], headings


def _understood(
    page: Page, found: Sequence[Story], left: Sequence[str], one: Callable[[Page], Article]
) -> list[Article]:
    answer: list[Article] = []
    refused: list[str] = []
    for order, story in enumerate(found, 1):
        try:
            article = one(_as_page(page, story, order))
        except Refused as refusal:
            refused.append(refusal.reason)
            continue
        if page.rules is None:
            article.source = None
        _photographers(article, story)
        article.evidence["split"] = {
            "of": len(found),
            "confidence": story.confidence,
            "doubts": story.doubts,
            "lines": [story.lines[0], story.lines[-1]] if story.lines else None,
            "captions": story.captions,
        }
        answer.append(article)
    if not answer:
        raise Refused(refused[0] if refused else "no_text", "none of the page's stories is an article")
    # nothing is cut in silence: what no story took is told once, the page itself stays in the raw archive
    answer[0].evidence["split"] |= {"left": "\n".join(left)[:MAX_KEPT], "refused": refused}
    return answer


def _photographers(article: Article, story: Story) -> None:
    """Who took the pictures stands in a caption or right below it; a picture of a PDF has no address to be kept under."""
    for line in story.captions:
        for byline in credit_line.read_line(credit_line.matching(line), caption=True).bylines:
            if byline not in article.bylines:
                article.bylines.append(byline)


def _as_page(page: Page, story: Story, order: int) -> Page:
    """A story as the page of an article: the marks are those that the stages read everywhere."""
    rules = page.rules or Rules(id="", name="", kind="newspaper")
    text = "".join(f"<p>{escape(line)}</p>" for line in [*story.makers, *story.paragraphs])
    markup = (
        f"<html><head><title>{escape(story.title or '')}</title></head><body>"
        f"{_part('p', 'yinti', story.kicker)}{_part('h1', 'biaoti', story.title)}{_part('p', 'futi', story.subtitle)}"
        f'<div id="ozoom">{text}</div></body></html>'
    )
    return replace(
        page,
        body=markup.encode(),
        headers={},
        hint=None,
        rules=replace(rules, selectors=TEXT, charset="utf-8"),
        newspaper=replace(page.newspaper or Newspaper(), order=order),
    )


def _part(tag: str, name: str, text: str | None) -> str:
    return f'<{tag} class="{name}">{escape(text)}</{tag}>' if text else ""
