"""``govnews recluster``: decide all relations and stories again from stored texts."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text, word
from storage.messages import words

if TYPE_CHECKING:
    from collections.abc import Callable

LINE_WIDTH = 60  # columns that the progress line overwrites


def recluster(
    rule_version: int = typer.Option(None, "--rule-version", metavar="N", help=text("option.rule_version")),
    json: bool = terminal.JSON,
) -> None:
    """Decide all relations and stories again; nothing is fetched.

    Meant for upgrades that change the rules. Crawls may go on meanwhile; if it is stopped early, nothing changes.
    """
    from crawler.run.comparer import COMPARER
    from storage.maintain.recluster import recluster as run

    if rule_version not in (None, COMPARER.rule_version):
        terminal.fail(text("recluster.other_rules", wanted=rule_version, present=COMPARER.rule_version), 2)
    with workspace.open_database(announce=not json) as database:
        found = run(database, COMPARER, None if json else _progress())
    if json:
        terminal.print_json(dataclasses.asdict(found) | {"rule_version": COMPARER.rule_version})
    else:
        terminal.print_line(
            text(
                "recluster.result",
                articles=found.articles,
                stories=found.stories,
                relations=words.counts(found.relations, "relation") or "0",
                changed=found.changed,
            )
        )
    for story, size in found.alarms:
        terminal.warn(words.finding({"kind": "large_story", "about": story, "size": size}))
    if found.alarms:
        raise typer.Exit(1)


def _progress() -> Callable[[str, int, int], None] | None:
    """Return a function that keeps one progress line on a terminal; None if standard error is a pipe."""
    if not sys.stderr.isatty():
        return None

    def show_step(step: str, done: int, total: int) -> None:
        line = f"\r{word('recluster', step)} {done}/{total}".ljust(LINE_WIDTH)
        sys.stderr.write(line + ("\n" if done >= total else ""))
        sys.stderr.flush()

    return show_step
