"""Time of understanding a page against ``trafilatura.bare_extraction(with_metadata=True)``, and the time of each stage.

``python -m tests.benchmarks.extraction [FOLDER]``: FOLDER holds saved pages (``*.html``, ``*.html.gz``); without it the
invented pages of the quality gate are read. Both sides run in one process, one directly after the other on each page; the
best of three counts. It prints figures without limits: a loaded machine moves every figure, the ratio least.
"""

from __future__ import annotations

import cProfile
import gzip
import pstats
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import trafilatura

from pipelines import Page, Refused, understand
from tests.quality.cases import CASES, URL

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
STAGES = (
    *(
        "decode",
        "parse",
        "extract",
        "walk",
        "named",
        "densest",
        "bare_extraction",
        "head",
        "read",
        "wash",
        "gate",
    ),
    *("_simplify", "resolve", "fingerprint"),
)


def pages(folder: Path | None) -> list[bytes]:
    if folder is None:
        return [case.html for case in CASES if not case.refused]
    files = sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")])
    return [
        gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files
    ]


def ours(body: bytes) -> None:
    try:
        understand(Page(url=URL, body=body))
    except Refused:
        return


def theirs(body: bytes) -> None:
    trafilatura.bare_extraction(body, url=URL, with_metadata=True, include_comments=False)


def seconds(call: Callable[[bytes], None], body: bytes) -> float:
    start = time.process_time()
    call(body)
    return time.process_time() - start


def main() -> int:
    found = pages(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    if not found:
        print("no pages there")
        return 2
    ours(found[0])
    theirs(found[0])
    own = other = 0.0
    for body in found:
        times = [(seconds(ours, body), seconds(theirs, body)) for _ in range(ROUNDS)]
        own += min(one for one, _ in times)
        other += min(one for _, one in times)
    print(
        f"{len(found)} pages: {1000 * own / len(found):.1f} ms a page, trafilatura {1000 * other / len(found):.1f} ms"
    )
    print(f"ratio {other / own:.2f}")
    profile = cProfile.Profile()
    profile.enable()
    for body in found:
        ours(body)
    profile.disable()
    stats = pstats.Stats(profile)
    rows = stats.stats.items()  # type: ignore[attr-defined]
    whole = max(entry[3] for _, entry in rows)
    for (file, _, name), entry in sorted(rows, key=lambda row: -row[1][3]):
        if name in STAGES and ("pipelines" in file or "trafilatura" in file):
            print(f"  {Path(file).stem + '.' + name:32} {100 * entry[3] / whole:5.1f} %  {entry[0]:7} calls")
    return 0


if __name__ == "__main__":
    sys.exit(main())
