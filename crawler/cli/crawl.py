"""``govnews crawl``: crawl sources now, and print what each run stored."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import filters, terminal, workspace
from crawler.cli.messages import text
from crawler.cli.translation import translate_problem
from storage.messages import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.sources.load import SourceSet
    from crawler.sources.model import Source
    from storage.db.database import Database

STORED = ("inserted", "revised", "unchanged", "duplicate")  # order in the line of a run
NOT_STORED = ("refused", "blocked", "gone", "retry", "failed")
LINE_WIDTH = 80  # columns that the progress line overwrites


def crawl(
    names: list[str] = typer.Argument(None, metavar="[SOURCE]...", help=text("option.crawl_sources")),
    region: str = typer.Option(None, help=text("option.crawl_region")),
    all_: bool = typer.Option(False, "--all", help=text("option.crawl_all")),
    due: bool = typer.Option(False, "--due", help=text("option.crawl_due")),
    since: str = typer.Option(None, metavar="DATE", help=text("option.since")),
    until: str = typer.Option(None, metavar="DATE", help=text("option.until")),
    limit: int = typer.Option(None, help=text("option.limit_crawl")),
    recheck: int = typer.Option(None, metavar="DAYS", help=text("option.recheck")),
    wait: bool = typer.Option(False, help=text("option.wait")),
    dry_run: bool = typer.Option(False, help=text("option.dry_run_crawl")),
    json: bool = terminal.JSON,
) -> None:
    """Crawl sources now."""
    arguments = {"since": since, "until": until, "limit": limit, "recheck": recheck, "wait": wait}
    _check(arguments)
    found = workspace.load_sources()
    with workspace.open_database(create=True, announce=not json) as database:
        workspace.sync_sources(database, found)
        chosen = _chosen(database, found, names or [], region, all_=all_, due=due, dry_run=dry_run)
        if dry_run:
            _print_plan(database, chosen, json=json)
            return
        arguments["scheduled"] = due
        sources = [found.sources[name] for name in chosen]
        results = _crawl(database, sources, arguments, quiet=json)
    if json:
        terminal.print_json(results)
    else:
        _print_results(results)
    if any(result["exit"] for result in results):
        raise typer.Exit(max(result["exit"] for result in results))


def _check(arguments: dict[str, Any]) -> None:
    """Exit with code 2 if a value is wrong."""
    from crawler.params import UsageError, parse

    try:
        parse({name: value for name, value in arguments.items() if value is not None and value is not False})
    except UsageError as error:
        terminal.fail(translate_problem(str(error)), 2)


def _chosen(
    database: Database,
    found: SourceSet,
    names: list[str],
    region: str | None,
    *,
    all_: bool,
    due: bool,
    dry_run: bool,
) -> list[str]:
    """Return the ids of the sources to crawl, sorted. Invalid files are reported and skipped."""
    from storage.frontier import stored_sources
    from storage.read import overview

    if bool(names) == bool(region or all_ or due):
        terminal.fail(text("crawl.choose_sources"), 2)
    if names:
        return workspace.require_sources(found, list(dict.fromkeys(names)))
    for error in found.errors:
        terminal.warn(translate_problem(str(error)))
    prefix = filters.parse_region(region) or ""
    status = {name: row["status"] for name, row in overview.sources_with_counts(database).items()}
    ready = {row["id"]: row for row in stored_sources.due(database)}
    chosen = [
        name
        for name, source in sorted(found.sources.items())
        if status.get(name, source.status) == "active"
        and source.region.startswith(prefix)
        and (not due or (source.id in ready and (dry_run or _claim(database, source, ready))))
    ]
    if not chosen and not due:
        terminal.fail(text("crawl.no_source_fits"), 2)
    return chosen


def _claim(database: Database, source: Source, ready: dict[str, Any]) -> bool:
    from crawler.run.scheduler import claim_due

    return claim_due(database, source, ready[source.id]["next_due_at"])


def _print_plan(database: Database, chosen: list[str], *, json: bool) -> None:
    """Print what a crawl would fetch: the start pages and the pages that are due."""
    from storage.read import overview

    plan: list[dict[str, Any]] = [
        {"source": name, "pages": overview.page_counts(database, name)} for name in chosen
    ]
    if json:
        terminal.print_json(plan)
        return
    for entry in plan:
        pending = sum(page["count"] for page in entry["pages"] if page["state"] in ("due", "retry"))
        terminal.print_line(text("crawl.plan", source=entry["source"], pending=pending))


def _crawl(
    database: Database, sources: list[Source], arguments: dict[str, Any], *, quiet: bool
) -> list[dict[str, Any]]:
    """Crawl sources with a progress line on a terminal; see `crawler.run.crawls.crawl_all`."""
    from crawler.run import crawls

    progress = _Progress(len(sources), quiet=quiet)
    try:
        return crawls.crawl_all(
            database,
            sources,
            arguments,
            progress=progress,
            died=lambda code: text("crawl.process_died", code=code),
        )
    finally:
        progress.close()


def _print_results(results: list[dict[str, Any]]) -> None:
    for one in results:
        if one["run"] is None:
            terminal.warn(
                translate_problem(one["message"]) or f"{one['source']}: {words.state('not_started')}"
            )
            continue
        terminal.print_line(summary_line(one))
        for finding in one["findings"]:
            terminal.warn(f"  {words.finding(finding)}")
        if one["exit"] and one["message"] and not one["findings"]:
            terminal.warn(f"  {translate_problem(one['message'])}")


def summary_line(one: dict[str, Any]) -> str:
    """Return the line for one run: what was stored, what was not and why, and the duration."""
    stored = dict(one["store"]) | {"unchanged": one["pages"].get("unchanged", 0)}
    parts = [f"{stored[code]} {words.state(code)}" for code in STORED if stored.get(code)]
    for state in NOT_STORED:
        if count := one["pages"].get(state):
            reasons = words.counts(one["reasons"].get(state, {}))
            parts.append(f"{count} {words.state(state)}" + (f" ({reasons})" if reasons else ""))
    done = text(
        "crawl.run",
        source=one["source"],
        run=one["run"],
        outcome=", ".join(parts) or text("crawl.nothing_new"),
        seconds=f"{one['seconds']:.1f}" if one["seconds"] is not None else "–",
    )
    if one["state"] == "finished":
        return done
    return f"{done} [{words.state(one['state'])}: {words.reason(one['reason'])}]"


class _Progress:
    """One line on a terminal that names the running crawls; nothing in a pipe."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self.total = total
        self.on = sys.stderr.isatty() and not quiet
        self.last = ""

    def show(self, done: int, running: Sequence[str]) -> None:
        text = f"\r{done}/{self.total}  {' '.join(running)[:60]}"
        if self.on and text != self.last:
            sys.stderr.write(text.ljust(LINE_WIDTH))
            sys.stderr.flush()
            self.last = text

    def close(self) -> None:
        if self.on:
            sys.stderr.write("\r" + " " * LINE_WIDTH + "\r")
