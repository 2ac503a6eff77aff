"""``govnews extract``: print the article records of one saved page, without database or network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import typer

from crawler.cli import terminal, workspace
from crawler.cli.messages import text
from storage.messages import words


def extract(
    file: Path = typer.Argument(help=text("option.html_file")),
    url: str = typer.Option(..., help=text("option.page_url")),
    source: str = typer.Option(None, help=text("option.rules_of_source")),
) -> None:
    """Print one JSON line per article; a refused page is named on standard error with exit code 1."""
    from pipelines import Page, Refused, understand

    rules = None
    if source is not None:
        found = workspace.load_sources()
        workspace.require_sources(found, [source])
        rules = found.sources[source].rules()
    try:
        body = file.read_bytes()
    except OSError as error:
        terminal.fail(f"{file}: {error.strerror}", 2)
    if not url.startswith(("http://", "https://")):
        terminal.fail(text("extract.no_web_address", url=url), 2)
    try:
        articles = understand(Page(url=url, body=body, rules=rules, fetched_at=datetime.now(UTC)))
    except Refused as refused:
        terminal.fail(text("extract.refused", code=refused.reason, reason=words.reason(refused.reason)))
    for article in articles:
        typer.echo(json.dumps(article.record(), ensure_ascii=False))
