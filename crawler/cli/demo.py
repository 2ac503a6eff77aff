"""``govnews demo``: the sample city, offline, two days, and what came of it."""

from __future__ import annotations

import typer


def demo(json: bool = typer.Option(False, "--json", help="JSON")) -> None:
    """Crawl an invented city served on loopback: day 1, day 1 again, day 2, day 2 again."""
    from crawler.cli.sample_crawl import run

    raise typer.Exit(run(json=json))
