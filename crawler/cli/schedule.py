"""``govnews schedule``: crawl due sources until stopped, and list the plan."""

from __future__ import annotations

import logging

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from crawler.cli.translation import translate_problem
from storage.messages import words

app = typer.Typer(no_args_is_help=True)


@app.command("run")
def run(
    jobs: int = typer.Option(None, min=1, help=text("option.at_once")),
    tick: float = typer.Option(5, min=0.5, help=text("option.tick")),
) -> None:
    """Start due sources until TERM or Ctrl-C; stops itself and its crawls within 25 seconds."""
    import asyncio

    from crawler.run.scheduler import Scheduler

    handler = logging.StreamHandler()
    handler.setFormatter(log_formatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    found = workspace.load_sources()
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        terminal.warn(text("schedule.started", count=len(found.sources)))
        asyncio.run(Scheduler(database, at_once=jobs, tick_s=tick).run())


def log_formatter() -> logging.Formatter:
    """Return a formatter that writes the scheduler's messages in the current language."""

    class TranslatingFormatter(logging.Formatter):
        def formatMessage(self, record: logging.LogRecord) -> str:
            record.message = translate_problem(record.message)
            return super().formatMessage(record)

    return TranslatingFormatter("%(asctime)s %(levelname)s %(message)s")


@app.command("list")
def list_(json: bool = terminal.JSON) -> None:
    """List each source with its plan, last and next run."""
    from crawler.run import scheduler

    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, workspace.load_sources())
        rows = scheduler.plan(database)
    if json:
        terminal.print_json(rows)
        return
    now = text("schedule.now")
    terminal.print_table(
        ("source", "status", "plan", "last_start", "next"),
        [
            (
                row["source"],
                words.state(row["status"]),
                row["plan"],
                row["last"],
                (row["next"] or now) if row["status"] == "active" else "",
            )
            for row in rows
        ],
    )
