"""``govnews extract``: one saved page to its article record, without database or network."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import typer

from crawler.cli import terminal, workspace
from crawler.cli.language import say


def extract(
    file: Path = typer.Argument(help=say("A saved page.", "保存的网页。")),
    url: str = typer.Option(..., help=say("Its address.", "网页地址。")),
    source: str = typer.Option(
        None, help=say("Read it by the rules of this source.", "按此来源的规则解读。")
    ),
) -> None:
    """Print one JSON line per article; what is no article is named on standard error, exit code 1."""
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
        terminal.fail(say(f"--url: no web address: {url}", f"--url：不是网址：{url}"), 2)
    try:
        articles = understand(Page(url=url, body=body, rules=rules, fetched_at=datetime.now(UTC)))
    except Refused as refused:
        terminal.fail(f"refused: {refused}")
    for article in articles:
        typer.echo(json.dumps(article.record(), ensure_ascii=False))
