"""Assign the headline lines between two stories to the story above or below, and name title, kicker and subtitle."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.printed_story import PrintedStory

ABOVE_BONUS = 0.3  # per line: a headline is usually above its story
MISSING_COST = 2.0  # a story without a headline costs more than any likeness gains
BOTH_SIDES_COST = 1.0  # a story with headline lines above and below
DASHES = ("——", "--", "—")  # begin a subtitle
MAX_LINES = 12  # of a headline; a longer run is a list of short lines
MAX_HEADLINE = 40  # characters
MIN_HALF = 4  # characters in each half of a title that is set in two halves
SENTENCE_ENDS = tuple("。！？；：…")


def assign_headlines(
    page: Sequence[str], runs: Sequence[range], stories: Sequence[PrintedStory]
) -> list[PrintedStory]:
    """The stories with their headlines.

    ``runs[i]`` are the headline lines above story i, the last run those below the last story. Each run is cut once:
    its first lines go to the story above, the others to the story below. A headline repeats words of its story, so
    the cuts with the highest total likeness are taken, found in one pass over the stories.
    """
    cuts = _best_cuts(page, runs, stories)
    titled = []
    for i, story in enumerate(stories):
        above = list(runs[i])[cuts[i] :]
        below = list(runs[i + 1])[: cuts[i + 1]]
        titled.append(_with_headline(story, page, above, below))
    return [story if story.title is not None else _headline_within(story) for story in titled]


def _best_cuts(
    page: Sequence[str], runs: Sequence[range], stories: Sequence[PrintedStory]
) -> tuple[int, ...]:
    """For every run, the number of its lines that belong to the story above."""
    bodies = [_pairs("".join(story.paragraphs)) for story in stories]
    gains = [_gains(page, run, bodies, i) for i, run in enumerate(runs)]
    # best[cut] = (score, cuts so far) for the run above the current story, cut at ``cut``
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (gains[0][0], (0,))}
    for i in range(len(stories)):
        is_last = i + 1 == len(stories)
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for cut, (score, cuts) in best.items():
            above = len(runs[i]) - cut
            for below in [len(runs[i + 1])] if is_last else _possible_cuts(page, runs[i + 1]):
                value = score + gains[i + 1][below]
                value -= (
                    MISSING_COST if not above and not below else BOTH_SIDES_COST if above and below else 0
                )
                if below not in following or value > following[below][0]:
                    following[below] = (value, (*cuts, below))
        best = following
    return max(best.values(), key=lambda pair: pair[0])[1]


def _gains(page: Sequence[str], run: range, bodies: Sequence[set[str]], i: int) -> list[float]:
    """For every cut of run i: likeness of its first lines to the story above plus of the others to the one below."""
    lines = [_pairs(page[j]) for j in run]
    up = [_likeness(line, bodies[i - 1]) if i else 0.0 for line in lines]
    down = [_likeness(line, bodies[i]) + ABOVE_BONUS if i < len(bodies) else 0.0 for line in lines]
    return [sum(up[:cut]) + sum(down[cut:]) for cut in range(len(run) + 1)]


def _possible_cuts(page: Sequence[str], run: range) -> list[int]:
    """Where a run may be cut: never above a line that begins with a dash, which belongs to the title above it."""
    return [
        cut for cut in range(len(run) + 1) if cut in (0, len(run)) or not page[run[cut]].startswith(DASHES)
    ]


def _pairs(text: str) -> set[str]:
    key = re.sub(r"[^\w]", "", fold(text))
    return {key[i : i + 2] for i in range(len(key) - 1)}


def _likeness(line: set[str], body: set[str]) -> float:
    """Share of a line's character pairs that occur in the body."""
    return len(line & body) / len(line) if line else 0.0


def _with_headline(
    story: PrintedStory, page: Sequence[str], above: list[int], below: list[int]
) -> PrintedStory:
    if not above and not below:
        return story
    story = _named(story, [page[j] for j in above or below])
    story = replace(story, lines=tuple(sorted({*story.lines, *above, *below})))
    if not above:
        return story.doubted("headline_after_story")
    # short lines that close a text are kept as text
    return replace(story, paragraphs=(*story.paragraphs, *(page[j] for j in below)))


def _named(story: PrintedStory, lines: list[str]) -> PrintedStory:
    """Title, kicker (above) and subtitle (below) from headline lines, whose sizes are unknown."""
    dashed = [line for line in lines if line.startswith(DASHES)]
    rest = [line for line in lines if line not in dashed] or dashed
    # two halves of one length are a title, wherever they stand
    at = 0 if len(rest) == 1 or (_is_two_halves(rest[0]) and not _is_two_halves(rest[1])) else 1
    subtitle = [*rest[at + 1 :], *(line for line in dashed if line not in rest)]
    return replace(
        story,
        kicker="\n".join(rest[:at]) or None,
        title=rest[at],
        subtitle="\n".join(subtitle) or None,
    )


def _is_two_halves(line: str) -> bool:
    halves = line.split(" ")
    return len(halves) == 2 and len(halves[0]) == len(halves[1]) >= MIN_HALF


def _headline_within(story: PrintedStory) -> PrintedStory:
    """Take the first run of short lines as the headline: in print it stood in the middle of the text."""
    short = [
        i
        for i, line in enumerate(story.paragraphs)
        if len(line) <= MAX_HEADLINE and not line.endswith(SENTENCE_ENDS)
    ]
    if not short or len(story.paragraphs) < 2:
        return story
    run = [i for k, i in enumerate(short) if i == short[0] + k]
    named = _named(story, [story.paragraphs[i] for i in run])
    rest = tuple(line for i, line in enumerate(story.paragraphs) if i not in run)
    return replace(named, paragraphs=rest).doubted("headline_within_story")
