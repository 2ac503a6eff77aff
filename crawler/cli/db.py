"""``govnews db``: upgrade the schema, check the archive, count what it holds."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text, word

app = typer.Typer(no_args_is_help=True)


@app.command("upgrade")
def upgrade() -> None:
    """Create the database, or upgrade it to the current schema (an SQLite file is backed up first)."""
    from storage.db import migrate

    with workspace.open_database(create=True) as database:
        terminal.print_line(text("db.upgraded", url=database.url, schema=migrate.HEAD))


@app.command("check")
def check(json: bool = terminal.JSON) -> None:
    """Check that the archive is complete and consistent; exit code 1 if not."""
    from storage.maintain import integrity

    with workspace.read_database() as database:
        faults = integrity.check(database, workspace.open_raw_archive())
        url = database.url
    if json:
        terminal.print_json(faults)
    else:
        for fault in faults:
            message = word("db", f"fault_{fault['name']}")
            terminal.print_line(
                text(
                    "db.fault",
                    name=fault["name"],
                    fault=message,
                    count=fault["count"],
                    example=fault["example"],
                )
            )
        if not faults:
            terminal.print_line(text("db.sound", url=url))
    if faults:
        raise typer.Exit(1)


@app.command("stats")
def stats(json: bool = terminal.JSON) -> None:
    """Print how much the archive holds."""
    from storage.read import overview

    with workspace.read_database() as database:
        found = overview.archive_stats(database)
    if json:
        terminal.print_json(found)
        return
    rows = []
    for name, value in found.items():
        topic = "relation" if name == "relations" else "state"
        counts = (
            {word(topic, key): count for key, count in value.items()} if isinstance(value, dict) else value
        )
        rows.append((word("db", name), counts))
    terminal.print_table(("name", "count"), rows)
