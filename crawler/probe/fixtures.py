"""Recorded answers of a source beside its file, and the articles they gave when they were recorded."""

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
    """The result of a replay; without ``differences`` it brought the articles that were recorded."""

    source: str
    articles: int = 0
    recorded_on: str | None = None  # YYYY-MM-DD
    differences: list[str] = field(default_factory=list)


def folder_of(file: Path) -> Path:
    """Return the folder of a source file's recordings."""
    return file.parent / FOLDER / file.stem


def exist(file: Path) -> bool:
    """Return True if there are recordings for a source file."""
    return (folder_of(file) / INDEX).is_file()


def keep(recording: Path, folder: Path, result: TrialResult) -> None:
    """Move a recording to its place and write beside it which articles it gave."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        shutil.rmtree(folder)
    shutil.move(recording, folder)
    folder.chmod(0o755)  # a temporary folder can be read by its owner only
    _write(folder, result, datetime.now(SHANGHAI).date())


def _write(folder: Path, result: TrialResult, day: date) -> None:
    written = {
        "recorded_on": day.isoformat(),
        "links": result.links,
        "articles": {article["url"]: compared_fields(article) for article in result.articles},
    }
    text = json.dumps(written, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / EXPECTED).write_text(text + "\n", "utf-8")


def compared_fields(article: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an article that a replay compares; ``length`` is that of the body in characters."""
    return {name: len(article["body"] or "") if name == "length" else article[name] for name in COMPARED}


def expected(file: Path) -> dict[str, Any]:
    """Return what the recordings of a source file gave when they were recorded."""
    loaded: dict[str, Any] = json.loads((folder_of(file) / EXPECTED).read_text("utf-8"))
    return loaded


def replay(file: Path, keys: Mapping[str, Any], *, accept: bool = False) -> ReplayResult:
    """Crawl the recorded answers again and compare the articles field by field.

    ``keys`` are those of the source file. With ``accept`` the articles of this replay become the expected ones.
    """
    folder = folder_of(file)
    wanted = expected(file)
    day = wanted["recorded_on"]
    is_dated = keys.get("shape") == "newspaper" or any("{date" in start for start in keys.get("start", ()))
    result = trial_crawl.crawl(
        {key: value for key, value in keys.items() if key != "delay"} | {"delay": "0"},
        recording=folder,
        mode=REPLAY,
        arguments={"until": day} if is_dated else None,  # the latest edition was that of the day
    )
    if accept:
        _write(folder, result, date.fromisoformat(day))
        return ReplayResult(file.stem, len(result.articles), day)
    return ReplayResult(file.stem, len(result.articles), day, _differences(wanted, result))


def _differences(wanted: Mapping[str, Any], result: TrialResult) -> list[str]:
    found = {article["url"]: compared_fields(article) for article in result.articles}
    lines = [f"{url}: no longer an article" for url in wanted["articles"] if url not in found]
    if lines and (reasons := result.reasons()):
        lines.append("pages: " + ", ".join(f"{reason} {count}" for reason, count in reasons.items()))
    lines += [f"{url}: is an article now" for url in found if url not in wanted["articles"]]
    for url, before in wanted["articles"].items():
        if (after := found.get(url)) is not None:
            lines += _field_differences(url, before, after)
    if result.links != wanted["links"]:
        lines.append(f"article links on the lists: were {wanted['links']}, are {result.links}")
    return lines


def _field_differences(url: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    changed = [name for name in COMPARED if after[name] != before.get(name)]
    if changed == ["content_sha"]:
        return [f"{url}: the text differs and has the same length"]
    return [
        f"{url}: {name} was {before.get(name)!r}, is {after[name]!r}"
        for name in changed
        if name != "content_sha"
    ]
