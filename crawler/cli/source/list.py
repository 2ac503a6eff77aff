"""``govnews source``: which sources there are, what their files say, pause and resume."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say
from crawler.cli.source import add, check, opml

app = typer.Typer(no_args_is_help=True, help=say("Sources and their files.", "来源及其文件。"))
app.command("add")(add.add)
app.command("check")(check.check)
app.command("test")(check.replay)
app.command("import")(opml.import_)
app.command("export")(opml.export)


@app.command("list")
def list_(
    problems: bool = typer.Option(
        False, "--problems", help=say("Only those with a problem.", "只列出有问题的。")
    ),
    json: bool = terminal.JSON,
) -> None:
    """All sources with status, articles and last run."""
    from storage.read import overview, run_history

    found = workspace.load_sources()
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        known = overview.sources_with_counts(database)
        last = run_history.last_run_of_each_source(database)
    rows = []
    for name, source in sorted(found.sources.items()):
        run = last.get(name)
        trouble = run is not None and (run["state"] in ("failed", "interrupted") or bool(run["findings"]))
        rows.append(
            {
                "source": name,
                "name": source.name,
                "region": source.region,
                "kind": source.kind,
                "status": known[name]["status"],
                "articles": known[name]["articles"],
                "pending": known[name]["pending"],
                "last_article": known[name]["last_article"],
                "last_run": run["started_at"] if run else None,
                "last_state": run["state"] if run else None,
                "problem": (run["findings"] or [{"text": run["reason"]}])[0].get("text")
                if run and trouble
                else None,
            }
        )
    broken = [{"source": error.id, "problem": str(error)} for error in found.errors]
    if problems:
        rows = [row for row in rows if row["problem"]]
    if json:
        terminal.print_json([*rows, *broken])
    else:
        columns = (
            "source",
            "name",
            "region",
            "status",
            "articles",
            "pending",
            "last_run",
            "state",
            "problem",
        )
        keys = (
            "source",
            "name",
            "region",
            "status",
            "articles",
            "pending",
            "last_run",
            "last_state",
            "problem",
        )
        terminal.print_table(columns, [[row[key] for key in keys] for row in rows])
        for error in found.errors:
            terminal.warn(str(error))
    if found.errors:
        raise typer.Exit(2)


@app.command("show")
def show(source: str = typer.Argument(help="ID"), json: bool = terminal.JSON) -> None:
    """What a source's file says, its family merged in, and how its pages stand."""
    from storage.read import overview

    found = workspace.load_sources()
    workspace.require_sources(found, [source])
    described = found.sources[source].model_dump(mode="json", exclude_none=True)
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        row = overview.sources_with_counts(database)[source]
        pages = overview.page_counts(database, source)
    if json:
        terminal.print_json({"file": str(found.files[source]), "says": described, "row": row, "pages": pages})
        return
    terminal.print_line(f"{source}  {found.files[source]}")
    for name, value in described.items():
        if value not in ({}, [], ()):
            terminal.print_line(f"  {name}: {value}")
    origin = (
        say("set by a command", "由命令设定")
        if row["status_from"] == "command"
        else say("from the file", "来自文件")
    )
    terminal.print_line(f"  status now: {row['status']} ({origin})")
    terminal.print_table(
        ("kind", "state", "reason", "pages"),
        [(p["kind"], p["state"], p["reason"], p["count"]) for p in pages],
    )


def _status(source: str, status: str) -> None:
    from storage.frontier import stored_sources

    found = workspace.load_sources()
    workspace.require_sources(found, [source])
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        stored_sources.set_status(database, source, status)
    terminal.print_line(f"{source}: {status}")


@app.command("pause")
def pause(source: str = typer.Argument(help="ID")) -> None:
    """Schedules leave the source out; a crawl named by hand still runs."""
    _status(source, "paused")


@app.command("resume")
def resume(source: str = typer.Argument(help="ID")) -> None:
    """Take a paused source up again; wins over its file."""
    _status(source, "active")
