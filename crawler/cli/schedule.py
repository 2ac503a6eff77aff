"""``govnews schedule``: crawl what is due, until told to stop."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say

app = typer.Typer(no_args_is_help=True, help=say("Crawl on a schedule.", "按计划抓取。"))


@app.command("run")
def run(
    jobs: int = typer.Option(
        None, min=1, help=say("Crawls at once (default: cores).", "同时抓取的来源数（默认：核数）。")
    ),
    tick: float = typer.Option(
        5, min=0.5, help=say("Seconds between looks at what is due.", "检查到期来源的间隔秒数。")
    ),
) -> None:
    """Start due sources until TERM or Ctrl-C; ends itself and its crawls within 25 seconds."""
    import asyncio
    import logging

    from crawler.run.scheduler import Scheduler

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    found = workspace.load_sources()
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        terminal.warn(
            say(f"{len(found.sources)} sources; Ctrl-C stops", f"{len(found.sources)} 个来源；按 Ctrl-C 停止")
        )
        asyncio.run(Scheduler(database, at_once=jobs, tick_s=tick).run())


@app.command("list")
def list_(json: bool = terminal.JSON) -> None:
    """Each source with its plan, last and next run."""
    from crawler.run import scheduler

    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, workspace.load_sources())
        rows = scheduler.plan(database)
    if json:
        terminal.print_json(rows)
        return
    columns = ("source", "status", "plan", "last_start", "next")
    now = say("now", "立即")
    terminal.print_table(
        columns,
        [
            (
                row["source"],
                row["status"],
                row["plan"],
                row["last"],
                (row["next"] or now) if row["status"] == "active" else "",
            )
            for row in rows
        ],
    )
