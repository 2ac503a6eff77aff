"""``govnews demo``: crawl the sample city on two days, twice each, and compare the counts with those expected."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import typer

from crawler import home
from crawler.cli import terminal
from crawler.cli.messages import text, word

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crawler.sources.load import SourceSet
    from storage.db.database import Database

MARKER = ".govnews-demo"  # only a folder that contains this file is ever deleted
RECHECK_DAYS = 3650
CONTACT = "https://govnews.invalid/demo"
PROXY_VARIABLES = {"http_proxy", "https_proxy", "no_proxy", "all_proxy", "ftp_proxy"}
REPLACED_VARIABLES = {"DATABASE_URL", "GOVNEWS_DATABASE_URL", "GOVNEWS_SOURCES"}
ORIGINALS = ("government", "newspaper")  # kinds of sources that publish first: the others reprint them


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four crawls of all sources; the number is that of ``expected.yml`` and of the sample city."""

    number: int
    name: str
    recheck_days: int | None


STEPS = (
    Step(1, "day_1", None),
    Step(2, "day_1_again", RECHECK_DAYS),
    Step(3, "day_2", RECHECK_DAYS),
    Step(4, "day_2_again", RECHECK_DAYS),
)


def demo(json: bool = terminal.JSON) -> None:
    """Crawl an invented city offline: day 1, day 1 again, day 2, day 2 again; exit code 1 if a count differs."""
    folder = home.home().path / "demo"
    _create_folder(folder)
    environment = _environment(folder)
    os.environ.clear()
    os.environ.update(environment)
    began = time.monotonic()
    steps, differences = _crawl(folder, json=json)
    if json:
        terminal.print_json({"folder": str(folder), "steps": steps, "wrong": differences})
    else:
        for difference in differences:
            terminal.warn(text("demo.unexpected", difference=difference))
        terminal.print_line(text("demo.total_time", seconds=f"{time.monotonic() - began:.1f}"))
        if not differences:
            _print_next_commands(folder)
    raise typer.Exit(1 if differences else 0)


def _create_folder(folder: Path) -> None:
    """Make the demo's data folder anew; a folder that no demo made is left alone (exit code 2)."""
    if folder.exists():
        if not (folder / MARKER).exists():
            terminal.fail(text("demo.foreign_folder", folder=folder), 2)
        shutil.rmtree(folder)
    (folder / "sources").mkdir(parents=True)
    (folder / MARKER).write_text("made anew by each govnews demo\n", "utf-8")
    for entry in resources.files("crawler.sample_city").joinpath("sources").iterdir():
        if entry.name.endswith(".yml"):
            (folder / "sources" / entry.name).write_bytes(entry.read_bytes())


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of the demo: its own data folder and database, no other proxies and sources."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.lower() not in PROXY_VARIABLES and name not in REPLACED_VARIABLES
    }
    return kept | {"GOVNEWS_HOME": str(folder), "GOVNEWS_DEMO": "1", "GOVNEWS_CONTACT": CONTACT}


def _crawl(folder: Path, *, json: bool) -> tuple[list[dict[str, Any]], list[str]]:
    """Run all steps; return the result of each, and every difference from the expected counts."""
    import yaml

    from crawler.cli import workspace
    from crawler.sample_city.server import SampleCity
    from crawler.sources.load import load_all
    from storage.db.database import Database
    from storage.frontier import stored_sources

    expected_file = resources.files("crawler.sample_city").joinpath("expected.yml")
    expected = yaml.safe_load(expected_file.read_text("utf-8"))
    found = load_all([folder / "sources"])
    database = Database.open(home.database_url(), upgrade=True)
    steps, differences = [], []
    try:
        workspace.sync_sources(database, found)
        with SampleCity() as city:
            names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
            environment = os.environ | dict.fromkeys(names, city.proxy_url)
            if not json:
                terminal.print_line(text("demo.city", count=len(found.sources), address=city.proxy_url))
                terminal.print_line(text("demo.folder", folder=folder))
            for step in STEPS:
                city.set_step(step.number)
                done = _run_step(database, found, expected["sources"], step, environment)
                steps.append(done)
                differences += _differences(expected["steps"][step.number], done)
                if not json:
                    _print_step(done)
        for name in found.sources:  # the city is not served any more: a later crawl would fail
            stored_sources.set_status(database, name, "paused")
    finally:
        database.close()
    return steps, differences


def _run_step(
    database: Database, found: SourceSet, order: list[str], step: Step, environment: Mapping[str, str]
) -> dict[str, Any]:
    """Crawl all sources, originals first: of two equal texts the one stored later is the duplicate."""
    from crawler.run.crawls import crawl_all

    began = time.monotonic()
    results = []
    arguments = {} if step.recheck_days is None else {"recheck": step.recheck_days}
    originals = [name for name in order if found.sources[name].kind in ORIGINALS]
    for group in (originals, [name for name in order if name not in originals]):
        chosen = [found.sources[name] for name in group]
        results += crawl_all(database, chosen, arguments, environment=environment)
    return {
        "results": results,
        "totals": _totals(database),
        "seconds": time.monotonic() - began,
        "step": step.number,
        "label": word("demo", step.name),
    }


def _totals(database: Database) -> dict[str, int]:
    from storage.read import overview

    stats = overview.archive_stats(database)
    return {
        "articles": sum(stats["articles"].values()),
        "versions": stats["versions"],
        "withdrawn": stats["articles"].get("withdrawn", 0),
        "duplicates": stats["relations"].get("duplicate", 0),
        "reprints": stats["relations"].get("reprint", 0),
    }


def counted(result: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """Return the counts of one crawl in the form of ``expected.yml``: store, link and ``state/reason`` of pages."""
    pages: dict[str, int] = {}
    for state, count in result.get("pages", {}).items():
        reasons = result["reasons"].get(state, {})
        for reason, number in reasons.items():
            pages[f"{state}/{reason}"] = number
        if count > sum(reasons.values()):
            pages[state] = count - sum(reasons.values())
    return {"store": dict(result.get("store", {})), "link": dict(result.get("link", {})), "pages": pages}


def _differences(expected: Mapping[str, Any], step: Mapping[str, Any]) -> list[str]:
    """Return one line for each count of a step that differs from the expected one, and each run that failed."""
    label = step["label"]
    found = []
    if expected["totals"] != step["totals"]:
        found.append(f"{label}: totals {step['totals']}, expected {expected['totals']}")
    for result in step["results"]:
        name = result["source"]
        if result["exit"]:
            problem = f"{result['state']} {result['message']} {result.get('findings', '')}"
            found.append(f"{label}: {name}: {problem}")
        counts = counted(result)
        for part, wanted in expected[name].items():
            if counts[part] != wanted:
                found.append(f"{label}: {name}: {part} {counts[part]}, expected {wanted}")
    return found


def _print_step(step: Mapping[str, Any]) -> None:
    from crawler.cli.crawl import summary_line

    terminal.print_line()
    terminal.print_line(text("demo.step", label=step["label"], seconds=f"{step['seconds']:.1f}"))
    for result in step["results"]:
        terminal.print_line("  " + summary_line(result))


def _print_next_commands(folder: Path) -> None:
    terminal.print_line()
    terminal.print_line(text("demo.next"))
    terminal.print_line(f"  export GOVNEWS_HOME={folder}")
    for command in (
        "source list",
        "run list",
        "article show 1",
        "story show 1",
        "export --format jsonl -o articles.jsonl",
        "export --format csv --excel -o articles.csv",
    ):
        terminal.print_line(f"  govnews {command}")
