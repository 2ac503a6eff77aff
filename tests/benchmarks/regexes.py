"""Time of every function that reads lines, on its worst strings: twice the text may take about twice the time.

Run by hand or by ``.ci/run``: ``python -m tests.benchmarks.regexes``; exits 1 if a ratio shows quadratic time.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipelines import dedup
from pipelines.credits.credit_line import read_credit_line
from pipelines.credits.edges import BodyContext, read_edges
from pipelines.items import Article
from pipelines.places import mentions
from pipelines.places.division_tables import load_table
from pipelines.text import dates, glosses, machine_dates, outlets, person_names, script

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 50_000
LIMIT = 3.0  # time(2n) / time(n)
NOISE_S = 0.02  # below it the clock measures itself
SEEDS = (
    "2026-", "2026年9月", "9月", "一", "二〇二六年", "(", "（", "记者", "记者 周文远 ", "来源：", "来源", "本报", " ",
    "、", "周", "摄", "图为", "原标题：", "·", "发(fā)", "<", "/2026/", "1", "澜山市", "新城区", "讯", "/文 ",
)  # fmt: skip


def readers() -> dict[str, Callable[[str], object]]:
    table = load_table("sample")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return {
        "dates.find": lambda line: list(dates.find(line, now)),
        "dates.without_year": dates.without_year,
        "dates.from_url": machine_dates.from_url,
        "dates.machine": machine_dates.from_machine_value,
        "names.split_names": person_names.split_names,
        "outlets.outlet": outlets.clean_outlet,
        "credit_line.read_credit_line": lambda line: read_credit_line(line, now),
        "credit_line.caption": lambda line: read_credit_line(line, caption=True),
        "edges.read_edges": lambda line: read_edges([line, line], (), BodyContext()),
        "text.glosses": glosses.remove_glosses,
        "dedup.normal_form": dedup.normal_form,
        "dedup.compare": lambda line: dedup.compare(
            Article(title="甲", body=line), Article(title="乙", body=f"{line}另有一句话写在文章最后")
        ),
        "region.mentions": lambda line: mentions.find_mentions(line, table, ["990100"]),
    }


def seconds(call: Callable[[str], object], line: str) -> float:
    best = float("inf")
    for _ in range(3):
        script.to_simplified.cache_clear()
        read_credit_line.cache_clear()
        start = time.process_time()
        call(line)
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    slow = []
    for name, call in readers().items():
        worst = (0.0, 0.0, "")
        for seed in SEEDS:
            line = (seed * SIZE)[:SIZE]
            once = seconds(call, line)
            twice = seconds(call, line * 2) if once > NOISE_S / 2 else 0.0
            if twice > LIMIT * once > 0:  # measured once more, in case another process took the time
                once, twice = max(once, seconds(call, line)), min(twice, seconds(call, line * 2))
            if twice > NOISE_S and twice / once > worst[0]:
                worst = (twice / once, twice, seed)
        print(f"{name:20} worst ratio {worst[0]:4.1f}  {worst[1] * 1000:7.1f} ms at {2 * SIZE}  {worst[2]!r}")
        if worst[0] > LIMIT:
            slow.append(name)
    if slow:
        print("quadratic:", ", ".join(slow))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
