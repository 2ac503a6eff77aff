"""Explore many sites in one process, as ``source add`` does with one, and print what was found as JSON lines."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from crawler import home
from crawler.probe import prober
from crawler.probe.site_explorer import explore
from crawler.sources import family_files

if TYPE_CHECKING:
    from crawler.probe.prober import Prober
    from crawler.probe.site_visit import SiteFindings


def record(found: SiteFindings) -> dict[str, Any]:
    best = found.matches[0] if found.matches else None
    return {
        "url": found.url,
        "family": best.family.name if best else None,
        "others": [match.family.name for match in found.matches[1:]],
        "page": found.kind,
        "start": found.start,
        "stopped": found.stopped,
        "requests": found.requests,
        "why": found.why,
    }


def main(addresses: list[str]) -> None:
    known = family_files.by_rank(home.source_folders())

    async def plan(prober: Prober) -> None:
        for url in addresses:
            print(
                json.dumps(record(await explore(prober, url, known)), ensure_ascii=False),
                flush=True,
            )

    prober.run(plan, delay=0.0)


if __name__ == "__main__":
    main(sys.argv[1:])
