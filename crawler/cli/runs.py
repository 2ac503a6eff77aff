"""``govnews run``: what crawls did."""

from __future__ import annotations

from pathlib import Path

import typer

from crawler.cli import opened, output
from crawler.cli.language import say

app = typer.Typer(no_args_is_help=True, help=say("What crawls did.", "抓取记录。"))


@app.command("list")
def list_(
    source: str = typer.Option(None, help=say("Of one source.", "某个来源。")),
    limit: int = typer.Option(20, min=1, help=say("How many.", "条数。")),
    json: bool = output.JSON,
) -> None:
    """The latest runs, newest first."""
    from storage.read import catalog

    with opened.database() as database:
        rows = [catalog.summary(row) for row in catalog.runs(database, source, limit)]
    if json:
        output.as_json(rows)
        return
    output.table(
        ("RUN", "SOURCE", "STATE", "STARTED", "SECONDS", "STORED", "PAGES", "FINDINGS"),
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
    json: bool = output.JSON,
) -> None:
    """One run: outcomes with reasons, the pages that made trouble, the conservation law, findings, its log."""
    from storage.read import catalog

    missing = say(f"no run {run}", f"没有编号为 {run} 的抓取")
    row = opened.looked_up(lambda database: catalog.run(database, run), missing)
    if json:
        output.as_json(row)
        return
    output.line(
        f"{row['id']} {row['source_id']}  {output.moment(row['started_at'])} → {output.moment(row['ended_at'])}  "
        f"{row['state']}{' (' + row['reason'] + ')' if row['reason'] else ''}"
    )
    output.line(
        f"conservation  {row['claimed']} claimed = {row['outcomes']} outcomes + {row['returned']} returned"
    )
    for name, value in sorted((row["params"] or {}).items()):
        output.line(f"parameter     {name} = {value}")
    output.table(
        ("STATE", "REASON", "PAGES"),
        [(page["state"], page["reason"], page["count"]) for page in row["pages"]],
    )
    for finding in row["findings"]:
        output.line(f"finding       {finding.get('kind')}: {finding.get('text', '')}")
    if row["troubled"]:
        output.table(
            ("PAGE", "STATE", "REASON", "AGAIN"),
            [(page["url"], page["state"], page["reason"], page["next_at"]) for page in row["troubled"]],
        )
    path = Path(row["log_path"]) if row["log_path"] else None
    if path is not None and path.exists():
        output.line(f"log           {path}")
        if log:
            for text in path.read_text("utf-8", "replace").splitlines():
                output.line(f"  {text}")
