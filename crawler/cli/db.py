"""``govnews db``: schema, soundness, numbers."""

from __future__ import annotations

import typer

from crawler.cli import opened, output
from crawler.cli.language import say

app = typer.Typer(no_args_is_help=True, help=say("The database.", "数据库。"))


@app.command("upgrade")
def upgrade() -> None:
    """Make the database, or bring it to today's schema (an SQLite file is copied first)."""
    from storage.db import migrate

    with opened.database(create=True) as database:
        output.line(f"{database.url}: schema {migrate.HEAD}")


@app.command("check")
def check(json: bool = output.JSON) -> None:
    """Is everything whole? Exit code 1 if not."""
    from storage.maintain import check as checks

    with opened.database() as database:
        faults = checks.check(database, opened.archive())
        where = database.url
    if json:
        output.as_json(faults)
    else:
        for fault in faults:
            output.line(f"{fault['name']}: {fault['text']}: {fault['count']} (e.g. {fault['example']})")
        if not faults:
            output.line(say(f"{where}: sound", f"{where}：完好"))
    if faults:
        raise typer.Exit(1)


@app.command("stats")
def stats(json: bool = output.JSON) -> None:
    """The archive in numbers."""
    from storage.read import catalog

    with opened.database() as database:
        found = catalog.stats(database)
    if json:
        output.as_json(found)
        return
    output.table(("WHAT", "COUNT"), [(name, value) for name, value in found.items()])
