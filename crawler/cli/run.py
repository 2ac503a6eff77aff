"""``govnews run``: list the runs of the archive and show one of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from storage.messages import words

if TYPE_CHECKING:
    from storage.read.run_history import RunDetails, RunSummary

app = typer.Typer(no_args_is_help=True)
LABEL_WIDTH = 14  # terminal columns


@app.command("list")
def list_(
    source: str = typer.Option(None, help=text("option.source")),
    limit: int = typer.Option(20, min=1, help=text("option.limit_runs")),
    json: bool = terminal.JSON,
) -> None:
    """List the latest runs, newest first."""
    from storage.read import run_history

    with workspace.read_database() as database:
        rows = [run_history.run_summary(row) for row in run_history.latest_runs(database, source, limit)]
    if json:
        terminal.print_json(rows)
        return
    terminal.print_table(
        ("run", "source", "state", "started", "seconds", "stored", "pages", "findings"),
        [
            (
                row["run"],
                row["source"],
                _state(row),
                row["started_at"],
                None if row["seconds"] is None else f"{row['seconds']:.1f}",
                words.counts(row["store"], "state"),
                words.counts(row["pages"], "state"),
                len(row["findings"]) or "",
            )
            for row in rows
        ],
    )


@app.command("show")
def show(
    run: int = typer.Argument(help=text("option.run")),
    log: bool = typer.Option(False, "--log", help=text("option.log")),
    json: bool = terminal.JSON,
) -> None:
    """Show a run: outcomes with reasons, pages with problems, findings and the log."""
    from storage.read import run_history

    missing = text("run.not_found", run=run)
    row = workspace.find_or_fail(lambda database: run_history.run_details(database, run), missing)
    if json:
        terminal.print_json(row)
    else:
        _print_run(row, whole_log=log)


def _state(row: RunSummary | RunDetails) -> str:
    return words.state(row["state"]) + (f" ({words.reason(row['reason'])})" if row["reason"] else "")


def _print_run(row: RunDetails, *, whole_log: bool) -> None:
    times = f"{terminal.local_time(row['started_at'])} → {terminal.local_time(row['ended_at'])}"
    terminal.print_line(f"{row['id']} {row['source_id']}  {times}  {_state(row)}")
    balance = text("run.balance", claimed=row["claimed"], outcomes=row["outcomes"], returned=row["returned"])
    terminal.print_field(text("run.claims"), balance, LABEL_WIDTH)
    for name, value in sorted((row["params"] or {}).items()):
        terminal.print_field(text("run.parameter"), f"{name} = {value}", LABEL_WIDTH)
    terminal.print_table(
        ("state", "reason", "pages"),
        [(words.state(page["state"]), words.reason(page["reason"]), page["count"]) for page in row["pages"]],
    )
    for finding in row["findings"]:
        terminal.print_field(text("run.finding"), words.finding(finding), LABEL_WIDTH)
    if row["troubled"]:
        terminal.print_table(
            ("page", "state", "reason", "again"),
            [
                (page["url"], words.state(page["state"]), words.reason(page["reason"]), page["next_at"])
                for page in row["troubled"]
            ],
        )
    path = Path(row["log_path"]) if row["log_path"] else None
    if path is not None and path.exists():
        terminal.print_field(text("run.log"), str(path), LABEL_WIDTH)
        if whole_log:
            for line in path.read_text("utf-8", "replace").splitlines():
                terminal.print_line(f"  {line}")
