"""A printed page that came as lines of text: which lines are the stories, and how sure that is.

The rules follow from how a page is printed, not from any paper: a story begins at the line that names its makers
(□记者 …) or at its dateline (本报讯), its headline is a run of short lines without an end, a column ends in the middle
of a sentence, a caption stands where the picture stood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.credits import credit_line
from pipelines.printed.text import headline_runs
from pipelines.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

BOX = re.compile(r"^[□■◎●▲◇◆]\s?")
MAKERS = 60  # characters: a line of makers is short
HEADLINE = 40
CAPTION = 90
ENDS = "。！？!?…”’」』）)】》；;"
OPENS = "，。、；：！？,;:!?”’）)】》"  # a line that begins so goes on
NO_HEADLINE = re.compile(r"[。；;，,、：:]$|[。；;].")
DATELINE = re.compile(r"^(?:本报|本网|本台|本刊|新华社|中新社)[^，。,]{0,14}?(?:讯|电)(?:\s|[(（]|$)")
PICTURED = re.compile(
    r"图为|上图|下图|左图|右图|[(（](?:左|右|中|前|后)[一二三四五]?[)）]|摄[)）]?$|供图[)）]?$"
)
CREDITED = re.compile(r"(?:摄|摄影|供图|图片报道|摄影报道)[)）]?$")
TAKEN = re.compile(r"摄[)）]?。?$")  # nobody writes a story by taking a picture
SHOWN = re.compile(r"^图为|摄[)）]?。?$")
MAX_LINES = 3000  # of a page; a broadsheet has some four hundred
MAX_STORIES = 60
# what stands at the margins of a page: its day, number, name and makers
FURNITURE = re.compile(
    r"(?:20\d{2}年)?\d{1,2}月\d{1,2}日.{0,12}星期.|星期[一二三四五六日天].{0,20}|第?\s?[A-Za-z]{0,2}\d{1,3}\s?版.{0,12}|[A-Z]?\d{1,3}|"
    r".{0,6}(?:责任?编辑?|值班编委|编辑|美编|版式|校对|组版|投稿|热线|电话|邮箱|邮编|统一刊号|代号|零售价|网址)\s?[:：].{0,60}|"
    r"https?://\S+|(?:www\.)?[\w.-]+@?[\w-]+\.(?:com|cn|net)\S*"
)
MASTHEAD = re.compile(r".{1,8}(?:日\s?报|晚\s?报|早\s?报|晨\s?报|时\s?报|商\s?报|周\s?报|都市报|农村报)")
PARAGRAPH = re.compile(r"(?<=[。！？”…]) (?=\S)")  # several paragraphs of the print in one line


@dataclass
class Story:
    """One story of a page: a candidate, with what speaks for it."""

    title: str | None = None
    kicker: str | None = None
    subtitle: str | None = None
    makers: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)  # with their credits, in page order
    lines: list[int] = field(default_factory=list)  # of the page, the first is 0
    doubts: list[str] = field(default_factory=list)  # each takes from the confidence

    @property
    def length(self) -> int:
        return sum(map(len, self.paragraphs))

    @property
    def confidence(self) -> float:
        """From 0.1 to 1: every doubt has a price."""
        return round(max(0.1, 1.0 - sum(DOUBTS[doubt] for doubt in self.doubts)), 2)


DOUBTS = {
    "no_title": 0.4,
    "headline_after_story": 0.1,
    "headline_within_story": 0.2,
    "no_makers": 0.1,
    "starts_amid_sentence": 0.2,
    "ends_amid_sentence": 0.2,
    "short": 0.2,
    "order_by_place_alone": 0.1,
}


def split_stories(lines: Sequence[str]) -> list[Story]:
    """The stories of a page in page order; fewer than two means that the lines are no printed page."""
    page = [text for line in lines if (text := clean(line))]
    if len(page) > MAX_LINES:
        return []
    kinds = [kind(line) for line in page]
    credits = _credits(page, kinds)
    starts = _starts(page, kinds, credits)
    if not 2 <= len(starts) <= MAX_STORIES:
        return []
    runs = [_run_above(kinds, at, starts[i - 1] if i else -1) for i, at in enumerate(starts)]
    runs.append(_run_below(kinds))
    stories = [
        _body(page, kinds, credits, range(at, runs[i + 1].start if runs[i + 1] else _end(page, starts, i)))
        for i, at in enumerate(starts)
    ]
    headline_runs.share_out(page, runs, stories)
    for story in stories:
        doubt(story)
    return stories


def kind(line: str) -> str:
    """``margin`` (furniture), ``makers`` (names who made the story), ``head`` (may be a headline) or ``body``."""
    if is_furniture(line) or MASTHEAD.fullmatch(line):
        return "margin"
    if is_makers(line):
        return "makers"
    if DATELINE.match(line):
        return "body"
    if len(line) <= HEADLINE and not NO_HEADLINE.search(line):
        return "head"
    return "body"


def is_furniture(line: str) -> bool:
    return len(line) <= CAPTION and FURNITURE.fullmatch(line) is not None


def is_makers(line: str) -> bool:
    """□记者 X 通讯员 Y 报道, and the same without the box where every word of it is understood."""
    if len(line) > MAKERS or re.search(r"[。，；！？]", line):
        return False
    key = credit_line.matching(line)
    found = credit_line.read_line(key)
    return bool(found.bylines) and 0 in found.strip


def goes_on(before: str, after: str) -> bool:
    """Whether a sentence was cut between two lines, as it is where a column ends."""
    return not before.endswith(tuple(ENDS)) or after.startswith(tuple(OPENS))


def _credits(page: list[str], kinds: list[str]) -> set[int]:
    """Lines of makers that close a caption; no story begins there. Their caption is the line above."""
    found = set()
    for i, what in enumerate(kinds):
        if what != "makers" or i == 0 or kinds[i - 1] == "makers":
            continue
        told = PICTURED.search(page[i - 1]) or CREDITED.search(page[i])
        taken = TAKEN.search(page[i]) is not None and len(page[i - 1]) <= CAPTION
        if taken or (is_caption(page[i - 1]) and (told or _is_cut(page, kinds, i))):
            found.add(i)
    return found


def _is_cut(page: list[str], kinds: list[str], i: int) -> bool:
    """Whether caption and credit stand inside a sentence: they are put where a column ends."""
    after = page[i + 1] if i + 1 < len(page) else ""
    if i < 2 or not goes_on(page[i - 2], "") or DATELINE.match(after) or page[i - 1].startswith(tuple(OPENS)):
        return False
    if kinds[i - 2] == "body":
        return True
    # a short line may be the beginning of the sentence, or a headline above a lead: who took a picture has no role
    alone = kinds[i - 2] == "head" and i > 2 and kinds[i - 3] in ("body", "makers")
    return alone and re.search(r"记者|通讯员", page[i]) is None


def is_caption(line: str) -> bool:
    """One short sentence, or one that speaks of its picture."""
    if PICTURED.search(line) and len(line) <= CAPTION:
        return len(re.findall(r"[。！？]", line)) <= 2
    return 6 <= len(line) <= CAPTION and len(re.findall(r"[。！？]", line)) <= 1 and line.endswith("。")


def _starts(page: list[str], kinds: list[str], credits: set[int]) -> list[int]:
    """Where stories begin: makers, or a dateline right below a headline."""
    starts: list[int] = []
    for i, what in enumerate(kinds):
        above = kinds[i - 1] if i else ""
        if what == "makers" and i not in credits:
            if above != "makers":  # reporters and correspondents may have a line each
                starts.append(i)
        elif what == "body" and DATELINE.match(page[i]) and above == "head":
            starts.append(i)
    first = next((i for i, what in enumerate(kinds) if what == "body"), None)
    if first is not None and starts and first < starts[0] and first not in credits:
        # text before the first makers: a story of its own if a headline stands above it
        above = kinds[first - 1] if first else ""
        long = sum(len(page[j]) for j in range(first, starts[0]) if kinds[j] == "body")
        if above == "head" and long >= CAPTION:
            starts.insert(0, first)
    return starts


def _run_above(kinds: list[str], at: int, floor: int) -> range:
    first = at
    while first - 1 > floor and at - first < headline_runs.MAX_LINES and kinds[first - 1] == "head":
        first -= 1
    return range(first, at)


def _run_below(kinds: list[str]) -> range:
    """Headline lines behind the last text of the page: those of a story that has its headline below."""
    first = len(kinds)
    while first and len(kinds) - first < headline_runs.MAX_LINES and kinds[first - 1] == "head":
        first -= 1
    return range(first, len(kinds))


def _end(page: list[str], starts: list[int], i: int) -> int:
    return starts[i + 1] if i + 1 < len(starts) else len(page)


def _body(page: list[str], kinds: list[str], credits: set[int], span: range) -> Story:
    """Makers, paragraphs and captions of the lines from a story's start to the next headline."""
    story = Story(lines=[i for i in span if kinds[i] != "margin"])
    captions = {i - 1 for i in credits}
    cut = False
    for i in story.lines:
        line = page[i]
        shown = (PICTURED if cut else SHOWN).search(line) is not None and is_caption(line)
        if i in captions or i in credits or shown:
            story.captions.append(line)
        elif kinds[i] == "makers":
            story.makers.append(line)
        else:
            cut = add(story.paragraphs, line)
    return story


