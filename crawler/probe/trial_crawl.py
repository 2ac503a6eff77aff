"""Crawl a few articles of a source into a folder that is thrown away: the proof that its file works."""

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
PAGES, MINUTES = 25, 4  # of one trial; a site that needs more is not asked for more
NAME = "trial"
# what a crawl that is cut short on purpose always says
EXPECTED = frozenset(("budget", "limit"))


@dataclass
class TrialResult:
    """What a few minutes of crawling brought."""

    exit_code: int
    message: str
    articles: list[dict[str, Any]] = field(default_factory=list)
    links: int = 0  # article addresses found on the lists
    findings: list[dict[str, Any]] = field(default_factory=list)
    pages: list[PageCount] = field(default_factory=list)  # kind, state, reason, count

    def reasons(self) -> dict[str, int]:
        """Why pages were not kept: state/reason -> how many."""
        bad = [p for p in self.pages if p["state"] in ("refused", "blocked", "gone", "failed", "retry")]
        found: dict[str, int] = {}
        for page in bad:
            name = f"{page['state']}/{page['reason']}" if page["reason"] else page["state"]
            found[name] = found.get(name, 0) + page["count"]
        return found


def crawl(
    says: Mapping[str, Any],
    *,
    articles: int = ARTICLES,
    tape: Path | None = None,
    mode: str | None = None,
    arguments: Mapping[str, str] | None = None,
) -> TrialResult:
    """Crawl what a source's file says, through the same spiders and pipelines as ever, and read what came.

    ``tape`` with ``mode`` records the answers or plays them back; nothing of the archive is touched.
    """
    with tempfile.TemporaryDirectory(prefix="govnews-trial-") as name:
        folder = Path(name)
        write(says, folder / "sources" / f"{NAME}.yml")
        settings = {} if tape is None else {"RECORDING_FOLDER": str(tape), "RECORDING_MODE": mode or ""}
        started = process.start(
            NAME,
            {"limit": articles, **(arguments or {})},
            minutes=MINUTES,
            environment=_environment(folder, replayed=mode == "replay"),
            folder=folder / "logs",
            settings=settings,
        )
        try:
            while (code := started.poll()) is None:
                time.sleep(0.05)
        finally:
            process.stop_all([started])
        return _read(folder / "home", code, started.message())


def write(says: Mapping[str, Any], path: Path) -> Source:
    """The trial's own copy of a source file: the same, within the bounds of a trial. Raises SourceInvalid."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for own in home.source_folders():
        if (own / FAMILIES).is_dir() and own != home.SHIPPED:
            shutil.copytree(own / FAMILIES, path.parent / FAMILIES, dirs_exist_ok=True)
    bounded = {key: value for key, value in says.items() if key not in ("id", "status")}
    bounded["budget"] = {"pages": str(PAGES), "minutes": str(MINUTES)}
    path.write_text(yaml.safe_dump(bounded, allow_unicode=True, sort_keys=False), "utf-8")
    return load(path, [path.parent])


def _environment(folder: Path, *, replayed: bool) -> dict[str, str]:
    dropped = ("DATABASE_URL", "GOVNEWS_DATABASE_URL")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    kept |= {"GOVNEWS_HOME": str(folder / "home"), "GOVNEWS_SOURCES": str(folder / "sources")}
    if replayed:
        kept.setdefault("GOVNEWS_CONTACT", "https://govnews.invalid/replay")  # nobody is asked anything
    return kept


def _read(folder: Path, code: int, message: str) -> TrialResult:
    file = folder / "govnews.db"
    if not file.exists():
        return TrialResult(code, message)
    database = Database.open(f"sqlite:///{file}")
    try:
        out = io.BytesIO()
        export(database, out, "jsonl", ExportFilter(source=NAME))
        articles = [json.loads(line) for line in out.getvalue().splitlines()]
        pages = overview.page_counts(database, NAME)
        runs = run_history.latest_runs(database, NAME, 1)
        findings = [f for f in (runs[0]["findings"] if runs else []) if f.get("kind") not in EXPECTED]
    finally:
        database.close()
    links = sum(page["count"] for page in pages if page["kind"] == "article")
    return TrialResult(code, message, articles, links, findings, pages)
