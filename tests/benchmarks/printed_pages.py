"""Share of the stories of random printed pages that are read completely: ``python -m tests.benchmarks.printed_pages [PAGES]``.

A story counts if title, kicker, subtitle and every paragraph are those that were typeset. Without indents, nothing
shows whether a full line ends a paragraph, so that the text alone is counted as well.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipelines.printed.pdf import pdf_file
from pipelines.printed.text.story_split import split_stories
from tests.pipelines.printed.typeset import WORDS, Sheet, Story, story

if TYPE_CHECKING:
    from pipelines.printed.printed_story import PrintedStory

NAMES = "钟离雪 公西华 司徒青 端木林".split()
BYLINES = ("□记者 {0} 报道", "本报记者 {0}", "□{0} {1} 报道", "■{0} {1} 报道", "□本报记者 {0} 本报通讯员 {1}")


@dataclass
class Tally:
    stories: int = 0
    whole: int = 0
    text: int = 0

    def count(self, one: Story, found: list[PrintedStory]) -> None:
        self.stories += 1
        got = next((other for other in found if _bare(other.title) == _bare(one.title)), None)
        if got is None:
            return
        text = _bare("".join(got.paragraphs)) == _bare("".join(one.body))
        head = [_bare(got.kicker), _bare(got.subtitle)] == [_bare(one.kicker), _bare(one.subtitle)]
        self.text += text
        self.whole += text and head and got.paragraphs == one.body

    def __str__(self) -> str:
        return f"{self.stories} stories, whole {self.whole / self.stories:.3f}, text {self.text / self.stories:.3f}"


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


# ---------------------------------------------------------------------- PDF


def sheet(seed: int) -> tuple[bytes, list[Story]]:
    """A PDF page of bands of one to three stories in columns, with headlines above or below, pictures, ruled lines."""
    chance = random.Random(seed)
    size = chance.choice([8, 9, 9.5, 10, 10.5])
    width, height = chance.choice([(780, 1100), (700, 1000), (600, 850)])
    page = Sheet(
        width, height, size, size * chance.choice([1.25, 1.4, 1.5, 1.6]), chance.choice([2, 2, 2, 2, 0])
    )
    if chance.random() < 0.8:
        page.page_edges()
    found: list[Story] = []
    y = 80.0
    while y < height - 200:
        below = _band(chance, page, y, found)
        if below == y:
            break
        y = below + chance.choice([14, 20, 26])
        if chance.random() < 0.3:
            page.rule(40, y - 8, width - 40, y - 8)
    return page.pdf(), found


def _band(chance: random.Random, page: Sheet, y: float, found: list[Story]) -> float:
    count = chance.choice([1, 1, 2, 2, 3])
    gutter = page.size * chance.choice([1.2, 1.5, 2, 2.5])
    width = (page.width - 80 - (count - 1) * gutter * 1.3) / count
    ends = [y]
    for place in range(count):
        x = 40 + place * (width + gutter * 1.3)
        columns = max(1, int(width // (page.size * chance.choice([13, 16, 19, 22]))))
        one, large = _with_head(
            chance, story(len(found) + 1, chance.randint(2, 3 + 2 * columns)), page, width
        )
        column = (width - (columns - 1) * gutter) / columns
        xs = [x + i * (column + gutter) for i in range(columns)]
        rows = -(-len(page.set(one, column)) // columns) + 8
        if y + rows * page.lead + large * 4 > page.height - 50:
            continue
        found.append(one)
        ends.append(_set(chance, page, one, xs, column, y, width, large))
    return max(ends)


def _with_head(chance: random.Random, one: Story, page: Sheet, width: float) -> tuple[Story, float]:
    large = float(chance.choice([16, 20, 24, 28]))
    while len(one.title) * large > width and large > page.size * 1.3:
        large -= 1
    one = replace(one, title=one.title[: int(width // large)])
    side = int(width // max(large * 0.55, page.size * 1.2))
    if chance.random() < 0.3:
        one = replace(one, kicker="青岚民生纪事"[:side])
    if chance.random() < 0.3:
        one = replace(one, subtitle="——来自一线"[:side])
    if chance.random() < 0.4:
        one = replace(one, byline=chance.choice(BYLINES[:3]).format(*chance.sample(NAMES, 2)))
    return one, large


def _set(
    chance: random.Random,
    page: Sheet,
    one: Story,
    xs: list[float],
    column: float,
    y: float,
    width: float,
    large: float,
) -> float:
    lines, after = page.set(one, column), chance.random() < 0.15
    if not after:
        y = page.head(one, xs[0], y, width, large)
    if chance.random() < 0.3:
        rows = -(-len(lines) // len(xs)) + 8
        y = _around_picture(chance, page, lines, xs, column, y, rows)
    else:
        y = page.even(lines, xs, y)
    return page.head(one, xs[0], y + 4, width, large) if after else y


def _around_picture(
    chance: random.Random, page: Sheet, lines: list[str], xs: list[float], column: float, y: float, rows: int
) -> float:
    caption = "图为青岚市居民在现场。（钟离雪 摄）"[: max(8, int(column // (page.size * 0.9)))]
    chosen, at, tall = chance.randrange(len(xs)), min(chance.choice([0, 3, 5]), rows - 8), 4.5 * page.lead
    bottom = y + rows * page.lead + 1
    pieces: list[tuple[float, float, float]] = []
    for i, x in enumerate(xs):
        if i != chosen:
            pieces.append((x, y, bottom))
            continue
        top = y + at * page.lead
        if at:
            pieces.append((x, y, top + 1))
        page.picture(x, top + 4, column, tall)
        page.line(x, top + tall + 6, caption, page.size * 0.88)
        pieces.append((x, top + tall + 6 + page.size * 2, bottom + page.lead * 3))
    page.pour(lines, pieces)
    return bottom + page.lead * 3


# ---------------------------------------------------------------------- text


def flattened(seed: int) -> tuple[list[str], list[Story]]:
    """A page as lines: sentences cut at column ends, captions inside the cut, headlines above or below."""
    chance = random.Random(seed)
    page, found = [], []
    for place in chance.sample(WORDS, chance.randint(2, 7)):
        done = chance.choice(["恢复通航", "换上新灯", "迎来丰收", "延长营业", "免费开放"])
        title = chance.choice(
            [f"青岚{place}{done}", f"{place}{done} 居民拍手称快", f"“{place}{done}，心里真踏实”"]
        )
        kicker = chance.choice([None, None, f"青岚市推进{place}建设纪实", f"看{place}新变化"])
        subtitle = chance.choice([None, None, None, f"——来自{place}的报道"])
        body = tuple(
            f"{place}管理处介绍，今年以来{place}先后完成第{i}期工程，{done}以后每天接待居民{chance.randint(100, 999)}人次，"
            f"比去年增加{chance.randint(2, 9)}成，出门只要走{i + 2}分钟。"
            for i in range(1, chance.randint(3, 6))
        )
        one = Story(title, body, kicker, subtitle, chance.choice(BYLINES).format(*chance.sample(NAMES, 2)))
        found.append(one)
        head = [line for line in (kicker, title, subtitle) if line]
        lines = [one.byline or "", *_cut(chance, one, place)]
        page += [*lines, *head] if chance.random() < 0.2 else [*head, *lines]
    return page, found


def _cut(chance: random.Random, one: Story, place: str) -> list[str]:
    lines: list[str] = []
    pictured = False
    for paragraph in one.body:
        at = chance.randint(12, len(paragraph) - 8)
        if chance.random() < 0.6 or paragraph[at - 1] in "，。" or paragraph[at] in "，。":
            lines.append(paragraph)
            continue
        lines.append(paragraph[:at])
        if not pictured and chance.random() < 0.4:
            pictured = True
            lines += [f"居民在{place}旁散步。", chance.choice(["□端木林 摄", "□端木林 公西华 报道"])]
        lines.append(paragraph[at:])
    return lines


def main(pages: int) -> None:
    printed, text = Tally(), Tally()
    for seed in range(pages):
        body, gold = sheet(seed)
        found = pdf_file.read_stories(body)[0] if gold else []
        for one in gold:
            printed.count(one, found)
        lines, gold = flattened(seed)
        found = split_stories(lines)
        for one in gold:
            text.count(one, found)
    print(f"PDF:  {printed}\ntext: {text}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