def add(paragraphs: list[str], line: str) -> bool:
    """Put a line to the text, joined to the last paragraph where that was cut; gives whether this one is cut, too."""
    parts = PARAGRAPH.split(line)
    if paragraphs and goes_on(paragraphs[-1], line) and not _is_heading(paragraphs[-1], line):
        ascii_letters = paragraphs[-1][-1].isascii() and paragraphs[-1][-1].isalpha() and line[0].isascii()
        paragraphs[-1] += (" " if ascii_letters and line[0].isalpha() else "") + parts.pop(0)
    paragraphs += parts
    return goes_on(paragraphs[-1], "")


def _is_heading(before: str, line: str) -> bool:
    """A short line without an end above a full one is a heading inside the story, if no sentence was cut there."""
    if len(before) > 16 or len(line) <= 20:
        return False
    return re.search(r"[，。、：；,:;]|[的了在和与是把对为将从到自被让及或并等]$|[0-9.]$", before) is None


def doubt(story: Story) -> None:
    if story.title is None:
        story.doubts.append("no_title")
    if not story.makers and not (story.paragraphs and DATELINE.match(story.paragraphs[0])):
        story.doubts.append("no_makers")
    if story.paragraphs and goes_on(story.paragraphs[-1], ""):
        story.doubts.append("ends_amid_sentence")
    if story.paragraphs and story.paragraphs[0].startswith(tuple(OPENS)):
        story.doubts.append("starts_amid_sentence")
    if story.length < 60:
        story.doubts.append("short")
