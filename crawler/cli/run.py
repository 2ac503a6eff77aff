"""``govnews run``: what crawls did."""

from __future__ import annotations

from pathlib import Path

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say

app = typer.Typer(no_args_is_help=True, help=say("What crawls did.", "抓取记录。"))


@app.command("list")
def list_(
    source: str = typer.Option(None, help=say("Of one source.", "某个来源。")),
    limit: int = typer.Option(20, min=1, help=say("How many.", "条数。")),
    json: bool = terminal.JSON,
) -> None:
    """The latest runs, newest first."""
    from storage.read import run_history

    with workspace.open_database() as database:
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
                row["state"] + (f" ({row['reason']})" if row["reason"] else ""),
                row["started_at"],
                None if row["seconds"] is None else f"{row['seconds']:.1f}",
                row["store"],
                row["pages"],
                len(row["findings"]) or "",
            )
            for row in rows
        ],
    )


@app.command("show")
def show(
    run: int = typer.Argument(help=say("Number of the run.", "编号。")),
    log: bool = typer.Option(False, "--log", help=say("The whole log.", "完整日志。")),
    json: bool = terminal.JSON,
) -> None:
    """One run: outcomes with reasons, the pages that made trouble, the conservation law, findings, its log."""
    from storage.read import run_history

    missing = say(f"no run {run}", f"没有编号为 {run} 的抓取")
    row = workspace.find_or_fail(lambda database: run_history.run_details(database, run), missing)
    if json:
        terminal.print_json(row)
        return
    terminal.print_line(
        f"{row['id']} {row['source_id']}  {terminal.local_time(row['started_at'])} → {terminal.local_time(row['ended_at'])}  "
        f"{row['state']}{' (' + row['reason'] + ')' if row['reason'] else ''}"
    )
    terminal.print_line(
        f"conservation  {row['claimed']} claimed = {row['outcomes']} outcomes + {row['returned']} returned"
    )
    for name, value in sorted((row["params"] or {}).items()):
        terminal.print_line(f"parameter     {name} = {value}")
    terminal.print_table(
        ("state", "reason", "pages"),
        [(page["state"], page["reason"], page["count"]) for page in row["pages"]],
    )
    for finding in row["findings"]:
        terminal.print_line(f"finding       {finding.get('kind')}: {finding.get('text', '')}")
    if row["troubled"]:
        terminal.print_table(
            ("page", "state", "reason", "again"),
            [(page["url"], page["state"], page["reason"], page["next_at"]) for page in row["troubled"]],
        )
    path = Path(row["log_path"]) if row["log_path"] else None
    if path is not None and path.exists():
        terminal.print_line(f"log           {path}")
        if log:
            for text in path.read_text("utf-8", "replace").splitlines():
                terminal.print_line(f"  {text}")
