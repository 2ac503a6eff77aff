"""The demo: the sample city crawled on two days, its counts compared with what they must be."""

from __future__ import annotations

import json as jsonlib
import os
import shutil
import time
from importlib import resources
from typing import TYPE_CHECKING, Any

import typer
import yaml

from crawler import home
from crawler.cli import terminal
from crawler.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crawler.sources.load import SourceSet
    from storage.db.database import Database

MARKER = ".govnews-demo"  # only a folder that carries it is ever deleted
RECHECK_DAYS = 3650
CONTACT = "https://govnews.invalid/demo"
STEPS = (
    (1, say("day 1", "第一天"), None),
    (2, say("day 1 again", "第一天，再次"), RECHECK_DAYS),
    (3, say("day 2", "第二天"), RECHECK_DAYS),
    (4, say("day 2 again", "第二天，再次"), RECHECK_DAYS),
)


def demo(json: bool = typer.Option(False, "--json", help="JSON")) -> None:
    """Crawl an invented city served on loopback: day 1, day 1 again, day 2, day 2 again."""
    raise typer.Exit(_run(json=json))


def _run(*, json: bool = False) -> int:
    """Make the demo's own data folder anew, crawl four times, print what came of it; 1 if a count differs."""
    folder = home.home().path / "demo"
    _fresh(folder)
    environment = _environment(folder)
    os.environ.clear()
    os.environ.update(environment)
    began = time.monotonic()
    steps, wrong = _crawl(folder, json=json)
    if json:
        print(
            jsonlib.dumps(
                {"folder": str(folder), "steps": steps, "wrong": wrong}, ensure_ascii=False, indent=2
            )
        )
        return 1 if wrong else 0
    for text in wrong:
        terminal.warn(say(f"unexpected: {text}", f"与预期不符：{text}"))
    terminal.print_line(
        say(f"{time.monotonic() - began:.1f} s in all", f"共 {time.monotonic() - began:.1f} 秒")
    )
    if not wrong:
        _next(folder)
    return 1 if wrong else 0


def _fresh(folder: Path) -> None:
    if folder.exists():
        if not (folder / MARKER).exists():
            terminal.fail(
                say(f"{folder} is not the demo's: move it away first", f"{folder} 不是演示目录：请先移走"), 2
            )
        shutil.rmtree(folder)
    (folder / "sources").mkdir(parents=True)
    (folder / MARKER).write_text("made anew by each govnews demo\n", "utf-8")
    for entry in resources.files("crawler.sample_city").joinpath("sources").iterdir():
        if entry.name.endswith(".yml"):
            (folder / "sources" / entry.name).write_bytes(entry.read_bytes())


def _environment(folder: Path) -> dict[str, str]:
    """The environment of the demo: its own folder and database, no proxy but its own, no sources but its own."""
    dropped = {"http_proxy", "https_proxy", "no_proxy", "all_proxy", "ftp_proxy"}
    own = ("DATABASE_URL", "GOVNEWS_DATABASE_URL", "GOVNEWS_SOURCES")
    kept = {k: v for k, v in os.environ.items() if k.lower() not in dropped and k not in own}
    return kept | {"GOVNEWS_HOME": str(folder), "GOVNEWS_DEMO": "1", "GOVNEWS_CONTACT": CONTACT}


def _crawl(folder: Path, *, json: bool) -> tuple[list[dict[str, Any]], list[str]]:
    from crawler.cli import workspace
    from crawler.sample_city.server import SampleCity
    from crawler.sources.load import load_all
    from storage.db.database import Database

    expected = yaml.safe_load(
        resources.files("crawler.sample_city").joinpath("expected.yml").read_text("utf-8")
    )
    found = load_all([folder / "sources"])
    database = Database.open(home.database_url(), upgrade=True)
    steps, wrong = [], []
    try:
        workspace.sync_sources(database, found)
        with SampleCity() as city:
            proxies = dict.fromkeys(
                ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), city.proxy_url
            )
            if not json:
                terminal.print_line(
                    say(
                        f"Sample city   invented, {len(found.sources)} sources, served on {city.proxy_url}",
                        f"示例城市（虚构），{len(found.sources)} 个来源，位于 {city.proxy_url}",
                    )
                )
                terminal.print_line(say(f"Data folder   {folder}", f"数据目录      {folder}"))
            for number, label, recheck in STEPS:
                city.set_step(number)
                step = _step(database, found, expected["sources"], recheck, os.environ | proxies)
                step |= {"step": number, "label": label}
                steps.append(step)
                wrong += _differences(expected["steps"][number], step, label)
                if not json:
                    _print(step)
    finally:
        database.close()
    return steps, wrong


def _step(
    database: Database,
    found: SourceSet,
    order: list[str],
    recheck: int | None,
    environment: Mapping[str, str],
) -> dict[str, Any]:
    """One crawl of all sources, the originals first: who comes later is the duplicate."""
    from crawler.run.crawls import crawl_all

    began = time.monotonic()
    results = []
    arguments = {} if recheck is None else {"recheck": recheck}
    originals = [name for name in order if found.sources[name].kind in ("government", "newspaper")]
    for group in (originals, [name for name in order if name not in originals]):
        chosen = [found.sources[name] for name in group]
        results += crawl_all(database, chosen, arguments, environment=environment)
    return {"results": results, "totals": _totals(database), "seconds": time.monotonic() - began}


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
    """What a crawl counted, in the form of the expectations."""
    pages: dict[str, int] = {}
    for state, count in result.get("pages", {}).items():
        reasons = result["reasons"].get(state, {})
        for reason, number in reasons.items():
            pages[f"{state}/{reason}"] = number
        if count > sum(reasons.values()):
            pages[state] = count - sum(reasons.values())
    return {"store": dict(result.get("store", {})), "link": dict(result.get("link", {})), "pages": pages}


def _differences(expected: Mapping[str, Any], step: Mapping[str, Any], label: str) -> list[str]:
    wrong = []
    if expected["totals"] != step["totals"]:
        wrong.append(f"{label}: totals {step['totals']}, expected {expected['totals']}")
    for result in step["results"]:
        name = result["source"]
        if result["exit"]:
            wrong.append(
                f"{label}: {name}: {result['state']} {result['message']} {result.get('findings', '')}"
            )
        got = counted(result)
        for part, want in expected[name].items():
            if got[part] != want:
                wrong.append(f"{label}: {name}: {part} {got[part]}, expected {want}")
    return wrong


def _print(step: Mapping[str, Any]) -> None:
    from crawler.cli.crawl import line_of

    terminal.print_line()
    terminal.print_line(f"{step['label']}  ({step['seconds']:.1f} s)")
    for result in step["results"]:
        terminal.print_line("  " + line_of(result))


def _next(folder: Path) -> None:
    terminal.print_line()
    terminal.print_line(
        say("Look around (the archive stays until the next demo):", "接下来可以试试（数据保留到下次演示）：")
    )
    terminal.print_line(f"  export GOVNEWS_HOME={folder}")
    for command in (
        "source list",
        "run list",
        "article show 1",
        "export --format jsonl -o articles.jsonl",
        "export --format csv --excel -o articles.csv",
    ):
        terminal.print_line(f"  govnews {command}")
