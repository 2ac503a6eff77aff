"""``govnews source list``: all sources with status, articles and last run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from crawler.cli.translation import translate_problem
from storage.messages import words

if TYPE_CHECKING:
    from crawler.sources.model import Source
    from storage.read.overview import SourceOverview
    from storage.read.run_history import Run

COLUMNS = ("source", "name", "region", "status", "articles", "pending", "last_run", "state", "problem")


def list_(
    problems: bool = typer.Option(False, "--problems", help=text("option.only_problems")),
    json: bool = terminal.JSON,
) -> None:
    """List all sources with status, articles and last run; exit code 2 if a file is invalid."""
    from storage.read import overview, run_history

    found = workspace.load_sources()
    with workspace.open_database(create=True) as database:
        workspace.sync_sources(database, found)
        known = overview.sources_with_counts(database)
        last = run_history.last_run_of_each_source(database)
    rows = [
        _row(source, known[name], last.get(name))
        for name, source in sorted(found.sources.items())
        if not problems or _problem(last.get(name))
    ]
    if json:
        invalid = [{"source": error.id, "problem": str(error)} for error in found.errors]
        terminal.print_json([*rows, *invalid])
    else:
        terminal.print_table(COLUMNS, [_cells(row) for row in rows])
        for error in found.errors:
            terminal.warn(translate_problem(str(error)))
    if found.errors:
        raise typer.Exit(2)


def _row(source: Source, known: SourceOverview, run: Run | None) -> dict[str, Any]:
    return {
        "source": source.id,
        "name": source.name,
        "region": source.region,
        "kind": source.kind,
        "status": known["status"],
        "articles": known["articles"],
        "pending": known["pending"],
        "last_article": known["last_article"],
        "last_run": run["started_at"] if run else None,
        "last_state": run["state"] if run else None,
        "problem": _problem(run),
    }


def _problem(run: Run | None) -> str | None:
    """Return the first finding of a source's last run, or why that run did not finish; None if all is well."""
    if run is None or not (run["findings"] or run["state"] in ("failed", "interrupted")):
        return None
    return words.finding(run["findings"][0]) if run["findings"] else words.reason(run["reason"])


def _cells(row: dict[str, Any]) -> list[Any]:
    shown = row | {"status": words.state(row["status"]), "state": words.state(row["last_state"])}
    return [shown[column] for column in COLUMNS]
