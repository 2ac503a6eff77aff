"""Split a printed page into stories and understand each of them like a page of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipelines.credits.credit_line import read_credit_line
from pipelines.items import Given, Newspaper, Refused, Rules
from pipelines.page import charset
from pipelines.page.parsed_page import parse_markup
from pipelines.page.text_lines import read_lines
from pipelines.printed.pdf import pdf_file
from pipelines.printed.text.story_split import split_stories
from pipelines.text.clean import clean
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.items import Article, Byline, Page
    from pipelines.printed.printed_story import PrintedStory

# a page of several stories has at least two of these at starts of lines; other pages are left alone cheaply
STORY_START = re.compile(r"(?:^|[>\n])[ \t\u3000]{0,20}(?:[□■◎●▲◇◆]|本报[^<\n]{0,12}[讯者])")
START_SIGNS = (*"□■◎●▲◇◆", "本报")  # one of them is in every story start; counted before the pattern is tried
MARKUP = re.compile(r"<\s*[a-zA-Z!/]")
HEADINGS = ".//title | .//h1 | .//h2 | .//h3 | .//h4 | .//*[@id='Title' or @id='title' or @class='font01']"
FEWEST_UNDECLARED = 4  # titled stories
MAX_UNASSIGNED = 4000  # characters of lines without a story that are kept as evidence


def split_articles(page: Page, understand_one: Callable[[Page], Article]) -> list[Article]:
    """The articles of a printed page; an empty list if the page is not one or holds a single article.

    ``understand_one`` makes an article from a page that is not split. Raises Refused for a PDF that cannot be read
    and for a page none of whose stories is an article.
    """
    if not _may_be_printed(page):
        return []
    if page.body.startswith(b"%PDF"):
        stories, unassigned = pdf_file.read_stories(page.body)
        if not stories:
            raise Refused("no_text", "no stories on the page")
        return _understand_stories(page, stories, unassigned, understand_one)
    lines, headings = _lines_and_headings(page)
    stories = split_stories(lines)
    titled = sum(story.title is not None for story in stories)
    if titled < _fewest_stories(page) or _is_one_article(stories, headings):
        return []
    assigned = {i for story in stories for i in story.lines}
    unassigned = [line for i, line in enumerate(lines) if i not in assigned]
    return _understand_stories(page, stories, unassigned, understand_one)


def _fewest_stories(page: Page) -> int:
    """Titled stories that a page needs to count as printed; more where its source is not a newspaper.

    A web article may hold two or three paragraphs that open with a dateline or a box sign.
    """
    return FEWEST_UNDECLARED if page.rules is None and page.newspaper is None else 2


def _may_be_printed(page: Page) -> bool:
    return page.rules is None or page.newspaper is not None or page.rules.kind == "newspaper"


def _lines_and_headings(page: Page) -> tuple[list[str], set[str]]:
    """Lines of the page and the folded texts of its heading elements; both empty if too few lines look like story starts."""
    forced = page.rules.charset if page.rules else None
    text, _ = charset.decode(page.body, page.headers, forced)
    if sum(map(text.count, START_SIGNS)) < 2 or len(STORY_START.findall(text)) < 2:
        return [], set()
    if MARKUP.search(text) is None:
        return [line for raw in text.splitlines() if (line := clean(raw))], set()
    _, tree = parse_markup(text)
    body = tree.find("body")
    root = tree if body is None else body
    headings = {fold(element.text_content()) for element in tree.xpath(HEADINGS)} - {""}
    return [line for one in read_lines(root) if (line := clean(one.text))], headings


def _is_one_article(stories: Sequence[PrintedStory], headings: set[str]) -> bool:
    """True if the markup has a heading for the first story alone: an article with a box or news in brief below it."""

    def has_heading(story: PrintedStory) -> bool:
        parts = (story.kicker, story.title, story.subtitle)
        return any(fold(part) in heading for part in parts if part for heading in headings)

    return has_heading(stories[0]) and not any(has_heading(story) for story in stories[1:])


def _understand_stories(
    page: Page,
    stories: Sequence[PrintedStory],
    unassigned: Sequence[str],
    understand_one: Callable[[Page], Article],
) -> list[Article]:
    understood: list[tuple[Article, PrintedStory]] = []
    refused: list[str] = []
    for order, story in enumerate(stories, 1):
        try:
            understood.append((understand_one(_page_of(page, story, order)), story))
        except Refused as refusal:
            refused.append(refusal.reason)
    if not understood:
        raise Refused(refused[0] if refused else "no_text", "none of the page's stories is an article")
    # the first article records what no story took; the whole page stays in the raw archive
    left = {"left": "\n".join(unassigned)[:MAX_UNASSIGNED], "refused": refused}
    return [
        replace(
            article,
            source=article.source if page.rules is not None else None,
            bylines=_with_photographers(article.bylines, story),
            evidence=article.evidence
            | {"split": _split_evidence(story, len(stories)) | (left if number == 0 else {})},
        )
        for number, (article, story) in enumerate(understood)
    ]


def _split_evidence(story: PrintedStory, count: int) -> dict[str, Any]:
    """How one of ``count`` stories was found, as plain JSON."""
    return {
        "of": count,
        "confidence": story.confidence,
        "doubts": list(story.doubts),
        "lines": [story.lines[0], story.lines[-1]] if story.lines else None,
        "captions": list(story.captions),
    }


def _page_of(page: Page, story: PrintedStory, order: int) -> Page:
    """The page of a single story: the same address and rules, the story as its given text."""
    rules = page.rules or Rules(id="", name="", kind="newspaper")
    given = Given(
        title=story.title,
        kicker=story.kicker,
        subtitle=story.subtitle,
        lines=(*story.bylines, *story.paragraphs),
    )
    newspaper = replace(page.newspaper or Newspaper(), order=order)
    return replace(page, given=given, hint=None, rules=rules, newspaper=newspaper)


def _with_photographers(bylines: Sequence[Byline], story: PrintedStory) -> list[Byline]:
    """The bylines with those in captions. Pictures of a PDF have no address under which to keep a caption."""
    named = (byline for line in story.captions for byline in read_credit_line(line, caption=True).bylines)
    return list(dict.fromkeys([*bylines, *named]))
