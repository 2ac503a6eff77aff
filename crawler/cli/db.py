"""``govnews db``: schema, soundness, numbers."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say

app = typer.Typer(no_args_is_help=True, help=say("The database.", "数据库。"))


@app.command("upgrade")
def upgrade() -> None:
    """Make the database, or bring it to today's schema (an SQLite file is copied first)."""
    from storage.db import migrate

    with workspace.open_database(create=True) as database:
        terminal.print_line(f"{database.url}: schema {migrate.HEAD}")


@app.command("check")
def check(json: bool = terminal.JSON) -> None:
    """Is everything whole? Exit code 1 if not."""
    from storage.maintain import integrity

    with workspace.open_database() as database:
        faults = integrity.check(database, workspace.open_raw_archive())
        where = database.url
    if json:
        terminal.print_json(faults)
    else:
        for fault in faults:
            terminal.print_line(
                f"{fault['name']}: {fault['text']}: {fault['count']} (e.g. {fault['example']})"
            )
        if not faults:
            terminal.print_line(say(f"{where}: sound", f"{where}：完好"))
    if faults:
        raise typer.Exit(1)


@app.command("stats")
def stats(json: bool = terminal.JSON) -> None:
    """The archive in numbers."""
    from storage.read import overview

    with workspace.open_database() as database:
        found = overview.archive_stats(database)
    if json:
        terminal.print_json(found)
        return
    terminal.print_table(("name", "count"), [(name, value) for name, value in found.items()])
