"""``govnews source pause`` and ``source resume``: set the status of a source in the database."""

from __future__ import annotations

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from storage.messages import words


def pause(source: str = typer.Argument(help=text("option.source_id"))) -> None:
    """Skip a source in scheduled crawls; a crawl that names it still runs."""
    _set_status(source, "paused")


def resume(source: str = typer.Argument(help=text("option.source_id"))) -> None:
    """Resume a paused source; this overrides the status in its file."""
    _set_status(source, "active")


def _set_status(source: str, status: str) -> None:
    from storage.frontier import stored_sources

    found = workspace.load_sources()
    workspace.require_sources(found, [source])
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        stored_sources.set_status(database, source, status)
    terminal.print_line(f"{source}: {words.state(status)}")
