"""``govnews source test``: replay recorded pages offline and compare the articles with those of the recording."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from crawler.cli.source.check import file_content

if TYPE_CHECKING:
    from crawler.probe.fixtures import ReplayResult


def replay(
    names: list[str] = typer.Argument(None, metavar="[ID]...", help=text("option.source_ids")),
    accept: bool = typer.Option(False, "--accept", help=text("option.test_accept")),
    json: bool = terminal.JSON,
) -> None:
    """Replay the pages kept by ``source add --record``; exit code 1 if an article differs."""
    from crawler.probe import fixtures

    found = workspace.load_sources()
    workspace.require_sources(found, names or [])
    recorded = [name for name, path in found.files.items() if name in found.sources and fixtures.exist(path)]
    outcomes = []
    for name in sorted(names or recorded):
        path = found.files[name]
        if not fixtures.exist(path):
            terminal.fail(text("source.not_recorded", source=name), 2)
        outcome = fixtures.replay(path, file_content(path), accept=accept)
        outcomes.append(outcome)
        if not json:
            terminal.print_line(f"{name}  {_summary(outcome)}")
            for difference in outcome.differences:
                terminal.print_line(f"  {difference}")
    if json:
        terminal.print_json([asdict(outcome) for outcome in outcomes])
    elif not outcomes:
        terminal.warn(text("source.none_recorded"))
    if any(outcome.differences for outcome in outcomes):
        raise typer.Exit(1)


def _summary(outcome: ReplayResult) -> str:
    if outcome.differences:
        return text("source.replay_differs", count=len(outcome.differences), day=outcome.recorded_on)
    return text("source.replay_equal", count=outcome.articles, day=outcome.recorded_on)
