"""Find the stories among the lines of a printed page.

The rules follow from how pages are printed, not from any one paper: a story begins at its byline (□记者 …) or at its
dateline (本报讯), its headline is a run of short lines without closing punctuation, a column ends inside a sentence, a
caption is where the picture was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pipelines.printed.line_tests import (
    DATELINE,
    MASTHEAD,
    MAX_CAPTION,
    NAMES_PICTURE,
    breaks_off,
    continues_sentence,
    is_byline,
    is_caption,
    is_cut_between,
    is_page_edge,
    join_cut,
)
from pipelines.printed.printed_story import PrintedStory
from pipelines.printed.text import headline_runs
from pipelines.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["edge", "byline", "headline", "body"]

MAX_LINES = 3000  # of a page; a broadsheet has about four hundred
MAX_STORIES = 60
MAX_HEADLINE = 40  # characters
MAX_SUBHEADING = 16
MIN_LINE = 20  # characters: a line of running text below a subheading is longer
NO_HEADLINE = re.compile(r"[。；;，,、：:]$|[。；;].")
NO_SUBHEADING = re.compile(r"[，。、：；,:;]|[的了在和与是把对为将从到自被让及或并等]$|[0-9.]$")
PARAGRAPH_BREAK = re.compile(r"(?<=[。！？”…]) (?=\S)")  # between paragraphs that one line holds
PHOTO_CREDIT = re.compile(r"(?:摄|摄影|供图|图片报道|摄影报道)[)）]?$")
PHOTOGRAPHER = re.compile(r"摄[)）]?。?$")  # a byline of a photographer does not begin a story
CAPTION_ALONE = re.compile(r"^图为|摄[)）]?。?$")
WRITER = re.compile(r"记者|通讯员")


def split_stories(lines: Sequence[str]) -> list[PrintedStory]:
    """The stories of a page in page order; an empty list if there are fewer than two or the page is too long."""
    page = [text for line in lines if (text := clean(line))]
    if len(page) > MAX_LINES:
        return []
    kinds = [line_kind(line) for line in page]
    credits = _caption_credits(page, kinds)
    starts = _story_starts(page, kinds, credits)
    if not 2 <= len(starts) <= MAX_STORIES:
        return []
    runs = [_headline_above(kinds, at, starts[i - 1] if i else -1) for i, at in enumerate(starts)]
    runs.append(_headline_below(kinds))
    stories = []
    for i, start in enumerate(starts):
        following = starts[i + 1] if i + 1 < len(starts) else len(page)
        end = runs[i + 1].start if runs[i + 1] else following
        stories.append(_story(page, kinds, credits, range(start, end)))
    return [story.checked() for story in headline_runs.assign_headlines(page, runs, stories)]


def line_kind(line: str) -> Kind:
    """Page edge, byline, possible headline or body text."""
    if is_page_edge(line) or MASTHEAD.fullmatch(line):
        return "edge"
    if is_byline(line):
        return "byline"
    if DATELINE.match(line):
        return "body"
    if len(line) <= MAX_HEADLINE and not NO_HEADLINE.search(line):
        return "headline"
    return "body"


def _caption_credits(page: list[str], kinds: list[Kind]) -> set[int]:
    """Bylines that credit a picture. No story begins at one; the caption is the line above it."""
    found = set()
    for i, kind in enumerate(kinds):
        if kind != "byline" or i == 0 or kinds[i - 1] == "byline":
            continue
        pictured = NAMES_PICTURE.search(page[i - 1]) or PHOTO_CREDIT.search(page[i])
        by_photographer = PHOTOGRAPHER.search(page[i]) is not None and len(page[i - 1]) <= MAX_CAPTION
        if by_photographer or (is_caption(page[i - 1]) and (pictured or _is_inside_sentence(page, kinds, i))):
            found.add(i)
    return found


def _is_inside_sentence(page: list[str], kinds: list[Kind], i: int) -> bool:
    """True if the caption above line ``i`` and its credit interrupt a sentence, as they do at the end of a column."""
    after = page[i + 1] if i + 1 < len(page) else ""
    if i < 2 or not breaks_off(page[i - 2]) or DATELINE.match(after) or continues_sentence(page[i - 1]):
        return False
    if kinds[i - 2] == "body":
        return True
    # a short line may begin the sentence or be a headline; a photographer's credit has no role word
    alone = kinds[i - 2] == "headline" and i > 2 and kinds[i - 3] in ("body", "byline")
    return alone and WRITER.search(page[i]) is None


def _story_starts(page: list[str], kinds: list[Kind], credits: set[int]) -> list[int]:
    """Line numbers at which stories begin: a byline, or a dateline right below a headline."""
    starts: list[int] = []
    for i, kind in enumerate(kinds):
        above = kinds[i - 1] if i else ""
        if kind == "byline" and i not in credits:
            if above != "byline":  # reporters and correspondents may have a line each
                starts.append(i)
        elif kind == "body" and DATELINE.match(page[i]) and above == "headline":
            starts.append(i)
    first = next((i for i, kind in enumerate(kinds) if kind == "body"), None)
    if first is not None and starts and first < starts[0] and first not in credits:
        # text before the first byline is a story of its own if there is a headline above it
        above = kinds[first - 1] if first else ""
        length = sum(len(page[j]) for j in range(first, starts[0]) if kinds[j] == "body")
        if above == "headline" and length >= MAX_CAPTION:
            starts.insert(0, first)
    return starts


def _headline_above(kinds: list[Kind], at: int, previous: int) -> range:
    """Headline lines that end at line ``at`` and begin below the story start ``previous``."""
    first = at
    while first - 1 > previous and at - first < headline_runs.MAX_LINES and kinds[first - 1] == "headline":
        first -= 1
    return range(first, at)


def _headline_below(kinds: list[Kind]) -> range:
    """Headline lines at the end of the page, for a story whose headline is below it."""
    first = len(kinds)
    while first and len(kinds) - first < headline_runs.MAX_LINES and kinds[first - 1] == "headline":
        first -= 1
    return range(first, len(kinds))


def _story(page: list[str], kinds: list[Kind], credits: set[int], span: range) -> PrintedStory:
    """The story without its headline: bylines, paragraphs and captions from its start to the next headline."""
    numbers = tuple(i for i in span if kinds[i] != "edge")
    captioned = {i - 1 for i in credits}
    bylines: list[str] = []
    captions: list[str] = []
    paragraphs: list[str] = []
    cut = False
    for i in numbers:
        line = page[i]
        is_shown = (NAMES_PICTURE if cut else CAPTION_ALONE).search(line) is not None and is_caption(line)
        if i in captioned or i in credits or is_shown:
            captions.append(line)
        elif kinds[i] == "byline":
            bylines.append(line)
        else:
            _append(paragraphs, line)
            cut = breaks_off(paragraphs[-1])
    return PrintedStory(
        bylines=tuple(bylines), paragraphs=tuple(paragraphs), captions=tuple(captions), lines=numbers
    )


def _append(paragraphs: list[str], line: str) -> None:
    """Add a line to the text, joined to the last paragraph if a sentence was cut between them."""
    parts = PARAGRAPH_BREAK.split(line)
    if paragraphs and is_cut_between(paragraphs[-1], line) and not _is_subheading(paragraphs[-1], line):
        paragraphs[-1] = join_cut(paragraphs[-1], parts.pop(0))
    paragraphs += parts


def _is_subheading(before: str, line: str) -> bool:
    """True if a short line without punctuation is above a full line and no sentence was cut between them."""
    if len(before) > MAX_SUBHEADING or len(line) <= MIN_LINE:
        return False
    return NO_SUBHEADING.search(before) is None
