"""Which lines between two stories are whose headline, and which of them is the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.printed.text.story_split import Story

USUAL = 0.3  # a headline stands above its story, unless its words say otherwise
MISSING = 2.0  # a story without a headline costs more than any likeness gains
BOTH = 1.0  # one with a headline above and below
DASHES = ("——", "--", "—")
MAX_LINES = 12  # between two stories; what is longer is a list of short lines


def share_out(page: Sequence[str], runs: Sequence[range], stories: Sequence[Story]) -> None:
    """Give every run of headline lines to the story below it, the one above it, or a part to each.

    ``runs[i]`` stands above story i, the last run behind the last story. A headline uses the words of its story:
    of all ways to cut the runs the one with the most likeness is taken, found in one pass over the stories.
    """
    bodies = [_pairs("".join(story.paragraphs)) for story in stories]
    gains = [_gains(page, run, bodies, i) for i, run in enumerate(runs)]
    # best[at] = (score, cuts so far) where the run before this story was cut at ``at``
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (gains[0][0], (0,))}
    for i in range(len(stories)):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for at, (score, cuts) in best.items():
            above = len(runs[i]) - at
            last = i + 1 == len(stories)
            for after in [len(runs[i + 1])] if last else _cuts(page, runs[i + 1]):
                value = score + gains[i + 1][after]
                value -= MISSING if not above and not after else BOTH if above and after else 0
                if after not in following or value > following[after][0]:
                    following[after] = (value, (*cuts, after))
        best = following
    _, cuts = max(best.values(), key=lambda pair: pair[0])
    for i, story in enumerate(stories):
        over = list(runs[i])[cuts[i] :]
        under = list(runs[i + 1])[: cuts[i + 1]]
        if over or under:
            name(story, [page[j] for j in over or under])
            story.lines = sorted({*story.lines, *over, *under})
        if under and not over:
            story.doubts.append("headline_after_story")
        elif under:
            story.paragraphs += [page[j] for j in under]  # short lines that close a text: nothing is lost
    _within(stories)


def _gains(page: Sequence[str], run: range, bodies: Sequence[set[str]], i: int) -> list[float]:
    """For every cut of a run: likeness of its first lines to the story above and of the others to the one below."""
    lines = [_pairs(page[j]) for j in run]
    up = [_likeness(line, bodies[i - 1]) if i else 0.0 for line in lines]
    down = [_likeness(line, bodies[i]) + USUAL if i < len(bodies) else 0.0 for line in lines]
    return [sum(up[:cut]) + sum(down[cut:]) for cut in range(len(run) + 1)]


def _cuts(page: Sequence[str], run: range) -> list[int]:
    """Where a run may be cut: never above a line that begins with a dash, which goes with the title over it."""
    return [at for at in range(len(run) + 1) if at in (0, len(run)) or not page[run[at]].startswith(DASHES)]


def _pairs(text: str) -> set[str]:
    key = re.sub(r"[^\w]", "", fold(text))
    return {key[i : i + 2] for i in range(len(key) - 1)}


def _likeness(line: set[str], body: set[str]) -> float:
    return len(line & body) / len(line) if line else 0.0


def name(story: Story, lines: list[str]) -> None:
    """Title, kicker (above) and subtitle (below) of a headline's lines, without their sizes."""
    below = [line for line in lines if line.startswith(DASHES)]
    rest = [line for line in lines if line not in below] or below
    if len(rest) == 1:
        at = 0
    elif _is_couplet(rest[0]) and not _is_couplet(rest[1]):
        at = 0  # two halves of one length are a title, wherever they stand
    else:
        at = 1
    story.kicker = "\n".join(rest[:at]) or None
    story.title = rest[at]
    story.subtitle = "\n".join([*rest[at + 1 :], *(line for line in below if line not in rest)]) or None


def _is_couplet(line: str) -> bool:
    halves = line.split(" ")
    return len(halves) == 2 and len(halves[0]) == len(halves[1]) >= 4


def _within(stories: Sequence[Story]) -> None:
    """A story that found no headline around it may have it in the middle of its text, where it stood in print."""
    for story in stories:
        if story.title is not None:
            continue
        short = [
            i
            for i, line in enumerate(story.paragraphs)
            if len(line) <= 40 and not line.endswith(tuple("。！？；：…"))
        ]
        if not short or len(story.paragraphs) < 2:
            continue
        first = short[0]
        run = [i for k, i in enumerate(short) if i == first + k]
        name(story, [story.paragraphs[i] for i in run])
        story.paragraphs = [line for i, line in enumerate(story.paragraphs) if i not in run]
        story.doubts.append("headline_within_story")
