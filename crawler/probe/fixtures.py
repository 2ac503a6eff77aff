"""Recorded answers of a source beside its file, and what its articles were when they were recorded."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from crawler.net.recording import INDEX, REPLAY
from crawler.probe import trial_crawl
from storage.values import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crawler.probe.trial_crawl import TrialResult

EXPECTED = "expected.json"
FOLDER = "fixtures"
COMPARED = ("title", "published_date", "outlet", "length", "content_sha")


@dataclass
class ReplayResult:
    """What a replay said of one source: nothing in ``differences`` is what was hoped for."""

    source: str
    articles: int = 0
    recorded_on: str | None = None
    differences: list[str] = field(default_factory=list)


def folder_of(file: Path) -> Path:
    """Where the fixtures of a source file lie."""
    return file.parent / FOLDER / file.stem


def exist(file: Path) -> bool:
    return (folder_of(file) / INDEX).is_file()


def keep(tape: Path, folder: Path, brought: TrialResult) -> None:
    """Move a tape to its place, with what its articles were."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
    shutil.move(tape, folder)
    folder.chmod(0o755)  # a temporary folder is its maker's alone
    _write(folder, brought, datetime.now(SHANGHAI).date())


def _write(folder: Path, brought: TrialResult, day: date) -> None:
    expected = {
        "recorded_on": day.isoformat(),
        "links": brought.links,
        "articles": {article["url"]: kept(article) for article in brought.articles},
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / EXPECTED).write_text(text + "\n", "utf-8")


def kept(article: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by which a replay is compared."""
    return {name: len(article["body"] or "") if name == "length" else article[name] for name in COMPARED}


def expected(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder_of(file) / EXPECTED).read_text("utf-8"))
    return found


def replay(file: Path, says: Mapping[str, Any], *, accept: bool = False) -> ReplayResult:
    """Crawl the recorded answers again and compare field by field; ``accept`` makes what came the expectation."""
    folder = folder_of(file)
    wanted = expected(file)
    day = wanted["recorded_on"]
    dated = says.get("shape") == "newspaper" or any("{date" in start for start in says.get("start", ()))
    brought = trial_crawl.crawl(
        {key: value for key, value in says.items() if key != "delay"} | {"delay": "0"},
        tape=folder,
        mode=REPLAY,
        arguments={"until": day} if dated else None,  # a template's latest edition is that of the day
    )
    if accept:
        _write(folder, brought, date.fromisoformat(day))
        return ReplayResult(file.stem, len(brought.articles), day)
    return ReplayResult(file.stem, len(brought.articles), day, _differences(wanted, brought))


def _differences(wanted: Mapping[str, Any], brought: TrialResult) -> list[str]:
    found = {article["url"]: kept(article) for article in brought.articles}
    lines = [f"{url}: no longer an article" for url in wanted["articles"] if url not in found]
    if lines and (reasons := brought.reasons()):
        lines.append("pages: " + ", ".join(f"{reason} {count}" for reason, count in reasons.items()))
    lines += [f"{url}: an article that was none" for url in found if url not in wanted["articles"]]
    for url, before in wanted["articles"].items():
        after = found.get(url, before)
        lines += [
            f"{url}: {name} was {before.get(name)!r}, is {after[name]!r}"
            for name in COMPARED
            if after[name] != before.get(name) and name != "content_sha"
        ]
        same = all(after[name] == before.get(name) for name in COMPARED if name != "content_sha")
        if same and after["content_sha"] != before.get("content_sha"):
            lines.append(f"{url}: the text is another one of the same length")
    if brought.links != wanted["links"]:
        lines.append(f"article links on the lists: were {wanted['links']}, are {brought.links}")
    return lines
