"""Crawl a few articles of a source into a temporary folder, to prove that its file works."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from crawler import home
from crawler.run import process
from crawler.sources.load import FAMILIES, load
from storage.db.database import Database
from storage.read import overview, run_history
from storage.read.export import ExportFilter, export

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.sources.model import Source
    from storage.read.overview import PageCount

ARTICLES = 5
MAX_PAGES, MAX_MINUTES = 25, 4  # of one trial; a trial of a larger site ends there
SOURCE_ID = "trial"
EXPECTED_FINDINGS = frozenset(("budget", "limit"))  # of every crawl that is stopped on purpose
NOT_KEPT = ("refused", "blocked", "gone", "failed", "retry")


@dataclass
class TrialResult:
    """What a trial crawl brought."""

    exit_code: int
    message: str
    articles: list[dict[str, Any]] = field(default_factory=list)  # article records
    links: int = 0  # article addresses on the lists
    findings: list[dict[str, Any]] = field(default_factory=list)
    pages: list[PageCount] = field(default_factory=list)  # kind, state, reason, count

    def reasons(self) -> dict[str, int]:
        """Return why pages were not kept: "state/reason" -> number of pages."""
        found: dict[str, int] = {}
        for page in self.pages:
            if page["state"] in NOT_KEPT:
                name = f"{page['state']}/{page['reason']}" if page["reason"] else page["state"]
                found[name] = found.get(name, 0) + page["count"]
        return found


def crawl(
    keys: Mapping[str, Any],
    *,
    articles: int = ARTICLES,
    recording: Path | None = None,
    mode: str | None = None,
    arguments: Mapping[str, str] | None = None,
) -> TrialResult:
    """Crawl a source with the given keys by the usual spiders and pipelines; the archive is not touched.

    ``recording`` with ``mode`` records the answers into a folder or replays them. Raises SourceInvalid.
    """
    with tempfile.TemporaryDirectory(prefix="govnews-trial-") as name:
        folder = Path(name)
        write_source(keys, folder / "sources" / f"{SOURCE_ID}.yml")
        settings = (
            {} if recording is None else {"RECORDING_FOLDER": str(recording), "RECORDING_MODE": mode or ""}
        )
        started = process.start(
            SOURCE_ID,
            {"limit": articles, **(arguments or {})},
            minutes=MAX_MINUTES,
            environment=_environment(folder, is_replay=mode == "replay"),
            folder=folder / "logs",
            settings=settings,
        )
        try:
            while (code := started.poll()) is None:
                time.sleep(0.05)
        finally:
            process.stop_all([started])
        return _result(folder / "home", code, started.message())


def write_source(keys: Mapping[str, Any], path: Path) -> Source:
    """Write the trial's copy of a source file, with the trial's budget. Raises SourceInvalid."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for own in home.source_folders():
        if (own / FAMILIES).is_dir() and own != home.SHIPPED:
            shutil.copytree(own / FAMILIES, path.parent / FAMILIES, dirs_exist_ok=True)
    bounded = {key: value for key, value in keys.items() if key not in ("id", "status")}
    bounded["budget"] = {"pages": str(MAX_PAGES), "minutes": str(MAX_MINUTES)}
    path.write_text(yaml.safe_dump(bounded, allow_unicode=True, sort_keys=False), "utf-8")
    return load(path, [path.parent])


def _environment(folder: Path, *, is_replay: bool) -> dict[str, str]:
    dropped = ("DATABASE_URL", "GOVNEWS_DATABASE_URL")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    kept |= {"GOVNEWS_HOME": str(folder / "home"), "GOVNEWS_SOURCES": str(folder / "sources")}
    if is_replay:
        kept.setdefault("GOVNEWS_CONTACT", "https://govnews.invalid/replay")  # no request leaves the machine
    return kept


def _result(folder: Path, code: int, message: str) -> TrialResult:
    file = folder / "govnews.db"
    if not file.exists():
        return TrialResult(code, message)
    database = Database.open(f"sqlite:///{file}")
    try:
        out = io.BytesIO()
        export(database, out, "jsonl", ExportFilter(source=SOURCE_ID))
        articles = [json.loads(line) for line in out.getvalue().splitlines()]
        pages = overview.page_counts(database, SOURCE_ID)
        runs = run_history.latest_runs(database, SOURCE_ID, 1)
    finally:
        database.close()
    findings = [
        one for one in (runs[0]["findings"] if runs else []) if one.get("kind") not in EXPECTED_FINDINGS
    ]
    links = sum(page["count"] for page in pages if page["kind"] == "article")
    return TrialResult(code, message, articles, links, findings, pages)
