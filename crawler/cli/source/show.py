"""``govnews source show``: a source file merged with its family, and the states of its pages."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from storage.messages import words


def show(source: str = typer.Argument(help=text("option.source_id")), json: bool = terminal.JSON) -> None:
    """Show a source file merged with its family, and the states of its pages."""
    from storage.read import overview

    found = workspace.load_sources()
    workspace.require_sources(found, [source])
    merged = found.sources[source].model_dump(mode="json", exclude_none=True)
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        row = overview.sources_with_counts(database)[source]
        pages = overview.page_counts(database, source)
    if json:
        terminal.print_json({"file": str(found.files[source]), "says": merged, "row": row, "pages": pages})
        return
    terminal.print_line(f"{source}  {found.files[source]}")
    for key, value in merged.items():
        if value not in ({}, [], ()):
            terminal.print_line(f"  {key}: {value}")
    origin = text("source.set_by_command" if row["status_from"] == "command" else "source.set_by_file")
    terminal.print_line(text("source.status_now", status=words.state(row["status"]), origin=origin))
    terminal.print_table(
        ("kind", "state", "reason", "pages"),
        [
            (
                words.state(page["kind"]),
                words.state(page["state"]),
                words.reason(page["reason"]),
                page["count"],
            )
            for page in pages
        ],
    )
