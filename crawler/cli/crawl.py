"""``govnews crawl``: crawl sources now, one process each, and judge every run by its row."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.sources.model import Source
    from storage.db.database import Database


def crawl(
    names: list[str] = typer.Argument(
        None, metavar="[SOURCE]...", help=say("Sources to crawl.", "要抓取的来源。")
    ),
    region: str = typer.Option(
        None, help=say("All sources of a region (prefix of its code).", "某地区的全部来源（代码前缀）。")
    ),
    all_: bool = typer.Option(False, "--all", help=say("All active sources.", "全部启用的来源。")),
    due: bool = typer.Option(
        False,
        "--due",
        help=say("Sources that are due: one round, for cron or systemd.", "到期的来源：只跑一轮。"),
    ),
    since: str = typer.Option(
        None, metavar="DATE", help=say("Published on or after (YYYY-MM-DD).", "发布日期不早于。")
    ),
    until: str = typer.Option(None, metavar="DATE", help=say("Published on or before.", "发布日期不晚于。")),
    limit: int = typer.Option(
        None, help=say("At most so many article requests a source.", "每个来源最多请求的文章数。")
    ),
    recheck: int = typer.Option(
        None,
        metavar="DAYS",
        help=say("Fetch articles of the last DAYS days again.", "重新核对最近 DAYS 天的文章。"),
    ),
    wait: bool = typer.Option(
        False, help=say("Wait for a source that another process crawls.", "等待其他进程释放来源。")
    ),
    dry_run: bool = typer.Option(
        False, help=say("Say what would be crawled, fetch nothing.", "只说明将抓取什么。")
    ),
    json: bool = terminal.JSON,
) -> None:
    """Crawl sources now."""
    arguments = {"since": since, "until": until, "limit": limit, "recheck": recheck, "wait": wait}
    _check(arguments)
    found = workspace.load_sources()
    with workspace.open_database(create=True, announce=not json) as database:
        workspace.sync_sources(database, found)
        chosen = _chosen(database, names or [], region, all_=all_, due=due, dry_run=dry_run)
        if dry_run:
            _dry_run(database, chosen, json=json)
            return
        arguments["scheduled"] = due
        sources = [found.sources[name] for name in chosen]
        results = crawl_with_progress(database, sources, arguments, quiet=json)
    if json:
        terminal.print_json(results)
    else:
        _print(results)
    if any(result["exit"] for result in results):
        raise typer.Exit(max(result["exit"] for result in results))


def _check(arguments: dict[str, Any]) -> None:
    from crawler.params import UsageError, parse

    try:
        parse({name: value for name, value in arguments.items() if value is not None and value is not False})
    except UsageError as error:
        terminal.fail(str(error), 2)


def _chosen(
    database: Database, names: list[str], region: str | None, *, all_: bool, due: bool, dry_run: bool
) -> list[str]:
    """The sources meant, in a stable order. Broken files are reported, and stop nothing but themselves."""
    from storage.frontier import stored_sources
    from storage.read import overview

    found = workspace.load_sources()
    if names and (region or all_ or due):
        terminal.fail(
            say(
                "name sources, or use one of --region, --all, --due",
                "请指定来源，或使用 --region、--all、--due 之一",
            ),
            2,
        )
    if not (names or region or all_ or due):
        terminal.fail(
            say(
                "name a source, or use --region, --all or --due", "请指定来源，或使用 --region、--all、--due"
            ),
            2,
        )
    if names:
        return workspace.require_sources(found, list(dict.fromkeys(names)))
    for error in found.errors:
        terminal.warn(str(error))
    status = {name: row["status"] for name, row in overview.sources_with_counts(database).items()}
    ready = {row["id"]: row for row in stored_sources.due(database)}
    chosen = [
        name
        for name, source in sorted(found.sources.items())
        if status.get(name, source.status) == "active"
        and (region is None or source.region.startswith(region.rstrip("0") if len(region) == 6 else region))
        and (not due or (source.id in ready and (dry_run or _claim(database, source, ready))))
    ]
    if not chosen and not due:
        terminal.fail(say("no active source fits", "没有符合条件的启用来源"), 2)
    return chosen


def _claim(database: Database, source: Source, ready: dict[str, Any]) -> bool:
    from crawler.run.scheduler import claim_due

    return claim_due(database, source, ready[source.id]["next_due_at"])


def _dry_run(database: Database, chosen: list[str], *, json: bool) -> None:
    from storage.read import overview

    plan: list[dict[str, Any]] = [
        {"source": name, "pages": overview.page_counts(database, name)} for name in chosen
    ]
    if json:
        terminal.print_json(plan)
        return
    for entry in plan:
        waiting = sum(page["count"] for page in entry["pages"] if page["state"] in ("due", "retry"))
        text = say(
            f"{entry['source']}: the start pages, and {waiting} pages that wait",
            f"{entry['source']}：起始页，以及 {waiting} 个待抓页面",
        )
        terminal.print_line(text)


def crawl_with_progress(
    database: Database,
    sources: list[Source],
    arguments: dict[str, Any],
    *,
    quiet: bool = False,
    at_once: int | None = None,
    environment: dict[str, str] | None = None,
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
            died=_died,
            at_once=at_once,
            environment=environment,
        )
    finally:
        progress.close()


def _died(code: int) -> str:
    return say(f"the process died (code {code})", f"进程异常退出（代码 {code}）")


def _print(results: list[dict[str, Any]]) -> None:
    for one in results:
        if one["run"] is None:
            terminal.warn(one["message"] or f"{one['source']}: {one['state']}")
            continue
        terminal.print_line(line_of(one))
        for finding in one["findings"]:
            terminal.warn(f"  {finding.get('kind')}: {finding.get('text', '')}")
        if one["exit"] and one["message"] and not one["findings"]:
            terminal.warn(f"  {one['message']}")


def line_of(one: dict[str, Any]) -> str:
    words = {
        "inserted": say("new", "新增"),
        "revised": say("revised", "修订"),
        "unchanged": say("unchanged", "未变"),
        "duplicate": say("duplicate address", "重复地址"),
    }
    store = dict(one["store"])
    store["unchanged"] = one["pages"].get("unchanged", 0)
    parts = [f"{store[word]} {label}" for word, label in words.items() if store.get(word)]
    for state in ("refused", "blocked", "gone", "retry", "failed"):
        if count := one["pages"].get(state):
            reasons = one["reasons"].get(state, {})
            why = f" ({terminal.cell_text(reasons)})" if reasons else ""
            parts.append(f"{count} {state}{why}")
    seconds = f"{one['seconds']:.1f} s" if one["seconds"] is not None else ""
    state = "" if one["state"] == "finished" else f" [{one['state']}: {one['reason']}]"
    return f"{one['source']}  run {one['run']}  {', '.join(parts) or say('nothing new', '无新内容')}  {seconds}{state}"


class _Progress:
    """A live line on a terminal; nothing in a pipe."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self.total = total
        self.on = sys.stderr.isatty() and not quiet
        self.last = ""

    def show(self, done: int, running: Sequence[str]) -> None:
        text = f"\r{done}/{self.total}  {' '.join(running)[:60]}"
        if self.on and text != self.last:
            sys.stderr.write(text.ljust(80))
            sys.stderr.flush()
            self.last = text

    def close(self) -> None:
        if self.on:
            sys.stderr.write("\r" + " " * 80 + "\r")
